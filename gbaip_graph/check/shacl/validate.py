"""Validate data by shapes: what surely conforms is cleared, everything else goes to pySHACL, the judge.

For ``gbaip check``. It gives pySHACL's own results; files, lines and wording are left to its callers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from gbaip_graph.check.shacl.classes import focus_nodes
from gbaip_graph.check.shacl.clearing import Clearing
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import SH, SUB_CLASS_OF, TARGET_PROPERTIES, Shape, ShapesGraph
from gbaip_graph.check.shacl.pair_slices import KnownReach, slice_of_pairs
from gbaip_graph.check.shacl.paths import single_property, write_path
from gbaip_graph.check.shacl.sparql_constraints import SparqlClearing
from gbaip_graph.engines.shacl import ValidationResult, validate
from gbaip_graph.turtle.terms import IRI_TYPE, BlankNode, Iri, Literal, Subject, Term, Triple

#: The shape's node -> the focus nodes it is to be applied to.
Pairs = Mapping[Subject, Collection[Term]]
_TARGET_NODE = Iri(SH + "targetNode")


def validate_shapes(
    data: Iterable[Triple], *, shapes: ShapesGraph, ontology: Iterable[Triple], reference: bool = False
) -> tuple[ValidationResult, ...]:
    """Return the validation results of data by shapes; the ontology lends its class hierarchy.

    Blank nodes of data, shapes and ontology must have different labels. ``reference`` asks pySHACL alone,
    about everything.
    """
    judged = (*data, *hierarchy(ontology))
    if reference:
        return validate(judged, shapes=prepared(shapes))
    index = MemoryIndex(judged)
    return judge(shapes, unsure_pairs(shapes, index), index)


def second_opinion(
    data: Iterable[Triple], *, shapes: ShapesGraph, ontology: Iterable[Triple]
) -> tuple[ValidationResult, ...]:
    """Return what another engine says of the same data; raises ``UsageError`` where it is not installed."""
    from gbaip_graph.engines.second_shacl import validate_again  # noqa: PLC0415 - an optional extra

    return validate_again((*data, *hierarchy(ontology)), shapes=prepared(shapes))


def hierarchy(ontology: Iterable[Triple]) -> Iterator[Triple]:
    """Return what an ontology lends to the judged graph: which class lies below which, as it is written."""
    for triple in ontology:
        if triple.predicate == SUB_CLASS_OF and isinstance(triple.object, Iri):
            yield triple


def unsure_pairs(
    shapes: ShapesGraph, index: MemoryIndex, *, among: Pairs | None = None
) -> dict[Subject, Collection[Term]]:
    """Return for each shape the focus nodes that do not surely conform; ``among`` leaves out all others."""
    clearing = Clearing(shapes, index)
    sparql = SparqlClearing(index)
    unsure: dict[Subject, Collection[Term]] = {}
    for shape in shapes.targeted:
        nodes = focus_nodes(shape.targets, index) if among is None else set(among.get(shape.node, ()))
        is_asked_apart = bool(shape.sparql) and shape.path is None
        test = clearing.test_of(shape, without=("sparql",) if is_asked_apart else ())
        found = {node for node in nodes if not test(node)}
        for constraint in shape.sparql if is_asked_apart else ():
            found.update(sparql.possible_violators(constraint, nodes - found))
        if found:
            unsure[shape.node] = found
    return unsure


def judge(shapes: ShapesGraph, pairs: Pairs, index: MemoryIndex) -> tuple[ValidationResult, ...]:
    """Return pySHACL's results for these shapes and focus nodes, on the part of the graph they can read."""
    if not pairs:
        return ()
    part = slice_of_pairs(pairs, index, known=KnownReach(shapes))
    return validate(part, shapes=aimed(shapes, pairs))


def prepared(shapes: ShapesGraph) -> tuple[Triple, ...]:
    """Return the shapes graph as the judge reads it by the letter of the recommendation.

    Queries carry the PREFIX lines that their declarations, also imported ones, stand for; ``sh:uniqueLang``
    stays where it is ``true``, the only value that turns it on; a path of several steps is written without
    the inverse of one, which pySHACL walks in the wrong order.
    """
    queries = {(node, predicate): text for node, predicate, text in shapes.queries()}
    said = (_as_read(triple, queries, shapes) for triple in shapes.triples if not _is_idle(triple))
    return tuple(chain.from_iterable(said))


def _as_read(
    triple: Triple, queries: Mapping[tuple[Subject, Iri], str], shapes: ShapesGraph
) -> tuple[Triple, ...]:
    subject, predicate, _ = triple
    if (text := queries.get((subject, predicate))) is not None:
        return (Triple(subject, predicate, Literal(text)),)
    shape = shapes.shapes.get(subject)
    if predicate != _PATH or shape is None or shape.path is None or single_property(shape.path):
        return (triple,)
    node, triples = write_path(
        shape.path, f"path.{subject.label if isinstance(subject, BlankNode) else subject.value}"
    )
    return (Triple(subject, predicate, node), *triples)


def _is_idle(triple: Triple) -> bool:
    is_true = isinstance(triple.object, Literal) and triple.object.lexical == "true"
    return triple.predicate == _PREFIXES or (triple.predicate == _UNIQUE_LANG and not is_true)


def aimed(shapes: ShapesGraph, pairs: Pairs) -> tuple[Triple, ...]:
    """Return the shapes graph with these focus nodes in place of all targets."""
    implicit = {shape.node for shape in shapes.shapes.values() if shape.node in shape.targets.classes}
    kept = (
        triple
        for triple in prepared(shapes)
        if triple.predicate not in TARGET_PROPERTIES
        # A shape that is a class is its own target; without that type it is a shape by its parameters.
        and not (triple.subject in implicit and triple.predicate == IRI_TYPE)
    )
    types = (Triple(node, IRI_TYPE, _kind(shapes.shapes[node])) for node in implicit)
    targets = (Triple(node, _TARGET_NODE, focus) for node, nodes in pairs.items() for focus in nodes)
    return (*kept, *types, *targets)


def _kind(shape: Shape) -> Iri:
    return _NODE_SHAPE if shape.path is None else _PROPERTY_SHAPE


_PATH, _PREFIXES, _UNIQUE_LANG = (Iri(SH + name) for name in ("path", "prefixes", "uniqueLang"))
_NODE_SHAPE, _PROPERTY_SHAPE = Iri(SH + "NodeShape"), Iri(SH + "PropertyShape")
