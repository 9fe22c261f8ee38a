"""Which statements of an ontology bear on a member of a class, and whether they can contradict each other.

A coarse walk for the check of ontologies: it may take in too much, never too little, and says which few
classes the reasoner has to be asked about, with the small part of the ontology that it needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.build.causes import Statement
from gbaip_graph.check.silent_pass.vocabularies import VOCABULARIES
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_TYPE, Iri, Triple

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]


def _owl(*names: str) -> frozenset[Iri]:
    return frozenset(Iri(_OWL + name) for name in names)


#: What is true of the subject is then true of the object, not the other way round.
_UPWARDS = frozenset(
    {IRI_TYPE, *(Iri(_RDFS + name) for name in ("subClassOf", "subPropertyOf", "domain", "range"))}
)
_APART = _owl("disjointWith", "members", "complementOf", "disjointUnionOf")
_APART_TYPES = _owl("AllDisjointClasses")
_NOTHING = Iri(_OWL + "Nothing")
#: Clash only with a value of a property: one that an individual has, or that every member has.
_CLASHING_WITH_VALUES = _owl(
    "propertyDisjointWith", "maxCardinality", "cardinality", "maxQualifiedCardinality",
    "qualifiedCardinality", "allValuesFrom", "assertionProperty", "differentFrom", "distinctMembers", "oneOf",
)  # fmt: skip
_CLASHING_TYPES = _owl(
    "AsymmetricProperty", "IrreflexiveProperty", "AllDisjointProperties", "AllDifferent",
    "NegativePropertyAssertion", "FunctionalProperty", "InverseFunctionalProperty",
)  # fmt: skip
_GIVING_VALUES = _owl("hasValue", "hasSelf", "sameAs")
#: Said of individuals alone.
_OF_INDIVIDUALS = _owl("sameAs", "differentFrom", "assertionProperty", "distinctMembers", "AllDifferent")
_BUILT_IN = tuple(VOCABULARIES)


@dataclass(frozen=True, eq=False)
class _Read:
    """A statement as the walk sees it. ``apart`` counts how many of its names must be reached to clash."""

    statement: Statement
    names: frozenset[Iri]
    left: frozenset[Iri]
    right: frozenset[Iri]
    apart: int = 0
    needs_values: bool = False
    gives_values: bool = False


@dataclass(frozen=True)
class OntologyReach:
    """The statements of an ontology as a graph of names."""

    statements: tuple[Statement, ...]

    def of(self, start: Iterable[Iri]) -> frozenset[Iri]:
        """Return every name that something true of these can be about."""
        found, waiting = set(start), list(start)
        while waiting:
            for name in self._next.get(waiting.pop(), ()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return frozenset(found)

    def may_clash(self, reached: frozenset[Iri]) -> bool:
        """Say whether statements about these names can contradict each other."""
        touched = {read for name in reached for read in self._by_name.get(name, ())}
        has_values = any(read.gives_values and read.names <= reached for read in touched)
        return any(
            (read.apart and len(read.names & reached) >= min(read.apart, len(read.names)))
            or (read.needs_values and has_values)
            for read in touched
        )

    def part(self, reached: frozenset[Iri]) -> Sequence[Statement]:
        """Return the statements about these names, in their order."""
        return [
            read.statement
            for read in self._all
            if read.names <= reached or (read.apart and not read.names.isdisjoint(reached))
        ]

    @cached_property
    def individuals(self) -> frozenset[Iri]:
        """The names that are in a class, have a value, or are told to be one or several."""
        return frozenset(
            name
            for read in self._all
            for triple in read.statement.triples
            for name in _individuals(triple, read.names)
        )

    @cached_property
    def _all(self) -> tuple[_Read, ...]:
        return tuple(map(_read, self.statements))

    @cached_property
    def _by_name(self) -> dict[Iri, list[_Read]]:
        found: defaultdict[Iri, list[_Read]] = defaultdict(list)
        for read in self._all:
            for name in read.names:
                found[name].append(read)
        return found

    @cached_property
    def _next(self) -> dict[Iri, set[Iri]]:
        found: defaultdict[Iri, set[Iri]] = defaultdict(set)
        for read in self._all:
            for name in read.left:
                found[name] |= read.right
        return found


def _individuals(triple: Triple, names: frozenset[Iri]) -> frozenset[Iri]:
    """Return the names that a triple of a statement shows to be individuals."""
    if triple.predicate in _OF_INDIVIDUALS or triple.object in _OF_INDIVIDUALS:
        return names
    said = triple.predicate
    if said == IRI_TYPE and isinstance(triple.object, Iri):
        said = triple.object
    is_of_data = isinstance(triple.subject, Iri) and not said.value.startswith(_BUILT_IN)
    return names & {triple.subject} if is_of_data and isinstance(triple.subject, Iri) else frozenset()


def _read(statement: Statement) -> _Read:
    root = statement.triples[0]
    names = frozenset(_names(statement))
    predicates = {triple.predicate for triple in statement.triples}
    objects = {triple.object for triple in statement.triples}
    nested = (
        {triple.predicate for triple in statement.triples[1:]} if isinstance(root.subject, Iri) else set()
    )
    apart = 0
    listed = [triple.object for triple in statement.triples if triple.predicate == IRI_FIRST]
    is_twice = root.subject == root.object or len(listed) > len(set(listed))
    if _NOTHING in objects or is_twice or not _APART.isdisjoint(nested):
        apart = 1
    elif not _APART.isdisjoint(predicates) or not _APART_TYPES.isdisjoint(objects):
        apart = 2
    is_assertion = not root.predicate.value.startswith(_BUILT_IN)
    left: frozenset[Iri]
    left, right = names, names
    if root.predicate in _UPWARDS and isinstance(root.subject, Iri):
        left, right = frozenset({root.subject}) & names, names - {root.subject}
    elif apart == 2:
        left = right = frozenset()
    has_clashing_type = not _CLASHING_TYPES.isdisjoint(objects)
    return _Read(
        statement, names, left, right, apart,
        needs_values=has_clashing_type or not _CLASHING_WITH_VALUES.isdisjoint(predicates),
        gives_values=is_assertion or not _GIVING_VALUES.isdisjoint(predicates),
    )  # fmt: skip


def _names(statement: Statement) -> Iterator[Iri]:
    """Return what a statement speaks of, without the terms of RDF and OWL that every other one has."""
    for triple in statement.triples:
        for term in triple:
            if isinstance(term, Iri) and not term.value.startswith(_BUILT_IN):
                yield term
