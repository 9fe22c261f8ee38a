"""Axioms, assertions and annotations against the OWL 2 RL profile, one triple pattern after the other.

For the profile checker, which adds what concerns the file as a whole.
Axioms: https://www.w3.org/TR/owl2-profiles/#Axioms_4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.check.owl_entities import (
    PROPERTY_KINDS,
    RESERVED_RULE,
    SYNTAX_RULE,
    TYPING_RULE,
    broken,
    data_range_findings,
    datatype_findings,
    entity_findings,
    is_data_property,
    list_members,
    object_property_findings,
)
from gbaip_graph.check.owl_graph import OwlGraph, Placed, spell
from gbaip_graph.check.rl_expressions import Side, class_findings
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, LocatedTriple, Term

AXIOM_RULE = "owl2-rl/4.2.5"

_Axiom = Callable[[OwlGraph, LocatedTriple], Iterator[Finding]]

_ENTITY_TYPES = frozenset(owl.DECLARATIONS)
_DESCRIBED_KINDS = (owl.CLASS, owl.DATATYPE, *PROPERTY_KINDS)
_OBJECT_PROPERTY_TYPES = frozenset(
    owl.OWL + name
    for name in (
        "TransitiveProperty",
        "SymmetricProperty",
        "AsymmetricProperty",
        "IrreflexiveProperty",
        "InverseFunctionalProperty",
    )
)
_ALL_DISJOINT_CLASSES = owl.OWL + "AllDisjointClasses"
_ALL_DISJOINT_PROPERTIES = owl.OWL + "AllDisjointProperties"
_REFLEXIVE = owl.OWL + "ReflexiveProperty"


def _subject(t: LocatedTriple) -> Placed:
    return Placed(t.subject, t.subject_at)


def _object(t: LocatedTriple) -> Placed:
    return Placed(t.object, t.object_at)


def _not_admitted(graph: OwlGraph, t: LocatedTriple, what: str, *, mend: str) -> Finding:
    message = f"{what} is not admitted"
    return graph.finding(
        t.predicate_at, AXIOM_RULE, message, mend=mend, focus=t.subject, path=t.predicate.value
    )


def _class_pair(left: Side, right: Side, graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    yield from class_findings(graph, _subject(t), left, focus=t.subject)
    yield from class_findings(graph, _object(t), right, focus=t.subject)


def _equivalent_classes(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    if isinstance(t.subject, Iri) and t.subject.value in graph.declared[owl.DATATYPE]:
        yield from data_range_findings(graph, _object(t), focus=t.subject)
    else:
        yield from _class_pair("an equivalent class", "an equivalent class", graph, t)


def _disjoint_union(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    yield _not_admitted(
        graph, t, "owl:disjointUnionOf", mend="Write the subclasses and owl:AllDisjointClasses."
    )


def _constructor_on_a_name(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    if isinstance(t.subject, Iri):
        message = f"{spell(t.predicate)} stands on a named class"
        mend = "Write owl:equivalentClass and a blank node that has it."
        yield graph.finding(t.predicate_at, SYNTAX_RULE, message, mend=mend, focus=t.subject)


def _type(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    kind = t.object.value if isinstance(t.object, Iri) else ""
    if kind == _REFLEXIVE:
        yield _not_admitted(graph, t, "owl:ReflexiveProperty", mend="Leave it out.")
    elif kind in _OBJECT_PROPERTY_TYPES:
        yield from object_property_findings(graph, _subject(t), focus=t.subject)
    elif kind == owl.OWL + "FunctionalProperty":
        kinds = (owl.OBJECT_PROPERTY, owl.DATA_PROPERTY)
        yield from entity_findings(graph, _subject(t), kinds, focus=t.subject)
    elif kind in _ENTITY_TYPES:
        yield from _declaration(graph, t)
    elif kind in (_ALL_DISJOINT_CLASSES, _ALL_DISJOINT_PROPERTIES):
        yield from _all_disjoint(graph, t)
    elif kind not in owl.SYNTAX:
        yield from class_findings(graph, _object(t), "a superclass", focus=t.subject)


def _declaration(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    """Find a declaration of a name that belongs to OWL itself and is not of that kind."""
    if isinstance(t.subject, Iri) and t.subject.value in owl.RESERVED_TERMS:
        if t.subject == Iri(owl.XSD_DATE):
            yield from datatype_findings(graph, _subject(t), focus=t.subject)
        else:
            message = f"{spell(t.subject)} belongs to the reserved vocabulary and is not declared"
            yield graph.finding(
                t.subject_at, RESERVED_RULE, message, mend="Leave the declaration out.", focus=t.subject
            )


def _all_disjoint(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    heads = graph.values(t.subject, owl.OWL + "members")
    if len(heads) != 1:
        yield broken(graph, _subject(t), f"{spell(t.object)} has {len(heads)} owl:members", focus=t.subject)
        return
    members, faults = list_members(graph, heads[0], least=2, focus=t.subject)
    yield from faults
    for member in members:
        if t.object == Iri(_ALL_DISJOINT_CLASSES):
            yield from class_findings(graph, member, "a subclass", focus=member.term)
        else:
            yield from _property(graph, member, focus=member.term)


def _domain(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    yield from _property(graph, _subject(t), focus=t.subject)
    if not _is_annotation(graph, t.subject):
        yield from class_findings(graph, _object(t), "a superclass", focus=t.subject)


def _range(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    yield from _property(graph, _subject(t), focus=t.subject)
    if is_data_property(graph, t.subject):
        yield from data_range_findings(graph, _object(t), focus=t.subject)
    elif not _is_annotation(graph, t.subject):
        yield from class_findings(graph, _object(t), "a superclass", focus=t.subject)


def _is_annotation(graph: OwlGraph, term: object) -> bool:
    return isinstance(term, Iri) and (
        term.value in graph.declared[owl.ANNOTATION_PROPERTY]
        or term.value in owl.BUILT_IN_ANNOTATION_PROPERTIES
    )


def _property(graph: OwlGraph, placed: Placed, *, focus: Term) -> Iterator[Finding]:
    if isinstance(placed.term, BlankNode):
        yield from object_property_findings(graph, placed, focus=focus)
    else:
        yield from entity_findings(graph, placed, PROPERTY_KINDS, focus=focus)


def _kind_of(graph: OwlGraph, placed: Placed) -> str:
    if is_data_property(graph, placed.term):
        return "a data property"
    return "an annotation property" if _is_annotation(graph, placed.term) else "an object property"


def _property_pair(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    faults = [*_property(graph, _subject(t), focus=t.subject), *_property(graph, _object(t), focus=t.subject)]
    yield from faults
    left, right = _kind_of(graph, _subject(t)), _kind_of(graph, _object(t))
    if not faults and left != right:
        message = f"{spell(t.predicate)} joins {left} and {right}"
        yield graph.finding(
            t.predicate_at, TYPING_RULE, message, mend="Both must be of one kind.", focus=t.subject,
            path=t.predicate.value,
        )  # fmt: skip


def _inverse(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    if isinstance(t.subject, Iri):
        yield from object_property_findings(graph, _subject(t), focus=t.subject)
        yield from object_property_findings(graph, _object(t), focus=t.subject)


def _chain(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    yield from object_property_findings(graph, _subject(t), focus=t.subject)
    members, faults = list_members(graph, _object(t), least=2, focus=t.subject)
    yield from faults
    for member in members:
        yield from object_property_findings(graph, member, focus=t.subject)


def _key(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    yield from class_findings(graph, _subject(t), "a subclass", focus=t.subject)
    members, faults = list_members(graph, _object(t), least=1, focus=t.subject)
    yield from faults
    for member in members:
        yield from _property(graph, member, focus=t.subject)


def _assertion(graph: OwlGraph, t: LocatedTriple) -> Iterator[Finding]:
    """Find a predicate that is undeclared or may not describe a term, and a value of the wrong kind."""
    faults = list(
        entity_findings(graph, Placed(t.predicate, t.predicate_at), PROPERTY_KINDS, focus=t.subject)
    )
    yield from faults
    if faults or _is_annotation(graph, t.predicate):
        return
    if isinstance(t.subject, Iri) and any(
        t.subject.value in graph.declared[kind] for kind in _DESCRIBED_KINDS
    ):
        message = f"{spell(t.predicate)} describes a term and is no annotation property"
        yield graph.finding(
            t.predicate_at, TYPING_RULE, message, mend="Annotate terms by annotation properties only.",
            focus=t.subject, path=t.predicate.value,
        )  # fmt: skip
    elif isinstance(t.object, Literal) is not is_data_property(graph, t.predicate):
        wanted = "a literal" if is_data_property(graph, t.predicate) else "an individual"
        yield broken(graph, _object(t), f"{spell(t.predicate)} wants {wanted}", focus=t.subject)


_AXIOMS: Mapping[str, _Axiom] = {
    owl.RDF_TYPE: _type,
    owl.RDFS + "subClassOf": partial(_class_pair, "a subclass", "a superclass"),
    owl.OWL + "disjointWith": partial(_class_pair, "a subclass", "a subclass"),
    owl.OWL + "equivalentClass": _equivalent_classes,
    owl.OWL + "disjointUnionOf": _disjoint_union,
    owl.OWL + "intersectionOf": _constructor_on_a_name,
    owl.OWL + "unionOf": _constructor_on_a_name,
    owl.OWL + "complementOf": _constructor_on_a_name,
    owl.OWL + "oneOf": _constructor_on_a_name,
    owl.OWL + "hasKey": _key,
    owl.RDFS + "domain": _domain,
    owl.RDFS + "range": _range,
    owl.RDFS + "subPropertyOf": _property_pair,
    owl.OWL + "equivalentProperty": _property_pair,
    owl.OWL + "propertyDisjointWith": _property_pair,
    owl.OWL + "inverseOf": _inverse,
    owl.OWL + "propertyChainAxiom": _chain,
}


def axiom_findings(graph: OwlGraph) -> Iterator[Finding]:
    """Find what the profile does not admit, one axiom, assertion or annotation after the other."""
    for t in graph.triples:
        axiom = _AXIOMS.get(t.predicate.value)
        if axiom is not None:
            yield from axiom(graph, t)
        elif not t.predicate.value.startswith(owl.RESERVED_NAMESPACES):
            yield from _assertion(graph, t)
