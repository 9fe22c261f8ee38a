"""Entities, literals' datatypes and data ranges against OWL 2 DL and the OWL 2 RL profile.

For the profile checker: whether a name is declared as what it is used as, and whether a datatype is
admitted. It judges no class expression. Rules are named after the section that states them: ``owl2-dl/`` is
https://www.w3.org/TR/owl2-syntax/, ``owl2-rl/`` https://www.w3.org/TR/owl2-profiles/ and ``owl2-rdf/``
https://www.w3.org/TR/owl2-mapping-to-rdf/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.check.owl_graph import MalformedList, OwlGraph, Placed, spell
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import Iri, Term

RESERVED_RULE = "owl2-dl/2.4"
TYPING_RULE = "owl2-dl/5.8.1"
DECLARATION_RULE = "owl2-dl/5.8.2"
DATATYPE_RULE = "owl2-rl/4.2.1"
EXPRESSION_RULE = "owl2-rl/4.2.3"
DATA_RANGE_RULE = "owl2-rl/4.2.4"
SYNTAX_RULE = "owl2-rdf/3.2"

PROPERTY_KINDS = (owl.OBJECT_PROPERTY, owl.DATA_PROPERTY, owl.ANNOTATION_PROPERTY)
_KIND_NAMES = {
    owl.CLASS: "a class",
    owl.OBJECT_PROPERTY: "an object property",
    owl.DATA_PROPERTY: "a data property",
    owl.ANNOTATION_PROPERTY: "an annotation property",
    owl.DATATYPE: "a datatype",
}
_BUILT_IN = {
    owl.CLASS: owl.BUILT_IN_CLASSES,
    owl.OBJECT_PROPERTY: owl.BUILT_IN_OBJECT_PROPERTIES,
    owl.DATA_PROPERTY: owl.BUILT_IN_DATA_PROPERTIES,
    owl.ANNOTATION_PROPERTY: owl.BUILT_IN_ANNOTATION_PROPERTIES,
    owl.DATATYPE: owl.RL_DATATYPES,
}

_DATA_CONSTRUCTORS: Mapping[str, str] = {
    owl.OWL + "intersectionOf": "DataIntersectionOf",
    owl.OWL + "unionOf": "DataUnionOf",
    owl.OWL + "datatypeComplementOf": "DataComplementOf",
    owl.OWL + "oneOf": "DataOneOf",
    owl.OWL + "onDatatype": "DatatypeRestriction",
}


def broken(graph: OwlGraph, placed: Placed, message: str, *, focus: Term) -> Finding:
    """Build the finding for triples that are no OWL 2 at all."""
    return graph.finding(
        placed.at, SYNTAX_RULE, message, mend="Write it as the mapping of OWL 2 to RDF does.", focus=focus
    )


def list_members(
    graph: OwlGraph, head: Placed, *, least: int, focus: Term
) -> tuple[list[Placed], list[Finding]]:
    """Return a list's members, and a finding where it is no list or has fewer than ``least``."""
    try:
        members = graph.members(head.term)
    except MalformedList:
        return [], [broken(graph, head, "this is no RDF list", focus=focus)]
    if len(members) < least:
        message = f"the list has {len(members)} members; it needs {least} or more"
        return members, [broken(graph, head, message, focus=focus)]
    return members, []


def entity_findings(
    graph: OwlGraph, placed: Placed, kinds: tuple[str, ...], *, focus: Term
) -> Iterator[Finding]:
    """Find an IRI that is not declared as one of these kinds; terms of OWL itself need no declaration."""
    wanted = "a property" if kinds == PROPERTY_KINDS else " or ".join(_KIND_NAMES[kind] for kind in kinds)
    term = placed.term
    if not isinstance(term, Iri):
        yield broken(graph, placed, f"{spell(term)} stands where the name of {wanted} is wanted", focus=focus)
    elif any(term.value in graph.declared[kind] or term.value in _BUILT_IN[kind] for kind in kinds):
        return
    elif term.value in owl.RESERVED_TERMS:
        message = f"{spell(term)} is not {wanted}: it belongs to the reserved vocabulary"
        yield graph.finding(placed.at, RESERVED_RULE, message, mend="Use a term of your own.", focus=focus)
    elif not term.value.startswith(owl.RESERVED_NAMESPACES):
        message = f"{spell(term)} is used as {wanted} and not declared"
        mend = f"Declare it in this file, or correct the name: {spell(term)}."
        yield graph.finding(placed.at, DECLARATION_RULE, message, mend=mend, focus=focus)


