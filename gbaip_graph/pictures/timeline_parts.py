"""What both forms of the timeline share: the class of a mark, the years of a plan, the key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.lettering import width
from gbaip_graph.pictures.periods import in_words
from gbaip_graph.pictures.scales import DayScale
from gbaip_graph.pictures.svg import Markup, element, join, points
from gbaip_graph.pictures.timeline_marks import KINDS, Mark

RADIUS = 4.2
_SIZE, _LINE = 12, 20.0
_COLOUR = "picture-mark picture-e"


def mark_class(mark: Mark) -> str:
    """Return the classes of a mark: full where a document tells the date, open where it was inferred."""
    hollow = "" if mark.period.is_stated else " picture-hollow"
    return f"picture-mark {KINDS[mark.kind]}{hollow}"


def years_label(mark: Mark) -> str:
    """Write the years of a plan shortly: ``2018–19``; an open end or beginning stays open."""
    if mark.period.first is None or mark.period.last is None:
        return "–".join(str(day.year) if day else "" for day in (mark.period.first, mark.period.last))
    first, last = mark.first.year, mark.last.year
    return str(first) if first == last else f"{first}–{last % 100:02d}"


def days_shown(desk: Desk, scale: DayScale, x: float, y: float) -> Markup:
    """Write which days are shown where no year begins within them."""
    last = scale.last - timedelta(days=1)
    words = in_words(f"{scale.first}/{last}", desk.language)
    return element("text", words, class_="picture-soft picture-number", x=x, y=y)


def key(desk: Desk, x: float, y: float, room: float) -> tuple[Markup, float]:
    """Draw what the forms of the marks mean, in as many lines as it needs; returns its height too."""
    shapes: dict[str, Callable[[float, float], Markup]] = {
        "timeline.key-dot": _dot,
        "timeline.key-bar": _bar,
        "timeline.key-inferred": _open_bar,
        "timeline.key-open": _arrow,
    }
    parts, left, top = [], x, y
    for words, shape in shapes.items():
        text = desk.say(words)
        across = 26 + width(text, _SIZE) + 18
        if left > x and left + across > x + room:
            left, top = x, top + _LINE
        parts += [shape(left, top), element("text", text, class_="picture-note", x=left + 26, y=top + 4)]
        left += across
    return join(parts), top - y + _LINE


def _dot(x: float, y: float) -> Markup:
    return element("circle", class_=_COLOUR, cx=x + 9, cy=y, r=RADIUS - 0.6)


def _bar(x: float, y: float, *, name: str = _COLOUR) -> Markup:
    return element("rect", class_=name, x=x + 1, y=y - 2.5, width=18, height=5, rx=2.5)


def _open_bar(x: float, y: float) -> Markup:
    return _bar(x, y, name=f"{_COLOUR} picture-hollow")


def _arrow(x: float, y: float) -> Markup:
    corners = points((x, y - 2.5), (x + 14, y - 2.5), (x + 19, y), (x + 14, y + 2.5), (x, y + 2.5))
    return element("polygon", class_=_COLOUR, points=corners)
