"""What the graph says of a thing, statement by statement, each with the graph that it stands in.

For the pages of things: a date or a place is cited by what its own graph says the thing is stated in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.engines.sparql_binding import bind, encode
from gbaip_graph.namespaces import EXAMPLES_GRAPH, INFERRED_GRAPH, expand
from gbaip_graph.turtle.terms import Iri, Literal, Term

# A remote store may take no longer query than some 10,000 characters.
_THINGS_A_QUERY = 100
_STATED_IN = expand("gbaip:statedIn")
_DEPRECATED, _REPLACED = expand("owl:deprecated"), expand("dcterms:isReplacedBy")
_NOT_READ = frozenset({INFERRED_GRAPH, EXAMPLES_GRAPH})
_OF = "SELECT ?graph ?property ?value WHERE { GRAPH ?graph { $thing ?property ?value } }"
_TO = "SELECT ?graph ?thing ?property WHERE { GRAPH ?graph { ?thing ?property $value } }"
_SPANS = f"""
SELECT ?span ?edtf ?stated ?basis ?first ?last WHERE {{
  VALUES ?span {{ $spans }}
  ?span <{expand("gbaip:edtf")}> ?edtf ; <{expand("gbaip:hasBasis")}> ?basis
  OPTIONAL {{ ?span <{expand("gbaip:statedEdtf")}> ?stated }}
  OPTIONAL {{ ?span <{expand("gbaip:notBefore")}> ?first }}
  OPTIONAL {{ ?span <{expand("gbaip:notAfter")}> ?last }}
}}"""


@dataclass(frozen=True)
class Statement:
    """One triple and the name of its graph."""

    subject: str
    predicate: str
    value: Term
    graph: str


@dataclass(frozen=True)
class Span:
    """A time span: EDTF text, what of it was stated where that is another text, its basis and its bounds."""

    edtf: str
    stated: str
    basis: str
    first: str
    last: str

    @property
    def key(self) -> tuple[str, str]:
        """What spans are put in order by; an open beginning comes first."""
        return self.first, self.last or "9999"


def is_retired(own: Iterable[Statement]) -> bool:
    """Say whether a thing was found to be a mistake."""
    return any(
        one.predicate == _DEPRECATED and isinstance(one.value, Literal) and one.value.lexical in ("true", "1")
        for one in own
    )


def successor_of(own: Iterable[Statement]) -> str:
    """Return the IRI of what stands in the place of a thing, ``""`` where nothing does."""
    return next(iter(iris_of(own, _REPLACED)), "")


def typed_below(graph: AskedGraph, space: str) -> tuple[str, ...]:
    """Return the things below a namespace of our own that have a type, in order."""
    text = (
        f"SELECT DISTINCT ?thing WHERE {{ ?thing <{expand('rdf:type')}> ?type"
        f' FILTER(STRSTARTS(STR(?thing), "{space}")) }} ORDER BY ?thing'
    )
    return tuple(thing.value for (thing,) in graph.select(text).rows if isinstance(thing, Iri))


def statements_of(graph: AskedGraph, thing: str) -> tuple[Statement, ...]:
    """Return what is written of a thing; what is inferred is left out."""
    rows = graph.select(bind(_OF, {"thing": Iri(thing)})).rows
    return tuple(sorted(_statements(((g, Iri(thing), p, v) for g, p, v in rows)), key=_order))


def statements_to(graph: AskedGraph, thing: str) -> tuple[Statement, ...]:
    """Return the written statements whose value a thing is."""
    rows = graph.select(bind(_TO, {"value": Iri(thing)})).rows
    return tuple(sorted(_statements(((g, s, p, Iri(thing)) for g, s, p in rows)), key=_order))


def statements_about(graph: AskedGraph, things: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
    """Return what is written of each of some things."""
    found: dict[str, list[Statement]] = {}
    for values in _blocks(things):
        text = (
            f"SELECT ?graph ?thing ?property ?value WHERE {{ VALUES ?thing {{ {values} }}"
            " GRAPH ?graph { ?thing ?property ?value } }"
        )
        for statement in _statements(graph.select(text).rows):
            found.setdefault(statement.subject, []).append(statement)
    return {thing: tuple(sorted(of_it, key=_order)) for thing, of_it in found.items()}


def fetch_spans(graph: AskedGraph, spans: Iterable[str]) -> dict[str, Span]:
    """Return time spans by their IRIs."""
    found = {}
    for values in _blocks(spans):
        for row in graph.select(_SPANS.replace("$spans", values)).rows:
            span, edtf, stated, basis, first, last = map(_text, row)
            found[span] = Span(edtf, stated, basis, first, last)
    return found


def dates_of(graph: AskedGraph, things: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the IRIs of the spans during which things take place."""
    found: dict[str, list[str]] = {}
    for values in _blocks(things):
        text = (
            f"SELECT DISTINCT ?thing ?span WHERE {{ VALUES ?thing {{ {values} }}"
            f" ?thing <{expand('gbaip:takesPlaceDuring')}> ?span }} ORDER BY ?thing ?span"
        )
        for thing, span in graph.select(text).rows:
            found.setdefault(_text(thing), []).append(_text(span))
    return {thing: tuple(spans) for thing, spans in found.items()}


def count_facts(graph: AskedGraph, passages: Iterable[str]) -> dict[str, int]:
    """Return how many records each of some passages states."""
    found = {}
    for values in _blocks(passages):
        text = (
            f"SELECT ?passage (COUNT(DISTINCT ?fact) AS ?count) WHERE {{ VALUES ?passage {{ {values} }}"
            f" ?fact <{_STATED_IN}> ?passage }} GROUP BY ?passage"
        )
        for passage, count in graph.select(text).rows:
            found[_text(passage)] = int(_text(count))
    return found


def iris_of(statements: Iterable[Statement], predicate: str) -> list[str]:
    """Return the things that a property has as values."""
    return [
        one.value.value for one in statements if one.predicate == predicate and isinstance(one.value, Iri)
    ]


def passages_by_graph(statements: Iterable[Statement]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return ``{(subject, graph): passages that state it there}``."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in statements:
        if one.predicate == _STATED_IN and isinstance(one.value, Iri):
            found.setdefault((one.subject, one.graph), []).append(one.value.value)
    return {key: tuple(passages) for key, passages in found.items()}


def _statements(rows: Iterable[Sequence[Term | None]]) -> Iterator[Statement]:
    for graph, subject, predicate, value in rows:
        name = _text(graph)
        if name not in _NOT_READ and value is not None and isinstance(subject, Iri):
            yield Statement(subject.value, _text(predicate), value, name)


def _blocks(things: Iterable[str]) -> Iterator[str]:
    wanted = sorted(set(things))
    for start in range(0, len(wanted), _THINGS_A_QUERY):
        yield " ".join(encode(Iri(thing)) for thing in wanted[start : start + _THINGS_A_QUERY])


def _text(term: Term | None) -> str:
    if isinstance(term, Iri):
        return term.value
    return term.lexical if isinstance(term, Literal) else ""


def _order(one: Statement) -> tuple[str, str, str, str]:
    return one.predicate, one.subject, _text(one.value), one.graph
