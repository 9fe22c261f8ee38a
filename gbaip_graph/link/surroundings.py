"""Where our places are: what lies in what, their names, how far is near, and which of them a text names.

For the features of a match. It knows our places alone; any other place is a name without meaning.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from gbaip_graph.link.entities import Entity
from gbaip_graph.link.han import has_han
from gbaip_graph.link.kinds import family
from gbaip_graph.link.names import key, place_core, plain

EARTH_RADIUS_KM = 6371.0
#: How far from its middle a place of a kind reaches, generously; three times as far is another place.
REACH_KM = {
    "continent": 6000, "region": 1500, "country": 2500, "province": 450, "territory": 40, "municipality": 45,
    "district": 20, "zone": 20, "area": 15, "island": 15, "town": 12, "subdistrict": 12, "site": 8,
    "place": 50,
}  # fmt: skip
_FAR = 3
# To lie in one of these says no more than the country does.
_WIDE = frozenset({"continent", "region", "country"})
# "Asia" in the name of a forum does not say where it is.
_NAMED_IN_TEXTS = frozenset({"territory", "province", "municipality", "district"})
_SHORTEST_LATIN_CHARACTERS = 5


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two positions in degrees.

    >>> round(distance_km((22.2, 113.5), (-5.1, -36.6)), -2)
    16300.0
    """
    (south, west), (north, east) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def reach_km(*kinds: str) -> float:
    """Return how far apart two positions for one thing of these kinds may be: the widest reach."""
    return max(float(REACH_KM.get(kind, REACH_KM["place"])) for kind in kinds)


def is_far(km: float, *kinds: str) -> bool:
    """Say whether two positions are too far apart for one thing of these kinds."""
    return km > _FAR * reach_km(*kinds)


class Surroundings:
    """Our places by name and by what contains them."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._places = {one.id: one for one in entities if family(one.kind) == "place"}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for one in self._places.values():
            for name in one.names:
                folded = plain(name.text)
                self._by_name[key(folded)].add(one.id)
                self._by_name[key(place_core(folded)[0])].add(one.id)
        self._in_texts = {
            spelt: places
            for spelt, ids in self._by_name.items()
            if (places := {one for one in ids if self._places[one].kind in _NAMED_IN_TEXTS})
        }

    def label(self, place: str) -> str:
        """Return the name of one of our places, or the identifier of what is none."""
        return self._places[place].label if place in self._places else place

    def called(self, text: str) -> set[str]:
        """Return our places of that name or identifier."""
        if text in self._places:
            return {text}
        folded = plain(text)
        return self._by_name.get(key(folded), set()) | self._by_name.get(key(place_core(folded)[0]), set())

    def around(self, ours: Entity) -> tuple[str, ...]:
        """Return the places that a thing of ours lies in or acts for, without those as wide as a country."""
        return tuple(
            one for one in ours.within if one in self._places and self._places[one].kind not in _WIDE
        )

    def of_country(self, code: str) -> set[str]:
        """Return our place that a country code of its own stands for, such as HK; a set of one or none."""
        return {
            one
            for one, place in self._places.items()
            if place.kind == "territory" and code in place.countries
        }

    def nests(self, one: str, other: str) -> bool:
        """Say whether two of our places are the same, or one lies in the other."""
        if one == other:
            return True
        within = {
            place: self._places[place].within if place in self._places else () for place in (one, other)
        }
        return other in within[one] or one in within[other]

    def named_in(self, texts: Iterable[str]) -> set[str]:
        """Return the territories, provinces, cities and districts of ours that names of bodies speak of."""
        found: set[str] = set()
        for text in texts:
            folded = plain(text)
            if has_han(folded):
                found.update(*(ids for spelt, ids in self._in_texts.items() if spelt in folded))
            else:
                found.update(*self._in_words(folded.split()))
        return found

    def _in_words(self, words: list[str]) -> list[set[str]]:
        spelt = (
            "".join(words[start : start + length]) for length in (1, 2, 3) for start in range(len(words))
        )
        return [
            self._in_texts[one]
            for one in spelt
            if len(one) >= _SHORTEST_LATIN_CHARACTERS and one in self._in_texts
        ]
