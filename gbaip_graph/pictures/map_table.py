"""The table beside the map: every place with what takes place there, each activity with its source.

For the map. A place has a row that says how it is drawn or why not; the activities of all follow after.
"""

from __future__ import annotations

from gbaip_graph.pictures import citations
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.map_places import Spot, Survey
from gbaip_graph.pictures.picture import TableCell
from gbaip_graph.pictures.words import listed

_GEONAMES = "https://sws.geonames.org/"
Row = tuple[TableCell, ...]


def table(desk: Desk, surveyed: Survey) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Return heads and rows: the places, then in the same order what takes place at each.

    Drawn places stand by their size, each before those that it counts, then all others.
    """
    told = [row for place in surveyed.placements for row in surveyed.placements[place]]
    desk.learn({row[column] for row in told for column in ("activity", "source")})
    cited = citations.find_citations(desk, told, thing="activity")
    order = _order(surveyed)
    heads = [_head(desk, surveyed, place) for place in order]
    rows = [
        (desk.cell(place), TableCell(""), desk.cell(row["activity"]), *cited(row["activity"], row))
        for place in order
        for row in surveyed.placements.get(place, ())
    ]
    names = ("column.place", "map.column.count", "map.column.what")
    return (*map(desk.say, names), *citations.columns(desk)), (*heads, *rows)


def count_in_words(desk: Desk, count: int) -> str:
    """Write how many activities there are."""
    return desk.say("map.count.one" if count == 1 else "map.count.many", count=count)


def _order(surveyed: Survey) -> list[str]:
    counted = [place for spot in surveyed.spots for place in (spot.point.place, *sorted(spot.within))]
    others = surveyed.placements.keys() - set(counted)
    return [*counted, *sorted(others, key=lambda place: (-len(surveyed.activities(place)), place))]


def _head(desk: Desk, surveyed: Survey, place: str) -> Row:
    spot = surveyed.spot_of(place)
    count = desk.own(str(len(surveyed.activities(place))))
    if spot and spot.point.place == place:
        record = TableCell(f"GeoNames {spot.point.geonames}", iri=f"{_GEONAMES}{spot.point.geonames}/")
        return desk.cell(place), count, desk.own(_drawn(desk, spot)), record, TableCell("")
    why = desk.own(_not_drawn(desk, surveyed, place, spot))
    return desk.cell(place), count, why, TableCell(""), TableCell("")


def _drawn(desk: Desk, spot: Spot) -> str:
    point = spot.point
    where = {"latitude": f"{point.latitude:.3f}", "longitude": f"{point.longitude:.3f}", "name": point.name}
    if not spot.within:
        return desk.say("map.drawn", **where)
    within = listed([desk.name(place) for place in sorted(spot.within)], desk.language)
    return desk.say("map.drawn-with", **where, count=count_in_words(desk, spot.count), places=within)


def _not_drawn(desk: Desk, surveyed: Survey, place: str, spot: Spot | None) -> str:
    if spot:
        return desk.say("map.counted-at", place=desk.name(spot.point.place))
    if surveyed.is_around_points(place):
        return desk.say("map.area")
    return desk.say("map.no-coordinates" if surveyed.is_in_area(place) else "map.outside")
