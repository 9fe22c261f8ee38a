"""Which pairs are worth a look: an index of names that finds those spelt the same or nearly so.

For the matcher and for reconciliation. Names are looked up by their folded spelling; what is left is compared
by rapidfuzz (extra ``link``). It judges nothing but spelling.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import ModuleType
from typing import Literal

from gbaip_graph.errors import UsageError
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.kinds import family
from gbaip_graph.link.names import Script, key, place_core, plain, script_of

#: Shorter names differ by one letter and mean another place: Huizhou, Suizhou, Fuzhou.
FUZZY_FROM_CHARACTERS = 10
#: rapidfuzz's ratio (0 to 100) from which two spellings are shown to a person.
FUZZY_FROM_RATIO = 86
# The ratio is twice the common letters by those of both, so a text that is much shorter cannot reach it.
_SHORTER = FUZZY_FROM_RATIO / (200 - FUZZY_FROM_RATIO)
# A name that is near to more than these is near to none in particular.
_SHOWN_FOR_ONE_NAME = 12
# "IPD" has a hundred bearers, "Cuba" one.
_SHORT_LATIN_CHARACTERS = 4

How = Literal["same", "core", "near"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name with its folded spelling; ``core`` is that of a place without its "city" or "省"."""

    name: Name
    folded: str
    core: str
    told_kind: str
    script: Script

    @property
    def is_weak(self) -> bool:
        """Whether the name is an abbreviation or so short that it points to many things."""
        short = len(self.folded) <= _SHORT_LATIN_CHARACTERS and self.name.text.isupper()
        return self.name.kind == "short" or (self.script == "latin" and short)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Two names that are spelt the same, the same but for an ending, or nearly so (``ratio`` 0 to 1)."""

    ours: Spelling
    theirs: Spelling
    how: How
    ratio: float


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with the spellings of its names, made once."""

    entity: Entity
    spellings: tuple[Spelling, ...]


def named(entity: Entity) -> Named:
    """Fold the names of an entity."""
    is_place = family(entity.kind) in ("place", "")
    main_first = sorted(entity.names, key=lambda name: name.kind != "main")
    return Named(entity, tuple(_spelling(name, is_place=is_place) for name in main_first))


def _spelling(name: Name, *, is_place: bool) -> Spelling:
    folded = plain(name.text)
    core, kind = place_core(folded) if is_place else (folded, "")
    return Spelling(name, folded, core, kind, script_of(folded))


def rapidfuzz() -> ModuleType:
    """Import the library that measures spellings; raises ``UsageError`` where it is not installed."""
    try:
        import rapidfuzz.fuzz  # noqa: PLC0415 - an extra, and only matching needs it
        import rapidfuzz.process  # noqa: PLC0415
    except ImportError as error:
        mend = "Install it: pip install 'gbaip-graph[link]'."
        raise UsageError("comparing spellings needs rapidfuzz, which is not installed", mend=mend) from error
    module: ModuleType = rapidfuzz
    return module


@dataclass
class NameIndex:
    """An index over the names of entities; ``find`` asks for one entity, ``pairs`` for many at once."""

    entities: tuple[Named, ...]
    _by_key: dict[str, list[tuple[int, Spelling]]] = field(default_factory=lambda: defaultdict(list))
    _long: dict[str, list[tuple[int, Spelling]]] = field(default_factory=lambda: defaultdict(list))
    _near: _NearNames | None = None

    def __post_init__(self) -> None:
        for position, one in enumerate(self.entities):
            for spelling in one.spellings:
                for spelt in _keys(spelling):
                    self._by_key[spelt].append((position, spelling))
                if _is_comparable(spelling):
                    self._long[spelling.folded].append((position, spelling))

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> NameIndex:
        """Index entities."""
        return cls(tuple(map(named, entities)))

    def find(self, asked: Named) -> dict[int, list[NameMatch]]:
        """Return the positions of the entities that share a spelling with one, and the names that do."""
        return self.pairs([asked])[0]

    def pairs(self, asked: Sequence[Named], *, near: bool = True) -> list[dict[int, list[NameMatch]]]:
        """Return for each one asked the positions of the entities like it; what was asked is "theirs".

        ``near`` looks for near spellings, too, which takes most of the time.
        """
        found = [self._same(one) for one in asked]
        if near:
            self._add_near(asked, found)
        return found

    def _same(self, asked: Named) -> dict[int, list[NameMatch]]:
        found: dict[int, list[NameMatch]] = {}
        seen: set[tuple[int, str, str]] = set()
        for theirs in asked.spellings:
            for spelt in _keys(theirs):
                for position, ours in self._by_key.get(spelt, ()):
                    pair = (position, ours.folded, theirs.folded)
                    if pair not in seen:
                        seen.add(pair)
                        how: How = "same" if key(ours.folded) == key(theirs.folded) else "core"
                        found.setdefault(position, []).append(NameMatch(ours, theirs, how, 1.0))
        return found

    def _add_near(self, asked: Sequence[Named], found: list[dict[int, list[NameMatch]]]) -> None:
        bearers: dict[str, list[tuple[int, Spelling]]] = defaultdict(list)
        for position, one in enumerate(asked):
            for spelling in one.spellings:
                if _is_comparable(spelling):
                    bearers[spelling.folded].append((position, spelling))
        if self._near is None:
            self._near = _NearNames(self._long)
        for theirs_text, those in bearers.items():
            for ours_text, ratio in self._near.find(theirs_text):
                for (asked_position, theirs), (position, ours) in product(those, self._long[ours_text]):
                    matches = found[asked_position].setdefault(position, [])
                    if all(match.how == "near" for match in matches):
                        matches.append(NameMatch(ours, theirs, "near", ratio))


def _is_comparable(spelling: Spelling) -> bool:
    return spelling.script == "latin" and len(spelling.folded) >= FUZZY_FROM_CHARACTERS


class _NearNames:
    """Long names by their length: a spelling is near to those of about its own length only."""

    def __init__(self, texts: Iterable[str]) -> None:
        by_length = sorted(((_sorted_words(text), text) for text in texts), key=lambda pair: len(pair[0]))
        self._words = [words for words, _ in by_length]
        self._texts = [text for _, text in by_length]
        self._lengths = [len(words) for words in self._words]
        self._library = rapidfuzz() if by_length else None

    def find(self, text: str) -> Iterator[tuple[str, float]]:
        """Yield other spellings with their ratio (0 to 1), from ``FUZZY_FROM_RATIO`` up."""
        if self._library is None:
            return
        words = _sorted_words(text)
        first = bisect_left(self._lengths, len(words) * _SHORTER)
        last = bisect_right(self._lengths, len(words) / _SHORTER)
        close = self._library.process.extract(
            words,
            self._words[first:last],
            scorer=self._library.fuzz.ratio,
            processor=None,
            score_cutoff=FUZZY_FROM_RATIO,
            limit=_SHOWN_FOR_ONE_NAME,
        )
        for _, ratio, position in close:
            if self._texts[first + position] != text:
                yield self._texts[first + position], float(ratio) / 100


def _keys(spelling: Spelling) -> dict[str, None]:
    """Return the keys of a name in a fixed order: that of the whole and that of its core."""
    return dict.fromkeys((key(spelling.folded), key(spelling.core)))


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))
