"""Small graphs for comparing engines: some records of the shipped graph with what they lead to, and changed.

The same number gives the same graph. Each is built around a row of the answer to one saved question, so that
the question has something to answer.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.turtle.terms import Iri

LIMIT_TRIPLES = 500
#: Of the triples that are drawn, so that what is optional is missing now and then.
_LEFT_OUT = 0.01
#: Of the triples that are drawn, so that the same triple stands in two graphs.
_SAID_TWICE = 0.02
#: More than so many lead to a role or a document; of them a few are enough.
_MANY, _FEW = 100, 10
_FIRST = 1000.0  # the rank of a seed, above that of any other
_ELSEWHERE = b"<https://w3id.org/gbaip/graph/sources/elsewhere>"


@dataclass(frozen=True)
class Asked:
    """A question with the examples of its header, without its optional parameters and with them.

    ``seeds`` are the things in each row of its answer on the shipped graph, and those it was asked about.
    """

    text: str
    narrow_text: str
    seeds: list[list[bytes]]

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts, to be taken in turn."""
        return self.text, self.narrow_text


@dataclass(frozen=True)
class Quarry:
    """The shipped graph as lines of N-Quads by subject, with who leads to whom, and each question asked."""

    by_subject: dict[bytes, list[bytes]]
    leading_from: dict[bytes, list[bytes]]
    leading_to: dict[bytes, list[bytes]]
    asked: dict[str, Asked]

    def fragment(self, number: int) -> bytes:
        """Return the graph of that number: at most 500 quads."""
        dice = random.Random(number)  # noqa: S311 - the same number is to give the same graph
        asked = self.asked[sorted(self.asked)[number % len(self.asked)]]
        seeds = dice.choice(asked.seeds or [[]]) or [dice.choice(sorted(self.by_subject))]
        lines = self._around(seeds, dice, dice.randint(LIMIT_TRIPLES // 3, LIMIT_TRIPLES))
        kept = [line for line in lines if dice.random() >= _LEFT_OUT]
        twice = [_in_graph(line, _ELSEWHERE) for line in kept if dice.random() < _SAID_TWICE]
        return b"".join(sorted({*kept, *twice})[:LIMIT_TRIPLES])

    def _around(self, seeds: list[bytes], dice: random.Random, limit: int) -> list[bytes]:
        """Draw first those records most of whose links lead to what is drawn: they join it in an answer."""
        lines: list[bytes] = []
        drawn: set[bytes] = set()
        ranks = {seed: (_FIRST, -place) for place, seed in enumerate(seeds)}
        while ranks and len(lines) < limit:
            node = max(ranks, key=ranks.__getitem__)
            del ranks[node]
            drawn.add(node)
            lines += self.by_subject.get(node, ())
            for near in self._near(node, dice):
                if near not in drawn:
                    rank, jitter = ranks.get(near, (0.0, dice.random()))
                    ranks[near] = rank + 1 / self._links(near), jitter
        return lines[:limit]

    def _links(self, node: bytes) -> int:
        return len(self.leading_from.get(node, ())) + len(self.leading_to.get(node, ())) or 1

    def _near(self, node: bytes, dice: random.Random) -> list[bytes]:
        leading_here = self.leading_to.get(node, [])
        if len(leading_here) > _MANY:
            leading_here = dice.sample(leading_here, _FEW)
        return [*self.leading_from.get(node, ()), *leading_here]


def quarry(nquads: bytes, questions: Iterable[SavedQuery]) -> Quarry:
    """Read the shipped graph, and ask it every question."""
    by_subject: dict[bytes, list[bytes]] = defaultdict(list)
    for line in nquads.splitlines(keepends=True):
        by_subject[line.split(b" ", 1)[0]].append(line)
    leading_from: dict[bytes, list[bytes]] = defaultdict(list)
    leading_to: dict[bytes, list[bytes]] = defaultdict(list)
    for subject, lines in by_subject.items():
        for line in lines:
            term = line.split(b" ", 2)[2].rpartition(b" <")[0]
            if term in by_subject:
                leading_from[subject].append(term)
                leading_to[term].append(subject)
    graph = QueryableGraph.from_nquads(nquads)
    asked = {query.name: _asked(query, graph) for query in questions}
    return Quarry(dict(by_subject), dict(leading_from), dict(leading_to), asked)


def examples(query: SavedQuery) -> list[tuple[str, str]]:
    """Return the required parameters of a question with the examples of its header."""
    return [(p.name, one) for p in query.parameters if p.required for one in p.examples]


def _asked(query: SavedQuery, graph: QueryableGraph) -> Asked:
    terms = resolve_parameters(query, examples(query), graph)
    text = bound_query(query, terms)
    given = [term for bound in terms.values() for term in (bound if isinstance(bound, tuple) else (bound,))]
    rows = [(*given, *row) for row in graph.select(text).rows]
    seeds = [[f"<{cell.value}>".encode() for cell in row if isinstance(cell, Iri)] for row in rows]
    return Asked(text, bound_query(query, terms | _optional(query, graph)), seeds)


def _optional(query: SavedQuery, graph: QueryableGraph) -> dict[str, Bound]:
    """Return the optional parameters that are no things, with their examples."""
    given = [
        (p.name, one) for p in query.parameters if p.kind not in ("iri", "concept") for one in p.examples
    ]
    wanted = {p.name for p in query.parameters if not p.required}
    resolved = resolve_parameters(query, [*examples(query), *(g for g in given if g[0] in wanted)], graph)
    return {name: bound for name, bound in resolved.items() if name in wanted}


def _in_graph(line: bytes, graph: bytes) -> bytes:
    return line.rpartition(b" <")[0] + b" " + graph + b" .\n"
