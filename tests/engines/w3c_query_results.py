"""What a query test expects and what an answer says, both as graphs, so that they can be compared.

Each solution is a blank node with its index, where order counts, and one triple for each bound variable:
two such graphs are isomorphic where the solutions are the same bag up to the names of blank nodes.
"""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace
from rdflib.query import Result
from rdflib.term import Node

from gbaip_graph.engines.sparql_text import significant, tokenize

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_CELL = Namespace("urn:cell:")
_INDEX = RS["index"]
_BOOLEANS = {"0": "false", "1": "true"}
_BINARY = {XSD.double, XSD.float}
_READERS = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".csv": "csv"}


def expected(file: Path, *, ordered: bool) -> Graph:
    """Read the file of an expected result: rows or a truth value in any format, or a graph."""
    if file.suffix in _READERS:
        return answered(file.read_bytes(), _READERS[file.suffix], ordered=ordered)
    graph = Graph().parse(file, publicID=file.as_uri())
    if (None, RDF.type, RS.ResultSet) in graph:
        return _rows_of_result_set(graph)
    return by_value(graph)


def answered(content: bytes, format_name: str, *, ordered: bool) -> Graph:
    """Read the bytes of an answer in a format for rows and truth values."""
    result = Result.parse(io.BytesIO(content), format=format_name)
    graph = Graph()
    if result.type == "ASK":
        graph.add((BNode(), RS.boolean, Literal(bool(result.askAnswer))))
        return graph
    variables = result.vars or []
    for variable in variables:
        graph.add((RS.ResultSet, RS.resultVariable, Literal(str(variable))))
    for index, binding in enumerate(result.bindings):
        row = BNode()
        graph.add((row, _INDEX, Literal(index if ordered else -1)))
        for variable, value in binding.items():
            graph.add((row, _CELL[str(variable)], value_of(value)))
    return graph


def by_value(graph: Graph) -> Graph:
    """Return the graph with its numbers in one form of writing."""
    found = Graph()
    for subject, predicate, object_ in graph:
        found.add((subject, predicate, value_of(object_)))
    return found


def value_of(term: Node) -> Node:
    """Write numbers and booleans of equal value and type alike, and language tags in lower case."""
    if not isinstance(term, Literal):
        return term
    text = str(term)
    try:
        if term.datatype == XSD.integer:
            text = str(int(text))
        elif term.datatype == XSD.boolean:
            text = _BOOLEANS.get(text, text)
        elif term.datatype == XSD.decimal:
            text = str(Decimal(text).normalize())
        elif term.datatype in _BINARY:
            text = repr(float(text))
    except (ValueError, ArithmeticError):
        pass
    language = term.language.lower() if term.language else None
    return Literal(text, datatype=term.datatype, lang=language, normalize=False)


def orders(text: str) -> bool:
    """Tell whether a query itself, not only a part of it, has ORDER BY."""
    depth = 0
    for token in significant(tokenize(text)):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.upper == "ORDER" and depth == 0:
            return True
    return False


def _rows_of_result_set(source: Graph) -> Graph:
    graph = Graph()
    for name in source.objects(None, RS.resultVariable):
        graph.add((RS.ResultSet, RS.resultVariable, name))
    for solution in source.objects(None, RS.solution):
        row = BNode()
        graph.add((row, _INDEX, Literal(-1)))
        for binding in source.objects(solution, RS.binding):
            value, name = source.value(binding, RS.value), source.value(binding, RS.variable)
            assert value is not None
            graph.add((row, _CELL[str(name)], value_of(value)))
    return graph
