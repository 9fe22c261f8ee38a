"""The OpenAPI 3.1 document: a path for each saved question, with its parameters and columns.

https://spec.openapis.org/oas/v3.1.0 - made from the catalogue, so it cannot be stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gbaip_graph import __version__
from gbaip_graph.ask.json_schemas import column_schema, parameter_example, parameter_schema
from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.serve.media import GRAPHS, ROWS, Media
from gbaip_graph.serve.problems import PROBLEM_TYPE
from gbaip_graph.serve.questions import FORMATS, MOST_ROWS_A_PAGE

_PROBLEM = {"$ref": "#/components/schemas/Problem"}


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
            "/sparql": {"get": _sparql()},
        },
        "components": {"schemas": {"Problem": _problem_schema()}},
    }


def _listing() -> Mapping[str, Any]:
    return {
        "operationId": "queries",
        "summary": "All saved questions",
        "responses": {
            "200": {"description": "Names, parameters and columns.", "content": {"application/json": {}}}
        },
    }


def _question(query: SavedQuery) -> Mapping[str, Any]:
    return {
        "operationId": query.name,
        "summary": query.title_in("en"),
        "description": query.description,
        "parameters": [*map(_parameter, query.parameters), *_controls()],
        "responses": _refusals(501) if query.endpoints else _answers(query),
    }


def _answers(query: SavedQuery) -> Mapping[str, Any]:
    return {
        "200": {
            "description": "The rows, each with its citation." if query.cites else "The rows.",
            "content": {media.media_type: _content(media, query) for media in FORMATS},
        },
        "304": {"description": "The client has this answer."},
        **_refusals(406, 422, 429, 503),
    }


def _parameter(parameter: Parameter) -> Mapping[str, Any]:
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


def _controls() -> list[Mapping[str, Any]]:
    return [
        _control("format", {"type": "string", "enum": [m.name for m in FORMATS]}, "Format; else by Accept."),
        _control("lang", {"type": "string", "enum": list(FALLBACKS)}, "Language of labels."),
        _control("limit", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS_A_PAGE}, "Rows of a page."),
        _control("after", {"type": "string"}, "Key of the last row of the page before."),
    ]


def _control(name: str, schema: Mapping[str, Any], description: str) -> Mapping[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _content(media: Media, query: SavedQuery) -> Mapping[str, Any]:
    if media.name != "json":
        return {"schema": {"type": "string"}}
    columns = {column.name: column_schema(column) for column in query.columns}
    return {
        "schema": {
            "type": "object",
            "required": ["head", "results"],
            "x-columns": columns,
            "properties": {"head": {"type": "object"}, "results": {"type": "object"}},
        }
    }


def _sparql() -> Mapping[str, Any]:
    content: dict[str, Any] = {media.media_type: {} for media in (*ROWS, *GRAPHS)}
    return {
        "operationId": "sparql",
        "summary": "A read-only SPARQL 1.1 query; without one, the service description",
        "parameters": [
            {"name": "query", "in": "query", "required": False, "schema": {"type": "string"}},
            _control("format", {"type": "string", "enum": [m.name for m in (*ROWS, *GRAPHS)]}, "Format."),
        ],
        "responses": {
            "200": {"description": "The whole answer.", "content": content},
            "304": {"description": "The client has this answer."},
            **_refusals(400, 406, 413, 429, 503),
        },
    }


def _refusals(*statuses: int) -> Mapping[str, Any]:
    content = {PROBLEM_TYPE: {"schema": _PROBLEM}}
    return {str(status): {"description": _MEANINGS[status], "content": content} for status in statuses}


_MEANINGS = {
    400: "The query was not run; the problem names the place.",
    406: "None of the wanted formats is there.",
    413: "The answer is too long to be sent at once.",
    422: "A parameter is unknown, missing or of the wrong kind; the problem names it and what would do.",
    429: "This client has as many queries at work as it may.",
    501: "The question asks endpoints of others, and this server asks nobody.",
    503: "The query was stopped at its limit.",
}


def _problem_schema() -> Mapping[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "https://www.rfc-editor.org/rfc/rfc9457",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "mend": text,
            "parameter": text,
            "line": {"type": "integer"},
            "column": {"type": "integer"},
            "snippet": text,
        },
    }
