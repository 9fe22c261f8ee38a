"""Whether a query asked once of the whole graph says what it would say with ``$this`` bound beforehand.

For SPARQL constraints, which SHACL asks once for each focus node. It reads the algebra of rdflib's parser and
answers "the same" only where that follows from the way groups are joined.
https://www.w3.org/TR/shacl/#pre-binding
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from rdflib.paths import MulPath, Path
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

_THIS = Variable("this")
#: Names that are bound beforehand too, and to what only the judge knows.
_OTHER_PREBOUND = frozenset(map(Variable, ("PATH", "shapesGraph", "currentShape")))


Leaf = TypeVar("Leaf")


class Scope(enum.Enum):
    """What a group has to do with ``$this``."""

    BOUND = "it binds $this in every row, by triples of the focus node"
    FREE = "it does not speak of $this"
    DIFFERENT = "bound beforehand, $this may give other rows"


def is_askable_once(algebra: Any) -> bool:
    """Say whether the rows of one run, sorted by ``?this``, are those of a run for each focus node."""
    return _scope(algebra.p) is Scope.BOUND and not _OTHER_PREBOUND & set(_variables(algebra))


def _scope(part: Any) -> Scope:
    read = _READERS.get(part.name)
    return Scope.DIFFERENT if read is None else read(part)


def _of_pattern(part: Any) -> Scope:
    if not any(
        _THIS in (subject, object) or predicate == _THIS for subject, predicate, object in part.triples
    ):
        return Scope.FREE
    is_in_graph = any(
        _THIS in (subject, object) and not _may_stay(predicate) for subject, predicate, object in part.triples
    )
    return Scope.BOUND if is_in_graph else Scope.DIFFERENT


def _may_stay(predicate: Any) -> bool:
    """Say whether a path may have no step at all; it then holds for nodes that are not in the graph."""
    if isinstance(predicate, MulPath):
        return bool(predicate.zero) or _may_stay(predicate.path)
    # A sequence or alternative is taken to be the worst of its parts.
    return isinstance(predicate, Path) and any(map(_may_stay, getattr(predicate, "args", ())))


def _of_join(part: Any) -> Scope:
    return _both(_scope(part.p1), _scope(part.p2))


def _both(one: Scope, two: Scope) -> Scope:
    if Scope.DIFFERENT in (one, two):
        return Scope.DIFFERENT
    return Scope.BOUND if Scope.BOUND in (one, two) else Scope.FREE


def _of_left_join(part: Any) -> Scope:
    left, right = _scope(part.p1), _scope(part.p2)
    if Scope.DIFFERENT in (left, right) or not _is_evaluable(part.expr, left):
        return Scope.DIFFERENT
    return left if left is Scope.BOUND or right is Scope.FREE else Scope.DIFFERENT


def _of_filter(part: Any) -> Scope:
    inner = _scope(part.p)
    return inner if _is_evaluable(part.expr, inner) else Scope.DIFFERENT


def _of_extend(part: Any) -> Scope:
    inner = _scope(part.p)
    if part.var == _THIS:
        return inner if _is_grouped(part) else Scope.DIFFERENT
    return inner if _is_evaluable(part.expr, inner) else Scope.DIFFERENT


def _is_grouped(part: Any) -> bool:
    """Say whether ``$this`` is the key of a group, which the parser writes as a sample of it."""
    grouped = part.p
    while grouped.name == "Extend":
        grouped = grouped.p
    return grouped.name == "AggregateJoin" and any(
        one.name == "Aggregate_Sample" and one.vars == _THIS and one.res == part.expr for one in grouped.A
    )


def _is_evaluable(expression: Any, inner: Scope) -> bool:
    """Say whether an expression sees the same ``$this``; EXISTS is asked with the row's values put in."""
    if _THIS not in set(_variables(expression)):
        return not any(map(_is_opaque, _parts(expression))) or inner is Scope.BOUND
    return inner is Scope.BOUND and not any(map(_is_opaque, _parts(expression)))


def _is_opaque(part: CompValue) -> bool:
    """Say whether a part of an EXISTS is computed before the values are put in."""
    return part.name in (
        "SubSelect",
        "InlineData",
        "MinusGraphPattern",
        "ServiceGraphPattern",
        "GraphGraphPattern",
    )


def _of_union(part: Any) -> Scope:
    one, two = _scope(part.p1), _scope(part.p2)
    return one if one is two else Scope.DIFFERENT


def _of_inner(part: Any) -> Scope:
    return _scope(part.p)


def _of_group(part: Any) -> Scope:
    """Read a grouping: apart for each ``$this`` only where that is what it groups by."""
    inner = _scope(part.p)
    return inner if inner is Scope.BOUND and _THIS in (part.expr or ()) else Scope.DIFFERENT


def _of_project(part: Any) -> Scope:
    """Read a selection of columns; without ``$this`` among them, its rows are no longer apart for each."""
    inner = _scope(part.p)
    return Scope.DIFFERENT if inner is Scope.BOUND and _THIS not in part.PV else inner


def _of_sub_select(part: Any) -> Scope:
    """Read a query in a query, which SHACL only allows with ``$this`` among its columns."""
    is_apart = part.p.name == "Project" and _scope(part.p) is Scope.BOUND
    return Scope.BOUND if is_apart else Scope.DIFFERENT


def _parts(node: Any) -> Iterator[CompValue]:
    if isinstance(node, CompValue):
        yield node
        for name, value in node.items():
            if name != "_vars":
                yield from _parts(value)
    elif isinstance(node, list | tuple | set | frozenset):
        for one in node:
            yield from _parts(one)


def _variables(node: Any) -> Iterator[Variable]:
    return _leaves(node, Variable)


def _leaves(node: Any, kind: type[Leaf]) -> Iterator[Leaf]:
    """Return everything of that kind below a node of the algebra, in paths too."""
    if isinstance(node, kind):
        yield node
    elif isinstance(node, CompValue):
        for name, value in node.items():
            if name != "_vars":
                yield from _leaves(value, kind)
    elif isinstance(node, Path):
        for value in vars(node).values():
            yield from _leaves(value, kind)
    elif isinstance(node, list | tuple | set | frozenset):
        for one in node:
            yield from _leaves(one, kind)


_READERS: Mapping[str, Callable[[Any], Scope]] = MappingProxyType(
    {
        "AggregateJoin": _of_inner,
        "BGP": _of_pattern,
        "Distinct": _of_inner,
        "Extend": _of_extend,
        "Filter": _of_filter,
        "Group": _of_group,
        "Join": _of_join,
        "LeftJoin": _of_left_join,
        "OrderBy": _of_inner,
        "Project": _of_project,
        "Reduced": _of_inner,
        "SelectQuery": _of_inner,
        "ToMultiSet": _of_sub_select,
        "Union": _of_union,
    }
)
