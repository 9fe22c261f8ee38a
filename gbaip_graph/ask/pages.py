"""One page of an answer after another, by the key of the row that the page before ended with.

For answers whose rows a total ORDER BY keeps in place, as it does in every saved question.
"""

from __future__ import annotations

import dataclasses
import hashlib

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.build.nquads import write_term
from gbaip_graph.errors import InvalidValue

# Of the digest as much as no two rows of one answer share by chance.
_KEY_CHARACTERS = 20


def page_of(answer: Answer, *, limit_rows: int | None, after: str = "") -> tuple[Answer, str]:
    """Return the rows behind the one with the key ``after``, at most so many, and the key to go on with.

    The key is empty where no row is left. Raises ``InvalidValue`` for a key that no row has.
    """
    if answer.form != "rows" or (limit_rows is None and not after):
        return answer, ""
    start = _behind(answer.rows, after) if after else 0
    end = len(answer.rows) if limit_rows is None else start + limit_rows
    rows = answer.rows[start:end]
    cursor = key_of(rows[-1]) if rows and end < len(answer.rows) else ""
    return dataclasses.replace(answer, rows=rows), cursor


def key_of(row: Row) -> str:
    """Return what tells a row from all others of its answer."""
    text = "\t".join("" if cell is None else write_term(cell) for cell in row.cells)
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_CHARACTERS]


def _behind(rows: tuple[Row, ...], after: str) -> int:
    for place, row in enumerate(rows):
        if key_of(row) == after:
            return place + 1
    raise InvalidValue(
        f'no row has the key "{after}"',
        where="parameter after",
        mend="Take the address of the next page from the Link header, or begin again without after.",
    )
