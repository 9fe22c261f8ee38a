"""What a SPARQL constraint reads, from its algebra: which triples hang on ``$this``, and by which path.

For ``dependencies``. A pattern is anchored where variables that are surely bound connect it with ``$this``;
where none do, its triples are read whatever the focus node is. It runs no query.
https://www.w3.org/TR/sparql11-query/#sparqlAlgebra
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from gbaip_graph.check.shacl.model import SparqlConstraint
from gbaip_graph.check.shacl.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeated,
    Sequence,
    inverted,
)
from gbaip_graph.check.shacl.reads import Anywhere, Dependency, Item, Unbounded, name_of, steps, then
from gbaip_graph.engines.sparql_algebra import algebra_of
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused
from gbaip_graph.turtle.terms import Iri

#: Variable -> the path that reaches everything it can stand for, from the focus node.
Anchors: TypeAlias = Mapping[Any, Path]

_THIS, _PATH = Variable("this"), Variable("PATH")
_EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
_TRANSPARENT = ("SelectQuery", "Project", "Distinct", "Reduced", "OrderBy", "Slice", "Group", "AggregateJoin")


class _NoSteps(ValueError):
    """A predicate that is no path of properties: a variable, or all properties but some."""


def of_constraint(constraint: SparqlConstraint, *, at: Path, path: Path | None) -> Iterator[Item]:
    """Return what a constraint reads with ``$this`` at the end of ``at``; ``path`` is its ``$PATH``."""
    return of_query(constraint.select, {"this": at}, path=path, name=name_of(constraint.node))


def of_query(
    text: str, anchors: Mapping[str, Path], *, path: Path | None = None, name: str = "the query"
) -> Iterator[Item]:
    """Return what a SELECT query reads; ``anchors`` are its variables whose values are known beforehand."""
    try:
        guard(text)
        algebra = algebra_of(text)
    except QueryRefused as error:
        yield Unbounded(f"{name}: {error.what}")
        return
    reading = _Reading(name, path)
    if algebra.datasetClause:
        yield Unbounded(f"{name} names graphs")
    yield from reading.of_part(algebra.p, {Variable(each): way for each, way in anchors.items()})


class _Reading:
    """One query; its group patterns are read from above, with the anchors of what they are joined to."""

    def __init__(self, name: str, path: Path | None) -> None:
        self._name = name
        self._path = path

    def of_part(self, part: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what a part of the algebra reads where its variables are anchored like that from outside."""
        if part.name in _TRANSPARENT:
            yield from self.of_part(part.p, anchors)
            prebound = {name: way for name, way in anchors.items() if name == _THIS}
            for name, value in part.items():
                if name not in ("p", "_vars", "PV"):
                    yield from self.of_expression(value, prebound)
        elif (read := _READERS.get(part.name)) is not None:
            yield from read(self, part, anchors)
        else:
            yield Unbounded(f"{self._name} uses {_WORDS.get(part.name, part.name)}")

    def of_expression(self, expression: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what the EXISTS in an expression read; everything else in it only looks at the row."""
        if isinstance(expression, CompValue) and expression.name in _EXISTS:
            yield from self.of_part(translateGroupGraphPattern(expression.graph), anchors)
        elif isinstance(expression, CompValue):
            for name, value in expression.items():
                if name != "_vars":
                    yield from self.of_expression(value, anchors)
        elif isinstance(expression, list | tuple | set | frozenset):
            for value in expression:
                yield from self.of_expression(value, anchors)

    def of_triples(self, part: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what a basic graph pattern reads."""
        reached = self.spread(part, anchors)
        for subject, predicate, object in part.triples:
            yield from self._of_triple(subject, predicate, object, reached)

    def _of_triple(self, subject: Any, predicate: Any, object: Any, anchors: Anchors) -> Iterator[Item]:
        try:
            path = self._steps(predicate)
        except _NoSteps as error:
            if subject in anchors:
                yield from _both_ways(anchors[subject], predicate, is_inverse=False)
            elif object in anchors:
                yield from _both_ways(anchors[object], predicate, is_inverse=True)
            elif isinstance(predicate, Variable) and (_iri(subject) or _iri(object)):
                yield Anywhere(_iri(subject), None, _iri(object))
            else:
                yield Unbounded(f"{self._name} asks for {error} of nodes that nothing connects with $this")
            if not isinstance(predicate, Variable | NegatedPath):
                yield Unbounded(f"{self._name} walks on behind {error}")
            return
        if subject in anchors:
            yield from steps(path, anchors[subject])
        elif object in anchors:
            yield from steps(inverted(path), anchors[object])
        elif isinstance(path, Predicate):
            yield Anywhere(_iri(subject), path.iri, _iri(object))
        elif _may_stay(path) and _is_variable(subject) and _is_variable(object):
            yield Unbounded(f"{self._name} has a path without a step between nodes not connected with $this")
        else:
            yield from (Anywhere(None, step.predicate, None) for step in steps(path, Sequence(())))

    def of_join(self, part: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what two joined parts read: each lends its anchors to the other."""
        reached = self.spread(part, anchors)
        yield from self.of_part(part.p1, reached)
        yield from self.of_part(part.p2, reached)

    def of_left_join(self, part: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what an OPTIONAL reads: inside it, only what stands before it is surely bound."""
        yield from self.of_part(part.p1, anchors)
        before = self._surely(part.p1, anchors)
        yield from self.of_part(part.p2, before)
        yield from self.of_expression(part.expr, self.spread(part.p2, before))

    def of_filter(self, part: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what a FILTER or BIND reads."""
        yield from self.of_part(part.p, anchors)
        yield from self.of_expression(part.expr, self._surely(part.p, anchors))

    def of_union(self, part: Any, anchors: Anchors) -> Iterator[Item]:
        """Return what either side of a UNION reads."""
        yield from self.of_part(part.p1, anchors)
        yield from self.of_part(part.p2, anchors)

    def spread(self, part: Any, anchors: Anchors) -> Anchors:
        """Return the anchors with those that a part adds: of connected variables that it surely binds."""
        if part.name == "BGP":
            return self._spread_over(part.triples, anchors)
        if part.name == "Join":
            return self._spread_over_both(part, anchors)
        if part.name == "Union":
            one, two = (self.spread(side, anchors) for side in (part.p1, part.p2))
            added = {
                name: Alternative((one[name], two[name])) for name in one.keys() & two.keys() - anchors.keys()
            }
            return {**anchors, **added}
        if part.name == "LeftJoin":
            return self.spread(part.p1, anchors)
        return self.spread(part.p, anchors) if part.name in ("Filter", "Extend") else anchors

    def _spread_over_both(self, part: Any, anchors: Anchors) -> Anchors:
        reached = self.spread(part.p2, self.spread(part.p1, anchors))
        return reached if len(reached) == len(anchors) else self._spread_over_both(part, reached)

    def _spread_over(self, triples: Any, anchors: Anchors) -> Anchors:
        reached, count = dict(anchors), -1
        while count != len(reached):
            count = len(reached)
            for subject, predicate, object in triples:
                self._step(subject, predicate, object, reached)
        return reached

    def _step(self, subject: Any, predicate: Any, object: Any, reached: dict[Any, Path]) -> None:
        try:
            path = self._steps(predicate)
        except _NoSteps:
            return
        if subject in reached and _is_variable(object) and object not in reached:
            reached[object] = then(reached[subject], path)
        elif object in reached and _is_variable(subject) and subject not in reached:
            reached[subject] = then(reached[object], inverted(path))

    def _surely(self, part: Any, anchors: Anchors) -> Anchors:
        """Return the anchors of ``$this`` and of what a part surely binds; others may be free inside it."""
        bound = {_THIS, *_bound(part)}
        return {name: way for name, way in self.spread(part, anchors).items() if name in bound}

    def _steps(self, predicate: Any) -> Path:
        if predicate == _PATH and self._path is not None:
            return self._path
        return _read_path(predicate)


def _both_ways(prefix: Path, predicate: Any, *, is_inverse: bool) -> Iterator[Dependency]:
    yield Dependency(prefix, None, is_inverse)
    if isinstance(predicate, NegatedPath):  # it may leave out properties of the other direction
        yield Dependency(prefix, None, not is_inverse)


def _bound(part: Any) -> frozenset[Any]:
    """Return the variables that are bound in every row of a part."""
    match part.name:
        case "BGP":
            return frozenset(term for triple in part.triples for term in triple if _is_variable(term))
        case "Join":
            return _bound(part.p1) | _bound(part.p2)
        case "Union":
            return _bound(part.p1) & _bound(part.p2)
        case "LeftJoin":
            return _bound(part.p1)
        case "Filter" | "Extend":
            return _bound(part.p)
    return frozenset()


def _read_path(predicate: Any) -> Path:
    """Turn a predicate of the algebra into a path; raises ``_NoSteps`` where it can be any property."""
    match predicate:
        case URIRef():
            return Predicate(Iri(str(predicate)))
        case InvPath():
            return inverted(_read_path(predicate.arg))
        case SequencePath():
            return Sequence(tuple(map(_read_path, predicate.args)))
        case AlternativePath():
            return Alternative(tuple(map(_read_path, predicate.args)))
        case MulPath():
            return Repeated(
                _read_path(predicate.path), 0 if predicate.zero else 1, is_bounded=not predicate.more
            )
        case NegatedPath():
            raise _NoSteps("all properties but some")
    raise _NoSteps("any property")


def _may_stay(path: Path) -> bool:
    """Say whether a path may have no step at all."""
    match path:
        case Repeated(path=inner, least=least):
            return least == 0 or _may_stay(inner)
        case Sequence(paths=paths):
            return all(map(_may_stay, paths))
        case Alternative(paths=paths):
            return any(map(_may_stay, paths))
        case Inverse(path=inner):
            return _may_stay(inner)
    return False


def _is_variable(term: Any) -> bool:
    return isinstance(term, Variable | BNode)


def _iri(term: Any) -> Iri | None:
    """Return an IRI that a pattern names; literals are left open, since engines write them as they like."""
    return Iri(str(term)) if isinstance(term, URIRef) else None


_READERS: Mapping[str, Callable[[_Reading, Any, Anchors], Iterator[Item]]] = MappingProxyType(
    {
        "BGP": _Reading.of_triples,
        "Extend": _Reading.of_filter,
        "Filter": _Reading.of_filter,
        "Join": _Reading.of_join,
        "LeftJoin": _Reading.of_left_join,
        "Union": _Reading.of_union,
    }
)
_WORDS: Mapping[str, str] = MappingProxyType(
    {"Graph": "GRAPH", "Minus": "MINUS", "ServiceGraphPattern": "SERVICE", "ToMultiSet": "a query in a query"}
)
