"""The words in which is told what a validation reads: triples at the ends of paths, triples anywhere.

For ``dependencies``, which reads them out of shapes and queries, and for ``slices``, which walks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gbaip_graph.check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence, inverted
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Subject, Term


@dataclass(frozen=True)
class Dependency:
    """Triples that are read: those of the nodes at the end of ``prefix``, as seen from the focus node.

    They have such a node as their subject, or as their object where ``is_inverse``; ``predicate`` None stands
    for any property.
    """

    prefix: Path
    predicate: Iri | None
    is_inverse: bool = False


@dataclass(frozen=True)
class Anywhere:
    """Triples that are read whatever the focus node is; None stands for any term."""

    subject: Subject | None
    predicate: Iri | None
    object: Iri | None


@dataclass(frozen=True)
class Unbounded:
    """Why nobody can say what is read."""

    reason: str


Item: TypeAlias = Dependency | Anywhere | Unbounded


@dataclass(frozen=True)
class Reads:
    """Everything that validation by one shape may read; each part free of repetitions."""

    dependencies: tuple[Dependency, ...]
    anywhere: tuple[Anywhere, ...]
    unbounded: tuple[str, ...]


def gathered(items: Iterable[Item]) -> Reads:
    """Sort items by their kind, each once, in the order of their first mention."""
    found = tuple(dict.fromkeys(items))
    return Reads(
        dependencies=tuple(item for item in found if isinstance(item, Dependency)),
        anywhere=tuple(item for item in found if isinstance(item, Anywhere)),
        unbounded=tuple(item.reason for item in found if isinstance(item, Unbounded)),
    )


def then(prefix: Path, step: Path) -> Path:
    """Return the path that goes on from the end of another one."""
    walked, further = (one.paths if isinstance(one, Sequence) else (one,) for one in (prefix, step))
    return Sequence((*walked, *further))


def steps(path: Path, at: Path) -> Iterator[Dependency]:
    """Return what is read while a path is walked from the end of ``at``, step by step."""
    match path:
        case Predicate(iri=iri):
            yield Dependency(at, iri)
        case Inverse(path=Predicate(iri=iri)):
            yield Dependency(at, iri, is_inverse=True)
        case Inverse(path=inner):
            yield from steps(inverted(inner), at)
        case Sequence(paths=paths):
            for one in paths:
                yield from steps(one, at)
                at = then(at, one)
        case Alternative(paths=paths):
            for one in paths:
                yield from steps(one, at)
        case Repeated(path=inner, is_bounded=is_bounded):
            yield from steps(inner, at if is_bounded else then(at, Repeated(inner, 0)))


def name_of(node: Term) -> str:
    """Return how a shape is called in a reason."""
    if isinstance(node, Iri):
        return compact(node.value)
    return "a shape without a name" if isinstance(node, BlankNode) else f'"{node.lexical}"'
