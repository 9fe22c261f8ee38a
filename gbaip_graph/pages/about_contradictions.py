"""Where documents contradict each other: every disagreement with what each document says, and where.

For the page about the data, and for that of each disagreement. Nothing is settled here; a record that two
documents tell of differently is shown once for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gbaip_graph.namespaces import expand
from gbaip_graph.pages.facts import Facts
from gbaip_graph.pages.gathering import gather_about
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.record import Statement, iris_of, statements_about
from gbaip_graph.pages.tables import FIGURE, NAME, WHEN, kind_of
from gbaip_graph.pages.views import Cell, Citation, Named
from gbaip_graph.turtle.terms import Iri, Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

COMPARES, _KIND = expand("gbaip:compares"), expand("gbaip:hasDisagreementKind")
_NOTE = expand("skos:editorialNote")
_ALL = f"""
SELECT DISTINCT ?disagreement ?record WHERE {{ ?disagreement <{COMPARES}> ?record }}
ORDER BY ?disagreement ?record"""
#: What a record says, by its kind; others say when they took place.
_SAYS = {
    "figure": (FIGURE, "gbaip:countedBy"),
    "name": (NAME, WHEN),
    "inv": ("gbaip:hasParty", "gbaip:hasRole"),
    "item": ("gbaip:hasStatus",),
}


@dataclass(frozen=True)
class Said:
    """What a record says, and where that is stated."""

    record: Named
    cells: tuple[Cell, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Contradiction:
    """A disagreement: what it is called, its kinds, what is compared in words, and what is said."""

    name: Named
    kinds: tuple[Named, ...]
    notes: tuple[Cell, ...]
    said: tuple[Said, ...]


def contradictions(site: Site, request: PageRequest) -> tuple[Contradiction, ...]:
    """Return all disagreements in the order of their labels."""
    key = ("about", "contradictions", request.language, request.is_static)
    return site.kept(key, lambda: _contradictions(site, request))


def said_in(site: Site, request: PageRequest, own: Sequence[Statement]) -> tuple[Said, ...]:
    """Return what the records say that a disagreement compares; ``own`` is what is said of it."""
    records = sorted(set(iris_of(own, COMPARES)))
    if not records:
        return ()
    facts = gather_about(site, request, statements_about(site.graph, records))
    return tuple(said for record in records for said in _said(facts, record))


def _contradictions(site: Site, request: PageRequest) -> tuple[Contradiction, ...]:
    compared: dict[str, list[str]] = {}
    for disagreement, record in site.graph.select(_ALL).rows:
        if isinstance(disagreement, Iri) and isinstance(record, Iri):
            compared.setdefault(disagreement.value, []).append(record.value)
    things = {*compared, *(record for records in compared.values() for record in records)}
    facts = gather_about(site, request, statements_about(site.graph, things))
    found = (_contradiction(facts, thing, records) for thing, records in compared.items())
    return tuple(sorted(found, key=lambda one: (one.name.text, one.name.iri)))


def _contradiction(facts: Facts, thing: str, records: Sequence[str]) -> Contradiction:
    own = facts.about.get(thing, ())
    kinds = dict.fromkeys(
        one.value.value for one in own if one.predicate == _KIND and isinstance(one.value, Iri)
    )
    notes = (one.value for one in own if one.predicate == _NOTE and isinstance(one.value, Literal))
    return Contradiction(
        facts.viewer.named(thing),
        tuple(map(facts.viewer.named, kinds)),
        tuple(Cell(text=note.lexical, language=note.language) for note in notes),
        tuple(said for record in records for said in _said(facts, record)),
    )


def _said(facts: Facts, record: str) -> tuple[Said, ...]:
    """Return what a record says, once for each document that says something else of it."""
    by_graph: dict[str, list[Statement]] = {}
    for one in facts.about.get(record, ()):
        by_graph.setdefault(one.graph, []).append(one)
    columns = _SAYS.get(kind_of(record), (WHEN,))
    heading = facts.heading(record, facts.about.get(record, ()))
    found: dict[tuple[Cell, ...], list[Citation]] = {}
    for statements in by_graph.values():
        row = replace(facts, about={record: tuple(statements)}).row(record, columns)
        cells = tuple(cell for cell in row.cells if cell.text or cell.things)
        if row.citations:
            found.setdefault(cells, []).extend(row.citations)
    telling = {cells: cited for cells, cited in found.items() if cells} or found
    return tuple(Said(heading, cells, _once(cited)) for cells, cited in telling.items())


def _once(cited: Sequence[Citation]) -> tuple[Citation, ...]:
    """Leave out what looks the same: where no full text was held, passages have no numbers."""
    return tuple({one.text: one for one in reversed(cited)}.values())[::-1]
