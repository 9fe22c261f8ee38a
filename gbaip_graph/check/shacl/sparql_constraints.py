"""Find the focus nodes about which a SPARQL constraint has something to say, asking a fast engine.

For the full run: pyoxigraph is asked once for all focus nodes where that is the same as binding ``$this``
beforehand, else once for each. Who violates is not reported from here: those focus nodes go to the judge.
https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

from collections.abc import Collection

from gbaip_graph.check.shacl.model import SparqlConstraint
from gbaip_graph.check.shacl.prebinding import is_askable_once
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_algebra import algebra_of
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.engines.sparql_text import guard, significant, tokenize
from gbaip_graph.errors import InvalidValue, QueryRefused
from gbaip_graph.turtle.terms import Iri, Term

#: What pySHACL refuses, and what a text with values put in does not mean the same in.
_LEFT_TO_THE_JUDGE = frozenset({"MINUS", "VALUES", "SERVICE", "GRAPH", "FROM", "ASK"})
_THIS = frozenset({"$this", "?this"})
_PREBOUND = frozenset({"$PATH", "?PATH", "$shapesGraph", "?shapesGraph", "$currentShape", "?currentShape"})


def possible_violators(
    constraint: SparqlConstraint, focus_nodes: Collection[Term], graph: QueryableGraph
) -> Collection[Term]:
    """Return the focus nodes with a row, and all of them where this engine cannot tell.

    The graph has the judged triples as its default graph, with blank nodes under their own labels.
    """
    if constraint.is_deactivated or not focus_nodes:
        return ()
    try:
        guard(constraint.select)
        words = [token.text for token in significant(tokenize(constraint.select)) if token.kind == "word"]
        if not _LEFT_TO_THE_JUDGE.isdisjoint(word.upper() for word in words):
            return focus_nodes
        algebra = algebra_of(constraint.select)
        if is_askable_once(algebra):
            return _asked_once(constraint.select, focus_nodes, graph)
        is_nested = sum(word.upper() == "SELECT" for word in words) > 1
        return focus_nodes if is_nested else _asked_for_each(constraint.select, focus_nodes, graph)
    except QueryRefused:
        return focus_nodes  # the judge says what is wrong with the query


def _asked_once(select: str, focus_nodes: Collection[Term], graph: QueryableGraph) -> Collection[Term]:
    solutions = graph.select(select)
    if "this" not in solutions.variables:
        return focus_nodes
    place = solutions.variables.index("this")
    rows = {row[place] for row in solutions.rows}
    return [node for node in focus_nodes if node in rows]


def _asked_for_each(select: str, focus_nodes: Collection[Term], graph: QueryableGraph) -> Collection[Term]:
    """Ask with the focus node in place of every ``$this`` behind the first brace."""
    tokens = tokenize(select)
    if any(token.text in _PREBOUND for token in tokens):
        return focus_nodes
    begin = next(place for place, token in enumerate(tokens) if token.text == "{" and token.kind == "mark")
    head, body = tokens[:begin], tokens[begin:]
    found = []
    for node in focus_nodes:
        try:
            term = encode(node) if isinstance(node, Iri) else None
        except InvalidValue:
            term = None
        if term is None:
            found.append(node)
            continue
        text = "".join(
            [*(token.text for token in head), *(f" {term} " if t.text in _THIS else t.text for t in body)]
        )
        if graph.select(text).rows:
            found.append(node)
    return found
