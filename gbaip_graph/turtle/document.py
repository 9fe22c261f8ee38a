"""A parsed Turtle file: its triples with their places, its prefixes and its comments.

What the parsers return to everyone; it finds where a triple or a subject stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.turtle.terms import Comment, Iri, LocatedTriple, Position, Subject, Term

_Key = tuple[Subject, Iri | None, Term | None]


@dataclass(frozen=True)
class TurtleDocument:
    """One Turtle file. ``prefix_positions`` tell where each declaration begins; the last of a name counts."""

    triples: tuple[LocatedTriple, ...]
    prefixes: Mapping[str, str]
    prefix_positions: Mapping[str, Position]
    comments: tuple[Comment, ...] = ()
    file: str = ""

    @cached_property
    def _places(self) -> dict[_Key, Position]:
        places: dict[_Key, Position] = {}
        for triple in self.triples:
            subject, predicate = triple.subject, triple.predicate
            places.setdefault((subject, None, None), triple.subject_at)
            places.setdefault((subject, predicate, None), triple.predicate_at)
            places.setdefault((subject, predicate, triple.object), triple.object_at)
            places.setdefault((subject, None, triple.object), triple.object_at)
        return places

    def position_of(
        self, subject: Subject, predicate: Iri | None = None, object: Term | None = None
    ) -> Position | None:
        """Return where a subject first stands, or the predicate, or the object, of its first such triple.

        The last term that is given is the one whose place is told; ``None`` where there is no such triple.
        """
        return self._places.get((subject, predicate, object))
