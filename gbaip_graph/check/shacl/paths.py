"""SHACL property paths as values: read from a shapes graph, followed in a graph, and turned around.

For everything that needs to know which nodes a shape looks at. https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import (
    IRI_FIRST,
    IRI_NIL,
    IRI_REST,
    BlankNode,
    Iri,
    Literal,
    Subject,
    Term,
    Triple,
)

_SH = PREFIXES["sh"]
_INVERSE, _ALTERNATIVE = Iri(_SH + "inversePath"), Iri(_SH + "alternativePath")
_ZERO_OR_MORE, _ONE_OR_MORE = Iri(_SH + "zeroOrMorePath"), Iri(_SH + "oneOrMorePath")
_ZERO_OR_ONE = Iri(_SH + "zeroOrOnePath")
#: Paths are trees of a few steps; one that is deeper, or that contains itself, is no path.
_MOST_NESTED = 50

Values: TypeAlias = Mapping[Iri, tuple[Term, ...]]


@dataclass(frozen=True)
class Predicate:
    """One step along a property."""

    iri: Iri


@dataclass(frozen=True)
class Inverse:
    """A path walked from its end to its start."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """One path after the other; empty, it stays where it is."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Alternative:
    """Any one of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Repeated:
    """A path walked any number of times: ``least`` is 0 or 1, ``is_bounded`` means at most once."""

    path: Path
    least: int
    is_bounded: bool = False


Path: TypeAlias = Predicate | Inverse | Sequence | Alternative | Repeated
#: The path that stays where it is.
HERE = Sequence(())


class NoPath(ValueError):
    """A node of the shapes graph that is no well-formed path."""


def read_path(
    node: Term,
    *,
    values_of: Callable[[Subject], Values],
    members_of: Callable[[Term], tuple[Term, ...] | None],
) -> Path:
    """Read a path from the shapes graph; ``members_of`` gives the members of a list, None for what is none.

    Raises ``NoPath`` for a literal, a blank node with no or several kinds of path, and a path inside itself.
    """
    return _read(node, values_of, members_of, depth=0)


def _read(
    node: Term,
    values_of: Callable[[Subject], Values],
    members_of: Callable[[Term], tuple[Term, ...] | None],
    *,
    depth: int,
) -> Path:
    if depth > _MOST_NESTED:
        raise NoPath(f"the path is nested more than {_MOST_NESTED} deep, or contains itself")
    if isinstance(node, Iri):
        return Predicate(node)
    if isinstance(node, Literal):
        raise NoPath("a literal is no path")

    def inner(one: Term) -> Path:
        return _read(one, values_of, members_of, depth=depth + 1)

    values = values_of(node)
    if IRI_FIRST in values:
        return Sequence(tuple(map(inner, _members(node, members_of))))
    found = [(kind, value) for kind in _KINDS for value in values.get(kind, ())]
    if len(found) != 1:
        raise NoPath("a path is a property, a list, or a blank node with exactly one kind of path")
    kind, value = found[0]
    if kind == _ALTERNATIVE:
        return Alternative(tuple(map(inner, _members(value, members_of))))
    return _KINDS[kind](inner(value))


def _members(node: Term, members_of: Callable[[Term], tuple[Term, ...] | None]) -> tuple[Term, ...]:
    members = members_of(node)
    if members is None or len(members) < 2:
        raise NoPath("a sequence or alternative is a list of at least two paths")
    return members


_KINDS: Mapping[Iri, Callable[[Path], Path]] = {
    _INVERSE: Inverse,
    _ALTERNATIVE: lambda path: path,
    _ZERO_OR_MORE: lambda path: Repeated(path, 0),
    _ONE_OR_MORE: lambda path: Repeated(path, 1),
    _ZERO_OR_ONE: lambda path: Repeated(path, 0, is_bounded=True),
}


def inverted(path: Path) -> Path:
    """Return the path that leads back: inverses only ever stand before single properties."""
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(path=Predicate() as step):
            return step
        case Inverse(path=inner):
            return _pushed_in(inner)
        case Sequence(paths=paths):
            return Sequence(tuple(inverted(one) for one in reversed(paths)))
        case Alternative(paths=paths):
            return Alternative(tuple(map(inverted, paths)))
        case Repeated(path=inner, least=least, is_bounded=is_bounded):
            return Repeated(inverted(inner), least, is_bounded)


def _pushed_in(path: Path) -> Path:
    """Return the same path with inverses before single properties only."""
    match path:
        case Predicate():
            return path
        case Inverse(path=inner):
            return inverted(inner)
        case Sequence(paths=paths):
            return Sequence(tuple(map(_pushed_in, paths)))
        case Alternative(paths=paths):
            return Alternative(tuple(map(_pushed_in, paths)))
        case Repeated(path=inner, least=least, is_bounded=is_bounded):
            return Repeated(_pushed_in(inner), least, is_bounded)


def follow(path: Path, start: Iterable[Term], index: TripleIndex) -> set[Term]:
    """Return the nodes that the path reaches from any of the starting ones; a literal leads only back."""
    match path:
        case Predicate(iri=iri):
            return {o for node in start if not isinstance(node, Literal) for o in index.objects(node, iri)}
        case Inverse(path=Predicate(iri=iri)):
            return {s for node in start for s in index.subjects(iri, node)}
        case Inverse(path=inner):
            return follow(inverted(inner), start, index)
        case Sequence(paths=paths):
            nodes = set(start)
            for one in paths:
                nodes = follow(one, nodes, index)
            return nodes
        case Alternative(paths=paths):
            begin = set(start)
            return {node for one in paths for node in follow(one, begin, index)}
        case Repeated():
            return _repeat(path, set(start), index)


def _repeat(path: Repeated, start: set[Term], index: TripleIndex) -> set[Term]:
    if path.is_bounded:
        return start | follow(path.path, start, index)
    reached = set(start) if path.least == 0 else set()
    fresh = start
    while fresh:
        fresh = follow(path.path, fresh, index) - reached
        reached |= fresh
    return reached


def single_property(path: Path | None) -> Iri | None:
    """Return the property of a path of one step forwards, None for every other path."""
    return path.iri if isinstance(path, Predicate) else None


def write_path(path: Path, label: str) -> tuple[Term, tuple[Triple, ...]]:
    """Return a node that stands for the path in a shapes graph, and the triples that say so.

    Blank nodes are named after ``label``. Inverses only stand before single properties, which every engine
    reads alike.
    """
    match path:
        case Predicate(iri=iri):
            return iri, ()
        case Inverse(path=Predicate() as step):
            return _said(_INVERSE, step, label)
        case Inverse():
            return write_path(_pushed_in(path), label)
        case Sequence(paths=paths):
            return _listed(paths, label)
        case Alternative(paths=paths):
            members, triples = _listed(paths, f"{label}.l")
            return BlankNode(label), (Triple(BlankNode(label), _ALTERNATIVE, members), *triples)
        case Repeated(path=inner, least=least, is_bounded=is_bounded):
            return _said(_ZERO_OR_ONE if is_bounded else (_ZERO_OR_MORE, _ONE_OR_MORE)[least], inner, label)


def _said(kind: Iri, inner: Path, label: str) -> tuple[Term, tuple[Triple, ...]]:
    node, triples = write_path(inner, f"{label}.i")
    return BlankNode(label), (Triple(BlankNode(label), kind, node), *triples)


def _listed(paths: tuple[Path, ...], label: str) -> tuple[Term, tuple[Triple, ...]]:
    triples: list[Triple] = []
    rest: Term = IRI_NIL
    for place, path in reversed(tuple(enumerate(paths))):
        first, of_first = write_path(path, f"{label}.{place}f")
        cell = BlankNode(f"{label}.{place}")
        triples += [Triple(cell, IRI_FIRST, first), Triple(cell, IRI_REST, rest), *of_first]
        rest = cell
    return rest, tuple(triples)
