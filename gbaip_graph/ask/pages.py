"""One page of an answer after another, by the key of the row that the page before ended with.

For answers whose rows stand in a total order, as those of ``bound_query`` do; each page works out the whole
answer again, so that a page is right whatever the engine does, and costs what the answer costs.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.build.nquads import write_term
from gbaip_graph.errors import InvalidValue

# Of the digests as much as no two rows of one answer, and no two states of one graph, share by chance.
_ROW_CHARACTERS = 20
_VERSION_CHARACTERS = 8
_KEY = re.compile(
    rf"([0-9a-f]{{{_VERSION_CHARACTERS}}})-([0-9a-f]{{{_ROW_CHARACTERS}}})-([1-9]\d{{0,8}})", re.A
)
_BEGIN = "Take the address of the next page from the Link header, or begin again without after."


def page_of(
    answer: Answer, *, limit_rows: int | None, after: str = "", version: str = ""
) -> tuple[Answer, str]:
    """Return the rows behind the one with the key ``after``, at most so many, and the key to go on with.

    ``version`` stands for the state of the graph: pages of two states are never mixed. The key is empty where
    no row is left. Raises ``InvalidValue`` for a key of another state, and for one that no row has.
    """
    if answer.form != "rows" or (limit_rows is None and not after):
        return answer, ""
    start = _behind(answer.rows, after, version) if after else 0
    end = len(answer.rows) if limit_rows is None else start + limit_rows
    rows = answer.rows[start:end]
    cursor = _key(answer.rows, end - 1, version) if rows and end < len(answer.rows) else ""
    return dataclasses.replace(answer, rows=rows), cursor


def _key(rows: tuple[Row, ...], place: int, version: str) -> str:
    """Return what tells a row from all others of the answer: what it holds, and which of its equals it is."""
    count = rows[: place + 1].count(rows[place])
    return f"{_digest(version)[:_VERSION_CHARACTERS]}-{_digest_of(rows[place])}-{count}"


def _behind(rows: tuple[Row, ...], after: str, version: str) -> int:
    read = _KEY.fullmatch(after)
    if read is None:
        raise _refused(f'"{after}" is no key of a page')
    if read[1] != _digest(version)[:_VERSION_CHARACTERS]:
        raise _refused("the graph has changed since the page that this key is from")
    left = int(read[3])
    for place, row in enumerate(rows):
        left -= _digest_of(row) == read[2]
        if left == 0:
            return place + 1
    raise _refused(f'no row of this answer has the key "{after}"')


def _digest_of(row: Row) -> str:
    # A written term holds no tab, and an empty cell is no term: two rows are never written alike.
    text = "\t".join("" if cell is None else write_term(cell) for cell in row.cells)
    return _digest(text)[:_ROW_CHARACTERS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refused(what: str) -> InvalidValue:
    return InvalidValue(what, where="parameter after", mend=_BEGIN)
