"""Answers as a table for people: wrapped to a terminal, or as plain lines where output goes elsewhere.

No cell is ever cut: it is wrapped, and where a terminal is too narrow for a table each row becomes a list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import zip_longest

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.cells import NO_ROWS, ShownCell, show
from gbaip_graph.namespaces import PREFIXES

_GAP = "  "
_SOURCE = PREFIXES["source"]
_NARROWEST_COLUMN = 8  # narrower, words fall apart into syllables that nobody reads
# Control and bidirectional characters could write over the terminal or turn text around.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def import_wrapping() -> None:
    """Import what wraps a table to a terminal, for who has time for it before there is an answer."""
    import rich.box  # noqa: PLC0415
    import rich.console  # noqa: PLC0415
    import rich.table  # noqa: F401, PLC0415


def write_table(answer: Answer, language: str, *, width: int | None = None) -> str:
    """Write title, table and number of rows; ``width`` in columns of the terminal, None for plain lines."""
    title = f"{_safe(answer.title(language))}\n\n" if answer.query else ""
    if answer.form == "boolean":
        return f"{title}{str(answer.boolean).lower()}\n"
    if not answer.rows:
        return f"{title}{NO_ROWS}\n"
    names = [column.name for column in answer.columns]
    cells = [[show(answer, cell, language) for cell in row.cells] for row in answer.rows]
    rows = [[_by_id(cell) for cell in row] for row in cells]
    count = f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}\n"
    return f"{title}{_body(names, rows, width)}\n{count}{_documents(cells)}"


def _by_id(cell: ShownCell) -> ShownCell:
    """Show a document by its id: titles would make every line too long; they follow below the table."""
    return replace(cell, text=_id(cell), language="", is_other_language=False) if _id(cell) else cell


def _id(cell: ShownCell) -> str:
    return cell.iri.removeprefix(_SOURCE) if cell.iri.startswith(_SOURCE) else ""


def _documents(rows: Sequence[Sequence[ShownCell]]) -> str:
    titles = {_id(cell): _safe(cell.marked) for row in rows for cell in row if _id(cell)}
    if not titles:
        return ""
    longest = max(map(len, titles))
    return "\n" + "".join(f"{name:<{longest}}{_GAP}{titles[name]}\n" for name in sorted(titles))


def _body(names: Sequence[str], rows: Sequence[Sequence[ShownCell]], width: int | None) -> str:
    texts = [[_safe(cell.marked) for cell in row] for row in rows]
    if width is None:
        return _plain(names, texts, [_is_numeric(column) for column in zip(*rows, strict=True)])
    needed = sum(min(columns, _NARROWEST_COLUMN) + len(_GAP) for columns in _widths([names, *texts]))
    return _wrapped(names, texts, width) if needed <= width else _records(names, texts)


def _is_numeric(cells: Sequence[ShownCell]) -> bool:
    return all(cell.is_number or not cell.text for cell in cells)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(_columns(part) for cell in cells for part in cell.split("\n"))
        for cells in zip(*rows, strict=True)
    ]


def _plain(names: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> str:
    """Align columns by spaces; a cell of several lines takes several lines."""
    widths = _widths([names, *rows])
    lines = []
    for row in [names, ["-" * width for width in widths], *rows]:
        for parts in zip_longest(*(cell.split("\n") for cell in row), fillvalue=""):
            padded = [_pad(*three) for three in zip(parts, widths, numeric, strict=True)]
            lines.append(_GAP.join(padded).rstrip())
    return "\n".join(lines) + "\n"


def _pad(text: str, width: int, is_number: bool) -> str:
    blanks = " " * (width - _columns(text))
    return blanks + text if is_number else text + blanks


def _wrapped(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    target = StringIO()
    Console(file=target, width=width, color_system=None, force_terminal=False).print(table)
    return "\n".join(line.rstrip() for line in target.getvalue().rstrip().split("\n")) + "\n"


def _records(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write each row as a list of names and values; the terminal itself wraps long lines."""
    longest = max(map(_columns, names))
    blocks = [
        "".join(
            f"{_pad(name, longest, False)}{_GAP}{cell}\n"
            for name, cell in zip(names, row, strict=True)
            if cell
        )
        for row in rows
    ]
    return "\n".join(blocks)


def _columns(text: str) -> int:
    """Return the columns that a terminal needs: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\r\n", "\n"))
