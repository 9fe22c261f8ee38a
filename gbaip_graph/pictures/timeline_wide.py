"""The timeline for wide screens: years to the right, a lane below the other.

Short things are dots, long ones bars; what would lie upon another goes into a further row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gbaip_graph.ask.languages import Label
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.labels import written, written_width
from gbaip_graph.pictures.lettering import width
from gbaip_graph.pictures.packing import pack
from gbaip_graph.pictures.scales import DayScale
from gbaip_graph.pictures.svg import Markup, element, join, link, points
from gbaip_graph.pictures.timeline_marks import EVENT, PLAN, Lane, Mark
from gbaip_graph.pictures.timeline_parts import RADIUS, days_shown, key, mark_class, years_label

_WIDTH, _MARGIN = 760.0, 10.0
_TOP = 30.0
_DOT, _BAR, _PLAN = 9.0, 8.0, 30.0
_HEAD, _SUB_HEAD, _LANE_GAP, _KEY_ABOVE = 24.0, 22.0, 12.0, 44.0


def draw_wide(desk: Desk, lanes: Sequence[Lane], first: date, last: date) -> Frame:
    """Draw the lanes one below the other between two axes of years."""
    scale = DayScale(first, last + timedelta(days=1), _MARGIN, _WIDTH - _MARGIN - 6)
    drawn, top, kind = [], _TOP - 6, ""
    for lane in lanes:
        head, height = _head(desk, lane, top, is_first=lane.kind != kind)
        body, below = _body(desk, lane, scale, top + height)
        drawn += [head, body]
        top, kind = top + height + below, lane.kind
    notes, height = key(desk, _MARGIN, top + _KEY_ABOVE, _WIDTH - 2 * _MARGIN)
    axis = _axis(scale, top) if scale.years() else days_shown(desk, scale, _MARGIN, _TOP - 10)
    return Frame(_WIDTH, top + _KEY_ABOVE + height, join([axis, *drawn, notes]))


def _axis(scale: DayScale, bottom: float) -> Markup:
    """Draw a line for each year, and the number of each second one above and below the lanes."""
    years = list(scale.years())
    step = next(step for step in (1, 2, 5, 10, 25, 100) if len(years) / step <= 14)
    parts = []
    for year in years:
        x = scale(date(year, 1, 1))
        is_named = year % step == 0 or len(years) == 1
        parts.append(
            element(
                "line",
                class_="picture-axis" if is_named else "picture-rule",
                x1=x,
                y1=_TOP - 4,
                x2=x,
                y2=bottom + (6 if is_named else 0),
                opacity=0.55 if is_named else None,
            )
        )
        if is_named and x < _WIDTH - 34:
            for y in (_TOP - 10, bottom + 16):
                parts.append(element("text", str(year), class_="picture-soft picture-number", x=x, y=y))
    return join(parts)


def _head(desk: Desk, lane: Lane, top: float, *, is_first: bool) -> tuple[Markup, float]:
    """Write the name of the kind before its first lane, and that of the series or of the rest."""
    parts, y = [], top
    if is_first:
        y += _LANE_GAP
        parts.append(element("line", class_="picture-axis", x1=_MARGIN, y1=y, x2=_WIDTH - _MARGIN, y2=y))
        y += _HEAD
        name = desk.say(f"timeline.lane-{lane.kind.rpartition('#')[2]}")
        parts.append(_name(desk, Label(name, desk.language), y - 4, "picture-lane"))
    if lane.kind != EVENT:
        return join(parts), y - top
    y += _SUB_HEAD
    if not lane.series:
        other = Label(desk.say("timeline.other-events"), desk.language)
        return join([*parts, _name(desk, other, y - 5, "picture-small")]), y - top
    series = _name(desk, desk.label(lane.series), y - 5, "picture-small")
    return join([*parts, link(desk.link(lane.series), series)]), y - top


def _name(desk: Desk, label: Label, y: float, class_: str) -> Markup:
    """Write a name on a ground of its own, so that no line of a year runs through it."""
    size, room = (14.5, _WIDTH / 2) if class_ == "picture-lane" else (12.0, _WIDTH - 2 * _MARGIN)
    across = written_width(label, desk.language, room=room, size=size) + 6
    ground = element(
        "rect", class_="picture-ground", x=_MARGIN - 2, y=y - size, width=across, height=size + 4
    )
    return join([ground, written(label, desk.language, room=room, size=size, class_=class_, x=_MARGIN, y=y)])


def _body(desk: Desk, lane: Lane, scale: DayScale, top: float) -> tuple[Markup, float]:
    if lane.kind == PLAN:
        return _plans(desk, lane.marks, scale, top)
    bars = [mark for mark in lane.marks if not mark.is_dot]
    dots = [mark for mark in lane.marks if mark.is_dot]
    if lane.series:  # a lane of few marks: bars and dots stand in the same rows
        return _tracks(desk, lane.marks, scale, top, _DOT)
    first, above = _tracks(desk, bars, scale, top, _BAR)
    second, below = _tracks(desk, dots, scale, top + above, _DOT)
    return join([first, second]), above + below


def _tracks(
    desk: Desk, marks: Sequence[Mark], scale: DayScale, top: float, step: float
) -> tuple[Markup, float]:
    tracks, count = pack(marks, lambda mark: _reach(mark, scale), gap=1.2)
    parts = [
        _mark(desk, mark, scale, top + step * (track + 0.5))
        for mark, track in zip(marks, tracks, strict=True)
    ]
    return join(parts), step * count


def _reach(mark: Mark, scale: DayScale) -> tuple[float, float]:
    if mark.is_dot:
        middle = _middle(mark, scale)
        return middle - RADIUS, middle + RADIUS
    return scale(mark.first), max(scale(mark.last), scale(mark.first) + 2 * RADIUS)


def _middle(mark: Mark, scale: DayScale) -> float:
    return (scale(mark.first) + scale(mark.last)) / 2


def _mark(desk: Desk, mark: Mark, scale: DayScale, y: float) -> Markup:
    name = mark_class(mark)
    start, end = _reach(mark, scale)
    if mark.is_dot:
        shape = element("circle", class_=name, cx=(start + end) / 2, cy=y, r=RADIUS - 0.6)
    elif mark.period.last is None or mark.last > scale.last:
        tip = scale.end + 6
        corners = points((start, y - 2.5), (tip - 5, y - 2.5), (tip, y), (tip - 5, y + 2.5), (start, y + 2.5))
        shape = element("polygon", class_=name, points=corners)
    else:
        shape = element(
            "rect", class_=name, x=start + 0.8, y=y - 2.5, width=end - start - 1.6, height=5, rx=2.5
        )
    return link(desk.link(mark.thing), shape, title=mark.title(desk), language=desk.language)


def _plans(desk: Desk, marks: Sequence[Mark], scale: DayScale, top: float) -> tuple[Markup, float]:
    """Draw plans as bars with their years below."""

    def reach(mark: Mark) -> tuple[float, float]:
        start, end = _reach(mark, scale)
        return start, max(end, start + width(years_label(mark), 12) * 1.07)

    tracks, count = pack(marks, reach, gap=6)
    parts = []
    for mark, track in zip(marks, tracks, strict=True):
        (start, end), y = _reach(mark, scale), top + _PLAN * track
        bar = element(
            "rect", class_=mark_class(mark), x=start + 1, y=y + 3, width=end - start - 2, height=8, rx=2
        )
        words = element(
            "text", years_label(mark), class_="picture-small picture-strong picture-number", x=start, y=y + 23
        )
        parts.append(link(desk.link(mark.thing), bar, words, title=mark.title(desk), language=desk.language))
    return join(parts), _PLAN * count
