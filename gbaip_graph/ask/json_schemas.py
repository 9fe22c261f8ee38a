"""JSON schemas of parameters and columns, made from the headers of the saved questions.

For the OpenAPI document and the MCP tools, which so describe a question alike. https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.plain_values import bounds_text
from gbaip_graph.ask.saved_query import Column, Parameter

#: How the values of each kind look; that a thing is there, and a day in the calendar, the graph and we know.
_VALUES: Mapping[str, Mapping[str, Any]] = {
    "iri": {"type": "string", "minLength": 1},
    "concept": {"type": "string", "minLength": 1},
    "text": {"type": "string", "minLength": 1, "pattern": r"\S"},
    "language": {"type": "string", "enum": list(FALLBACKS)},
    "integer": {"type": "integer", "minimum": -(10**18 - 1), "maximum": 10**18 - 1},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "choice": {"type": "string", "minLength": 1},
}
#: Kinds whose values are numbers in JSON, and how they are read from a header.
_NUMBERS: Mapping[str, Callable[[str], int | float]] = {"integer": int, "year": int, "decimal": float}
_CELLS: Mapping[str, Mapping[str, Any]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "any": {},
}


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """Return the schema of what a parameter takes, with its default; that of a list is an array."""
    schema = _value_schema(parameter)
    if parameter.is_list:
        schema = {
            "type": "array",
            "items": schema,
            "minItems": parameter.min_length,
            "maxItems": parameter.max_length,
        }
        if parameter.min_length > 1:  # repetitions count once
            schema["uniqueItems"] = True
    if parameter.defaults:
        schema["default"] = _in_json(parameter, parameter.defaults)
    return schema


def parameter_example(parameter: Parameter) -> Any:
    """Return the example of a parameter as its schema has it, None where there is none."""
    return _in_json(parameter, parameter.examples) if parameter.examples else None


def _value_schema(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_VALUES[parameter.kind])
    if parameter.values:
        schema = {"type": "string", "enum": list(parameter.values)}
    elif parameter.values_query:
        schema["description"] = "One of the values that the graph has; a wrong one is answered with these."
    number = _NUMBERS.get(parameter.kind)
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    if number is not None:
        return {**schema, **{key: number(bound) for key, bound in bounds.items() if bound}}
    if any(bounds.values()):  # of days JSON Schema knows no bounds
        schema["description"] = bounds_text(parameter).strip()
    return schema


def _in_json(parameter: Parameter, values: Sequence[str]) -> Any:
    read = _NUMBERS.get(parameter.kind, str)
    return [read(value) for value in values] if parameter.is_list else read(values[0])


def column_schema(column: Column) -> dict[str, Any]:
    """Return the schema of the cells of a column; what is no number and no truth value is text."""
    return {**_CELLS.get(column.kind, {"type": "string"}), "description": column.description}
