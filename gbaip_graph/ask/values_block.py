"""Rows as VALUES blocks of a query, and blocks of rows that an endpoint is asked for.

For federation. Terms come from endpoints, so each is written in a way that leaves the query as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.errors import InvalidValue, StoreFailed
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term

#: Bindings of one request; an endpoint plans a hundred rows as fast as one.
BLOCK_LENGTH_ROWS = 100
_WRITABLE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*\Z")


def sendable(bindings: Solutions) -> Solutions:
    """Keep the variables that every row binds to something that has a name; the others say nothing.

    So no two rows are compatible with one another, and no row of an endpoint is counted twice.
    """
    columns = [
        index
        for index in range(len(bindings.variables))
        if all(isinstance(row[index], Iri | Literal) for row in bindings.rows)
    ]
    rows = dict.fromkeys(tuple(row[index] for index in columns) for row in bindings.rows)
    return Solutions(tuple(bindings.variables[index] for index in columns), tuple(rows))


def blocks(bindings: Solutions) -> Iterator[Solutions]:
    """Yield the rows in parts of one request each; one part without variables where nothing is bound."""
    for start in range(0, len(bindings.rows), BLOCK_LENGTH_ROWS):
        yield Solutions(bindings.variables, bindings.rows[start : start + BLOCK_LENGTH_ROWS])


def without_blank_nodes(
    rows: Iterable[tuple[Term | None, ...]], endpoint: str
) -> Iterator[tuple[Term | None, ...]]:
    """Give blank nodes of an endpoint IRIs, since VALUES holds none and they are nobody else's.

    https://www.w3.org/TR/rdf11-concepts/#section-skolemization
    """
    for row in rows:
        yield tuple(
            Iri(f"{endpoint}/.well-known/genid/{cell.label}") if isinstance(cell, BlankNode) else cell
            for cell in row
        )


def values_block(variables: Sequence[str], rows: Iterable[tuple[Term | None, ...]]) -> str:
    """Write rows as VALUES; raises ``StoreFailed`` for a term that no query can hold."""
    names = " ".join(f"?{name}" for name in variables)
    written = " ".join(f"({' '.join(map(_written, row))})" for row in rows)
    return f"VALUES ({names}) {{ {written} }}"


def _written(cell: Term | None) -> str:
    if cell is None or isinstance(cell, BlankNode):
        return "UNDEF"
    try:
        return _written_iri(cell.value) if isinstance(cell, Iri) else encode(cell)
    except InvalidValue as error:
        raise StoreFailed(f"an endpoint sent a value that is none: {error.what}", kind="broken") from error


def _written_iri(iri: str) -> str:
    if not _WRITABLE_IRI.match(iri):
        raise InvalidValue(f"{iri!r} is no absolute IRI")
    return f"<{iri}>"
