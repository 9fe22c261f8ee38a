"""What is asked of an engine and what it answers, as plain records: a dataset, rows, triples, written bytes.

For everything above the engines, whichever of them answers; it imports none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from gbaip_graph.errors import QueryRefused
from gbaip_graph.turtle.terms import Term, Triple


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query is asked of, by IRI; without any, the store's own.

    https://www.w3.org/TR/sparql11-protocol/#dataset
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


#: The dataset of the store.
OWN_DATASET = Dataset()


@dataclass(frozen=True)
class Solutions:
    """The table of a SELECT query: variables without ``?`` and rows in order; unbound cells are None."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


#: The answer to a query of any form: SELECT, ASK, and CONSTRUCT or DESCRIBE.
Answered: TypeAlias = Solutions | bool | tuple[Triple, ...]


def as_rows(answer: Answered) -> Solutions:
    """Return the answer of a SELECT query; raises ``QueryRefused`` for that of any other form."""
    if not isinstance(answer, Solutions):
        raise QueryRefused("this query is no SELECT", mend="Write SELECT ... WHERE { ... }.")
    return answer


def as_triples(answer: Answered) -> tuple[Triple, ...]:
    """Return the answer of CONSTRUCT or DESCRIBE; raises ``QueryRefused`` for that of any other form."""
    if not isinstance(answer, tuple):
        raise QueryRefused("this query makes no triples", mend="Write CONSTRUCT { ... } WHERE { ... }.")
    return answer


@dataclass(frozen=True)
class Written:
    """An answer as bytes; ``form`` is rows, boolean or graph."""

    form: Literal["rows", "boolean", "graph"]
    body: bytes


class AnswerTooLong(Exception):
    """The answer has more bytes than are allowed; it is raised before the rest is written."""
