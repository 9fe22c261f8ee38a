"""The matrix of bodies for wide screens: half of it, with the names along its diagonal.

A name is that of the row to its left and of the column below it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.labels import foreign_tag, written
from gbaip_graph.pictures.lettering import break_lines, shorten, width
from gbaip_graph.pictures.partners import COUNTRY, ELSEWHERE, Body, Pair
from gbaip_graph.pictures.svg import Markup, element, join, link

_WIDTH, _MARGIN, _LEFT, _TOP = 760.0, 8.0, 100.0, 12.0
_CELL, _SIDE_GAP = 26.0, 9.0
_LARGEST = 12.2
_NAME_SIZE, _FINE_SIZE, _FINE_LINE = 13, 11, 12
# Within a smaller circle no number can be read.
_LEAST_NUMBERED = 7.4
ACROSS, WITHIN = "picture-a", "picture-e"


def draw_matrix(
    desk: Desk,
    bodies: Sequence[Body],
    pairs: Mapping[tuple[str, str], Pair],
    links: Mapping[tuple[str, str], str],
) -> Frame:
    """Draw a circle for each pair that has something in common, larger the more that is."""
    places = _places(bodies)
    most = max(pair.count for pair in pairs.values())
    parts = [_ground(places), _sides(desk, bodies, places)]
    for body, place in zip(bodies, places, strict=True):
        name = _name(desk, body, _LEFT + place + _CELL + 5, _TOP + place + _CELL / 2)
        parts.append(link(desk.link(body.iri), name))
    where = {body.iri: place for body, place in zip(bodies, places, strict=True)}
    for key, pair in pairs.items():
        parts.append(_cell(desk, pair, where, most, links[key]))
    bottom = _TOP + places[-1] + _CELL + 26
    return Frame(_WIDTH, bottom + 20, join([*parts, colour_key(desk, _MARGIN, bottom)]))


def _name(desk: Desk, body: Body, x: float, middle: float) -> Markup:
    """Write a name right of its row; one that is too long stands in two smaller lines."""
    label, room = desk.label(body.iri), _WIDTH - _MARGIN - x
    needed = width(label.text, _NAME_SIZE) + width(foreign_tag(label, desk.language), _NAME_SIZE)
    if needed <= room:
        return written(
            label, desk.language, room=room, size=_NAME_SIZE, class_="picture-name", x=x, y=middle + 4.5
        )
    lines = break_lines(label.text, room, _FINE_SIZE, lines=2)
    first = middle + 4.5 - _FINE_LINE / 2 * (len(lines) - 1)
    return join([
        written(
            replace(label, text=line), desk.language, room=room, size=_FINE_SIZE, class_="picture-fine", x=x,
            y=first + index * _FINE_LINE, is_tagged=index == len(lines) - 1,
        )
        for index, line in enumerate(lines)
    ])  # fmt: skip


def _places(bodies: Sequence[Body]) -> list[float]:
    """Return how far from the beginning each body stands, with a gap between two sides."""
    places, place = [], 0.0
    for index, body in enumerate(bodies):
        place += _SIDE_GAP if index and body.side != bodies[index - 1].side else 0
        places.append(place)
        place += _CELL
    return places


def _ground(places: Sequence[float]) -> Markup:
    size = _CELL - 2
    return join([
        element("rect", class_="picture-band", x=_LEFT + left + 1, y=_TOP + top + 1, width=size, height=size)
        for row, top in enumerate(places) for left in places[:row]
    ])  # fmt: skip


def _sides(desk: Desk, bodies: Sequence[Body], places: Sequence[float]) -> Markup:
    """Write each side left of its first row, with a line above it."""
    parts = []
    for index, (body, place) in enumerate(zip(bodies, places, strict=True)):
        if index and body.side == bodies[index - 1].side:
            continue
        y = _TOP + place
        if index:
            line = y - _SIDE_GAP / 2
            parts.append(
                element("line", class_="picture-axis", x1=_MARGIN, y1=line, x2=_LEFT + place, y2=line)
            )
        parts.append(
            element(
                "text",
                shorten(side_name(desk, body.side), _LEFT - _MARGIN - 6, 12),
                class_="picture-small picture-strong",
                x=_MARGIN,
                y=y + _CELL / 2 + 4.5,
            )
        )
    return join(parts)


def side_name(desk: Desk, side: str) -> str:
    """Return what a side is called; bodies of the whole country, and of none of its parts, are no side."""
    if side in (COUNTRY, ELSEWHERE):
        return desk.say("matrix.country" if side else "matrix.elsewhere")
    return desk.name(side)


def pair_title(desk: Desk, pair: Pair) -> str:
    """Say who has how much in common."""
    names = {"first": desk.name(pair.first.iri), "second": desk.name(pair.second.iri)}
    return desk.say("matrix.pair", **names, count=pair.count)


def _cell(desk: Desk, pair: Pair, where: Mapping[str, float], most: int, href: str) -> Markup:
    x = _LEFT + where[pair.first.iri] + _CELL / 2
    y = _TOP + where[pair.second.iri] + _CELL / 2
    radius = max(_LARGEST * math.sqrt(pair.count / most), 2.2)
    colour = ACROSS if pair.is_across else WITHIN
    half = _CELL / 2  # the whole cell leads on, for the smallest circles are hard to hit
    hit = element("rect", class_="picture-hit", x=x - half, y=y - half, width=_CELL, height=_CELL)
    parts = [hit, element("circle", class_=f"picture-mark {colour}", cx=x, cy=y, r=radius)]
    if radius >= _LEAST_NUMBERED:
        name = "picture-on-mark picture-middle picture-cell"
        parts.append(element("text", str(pair.count), class_=name, x=x, y=y + 4))
    return link(href, *parts, title=pair_title(desk, pair), language=desk.language)


def colour_key(desk: Desk, x: float, y: float) -> Markup:
    """Draw what the two colours mean."""
    parts = []
    for colour, key in ((ACROSS, "matrix.across"), (WITHIN, "matrix.within")):
        words = desk.say(key)
        parts.append(element("circle", class_=colour, cx=x + 7, cy=y, r=6))
        parts.append(element("text", words, class_="picture-note", x=x + 19, y=y + 4))
        x += 19 + width(words, 12) + 18
    return join(parts)
