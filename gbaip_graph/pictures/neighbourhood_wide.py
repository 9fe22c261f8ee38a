"""A neighbourhood for wide screens: the thing in the middle, what leads to it on the left.

Read from left to right, every line is a sentence: neighbour, relation, thing, relation, neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.lettering import break_lines, shorten
from gbaip_graph.pictures.neighbourhood_parts import (
    AFTER,
    HEAD,
    LINE,
    Shown,
    group_items,
    key,
    more,
    shown,
)
from gbaip_graph.pictures.neighbours import Group
from gbaip_graph.pictures.svg import Markup, element, join, link, number

_WIDTH, _MARGIN, _TOP = 760.0, 8.0, 8.0
_CENTRE, _WAY, _INDENT = 136.0, 36.0, 12.0
# A thing whose groups are long stands where it is seen first.
_LOWEST_MIDDLE = 240.0
_LINE = 18.0


def draw_sides(desk: Desk, thing: str, groups: Sequence[Group]) -> Frame:
    """Draw the groups left and right of the thing; a side without any leaves its room to the other."""
    both = ([group for group in groups if not group.is_from], [group for group in groups if group.is_from])
    count = sum(map(bool, both))
    room = (_WIDTH - 2 * _MARGIN - _CENTRE - count * _WAY) / count
    left, right = (_Side(*shown(desk, side, room - _INDENT - 6)) for side in both)
    centre = _MARGIN + (room + _WAY if left.groups else 0)
    height = max(left.height, right.height, 130.0)
    middle = _TOP + min(height / 2, _LOWEST_MIDDLE)
    hub = (centre, middle)
    parts = [
        _side(desk, side, x=x, top=max(_TOP, middle - side.height / 2), room=room, hub=hub)
        for side, x in ((left, _MARGIN), (right, centre + _CENTRE + _WAY))
    ]
    parts.append(_thing(desk, thing, centre, middle))
    bottom = _TOP + height + 24
    notes, below = key(desk, (*left.groups, *right.groups), _MARGIN, bottom, _WIDTH - 2 * _MARGIN)
    return Frame(_WIDTH, bottom + below, join([*parts, notes]))


@dataclass(frozen=True)
class _Side:
    """The groups of one side, and how many neighbours there are in groups that are left out."""

    groups: tuple[Shown, ...]
    out: int

    @property
    def height(self) -> float:
        return sum(group.height + AFTER for group in self.groups) + (LINE if self.out else 0)


def _side(desk: Desk, side: _Side, *, x: float, top: float, room: float, hub: tuple[float, float]) -> Markup:
    parts = []
    for group in side.groups:
        parts.append(_group(desk, group, x, top, room))
        parts.append(_way(group, x, top, room, hub))
        top += group.height + AFTER
    if side.out:
        parts.append(more(desk, side.out, x, top))
    return join(parts)


def _group(desk: Desk, group: Shown, x: float, top: float, room: float) -> Markup:
    """Draw a group under its head, with a line towards the thing along it."""
    name = "picture-small picture-strong"
    if group.is_from:
        words, at, line, left = f"\u2192 {group.words}", x + 8, x, x + _INDENT
    else:
        words, at, line, left = f"{group.words} \u2192", x + room - 8, x + room, x + 5
        name += " picture-end"
    head = element("text", shorten(words, room - 8, 12), class_=name, x=at, y=top + 16)
    bracket = element("line", class_="picture-axis", x1=line, y1=top + 4, x2=line, y2=top + group.height)
    items = group_items(desk, group, left, top + HEAD, room - _INDENT - 6)
    return join([head, bracket, items])


def _way(group: Shown, x: float, top: float, room: float, hub: tuple[float, float]) -> Markup:
    """Draw the way between the thing and the head of a group."""
    centre, middle = hub
    start, end = (centre + _CENTRE, x) if group.is_from else (centre, x + room)
    y, half = top + 12, (start + end) / 2
    path = f"M{number(start)} {number(middle)} C{number(half)} {number(middle)} {number(half)} {number(y)} "
    return element("path", class_="picture-axis", d=f"{path}{number(end)} {number(y)}")


def _thing(desk: Desk, thing: str, x: float, middle: float) -> Markup:
    label = desk.label(thing)
    lines = break_lines(label.text, (_CENTRE - 20) / 1.07, 14, lines=6)
    tag = f"[{label.language}]" if label.language not in ("", desk.language) else ""
    height = _LINE * (len(lines) + bool(tag)) + 20
    top = middle - height / 2
    box = element("rect", class_="picture-mark picture-a", x=x, y=top, width=_CENTRE, height=height, rx=4)
    name, half = "picture-on-mark picture-middle picture-centre", x + _CENTRE / 2
    words = [
        element("text", line, class_=name, x=half, y=top + 24 + _LINE * index, lang=label.language)
        for index, line in enumerate([*lines, *filter(None, [tag])])
    ]
    return link(desk.link(thing), box, *words, title=desk.name(thing), language=desk.language)
