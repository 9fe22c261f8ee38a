"""A query as rdflib's algebra: what the lint and the SHACL path read a query's structure from.

It runs nothing. The grammar is that of https://www.w3.org/TR/sparql11-query/, as rdflib reads it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pyparsing import ParseException
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query, SPARQLError

from gbaip_graph.errors import QueryRefused

_MEND = "Write it so that every SPARQL 1.1 engine can read it."
# rdflib's parser is not thread-safe: two first queries at once can break it for the life of the process.
_LOCK = threading.Lock()
# Parsing takes some 20 ms, and the constraints of one shapes graph are asked for again and again.
_KEPT_QUERIES = 256


@lru_cache(_KEPT_QUERIES)
def algebra_of(query: str) -> Any:
    """Return rdflib's algebra of a query that has passed the guard; nobody may change it.

    Raises ``QueryRefused`` where rdflib cannot read it, with the line and column that it names.
    """
    try:
        return prepared(query, prefixes={}).algebra
    except ParseException as error:
        where = f"line {error.lineno}, column {error.column}"
        raise QueryRefused("rdflib cannot read the query from here", where=where, mend=_MEND) from error
    except (SPARQLError, ValueError, TypeError, NotImplementedError) as error:
        raise QueryRefused(f"rdflib cannot read the query: {error}", mend=_MEND) from error


def prepared(query: str, *, prefixes: Mapping[str, Any], base: str | None = None) -> Query:
    """Return a query as rdflib runs it, from any thread; raises what rdflib raises."""
    with _LOCK:
        return prepareQuery(query, dict(prefixes), base)
