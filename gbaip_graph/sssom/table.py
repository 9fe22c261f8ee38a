"""Cells of a tab-separated table with the place of each, quoted as RFC 4180 quotes them.

For the reader of mapping sets. The standard library's reader tells no columns and forgives a quote that never
ends, so cells are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gbaip_graph.findings import Finding

_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^"\t\r\n][^\t\r\n]*|))(\t|\r\n|\n|\r|\Z)')
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Cell:
    """The text of a cell and where it begins; line and column count from 1."""

    text: str
    line: int
    column: int


class UnreadableTable(Exception):
    """A place where the cells end; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def rows(text: str, *, first_line: int, file: str) -> Iterator[tuple[Cell, ...]]:
    """Return the rows of a table, without empty lines; raises ``UnreadableTable`` at a quote without end."""
    offset, line, line_start = 0, first_line, 0
    row: list[Cell] = []
    while offset < len(text):
        found = _CELL.match(text, offset)
        if found is None:
            message = "a quoted cell has no end, or something stands behind its end"
            mend = 'Close it with `"` before the next tab; a quote inside is written twice.'
            at = offset - line_start + 1
            raise UnreadableTable(Finding(file, line, at, "table-syntax", message, mend))
        quoted, plain, end = found.groups()
        row.append(
            Cell(plain if quoted is None else quoted.replace('""', '"'), line, offset - line_start + 1)
        )
        for break_ in _LINE_END.finditer(text, offset, found.end()):
            line, line_start = line + 1, break_.end()
        offset = found.end()
        if end != "\t":
            if len(row) > 1 or row[0].text:
                yield tuple(row)
            row = []
    if row:
        yield (*row, Cell("", line, offset - line_start + 1))
