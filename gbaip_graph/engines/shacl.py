"""SHACL validation by pySHACL, the judge: the only module that imports pyshacl.

For the checks. Data and shapes stay in separate graphs, nothing is inferred, imported or fetched; it gives
results and leaves files, lines and wording to its callers.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import pyshacl
import pyshacl.validator
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
from rdflib import BNode, Graph
from rdflib.namespace import SH
from rdflib.term import Literal as RdflibLiteral
from rdflib.term import Node

from gbaip_graph.engines.rdf_terms import from_rdflib, to_rdflib
from gbaip_graph.errors import ShapesUnreadable
from gbaip_graph.turtle.terms import XSD_STRING, Iri, Literal, Term, Triple


@dataclass(frozen=True)
class ValidationResult:
    """One ``sh:ValidationResult`` (https://www.w3.org/TR/shacl/#results-validation-result).

    ``path`` is None for node shapes and for paths that are no single property; ``shape`` is the shape, or the
    SPARQL constraint where one was violated, and ``messages`` are its own. ``source_shape`` is the shape in
    both cases, ``severity`` an IRI.
    """

    focus_node: Term
    path: Iri | None
    value: Term | None
    shape: str
    component: str
    source_shape: str
    severity: str
    messages: tuple[str, ...]

    @property
    def is_violation(self) -> bool:
        """Whether the severity is that of a violation, the default."""
        return self.severity == _VIOLATION


#: ``pyshacl.validate``, or what takes the same arguments and gives the same answers.
Validator: TypeAlias = Callable[..., Any]


def validate(
    data: Iterable[Triple], *, shapes: Iterable[Triple], validator: Validator = pyshacl.validate
) -> tuple[ValidationResult, ...]:
    """Judge data by shapes, without inference.

    Lexical forms stay as written. The order is stable. Raises ``ShapesUnreadable`` where pySHACL cannot work
    with the shapes.
    """
    shapes_graph = _graph(shapes)
    for name in _CHATTY_LOGGERS:  # what they say of single literals and shapes is said better by findings
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        with _blank_nodes_by_name_alone():
            _, report, text = validator(
                _graph(data),
                shacl_graph=shapes_graph,
                inference="none",
                advanced=False,
                js=False,
                do_owl_imports=False,
                meta_shacl=False,
            )
    except _REFUSALS as error:
        raise _unreadable(str(error)) from error
    if not isinstance(report, Graph):
        raise _unreadable(str(text))
    found = [_result(report, node, shapes_graph) for node in report.objects(None, SH.result)]
    return tuple(sorted(found, key=_order))


@contextmanager
def _blank_nodes_by_name_alone() -> Iterator[None]:
    """Keep pySHACL from copying into its report whatever a blank node leads to.

    That takes time by the square of the length of a list and by the fifth power of the links of a node, and
    only the node itself is read from the report.
    """
    names = vars(pyshacl.validator)
    kept = names["clone_blank_node"]
    names["clone_blank_node"] = _same_node
    try:
        yield
    finally:
        names["clone_blank_node"] = kept


def _same_node(_: Graph, node: BNode, *__: Any, **___: Any) -> BNode:
    return BNode(str(node))


@cache
def import_everything() -> None:
    """Let pySHACL and rdflib import what they else import when they first meet it.

    For those who then forbid the process to open files.
    """
    graph = Graph().parse(data=_OF_EVERY_KIND, format="turtle")
    pyshacl.validate(graph, shacl_graph=graph, inference="none", do_owl_imports=False)


def _unreadable(reason: str) -> ShapesUnreadable:
    return ShapesUnreadable(
        f"pySHACL cannot work with the shapes: {' '.join(reason.split())}",
        mend="Correct the shape that it names; https://www.w3.org/TR/shacl/#syntax-rules has the rules.",
    )


def _order(result: ValidationResult) -> tuple[str, ...]:
    nodes = (str(result.focus_node), result.shape, str(result.path), str(result.value))
    return (*nodes, result.component, result.severity)


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's doubts about single literals, which the loader judges
        for subject, predicate, object in triples:
            graph.add((to_rdflib(subject), to_rdflib(predicate), _plain(object)))
    return graph


def _plain(term: Term) -> Node:
    """Turn an object into rdflib's, a string without its datatype.

    rdflib takes a plain literal and one of ``xsd:string`` for two, and reads both into a graph; RDF 1.1 knows
    one. Plain is what its SPARQL engine makes of the strings in a query.
    """
    if isinstance(term, Literal) and term.datatype == XSD_STRING and not term.language:
        return RdflibLiteral(term.lexical)
    return to_rdflib(term)


def _result(report: Graph, node: Node, shapes: Graph) -> ValidationResult:
    path = report.value(node, SH.resultPath)
    value = report.value(node, SH.value)
    path_term = from_rdflib(path) if path is not None else None
    focus_node = report.value(node, SH.focusNode)
    source_shape = report.value(node, SH.sourceShape)
    shape = report.value(node, SH.sourceConstraint) or source_shape
    # For a constraint that has its own message pySHACL reports that of its shape as well; where there is none
    # it makes one up, of nodes that it may confuse with those of an earlier run.
    messages = set(map(str, shapes.objects(shape, SH.message)))
    if any("{" in message for message in messages):  # a place that the value is put into
        messages = set(map(str, report.objects(node, SH.resultMessage)))
    return ValidationResult(
        focus_node=from_rdflib(focus_node) if focus_node is not None else Iri(""),
        path=path_term if isinstance(path_term, Iri) else None,
        value=from_rdflib(value) if value is not None else None,
        shape=str(shape),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        source_shape=str(source_shape),
        severity=str(report.value(node, SH.resultSeverity)),
        messages=tuple(sorted(messages)),
    )


_CHATTY_LOGGERS = ("rdflib.term", "pyshacl-validate")
_VIOLATION = str(SH.Violation)
#: How pySHACL says that it cannot work with a shape.
_REFUSALS = (
    ShapeLoadError, ConstraintLoadError, ReportableRuntimeError, ValidationFailure, NotImplementedError,
    re.error,
)  # fmt: skip
#: One shape with a constraint of every kind, a custom one too, and a node that fails most of them.
_OF_EVERY_KIND = """
@prefix e: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a a e:C ; e:p 1 , "x"@en , e:b ; e:d "2024-01-01"^^xsd:date .
e:C rdfs:subClassOf e:D .
e:S a sh:NodeShape ; sh:targetNode e:a ; sh:targetClass e:D ; sh:targetSubjectsOf e:p ;
    sh:targetObjectsOf e:p ; sh:closed true ; sh:ignoredProperties ( e:q ) ; sh:nodeKind sh:IRI ;
    sh:and ( e:T ) ; sh:or ( e:T ) ; sh:xone ( e:T ) ; sh:not e:T ; sh:node e:T ; e:custom 1 ;
    sh:sparql [ sh:message "{?value}" ; sh:select '''SELECT $this ?value WHERE {
        $this ?p ?value OPTIONAL { ?value <http://example.org/q>* ?w }
        FILTER NOT EXISTS { ?value ?value ?value }
        FILTER (REGEX(STR(?value), "x", "i") || LANGMATCHES(LANG(?value), "en")) }''' ] ;
    sh:property [ sh:path e:p ; sh:class e:D ; sh:datatype xsd:date ; sh:minCount 2 ; sh:maxCount 2 ;
        sh:minExclusive 1 ; sh:minInclusive 1 ; sh:maxExclusive 1 ; sh:maxInclusive 1 ; sh:minLength 1 ;
        sh:maxLength 1 ; sh:pattern "x" ; sh:flags "i" ; sh:languageIn ( "de" ) ; sh:uniqueLang true ;
        sh:equals e:q ; sh:disjoint e:p ; sh:lessThan e:p ; sh:lessThanOrEquals e:p ; sh:hasValue 2 ;
        sh:in ( 2 ) ; sh:qualifiedValueShape e:T ; sh:qualifiedMinCount 3 ; sh:qualifiedMaxCount 3 ] ;
    sh:property [ sh:path ( [ sh:inversePath e:p ] [ sh:alternativePath ( e:p e:q ) ]
        [ sh:zeroOrMorePath e:p ] [ sh:oneOrMorePath e:p ] [ sh:zeroOrOnePath e:p ] ) ; sh:minCount 1 ] .
e:T a sh:NodeShape ; sh:class e:D .
e:Custom a sh:ConstraintComponent ; sh:parameter [ sh:path e:custom ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value = 1) }" ] .
"""
