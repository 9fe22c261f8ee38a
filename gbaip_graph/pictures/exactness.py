"""How exactly a number is told, as a mark of its own at the end of its bar, and in words.

For every picture with figures; about, nearly, over and exact are never drawn alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.lettering import width
from gbaip_graph.pictures.svg import Markup, element, join, points

_SCHEME = "https://w3id.org/gbaip/concept/exactness/"
#: In the order of the key.
KINDS = ("exact", "about", "over", "at-least", "nearly", "up-to")
_RADIUS = 5.0
_KEY_TEXT, _KEY_GAP = 12, 22


def kind_of(iri: str) -> str:
    """Return the kind of exactness that a concept is; one that is not known is drawn as about."""
    kind = iri.removeprefix(_SCHEME)
    return kind if kind in KINDS else "about"


def end_mark(kind: str, x: float, y: float, *, colour: str, radius: float = _RADIUS) -> Markup:
    """Draw the end of a bar whose value is at ``x``.

    A full dot is exact and an open one about; a triangle points to where the true number is.
    """
    r = radius
    if kind in ("over", "at-least"):
        shape = points((x, y - r - 1), (x + 1.8 * r, y), (x, y + r + 1))
    elif kind in ("nearly", "up-to"):
        shape = points((x, y - r - 1), (x - 1.8 * r, y), (x, y + r + 1))
    else:
        fill = "picture-hollow " if kind == "about" else ""
        return element("circle", class_=f"picture-mark {colour} {fill}".rstrip(), cx=x, cy=y, r=r)
    fill = "picture-hollow " if kind in ("at-least", "up-to") else ""
    return element("polygon", class_=f"picture-mark {colour} {fill}".rstrip(), points=shape)


def in_words(desk: Desk, kind: str, number: str) -> str:
    """Write a number with its exactness: ``over 350``."""
    return desk.say(f"exactness.{kind}", number=number)


def key(
    desk: Desk, kinds: Iterable[str], *, x: float, y: float, room: float, colour: str
) -> tuple[Markup, float]:
    """Draw what the marks mean, in as many lines as it needs; returns it with the height of these."""
    parts: list[Markup] = []
    left, top = x, y
    for kind in (kind for kind in KINDS if kind in set(kinds)):
        words = desk.say(f"key.{kind}")
        across = width(words, _KEY_TEXT) + _KEY_GAP + 18
        if left > x and left + across > x + room:
            left, top = x, top + 20
        parts.append(end_mark(kind, left + 8, top, colour=colour))
        parts.append(element("text", words, class_="picture-note", x=left + _KEY_GAP, y=top + 4))
        left += across
    return join(parts), top - y + 20
