"""Rows of bars on one scale, each with its label, and the key of their ends.

For pictures of figures that may be compared; whether they may is for the picture itself to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gbaip_graph.ask.languages import Label
from gbaip_graph.pictures import exactness
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.lettering import break_lines, shorten, width
from gbaip_graph.pictures.scales import LinearScale, ticks
from gbaip_graph.pictures.svg import Markup, element, join, link
from gbaip_graph.pictures.words import tick_number

_TEXT, _SOFT, _BAR, _MARGIN = 13, 12, 8.0, 8.0
# Letters of bold type are wider.
_BOLD = 1.07
_TOP, _KEY_ABOVE, _BAR_STEP = 34.0, 26.0, 18.0


@dataclass(frozen=True)
class Bar:
    """A figure as it is drawn: its value, its kind of exactness, and both in words."""

    value: float
    kind: str
    words: str


@dataclass(frozen=True)
class Row:
    """One thing with its figures; without any, ``gap`` stands in their place. ``title`` says all of it."""

    label: str
    note: Label
    href: str
    title: str
    bars: tuple[Bar, ...]
    gap: str = ""


@dataclass(frozen=True)
class _Layout:
    """Where labels and bars stand in a frame of one of the two widths, and how high its rows are."""

    width: float
    is_wide: bool
    label_room: float
    row: float

    def middle(self, row: Row) -> float:
        """Return how far below the top of a row its bars are."""
        return self.height(row) / 2 if self.is_wide else 36 + _BAR_STEP * (max(len(row.bars), 1) - 1) / 2

    def height(self, row: Row) -> float:
        return self.row + _BAR_STEP * (max(len(row.bars), 1) - 1)


_WIDE = _Layout(760, is_wide=True, label_room=226, row=44)
_NARROW = _Layout(320, is_wide=False, label_room=0, row=54)


def draw_rows(desk: Desk, rows: Sequence[Row], *, colour: str, is_wide: bool) -> Frame:
    """Draw rows of bars under an axis that begins at nothing, with the key of the ends below."""
    layout = _WIDE if is_wide else _NARROW
    bars = [bar for row in rows for bar in row.bars]
    marks = ticks(max((bar.value for bar in bars), default=1), count=5 if is_wide else 4)
    start = layout.label_room + _MARGIN
    room_behind = max((width(bar.words, _TEXT) * _BOLD for bar in bars), default=0) + 20
    # The words behind the longest bar have to fit, and so has the axis.
    longest = max((bar.value for bar in bars), default=1) / marks[-1]
    end = min(start + (layout.width - _MARGIN - start - room_behind) / longest, layout.width - 30)
    scale = LinearScale(marks[-1], start, end)
    bottom = _TOP + sum(map(layout.height, rows))
    parts, top = [_grid(desk, marks, scale, bottom)], _TOP
    for row in rows:
        parts.append(_row(desk, row, scale, layout, top=top, colour=colour))
        top += layout.height(row)
    key, height = exactness.key(
        desk, {bar.kind for bar in bars}, x=_MARGIN, y=bottom + _KEY_ABOVE,
        room=layout.width - 2 * _MARGIN, colour=colour,
    )  # fmt: skip
    return Frame(layout.width, bottom + _KEY_ABOVE + height, join([*parts, key]))


def _grid(desk: Desk, marks: tuple[float, ...], scale: LinearScale, bottom: float) -> Markup:
    parts = []
    for mark in marks:
        x, words = scale(mark), tick_number(mark, desk.language)
        name = "picture-rule" if mark else "picture-axis"
        parts.append(element("line", class_=name, x1=x, y1=_TOP - 6, x2=x, y2=bottom))
        anchor = "picture-soft picture-middle" if x > width(words, _SOFT) / 2 else "picture-soft"
        parts.append(element("text", words, class_=anchor, x=x, y=_TOP - 13))
    return join(parts)


def _row(desk: Desk, row: Row, scale: LinearScale, layout: _Layout, *, top: float, colour: str) -> Markup:
    labels = _labels(desk, row, layout, top)
    middle = top + layout.middle(row)
    if not row.bars:
        return link(row.href, *labels, _gap(row.gap, scale, middle), title=row.title, language=desk.language)
    first = middle - _BAR_STEP * (len(row.bars) - 1) / 2
    bars = [_bar(bar, scale, first + _BAR_STEP * index, colour) for index, bar in enumerate(row.bars)]
    return link(row.href, *labels, *bars, title=row.title, language=desk.language)


def _labels(desk: Desk, row: Row, layout: _Layout, top: float) -> list[Markup]:
    """Write the label and its note: one under the other, on phones at both ends of a line over the bars."""
    if not layout.is_wide:
        room = layout.width - 2 * _MARGIN
        label = shorten(row.label, room / _BOLD, _TEXT)
        left = room - width(label, _TEXT) * _BOLD - 12
        note = shorten(row.note.text, left, _SOFT) if left > 3 * _SOFT else ""
        return [
            element("text", label, class_="picture-strong", x=_MARGIN, y=top + 18),
            _note(note, row.note.language, layout.width - _MARGIN, top + 18, "picture-soft picture-end"),
        ]
    lines = break_lines(row.label, layout.label_room / _BOLD, _TEXT, lines=1 if row.note.text else 2)
    count = len(lines) + bool(row.note.text)
    first = top + layout.middle(row) + 4.5 - 16 * (count - 1) / 2
    written = [
        element("text", line, class_="picture-strong", x=_MARGIN, y=first + 16 * index)
        for index, line in enumerate(lines)
    ]
    note = shorten(row.note.text, layout.label_room, _SOFT)
    return [*written, _note(note, row.note.language, _MARGIN, first + 16 * len(lines), "picture-soft")]


def _note(note: str, language: str, x: float, y: float, name: str) -> Markup:
    return element("text", note, class_=name, x=x, y=y, lang=language) if note else Markup("")


def _bar(bar: Bar, scale: LinearScale, y: float, colour: str) -> Markup:
    start, end = scale(0), scale(bar.value)
    # A triangle that points back stands within the length of the bar, and apart from it.
    until = end - 14 if bar.kind in ("nearly", "up-to") else end
    shaft = element(
        "rect",
        class_=f"picture-mark {colour}",
        x=start,
        y=y - _BAR / 2,
        width=max(until - start, 0),
        height=_BAR,
    )
    words = element("text", bar.words, class_="picture-number picture-strong", x=end + 17, y=y + 4.5)
    return join([shaft, exactness.end_mark(bar.kind, end, y, colour=colour, radius=6), words])


def _gap(words: str, scale: LinearScale, y: float) -> Markup:
    start, end = scale(0), scale(0) + 48
    line = element("line", class_="picture-dashed", x1=start + 4, y1=y, x2=end, y2=y)
    return join([line, element("text", words, class_="picture-note", x=end + 8, y=y + 4)])
