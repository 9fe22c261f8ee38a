"""SHACL validation by pySHACL, the judge: the only module that imports pyshacl.

For the checks. Data and shapes stay in separate graphs, nothing is inferred, imported or fetched; it gives
results and leaves files, lines and wording to its callers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyshacl
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from gbaip_graph.engines.rdf_terms import from_rdflib, subject_from_rdflib, to_rdflib
from gbaip_graph.turtle.terms import Iri, Subject, Term, Triple


@dataclass(frozen=True)
class ValidationResult:
    """One ``sh:ValidationResult`` (https://www.w3.org/TR/shacl/#results-validation-result).

    ``path`` is None for node shapes and for paths that are no single property; ``shape`` is the shape, or the
    SPARQL constraint where one was violated, and ``messages`` are its own.
    """

    focus_node: Subject
    path: Iri | None
    value: Term | None
    shape: str
    component: str
    is_violation: bool
    messages: tuple[str, ...]


def validate(
    data: Iterable[Triple], *, shapes: Iterable[Triple], ontology: Iterable[Triple]
) -> tuple[ValidationResult, ...]:
    """Judge data by shapes; the ontology lends its subclass triples, without inference.

    ``xsd:string`` stays as written, so that ``sh:in`` and ``sh:datatype`` see what the file says. The order
    is stable.
    """
    shapes_graph = _graph(shapes)
    _, report, _ = pyshacl.validate(
        _graph(data),
        shacl_graph=shapes_graph,
        ont_graph=_graph(ontology),
        inference="none",
        advanced=False,
        js=False,
        do_owl_imports=False,
        meta_shacl=False,
    )
    found = [_result(report, node, shapes_graph) for node in report.objects(None, SH.result)]
    return tuple(sorted(found, key=lambda result: (str(result.focus_node), result.shape, str(result.value))))


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for subject, predicate, object in triples:
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(object)))
    return graph


def _result(report: Graph, node: Node, shapes: Graph) -> ValidationResult:
    path = report.value(node, SH.resultPath)
    value = report.value(node, SH.value)
    path_term = from_rdflib(path) if path is not None else None
    focus_node = report.value(node, SH.focusNode)
    shape = report.value(node, SH.sourceConstraint) or report.value(node, SH.sourceShape)
    # For a constraint that has its own message pySHACL reports that of its shape as well.
    messages = set(shapes.objects(shape, SH.message)) or set(report.objects(node, SH.resultMessage))
    return ValidationResult(
        focus_node=subject_from_rdflib(focus_node) if focus_node is not None else Iri(""),
        path=path_term if isinstance(path_term, Iri) else None,
        value=from_rdflib(value) if value is not None else None,
        shape=str(shape),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        is_violation=report.value(node, SH.resultSeverity) == SH.Violation,
        messages=tuple(sorted(map(str, messages))),
    )
