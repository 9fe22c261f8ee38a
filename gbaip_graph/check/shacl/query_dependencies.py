"""What a query may read for one focus node: each of its triple patterns as a walk from the focus node.

For SPARQL constraints, and for queries that find records by themselves. It reads the algebra of rdflib's
parser. A pattern is reached through variables that are bound in every row; where that is not sure the pattern
counts as read anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import filterfalse
from types import MappingProxyType
from typing import Any, TypeAlias

from rdflib.term import BNode, Variable

from gbaip_graph.check.shacl.paths import (
    Path,
)
from gbaip_graph.check.shacl.query_algebra import exists_in, is_matched, may_stay, step_of
from gbaip_graph.check.shacl.query_readings import (
    ANY_NODE,
    ANY_PROPERTY,
    Ways,
    anywhere,
    back,
    named_terms,
    walked,
)
from gbaip_graph.check.shacl.reach import (
    Anywhere,
    Dependency,
    Prefix,
    Reading,
    Step,
    Unbounded,
    WholeGraph,
)
from gbaip_graph.engines.rdf_terms import from_rdflib
from gbaip_graph.engines.sparql_algebra import algebra_of
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused

_Known: TypeAlias = Mapping[Any, Ways]
_PATH = Variable("PATH")
#: Groups that are joined are read again with what the others bind; nested deeply enough, without end.
_MOST_READS = 5_000


@dataclass(frozen=True)
class _Group:
    """What a group reads, and the ways to the variables that are bound in each of its rows."""

    readings: frozenset[Reading] = frozenset()
    known: _Known = field(default_factory=dict)

    @property
    def is_loose(self) -> bool:
        """Whether something is read that no walk reaches."""
        return any(not isinstance(one, Dependency) for one in self.readings)


def readings_of_query(
    text: str, *, focus: str, here: Prefix = (), is_prebound: bool = False, path: Path | None = None
) -> frozenset[Reading]:
    """Return what a SELECT query may read for the rows with one value of its variable ``focus``.

    ``here`` is the walk to that node, ``is_prebound`` says that it stands for the variable everywhere,
    ``path`` is what ``$PATH`` stands for.
    """
    try:
        guard(text)
        algebra = algebra_of(text)
    except QueryRefused as error:
        return frozenset({Unbounded(f"a query cannot be read: {error.what}")})
    variable = Variable(focus)
    ways: _Known = {variable: frozenset({here})}
    return _Reader(ways if is_prebound else {}, path).read(algebra, ways).readings


class _Reader:
    """Reads one algebra. ``prebound`` is known in every part of it, all else only where it is joined."""

    def __init__(self, prebound: _Known, path: Path | None) -> None:
        self._prebound = prebound
        self._path = path
        self._reads = 0
        self._is_in_graph = False

    def read(self, part: Any, known: _Known) -> _Group:
        """Return what a part reads where these ways to variables hold in each row that counts."""
        self._reads += 1
        reader = _PARTS.get(part.name)
        if self._reads > _MOST_READS:
            return _Group(frozenset({Unbounded("a query is too involved")}))
        if reader is None:
            return _Group(frozenset({Unbounded(f"a query has a part {part.name}")}))
        return reader(self, part, known)

    def inner(self, part: Any, known: _Known) -> _Group:
        return self._with_expressions(self.read(part.p, known), part)

    def query(self, part: Any, known: _Known) -> _Group:
        if part.datasetClause:
            return _Group(frozenset({Unbounded("a query names its own graphs")}))
        return self.read(part.p, known)

    def project(self, part: Any, known: _Known) -> _Group:
        inner = self.read(part.p, self._only(part.PV, known))
        return _Group(inner.readings, _among(part.PV, inner.known))

    def group(self, part: Any, known: _Known) -> _Group:
        keys = [key for key in part.expr or () if isinstance(key, Variable)]
        inner = self._with_expressions(self.read(part.p, self._only(keys, known)), part)
        return _Group(inner.readings, _among(keys, inner.known))

    def join(self, part: Any, known: _Known) -> _Group:
        one = self.read(part.p1, known)
        two = self.read(part.p2, {**one.known, **known})
        if one.is_loose:
            one = self.read(part.p1, {**two.known, **known})
            two = self.read(part.p2, {**one.known, **known})
        return _Group(one.readings | two.readings, {**two.known, **one.known})

    def left_join(self, part: Any, known: _Known) -> _Group:
        one = self.read(part.p1, known)
        two = self.read(part.p2, self._beside(one))
        both = _Group(one.readings | two.readings, {**two.known, **one.known})
        return _Group(self._with_expressions(both, part).readings, one.known)

    def minus(self, part: Any, known: _Known) -> _Group:
        one = self.read(part.p1, known)
        return _Group(one.readings | self.read(part.p2, self._beside(one)).readings, one.known)

    def union(self, part: Any, known: _Known) -> _Group:
        one, two = self.read(part.p1, known), self.read(part.p2, known)
        shared = {name: one.known[name] | two.known[name] for name in one.known if name in two.known}
        return _Group(one.readings | two.readings, shared)

    def extend(self, part: Any, known: _Known) -> _Group:
        name, value = part.var, part.expr
        if isinstance(value, Variable) and name in known:
            known = {value: known[name], **known}
        inner = self._with_expressions(self.read(part.p, known), part)
        if isinstance(value, Variable) and value in inner.known:
            return _Group(inner.readings, {name: inner.known[value], **inner.known})
        return inner

    def graph(self, part: Any, known: _Known) -> _Group:
        """Read what is asked of named graphs; where a walk leads to the graph, all of it counts as read."""
        if self._prebound or self._is_in_graph:
            return _Group(frozenset({Unbounded("a query speaks of graphs")}))
        self._is_in_graph = True
        inner, term = self.read(part.p, known), part.term
        self._is_in_graph = False
        bound = {**inner.known, **_among([term], known)}  # a row stands in some graph
        ways, is_needed = known.get(term, frozenset()), is_matched(part.p)
        if not is_needed and not _is_walked(ways):
            return _Group(frozenset({Unbounded("a query asks which graphs there are")}))
        if is_needed and not (inner.is_loose and _is_walked(ways)):
            return _Group(inner.readings, bound)
        wholes = {WholeGraph(way) for way in ways if isinstance(way, tuple)}
        return _Group(frozenset(wholes.union(filterfalse(_is_within_graph, inner.readings))), bound)

    def values(self, part: Any, _: _Known) -> _Group:
        rows = [
            {name: from_rdflib(term) for name, term in row.items() if term != "UNDEF"} for row in part.res
        ]
        names = set.intersection(*map(set, rows)) if rows else set()
        return _Group(known={name: frozenset(row[name] for row in rows) for name in names})

    def pattern(self, part: Any, known: _Known) -> _Group:
        """Read a basic graph pattern: all its triples hold in a row, so one way to a variable is enough."""
        ways = {**known, **self._prebound}
        waiting = [tuple(pattern) for pattern in part.triples]
        readings: set[Reading] = set()
        while waiting:
            chosen = next((one for one in waiting if self._begin(one, ways)), waiting[0])
            waiting.remove(chosen)
            readings.update(self._triple(chosen, ways))
        named = {term for triple in part.triples for term in triple if isinstance(term, Variable | BNode)}
        return _Group(frozenset(readings), _among(named, ways))

    def _begin(self, pattern: tuple[Any, Any, Any], ways: _Known) -> str:
        """Say at which end a pattern is reached from the focus node, or ``""``."""
        subject, predicate, object = pattern
        step = self._step(predicate)
        ends = {"subject": _ways(subject, ways), "object": _ways(object, ways)}
        reached = [end for end, of_end in ends.items() if _is_walked(of_end)]

        def cost(end: str) -> tuple[bool, int]:
            prefixes = [way for way in ends[end] if isinstance(way, tuple)]
            is_dear = step is not None and may_stay(step) and any(map(_is_loose, prefixes))
            return is_dear, max(map(len, prefixes))

        return min(reached, key=cost, default="")

    def _triple(self, pattern: tuple[Any, Any, Any], ways: dict[Any, Ways]) -> Iterator[Reading]:
        subject, predicate, object = pattern
        step = self._step(predicate)
        if step is None:
            yield Unbounded("a query has a path that cannot be bounded")
        elif begin := self._begin(pattern, ways):
            start, end = (subject, object) if begin == "subject" else (object, subject)
            if begin == "object":
                step = back(step)
            prefixes = [way for way in _ways(start, ways) if isinstance(way, tuple)]
            for prefix in prefixes:
                yield from walked(prefix, step, named_terms(_ways(end, ways)))
                is_asked = self._is_in_graph or _is_loose(prefix)
                if start not in self._prebound and may_stay(step) and is_asked:
                    # Without a step, a path holds of every node of the graph, and of no other.
                    yield from (Dependency(prefix, None), Dependency(prefix, None, is_inverse=True))
            if isinstance(end, Variable | BNode) and not _is_walked(ways.get(end, frozenset())):
                ways[end] = frozenset((*prefix, step) for prefix in prefixes)
        else:
            yield from anywhere(_ways(subject, ways), step, _ways(object, ways))

    def _step(self, predicate: Any) -> Step | None:
        return self._path if predicate == _PATH else step_of(predicate)

    def _with_expressions(self, group: _Group, part: Any) -> _Group:
        """Add what EXISTS reads in the expressions of a part, for the rows of its group."""
        known = self._beside(group)
        within = (self.read(graph, known).readings for graph in exists_in(part))
        return _Group(group.readings.union(*within), group.known)

    def _beside(self, group: _Group) -> _Known:
        """Return what is known in a group that is looked at once for each row of another."""
        return {**group.known, **self._prebound}

    def _only(self, names: Iterable[Any], known: _Known) -> _Known:
        return {**_among(names, known), **self._prebound}


def _is_within_graph(reading: Reading) -> bool:
    return isinstance(reading, Anywhere) or reading in (ANY_PROPERTY, ANY_NODE)


def _among(names: Iterable[Any], known: _Known) -> _Known:
    return {name: known[name] for name in names if name in known}


def _ways(term: Any, ways: _Known) -> Ways:
    if isinstance(term, Variable | BNode):
        return ways.get(term, frozenset())
    return frozenset({from_rdflib(term)})


def _is_walked(ways: Ways) -> bool:
    """Say whether all ways to a variable, at least one, begin at the focus node."""
    return bool(ways) and all(isinstance(way, tuple) for way in ways)


def _is_loose(prefix: Prefix) -> bool:
    """Say whether a walk may end where it begins, so that no triple vouches for the node at its end."""
    return all(map(may_stay, prefix))


_PARTS: Mapping[str, Callable[[_Reader, Any, _Known], _Group]] = MappingProxyType(
    {
        "AggregateJoin": _Reader.inner,
        "BGP": _Reader.pattern,
        "Distinct": _Reader.inner,
        "Extend": _Reader.extend,
        "Filter": _Reader.inner,
        "Graph": _Reader.graph,
        "Group": _Reader.group,
        "Join": _Reader.join,
        "LeftJoin": _Reader.left_join,
        "Minus": _Reader.minus,
        "OrderBy": _Reader.inner,
        "Project": _Reader.project,
        "Reduced": _Reader.inner,
        "SelectQuery": _Reader.query,
        "ToMultiSet": _Reader.inner,
        "Union": _Reader.union,
        "values": _Reader.values,
    }
)
