"""Rows of bars on one scale, each with its label, and the key of their ends.

For pictures of figures that may be compared; whether they may is for the picture itself to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gbaip_graph.ask.languages import Label
from gbaip_graph.pictures import exactness
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import Frame
from gbaip_graph.pictures.labels import written
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
    """Where labels and bars stand in a frame of one of the two widths, and how high its rows are.

    On phones labels stand over their bars; so do the words of figures that would leave no room for bars.
    """

    width: float
    label_room: float
    row: float
    is_wide: bool = True
    words_above: bool = False

    @property
    def step(self) -> float:
        """Return the way from one bar of a row to the next."""
        return _BAR_STEP + 14 if self.words_above else _BAR_STEP

    def height(self, row: Row) -> float:
        """Return the height of a row; one whose label is a single line needs less."""
        less = 10 if self.is_wide and not row.note.text and row.bars else 0
        more = 18 if self.words_above and row.bars else 0
        return self.row - less + more + self.step * (max(len(row.bars), 1) - 1)

    def middle(self, row: Row) -> float:
        """Return how far below the top of a row the middle of its bars is."""
        above = 18 if self.words_above and row.bars else 0
        return (
            self.height(row) / 2 if self.is_wide else 36 + above + self.step * (max(len(row.bars), 1) - 1) / 2
        )


_WIDE = _Layout(760, label_room=226, row=44)
_NARROW = _Layout(320, label_room=0, row=54, is_wide=False)
# Words that take more of the width of a phone than this go above their bars.
_MOST_WORDS = 0.4


def draw_rows(desk: Desk, rows: Sequence[Row], *, colour: str, is_wide: bool) -> Frame:
    """Draw rows of bars under an axis that begins at nothing, with the key of the ends below."""
    layout = _WIDE if is_wide else _NARROW
    bars = [bar for row in rows for bar in row.bars]
    words_room = max((width(bar.words, _TEXT) * _BOLD for bar in bars), default=0) + 20
    if not is_wide and words_room > _MOST_WORDS * layout.width:
        layout, words_room = replace(layout, words_above=True), 20
    marks = ticks(max((bar.value for bar in bars), default=1), count=5 if is_wide else 4)
    scale = _scale(marks[-1], max((bar.value for bar in bars), default=1), layout, words_room)
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


def _scale(top: float, longest: float, layout: _Layout, words_room: float) -> LinearScale:
    """Return the scale on which the words behind the longest bar fit, and so does the axis."""
    start = layout.label_room + _MARGIN
    end = start + (layout.width - _MARGIN - start - words_room) * top / longest
    return LinearScale(top, start, min(end, layout.width - 30))


def _grid(desk: Desk, marks: tuple[float, ...], scale: LinearScale, bottom: float) -> Markup:
    parts, until = [], 0.0
    for mark in marks:
        x, words = scale(mark), tick_number(mark, desk.language)
        name = "picture-rule" if mark else "picture-axis"
        parts.append(element("line", class_=name, x1=x, y1=_TOP - 6, x2=x, y2=bottom))
        half = width(words, _SOFT) / 2
        if x - half >= until + 4 or not mark:
            anchor = "picture-soft picture-middle" if x > half else "picture-soft"
            parts.append(element("text", words, class_=anchor, x=x, y=_TOP - 13))
            until = x + (half if x > half else 2 * half)
    return join(parts)


def _row(desk: Desk, row: Row, scale: LinearScale, layout: _Layout, *, top: float, colour: str) -> Markup:
    labels = _labels(desk, row, layout, top)
    middle = top + layout.middle(row)
    if not row.bars:
        return link(row.href, *labels, _gap(row.gap, scale, middle), title=row.title, language=desk.language)
    first = middle - layout.step * (len(row.bars) - 1) / 2
    bars = [
        _bar(bar, scale, first + layout.step * index, colour, words_above=layout.words_above)
        for index, bar in enumerate(row.bars)
    ]
    return link(row.href, *labels, *bars, title=row.title, language=desk.language)


def _labels(desk: Desk, row: Row, layout: _Layout, top: float) -> list[Markup]:
    place = _labels_beside if layout.is_wide else _labels_above
    return place(row, layout, top, desk.language)


def _labels_above(row: Row, layout: _Layout, top: float, language: str) -> list[Markup]:
    """Write the label and its note at both ends of a line."""
    room = layout.width - 2 * _MARGIN
    label = shorten(row.label, room / _BOLD, _TEXT)
    left = room - width(label, _TEXT) * _BOLD - 12
    return [
        element("text", label, class_="picture-strong", x=_MARGIN, y=top + 18),
        _note(row.note, language, left, layout.width - _MARGIN, top + 18),
    ]


def _labels_beside(row: Row, layout: _Layout, top: float, language: str) -> list[Markup]:
    """Write the label with its note below it; without a note the label may have two lines."""
    lines = break_lines(row.label, layout.label_room / _BOLD, _TEXT, lines=1 if row.note.text else 2)
    count = len(lines) + bool(row.note.text)
    first = top + layout.middle(row) + 4.5 - 16 * (count - 1) / 2
    labels = [
        element("text", line, class_="picture-strong", x=_MARGIN, y=first + 16 * index)
        for index, line in enumerate(lines)
    ]
    return [*labels, _note(row.note, language, layout.label_room, _MARGIN, first + 16 * len(lines))]


def _note(note: Label, language: str, room: float, x: float, y: float) -> Markup:
    """Write a note from the left edge to the right, or at the right edge back to the left."""
    if not note.text or room < 3 * _SOFT:
        return Markup("")
    class_ = "picture-soft" if x == _MARGIN else "picture-soft picture-end"
    return written(note, language, room=room, size=_SOFT, class_=class_, x=x, y=y)


def _bar(bar: Bar, scale: LinearScale, y: float, colour: str, *, words_above: bool) -> Markup:
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
    x, below = (start, -11.0) if words_above else (end + 17, 4.5)
    words = element("text", bar.words, class_="picture-number", x=x, y=y + below)
    return join([shaft, exactness.end_mark(bar.kind, end, y, colour=colour, radius=6), words])


def _gap(words: str, scale: LinearScale, y: float) -> Markup:
    start, end = scale(0), scale(0) + 48
    line = element("line", class_="picture-dashed", x1=start + 4, y1=y, x2=end, y2=y)
    return join([line, element("text", words, class_="picture-note", x=end + 8, y=y + 4)])
