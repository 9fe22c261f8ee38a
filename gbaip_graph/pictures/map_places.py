"""Which places have a point on the map, and which activities each of them counts.

For the map. Coordinates are those of the GeoNames records in ``places.tsv`` and of nothing else; what has
none there is counted at the smallest place around it that has a point, and is named there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gbaip_graph.namespaces import DATA, ONTOLOGY
from gbaip_graph.pictures.desk import Desk, Told

_GREATER_BAY_AREA = f"{DATA}place/greater-bay-area"
# A record cites every paragraph that tells something of it; the first below the heading tells where it was.
_PLACEMENTS = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT DISTINCT ?place ?activity ?source ?item ?paragraph WHERE {{
  GRAPH ?graph {{ ?activity gbaip:takesPlaceIn ?place ; gbaip:statedIn ?passage }}
  ?passage gbaip:partOfSource ?source .
  OPTIONAL {{ ?passage gbaip:itemNumber ?item }}
  OPTIONAL {{ ?passage gbaip:paragraphNumber ?paragraph }}
  FILTER NOT EXISTS {{
    GRAPH ?graph {{ ?activity gbaip:statedIn/gbaip:paragraphNumber ?other }}
    FILTER (?other > 0 && (?paragraph = 0 || ?other < ?paragraph))
  }}
}}
ORDER BY ?place ?activity ?source ?item ?paragraph"""
_CONTAINERS = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT DISTINCT ?place ?around WHERE {{
  ?place a gbaip:Place ; gbaip:containedIn+ ?around .
}}
ORDER BY ?place ?around"""


@dataclass(frozen=True, slots=True)
class Point:
    """A place with the record of GeoNames that has its coordinates, in degrees."""

    place: str
    geonames: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Spot:
    """A point with the activities at its place, and those at places in it that have no point."""

    point: Point
    own: frozenset[str]
    within: Mapping[str, frozenset[str]]

    @property
    def activities(self) -> frozenset[str]:
        """What the point stands for; an activity at two of its places is there once."""
        return self.own.union(*self.within.values())

    @property
    def count(self) -> int:
        """How many activities the point stands for."""
        return len(self.activities)


@dataclass(frozen=True)
class Survey:
    """Every place that an activity takes place in, or that has a point."""

    spots: tuple[Spot, ...]  # the largest first
    placements: Mapping[str, tuple[Told, ...]]
    around: Mapping[str, frozenset[str]]

    def activities(self, place: str) -> frozenset[str]:
        """Return what takes place at exactly this place."""
        return frozenset(row["activity"] for row in self.placements.get(place, ()))

    def spot_of(self, place: str) -> Spot | None:
        """Return the point at which a place is counted, its own or that of a place around it."""
        return next((one for one in self.spots if place == one.point.place or place in one.within), None)

    def is_around_points(self, place: str) -> bool:
        """Tell whether points lie in a place, so that it is an area."""
        return any(place in self.around.get(spot.point.place, ()) for spot in self.spots)

    def is_in_area(self, place: str) -> bool:
        """Tell whether a place lies in the Greater Bay Area."""
        return _GREATER_BAY_AREA in self.around.get(place, ())


@cache
def read_points() -> tuple[Point, ...]:
    """Return the points of ``places.tsv``; it is read once."""
    lines = (files("gbaip_graph.pictures") / "places.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_point(*line.split("\t")) for line in lines[1:])


def _point(slug: str, geonames: str, name: str, latitude: str, longitude: str) -> Point:
    return Point(f"{DATA}place/{slug}", geonames, name, float(latitude), float(longitude))


def survey(desk: Desk) -> Survey:
    """Ask the graph where its activities take place, and count them at the points."""
    placements = _grouped(desk.select(_PLACEMENTS))
    around = {
        place: frozenset(row["around"] for row in rows)
        for place, rows in _grouped(desk.select(_CONTAINERS)).items()
    }
    known = placements.keys() | around.keys()
    points = {point.place: point for point in read_points() if point.place in known}
    counted: dict[str, dict[str, frozenset[str]]] = {place: {} for place in points}
    for place, rows in placements.items():
        if at := _nearest(place, points, around):
            counted[at][place] = frozenset(row["activity"] for row in rows)
    spots = [_spot(points[place], by_place) for place, by_place in counted.items()]
    return Survey(tuple(sorted(spots, key=lambda one: (-one.count, one.point.place))), placements, around)


def _spot(point: Point, by_place: Mapping[str, frozenset[str]]) -> Spot:
    within = {place: activities for place, activities in by_place.items() if place != point.place}
    return Spot(point, by_place.get(point.place, frozenset()), within)


def _nearest(place: str, points: Iterable[str], around: Mapping[str, frozenset[str]]) -> str:
    """Return the place itself where it has a point, or the smallest around it that has one, or ``""``."""
    if place in points:
        return place
    candidates = sorted(around.get(place, frozenset()).intersection(points))
    return max(candidates, key=lambda one: len(around.get(one, ())), default="")


def _grouped(rows: Iterable[Told]) -> dict[str, tuple[Told, ...]]:
    grouped: dict[str, tuple[Told, ...]] = {}
    for row in rows:
        grouped[row["place"]] = (*grouped.get(row["place"], ()), row)
    return grouped
