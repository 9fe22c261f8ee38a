"""Our side of a link: places, bodies, groups, series and topics of the graph with all their names.

For the matcher and the conflict check. People are left out: the graph tells no more of them than the post in
which a source names them. What the graph does not tell of its places but a match needs (a kind, a position
to a tenth of a degree, names in other romanisations) stands in ``own_places.tsv``, which is never published
as data.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Protocol

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.link.entities import Entity, Name, NameKind
from gbaip_graph.link.kinds import kind_of
from gbaip_graph.namespaces import BASE, PREFIXES, compact, expand
from gbaip_graph.turtle.terms import Literal, Term

_CLASSES = {
    "gbaip:Place": "place",
    "gbaip:Agency": "agency",
    "gbaip:ExpertGroup": "group",
    "org:OrganizationalCollaboration": "group",
    "gbaip:EventSeries": "series",
    "org:Organization": "body",
}
_NAME_KINDS: dict[str, NameKind] = {"abbreviation": "short", "short": "short", "former": "former"}
_WITHIN_A_TEXT = ("the ", "The ")
_PREFIX_LINES = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("gbaip", "org", "owl", "rdfs", "scheme", "skos", "topic")
)
_QUERIES = {
    "classes": f"SELECT DISTINCT ?s ?v WHERE {{ VALUES ?v {{ {' '.join(_CLASSES)} }} ?s a ?v }}",
    "topics": "SELECT ?s WHERE { ?s a skos:Concept FILTER(STRSTARTS(STR(?s), STR(topic:))) }",
    "concepts": "SELECT ?s WHERE { ?s a skos:Concept FILTER(STRSTARTS(STR(?s), STR(scheme:))) }",
    "terms": "SELECT ?s WHERE { VALUES ?t { owl:Class owl:ObjectProperty owl:DatatypeProperty } ?s a ?t "
    "FILTER(STRSTARTS(STR(?s), STR(gbaip:))) }",
    "labels": "SELECT DISTINCT ?s ?v WHERE { ?s skos:prefLabel|rdfs:label ?v }",
    "names": "SELECT DISTINCT ?s ?v ?k WHERE "
    "{ ?n gbaip:nameOf ?s ; gbaip:nameText ?v ; gbaip:hasNameKind ?k }",
    "classifications": "SELECT DISTINCT ?s ?v WHERE { ?s org:classification ?v }",
    "containers": "SELECT DISTINCT ?s ?v WHERE { ?s gbaip:containedIn ?v }",
    "jurisdictions": "SELECT DISTINCT ?s ?v WHERE { ?s gbaip:hasJurisdiction ?v }",
    "begins": "SELECT ?s (MIN(?d) AS ?v) WHERE { ?c org:resultingOrganization ?s ; gbaip:takesPlaceDuring/"
    "gbaip:notBefore ?d FILTER NOT EXISTS { ?c org:originalOrganization ?s } } GROUP BY ?s",
    "ends": "SELECT ?s (MAX(?d) AS ?v) WHERE { ?c org:originalOrganization ?s ; gbaip:takesPlaceDuring/"
    "gbaip:notAfter ?d FILTER NOT EXISTS { ?c org:resultingOrganization ?s } } GROUP BY ?s",
}


class AskableGraph(Protocol):
    """A graph that answers SELECT queries."""

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""


@dataclass(frozen=True)
class _PlaceHint:
    kind: str
    countries: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    names: tuple[Name, ...]


@dataclass
class _Record:
    """What the queries told about one thing, before it is an entity."""

    kind: str = ""
    names: dict[tuple[str, str], Name] = field(default_factory=dict)
    begins: str = ""
    ends: str = ""

    def add(self, value: Term | None, kind: NameKind) -> None:
        # "The Department" and "the then GDAIC" name something within their own text only.
        if isinstance(value, Literal) and not (kind != "main" and value.lexical.startswith(_WITHIN_A_TEXT)):
            name = Name(value.lexical, value.language, kind)
            self.names.setdefault((name.text, name.language), name)


def own_entities(graph: AskableGraph, *, with_vocabulary: bool = False) -> tuple[Entity, ...]:
    """Return everything of ours that can be linked, sorted by identifier (a compact name).

    ``with_vocabulary`` adds all concepts, classes and properties, which people link but no matcher should.
    """
    answers = {name: graph.select(_PREFIX_LINES + text).rows for name, text in _QUERIES.items()}
    records: dict[str, _Record] = {}
    for thing, of_class in _pairs(answers["classes"]):
        kind = _CLASSES[compact(of_class)]
        known = records.setdefault(thing, _Record())
        known.kind = kind if known.kind in ("", "body") else known.kind
    for name, kind in (("topics", "concept"), ("concepts", "concept"), ("terms", "class")):
        for (thing_,) in answers[name] if with_vocabulary or name == "topics" else ():
            records.setdefault(_text(thing_), _Record(kind))
    for thing, classification in _pairs(answers["classifications"]):
        if thing in records:
            records[thing].kind = kind_of(classification) or records[thing].kind
    _name(records, answers)
    for side in ("begins", "ends"):
        for thing, day in _pairs(answers[side]):
            if thing in records:
                setattr(records[thing], side, day)
    return _entities(records, _Containers(_pairs(answers["containers"]), _pairs(answers["jurisdictions"])))


def _name(records: dict[str, _Record], answers: dict[str, tuple[tuple[Term | None, ...], ...]]) -> None:
    for thing, label in answers["labels"]:
        if (record := records.get(_text(thing))) is not None:
            record.add(label, "main")
    for thing, text, kind in answers["names"]:
        if (record := records.get(_text(thing))) is not None:
            record.add(text, _NAME_KINDS.get(_text(kind).rsplit("/", 1)[-1], "other"))


class _Containers:
    """Which places a thing lies in, or acts for, from the nearest outwards."""

    def __init__(
        self, containers: Iterable[tuple[str, str]], jurisdictions: Iterable[tuple[str, str]]
    ) -> None:
        self._parents: dict[str, list[str]] = defaultdict(list)
        for thing, place in (*containers, *jurisdictions):
            self._parents[thing].append(place)

    def of(self, thing: str) -> list[str]:
        found: list[str] = []
        waiting = list(self._parents.get(thing, ()))
        while waiting:
            place = waiting.pop(0)
            if place not in found:
                found.append(place)
                waiting.extend(self._parents.get(place, ()))
        return found


def _entities(records: dict[str, _Record], containers: _Containers) -> tuple[Entity, ...]:
    hints = read_place_hints()
    made = []
    for iri, record in sorted(records.items()):
        around = containers.of(iri)
        hint = hints.get(iri)
        nearest = hint or next((hints[place] for place in around if place in hints), None)
        within = [compact(place) for place in around]
        made.append(
            Entity(
                compact(iri),
                (*record.names.values(), *(hint.names if hint else ())),
                kind=hint.kind if hint else record.kind,
                countries=nearest.countries if nearest else (),
                within=tuple(within),
                latitude=hint.latitude if hint else None,
                longitude=hint.longitude if hint else None,
                begins=record.begins,
                ends=record.ends,
                origin="the graph",
            )
        )
    return tuple(made)


def own_names(graph: AskableGraph) -> frozenset[str]:
    """Return the compact names of everything of ours that the graph says something about."""
    rows = graph.select(f'SELECT DISTINCT ?s WHERE {{ ?s a ?t FILTER(STRSTARTS(STR(?s), "{BASE}")) }}').rows
    return frozenset(compact(_text(one)) for (one,) in rows)


def read_place_hints() -> dict[str, _PlaceHint]:
    """Return what the matcher knows of our places beside the graph, by IRI."""
    text = resources.files("gbaip_graph.link").joinpath("own_places.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {expand("place:" + row["place"]): _hint(row) for row in rows}


def _hint(row: dict[str, str]) -> _PlaceHint:
    names = tuple(
        Name(text, language, "other") for text, _, language in (part.partition("@") for part in _parts(row))
    )
    return _PlaceHint(
        row["kind"],
        (row["country"],) if row["country"] else (),
        float(row["latitude"]) if row["latitude"] else None,
        float(row["longitude"]) if row["longitude"] else None,
        names,
    )


def _parts(row: dict[str, str]) -> list[str]:
    return [part for part in row["names"].split("|") if part]


def _pairs(rows: tuple[tuple[Term | None, ...], ...]) -> Iterator[tuple[str, str]]:
    return ((_text(first), _text(second)) for first, second in rows)


def _text(term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.lexical
    return getattr(term, "value", "")
