"""Find the focus nodes that surely conform to a shape, so that the judge need not look at them.

A pre-check, not a validator: it never says that something is wrong, only "this conforms, whoever asks" or "do
not know". What it does not know (a rare construct, a literal that engines read differently, anything that may
be a violation) goes to pySHACL. That is what makes a full run fast without a second opinion of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from gbaip_graph.check.shacl.classes import classes_below
from gbaip_graph.check.shacl.constraint_reading import NotRead
from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.check.shacl.model import Shape, ShapesGraph
from gbaip_graph.check.shacl.paths import follow, single_property
from gbaip_graph.check.shacl.sure_conformance import READERS
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term

#: Says of a node whether it surely conforms.
Test = Callable[[Term], bool]


class Clearing:
    """The shapes of a shapes graph as tests on the nodes of one graph; each shape is read once."""

    def __init__(self, shapes: ShapesGraph, index: TripleIndex) -> None:
        self._shapes = shapes
        self._index = index
        self._tests: dict[Subject, Test] = {}
        self._being_read: set[Subject] = set()
        self._below: dict[Term, frozenset[Term]] = {}

    def test_of(self, shape: Shape, *, without: Collection[str] = ()) -> Test:
        """Return the test of a shape applied by itself; ``without`` names what is judged apart."""
        try:
            return self._read(shape, without)
        except NotRead:
            return _never

    # What the readers of single constraints ask for:

    def members(self, node: Term) -> tuple[Term, ...]:
        """Return the members of a list; raises ``NotRead`` for what is none."""
        members = self._shapes.members_of(node)
        if members is None:
            raise NotRead("no well-formed list")
        return members

    def described(self, node: Term) -> Shape:
        """Return another shape itself; raises ``NotRead`` where there is none."""
        shape = None if isinstance(node, Literal) else self._shapes.shapes.get(node)
        if shape is None:
            raise NotRead("no shape")
        return shape

    def shape(self, node: Term) -> Test:
        """Return the test of another shape; raises ``NotRead`` where it leads back to this one."""
        shape = self.described(node)
        if shape.node in self._being_read:
            raise NotRead("the shape contains itself")
        if shape.node not in self._tests:
            self._tests[shape.node] = self._read(shape, ())
        return self._tests[shape.node]

    def below(self, top: Term) -> frozenset[Term]:
        """Return a class and all its subclasses."""
        if top not in self._below:
            self._below[top] = classes_below(top, self._index)
        return self._below[top]

    def objects(self, subject: Subject, predicate: Iri) -> Collection[Term]:
        """Return the objects of the triples with this subject and predicate."""
        return tuple(self._index.objects(subject, predicate))

    def predicates(self, subject: Subject) -> Collection[Iri]:
        """Return the properties that a subject has."""
        return {predicate for predicate, _ in self._index.outgoing(subject)}

    def _read(self, shape: Shape, without: Collection[str]) -> Test:
        if shape.is_deactivated:
            return _surely
        unread = shape.parameters.difference(READERS, without)
        if shape.unread or unread:
            raise NotRead(f"{', '.join(sorted({*shape.unread, *unread}))} of {shape.node}")
        self._being_read.add(shape.node)
        try:
            checks = [READERS[name](shape, self) for name in sorted(shape.parameters.difference(without))]
        finally:
            self._being_read.discard(shape.node)
        values_of = self._value_nodes(shape)

        def conforms(node: Term) -> bool:
            values = values_of(node)
            return all(check(node, values) for check in checks)

        return conforms

    def _value_nodes(self, shape: Shape) -> Callable[[Term], Collection[Term]]:
        if shape.path is None:
            return lambda node: (node,)
        path, index = shape.path, self._index
        if (step := single_property(path)) is not None:
            return lambda node: () if isinstance(node, Literal) else tuple(index.objects(node, step))
        return lambda node: follow(path, (node,), index)


def _never(_: Term) -> bool:
    return False


def _surely(_: Term) -> bool:
    return True
