"""JSON schemas of parameters and columns, made from the headers of the saved questions.

For the OpenAPI document and the MCP tools, which so describe a question alike. https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.saved_query import Column, Parameter

#: How the values of each kind look; that a thing is there, and a day in the calendar, the graph and we know.
_VALUES: Mapping[str, Mapping[str, Any]] = {
    "iri": {"type": "string", "minLength": 1},
    "concept": {"type": "string", "minLength": 1},
    "text": {"type": "string", "minLength": 1},
    "language": {"type": "string", "enum": list(FALLBACKS)},
    "integer": {"type": "integer", "minimum": -(10**18 - 1), "maximum": 10**18 - 1},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_CELLS: Mapping[str, Mapping[str, Any]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "any": {},
}


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """Return the schema of what a parameter takes, with its default."""
    schema = dict(_VALUES.get(parameter.kind, {"type": "string", "enum": list(parameter.values)}))
    if parameter.default is not None:
        schema["default"] = parameter.default
    return schema


def column_schema(column: Column) -> dict[str, Any]:
    """Return the schema of the cells of a column; what is no number and no truth value is text."""
    return {**_CELLS.get(column.kind, {"type": "string"}), "description": column.description}
