"""The OpenAPI 3.1 document: a path for each saved question, with its parameters and columns.

https://spec.openapis.org/oas/v3.1.0 - made from the catalogue, so it cannot be stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gbaip_graph import __version__
from gbaip_graph.ask.json_schemas import parameter_example, parameter_schema
from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.serve.openapi_parts import (
    ROWS_OF_TERMS,
    TEXT,
    Part,
    answered,
    components,
    content_of,
    format_parameter,
    parameter,
    refusals,
)
from gbaip_graph.serve.openapi_paths import fixed_paths
from gbaip_graph.serve.questions import FORMATS, MOST_ROWS_A_PAGE


def openapi_document(catalogue: Sequence[SavedQuery]) -> dict[str, Any]:
    """Return the document; every path there is but the pages for people."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gbaip-graph",
            "version": __version__,
            "summary": "A cited knowledge graph of the co-operation on intellectual property",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "paths": {
            "/queries": {"get": _listing()},
            **{f"/queries/{query.name}": {"get": _question(query)} for query in catalogue},
            "/queries/{file}": {"get": _question_file()},
            **fixed_paths(),
        },
        "components": components(),
    }


def _listing() -> Part:
    return {
        "operationId": "queries",
        "summary": "All saved questions",
        "responses": {
            **answered("Names, parameters and columns.", {"application/json": {"schema": _listing_schema()}}),
            **refusals(),
        },
    }


def _listing_schema() -> Part:
    question = {
        "type": "object",
        "required": ["name", "address", "title", "description", "parameters", "columns", "formats"],
        "properties": {
            "name": TEXT,
            "address": {"type": "string", "format": "uri"},
            "title": {"type": "object"},
        },
    }
    questions = {"type": "array", "items": question}
    return {"type": "object", "required": ["queries"], "properties": {"queries": questions}}


def _question(query: SavedQuery) -> Part:
    told = "The rows, each with its citation." if query.cites else "The rows."
    return {
        "operationId": f"question-{query.name}",
        "summary": query.title_in("en"),
        "description": query.description,
        "parameters": [*map(_parameter, query.parameters), *_controls()],
        "responses": refusals(501)
        if query.endpoints
        else {
            **answered(told, content_of(FORMATS, _rows_schema(query))),
            **refusals(406, 422, 429, 503),
        },
    }


def _question_file() -> Part:
    names = "|".join(media.name for media in FORMATS)
    schema = {"type": "string", "pattern": rf"^[a-z0-9-]+\.({names})$"}
    file = parameter("file", schema, "Name and format.", example="bodies-renamed.csv", where="path")
    return {
        "operationId": "question-as-file",
        "summary": "A saved question, its format by the extension; its parameters are those of the question",
        "parameters": [file, *_controls()[1:]],
        "responses": {
            **answered("The rows.", content_of(FORMATS, ROWS_OF_TERMS)),
            **refusals(404, 422, 429, 503),
        },
    }


def _parameter(parameter: Parameter) -> Part:
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": parameter_schema(parameter),
    }
    if parameter.is_list:  # ?place=a&place=b
        told |= {"style": "form", "explode": True}
    example = parameter_example(parameter)
    return told if example is None else {**told, "example": example}


def _controls() -> list[Part]:
    languages = {"type": "string", "enum": list(FALLBACKS)}
    rows = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS_A_PAGE}
    return [
        format_parameter(FORMATS),
        parameter("lang", languages, "Language of labels."),
        parameter("limit", rows, "Rows of a page."),
        parameter("after", TEXT, "Key of the last row of the page before; the header Link has it."),
    ]


def _rows_schema(query: SavedQuery) -> Part:
    """Return the schema of the rows in JSON: a term for each cell that is not empty, labels beside IRIs."""
    term = "#/components/schemas/Term"
    columns = {
        column.name: {"$ref": term, "description": column.description, "x-kind": column.kind}
        for column in query.columns
    }
    row = {"type": "object", "properties": columns, "additionalProperties": {"$ref": term}}
    bindings = {"type": "object", "properties": {"bindings": {"type": "array", "items": row}}}
    return {"allOf": [ROWS_OF_TERMS, {"type": "object", "properties": {"results": bindings}}]}
