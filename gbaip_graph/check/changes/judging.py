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


_HIERARCHY_CHANGES = "the class hierarchy changes (rdfs:subClassOf)"


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


#: The shape's node -> the focus nodes it is to be applied to.
_Pairs = dict[Subject, Collection[Term]]


@dataclass(frozen=True)
class _Side:
    """What has to be judged of one side of a change: who by which shape, and all that they can read."""

    pairs: _Pairs
    part: MemoryIndex


@dataclass(frozen=True)
class Scope:
    """What a change can affect, cut out of both graphs, so that the judging needs neither of them."""

    before: _Side
    after: _Side
    full: tuple[FullRun, ...]

    @property
    def focus_nodes(self) -> frozenset[Term]:
        """The focus nodes that are judged, on either side."""
        sides = (self.before, self.after)
        return frozenset(node for side in sides for nodes in side.pairs.values() for node in nodes)

    @property
    def triples(self) -> int:
        """How many triples are given to the judge."""
        return sum(1 for side in (self.before, self.after) for _ in side.part)


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
    ) -> JudgedChange:
        """Return the results of all focus nodes that the change can affect, before and after it.

        ``added`` and ``removed`` are the triples in which the two graphs differ.
        """
        return self.results(self.scope(before=before, after=after, changed={*added, *removed}))

    def scope(self, *, before: ReadableGraph, after: ReadableGraph, changed: Collection[Triple]) -> Scope:
        """Find out what has to be judged, and cut it out of both graphs."""
        affected = self._all_affected(changed, before, after)
        reasons = {node: found.all_because for node, found in affected.items() if found.all_because}
        if any(triple.predicate == SUB_CLASS_OF for triple in changed):
            full: tuple[FullRun, ...] = (FullRun("", _HIERARCHY_CHANGES),)
        else:
            full = tuple(FullRun(_name(node), reason) for node, reason in reasons.items())
        return Scope(self._side(affected, before), self._side(affected, after), full)

    def results(self, scope: Scope) -> JudgedChange:
        """Judge what is in scope."""
        before, after = (self._results(side) for side in (scope.before, scope.after))
        return JudgedChange(before, after, len(scope.focus_nodes), scope.full)

    def _all_affected(
        self, changed: Collection[Triple], before: ReadableGraph, after: ReadableGraph
    ) -> dict[Subject, Affected]:
        if any(triple.predicate == SUB_CLASS_OF for triple in changed):
            return {shape.node: Affected(all_because=_HIERARCHY_CHANGES) for shape in self._shapes.targeted}
        shapes = self._shapes.targeted if changed else ()
        return {shape.node: self._affected(shape.node, changed, before, after) for shape in shapes}

    def _affected(
        self, node: Subject, changed: Collection[Triple], before: ReadableGraph, after: ReadableGraph
    ) -> Affected:
        reach = self._known.of(node)
        if reason := why_unbounded(reach):
            return Affected(all_because=reason)
        return affected_focus_nodes(reach, changed, before, after)

    def _side(self, affected: dict[Subject, Affected], index: ReadableGraph) -> _Side:
        pairs = self._pairs(affected, index)
        return _Side(pairs, MemoryIndex(slice_of_pairs(pairs, index, known=self._known) if pairs else ()))

    def _pairs(self, affected: dict[Subject, Affected], index: ReadableGraph) -> _Pairs:
        """Return the affected focus nodes of one graph, under every shape that is applied to them.

        Other shapes than those that are affected come with them, so that a record is told of as a whole.
        """
        nodes = {node for found in affected.values() for node in found.nodes}
        pairs: _Pairs = {}
        for shape in self._shapes.targeted:
            found = affected.get(shape.node)
            if found is not None and found.all_because:
                wanted = focus_nodes(shape.targets, index)
            else:
                is_target = target_test(shape.targets, index)
                # What a shape reads anywhere is large; it is not cut out for the sake of completeness.
                own = found.nodes if found is not None and self._known.of(shape.node).anywhere else nodes
                wanted = {node for node in own if is_target(node)}
            if wanted:
                pairs[shape.node] = wanted
        return pairs

    def _results(self, side: _Side) -> tuple[ValidationResult, ...]:
        if not side.pairs:
            return ()
        unsure = unsure_pairs(self._shapes, side.part, among=side.pairs)
        return judge(_needed(self._shapes, unsure), unsure, side.part)


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
