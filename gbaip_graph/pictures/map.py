"""The map of the Greater Bay Area: a point for each place, as large as what takes place there.

Points and a coastline, and no boundary of any kind; what has no coordinates from an open source, or lies
elsewhere, is in the table only.
"""

from __future__ import annotations

import math

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame, svg
from gbaip_graph.pictures.labels import foreign_tag
from gbaip_graph.pictures.lettering import break_lines, shorten, width
from gbaip_graph.pictures.map_labels import Box, Circle, Place, place_labels
from gbaip_graph.pictures.map_land import Projection, draw_land
from gbaip_graph.pictures.map_places import Spot, Survey, survey
from gbaip_graph.pictures.map_table import count_in_words, table
from gbaip_graph.pictures.picture import NoPicture, Picture
from gbaip_graph.pictures.svg import Markup, element, join, link

NAME = "greater-bay-area"
_TEXT, _NOTE, _NOTE_LINE = 13, 12, 17
# Units in the radius of a point with one activity; the area grows with the number.
_WIDE_UNIT, _NARROW_UNIT = 3.2, 2.1
_SMALLEST = 3.0
#: Numbers of activities that the key of sizes may show, the largest first.
_SIZES = (300, 100, 30, 10, 1)
# Targets for fingers and mice are 24 units high: https://www.w3.org/TR/WCAG22/#target-size-minimum
_TARGET = 24.0
_TAG = 17.0
_KEY_ROW, _KEY_COLUMN = 28.0, 156.0


def draw_map(desk: Desk) -> Picture:
    """Draw the picture; it has no parameters. Raises ``NoPicture`` for a graph without a place on the map."""
    surveyed = survey(desk)
    if not surveyed.spots:
        raise NoPicture(desk.say("map.none"))
    desk.learn([*surveyed.placements, *(spot.point.place for spot in surveyed.spots)])
    title = desk.say("map.title")
    counted = frozenset[str]().union(*(spot.activities for spot in surveyed.spots))
    description = desk.say("map.description", activities=len(counted), points=len(surveyed.spots))
    frames = {"wide": _wide(desk, surveyed), "narrow": _narrow(desk, surveyed)}
    wide, narrow = (
        svg(frame, name=NAME, size=size, title=title, description=description, language=desk.language)
        for size, frame in frames.items()
    )
    columns, rows = table(desk, surveyed)
    return Picture(NAME, title, description, desk.language, columns, rows, wide, narrow)


def _wide(desk: Desk, surveyed: Survey) -> Frame:
    """Draw every point with its name and number beside it."""
    projection = Projection(112.2, 21.8, 114.76, 23.32, 760)
    circles = _circles(surveyed, projection, _WIDE_UNIT)
    texts = [f"{desk.name(spot.point.place)} {spot.count}" for spot in surveyed.spots]
    sizes = [(width(text, _TEXT) + 4, _TARGET) for text in texts]
    scale, taken = _size_key(desk, surveyed, x=projection.width - 118, y=projection.height - 112)
    frame = Box(4, 4, projection.width - 8, projection.height - 8)
    places = place_labels(circles, sizes, frame=frame, taken=(taken,))
    marks = [
        _named_point(desk, spot, circle, place)
        for spot, circle, place in zip(surveyed.spots, circles, places, strict=True)
    ]
    notes, height = _notes(desk, surveyed, projection.height, projection.width)
    return Frame(projection.width, height, join([draw_land(projection), scale, *marks, notes]))


