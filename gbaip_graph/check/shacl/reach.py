"""What a validation may read, told from its focus node: walks that lead to triples, and patterns of triples.

For change sets: forwards these cut the slice that a shape can read, backwards they lead from a changed triple
to the focus nodes that may have read it. It reads no shape; ``dependencies`` and ``query_dependencies`` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.check.shacl.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeated,
    Sequence,
    follow,
    inverted,
)
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term, Triple


@dataclass(frozen=True)
class AnyStep:
    """One step along any property, or back along any; what a variable predicate walks."""

    is_inverse: bool = False


Step: TypeAlias = Path | AnyStep
#: Walked one after the other from the focus node; empty, it stays there.
Prefix: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True)
class Dependency:
    """The triples of a node that ``prefix`` leads to: from it, or to it where ``is_inverse``.

    ``predicate`` None means those of any property; where ``others`` is given, only those with one of these
    terms at their other end.
    """

    prefix: Prefix
    predicate: Iri | None
    is_inverse: bool = False
    others: frozenset[Term] | None = None

    def reads(self, triple: Triple) -> bool:
        """Say whether a triple is read where the walk leads to its near end."""
        other = triple.subject if self.is_inverse else triple.object
        return self.predicate in (None, triple.predicate) and (self.others is None or other in self.others)


@dataclass(frozen=True)
class Anywhere:
    """The triples of a pattern that no walk from the focus node reaches: they concern every focus node."""

    subject: Subject | None
    predicate: Iri
    object: Term | None

    def matches(self, triple: Triple) -> bool:
        """Say whether a triple is one of these."""
        return (
            triple.predicate == self.predicate
            and self.subject in (None, triple.subject)
            and self.object in (None, triple.object)
        )


@dataclass(frozen=True)
class WholeGraph:
    """All triples of the named graph that ``prefix`` leads to."""

    prefix: Prefix


@dataclass(frozen=True)
class Unbounded:
    """Anything at all may be read, for this reason."""

    reason: str


Reading: TypeAlias = Dependency | Anywhere | WholeGraph | Unbounded


@dataclass(frozen=True)
class Reach:
    """Everything that may be read, without repetitions."""

    readings: frozenset[Reading] = frozenset()

    @property
    def unbounded(self) -> tuple[str, ...]:
        """The reasons why anything may be read, sorted; empty where there are bounds."""
        return tuple(sorted({one.reason for one in self.readings if isinstance(one, Unbounded)}))

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """What is reached from the focus node."""
        return tuple(one for one in self.readings if isinstance(one, Dependency))

    @property
    def anywhere(self) -> tuple[Anywhere, ...]:
        """What is read of every focus node alike."""
        return tuple(one for one in self.readings if isinstance(one, Anywhere))

    @property
    def graphs(self) -> tuple[WholeGraph, ...]:
        """The named graphs that are read as a whole."""
        return tuple(one for one in self.readings if isinstance(one, WholeGraph))


def steps(prefix: Prefix, path: Path) -> Iterator[Dependency]:
    """Return what is read where a path is walked from the end of a prefix: the triples of its every step."""
    match path:
        case Predicate(iri=iri):
            yield Dependency(prefix, iri)
        case Inverse(path=Predicate(iri=iri)):
            yield Dependency(prefix, iri, is_inverse=True)
        case Inverse(path=inner):
            yield from steps(prefix, inverted(inner))
        case Sequence(paths=paths):
            for one in paths:
                yield from steps(prefix, one)
                prefix = (*prefix, one)
        case Alternative(paths=paths):
            for one in paths:
                yield from steps(prefix, one)
        case Repeated(path=inner, is_bounded=is_bounded):
            yield from steps(prefix if is_bounded else (*prefix, Repeated(inner, 0)), inner)


def backwards(prefix: Prefix) -> Prefix:
    """Return the walk that leads back to the focus nodes."""
    return tuple(
        AnyStep(not step.is_inverse) if isinstance(step, AnyStep) else inverted(step)
        for step in reversed(prefix)
    )


class Walks:
    """Walks from one set of nodes in one graph; what many walks begin with is walked once."""

    def __init__(self, start: Iterable[Term], index: TripleIndex) -> None:
        self._index = index
        self._ends: dict[Prefix, set[Term]] = {(): set(start)}

    def end_of(self, prefix: Prefix) -> set[Term]:
        """Return the nodes that the walk leads to."""
        if prefix not in self._ends:
            self._ends[prefix] = _step(prefix[-1], self.end_of(prefix[:-1]), self._index)
        return self._ends[prefix]


def _step(step: Step, nodes: set[Term], index: TripleIndex) -> set[Term]:
    if not isinstance(step, AnyStep):
        return follow(step, nodes, index)
    if step.is_inverse:
        return {subject for node in nodes for subject, _ in index.incoming(node)}
    return {object for node in nodes if not isinstance(node, Literal) for _, object in index.outgoing(node)}


def by_predicate(reach: Reach) -> Mapping[Iri | None, tuple[Dependency, ...]]:
    """Return the dependencies by their predicate; under None those that any triple may be read by."""
    found: dict[Iri | None, list[Dependency]] = {}
    for one in reach.dependencies:
        found.setdefault(one.predicate, []).append(one)
    return {predicate: tuple(of_predicate) for predicate, of_predicate in found.items()}
