"""A picture with the table of the same facts, as elements for a page, as a file, and in a notebook.

What every picture is; how one is drawn is the work of its own module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from gbaip_graph.errors import UsageError
from gbaip_graph.pictures.lettering import break_lines
from gbaip_graph.pictures.svg import NAMESPACE, Markup, element, join

_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_PAGE_CLASS = re.compile(r'class="picture [^"]*"')
_MARGIN, _TITLE_SIZE, _NOTE_SIZE = 20, 20, 12
_TITLE_LINE, _NOTE_LINE = 26, 17


@dataclass(frozen=True)
class TableCell:
    """A cell of the table: text, the language it is in where it is in one, the thing that it is about."""

    text: str
    language: str = ""
    iri: str = ""


@dataclass(frozen=True)
class Variant:
    """A choice of parameters that gives a picture, and what it is called."""

    parameters: tuple[tuple[str, str], ...]
    label: str
    language: str = ""


class NoPicture(UsageError):
    """There can be no such picture; the message says why, ``choices`` are those that give one."""

    def __init__(self, what: str, *, mend: str = "", choices: tuple[Variant, ...] = ()) -> None:
        super().__init__(what, mend=mend)
        self.choices = choices


@dataclass(frozen=True)
class Picture:
    """A picture in one language.

    ``rows`` tell what the picture shows, with their citations; ``wide`` and ``narrow`` are ``<svg>`` elements
    for 640 pixels and more, and for phones. ``parameters`` are those that were given or taken for it.
    """

    name: str
    title: str
    description: str
    language: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    wide: str
    narrow: str
    parameters: tuple[tuple[str, str], ...] = field(default=())

    def to_svg(self) -> str:
        """Return a whole file, with its title, its style for light and dark, and what it rests on."""
        inner = _PAGE_CLASS.sub('class="picture-inner"', self.wide, count=1)
        found = _VIEW_BOX.search(inner)
        assert found, "every picture has a view box that begins at 0 0"  # noqa: S101
        across, down = float(found[1]), float(found[2])
        room = across - 2 * _MARGIN
        titles = break_lines(self.title, room, _TITLE_SIZE, lines=3)
        notes = break_lines(self.description, room, _NOTE_SIZE, lines=4)
        top = _MARGIN + len(titles) * _TITLE_LINE + len(notes) * _NOTE_LINE + 8
        placed = inner.replace("<svg ", f'<svg y="{top}" width="{across:g}" height="{down:g}" ', 1)
        height = top + down + _MARGIN
        content = (
            element("style", Markup(f"\n{css()}")),
            element("rect", class_="picture-ground", width=across, height=height),
            _lines(titles, "picture-title", _MARGIN + _TITLE_SIZE, _TITLE_LINE),
            _lines(notes, "picture-note", _MARGIN + len(titles) * _TITLE_LINE + _NOTE_SIZE, _NOTE_LINE),
            Markup(placed),
        )
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="{NAMESPACE}" class="picture"'
        size = f'viewBox="0 0 {across:g} {height:g}" width="{across:g}" height="{height:g}"'
        lang = f'lang="{self.language}" xml:lang="{self.language}"'
        return f"{head} {size} {lang}>\n{join(content)}\n</svg>\n"

    def _repr_svg_(self) -> str:
        """Show the picture in a notebook."""
        return self.to_svg().partition("\n")[2]


@cache
def css() -> str:
    """Return the style of all pictures; it is read once."""
    return (files("gbaip_graph.pictures") / "picture.css").read_text(encoding="utf-8")


def _lines(lines: tuple[str, ...], name: str, first: float, step: float) -> Markup:
    return join([
        element("text", line, class_=name, x=_MARGIN, y=first + index * step)
        for index, line in enumerate(lines)
    ])  # fmt: skip
