"""Events as feeds and calendars tell of them: when, where, by which documents, and since when they are here.

The day of entry is that of the file that holds the record, which the catalogue of the data tells; a graph
without a catalogue tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.namespaces import CONCEPT, expand
from gbaip_graph.pages.record import Span, fetch_spans
from gbaip_graph.turtle.terms import Iri, Literal, Term

_EVENT = f"?event a <{expand('gbaip:Event')}>"
_IN_USE = f"FILTER NOT EXISTS {{ ?event <{expand('owl:deprecated')}> true }}"
_ENTRIES = f"""
SELECT ?event ?entered ?changed WHERE {{
  {_EVENT} . {_IN_USE}
  OPTIONAL {{
    GRAPH ?graph {{ {_EVENT} }}
    ?graph <{expand("dcterms:created")}> ?entered
    OPTIONAL {{ ?graph <{expand("dcterms:modified")}> ?changed }}
  }}
}}"""
_PROPERTIES = ("gbaip:takesPlaceDuring", "gbaip:takesPlaceIn", "gbaip:hasStatus")
_DURING, _IN, _STATUS = map(expand, _PROPERTIES)
_VALUES = f"""
SELECT DISTINCT ?event ?property ?value WHERE {{
  VALUES ?property {{ {" ".join(f"<{expand(name)}>" for name in _PROPERTIES)} }}
  {_EVENT} ; ?property ?value
}} ORDER BY ?event ?property ?value"""
_DOCUMENTS = f"""
SELECT DISTINCT ?event ?document ?issued WHERE {{
  {_EVENT} ; <{expand("gbaip:statedIn")}>/<{expand("gbaip:partOfSource")}> ?document
  OPTIONAL {{ ?document <{expand("dcterms:issued")}> ?issued }}
}} ORDER BY ?event DESC(?issued) ?document"""
_TOLD_OF_DOCUMENTS = ("dcterms:publisher", "dcterms:source")
_OF_DOCUMENTS = f"""
SELECT DISTINCT ?document ?property ?value WHERE {{
  VALUES ?property {{ {" ".join(f"<{expand(name)}>" for name in _TOLD_OF_DOCUMENTS)} }}
  ?document a <{expand("gbaip:SourceDocument")}> ; ?property ?value
}} ORDER BY ?document ?property DESC(?value)"""

#: The basis of a date that the source states itself.
STATED = CONCEPT + "basis/stated"
_DAY = r"\d{4}-\d\d-\d\d"
_DAYS = re.compile(rf"({_DAY})(?:/({_DAY}))?\Z", re.ASCII)
_LASTING = frozenset({STATED, CONCEPT + "basis/from-members"})


@dataclass(frozen=True)
class Document:
    """A document that tells of an event; ``issued`` and ``address`` are ``""`` where they are not known."""

    iri: str
    issued: str = ""
    publisher: str = ""
    address: str = ""


@dataclass(frozen=True)
class Notice:
    """An event; ``entered`` and ``changed`` are days, ``""`` where no catalogue tells them.

    ``spans`` are without those in which a narrower one lies; ``documents`` begin with the newest.
    """

    iri: str
    entered: str
    changed: str
    spans: tuple[Span, ...] = ()
    places: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


def fetch_notices(graph: AskedGraph) -> tuple[Notice, ...]:
    """Return a notice of each event that is no mistake, in the order of their IRIs."""
    entries = _entries(graph)
    values = _values(graph)
    spans = fetch_spans(graph, (span for key, found in values.items() if key[1] == _DURING for span in found))
    documents = _documents(graph)
    return tuple(
        Notice(
            event,
            *days,
            spans=narrowest(spans[span] for span in values.get((event, _DURING), ()) if span in spans),
            places=tuple(values.get((event, _IN), ())),
            statuses=tuple(values.get((event, _STATUS), ())),
            documents=documents.get(event, ()),
        )
        for event, days in sorted(entries.items())
    )


def _entries(graph: AskedGraph) -> dict[str, tuple[str, str]]:
    entered: dict[str, list[str]] = {}
    changed: dict[str, list[str]] = {}
    for event, first, last in _rows(graph, _ENTRIES):
        entered.setdefault(event, []).extend(filter(None, [first]))
        changed.setdefault(event, []).extend(filter(None, [first, last]))
    return {
        event: (min(days, default=""), max(changed[event], default="")) for event, days in entered.items()
    }


def _values(graph: AskedGraph) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for event, name, value in _rows(graph, _VALUES):
        found.setdefault((event, name), []).append(value)
    return found


def _documents(graph: AskedGraph) -> dict[str, tuple[Document, ...]]:
    told = {(document, name): value for document, name, value in _rows(graph, _OF_DOCUMENTS)}
    found: dict[str, list[Document]] = {}
    for event, iri, issued in _rows(graph, _DOCUMENTS):
        publisher, address = (told.get((iri, expand(name)), "") for name in _TOLD_OF_DOCUMENTS)
        found.setdefault(event, []).append(Document(iri, issued, publisher, address))
    return {event: tuple(documents) for event, documents in found.items()}


def _rows(graph: AskedGraph, text: str) -> Iterator[tuple[str, ...]]:
    for row in graph.select(text).rows:
        yield tuple(map(_text, row))


def _text(term: Term | None) -> str:
    if isinstance(term, Iri):
        return term.value
    return term.lexical if isinstance(term, Literal) else ""


def narrowest(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Leave out spans within which another one lies, and repeat none that another document gives alike."""
    by_bounds: dict[tuple[str, str], Span] = {}
    for span in sorted(spans, key=lambda one: (one.key, one.edtf, one.basis not in _LASTING, one.basis)):
        by_bounds.setdefault((span.first, span.last), span)
    kept = tuple(by_bounds.values())
    return tuple(span for span in kept if not any(_lies_within(other, span) for other in kept))


def _lies_within(inner: Span, outer: Span) -> bool:
    is_closed = all((inner.first, inner.last, outer.first, outer.last))
    is_other = inner.key != outer.key
    return is_closed and is_other and outer.first <= inner.first and inner.last <= outer.last


def days_of(span: Span) -> tuple[str, str] | None:
    """Return the first and the last day of a span that gives days; None for months, years and windows.

    >>> days_of(Span("2018-12-06/2018-12-07", "", "", "2018-12-06", "2018-12-07"))
    ('2018-12-06', '2018-12-07')
    """
    found = _DAYS.match(span.edtf)
    return (found[1], found[2] or found[1]) if found else None


def is_window(span: Span) -> bool:
    """Tell whether a span is one within which the event took place, rather than the time that it lasted."""
    return "/" in span.edtf and span.basis not in _LASTING and days_of(span) is None
