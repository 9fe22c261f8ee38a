"""The pairs of bodies for phones: a list under each two sides that they join, the most first.

Each pair has both names and a bar with its number; what a list leaves out is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.labels import written
from gbaip_graph.pictures.lettering import shorten
from gbaip_graph.pictures.matrix_wide import ACROSS, WITHIN, colour_key, pair_title, side_name
from gbaip_graph.pictures.partners import Pair
from gbaip_graph.pictures.svg import Markup, element, join, link

_WIDTH, _MARGIN = 320.0, 8.0
_HEAD, _PAIR, _MORE, _AFTER = 32.0, 54.0, 20.0, 12.0
_BAR, _LONGEST = 8.0, 250.0
# What fits a screen of a phone under one head.
_LISTED = 5


def draw_list(
    desk: Desk, pairs: Mapping[tuple[str, str], Pair], links: Mapping[tuple[str, str], str]
) -> Frame:
    """Draw the groups one below the other, all bars on one scale."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, pair in pairs.items():
        groups.setdefault((pair.first.side, pair.second.side), []).append(key)
    most = max(pair.count for pair in pairs.values())
    parts, top = [], 0.0
    for sides, keys in groups.items():
        ranked = sorted(keys, key=lambda key: (-pairs[key].count, key))
        parts.append(_head(desk, sides, top))
        top += _HEAD
        for key in ranked[:_LISTED]:
            parts.append(_pair(desk, pairs[key], links[key], top, most))
            top += _PAIR
        if left := ranked[_LISTED:]:
            words = desk.say("picture.more", count=len(left))
            parts.append(element("text", words, class_="picture-note", x=_MARGIN, y=top + 12))
            top += _MORE
        top += _AFTER
    return Frame(_WIDTH, top + 30, join([*parts, colour_key(desk, _MARGIN, top + 14)]))


def _head(desk: Desk, sides: Sequence[str], top: float) -> Markup:
    names = list(dict.fromkeys(side_name(desk, side) for side in sides))
    words = " – ".join(names) if len(names) > 1 else desk.say("matrix.among", side=names[0])
    line = element("line", class_="picture-axis", x1=_MARGIN, y1=top + 4, x2=_WIDTH - _MARGIN, y2=top + 4)
    text = shorten(words, _WIDTH - 2 * _MARGIN, 14)
    return join([line, element("text", text, class_="picture-lane", x=_MARGIN, y=top + 23)])


def _pair(desk: Desk, pair: Pair, href: str, top: float, most: int) -> Markup:
    room = _WIDTH - 2 * _MARGIN
    names = [
        written(
            desk.label(body.iri), desk.language, room=room, size=12, class_="picture-small", x=_MARGIN, y=y
        )
        for body, y in ((pair.first, top + 12), (pair.second, top + 27))
    ]
    colour = ACROSS if pair.is_across else WITHIN
    length = _LONGEST * pair.count / most
    bar = element("rect", class_=f"picture-mark {colour}", x=_MARGIN, y=top + 34, width=length, height=_BAR)
    number = element("text", str(pair.count), class_="picture-number", x=_MARGIN + length + 6, y=top + 42.5)
    return link(href, *names, bar, number, title=pair_title(desk, pair), language=desk.language)
