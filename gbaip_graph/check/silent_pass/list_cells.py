"""The cells of an RDF list, and why a node is none: for findings about lists in shapes."""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.check.shacl.model import ShapesGraph
from gbaip_graph.check.silent_pass.shapes_in_place import told
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_NIL, IRI_REST, Literal, Subject, Term


def broken_list(head: Term, graph: ShapesGraph) -> str:
    """Say what is wrong with a list that begins at this node."""
    node, seen = head, set[Term]()
    while node != IRI_NIL:
        values = {} if isinstance(node, Literal) else graph.values_of(node)
        first, rest = values.get(IRI_FIRST, ()), values.get(IRI_REST, ())
        if not first and not rest:
            return f"{told(node)} stands where a list should " + ("begin" if node == head else "go on")
        if node in seen:
            return "it leads back into itself"
        if len(first) != 1 or len(rest) != 1:
            return f"a cell of it has {len(first)} rdf:first and {len(rest)} rdf:rest instead of one each"
        seen.add(node)
        node = rest[0]
    return "it is well-formed"


def list_cells(head: Term, graph: ShapesGraph) -> Iterator[tuple[Subject, Term]]:
    """Return the cells of a well-formed list, each with its member."""
    node = head
    while node != IRI_NIL and not isinstance(node, Literal):
        values = graph.values_of(node)
        yield node, values[IRI_FIRST][0]
        node = values[IRI_REST][0]
