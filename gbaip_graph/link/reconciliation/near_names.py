"""Names that are spelt nearly as a text: all of them are compared where they are few, else the likeliest.

For the matcher of the reconciliation service. Nearness is measured by rapidfuzz; which names are compared is
decided by the pieces of three letters that they have in common, the rarest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from gbaip_graph.link.blocking import rapidfuzz
from gbaip_graph.link.han import has_han

#: So many names are compared one by one in two milliseconds.
ALL_UP_TO_NAMES = 4000
#: Of more, so many entries of the index are counted and so many names compared, two milliseconds in all.
_ENTRIES = 16_000
_COMPARED = 1200
# Names in characters are short, and one of three may differ.
_PIECE_CHARACTERS = {"han": 2, "other": 3}


class NearNames:
    """An index over folded names; made once, and then only read."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._lengths = list(map(len, names))
        self._with_piece: dict[str, list[int]] = defaultdict(list)
        if len(names) > ALL_UP_TO_NAMES:
            for position, name in enumerate(names):
                for piece in pieces(name):
                    self._with_piece[piece].append(position)

    def near(self, text: str, *, from_ratio: float, limit: int) -> Iterator[tuple[int, float]]:
        """Yield positions of names with their ratio to the text, 0 to 100, the nearest first.

        https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#ratio
        """
        library = rapidfuzz()
        likely = self._likely(text, from_ratio) if self._with_piece else None
        compared = self._names if likely is None else [self._names[position] for position in likely]
        for _, ratio, at in library.process.extract(
            text, compared, scorer=library.fuzz.ratio, processor=None, score_cutoff=from_ratio, limit=limit
        ):
            yield at if likely is None else likely[at], float(ratio)

    def _likely(self, text: str, from_ratio: float) -> list[int]:
        """Return the positions of names that share the most pieces, none twice."""
        shared: Counter[int] = Counter()
        entries = 0
        for found in sorted((self._with_piece.get(piece, []) for piece in pieces(text)), key=len):
            entries += len(found)
            if shared and entries > _ENTRIES:
                break
            shared.update(found)
        # The ratio is twice the common letters by all letters, so no name of another length can reach it.
        share = from_ratio / (200 - from_ratio)
        shortest, longest = len(text) * share, len(text) / share
        fewest = _fewest(shared)
        lengths = self._lengths
        return [
            position
            for position, count in shared.items()
            if count >= fewest and shortest <= lengths[position] <= longest
        ]


def _fewest(shared: Counter[int]) -> int:
    """Return how many pieces a name must share so that not too many names do."""
    names = 0
    for count, number in sorted(Counter(shared.values()).items(), reverse=True):
        if names and names + number > _COMPARED:
            return count + 1
        names += number
    return 1


def pieces(name: str) -> set[str]:
    """Return the pieces of a name, with those at its ends.

    >>> sorted(pieces("macao")), sorted(pieces("澳门"))
    ([' ma', 'aca', 'ao ', 'cao', 'mac'], [' 澳', '澳门', '门 '])
    """
    long = _PIECE_CHARACTERS["han" if has_han(name) else "other"]
    padded = f" {name} "
    return {padded[start : start + long] for start in range(max(len(padded) - long + 1, 1))}
