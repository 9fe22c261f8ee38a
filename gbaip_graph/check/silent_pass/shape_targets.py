"""Shapes that are applied to nothing, shapes that ask nothing, and records that no shape is applied to.

All of them make a check say "conforms" without having judged. https://www.w3.org/TR/shacl/#targets
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gbaip_graph.check.shacl.classes import focus_nodes
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import SH, TARGET_PROPERTIES, Shape, ShapesGraph, Targets
from gbaip_graph.check.silent_pass.declared_terms import nearest
from gbaip_graph.check.silent_pass.judged_values import is_reached, judged_through
from gbaip_graph.check.silent_pass.shapes_in_place import ShapesInPlace, told
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.faults import shown
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Subject, Term

_NESTING = ("property", "node", "not", "qualifiedValueShape")
_NESTING_LISTS = ("and", "or", "xone")
_TARGET_NODE, _TARGET_CLASS, _TARGET_BY_QUERY = TARGET_PROPERTIES[0], TARGET_PROPERTIES[1], Iri(SH + "target")
_TARGET_SUBJECTS_OF, _TARGET_OBJECTS_OF = TARGET_PROPERTIES[2:4]
#: Said beside constraints without being one.
_ASKING_NOTHING = frozenset({"flags", "ignoredProperties", "property"})
#: Records of these are about the graph itself, not of the data.
_VOCABULARIES = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "sh"))


def shape_target_findings(shapes: ShapesInPlace) -> Iterator[Finding]:
    """Find shapes that have no target, or that ask nothing of what they target."""
    for shape in _outermost(shapes.graph):
        if not shape.targets:
            if shape.values and _TARGET_BY_QUERY not in shape.values:
                yield shapes.finding(
                    shape.node, "shape-without-target", f"no target, and no shape uses {told(shape.node)}",
                    mend="Say what it is about, for example with sh:targetClass, or take it out.",
                    severity="warning",
                )  # fmt: skip
        elif not _asks_something(shape):
            what = f"{told(shape.node)} has a target and no constraint: everything conforms to it"
            mend = "Give it a constraint, or take it out."
            yield shapes.finding(shape.node, "shape-without-constraint", what, mend=mend, severity="warning")


def idle_target_findings(
    shapes: ShapesInPlace, index: MemoryIndex, *, said: Callable[[str], bool]
) -> Iterator[Finding]:
    """Find targets that are nothing of the judged graph; ``said`` names terms that are reported elsewhere."""
    for shape in _outermost(shapes.graph):
        if shape.targets and _asks_something(shape):
            yield from _idle_targets(shapes, shape, index, said)


def nothing_applied(shapes: ShapesInPlace) -> Iterator[Finding]:
    """Refuse shapes of which none is applied to anything: by them all data would be good."""
    if not shapes.graph.triples or shapes.graph.targeted:
        return
    first = next(iter(shapes.graph.shapes), shapes.graph.triples[0].subject)
    what = "no shape here is active and has a target, so nothing would be judged"
    yield shapes.finding(first, "no-shapes", what, mend="Give a shape a target such as sh:targetClass.")


def _outermost(graph: ShapesGraph) -> Iterator[Shape]:
    """Return the active shapes that no other one applies, and those that have targets of their own."""
    nested = _nested(graph)
    for shape in graph.shapes.values():
        if not shape.is_deactivated and (shape.targets or shape.node not in nested):
            yield shape


def _nested(graph: ShapesGraph) -> set[Term]:
    """Return the shapes that others apply."""
    found: set[Term] = set()
    for shape in graph.shapes.values():
        for name in _NESTING:
            found.update(shape.of(name))
        for name in _NESTING_LISTS:
            for head in shape.of(name):
                found.update(graph.members_of(head) or ())
    return found


def _asks_something(shape: Shape) -> bool:
    asks = shape.parameters - _ASKING_NOTHING
    return bool(asks or shape.of("property") or shape.unread)


def _idle_targets(
    shapes: ShapesInPlace, shape: Shape, index: MemoryIndex, said: Callable[[str], bool]
) -> Iterator[Finding]:
    for predicate, target in _targets(shape):
        if _is_met(predicate, target, index) or (isinstance(target, Iri) and said(target.value)):
            continue
        written = predicate if target in shape.values.get(predicate, ()) else IRI_TYPE
        yield shapes.finding(
            shape.node, "shape-without-focus-node",
            f"the target of {told(shape.node)} is nothing of the data: {told(target)}",
            mend=_meant_target(predicate, target, index),
            path=written, value=target if written == predicate else None, severity="warning",
        )  # fmt: skip


def _targets(shape: Shape) -> Iterator[tuple[Iri, Term]]:
    targets = shape.targets
    groups = (
        (_TARGET_NODE, targets.nodes), (_TARGET_CLASS, targets.classes),
        (_TARGET_SUBJECTS_OF, targets.subjects_of), (_TARGET_OBJECTS_OF, targets.objects_of),
    )  # fmt: skip
    for predicate, terms in groups:
        yield from ((predicate, term) for term in terms)


def _is_met(predicate: Iri, target: Term, index: MemoryIndex) -> bool:
    if predicate == _TARGET_NODE:
        return _stands(target, index)
    if predicate == _TARGET_CLASS:
        return bool(focus_nodes(Targets(classes=(target,)), index))
    return isinstance(target, Iri) and any(True for _ in index.with_predicate(target))


def _meant_target(predicate: Iri, target: Term, index: MemoryIndex) -> str:
    """Offer what the data hold instead."""
    held: Iterable[Term] = index.all_predicates()
    if predicate == _TARGET_NODE:
        held = ()
    elif predicate == _TARGET_CLASS:
        held = {kind for _, kind in index.with_predicate(IRI_TYPE)}
    names = sorted(term.value for term in held if isinstance(term, Iri))
    near = nearest(target.value, names) if isinstance(target, Iri) else ""
    if near:
        return f"Did you mean {shown(compact(near))}?"
    return "Correct the target, or take it out if the data hold nothing for it."


def _stands(node: Term, index: MemoryIndex) -> bool:
    has_outgoing = not isinstance(node, Literal) and any(True for _ in index.outgoing(node))
    return has_outgoing or any(True for _ in index.incoming(node))


def untargeted_record_findings(
    shapes: ShapesInPlace, index: MemoryIndex, *, said: Callable[[str], bool]
) -> Iterator[Finding]:
    """Find typed records that no shape is applied to: one warning a class, at the first of its records."""
    judged = _judged(shapes.graph.targeted, index)
    through = judged_through(shapes.graph)
    of_class: dict[Term, list[Subject]] = {}
    for record, kind in index.with_predicate(IRI_TYPE):
        if record not in judged and not _is_vocabulary(kind, said) and not is_reached(record, through, index):
            of_class.setdefault(kind, []).append(record)
    for kind, records in of_class.items():
        one = (
            f"a record of {told(kind)} is"
            if len(records) == 1
            else f"{len(records)} records of {told(kind)} are"
        )
        first = min(records, key=lambda record: _place(shapes, record, kind))
        yield shapes.finding(
            first, "untargeted-records", f"{one} judged by no shape; the first stands here",
            mend="Write a shape with this class as sh:targetClass, or correct the class.",
            path=IRI_TYPE, value=kind, severity="warning",
        )  # fmt: skip


def _place(shapes: ShapesInPlace, record: Subject, kind: Term) -> tuple[str, int, int]:
    address = shapes.addresses.find(record, path=IRI_TYPE, value=kind)
    return address.file, address.at.line, address.at.column


def _judged(shapes: Iterable[Shape], index: MemoryIndex) -> set[Term]:
    return {node for shape in shapes for node in focus_nodes(shape.targets, index)}


def _is_vocabulary(kind: Term, said: Callable[[str], bool]) -> bool:
    return not isinstance(kind, Iri) or kind.value.startswith(_VOCABULARIES) or said(kind.value)
