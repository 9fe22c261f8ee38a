"""Read single things from rdflib's algebra: paths, the groups of EXISTS, and whether a group needs a triple.

For ``query_dependencies``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from gbaip_graph.check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from gbaip_graph.check.shacl.reach import AnyStep, Step
from gbaip_graph.turtle.terms import Iri


def step_of(predicate: Any) -> Step | None:
    """Return the step that a predicate stands for, None for one that cannot be followed."""
    if isinstance(predicate, Variable) or (isinstance(predicate, NegatedPath) and _is_forward(predicate)):
        return AnyStep()
    return _path(predicate)


def _path(predicate: Any) -> Path | None:
    """Return rdflib's path as one of ours, None for one with a negated step."""
    match predicate:
        case URIRef():
            return Predicate(Iri(str(predicate)))
        case InvPath(arg=inner):
            return Inverse(found) if (found := _path(inner)) else None
        case SequencePath(args=args):
            found_all = [_path(one) for one in args]
            return Sequence(tuple(one for one in found_all if one)) if all(found_all) else None
        case AlternativePath(args=args):
            found_all = [_path(one) for one in args]
            return Alternative(tuple(one for one in found_all if one)) if all(found_all) else None
        case MulPath(path=inner, mod=mod):
            least, is_bounded = (1 if mod == "+" else 0), mod == "?"
            return Repeated(found, least, is_bounded) if (found := _path(inner)) else None
    return None


def _is_forward(negated: NegatedPath) -> bool:
    return all(isinstance(one, URIRef) for one in negated.args)


def may_stay(path: Step) -> bool:
    """Say whether a path may be walked without a step."""
    match path:
        case Predicate() | AnyStep():
            return False
        case Inverse(path=inner):
            return may_stay(inner)
        case Sequence(paths=paths):
            return all(map(may_stay, paths))
        case Alternative(paths=paths):
            return any(map(may_stay, paths))
        case Repeated(path=inner, least=least):
            return least == 0 or may_stay(inner)


def is_matched(part: Any) -> bool:
    """Say whether every row of a group needs a triple in the graph that it is asked of."""
    if part.name == "BGP":
        steps_taken = (predicate for _, predicate, _ in part.triples)
        return any(
            not isinstance(one, MulPath | SequencePath | AlternativePath | InvPath) for one in steps_taken
        )
    if part.name == "Join":
        return is_matched(part.p1) or is_matched(part.p2)
    if part.name == "Union":
        return is_matched(part.p1) and is_matched(part.p2)
    inner = part.p1 if part.name in ("LeftJoin", "Minus") else part.p
    return part.name in ("Extend", "Filter", "LeftJoin", "Minus") and is_matched(inner)


def exists_in(part: Any) -> Iterator[Any]:
    """Return the groups of EXISTS in the expressions of a part."""
    for name, value in part.items():
        if name not in ("p", "p1", "p2", "_vars"):
            yield from _exists_below(value)


def _exists_below(value: Any) -> Iterator[Any]:
    if isinstance(value, CompValue):
        if value.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            # The parser leaves the group as written in the dictionary, and its algebra in the attribute.
            yield value.graph
        else:
            yield from (found for one in value.values() for found in _exists_below(one))
    elif isinstance(value, list | tuple):
        yield from (found for one in value for found in _exists_below(one))
