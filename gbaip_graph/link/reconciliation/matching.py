"""Which things a query may mean: by spelling, class and properties, each part of the score told.

Nearness of spelling is measured by rapidfuzz. A match is claimed only where a name is spelt the same, all
conditions hold and no other thing does as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gbaip_graph.link.names import NAME_LIMIT_CHARACTERS, key, place_core, plain
from gbaip_graph.link.reconciliation.data_set import DataSet, Thing
from gbaip_graph.link.reconciliation.model import Candidate, Feature, MatchQuery
from gbaip_graph.link.reconciliation.near_names import NearNames
from gbaip_graph.link.reconciliation.properties import Properties

#: Points of a hundred: for a name spelt the same; the same but for "city" or "省"; an abbreviation.
SAME, CORE, SHORT = 100.0, 92.0, 90.0
#: A near spelling has at most so many points, and from so many on it is shown.
NEAR_MOST, NEAR_LEAST = 89.0, 55.0
#: From this ratio on (0 to 100) a spelling is near.
NEAR_FROM_RATIO = 65.0
# So much of the score is the name's where properties are compared too.
_NAME_SHARE = 0.7
_NEAR_NAMES = 60  # several of them may be of one thing
_SHORTEST_NEAR_CHARACTERS = 3


#: Of each thing, by its id, which conditions hold.
Held = Mapping[str, Mapping[object, bool]]


@dataclass(frozen=True)
class Spelt:
    """How well the name of a thing is spelt as the query has it, in points of a hundred."""

    points: float
    is_same: bool


@dataclass
class Matcher:
    """An index over the names of a data set; made once, and then only read."""

    data_set: DataSet
    properties: Properties
    _by_key: dict[str, dict[int, Spelt]] = field(default_factory=lambda: defaultdict(dict))
    _near_names: NearNames = field(init=False)
    _bearers: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        places: dict[str, int] = {}
        for position, thing in enumerate(self.data_set.things):
            for name in thing.names:
                folded = plain(name.text)
                self._add(key(folded), position, Spelt(SHORT if name.kind == "short" else SAME, True))
                core, _ = place_core(folded)
                if core != folded and "gbaip:Place" in thing.types:
                    self._add(key(core), position, Spelt(CORE, False))
                at = places.setdefault(_sorted_words(folded), len(places))
                if at == len(self._bearers):
                    self._bearers.append([])
                self._bearers[at].append(position)
        self._near_names = NearNames(tuple(places))

    def _add(self, spelt: str, position: int, how: Spelt) -> None:
        known = self._by_key[spelt].get(position)
        if known is None or known.points < how.points:
            self._by_key[spelt][position] = how

    def match(self, query: MatchQuery) -> tuple[Candidate, ...]:
        """Return the candidates of a query, the best first, at most its ``limit``."""
        spelt = self._spelt(query)
        allowed = {position: how for position, how in spelt.items() if self._is_of_type(position, query)}
        ranked = sorted(allowed, key=lambda one: (-allowed[one].points, one))
        considered = ranked[: max(query.limit * 3, 50)]
        things = [self.data_set.things[position] for position in considered]
        held = self.properties.held(things, query.conditions)
        scored = [
            (self._score(thing, allowed[position], held, query), thing, allowed[position])
            for position, thing in zip(considered, things, strict=True)
            if all(held[thing.id][one] for one in query.conditions if one.required)
        ]
        scored.sort(key=lambda one: (-one[0], one[1].id))
        meant = self._meant(scored, held, query)
        return tuple(
            self._candidate(thing, score, how, held, query, is_meant=thing is meant)
            for score, thing, how in scored[: query.limit]
        )

    def _spelt(self, query: MatchQuery) -> dict[int, Spelt]:
        """Return the things that the query may name, each with how well; those of its ids are sure."""
        found: dict[int, Spelt] = {}
        for identifier in query.ids:
            if (thing := self.data_set.find(identifier)) is not None:
                found[self.data_set.positions[thing.id]] = Spelt(SAME, True)
        if query.ids:
            return found
        if not query.name:
            wanted = self.properties.things_with(query.conditions)
            return {
                self.data_set.positions[one]: Spelt(SAME, False)
                for one in wanted
                if one in self.data_set.positions
            }
        if (thing := self.data_set.find(query.name.strip())) is not None:
            return {self.data_set.positions[thing.id]: Spelt(SAME, True)}
        folded = plain(query.name[:NAME_LIMIT_CHARACTERS])
        core, _ = place_core(folded)
        for spelling in {key(folded), key(core)}:
            for position, how in self._by_key.get(spelling, {}).items():
                points = min(how.points, SAME if spelling == key(folded) else CORE)
                if position not in found or found[position].points < points:
                    found[position] = Spelt(points, how.is_same and spelling == key(folded))
        for position, points in self._near(folded):
            if position not in found or found[position].points < points:
                found[position] = Spelt(points, False)
        return found

    def _near(self, folded: str) -> Iterable[tuple[int, float]]:
        if len(folded) < _SHORTEST_NEAR_CHARACTERS:
            return
        close = self._near_names.near(_sorted_words(folded), from_ratio=NEAR_FROM_RATIO, limit=_NEAR_NAMES)
        for at, ratio in close:
            share = (ratio - NEAR_FROM_RATIO) / (100 - NEAR_FROM_RATIO)
            for position in self._bearers[at]:
                yield position, round(NEAR_LEAST + share * (NEAR_MOST - NEAR_LEAST), 2)

    def _is_of_type(self, position: int, query: MatchQuery) -> bool:
        if not query.types or query.type_strict == "should":
            return True
        types = self.data_set.things[position].types
        wanted = [one in types for one in query.types]
        return all(wanted) if query.type_strict == "all" else any(wanted)

    def _score(self, thing: Thing, how: Spelt, held: Held, query: MatchQuery) -> float:
        name = how.points
        if query.type_strict == "should" and query.types and not set(query.types) & set(thing.types):
            name *= 0.8  # preferred, not asked for
        if not query.conditions:
            return round(name, 2)
        share = sum(held[thing.id][one] for one in query.conditions) / len(query.conditions)
        return round(_NAME_SHARE * name + (1 - _NAME_SHARE) * 100 * share, 2)

    def _meant(
        self,
        scored: list[tuple[float, Thing, Spelt]],
        held: Held,
        query: MatchQuery,
    ) -> Thing | None:
        """Return the one thing that is spelt the same and of which all holds; None where there are two."""
        sure = [
            thing
            for _, thing, how in scored
            if how.is_same and how.points > SHORT and all(held[thing.id][one] for one in query.conditions)
        ]
        return sure[0] if len(sure) == 1 else None

    def _candidate(
        self, thing: Thing, score: float, how: Spelt, held: Held, query: MatchQuery, *, is_meant: bool
    ) -> Candidate:
        features = [Feature("name", "Spelling of the name, of a hundred", how.points)]
        if query.types:
            features.append(
                Feature("type", "Is of a type that was asked for", bool(set(query.types) & set(thing.types)))
            )
        for number, condition in enumerate(query.conditions, start=1):
            told = f"The property {condition.property_id} is as asked for"
            features.append(Feature(f"property-{number}", told, held[thing.id][condition]))
        types = tuple(self.data_set.type(one, query.language) for one in self.data_set.nearest_types(thing))
        return Candidate(self.data_set.named(thing, query.language), types, score, is_meant, tuple(features))


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))
