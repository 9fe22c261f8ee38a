"""The values of a question's parameters, from text to typed terms.

For every way of asking; each wrong name or value is refused with what would be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.plain_values import plain_literal
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.ask.suggestions import did_you_mean, unknown_name
from gbaip_graph.ask.things import concepts, find_thing, find_value, instances, offered_values
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.turtle.terms import Iri, Literal, Term


def resolve_parameters(
    query: SavedQuery, given: Iterable[tuple[str, object]], graph: AskedGraph, *, language: str = "en"
) -> dict[str, Bound]:
    """Turn given values into terms, add defaults, and leave optional parameters without a value out.

    A list takes its values one by one or several at once, and becomes a tuple without repetitions. Raises
    ``UnknownName`` for a parameter that the question does not have, and ``InvalidValue`` for one that is
    missing, given too often or too rarely, of the wrong kind or out of its bounds.
    """
    values = _collected(query, given)
    bound: dict[str, Bound] = {}
    for parameter in query.parameters:
        if parameter.name in values or parameter.defaults:
            texts = values.get(parameter.name, parameter.defaults)
            bound[parameter.name] = _bound(query, parameter, tuple(texts), graph, language)
        elif parameter.required:
            raise _missing(query, parameter)
    return bound


def parse_value(
    query: SavedQuery, parameter: Parameter, value: str, graph: AskedGraph, *, language: str = "en"
) -> Term:
    """Parse one value by the kind of its parameter; raises ``InvalidValue``.

    A year becomes an ``xsd:integer``, to be compared with ``YEAR(...)``; a language becomes a string, to be
    used with ``LANGMATCHES``; a choice becomes a string, or what its query found.
    """
    return _reader(parameter, graph, language, _where(query, parameter))(value)


def _collected(query: SavedQuery, given: Iterable[tuple[str, object]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in given:
        parameter = query.parameter(name)
        if parameter is None:
            raise unknown_parameter(query, name)
        several = isinstance(value, list | tuple | set | frozenset)
        if several and not parameter.is_list:
            raise _refused(query, parameter, "it takes one value, not several", "Give one.")
        if parameter.name in values and not parameter.is_list:
            raise _refused(query, parameter, "it is given twice", "Give it once.")
        texts = [_as_text(one) for one in value] if several else [_as_text(value)]  # type: ignore[attr-defined]
        values.setdefault(parameter.name, []).extend(texts)
    return values


def _as_text(value: object) -> str:
    if isinstance(value, Iri):
        return value.value
    return value.lexical if isinstance(value, Literal) else str(value)


def _bound(
    query: SavedQuery, parameter: Parameter, values: tuple[str, ...], graph: AskedGraph, language: str
) -> Bound:
    # Counted before any is looked up: what is refused should cost nothing.
    if parameter.is_list and len(values) > parameter.max_length:
        raise _wrong_length(query, parameter, len(values))
    read = _reader(parameter, graph, language, _where(query, parameter))
    terms = tuple(dict.fromkeys(map(read, values)))
    if not parameter.is_list:
        return terms[0]
    if len(terms) < parameter.min_length:
        raise _wrong_length(query, parameter, len(terms))
    return terms


def _wrong_length(query: SavedQuery, parameter: Parameter, length: int) -> InvalidValue:
    least, most = parameter.min_length, parameter.max_length
    what = f"it has {length} different values" if length < least else f"it has {length} values"
    times = f"{least}" if least == most else f"{least} to {most}"
    example = f", such as --{parameter.option} {parameter.example}" if parameter.example else ""
    mend = f"Give it {times} times, each time with another value{example}."
    return _refused(query, parameter, what, mend)


def _reader(parameter: Parameter, graph: AskedGraph, language: str, where: str) -> Callable[[str], Term]:
    """Return what reads one value after another; what there is to choose from is asked for once."""
    if parameter.kind == "iri":
        things = instances(graph, parameter.classes, language=language)
        return lambda value: find_thing(value, things, where=where)
    if parameter.kind == "concept":
        things = concepts(graph, parameter.scheme, language=language)
        return lambda value: find_thing(value, things, where=where)
    if parameter.kind == "choice" and parameter.values_query:
        kind = f"value of {parameter.name}"
        offered = offered_values(graph, parameter.values_query, kind=kind, language=language)
        return lambda value: find_value(value, offered, where=where)
    if parameter.kind in ("choice", "language"):
        values = parameter.values if parameter.kind == "choice" else tuple(FALLBACKS)
        return lambda value: _one_of(value, values, where)
    return lambda value: plain_literal(parameter, value, where=where)


def _one_of(value: str, values: tuple[str, ...], where: str) -> Literal:
    if value in values:
        return Literal(value)
    mend = f"{did_you_mean(value, values)}There are: {', '.join(values)}."
    raise InvalidValue(f'"{value}" is none of the values', where=where, mend=mend)


def _where(query: SavedQuery, parameter: Parameter) -> str:
    return f"parameter {parameter.name} of {query.name}"


def _refused(query: SavedQuery, parameter: Parameter, what: str, mend: str) -> InvalidValue:
    return InvalidValue(what, where=_where(query, parameter), mend=mend)


def _missing(query: SavedQuery, parameter: Parameter) -> InvalidValue:
    example = f" --{parameter.option} {parameter.example or '...'}"
    purpose = f": {parameter.description}" if parameter.description else ""
    return _refused(
        query, parameter, f"it is missing{purpose.rstrip('.')}", f"Give it, for example{example}."
    )


def unknown_parameter(query: SavedQuery, name: str) -> UnknownName:
    """Make the error for a parameter that a question does not have, with those it has."""
    names = [parameter.name for parameter in query.parameters]
    nothing = f"The question {query.name} has no parameters."
    return unknown_name("parameter", name, names, where=query.name, nothing=nothing)
