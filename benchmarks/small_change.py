"""A change of twenty triples to a generated graph: an event, who took part, how many came, a number mended.

For ``benchmarks.measures``. It is the same whatever the size of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.synthetic.sheet import Sheet, iri, term, text
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Triple

TRIPLES_OF_THE_CHANGE = 20


@dataclass(frozen=True)
class Change:
    """Triples to add to a graph and to take out of it."""

    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]


def small_change(source: Iterable[Triple], *, is_faulty: bool) -> Change:
    """Make the change from the triples of one source file; a faulty one gives a role for an exactness."""
    triples = list(source)
    passage = next(t.object for t in triples if t.predicate == iri("gbaip:statedIn"))
    side, office = _counted(triples)
    value = next(t for t in triples if t.predicate == iri("gbaip:value"))
    sheet, cited = Sheet(""), {"gbaip:statedIn": _name(passage)}
    event = sheet.record(
        "event:changed",
        "gbaip:Event",
        {
            "skos:prefLabel": text("A meeting more"),
            "gbaip:hasEventKind": "event-kind:meeting",
            "gbaip:takesPlaceIn": _name(side),
            "gbaip:hasTopic": "topic:enforcement",
            **cited,
        },
    )
    sheet.record(
        f"inv:changed.{_name(office).rpartition('/')[2]}.organiser",
        "gbaip:Involvement",
        {
            "gbaip:inActivity": event,
            "gbaip:hasParty": _name(office),
            "gbaip:hasRole": "role:organiser",
            **cited,
        },
    )
    sheet.record(
        "figure:changed.people",
        "gbaip:Figure",
        {
            "gbaip:measures": event,
            "gbaip:hasMeasure": "measure:participants",
            "gbaip:value": 120,
            "gbaip:hasExactness": "role:host" if is_faulty else "exactness:over",
            "gbaip:countedBy": _name(office),
            **cited,
        },
    )
    mended = value._replace(object=term(121))
    change = Change((*sheet.triples, mended), (value,))
    assert len(change.added) + len(change.removed) == TRIPLES_OF_THE_CHANGE
    return change


def _counted(triples: Iterable[Triple]) -> tuple[Iri, Iri]:
    """Return a place and an agency that a source speaks of."""
    found: dict[str, Iri] = {}
    for triple in triples:
        if isinstance(triple.object, Iri) and triple.predicate != IRI_TYPE:
            for kind in ("/id/place/", "/id/agency/"):
                if kind in triple.object.value:
                    found.setdefault(kind, triple.object)
    return found["/id/place/"], found["/id/agency/"]


def _name(found: object) -> str:
    assert isinstance(found, Iri)
    return found.value
