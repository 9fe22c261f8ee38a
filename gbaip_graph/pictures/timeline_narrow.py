"""The timeline for phones: time runs down, a column for plans, events, operations and exchanges.

In a column bars stand left of dots; what would lie upon another goes into a further track.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.lettering import width
from gbaip_graph.pictures.packing import pack
from gbaip_graph.pictures.scales import DayScale
from gbaip_graph.pictures.svg import Markup, element, join, link, points
from gbaip_graph.pictures.timeline_marks import KINDS, PLAN, Lane, Mark
from gbaip_graph.pictures.timeline_parts import days_shown, key, mark_class, years_label

_WIDTH, _MARGIN, _YEARS, _GAP = 320.0, 8.0, 36.0, 8.0
_TOP, _YEAR_HEIGHT = 54.0, 66.0
_RADIUS, _BAR = 3.3, 3.4
_PLAN_STEP, _BAR_STEP, _DOT_STEP = 25.0, 5.8, 7.4
_HEAD_SIZE = 12


@dataclass(frozen=True)
class _Column:
    """The marks of a kind with the place of each, counted from the left of the column."""

    kind: str
    marks: tuple[tuple[Mark, float], ...]
    width: float


def draw_narrow(desk: Desk, lanes: Sequence[Lane], first: date, last: date) -> Frame:
    """Draw the kinds side by side, each as wide as its tracks need."""
    years = (last - first).days / 365.25
    scale = DayScale(first, last + timedelta(days=1), _TOP, _TOP + max(years, 2) * _YEAR_HEIGHT)
    columns = [column for kind in KINDS if (column := _column(kind, lanes, scale)).marks]
    needed = sum(column.width for column in columns)
    room = _WIDTH - _MARGIN - _YEARS - _GAP * len(columns)
    shrink, apart = min(1.0, room / needed), max(0.0, room - needed) / len(columns)
    axis = _axis(scale) if scale.years() else days_shown(desk, scale, _MARGIN, 14)
    parts, x = [axis], _YEARS + _GAP
    for index, column in enumerate(columns):
        is_last = index == len(columns) - 1 and index > 0
        parts.append(_head(desk, column.kind, x, is_last=is_last, is_raised=bool(index % 2)))
        parts += [_mark(desk, mark, scale, x + place * shrink) for mark, place in column.marks]
        x += column.width * shrink + apart + _GAP
    notes, height = key(desk, _MARGIN, scale.end + 28, _WIDTH - 2 * _MARGIN)
    return Frame(_WIDTH, scale.end + 28 + height, join([*parts, notes]))


def _column(kind: str, lanes: Sequence[Lane], scale: DayScale) -> _Column:
    marks = [mark for lane in lanes if lane.kind == kind for mark in lane.marks]
    bars = [mark for mark in marks if not mark.is_dot or kind == PLAN]
    dots = [mark for mark in marks if mark.is_dot and kind != PLAN]
    step = _PLAN_STEP if kind == PLAN else _BAR_STEP
    of_bars, bar_count = pack(bars, lambda mark: _reach(mark, scale), gap=1.2)
    of_dots, dot_count = pack(dots, lambda mark: _reach(mark, scale), gap=0.8)
    until = bar_count * step
    first = 4.0 if kind == PLAN else step / 2
    placed = [(mark, step * track + first) for mark, track in zip(bars, of_bars, strict=True)]
    placed += [(mark, until + _DOT_STEP * (track + 0.5)) for mark, track in zip(dots, of_dots, strict=True)]
    return _Column(kind, tuple(placed), until + dot_count * _DOT_STEP)


def _axis(scale: DayScale) -> Markup:
    parts = []
    for year in scale.years():
        y = scale(date(year, 1, 1))
        parts.append(element("line", class_="picture-rule", x1=_MARGIN, y1=y, x2=_WIDTH - _MARGIN, y2=y))
        if y < scale.end - 14:
            parts.append(
                element("text", str(year), class_="picture-soft picture-number", x=_MARGIN, y=y + 14)
            )
    return join(parts)


def _head(desk: Desk, kind: str, x: float, *, is_last: bool, is_raised: bool) -> Markup:
    """Write the name over a column; each second one is raised, for words are wider than columns."""
    words = desk.say(f"timeline.column-{kind.rpartition('#')[2]}")
    y = _TOP - 12 - (16 if is_raised else 0)
    if is_last or x + width(words, _HEAD_SIZE) * 1.07 > _WIDTH - _MARGIN:
        end = "picture-small picture-strong picture-end"
        return element("text", words, class_=end, x=_WIDTH - _MARGIN, y=y)
    return element("text", words, class_="picture-small picture-strong", x=x, y=y)


def _reach(mark: Mark, scale: DayScale) -> tuple[float, float]:
    if mark.is_dot:
        middle = (scale(mark.first) + scale(mark.last)) / 2
        return middle - _RADIUS, middle + _RADIUS
    start = scale(mark.first)
    least = width(years_label(mark), _HEAD_SIZE) if mark.kind == PLAN else 2 * _RADIUS
    return start, max(scale(mark.last), start + least)


def _mark(desk: Desk, mark: Mark, scale: DayScale, x: float) -> Markup:
    name, half = mark_class(mark), _BAR / 2
    start, end = _reach(mark, scale)
    if mark.is_dot:
        shape = element("circle", class_=name, cx=x, cy=(start + end) / 2, r=_RADIUS - 0.5)
    elif mark.period.last is None or mark.last > scale.last:
        tip = scale.end + 8
        corners = ((x - half, start), (x - half, tip - 5), (x, tip), (x + half, tip - 5), (x + half, start))
        shape = element("polygon", class_=name, points=points(*corners))
    else:
        until = max(scale(mark.last), start + 2 * _RADIUS)
        shape = element(
            "rect", class_=name, x=x - half, y=start + 0.8, width=_BAR, height=until - start - 1.6, rx=half
        )
    words = _years(mark, x + 15, start) if mark.kind == PLAN else Markup("")
    return link(desk.link(mark.thing), shape, words, title=mark.title(desk), language=desk.language)


def _years(mark: Mark, x: float, top: float) -> Markup:
    """Write the years of a plan down its bar."""
    return element(
        "text", years_label(mark), class_="picture-small picture-number",
        transform=f"translate({x - 7:.1f} {top + 2:.1f}) rotate(90)",
    )  # fmt: skip
