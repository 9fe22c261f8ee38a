"""The values of a question's parameters, from text to typed terms.

For every way of asking; each wrong name or value is refused with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.ask.suggestions import did_you_mean, unknown_name
from gbaip_graph.ask.things import concepts, find_thing, instances
from gbaip_graph.errors import InvalidValue
from gbaip_graph.turtle.terms import XSD, XSD_DECIMAL, XSD_INTEGER, Iri, Literal, Term

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)  # what every engine holds in 64 bits
_DECIMAL = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{1,18})?|\.\d{1,18})", re.ASCII)


def resolve_parameters(
    query: SavedQuery, given: Iterable[tuple[str, object]], graph: AskedGraph, *, language: str = "en"
) -> dict[str, Term]:
    """Turn given values into terms, add defaults, and leave optional parameters without a value out.

    Raises ``UnknownName`` for a parameter that the question does not have, and ``InvalidValue`` for one that
    is missing, given twice or of the wrong kind.
    """
    values: dict[str, str] = {}
    for name, value in given:
        parameter = query.parameter(name)
        if parameter is None:
            raise _unknown(query, name)
        if parameter.name in values:
            raise _refused(query, parameter, "it is given twice", "Give it once.")
        values[parameter.name] = value.value if isinstance(value, Iri) else str(value)
    terms = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = parse_value(query, parameter, value, graph, language=language)
        elif parameter.required:
            raise _missing(query, parameter)
    return terms


def parse_value(
    query: SavedQuery, parameter: Parameter, value: str, graph: AskedGraph, *, language: str = "en"
) -> Term:
    """Parse one value by the kind of its parameter; raises ``InvalidValue``.

    A year becomes an ``xsd:integer``, to be compared with ``YEAR(...)``; a language becomes a string, to be
    used with ``LANGMATCHES``.
    """
    where = _where(query, parameter)
    if parameter.kind == "iri":
        return find_thing(value, instances(graph, parameter.classes, language=language), where=where)
    if parameter.kind == "concept":
        return find_thing(value, concepts(graph, parameter.scheme, language=language), where=where)
    if parameter.kind in ("choice", "language"):
        return _one_of(value, parameter.values if parameter.kind == "choice" else tuple(FALLBACKS), where)
    read, what, form = _PLAIN_KINDS[parameter.kind]
    term = read(value)
    if term is None:
        example = f", such as {parameter.example}" if parameter.example else ""
        raise InvalidValue(f'"{value}" is no {what}', where=where, mend=f"Write {form}{example}.")
    return term


def _one_of(value: str, values: tuple[str, ...], where: str) -> Literal:
    if value in values:
        return Literal(value)
    mend = f"{did_you_mean(value, values)}There are: {', '.join(values)}."
    raise InvalidValue(f'"{value}" is none of the values', where=where, mend=mend)


def _day(value: str) -> Literal | None:
    try:
        known = _DAY.fullmatch(value) and date.fromisoformat(value)
    except ValueError:
        return None
    return Literal(value, XSD + "date") if known else None


def _matching(pattern: re.Pattern[str], datatype: str) -> Callable[[str], Literal | None]:
    return lambda value: Literal(value, datatype) if pattern.fullmatch(value) else None


def _text(value: str) -> Literal | None:
    return Literal(value) if value.strip() and "\0" not in value else None


#: How each plain kind is read, what it is and how it is written.
_PLAIN_KINDS: Mapping[str, tuple[Callable[[str], Literal | None], str, str]] = {
    "date": (_day, "day of the calendar", "year-month-day"),
    "year": (_matching(_YEAR, XSD_INTEGER), "year", "four digits"),
    "integer": (_matching(_INTEGER, XSD_INTEGER), "whole number", "digits"),
    "decimal": (
        _matching(_DECIMAL, XSD_DECIMAL),
        "decimal number",
        "digits, with a point where one is needed",
    ),
    "text": (_text, "text", "some characters, none of them NUL"),
}


def _where(query: SavedQuery, parameter: Parameter) -> str:
    return f"parameter {parameter.name} of {query.name}"


def _refused(query: SavedQuery, parameter: Parameter, what: str, mend: str) -> InvalidValue:
    return InvalidValue(what, where=_where(query, parameter), mend=mend)


def _missing(query: SavedQuery, parameter: Parameter) -> InvalidValue:
    option = parameter.name.replace("_", "-")
    example = f" --{option} {parameter.example}" if parameter.example else f" --{option} ..."
    purpose = f": {parameter.description}" if parameter.description else ""
    return _refused(
        query, parameter, f"it is missing{purpose.rstrip('.')}", f"Give it, for example{example}."
    )


def _unknown(query: SavedQuery, name: str) -> Exception:
    names = [parameter.name for parameter in query.parameters]
    nothing = f"The question {query.name} has no parameters."
    return unknown_name("parameter", name, names, where=query.name, nothing=nothing)
