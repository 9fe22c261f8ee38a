"""One SERVICE clause: what is known beside it, what its endpoint is asked, and the rows that come back.

An endpoint is asked for the values that our side has, many at a time; what it sends is joined again on our
side. Only listed endpoints are asked. https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gbaip_graph.ask.values_block import blocks, sendable, values_block, without_blank_nodes
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.sparql_groups import Element, Group, GroupedQuery
from gbaip_graph.engines.sparql_text import Token, declared_prefixes, place
from gbaip_graph.errors import QueryRefused, StoreFailed
from gbaip_graph.turtle.terms import Iri, Term

#: Past this an endpoint is to be asked the other way round: its own rows first.
BINDINGS_LIMIT_ROWS = 5000
RESULT_LIMIT_ROWS = 100_000  # what is joined again as VALUES in some tenths of a second
#: A query that selects this variable is told which endpoint each row came from; ``?servedBy2`` is for the
#: second clause.
MARKER = "servedBy"
#: Elements whose rows are joined with those of the group.
JOINED = frozenset(["triples", "values", "graph", "group"])
Way = tuple[tuple[Group, Element], ...]


@dataclass(frozen=True)
class Endpoints:
    """Who answers: ``local`` our own graph, ``remote`` a listed endpoint; ``allowed`` holds their IRIs.

    ``remote`` raises ``StoreFailed`` where the endpoint does not answer whole and in time.
    """

    local: Callable[[str], Solutions]
    remote: Callable[[str, str], Solutions]
    allowed: frozenset[str]


def rows_as_values(query: GroupedQuery, way: Way, endpoints: Endpoints, *, number: int) -> str:
    """Ask the endpoint of the clause at the end of a way, and write its rows as a VALUES block.

    ``number`` counts the clauses of a query from 1. Raises as ``federation.federate`` does.
    """
    return _Clause(query, way, endpoints, number).as_values()


class _Clause:
    """One SERVICE clause without others in it."""

    def __init__(self, query: GroupedQuery, way: Way, endpoints: Endpoints, number: int) -> None:
        self._query = query
        self._service = way[-1][1]
        self._endpoints = endpoints
        self._body = self._service.groups[0]
        self._known = _what_is_known(query, way)
        marker = MARKER if number == 1 else f"{MARKER}{number}"
        used = query.variables(0, len(query.marks)) - query.variables(self._body.first, self._body.last)
        self._marker = (marker,) if marker in used else ()

    def as_values(self) -> str:
        """Ask, and write the rows as a VALUES block."""
        target = self._service.target
        if target is not None and target.kind in ("variable", "parameter"):
            return self._of_variable(target.text[1:])
        iri = _iri_of(self._query, target)
        return values_block(*self._asked(iri, self._bindings(())))

    def _of_variable(self, name: str) -> str:
        if name not in self._known.variables:
            raise self._refused(f"nothing says which endpoint ?{name} is", f"Bind ?{name} beside the clause.")
        bindings = self._bindings((name,))
        if name not in bindings.variables:
            raise self._refused(
                f"?{name} is not always the IRI of an endpoint", f"Bind ?{name} in every row."
            )
        column = bindings.variables.index(name)
        variables: list[str] = []
        rows: list[dict[str, Term | None]] = []
        for endpoint in dict.fromkeys(row[column] for row in bindings.rows):
            if not isinstance(endpoint, Iri):
                raise self._refused(f"?{name} is {endpoint}, no endpoint", "Bind it to the IRI of one.")
            own = Solutions(
                bindings.variables, tuple(row for row in bindings.rows if row[column] == endpoint)
            )
            found, sent = self._asked(endpoint.value, own)
            variables += [one for one in found if one not in variables]
            rows += [{**dict(zip(found, row, strict=True)), name: endpoint} for row in sent]
        variables += [name] if name not in variables else []
        return values_block(variables, [tuple(row.get(one) for one in variables) for row in rows])

    def _bindings(self, also: tuple[str, ...]) -> Solutions:
        """Return the values that our side has for the variables of the clause."""
        bound = _surely_bound(self._query, self._body)
        shared = sorted((bound & self._known.variables) | set(also))
        if not shared:
            return Solutions((), ((),))
        names = " ".join(f"?{name}" for name in shared)
        found = self._endpoints.local(
            f"{self._query.prologue} SELECT DISTINCT {names} WHERE {{ {self._known.text} }} "
            f"LIMIT {BINDINGS_LIMIT_ROWS + 1}"
        )
        if len(found.rows) > BINDINGS_LIMIT_ROWS:
            what = f"the clause would be asked for more than {BINDINGS_LIMIT_ROWS} values"
            raise self._refused(what, "Narrow what stands beside it.")
        return sendable(found)

    def _asked(
        self, endpoint: str, bindings: Solutions
    ) -> tuple[Sequence[str], list[tuple[Term | None, ...]]]:
        """Return variables and rows of one endpoint; where it fails and is to be silent, one empty row."""
        if endpoint not in self._endpoints.allowed and not self._service.is_silent:
            listed = ", ".join(sorted(self._endpoints.allowed)) or "none"
            raise self._refused(f"the endpoint <{endpoint}> is not listed", f"Listed are: {listed}.")
        variables: Sequence[str] = ()
        rows: list[tuple[Term | None, ...]] = []
        try:
            for block in blocks(bindings):
                answer = self._ask(endpoint, block)
                variables = answer.variables
                rows += answer.rows
                if len(rows) > RESULT_LIMIT_ROWS:
                    what = f"the endpoint sent more than {RESULT_LIMIT_ROWS} rows"
                    raise StoreFailed(what, where=endpoint, mend="Narrow the clause.", kind="too-long")
        except StoreFailed:
            if not self._service.is_silent:
                raise
            return (), [()]
        return (*variables, *self._marker), [
            (*row, *(Iri(endpoint) for _ in self._marker)) for row in without_blank_nodes(rows, endpoint)
        ]

    def _ask(self, endpoint: str, block: Solutions) -> Solutions:
        if endpoint not in self._endpoints.allowed:
            raise StoreFailed("the endpoint is not listed", where=endpoint)
        values = values_block(block.variables, block.rows) if block.variables else ""
        body = self._query.inside(self._body)
        return self._endpoints.remote(
            endpoint, f"{self._query.prologue} SELECT * WHERE {{ {{ {body} }} {values} }}"
        )

    def _refused(self, what: str, mend: str) -> QueryRefused:
        where = place(self._query.text, self._query.marks[self._service.first].start)
        return QueryRefused(what, where=where, mend=mend)


@dataclass(frozen=True)
class _Known:
    """The patterns of our own graph that the rows of a clause are joined with, and their variables."""

    text: str
    variables: frozenset[str]


def _what_is_known(query: GroupedQuery, way: Way) -> _Known:
    """Return what surely holds for every row that can join those of a clause.

    Values outside of it can be left out of the question without changing the answer. That is so for what is
    joined in the same group and the groups around it, up to a subquery or MINUS, and to what stands before
    OPTIONAL: what is further out must not decide whether OPTIONAL finds something.
    """
    text = ""
    variables: frozenset[str] = frozenset()
    for group, element in reversed(way):
        is_around = element is not way[-1][1]
        if is_around and element.kind in ("minus", "where"):
            break
        if is_around and element.kind == "graph" and element.target is not None and text:
            text = f"GRAPH {element.target.text} {{ {text} }}"
            variables |= query.variables(element.first, element.groups[0].first)
        is_optional = element.kind == "optional"
        end = element.first if is_optional else group.last
        kept = list(_sure(query, [one for one in group.elements if one is not element and one.first < end]))
        text = " ".join([*(f"{query.text_of(one)} " + "." * (one.kind == "triples") for one in kept), text])
        variables |= frozenset().union(*(query.variables(one.first, one.last) for one in kept))
        if is_optional:
            break
    return _Known(text, variables)


def _surely_bound(query: GroupedQuery, group: Group) -> frozenset[str]:
    """Return variables that every row of a group binds, so that values for them only leave rows out."""
    found: frozenset[str] = frozenset()
    for element in group.elements:
        if element.kind == "triples":
            found |= query.variables(element.first, element.last)
        elif element.kind in ("graph", "group"):
            inner = [_surely_bound(query, one) for one in element.groups]
            found |= frozenset.intersection(*inner)
    return found


def _sure(query: GroupedQuery, elements: Iterable[Element]) -> Iterator[Element]:
    """Yield the elements that are joined, and the filters and bindings that need no other."""
    bound: set[str] = set()
    filters = []
    for element in elements:
        if any(mark.upper == "SERVICE" for mark in query.marks[element.first : element.last + 1]):
            continue
        used = query.variables(element.first, element.last)
        if element.kind in JOINED:
            if element.kind == "triples":
                bound |= used
            yield element
        elif element.kind == "filter":
            filters.append((used, element))
        elif element.kind == "bind" and query.variables(element.first, element.last - 2) <= bound:
            yield element
    yield from (element for used, element in filters if used <= bound)


def _iri_of(query: GroupedQuery, target: Token | None) -> str:
    if target is not None and target.kind == "iri":
        return target.text[1:-1]
    if target is not None and target.kind == "name":
        prefix, _, local = target.text.partition(":")
        return declared_prefixes(query.marks).get(prefix, f"{prefix}:") + local
    where = place(query.text, target.start) if target else ""
    raise QueryRefused("SERVICE names no endpoint", where=where, mend="Write SERVICE <IRI> { ... }.")
