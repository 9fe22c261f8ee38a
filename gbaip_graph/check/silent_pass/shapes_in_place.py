"""The shapes graph together with the places where it is written, for rules that judge shapes.

Every rule against silent passes speaks through ``finding``; it judges nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from gbaip_graph.build.load import LoadedData
from gbaip_graph.check.addresses import Addresses, merged_triples
from gbaip_graph.check.shacl.model import ShapesGraph, read_shapes
from gbaip_graph.findings import Finding, Severity
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.faults import shown
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term


@dataclass(frozen=True)
class ShapesInPlace:
    """Shapes and the files they were read from."""

    graph: ShapesGraph
    addresses: Addresses

    def finding(
        self,
        node: Subject,
        rule: str,
        message: str,
        *,
        mend: str,
        path: Iri | None = None,
        value: Term | None = None,
        severity: Severity = "violation",
    ) -> Finding:
        """Make a finding where a triple of the node stands, or the node itself."""
        address = self.addresses.find(node, path=path, value=value)
        return Finding(
            file=address.file,
            line=address.at.line,
            column=address.at.column,
            rule=rule,
            message=message,
            mend=mend,
            severity=severity,
            focus_node=compact(node.value) if isinstance(node, Iri) else "",
            path=compact(path.value) if path else "",
            is_triple=address.is_triple,
        )

    def written_query(self, node: Subject, predicate: Iri, text: str) -> Term | None:
        """Return the literal behind a query that ``ShapesGraph.queries`` gives with its PREFIX lines."""
        values = self.graph.values_of(node).get(predicate, ())
        return next((v for v in values if isinstance(v, Literal) and text.endswith(v.lexical)), None)


def shapes_in_place(loaded: LoadedData) -> ShapesInPlace:
    """Read the shapes of what was loaded, the blank nodes of its files apart."""
    return ShapesInPlace(read_shapes(merged_triples("s", loaded.shapes)), Addresses(loaded))


def told(term: Term) -> str:
    """Write a term for a message: a compact name, the characters of a literal, or ``a blank node``."""
    match term:
        case Iri(value=value):
            return shown(compact(value))
        case Literal(lexical=lexical):
            return f'"{shown(lexical)}"'
        case _:
            return "a blank node"
