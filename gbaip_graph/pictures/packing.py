"""Marks that would lie upon one another, put into tracks side by side.

For the timeline; a track is a row of the wide picture and a column of the narrow one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def pack(
    items: Sequence[_Item], reach: Callable[[_Item], tuple[float, float]], *, gap: float
) -> tuple[list[int], int]:
    """Return the track of each item, and how many tracks there are.

    ``reach`` tells from where to where an item goes; each goes into the first track that is free there.

    >>> pack([(0, 5), (3, 8), (6, 9)], lambda item: item, gap=0)
    ([0, 1, 0], 2)
    """
    ends: list[float] = []
    tracks: dict[int, int] = {}
    for place in sorted(range(len(items)), key=lambda place: (reach(items[place]), place)):
        start, end = reach(items[place])
        free = next((track for track, until in enumerate(ends) if until + gap <= start), len(ends))
        if free == len(ends):
            ends.append(end)
        ends[free] = end
        tracks[place] = free
    return [tracks[place] for place in range(len(items))], len(ends)
