"""The first rows of a table that is longer than a page shows, without the work of all the others.

For the tables of ``entity``; what rows are put in order by is told in ``facts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.pages.facts import FactRow, Facts
from gbaip_graph.pages.views import Cell


@dataclass(frozen=True)
class FirstRows:
    """The rows of things that stand first; ``others`` are made only where a page has to know of them."""

    facts: Facts
    columns: tuple[str, ...]
    rows: tuple[FactRow, ...]
    things_left: tuple[str, ...]

    @cached_property
    def others(self) -> tuple[FactRow, ...]:
        """The rows that are not shown, in no order."""
        return tuple(self.facts.row(thing, self.columns) for thing in self.things_left)

    def telling(self) -> list[int]:
        """Return the places of columns worth their room: not empty, nor the date of the page in every row."""
        when = self.facts.when
        return [place for place in range(len(self.columns)) if self._tells(place, when)]

    def is_cited(self) -> bool:
        """Say whether any row is cited."""
        return any(row.citations for row in self._as_needed())

    def _tells(self, place: int, when: Cell) -> bool:
        cells = [row.cells[place] for row in self.rows]
        if _tells(cells, when):
            return True
        return bool(self.things_left) and _tells([*cells, *(row.cells[place] for row in self.others)], when)

    def _as_needed(self) -> Iterator[FactRow]:
        yield from self.rows
        yield from self.others


def first_rows(things: Sequence[str], columns: tuple[str, ...], facts: Facts, *, most: int) -> FirstRows:
    """Return as many rows as are shown of some things, in the order that all of them have."""
    wanted = tuple(dict.fromkeys(things))
    rows = sorted(
        (facts.row(one, columns) for one in _nearest(wanted, facts, most)), key=lambda row: row.order
    )
    shown = tuple(rows[:most])
    taken = {row.thing.iri for row in shown}
    return FirstRows(facts, columns, shown, tuple(one for one in wanted if one not in taken))


def _nearest(things: tuple[str, ...], facts: Facts, most: int) -> tuple[str, ...]:
    """Return the things among which the first ones are: those that begin no later than the last of them."""
    if len(things) <= most:
        return things
    begin = {thing: facts.begins(thing) for thing in things}
    last = sorted(begin.values())[most - 1]
    return tuple(thing for thing in things if begin[thing] <= last)


def _tells(column: Sequence[Cell], when: Cell) -> bool:
    return any(cell.things or cell.text for cell in column) and any(cell != when for cell in column)
