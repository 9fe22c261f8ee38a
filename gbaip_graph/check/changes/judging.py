"""Judge a change by shapes: only the focus nodes that it can affect, on what was there before and after it.

The engine and the slices are those of the full run. Which shapes had to be run in full is told with the
reason; files and wording are left to the callers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from gbaip_graph.check.shacl.classes import focus_nodes
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import SH, SUB_CLASS_OF, ShapesGraph
from gbaip_graph.check.shacl.pair_slices import (
    KnownReach,
    ReadableGraph,
    slice_of_pairs,
    target_test,
    why_unbounded,
)
from gbaip_graph.check.shacl.slices import Affected, affected_focus_nodes
from gbaip_graph.check.shacl.validate import judge, unsure_pairs
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term, Triple

_SIBLINGS = Iri(SH + "qualifiedValueShapesDisjoint")


@dataclass(frozen=True)
class FullRun:
    """A shape, or everything (``shape`` is empty), that was judged as a whole, and why."""

    shape: str
    because: str


@dataclass(frozen=True)
class JudgedChange:
    """The validation results of the affected focus nodes before and after a change."""

    before: tuple[ValidationResult, ...]
    after: tuple[ValidationResult, ...]
    affected: int
    full: tuple[FullRun, ...] = ()

    @property
    def new(self) -> tuple[ValidationResult, ...]:
        """The results that are there only after the change."""
        return _more(self.after, self.before)

    @property
    def fixed(self) -> tuple[ValidationResult, ...]:
        """The results that were there only before the change."""
        return _more(self.before, self.after)

    @property
    def standing(self) -> tuple[ValidationResult, ...]:
        """The results of the affected focus nodes that are there before and after the change."""
        return tuple((Counter(self.after) & Counter(self.before)).elements())


class ChangeJudge:
    """The shapes by which changes are judged; what each reads is worked out once."""

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes
        self._known = KnownReach(shapes)

    def prepare(self) -> None:
        """Work out what every shape reads, so that judging need not."""
        for shape in self._shapes.targeted:
            self._known.of(shape.node)

    def judge(
        self,
        *,
        before: ReadableGraph,
        after: ReadableGraph,
        added: Collection[Triple],
        removed: Collection[Triple],
        everything_because: str = "",
    ) -> JudgedChange:
        """Return the results of all focus nodes that the change can affect.

        ``added`` and ``removed`` are the triples in which the two graphs differ. ``everything_because`` asks
        for a full run of both.
        """
        changed = {*added, *removed}
        if not everything_because and any(triple.predicate == SUB_CLASS_OF for triple in changed):
            everything_because = "the class hierarchy changes (rdfs:subClassOf)"
        if everything_because:
            whole = {shape.node: Affected(frozenset(), everything_because) for shape in self._shapes.targeted}
            return self._judged(whole, before, after, (FullRun("", everything_because),))
        affected = {
            shape.node: self._affected(shape.node, changed, before, after)
            for shape in (self._shapes.targeted if changed else ())
        }
        full = tuple(
            FullRun(_name(node), found.all_because) for node, found in affected.items() if found.all_because
        )
        return self._judged(affected, before, after, full)

    def _affected(
        self, node: Subject, changed: Collection[Triple], before: ReadableGraph, after: ReadableGraph
    ) -> Affected:
        reach = self._known.of(node)
        if reason := why_unbounded(reach):
            return Affected(all_because=reason)
        return affected_focus_nodes(reach, changed, before, after)

    def _judged(
        self,
        affected: dict[Subject, Affected],
        before: ReadableGraph,
        after: ReadableGraph,
        full: tuple[FullRun, ...],
    ) -> JudgedChange:
        pairs = [self._pairs(affected, index) for index in (before, after)]
        of_before, of_after = (
            self._results(found, index) for found, index in zip(pairs, (before, after), strict=True)
        )
        nodes = {node for found in pairs for nodes in found.values() for node in nodes}
        return JudgedChange(of_before, of_after, len(nodes), full)

    def _pairs(
        self, affected: dict[Subject, Affected], index: ReadableGraph
    ) -> dict[Subject, Collection[Term]]:
        """Return the affected focus nodes of one graph, under every shape that is applied to them.

        Other shapes than those that are affected come with them, so that a record is told of as a whole.
        """
        nodes = {node for found in affected.values() for node in found.nodes}
        pairs: dict[Subject, Collection[Term]] = {}
        for shape in self._shapes.targeted:
            found = affected.get(shape.node)
            if found is not None and found.all_because:
                wanted = focus_nodes(shape.targets, index)
            else:
                is_target = target_test(shape.targets, index)
                wanted = {node for node in nodes if is_target(node)}
            if wanted:
                pairs[shape.node] = wanted
        return pairs

    def _results(
        self, pairs: dict[Subject, Collection[Term]], index: ReadableGraph
    ) -> tuple[ValidationResult, ...]:
        if not pairs:
            return ()
        part = MemoryIndex(slice_of_pairs(pairs, index, known=self._known))
        unsure = unsure_pairs(self._shapes, part, among=pairs)
        return judge(_needed(self._shapes, unsure), unsure, part)


def _needed(shapes: ShapesGraph, nodes: Iterable[Subject]) -> ShapesGraph:
    """Return the part of a shapes graph that lies below these shapes, which is all that the judge needs.

    Components and siblings are found from elsewhere; where there are such, it is the whole.
    """
    if shapes.custom_parameters or any(triple.predicate == _SIBLINGS for triple in shapes.triples):
        return shapes
    waiting, seen = list(nodes), set[Subject]()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(_values(shapes, node))
    return ShapesGraph(tuple(triple for triple in shapes.triples if triple.subject in seen))


def _name(node: Subject) -> str:
    return compact(node.value) if isinstance(node, Iri) else "a shape without a name"


def _values(shapes: ShapesGraph, node: Subject) -> Iterator[Subject]:
    for objects in shapes.values_of(node).values():
        for object in objects:
            if not isinstance(object, Literal):
                yield object


def _more(one: Iterable[ValidationResult], other: Iterable[ValidationResult]) -> tuple[ValidationResult, ...]:
    return tuple((Counter(one) - Counter(other)).elements())
