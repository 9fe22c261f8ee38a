"""The OWL 2 RL closure of a set of triples: the only module that imports owlrl.

For the reasoner, which chooses what goes in and keeps what is of use; nothing is filtered here but the
triples about literals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import owlrl
from rdflib import Graph
from rdflib.term import Literal as RdflibLiteral
from rdflib.term import URIRef

from gbaip_graph.engines.rdf_terms import from_rdflib, subject_from_rdflib, to_rdflib
from gbaip_graph.turtle.terms import Iri, Triple


@dataclass(frozen=True)
class Closure:
    """What follows from the triples, and what owlrl says about contradictions (none: an empty tuple)."""

    triples: frozenset[Triple]
    contradictions: tuple[str, ...]


def close(triples: Iterable[Triple]) -> Closure:
    """Derive all that OWL 2 RL derives (https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules).

    The given triples are part of the answer. Axiomatic and datatype triples are not added. owlrl records a
    contradiction and goes on, so the caller must look at ``contradictions``; their order is made stable.
    """
    graph = Graph()
    for subject, predicate, object_ in triples:
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(object_)))
    reasoner = owlrl.OWLRL_Semantics(graph, False, False, rdfs=False)
    reasoner.closure()
    return Closure(frozenset(_read_back(graph)), tuple(sorted(reasoner.error_messages)))


def _read_back(graph: Graph) -> Iterable[Triple]:
    for subject, predicate, object_ in graph:
        # The rules speak of literals as subjects, which RDF has no way to write.
        if isinstance(predicate, URIRef) and not isinstance(subject, RdflibLiteral):
            yield Triple(subject_from_rdflib(subject), Iri(str(predicate)), from_rdflib(object_))