def named_object_property(graph: OwlGraph, term: Term) -> Placed | None:
    """Return the property inside an inverse expression, or ``None`` where the term is none."""
    inner = [] if isinstance(term, Iri) else graph.values(term, owl.OWL + "inverseOf")
    return inner[0] if len(inner) == 1 else None


def object_property_findings(graph: OwlGraph, placed: Placed, *, focus: Term) -> Iterator[Finding]:
    """Find what is neither a declared object property nor the inverse of one."""
    inner = named_object_property(graph, placed.term)
    yield from entity_findings(graph, inner or placed, (owl.OBJECT_PROPERTY,), focus=focus)


def is_data_property(graph: OwlGraph, term: Term) -> bool:
    """Tell whether a term is declared, or built in, as a data property."""
    return isinstance(term, Iri) and (
        term.value in graph.declared[owl.DATA_PROPERTY] or term.value in owl.BUILT_IN_DATA_PROPERTIES
    )


def data_range_findings(
    graph: OwlGraph, placed: Placed, *, focus: Term, inside: frozenset[Term] = frozenset()
) -> Iterator[Finding]:
    """Find what the profile does not admit as a data range."""
    term = placed.term
    if isinstance(term, Iri):
        yield from datatype_findings(graph, placed, focus=focus)
        return
    stated = [t for t in graph.about(term) if t.predicate.value in _DATA_CONSTRUCTORS]
    if len(stated) != 1 or term in inside:
        yield broken(graph, placed, "a data range is a datatype or has exactly one constructor", focus=focus)
        return
    name = _DATA_CONSTRUCTORS[stated[0].predicate.value]
    if name != "DataIntersectionOf":
        mend = "Name a datatype, or an intersection of datatypes."
        yield graph.finding(placed.at, DATA_RANGE_RULE, f"{name} is not admitted", mend=mend, focus=focus)
        return
    value = Placed(stated[0].object, stated[0].object_at)
    members, faults = list_members(graph, value, least=2, focus=focus)
    yield from faults
    for member in members:
        yield from data_range_findings(graph, member, focus=focus, inside=inside | {term})


def datatype_findings(
    graph: OwlGraph, placed: Placed, *, focus: Term, literal: bool = False
) -> Iterator[Finding]:
    """Find a datatype outside the profile; ``xsd:date`` is a warning, as the one known exception."""
    term = placed.term
    if literal and term == Iri(owl.LANG_STRING):
        return
    if term == Iri(owl.XSD_DATE):
        message = "xsd:date is outside the OWL 2 datatype map"
        mend = "Known and meant: ontology/README.md gives the reason."
        yield graph.finding(placed.at, DATATYPE_RULE, message, mend=mend, focus=focus, severity="warning")
    elif isinstance(term, Iri) and (
        term.value in owl.NON_RL_DATATYPES or term.value.startswith(owl.XSD) or term == Iri(owl.LANG_STRING)
    ):
        if term.value not in owl.RL_DATATYPES:
            message = f"{spell(term)} is no datatype of the profile"
            mend = "Use one that OWL 2 Profiles lists for RL, such as xsd:integer or xsd:dateTime."
            yield graph.finding(placed.at, DATATYPE_RULE, message, mend=mend, focus=focus)
    else:
        yield from entity_findings(graph, placed, (owl.DATATYPE,), focus=focus)
