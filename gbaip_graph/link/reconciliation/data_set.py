"""The things that can be reconciled: all of ours that have a name, with their names and classes.

Read from the graph once; values of properties are asked for when they are needed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.link.entities import Name
from gbaip_graph.link.own_entities import AskableGraph
from gbaip_graph.link.reconciliation.model import Named, Type
from gbaip_graph.namespaces import BASE, PREFIXES, compact, expand
from gbaip_graph.turtle.terms import Iri, Literal, Term

_PREFIX_LINES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("gbaip", "rdfs", "skos"))
_LABELS = f'SELECT ?s ?v WHERE {{ ?s skos:prefLabel ?v FILTER(STRSTARTS(STR(?s), "{BASE}")) }}'
_NAMES = "SELECT ?s ?v ?k WHERE { ?n gbaip:nameOf ?s ; gbaip:nameText ?v ; gbaip:hasNameKind ?k }"
_TYPES = f'SELECT DISTINCT ?s ?v WHERE {{ ?s a ?v FILTER(STRSTARTS(STR(?s), "{BASE}")) }}'
_CLASSES = "SELECT ?s ?v WHERE { ?s rdfs:subClassOf ?v FILTER(isIRI(?s) && isIRI(?v) && ?s != ?v) }"
_TERM_LABELS = "SELECT DISTINCT ?s ?v WHERE { ?s rdfs:label|skos:prefLabel ?v }"
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]|(?<!^)[A-Z](?=[a-z])")
# "The Department" names something within its own text only.
_WITHIN_A_TEXT = ("the ", "The ")
_SHORT_KINDS = ("abbreviation", "short")
# Classes of bookkeeping: everything is an owl:Thing, and nobody looks for a label's own record.
_HIDDEN_CLASSES = frozenset({"owl:Thing", "owl:NamedIndividual", "rdfs:Resource"})


@dataclass(frozen=True)
class Thing:
    """One thing: its id (a compact name), the names it is called by, its classes."""

    id: str
    names: tuple[Name, ...]
    types: tuple[str, ...]


@dataclass(frozen=True)
class DataSet:
    """Things, and what their classes and properties are called; ``broader`` leads from a class upwards."""

    things: tuple[Thing, ...]
    term_labels: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each thing stands, by its id."""
        return {thing.id: position for position, thing in enumerate(self.things)}

    def find(self, identifier: str) -> Thing | None:
        """Return the thing of an id, which may be written as a whole IRI."""
        position = self.positions.get(short(identifier))
        return None if position is None else self.things[position]

    def named(self, thing: Thing, language: str) -> Named:
        """Name a thing in a language, or in the next best one."""
        return _chosen(thing.id, thing.names, language)

    def term(self, identifier: str, language: str) -> Named:
        """Name a class or a property; by the words of its id where it has no label."""
        if labels := self.term_labels.get(identifier):
            return _chosen(identifier, labels, language)
        return Named(identifier, _words(identifier))

    def has_term(self, identifier: str) -> bool:
        """Say whether there is a class or a property of that id."""
        return identifier in self.term_labels or identifier in self.types

    def type(self, identifier: str, language: str, *, depth: int = 3) -> Type:
        """Return a class with those above it, as far up as anybody looks."""
        above = self.broader.get(identifier, ()) if depth else ()
        return Type(
            self.term(identifier, language),
            tuple(self.type(one, language, depth=depth - 1) for one in above),
        )

    def nearest_types(self, thing: Thing) -> tuple[str, ...]:
        """Return the classes of a thing that are above none of its other classes."""
        above = {upper for one in thing.types for upper in self.broader.get(one, ())}
        return tuple(one for one in thing.types if one not in above) or thing.types

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The nearest classes of things, those with the most things first."""
        counts: dict[str, int] = defaultdict(int)
        for thing in self.things:
            for one in self.nearest_types(thing):
                counts[one] += 1
        return tuple(sorted(counts, key=lambda one: (-counts[one], one)))


def short(identifier: str) -> str:
    """Return the id of an IRI: its compact name where there is one."""
    return compact(identifier) if identifier.startswith(("http://", "https://")) else identifier


def whole(identifier: str) -> str | None:
    """Return the IRI of an id, None for what is none."""
    try:
        return expand(identifier)
    except ValueError:
        return None


def read_data_set(graph: AskableGraph) -> DataSet:
    """Read everything of ours that has a name."""
    names: dict[str, dict[tuple[str, str], Name]] = defaultdict(dict)
    for thing, label in graph.select(_PREFIX_LINES + _LABELS).rows:
        _add(names, thing, label, "main")
    for thing, text, kind in graph.select(_PREFIX_LINES + _NAMES).rows:
        if isinstance(text, Literal) and text.lexical.startswith(_WITHIN_A_TEXT):
            continue
        is_short = isinstance(kind, Iri) and kind.value.endswith(_SHORT_KINDS)
        _add(names, thing, text, "short" if is_short else "other")
    types: dict[str, list[str]] = defaultdict(list)
    for one, class_ in _pairs(graph.select(_TYPES).rows):
        if one in names and class_ not in _HIDDEN_CLASSES:
            types[one].append(class_)
    labels: dict[str, dict[tuple[str, str], Name]] = defaultdict(dict)
    for term, label in graph.select(_PREFIX_LINES + _TERM_LABELS).rows:
        _add(labels, term, label, "main")
    broader: dict[str, list[str]] = defaultdict(list)
    for class_, above in _pairs(graph.select(_PREFIX_LINES + _CLASSES).rows):
        if above not in _HIDDEN_CLASSES:
            broader[class_].append(above)
    return DataSet(
        tuple(
            Thing(one, tuple(found.values()), tuple(sorted(types[one])))
            for one, found in sorted(names.items())
        ),
        {term: tuple(found.values()) for term, found in labels.items()},
        {class_: tuple(sorted(above)) for class_, above in broader.items()},
    )


def _add(
    names: dict[str, dict[tuple[str, str], Name]], thing: Term | None, text: Term | None, kind: str
) -> None:
    if isinstance(thing, Iri) and isinstance(text, Literal):
        name = Name(
            text.lexical, text.language, "main" if kind == "main" else "short" if kind == "short" else "other"
        )
        names[compact(thing.value)].setdefault((name.text, name.language), name)


def _words(identifier: str) -> str:
    """Return the words of an id: ``exact match`` of ``skos:exactMatch``."""
    local = identifier.rpartition(":")[2]
    return _CAPITAL.sub(lambda match: f" {match[0].lower()}", local).strip() or identifier


def _pairs(rows: Iterable[tuple[Term | None, ...]]) -> Iterable[tuple[str, str]]:
    return (
        (compact(one.value), compact(two.value))
        for one, two in rows
        if isinstance(one, Iri) and isinstance(two, Iri)
    )


def _chosen(identifier: str, names: Iterable[Name], language: str) -> Named:
    order = FALLBACKS.get(language, FALLBACKS["en"])
    main = [name for name in names if name.kind == "main"] or list(names)
    for wanted in (*order, ""):
        for name in main:
            if name.language == wanted:
                return Named(identifier, name.text, name.language)
    return Named(identifier, main[0].text, main[0].language) if main else Named(identifier, identifier)
