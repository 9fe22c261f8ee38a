"""Checks an ontology against the OWL 2 RL profile, in which the project's ontology promises to stay.

For the tests and for authors of ontologies. It reasons about nothing, follows no import and reads no data.
Profile: https://www.w3.org/TR/owl2-profiles/#OWL_2_RL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.check.owl_entities import (
    RESERVED_RULE,
    TYPING_RULE,
    broken,
    datatype_findings,
)
from gbaip_graph.check.owl_graph import OwlGraph, Placed, spell
from gbaip_graph.check.owl_roles import role_findings
from gbaip_graph.check.rl_axioms import axiom_findings
from gbaip_graph.check.rl_expressions import CONSTRUCTORS
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, LocatedTriple, Position, Term

HEADER_RULE = "owl2-rdf/3.1.1"

#: Pairs of entity types that one IRI may not have at once in OWL 2 DL.
_EXCLUSIVE = (
    (owl.CLASS, owl.DATATYPE),
    (owl.OBJECT_PROPERTY, owl.DATA_PROPERTY),
    (owl.OBJECT_PROPERTY, owl.ANNOTATION_PROPERTY),
    (owl.DATA_PROPERTY, owl.ANNOTATION_PROPERTY),
)

#: Axioms whose left side may be an expression without a name.
_LEFT_HAND_AXIOMS = frozenset(
    {
        owl.RDFS + "subClassOf",
        owl.RDFS + "subPropertyOf",
        owl.OWL + "equivalentClass",
        owl.OWL + "equivalentProperty",
        owl.OWL + "disjointWith",
        owl.OWL + "propertyDisjointWith",
        owl.OWL + "hasKey",
    }
)


def profile_findings(triples: Iterable[LocatedTriple], *, file: str = "") -> tuple[Finding, ...]:
    """Find everything in an ontology that is outside the OWL 2 RL profile, in the order of the file.

    ``rule`` names the section (``owl2-rl/4.2.3``), ``focus_node`` the class or property that the axiom is
    about. The one warning is ``xsd:date``, which the project uses although OWL 2 has no such datatype.
    """
    graph = OwlGraph(triples, file=file)
    checks = (_header, _typing, _reserved, _literals, _nodes, axiom_findings, role_findings)
    return tuple(sorted({finding for check in checks for finding in check(graph)}))


def _header(graph: OwlGraph) -> Iterator[Finding]:
    headers = list(graph.of_type(owl.OWL + "Ontology"))
    if len(headers) != 1:
        at = headers[1].subject_at if headers else Position(0, 0)
        message = f"an ontology file has exactly one owl:Ontology; this has {len(headers)}"
        focus = headers[1].subject if headers else Iri(owl.OWL + "Ontology")
        yield graph.finding(at, HEADER_RULE, message, mend="Write one header.", focus=focus)


def _typing(graph: OwlGraph) -> Iterator[Finding]:
    for one, other in _EXCLUSIVE:
        for t in graph.of_type(other):
            if isinstance(t.subject, Iri) and t.subject.value in graph.declared[one]:
                message = f"{spell(t.subject)} is declared both {spell(Iri(one))} and {spell(Iri(other))}"
                yield graph.finding(
                    t.object_at, TYPING_RULE, message, mend="Keep one of them.", focus=t.subject
                )


def _reserved(graph: OwlGraph) -> Iterator[Finding]:
    for t in graph.triples:
        for term, at in ((t.subject, t.subject_at), (t.predicate, t.predicate_at), (t.object, t.object_at)):
            if (
                isinstance(term, Iri)
                and term.value.startswith(owl.RESERVED_NAMESPACES)
                and term.value not in owl.RESERVED_TERMS
                and not term.value.startswith(owl.XSD)  # judged as a datatype where it is used as one
            ):
                message = f"{spell(term)} is no term of OWL 2"
                mend = "Correct the name, or use a term of your own."
                yield graph.finding(at, RESERVED_RULE, message, mend=mend, focus=t.subject)


def _literals(graph: OwlGraph) -> Iterator[Finding]:
    for t in graph.triples:
        if isinstance(t.object, Literal):
            datatype = Placed(Iri(t.object.datatype), t.object_at)
            yield from datatype_findings(graph, datatype, focus=t.subject, literal=True)


def _nodes(graph: OwlGraph) -> Iterator[Finding]:
    """Find class and property expressions that no axiom uses, or that two use: each belongs to one place."""
    uses: Counter[Term] = Counter(t.object for t in graph.triples if isinstance(t.object, BlankNode))
    uses += Counter[Term](t.subject for t in graph.triples if t.predicate.value in _LEFT_HAND_AXIOMS)
    for t in graph.triples:
        if isinstance(t.subject, Iri) or uses[t.subject] == 1:
            continue
        if t.predicate.value in CONSTRUCTORS or t.predicate.value == owl.OWL + "inverseOf":
            used = "two or more axioms share" if uses[t.subject] else "no axiom uses"
            yield broken(graph, Placed(t.subject, t.subject_at), f"{used} this expression", focus=t.subject)
