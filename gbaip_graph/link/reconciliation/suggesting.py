"""Completion of what somebody types: things, classes and properties whose name or id begins so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.link.names import NAME_LIMIT_CHARACTERS, plain
from gbaip_graph.link.reconciliation.data_set import DataSet, Thing, short
from gbaip_graph.link.reconciliation.model import Named
from gbaip_graph.link.reconciliation.properties import Properties

SHOWN = 10  # of one answer; the cursor leads on


@dataclass(frozen=True)
class Suggester:
    """Looks for beginnings; a name that begins so comes before one with a word that does."""

    data_set: DataSet
    properties: Properties

    @cached_property
    def _folded(self) -> tuple[tuple[tuple[str, ...], Thing], ...]:
        return tuple((tuple(plain(name.text) for name in one.names), one) for one in self.data_set.things)

    def things(
        self, prefix: str, language: str, *, cursor: int = 0
    ) -> tuple[tuple[Named, tuple[Named, ...]], ...]:
        """Return things with their classes; an id, or a whole IRI, is the thing itself."""
        if (thing := self.data_set.find(prefix.strip())) is not None:
            return (self._shown(thing, language),) if not cursor else ()
        wanted = plain(prefix[:NAME_LIMIT_CHARACTERS])
        found = sorted(
            (min(ranks), position)
            for position, (names, _) in enumerate(self._folded)
            if (ranks := [rank for name in names if (rank := _rank(name, wanted)) is not None])
        )
        return tuple(
            self._shown(self.data_set.things[position], language)
            for _, position in found[cursor : cursor + SHOWN]
        )

    def _shown(self, thing: Thing, language: str) -> tuple[Named, tuple[Named, ...]]:
        return self.data_set.named(thing, language), tuple(
            self.data_set.term(one, language) for one in self.data_set.nearest_types(thing)
        )

    def types(self, prefix: str, language: str, *, cursor: int = 0) -> tuple[Named, ...]:
        """Return classes of things, those with the most things first."""
        return self._terms(self.data_set.types, prefix, language, cursor)

    def of_properties(self, prefix: str, language: str, *, cursor: int = 0) -> tuple[Named, ...]:
        """Return properties of things, those of the most things first."""
        used = (one.id for one in self.properties.of_type("", language, None))
        return self._terms(used, prefix, language, cursor)

    def _terms(self, terms: Iterable[str], prefix: str, language: str, cursor: int) -> tuple[Named, ...]:
        found = [self.data_set.term(one, language) for one in terms if self._begins(one, prefix)]
        return tuple(found[cursor : cursor + SHOWN])

    def _begins(self, term: str, prefix: str) -> bool:
        wanted = plain(prefix[:NAME_LIMIT_CHARACTERS])
        names = (name.text for name in self.data_set.term_labels.get(term, ()))
        return term.startswith(short(prefix.strip())) or any(
            _rank(plain(one), wanted) is not None for one in names
        )


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0 if name == wanted else 1
    return 2 if any(word.startswith(wanted) for word in _tails(name)) else None


def _tails(name: str) -> Iterator[str]:
    """Yield what follows each word, so that two words of the middle are found as well."""
    at = name.find(" ")
    while at >= 0:
        yield name[at + 1 :]
        at = name.find(" ", at + 1)
