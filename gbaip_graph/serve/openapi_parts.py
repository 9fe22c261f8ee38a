"""What the paths of the OpenAPI document are made of: parameters, answers, refusals, and the shared schemas.

For ``openapi`` and ``openapi_paths``; https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gbaip_graph.serve.media import Media
from gbaip_graph.serve.problems import PROBLEM_TYPE

Part = Mapping[str, Any]

TEXT: Part = {"type": "string"}
_PROBLEM: Part = {"$ref": "#/components/schemas/Problem"}
ROWS_OF_TERMS: Part = {"$ref": "#/components/schemas/Results"}
#: What any request may be refused with before it is looked at.
_ALWAYS = (400, 408, 413, 415, 431)
_MEANINGS = {
    400: "The request cannot be read, or the query was not run; the problem names the place.",
    404: "There is nothing at this address, or of this name.",
    405: "The graph is read-only.",
    406: "None of the wanted formats is there; the problem lists those that are.",
    408: "The request did not arrive in time.",
    410: "The thing was a mistake; the problem names what replaces it.",
    413: "The body, or the answer, is too long to be sent at once.",
    415: "This type or encoding of body is not read.",
    416: "The file has no such part.",
    422: "A parameter is unknown, missing or of the wrong kind; the problem names it and what would do.",
    429: "This client has as many queries at work as it may.",
    431: "The address or the headers are too long; send the query with POST.",
    501: "The question asks endpoints of others, and this server asks nobody.",
    503: "The query was stopped at its limit, or all workers were busy.",
}
_TAGGED: Part = {
    "ETag": {"required": True, "schema": TEXT, "description": "The same bytes have the same tag."}
}


def parameter(
    name: str, schema: Part, description: str, *, example: object = None, where: str = "query"
) -> Part:
    """Return a parameter of an address; one of the path is required."""
    told = {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": schema,
        "description": description,
    }
    return told if example is None else {**told, "example": example}


def listed(name: str, description: str) -> Part:
    """Return a parameter that may be given several times."""
    schema = {"type": "array", "items": TEXT}
    return {**parameter(name, schema, description), "style": "form", "explode": True}


def format_parameter(formats: Iterable[Media]) -> Part:
    """Return the parameter that names a format."""
    schema = {"type": "string", "enum": [*(media.name for media in formats), ""]}
    return parameter("format", schema, "Format; where it is empty or not given, by Accept.")


def content_of(formats: Iterable[Media], json_schema: Part) -> Part:
    """Return what an answer may be, in each format; JSON has a schema."""
    return {
        media.media_type: {"schema": json_schema if "json" in media.media_type else TEXT} for media in formats
    }


def answered(description: str, content: Part) -> Part:
    """Return the answers of a resource that has a tag."""
    return {
        "200": {"description": description, "headers": _TAGGED, "content": content},
        "304": {"description": "The client has this answer.", "headers": _TAGGED},
    }


def led_on(description: str) -> Part:
    """Return the answer that leads to another address."""
    location = {"required": True, "schema": {"type": "string", "format": "uri-reference"}}
    return {"303": {"description": description, "headers": {"Location": location}}}


def refusals(*statuses: int) -> Part:
    """Return the problems that an operation may answer with, and those that any may."""
    content = {PROBLEM_TYPE: {"schema": _PROBLEM}}
    wanted = sorted({*statuses, *_ALWAYS})
    return {str(status): {"description": _MEANINGS[status], "content": content} for status in wanted}


def components() -> Part:
    """Return the schemas that paths refer to."""
    return {"schemas": {"Problem": _problem_schema(), "Term": _term_schema(), "Results": _results_schema()}}


def _problem_schema() -> Part:
    number = {"type": "integer", "minimum": 1}
    return {
        "type": "object",
        "description": "https://www.rfc-editor.org/rfc/rfc9457",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "mend": TEXT,
            "parameter": TEXT,
            "line": number,
            "column": number,
            "snippet": TEXT,
            "available": {"type": "array", "items": TEXT},
            "replacedBy": {"type": "string", "format": "uri"},
        },
    }


def _term_schema() -> Part:
    return {
        "type": "object",
        "description": "https://www.w3.org/TR/sparql11-results-json/#select-encode-terms",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": TEXT,
            "xml:lang": TEXT,
            "datatype": {"type": "string", "format": "uri"},
        },
    }


def _results_schema() -> Part:
    row = {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Term"}}
    bindings = {"type": "array", "items": row}
    return {
        "type": "object",
        "description": "https://www.w3.org/TR/sparql11-results-json/",
        "required": ["head"],
        "properties": {
            "head": {"type": "object", "properties": {"vars": {"type": "array", "items": TEXT}}},
            "results": {"type": "object", "required": ["bindings"], "properties": {"bindings": bindings}},
            "boolean": {"type": "boolean"},
        },
        "oneOf": [{"required": ["results"]}, {"required": ["boolean"]}],
    }
