"""Run the hygiene queries for what a change can affect: their rows before and after it.

For change sets. A query is asked of the part of the graph that it can read of the records that the change
can reach; one without such bounds is run in full, and the notes say so. Rows become findings elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.check.changes.overlay import FiledGraph
from gbaip_graph.check.hygiene import HygieneQuery, read_hygiene_queries
from gbaip_graph.check.shacl.query_dependencies import readings_of_query
from gbaip_graph.check.shacl.reach import Prefix, Reach, Walks, backwards
from gbaip_graph.check.shacl.slices import Affected, affected_focus_nodes, slice_of
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.errors import QueryRefused
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH
from gbaip_graph.turtle.terms import Iri, Term, Triple

_FOCUS = "focus"
_DATA = "data/"
_KEPT_NAMES = 4096  # finding a graph's name asks the file system, and every triple has one

#: A triple and the path below the root of a file that has it on one side of the change only.
Change = tuple[Triple, str]


@dataclass(frozen=True)
class KnownQuery:
    """A hygiene query and what it may read for the rows of one ``?focus``."""

    query: HygieneQuery
    reach: Reach


@dataclass(frozen=True)
class Row:
    """A row of a hygiene query, by the names of its variables."""

    query: HygieneQuery
    cells: Mapping[str, Term | None]


@dataclass(frozen=True)
class HygieneChange:
    """The rows about affected records on either side, and which queries were run in full, and why."""

    before: tuple[Row, ...] = ()
    after: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def known_queries(root: Root) -> tuple[KnownQuery, ...]:
    """Read the hygiene queries of a root and what each may read.

    Raises ``InvalidData`` for a header that cannot be read.
    """
    return tuple(
        KnownQuery(query, Reach(readings_of_query(query.text, focus=_FOCUS)))
        for query in read_hygiene_queries(root)
    )


def hygiene_rows(
    root: Root,
    *,
    changed: Collection[Change],
    before: FiledGraph,
    after: FiledGraph,
    queries: Iterable[KnownQuery] | None = None,
    also: Collection[Term] = (),
) -> HygieneChange:
    """Return the rows about the records that a change can affect, and about those of ``also``.

    ``queries`` are those of the root where none are given; those that the engine refuses give no row. Raises
    ``InvalidData`` for a query whose header cannot be read and ``QueryStopped`` where they take too long.
    """
    known_here = known_queries(root) if queries is None else queries
    affected = [(known, _affected(known.reach, root, changed, before, after)) for known in known_here]
    together = frozenset(also).union(*(found.nodes for _, found in affected))
    asked = [_Asked.of(known, found, together) for known, found in affected]
    asked = [one for one in asked if one.is_full or one.nodes]
    if not asked:
        return HygieneChange()
    sides = [_Side(root, graph, asked) for graph in (before, after)]
    # One worker for all, without files and network: the root, and its queries, may be a stranger's.
    rows_before, rows_after = run_limited(lambda: [side.rows() for side in sides])
    notes = (f"queries/checks/{one.known.query.rule}.rq is run in full: {one.full_because}" for one in asked)
    return HygieneChange(
        rows_before, rows_after, tuple(note for one, note in zip(asked, notes, strict=True) if one.is_full)
    )


@dataclass(frozen=True)
class _Asked:
    """A query with the records it is asked about; all there are where ``full_because`` says why."""

    known: KnownQuery
    nodes: frozenset[Term]
    full_because: str

    @classmethod
    def of(cls, known: KnownQuery, affected: Affected, together: frozenset[Term]) -> _Asked:
        """Ask about the records that any query is asked about, so that a record is told of as a whole.

        Only what reads triples anywhere, which is dear, is not asked without need.
        """
        nodes = affected.nodes if known.reach.anywhere or known.reach.unbounded else together
        return cls(known, nodes, affected.all_because)

    @property
    def is_full(self) -> bool:
        return bool(self.full_because)


class _Side:
    """The graph before or after the change: for each query what it may read, as named graphs."""

    def __init__(self, root: Root, graph: FiledGraph, asked: Collection[_Asked]) -> None:
        self._root, self._graph = root, graph
        self._asked = asked
        self._names: dict[str, str] = {}
        bounded = [one for one in asked if not one.is_full]
        part = {quad for one in bounded for quad in self._slice(one.known.reach, one.nodes)}
        self._part = _queryable(part)
        self._wholes = {one.known.query.rule: _queryable(self._whole(one)) for one in asked if one.is_full}

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all queries about the records they are asked about."""
        return tuple(row for one in self._asked for row in self._rows_of(one))

    def _rows_of(self, one: _Asked) -> Iterator[Row]:
        query = one.known.query
        try:
            solutions = self._wholes.get(query.rule, self._part).select(query.text)
        except QueryRefused:
            return
        for row in solutions.rows:
            cells = dict(zip(solutions.variables, row, strict=True))
            if one.is_full or cells.get(_FOCUS) in one.nodes:
                yield Row(query, cells)

    def _slice(self, reach: Reach, nodes: Collection[Term]) -> Iterator[Quad]:
        yield from self._quads(slice_of(reach, nodes, self._graph))
        walks = Walks(nodes, self._graph)
        for whole in reach.graphs:
            for path in filter(None, (_path(self._root, name) for name in walks.end_of(whole.prefix))):
                yield from (Quad(*triple, self._name(path)) for triple in self._graph.in_file(path))

    def _whole(self, one: _Asked) -> Iterator[Quad]:
        """Return what a query may read of anything: triples of its properties, or all there are."""
        reach = one.known.reach
        properties = {found.predicate for found in reach.dependencies}
        properties.update(found.predicate for found in reach.anywhere)
        if reach.unbounded or reach.graphs or None in properties:
            return self._quads(self._graph)
        found = (
            Triple(subject, predicate, object)
            for predicate in properties
            if predicate is not None
            for subject, object in self._graph.with_predicate(predicate)
        )
        return self._quads(
            triple
            for triple in found
            if any(reading.reads(triple) for reading in reach.dependencies)
            or any(pattern.matches(triple) for pattern in reach.anywhere)
        )

    def _quads(self, triples: Iterable[Triple]) -> Iterator[Quad]:
        for triple in triples:
            for path in self._graph.files_of(triple):
                if path.startswith(_DATA):
                    yield Quad(*triple, self._name(path))

    def _name(self, path: str) -> str:
        if path not in self._names:  # looked for on the disk, which is dear
            self._names[path] = _name(self._root, path)
        return self._names[path]


