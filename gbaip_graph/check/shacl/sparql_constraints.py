"""Find the focus nodes about which a SPARQL constraint has something to say, asking a fast engine.

For the full run: pyoxigraph is asked once for all focus nodes where that is the same as binding ``$this``
beforehand, else once for each. Who violates is not reported from here: those focus nodes go to the judge, and
so do all where the engine could read the query or the data otherwise than by the letter.
https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from gbaip_graph.build.nquads import write_triple
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import SparqlConstraint
from gbaip_graph.check.shacl.plain_values import is_kept
from gbaip_graph.check.shacl.prebinding import is_askable_once
from gbaip_graph.check.shacl.query_dependencies import readings_of_query
from gbaip_graph.check.shacl.reach import Reach
from gbaip_graph.check.shacl.slices import affected_focus_nodes
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_algebra import algebra_of
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.engines.sparql_text import Token, guard, place, significant, tokenize
from gbaip_graph.errors import InvalidValue, QueryRefused
from gbaip_graph.turtle.terms import Iri, Literal, Term, Triple

#: What SHACL forbids, and what engines read in their own ways: other graphs, regular expressions.
_LEFT_TO_THE_JUDGE = frozenset(
    {
        "MINUS",
        "VALUES",
        "SERVICE",
        "GRAPH",
        "FROM",
        "ASK",
        "REGEX",
        "REPLACE",
        "NOW",
        "RAND",
        "UUID",
        "STRUUID",
    }
)
#: https://www.w3.org/TR/shacl/#pre-binding
_FORBIDDEN = frozenset({"MINUS", "VALUES", "SERVICE"})
_THIS = frozenset({"$this", "?this"})
_PREBOUND = frozenset({"$PATH", "?PATH", "$shapesGraph", "?shapesGraph", "$currentShape", "?currentShape"})


class SparqlClearing:
    """One graph, loaded into the engine when the first constraint is asked."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index

    def possible_violators(
        self, constraint: SparqlConstraint, focus_nodes: Collection[Term]
    ) -> Collection[Term]:
        """Return the focus nodes with a row, and those of which the engine cannot tell."""
        if constraint.is_deactivated or not focus_nodes:
            return ()
        unknown = [node for node in focus_nodes if not self._is_in_graph(node)]
        known = [node for node in focus_nodes if self._is_in_graph(node)]
        try:
            return [*unknown, *self._with_rows(constraint.select, known)]
        except QueryRefused:
            return focus_nodes  # the judge says what is wrong with the query

    def _with_rows(self, select: str, nodes: Sequence[Term]) -> Collection[Term]:
        guard(select)
        tokens = tokenize(select)
        words = [token.text.upper() for token in significant(tokens) if token.kind == "word"]
        if not _LEFT_TO_THE_JUDGE.isdisjoint(words) or _asks_for_a_tag(words):
            return nodes
        unsure = self._may_meet_rewritten(select)
        if unsure is None:
            return nodes
        sure = [node for node in nodes if node not in unsure]
        rest = [node for node in nodes if node in unsure]
        if is_askable_once(algebra_of(select)):
            return [*rest, *self._asked_once(select, sure)]
        return nodes if words.count("SELECT") > 1 else [*rest, *self._asked_for_each(tokens, sure)]

    def _may_meet_rewritten(self, select: str) -> Collection[Term] | None:
        """Return the nodes whose rows may rest on a literal that the engine does not keep as it is written.

        None where that may be any node. A change of those literals would affect the same nodes.
        """
        if not self._rewritten:
            return ()
        reach = Reach(readings_of_query(select, focus="this", is_prebound=True))
        affected = affected_focus_nodes(reach, self._rewritten, self._index, self._index)
        return None if affected.all_because else affected.nodes

    @cached_property
    def _rewritten(self) -> tuple[Triple, ...]:
        """The triples with a value that the engine does not keep."""
        return tuple(
            triple
            for triple in self._index
            if isinstance(triple.object, Literal) and not is_kept(triple.object)
        )

    @cached_property
    def _graph(self) -> QueryableGraph:
        return QueryableGraph.from_ntriples(
            "".join(f"{write_triple(triple)} .\n" for triple in self._index).encode()
        )

    def _is_in_graph(self, node: Term) -> bool:
        """Say whether a node stands in a triple; a path without a step holds elsewhere too."""
        has_outgoing = not isinstance(node, Literal) and any(True for _ in self._index.outgoing(node))
        return has_outgoing or any(True for _ in self._index.incoming(node))

    def _asked_once(self, select: str, nodes: Sequence[Term]) -> Collection[Term]:
        solutions = self._graph.select(select)
        if "this" not in solutions.variables:
            return nodes
        place = solutions.variables.index("this")
        rows = {row[place] for row in solutions.rows}
        return [node for node in nodes if node in rows]

    def _asked_for_each(self, tokens: Sequence[Token], nodes: Sequence[Term]) -> Collection[Term]:
        """Ask with the focus node in place of every ``$this`` behind the first brace."""
        if any(token.text in _PREBOUND for token in tokens):
            return nodes
        begin = next(
            place for place, token in enumerate(tokens) if token.text == "{" and token.kind == "mark"
        )
        head = "".join(token.text for token in tokens[:begin])
        return [node for node in nodes if self._has_row(head, tokens[begin:], node)]

    def _has_row(self, head: str, body: Sequence[Token], node: Term) -> bool:
        if not isinstance(node, Iri):
            return True  # a blank node has no name in a query, and a literal is too rare to care
        try:
            term = f" {encode(node)} "
        except InvalidValue:
            return True
        text = head + "".join(term if token.text in _THIS else token.text for token in body)
        return bool(self._graph.select(text).rows)


def _asks_for_a_tag(words: Sequence[str]) -> bool:
    """Say whether a query compares language tags by their letters, which the engine makes small."""
    return words.count("LANG") > words.count("LANGMATCHES")


def refuse_forbidden(query: str) -> None:
    """Raise ``QueryRefused`` for what SHACL forbids in a constraint, where engines do as they please."""
    for token in significant(tokenize(query)):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _FORBIDDEN:
            raise QueryRefused(
                f"SHACL allows no {word} in a constraint",
                where=place(query, token.start),
                mend="Write it with FILTER NOT EXISTS or FILTER (... IN (...)).",
            )
        if word == "GRAPH":
            raise QueryRefused(
                "GRAPH in a constraint finds nothing: all data are judged as one graph",
                where=place(query, token.start),
                mend="Ask without GRAPH; a hygiene query can tell one graph from another.",
            )
