"""Compare two texts as graphs, lists and comments included, before one replaces the other.

For the formatter, which keeps the labels of blank nodes; it does not look for a renaming of labels, and needs
no graph library.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass

from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import BlankNode, LocatedTriple, Term
from gbaip_graph.turtle.tokens import TOKEN

#: Stands in for the place of a file, which relative IRIs are resolved against and a text does not tell. It is
#: deep, so that relative IRIs that differ also lead to different places.
STAND_IN_BASE = "http://place.invalid/a/b/c/d/e/f/g/h"


@dataclass(frozen=True)
class Content:
    """What a text says: triples between named nodes, unnamed nodes by their descriptions, and comments."""

    triples: frozenset[str]
    with_unnamed: Counter[str]
    unnamed: Counter[str]
    comments: Counter[str]


def content_of(text: str, *, file: str = "") -> Content:
    """Return what a text says; raise ``InvalidData`` where it is not Turtle."""
    document = parse_turtle(text, file=file, base=STAND_IN_BASE)
    labels = {match["blank"][2:] for match in TOKEN.finditer(text) if match.lastgroup == "blank"}
    descriptions = _Descriptions(document, labels)
    named, with_unnamed = set[str](), Counter[str]()
    for triple in document.triples:
        if descriptions.is_unnamed(triple.subject):
            continue
        if descriptions.is_unnamed(triple.object):
            with_unnamed[f"{triple.subject!r} {descriptions.line(triple)}"] += 1
        else:
            named.add(f"{triple.subject!r} {descriptions.line(triple)}")
    return Content(
        frozenset(named),
        with_unnamed,
        Counter(descriptions.of(label) for label in descriptions.roots),
        Counter(comment.text.rstrip() for comment in document.comments),
    )


class _Descriptions:
    """Digests of unnamed nodes by all that hangs below them.

    The syntax gives such a node one place at most where it is an object, so they form trees.
    """

    def __init__(self, document: TurtleDocument, labels: set[str]) -> None:
        self._labels = labels
        self._below: dict[str, list[LocatedTriple]] = defaultdict(list)
        self._digests: dict[str, str] = {}
        objects = set()
        for triple in document.triples:
            if isinstance(triple.subject, BlankNode) and self.is_unnamed(triple.subject):
                self._below[triple.subject.label].append(triple)
            if isinstance(triple.object, BlankNode):
                objects.add(triple.object.label)
        self.roots = [label for label in self._below if label not in objects]

    def is_unnamed(self, term: Term) -> bool:
        """Tell whether a term is a blank node that the text gives no label."""
        return isinstance(term, BlankNode) and term.label not in self._labels

    def line(self, triple: LocatedTriple) -> str:
        """Return predicate and object, an unnamed object by its digest."""
        if isinstance(triple.object, BlankNode) and self.is_unnamed(triple.object):
            return f"{triple.predicate.value} [{self.of(triple.object.label)}]"
        return f"{triple.predicate.value} {triple.object!r}"

    def of(self, label: str) -> str:
        """Return the digest of an unnamed node; its parts are digested first, however deep they lie."""
        waiting = [] if label in self._digests else [label]
        while waiting:
            parts = [part for part in self._parts(waiting[-1]) if part not in self._digests]
            if parts:
                waiting += parts
            else:
                done = waiting.pop()
                self._digests[done] = self._digest(done)
        return self._digests[label]

    def _parts(self, label: str) -> list[str]:
        terms = (triple.object for triple in self._below[label])
        return [term.label for term in terms if isinstance(term, BlankNode) and self.is_unnamed(term)]

    def _digest(self, label: str) -> str:
        triples = self._below[label]
        unnamed = [self.line(triple) for triple in triples if self.is_unnamed(triple.object)]
        named = {self.line(triple) for triple in triples if not self.is_unnamed(triple.object)}
        return hashlib.sha256("\n".join([*sorted(named), *sorted(unnamed)]).encode()).hexdigest()
