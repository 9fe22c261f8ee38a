"""Answers by value, so that those of different engines can be compared.

Engines differ in how they write numbers, truth values and language tags, and in nothing else that counts.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from rdflib import Dataset, URIRef
from rdflib.plugins import sparql as rdflib_sparql
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.rdf_terms import from_rdflib
from gbaip_graph.turtle.terms import Literal, Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float", "int", "nonNegativeInteger")}
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}

Value = tuple[str, object]
#: Rows in their order.
Rows = list[tuple[Value, ...]]


class RdflibGraph:
    """A dataset in rdflib, whose parsed queries are kept: reading one takes longer than answering it."""

    _read: dict[str, Query] = {}  # noqa: RUF012 - for all graphs of the run

    def __init__(self, nquads: bytes) -> None:
        rdflib_sparql.SPARQL_LOAD_GRAPHS = False
        self._dataset = Dataset(default_union=True)
        of_graph: dict[bytes, list[bytes]] = defaultdict(list)
        for line in nquads.splitlines():
            triple, _, graph = line.rpartition(b" <")
            of_graph[graph.removesuffix(b"> .")].append(triple + b" .")
        for name, triples in of_graph.items():
            self._dataset.graph(URIRef(name.decode())).parse(data=b"\n".join(triples), format="nt")

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""
        if text not in self._read:
            self._read[text] = prepareQuery(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of its own inner calls
            result = self._dataset.query(self._read[text])
            rows = [tuple(None if cell is None else from_rdflib(cell) for cell in row) for row in result]
        return Solutions(tuple(map(str, result.vars or ())), tuple(rows))


def by_value(solutions: Solutions, kinds: Sequence[str] = ()) -> Rows:
    """Return rows of values; ``kinds`` are those of the columns, for stores that write truth as a number."""
    kinds = kinds or [""] * len(solutions.variables)
    return [
        tuple(_value(cell, kind) for cell, kind in zip(row, kinds, strict=True)) for row in solutions.rows
    ]


def _value(cell: Term | None, kind: str) -> Value:
    if not isinstance(cell, Literal):
        return ("", repr(cell))
    if cell.datatype == _XSD + "boolean" or (kind == "boolean" and cell.lexical in _TRUTHS):
        return ("boolean", _TRUTHS[cell.lexical])
    if cell.datatype in _NUMBERS:
        return ("number", Decimal(cell.lexical))
    return (cell.datatype + cell.language.lower(), cell.lexical)
