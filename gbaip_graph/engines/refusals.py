"""What the engine says of a query that it cannot take, as ``QueryRefused`` with the place in the query."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from gbaip_graph.errors import QueryRefused

_ADDRESS = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# The engine lists every character class the grammar would take at that point; the first ones tell the story.
_REASON_LENGTH_CHARACTERS = 160


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn syntax and planning errors of the engine inside the block into ``QueryRefused``."""
    try:
        yield
    except SyntaxError as error:
        raise _refusal(str(error)) from error
    except RuntimeError as error:  # an unknown function is noticed by the engine while it plans
        raise QueryRefused(str(error), mend="Use the functions of SPARQL 1.1.") from error


def _refusal(message: str) -> QueryRefused:
    match = _ADDRESS.fullmatch(message)
    if match is None:
        return QueryRefused(message, mend="Correct the query; `gbaip ask --lint FILE` checks one.")
    line, column, reason = match.groups()
    short = " ".join(reason.split())
    if len(short) > _REASON_LENGTH_CHARACTERS:
        short = short[:_REASON_LENGTH_CHARACTERS] + " ..."
    return QueryRefused(
        f"the query cannot be parsed: {short}",
        where=f"line {line}, column {column}",
        mend="Correct the query; `gbaip ask --lint FILE` checks one.",
    )
