"""Whether triples that come to a graph can contradict the ontology, so that a reasoner has to be asked.

For change sets: reasoning over everything takes minutes where the graph is large. Most ontologies, ours among
them, can only be contradicted by the types of one record, and types are looked at here; of every other
ontology it is said which axiom reaches further. It derives nothing and decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from gbaip_graph.build.premises import axioms, premises
from gbaip_graph.check.shacl.index import MemoryIndex, TripleIndex
from gbaip_graph.check.shacl.model import SUB_CLASS_OF
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_NIL, IRI_REST, IRI_TYPE, Iri, Literal, Term, Triple

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_LOGICAL_NAMESPACES = (_OWL, _RDFS, PREFIXES["rdf"])
_EQUIVALENT, _DISJOINT = Iri(_OWL + "equivalentClass"), Iri(_OWL + "disjointWith")
_ALL_DISJOINT, _MEMBERS = Iri(_OWL + "AllDisjointClasses"), Iri(_OWL + "members")
_NOTHING = Iri(_OWL + "Nothing")
#: Axioms between named classes: they say which types exclude each other.
_OF_CLASSES = frozenset({SUB_CLASS_OF, _EQUIVALENT, _DISJOINT})
#: Axioms on properties that make further links of links, never a type, and refuse no link.
_OF_LINKS = frozenset(
    {_RDFS + "subPropertyOf", _OWL + "inverseOf", _OWL + "propertyChainAxiom", _OWL + "equivalentProperty"}
)
_KINDS_OF_LINKS = frozenset({_OWL + "TransitiveProperty", _OWL + "SymmetricProperty"})
_DECLARATIONS = frozenset(
    {
        _OWL + "AnnotationProperty", _OWL + "Class", _OWL + "DatatypeProperty", _OWL + "ObjectProperty",
        _OWL + "Ontology", PREFIXES["rdf"] + "Property", _RDFS + "Class", _RDFS + "Datatype",
    }
)  # fmt: skip


def why_reasoning(*, ontology: Iterable[Triple], added: Collection[Triple], after: TripleIndex) -> str:
    """Return why the added triples can contradict the ontology in the graph ``after``; empty if they cannot.

    Removed triples contradict nothing: what follows from less is less
    (https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules).
    """
    said = tuple(ontology)
    usable = premises(ontology=said, written=added)
    if (logical := next(filter(_is_logical, usable), None)) is not None:
        return f"the data say {compact(logical.predicate.value)} of {_name(logical.subject)}"
    if usable and (axiom := next(_far_reaching(axioms(said)), None)):
        return f"the ontology has {axiom}, whose consequences are not those of one record's types alone"
    typed = dict.fromkeys(triple.subject for triple in usable if triple.predicate == IRI_TYPE)
    classes = _Classes(said, after)
    return next(filter(None, (classes.conflict(node, after.objects(node, IRI_TYPE)) for node in typed)), "")


def _is_logical(triple: Triple) -> bool:
    """Say whether a triple is itself a statement in the language of ontologies."""
    if triple.predicate == IRI_TYPE:
        return _is_logical_term(triple.object)
    return triple.predicate.value.startswith(_LOGICAL_NAMESPACES)


def _far_reaching(said: Iterable[Triple]) -> Iterator[str]:
    """Return the axioms, by their terms, through which more than the types of one record can clash."""
    for triple in said:
        if not _is_of_types(triple) and not _is_of_links(triple):
            term = triple.object if triple.predicate == IRI_TYPE else triple.predicate
            yield _name(term)


def _is_of_types(triple: Triple) -> bool:
    """Say whether a triple declares a name, is a member of a list, or an axiom between named classes."""
    subject, predicate, object = triple
    if predicate == IRI_TYPE:
        return isinstance(object, Iri) and (object.value in _DECLARATIONS or object == _ALL_DISJOINT)
    if predicate in _OF_CLASSES:
        return isinstance(subject, Iri) and isinstance(object, Iri)
    return predicate in (IRI_FIRST, IRI_REST, _MEMBERS)


def _is_of_links(triple: Triple) -> bool:
    """Say whether an axiom only makes links of links; one on a logical term itself could make types."""
    subject, predicate, object = triple
    if _is_logical_term(subject):
        return False
    if predicate == IRI_TYPE:
        return isinstance(object, Iri) and object.value in _KINDS_OF_LINKS
    return predicate.value in _OF_LINKS and not _is_logical_term(object)


def _is_logical_term(term: Term) -> bool:
    return isinstance(term, Iri) and term.value.startswith(_LOGICAL_NAMESPACES)


class _Classes:
    """The classes above each class, also by what the data say, and which exclude each other."""

    def __init__(self, ontology: Iterable[Triple], data: TripleIndex) -> None:
        self._index, self._data = MemoryIndex(ontology), data
        self._excluded = self._exclusions()

    def conflict(self, node: Term, types: Iterable[Term]) -> str:
        """Say which classes of a node exclude each other; empty where none do."""
        above = self._above(types)
        if _NOTHING in above:
            return f"{_name(node)} is of a class that can have no member"
        for one in sorted(above, key=_name):
            for other in sorted(above & self._excluded.get(one, set()), key=_name):
                return f"{_name(node)} is of {_name(one)} and of {_name(other)}, which exclude each other"
        return ""

    def _above(self, types: Iterable[Term]) -> set[Term]:
        found, waiting = set[Term](), list(types)
        while waiting:
            one = waiting.pop()
            if one not in found and not isinstance(one, Literal):
                found.add(one)
                waiting += self._index.objects(one, SUB_CLASS_OF)
                waiting += self._data.objects(one, SUB_CLASS_OF)
                waiting += self._index.objects(one, _EQUIVALENT)
                waiting += self._index.subjects(_EQUIVALENT, one)
        return found

    def _exclusions(self) -> Mapping[Term, set[Term]]:
        excluded: dict[Term, set[Term]] = {}
        pairs = set(self._index.with_predicate(_DISJOINT))
        for _, members in self._index.with_predicate(_MEMBERS):
            listed = tuple(self._members(members))
            pairs.update((one, other) for one in listed for other in listed if one != other)
        for one, other in pairs:
            excluded.setdefault(one, set()).add(other)
            excluded.setdefault(other, set()).add(one)
        return excluded

    def _members(self, listed: Term) -> Iterator[Iri]:
        seen: set[Term] = set()
        while listed != IRI_NIL and not isinstance(listed, Literal) and listed not in seen:
            seen.add(listed)
            yield from (one for one in self._index.objects(listed, IRI_FIRST) if isinstance(one, Iri))
            listed = next(iter(self._index.objects(listed, IRI_REST)), IRI_NIL)


def _name(term: Term) -> str:
    return compact(term.value) if isinstance(term, Iri) else "a node without a name"
