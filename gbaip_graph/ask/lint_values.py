"""The values that a header gives for its parameters: examples, defaults and bounds, each judged by its kind.

For the lint, without a graph: whether a thing exists is asked when the question is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gbaip_graph.ask.header_lines import Header
from gbaip_graph.ask.parameters import parse_value
from gbaip_graph.ask.plain_values import PLAIN_KINDS, plain_literal
from gbaip_graph.ask.saved_query import BOUNDED_KINDS, Parameter, SavedQuery
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.errors import InvalidValue
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import DATA, expand
from gbaip_graph.turtle.terms import Iri, Literal, Term

_ANY_THING = Iri(DATA + "event/example")


def example_of(parameter: Parameter) -> Bound:
    """Return what a parameter is bound to when its query is judged: of a list, two values."""
    term = _example(parameter)
    return (term, term) if parameter.is_list else term


def value_findings(query: SavedQuery, parameter: Parameter, header: Header, number: int) -> Iterator[Finding]:
    """Find examples, defaults and bounds that the parameter itself would refuse."""
    wrong_bounds = list(_bound_faults(parameter))
    given = [("example", value) for value in parameter.examples]
    given += [("default", value) for value in parameter.defaults]
    # By bounds that are wrong, nothing is judged.
    for key, what, mend in wrong_bounds or _value_faults(query, parameter, given):
        line = header.line_of("parameter", key, number=number)
        yield Finding(query.file, line, 1, "parameter", what, mend)


def _value_faults(
    query: SavedQuery, parameter: Parameter, given: list[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    if _is_in_graph(parameter):
        given = []
    judge = replace(parameter, examples=())  # a wrong example is no example in what mends it
    for key, value in given:
        try:
            parse_value(query, judge, value, QueryableGraph.from_nquads(b""))
        except InvalidValue as error:
            yield key, f"the {key} of {parameter.name} is wrong: {error.what}", error.mend
    for key, values in (("example", parameter.examples), ("default", parameter.defaults)):
        least, most = parameter.min_length, parameter.max_length
        if values and parameter.is_list and not least <= len(values) <= most:
            what = f"the {key} of {parameter.name} is wrong: it has {len(values)} values"
            yield key, what, f"Give {least} to {most}."


def _bound_faults(parameter: Parameter) -> Iterator[tuple[str, str, str]]:
    if parameter.kind not in BOUNDED_KINDS:
        return
    kind = PLAIN_KINDS[parameter.kind]
    bounds = [(key, value) for key, value in _bounds(parameter) if value]
    wrong = [(key, value) for key, value in bounds if kind.read(value) is None]
    for key, value in wrong:
        what = f'the {key} of {parameter.name} is wrong: "{value}" is no {kind.name}'
        yield key, what, f"Write {kind.form}."
    if len(bounds) == 2 and not wrong and kind.order(parameter.minimum) > kind.order(parameter.maximum):
        yield "minimum", f"the minimum of {parameter.name} is above its maximum", "Exchange the two."


def _bounds(parameter: Parameter) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("minimum", parameter.minimum), ("maximum", parameter.maximum)


def _is_in_graph(parameter: Parameter) -> bool:
    """Tell whether only a graph knows the values."""
    return parameter.kind in ("iri", "concept") or bool(parameter.values_query)


def _example(parameter: Parameter) -> Term:
    """Return a term of the kind; a wrong example, which is a finding, gives way to some text."""
    if parameter.kind in ("iri", "concept"):
        return _ANY_THING
    if parameter.values_query and _is_compact(parameter.example):
        return _ANY_THING
    if parameter.kind in PLAIN_KINDS:
        try:
            return plain_literal(parameter, parameter.example, where="")
        except InvalidValue:
            pass
    return Literal("example")


def _is_compact(text: str) -> bool:
    try:
        return ":" in text and bool(expand(text))
    except ValueError:
        return False