def _narrow(desk: Desk, surveyed: Survey) -> Frame:
    """Draw every point with a number beside it, and the names in a key below."""
    projection = Projection(112.3, 21.95, 114.6, 23.35, 320)
    circles = _circles(surveyed, projection, _NARROW_UNIT)
    frame = Box(2, 2, projection.width - 4, projection.height - 4)
    places = place_labels(circles, [(_TAG, _TAG)] * len(circles), frame=frame)
    marks = [
        join([_circle(spot, circle), _leader(place), _tag(str(number), place.box)])
        for number, (spot, circle, place) in enumerate(zip(surveyed.spots, circles, places, strict=True), 1)
    ]
    heading = element("text", desk.say("map.key"), class_="picture-strong", x=8, y=projection.height + 24)
    rows = math.ceil(len(surveyed.spots) / 2)
    top = projection.height + 34
    key = [
        _key_row(
            desk, index + 1, spot, x=4 + _KEY_COLUMN * (index // rows), y=top + _KEY_ROW * (index % rows)
        )
        for index, spot in enumerate(surveyed.spots)
    ]
    notes, height = _notes(desk, surveyed, top + rows * _KEY_ROW, projection.width)
    return Frame(projection.width, height, join([draw_land(projection), *marks, heading, *key, notes]))


def _circles(surveyed: Survey, projection: Projection, unit: float) -> list[Circle]:
    return [
        Circle(*projection(spot.point.longitude, spot.point.latitude), _radius(spot.count, unit))
        for spot in surveyed.spots
    ]


def _radius(count: int, unit: float) -> float:
    return max(unit * math.sqrt(count), _SMALLEST)


def _named_point(desk: Desk, spot: Spot, circle: Circle, place: Place) -> Markup:
    """Draw a point and its label as one link, with room for a finger."""
    box = place.box
    anchor, x = _anchor(box, circle)
    words = element(
        "text",
        _name_and_count(desk, spot),
        class_=f"map-label{anchor}",
        x=x,
        y=box.y + box.height / 2 + 4.5,
    )
    room = element("rect", class_="map-target", x=box.x, y=box.y, width=box.width, height=box.height)
    parts = (_leader(place), _circle(spot, circle), room, words)
    return link(desk.link(spot.point.place), *parts, title=_title(desk, spot), language=desk.language)


def _name_and_count(desk: Desk, spot: Spot, *, room: float = math.inf) -> Markup:
    label, count = desk.label(spot.point.place), f" {spot.count}"
    tag = foreign_tag(label, desk.language)
    name = shorten(label.text, room - width(tag + count, _TEXT), _TEXT)
    parts = [element("tspan", name, lang=label.language)]
    parts += [element("tspan", tag, class_="picture-tag", lang="en")] if tag else []
    return Markup("".join([*parts, element("tspan", count, class_="picture-strong picture-number")]))


def _anchor(box: Box, circle: Circle) -> tuple[str, float]:
    """Return the class and the place of a text that stands beside its point, or over or under it."""
    if box.x > circle.x:
        return "", box.x + 2
    if box.x + box.width < circle.x:
        return " picture-end", box.x + box.width - 2
    return " picture-middle", box.x + box.width / 2


def _title(desk: Desk, spot: Spot) -> str:
    told = {"place": desk.name(spot.point.place), "count": count_in_words(desk, spot.count)}
    without = len(spot.activities - spot.own)
    if not without:
        return desk.say("map.point", **told)
    return desk.say("map.point-with", **told, within=without)


def _circle(spot: Spot, circle: Circle) -> Markup:
    kind = "map-point" if spot.count else "map-point map-point-empty"
    return element("circle", class_=f"picture-mark {kind}", cx=circle.x, cy=circle.y, r=circle.radius)


def _leader(place: Place) -> Markup:
    if place.leader is None:
        return Markup("")
    x, y, to_x, to_y = place.leader
    return element("line", class_="map-leader", x1=x, y1=y, x2=to_x, y2=to_y)


def _tag(number: str, box: Box) -> Markup:
    middle = box.x + box.width / 2
    return join([
        element("rect", class_="map-tag", x=box.x, y=box.y, width=box.width, height=box.height, rx=3),
        element("text", number, class_="map-number picture-middle", x=middle, y=box.y + box.height / 2 + 4),
    ])  # fmt: skip


def _key_row(desk: Desk, number: int, spot: Spot, *, x: float, y: float) -> Markup:
    name = _name_and_count(desk, spot, room=_KEY_COLUMN - 24)
    words = element("text", name, x=x + 25, y=y + _TARGET / 2 + 4.5)
    room = element("rect", class_="map-target", x=x, y=y, width=_KEY_COLUMN - 4, height=_TARGET)
    tag = _tag(str(number), Box(x + 3, y + 3, _TAG, _TAG))
    address, title = desk.link(spot.point.place), _title(desk, spot)
    return link(address, room, tag, words, title=title, language=desk.language)


def _size_key(desk: Desk, surveyed: Survey, *, x: float, y: float) -> tuple[Markup, Box]:
    """Draw what the sizes mean, one circle within another."""
    top = max((spot.count for spot in surveyed.spots), default=1)
    counts = [count for count in _SIZES if count <= max(top, 1)][:3]
    bottom = y + 96
    parts = [element("text", desk.say("map.sizes"), class_="map-label picture-strong", x=x, y=y + 14)]
    for index, count in enumerate(counts):
        radius = _radius(count, _WIDE_UNIT)
        line = y + 36 + index * 24
        parts += [
            element("circle", class_="map-size", cx=x + 28, cy=bottom - radius, r=radius),
            element("line", class_="map-leader", x1=x + 28, y1=bottom - 2 * radius, x2=x + 66, y2=line - 4),
            element("text", str(count), class_="map-label picture-number", x=x + 70, y=line),
        ]
    return join(parts), Box(x - 6, y - 4, 120, 108)


def _notes(desk: Desk, surveyed: Survey, top: float, across: float) -> tuple[Markup, float]:
    """Write under the map what it is not, and whose data it is drawn from; return also where that ends."""
    rings = () if all(spot.count for spot in surveyed.spots) else ("map.ring",)
    lines = [
        line
        for key in ("map.schematic", *rings, "map.coastline", "map.coordinates")
        for line in break_lines(desk.say(key), across - 8, _NOTE, lines=4)
    ]
    written = [
        element("text", line, class_="picture-note", x=4, y=top + 20 + index * _NOTE_LINE, lang=desk.language)
        for index, line in enumerate(lines)
    ]
    return join(written), top + 20 + len(lines) * _NOTE_LINE
