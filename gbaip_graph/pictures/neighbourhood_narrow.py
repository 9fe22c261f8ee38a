"""A neighbourhood for phones: the thing at the top, its groups below as branches of a tree."""

from __future__ import annotations

from collections.abc import Sequence

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
from gbaip_graph.pictures.svg import Markup, element, join, link

_WIDTH, _MARGIN, _STEM, _BRANCH = 320.0, 8.0, 16.0, 34.0
_LINE = 19.0


def draw_tree(desk: Desk, thing: str, groups: Sequence[Group]) -> Frame:
    """Draw the groups below the thing; an arrow shows which way each relation leads."""
    room = _WIDTH - _MARGIN - _BRANCH - 5
    kept, out = shown(desk, groups, room)
    box, top = _thing(desk, thing)
    parts, last = [box], top
    top += 10
    for group in kept:
        parts.append(_group(desk, group, top))
        last = top + 12
        top += group.height + AFTER
    if out:
        parts.append(more(desk, out, _BRANCH - 6, top))
        top += LINE + AFTER
    stem = element("line", class_="picture-axis", x1=_STEM, y1=8, x2=_STEM, y2=last)
    notes, below = key(desk, kept, _MARGIN, top + 12, _WIDTH - 2 * _MARGIN)
    return Frame(_WIDTH, top + 12 + below, join([stem, *parts, notes]))


def _thing(desk: Desk, thing: str) -> tuple[Markup, float]:
    label = desk.label(thing)
    tag = f" [{label.language}]" if label.language not in ("", desk.language) else ""
    lines = break_lines(label.text + tag, (_WIDTH - 2 * _MARGIN - 24) / 1.07, 14, lines=4)
    height = _LINE * len(lines) + 16
    box = element(
        "rect",
        class_="picture-mark picture-a",
        x=_MARGIN,
        y=4,
        width=_WIDTH - 2 * _MARGIN,
        height=height,
        rx=4,
    )
    words = [
        element(
            "text",
            line,
            class_="picture-on-mark picture-centre",
            x=_MARGIN + 12,
            y=26 + _LINE * index,
            lang=label.language,
        )
        for index, line in enumerate(lines)
    ]
    return link(desk.link(thing), box, *words, title=desk.name(thing), language=desk.language), height + 4


def _group(desk: Desk, group: Shown, top: float) -> Markup:
    arrow = "\u2192" if group.is_from else "\u2190"
    branch = element("line", class_="picture-axis", x1=_STEM, y1=top + 12, x2=_BRANCH - 6, y2=top + 12)
    room = _WIDTH - _MARGIN - _BRANCH
    words = shorten(f"{arrow} {group.words}", room, 12)
    parts = [branch, element("text", words, class_="picture-small picture-strong", x=_BRANCH, y=top + 16)]
    return join([*parts, group_items(desk, group, _BRANCH + 5, top + HEAD, room - 5)])
