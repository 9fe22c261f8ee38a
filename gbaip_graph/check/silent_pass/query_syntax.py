"""SPARQL in shapes that cannot be asked as it is written: no query, no ``$this``, no valid SPARQL.

What a query must not do at all is refused elsewhere, by the guard that every query passes.
https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.check.shacl.model import SH
from gbaip_graph.check.silent_pass.shape_syntax import RULE
from gbaip_graph.check.silent_pass.shapes_in_place import ShapesInPlace, told
from gbaip_graph.engines.sparql_algebra import algebra_of
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term

_SPARQL, _SELECT, _ASK = Iri(SH + "sparql"), Iri(SH + "select"), Iri(SH + "ask")
_PREFIXES, _DECLARE = Iri(SH + "prefixes"), Iri(SH + "declare")
_PREFIX, _NAMESPACE = Iri(SH + "prefix"), Iri(SH + "namespace")
_VALIDATORS = tuple(Iri(SH + name) for name in ("validator", "nodeValidator", "propertyValidator"))
_PARAMETER = Iri(SH + "parameter")


def query_syntax_findings(shapes: ShapesInPlace) -> Iterator[Finding]:
    """Find SPARQL constraints and components that no engine can ask as they are written."""
    for shape in shapes.graph.shapes.values():
        for node in shape.values.get(_SPARQL, ()):
            if not isinstance(node, Literal):
                yield from _constraint_faults(shapes, shape.node, node)
    yield from _unreadable_queries(shapes)
    yield from _prefix_faults(shapes)
    yield from _components_without_validator(shapes)


def _constraint_faults(shapes: ShapesInPlace, shape: Subject, node: Subject) -> Iterator[Finding]:
    queries = shapes.graph.values_of(node).get(_SELECT, ())
    if len(queries) != 1:
        what = f"a SPARQL constraint has one sh:select; {told(node)} has {len(queries)}"
        mend = "Give the constraint one query, and each further query a constraint of its own."
        at, value = (node, queries[1]) if queries else (shape, node)
        path = _SELECT if queries else _SPARQL
        yield shapes.finding(at, RULE, what, mend=mend, path=path, value=value)


def _unreadable_queries(shapes: ShapesInPlace) -> Iterator[Finding]:
    constraints = {node for shape in shapes.graph.shapes.values() for node in shape.values.get(_SPARQL, ())}
    for node, predicate, text in shapes.graph.queries():
        if predicate not in (_SELECT, _ASK):
            continue  # of rules, which nothing here runs
        try:
            guard(text)
        except QueryRefused:
            continue  # said where it is refused
        try:
            algebra = algebra_of(text)
        except QueryRefused as error:
            where = f" ({error.where})" if error.where else ""
            at = shapes.written_query(node, predicate, text)
            yield shapes.finding(
                node, "query", f"{error.what}{where}", mend=error.mend, path=predicate, value=at
            )
            continue
        if predicate == _SELECT and node in constraints and not _tells_this(algebra):
            what = "the query of a constraint does not SELECT $this, so its rows say nothing of any node"
            mend, at = "Begin it with SELECT $this WHERE {.", shapes.written_query(node, predicate, text)
            yield shapes.finding(node, RULE, what, mend=mend, path=predicate, value=at)


def _tells_this(algebra: object) -> bool:
    if getattr(algebra, "name", "") != "SelectQuery":
        return False
    return "this" in map(str, getattr(algebra, "PV", ()))


def _prefix_faults(shapes: ShapesInPlace) -> Iterator[Finding]:
    """Find declarations of prefixes that declare nothing."""
    for triple in dict.fromkeys(shapes.graph.triples):
        if triple.predicate == _DECLARE and not isinstance(triple.object, Literal):
            values = shapes.graph.values_of(triple.object)
            if not (_is_one_text(values.get(_PREFIX, ())) and _is_one_text(values.get(_NAMESPACE, ()))):
                what = "a declaration of a prefix has one sh:prefix and one sh:namespace, both literals"
                mend = 'Write [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ].'
                yield shapes.finding(
                    triple.subject, RULE, what, mend=mend, path=_DECLARE, value=triple.object
                )
        if triple.predicate == _PREFIXES and (
            isinstance(triple.object, Literal) or not shapes.graph.values_of(triple.object)
        ):
            what = f"sh:prefixes names {told(triple.object)}, of which nothing is said"
            mend = "Name the node that has the sh:declare of the prefixes, or leave it out."
            yield shapes.finding(
                triple.subject, "unknown-prefixes", what, mend=mend, path=_PREFIXES, value=triple.object,
                severity="warning",
            )  # fmt: skip


def _is_one_text(values: tuple[Term, ...]) -> bool:
    return len(values) == 1 and isinstance(values[0], Literal)


def _components_without_validator(shapes: ShapesInPlace) -> Iterator[Finding]:
    for node in dict.fromkeys(triple.subject for triple in shapes.graph.triples):
        values = shapes.graph.values_of(node)
        if _PARAMETER in values and not any(name in values for name in _VALIDATORS):
            what = f"the constraint component {told(node)} has no validator, so its shapes hold of everything"
            mend = "Give it a sh:validator, a sh:nodeValidator or a sh:propertyValidator."
            yield shapes.finding(node, RULE, what, mend=mend, path=_PARAMETER)