def _affected(
    reach: Reach, root: Root, changed: Collection[Change], before: FiledGraph, after: FiledGraph
) -> Affected:
    """Return the records about which a query may have other rows after the change."""
    found = affected_focus_nodes(reach, {triple for triple, _ in changed}, before, after)
    graphs = {Iri(_name(root, path)) for _, path in changed if path.startswith(_DATA)}
    nodes = {
        node
        for whole in reach.graphs
        for graph in (before, after)
        for node in _led_to(whole.prefix, graphs, graph)
    }
    return Affected(found.nodes | nodes, found.all_because)


def _led_to(prefix: Prefix, ends: Iterable[Term], graph: FiledGraph) -> set[Term]:
    return Walks(ends, graph).end_of(backwards(prefix))


def _queryable(quads: Iterable[Quad]) -> QueryableGraph:
    return QueryableGraph.from_nquads(write_nquads(quads))


@lru_cache(_KEPT_NAMES)
def _name(root: Root, path: str) -> str:
    return root.graph_iri(root.path / path)


def _path(root: Root, name: Term) -> str:
    """Return the file that a named graph is made of, the empty text where the name is none of a graph."""
    if not isinstance(name, Iri) or not name.value.startswith(GRAPH):
        return ""
    return root.relative(root.file_of_graph(name.value))
