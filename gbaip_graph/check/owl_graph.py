"""An ontology's triples with their places, indexed the way the profile checker walks them.

It answers what is declared, what a node says and where that is written; it judges nothing but broken lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.findings import Finding, Severity
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import Iri, Literal, LocatedTriple, Position, Subject, Term


@dataclass(frozen=True, slots=True)
class Placed:
    """A term and the place in the file where it is written."""

    term: Term
    at: Position


class MalformedList(ValueError):
    """An RDF list that does not end in ``rdf:nil``, branches or runs in a circle."""


class OwlGraph:
    """The triples of one ontology file, by subject and by predicate."""

    def __init__(self, triples: Iterable[LocatedTriple], *, file: str = "") -> None:
        self.file = file
        self.triples = tuple(triples)
        self._of_subject: defaultdict[Subject, list[LocatedTriple]] = defaultdict(list)
        self._of_predicate: defaultdict[str, list[LocatedTriple]] = defaultdict(list)
        for triple in self.triples:
            self._of_subject[triple.subject].append(triple)
            self._of_predicate[triple.predicate.value].append(triple)
        self.declared: Mapping[str, frozenset[str]] = {
            kind: self._declared(kind) for kind in owl.DECLARATIONS
        }

    def _declared(self, kind: str) -> frozenset[str]:
        return frozenset(t.subject.value for t in self.of_type(kind) if isinstance(t.subject, Iri))

    def about(self, node: Term) -> list[LocatedTriple]:
        """Return the triples with this subject, as written."""
        return [] if isinstance(node, Literal) else self._of_subject.get(node, [])

    def with_predicate(self, predicate: str) -> list[LocatedTriple]:
        """Return the triples with this predicate, as written."""
        return self._of_predicate.get(predicate, [])

    def of_type(self, kind: str) -> Iterator[LocatedTriple]:
        """Return the ``rdf:type`` triples whose object is this IRI."""
        return (t for t in self.with_predicate(owl.RDF_TYPE) if t.object == Iri(kind))

    def values(self, node: Term, predicate: str) -> list[Placed]:
        """Return the objects a node has for a predicate."""
        return [Placed(t.object, t.object_at) for t in self.about(node) if t.predicate.value == predicate]

    def members(self, head: Term) -> list[Placed]:
        """Return the members of an RDF list, each where it is written. Raises ``MalformedList``."""
        found: list[Placed] = []
        walked: set[Term] = set()
        node = head
        while node != Iri(owl.RDF_NIL):
            first, rest = self.values(node, owl.RDF_FIRST), self.values(node, owl.RDF_REST)
            if len(first) != 1 or len(rest) != 1 or node in walked:
                raise MalformedList(spell(head))
            walked.add(node)
            found.append(first[0])
            node = rest[0].term
        return found

    def finding(
        self, at: Position, rule: str, message: str, *, mend: str, focus: Term, path: str = "",
        severity: Severity = "violation",
    ) -> Finding:  # fmt: skip
        """Build a finding at a place of this file; ``path`` is an IRI."""
        return Finding(
            file=self.file,
            line=at.line,
            column=at.column,
            rule=rule,
            message=message,
            mend=mend,
            severity=severity,
            focus_node=spell(focus),
            path=compact(path),
        )


def spell(term: Term) -> str:
    """Write a term for people: a compact name, ``a blank node``, or a literal's characters in quotes.

    A blank node's label is left out, as a parser invents it.
    """
    match term:
        case Iri(value=value):
            return compact(value)
        case Literal(lexical=lexical):
            return f'"{lexical}"'
        case _:
            return "a blank node"
