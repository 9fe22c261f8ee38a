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
from gbaip_graph.pictures.words import say

_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_PAGE_CLASS = re.compile(r'class="picture [^"]*"')
# Around the picture of a file, and from its edge to its words, which begin where those of pictures do.
_EDGE, _INSET = 12, 8
_TITLE_SIZE, _NOTE_SIZE, _BOLD = 20, 12, 1.07
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
        room = across - 2 * _INSET
        titles = break_lines(self.title, room / _BOLD, _TITLE_SIZE, lines=3)
        notes = break_lines(self.description, room, _NOTE_SIZE, lines=6)
        first_note = _EDGE + len(titles) * _TITLE_LINE + 4
        top = first_note + len(notes) * _NOTE_LINE + 12
        width, height = across + 2 * _EDGE, top + down + _NOTE_LINE + _EDGE
        place = f'<svg x="{_EDGE}" y="{top}" width="{across:g}" height="{down:g}" '
        content = (
            element("style", Markup(f"\n{css()}")),
            element("rect", class_="picture-ground", width=width, height=height),
            _lines(titles, "picture-title", _EDGE + _TITLE_SIZE, _TITLE_LINE),
            _lines(notes, "picture-note", first_note + _NOTE_SIZE, _NOTE_LINE),
            Markup(inner.replace("<svg ", place, 1)),
            _lines((say("picture.credit", self.language),), "picture-note", top + down + _NOTE_SIZE, 0),
        )
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="{NAMESPACE}" class="picture"'
        size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
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
        element("text", line, class_=name, x=_EDGE + _INSET, y=first + index * step)
        for index, line in enumerate(lines)
    ])  # fmt: skip
