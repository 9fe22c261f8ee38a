"""What the validation of a focus node by a shape may read: every triple that could change its results.

For change sets. It reads the shapes as written and rather says too much; what it cannot bound it names.
https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from gbaip_graph.check.shacl.model import SUB_CLASS_OF, Shape, ShapesGraph, Targets
from gbaip_graph.check.shacl.paths import Predicate, Repeated
from gbaip_graph.check.shacl.query_dependencies import readings_of_query
from gbaip_graph.check.shacl.reach import Dependency, Prefix, Reach, Reading, Unbounded, steps
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Subject, Term

_TYPE, _ANY_SUPERCLASS = Predicate(IRI_TYPE), Repeated(Predicate(SUB_CLASS_OF), 0)


def reach_of(shape: Shape, shapes: ShapesGraph) -> Reach:
    """Return what the validation of a focus node by a shape may read, its targets included."""
    readings = frozenset(_Collector(shapes).readings(shape, ()))
    return Reach(readings | frozenset(target_readings(shape.targets)))


def target_readings(targets: Targets) -> Iterator[Dependency]:
    """Return the triples of a node that make it a focus node."""
    if targets.classes:
        yield from _class_readings(())
    for predicate in targets.subjects_of:
        yield Dependency((), predicate)
    for predicate in targets.objects_of:
        yield Dependency((), predicate, is_inverse=True)


def _class_readings(prefix: Prefix) -> Iterator[Dependency]:
    """Return what says of which classes a node is: its types, and the classes above them."""
    yield Dependency(prefix, IRI_TYPE)
    yield Dependency((*prefix, _TYPE, _ANY_SUPERCLASS), SUB_CLASS_OF)


class _Collector:
    """Goes through a shape and the shapes within it."""

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes
        self._open: set[Subject] = set()

    def readings(self, shape: Shape, here: Prefix) -> Iterator[Reading]:
        """Return what a shape reads of a node; ``here`` is the walk that leads to the node."""
        if shape.is_deactivated:
            return
        if shape.node in self._open:
            yield Unbounded(f"{_name(shape)} contains itself")
            return
        yield from (Unbounded(f"{_name(shape)}: {what}") for what in shape.unread)
        values = here
        if shape.path is not None:
            yield from steps(here, shape.path)
            values = (*here, shape.path)
        self._open.add(shape.node)
        for parameter in sorted(shape.parameters):
            yield from _READERS.get(parameter, _no_further)(self, shape, here, values)
        self._open.discard(shape.node)

    def closed(self, _: Shape, __: Prefix, values: Prefix) -> Iterator[Reading]:
        yield Dependency(values, None)

    def of_class(self, _: Shape, __: Prefix, values: Prefix) -> Iterator[Reading]:
        yield from _class_readings(values)

    def pair(self, shape: Shape, here: Prefix, _: Prefix) -> Iterator[Reading]:
        for name in _PAIRS:
            yield from (Dependency(here, other) for other in shape.of(name) if isinstance(other, Iri))

    def single_shapes(self, shape: Shape, _: Prefix, values: Prefix) -> Iterator[Reading]:
        for name in ("node", "not", "property", "qualifiedValueShape"):
            for node in shape.of(name):
                yield from self._inner(node, values)

    def listed_shapes(self, shape: Shape, _: Prefix, values: Prefix) -> Iterator[Reading]:
        for name in ("and", "or", "xone"):
            for listed in shape.of(name):
                members = self._shapes.members_of(listed)
                if members is None:
                    yield Unbounded(f"{_name(shape)}: sh:{name} has no well-formed list")
                for node in members or ():
                    yield from self._inner(node, values)

    def siblings(self, shape: Shape, _: Prefix, values: Prefix) -> Iterator[Reading]:
        """Read the value shapes of all properties beside this one, which its values are compared with."""
        for parent in self._shapes.shapes.values():
            if shape.node in parent.of("property"):
                for sibling in map(self._shape, parent.of("property")):
                    for node in sibling.of("qualifiedValueShape") if sibling else ():
                        yield from self._inner(node, values)

    def sparql(self, shape: Shape, here: Prefix, _: Prefix) -> Iterator[Reading]:
        for constraint in shape.sparql:
            if not constraint.is_deactivated:
                yield from readings_of_query(
                    constraint.select, focus="this", here=here, is_prebound=True, path=shape.path
                )

    def _inner(self, node: Term, values: Prefix) -> Iterator[Reading]:
        shape = self._shape(node)
        if shape is not None:
            yield from self.readings(shape, values)

    def _shape(self, node: Term) -> Shape | None:
        return None if isinstance(node, Literal) else self._shapes.shapes.get(node)


def _no_further(*_: object) -> Iterator[Reading]:
    """Read nothing beyond the value nodes themselves, as constraints on datatypes and lengths do."""
    return iter(())


def _name(shape: Shape) -> str:
    return shape.node.value if isinstance(shape.node, Iri) else "a shape without a name"


_PAIRS = ("disjoint", "equals", "lessThan", "lessThanOrEquals")
_Reader = Callable[[_Collector, Shape, Prefix, Prefix], Iterator[Reading]]
_READERS: Mapping[str, _Reader] = MappingProxyType(
    {
        "and": _Collector.listed_shapes,
        "class": _Collector.of_class,
        "closed": _Collector.closed,
        **dict.fromkeys(_PAIRS, _Collector.pair),
        "node": _Collector.single_shapes,
        "not": _Collector.single_shapes,
        "or": _Collector.listed_shapes,
        "property": _Collector.single_shapes,
        "qualifiedValueShape": _Collector.single_shapes,
        "qualifiedValueShapesDisjoint": _Collector.siblings,
        "sparql": _Collector.sparql,
        "xone": _Collector.listed_shapes,
    }
)
