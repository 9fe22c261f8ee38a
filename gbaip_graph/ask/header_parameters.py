"""The ``[[parameter]]`` tables of a header as records, and what is wrong in one, each with its line.

For the reading of headers. It judges the form of a table, not whether its examples are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from gbaip_graph.ask.header_lines import Header, KeyTypes, right_values, texts, wrong_keys, wrong_kind
from gbaip_graph.ask.saved_query import (
    BOUNDED_KINDS,
    LIST_LENGTH,
    LIST_LENGTH_LIMIT,
    UNLISTED_KINDS,
    Parameter,
    ParameterKind,
)
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import CONCEPT_SCHEMES, expand

_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TYPES: KeyTypes = {
    "name": str, "kind": str, "required": bool, "description": str, "example": (str, list),
    "default": (str, list), "class": (str, list), "scheme": str, "values": list, "values-query": str,
    "minimum": str, "maximum": str, "list": bool, "min-length": int, "max-length": int,
}  # fmt: skip
#: Keys that are fields of the record under the same name or with ``_``.
_PLAIN = (
    "name",
    "kind",
    "required",
    "description",
    "scheme",
    "values-query",
    "minimum",
    "maximum",
    "min-length",
)

# What is wrong: the key whose line it is told at, what, and how to mend it.
_Fault = tuple[str, str, str]


def read_parameter(table: Any) -> Parameter | None:
    """Return the record of one table with what has the right type; None without a name or a kind."""
    known = right_values(table, _TYPES) if isinstance(table, dict) else {}
    if not {"name", "kind"} <= known.keys():
        return None
    is_list = known.get("list", False)
    longest = known.get("max-length", LIST_LENGTH) if is_list else 1
    return Parameter(
        **{key.replace("-", "_"): known[key] for key in _PLAIN if key in known},
        examples=_one_or_more(known.get("example", [])),
        defaults=_one_or_more(known.get("default", [])),
        classes=_one_or_more(known.get("class", [])),
        values=texts(known.get("values", [])),
        is_list=is_list,
        max_length=longest,
    )


def parameter_faults(parameter: Any, number: int, header: Header) -> Iterator[Finding]:
    """Find what is wrong in one table; ``number`` counts the tables from 0."""
    if not isinstance(parameter, dict):
        yield header.finding(
            header.line_of("", "parameter"), "parameter is no list of tables", "Write [[parameter]]."
        )
        return
    yield from wrong_keys(parameter, _TYPES, header, "parameter", number=number)
    name = parameter.get("name")
    at = header.line_of("parameter", "name", number=number)
    if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
        yield header.finding(
            at, "the parameter has no name that a variable can have", 'Write name = "event".'
        )
    what = f"parameter {name}"
    kind_line = header.line_of("parameter", "kind", number=number)
    yield from wrong_kind(parameter.get("kind"), get_args(ParameterKind), what, kind_line, header)
    right = right_values(parameter, _TYPES)
    for faults in (_missing_companions, _wrong_values, _wrong_bounds, _wrong_lengths):
        for key, message, mend in faults(right):
            yield header.finding(
                header.line_of("parameter", key, number=number), f"the {what} {message}", mend
            )


def _one_or_more(value: str | list[Any]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else texts(value)


def _missing_companions(parameter: Mapping[str, Any]) -> Iterator[_Fault]:
    """Find what a kind needs beside it: a class, a scheme or values."""
    kind = parameter.get("kind")
    classes = parameter.get("class", [])
    for name in [classes] if isinstance(classes, str) else classes:
        if not _is_name(name):
            yield "class", f"has the class {name!r}, which is no compact name", 'Write class = "gbaip:Event".'
    if kind == "iri" and not classes:
        yield "kind", "has no class", 'Write class = "gbaip:Event".'
    if kind == "concept" and parameter.get("scheme") not in CONCEPT_SCHEMES:
        listed = f"There are: {', '.join(CONCEPT_SCHEMES)}."
        yield "scheme", f'has the unknown scheme "{parameter.get("scheme", "")}"', listed
    if kind == "choice" and not parameter.get("values") and not parameter.get("values-query"):
        mend = 'Write values = ["one", "other"], or values-query = "SELECT ...".'
        yield "kind", "has no values to choose from", mend


def _wrong_values(parameter: Mapping[str, Any]) -> Iterator[_Fault]:
    """Find keys that say two things at once, or values that are no texts or one too many."""
    if parameter.get("required") and "default" in parameter:
        yield "default", "is required and has a default", "Remove one of the two."
    if "values" in parameter and "values-query" in parameter:
        yield "values-query", "has values and a query for them", "Remove one of the two."
    for key in ("example", "default", "values"):
        value = parameter.get(key, [])
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            yield key, f"has something in its {key} that is no text", "Write each of them in quotes."
    for key in ("example", "default"):
        if isinstance(parameter.get(key), list) and not parameter.get("list"):
            yield key, f"is no list and has a list as its {key}", f'Write {key} = "...", or list = true.'


def _wrong_bounds(parameter: Mapping[str, Any]) -> Iterator[_Fault]:
    for key in ("minimum", "maximum"):
        if key in parameter and parameter.get("kind") not in BOUNDED_KINDS:
            yield key, f"has a {key}, but its values have no order", f"Remove {key}."


def _wrong_lengths(parameter: Mapping[str, Any]) -> Iterator[_Fault]:
    """Find lengths of what is no list, or lengths that no list can have."""
    keys = [key for key in ("min-length", "max-length") if key in parameter]
    if not parameter.get("list"):
        for key in keys:
            yield key, f"is no list and has a {key}", "Write list = true, or remove it."
        return
    if parameter.get("kind") in UNLISTED_KINDS:
        mend = "Take one value, or minimum and maximum as two parameters."
        yield "list", "is a list of decimals, which engines compare differently in IN", mend
    least, most = parameter.get("min-length", 1), parameter.get("max-length", LIST_LENGTH)
    if not 1 <= least <= most <= LIST_LENGTH_LIMIT:
        mend = f"Write lengths from 1 to {LIST_LENGTH_LIMIT}, the lesser as min-length."
        yield (keys or ["list"])[0], f"is a list of {least} to {most} values", mend


def _is_name(name: Any) -> bool:
    try:
        expand(name)
    except (AttributeError, ValueError):
        return False
    return True
