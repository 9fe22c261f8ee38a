"""Queries with SERVICE: rows as on one store, few requests, one deadline, and listed endpoints only."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gbaip_graph.ask.federated_graph import read_endpoints
from gbaip_graph.ask.federation import federate
from gbaip_graph.ask.remote import RemoteGraph
from gbaip_graph.ask.service_clause import Endpoints
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_groups import group_query
from gbaip_graph.errors import InvalidValue, QueryRefused, StoreFailed
from gbaip_graph.turtle.terms import Iri, Literal, Term
from tests.ask.bottom_up import BottomUp
from tests.ask.remote_stores import oxigraph

SEEDS = (1, 3, 20261121)
ENDPOINT = "https://example.org/sparql"
OURS = "urn:ours"
PREFIX = "PREFIX e: <urn:e:> "
_THINGS = [f"<urn:e:t{number}>" for number in range(5)]
_PROPERTIES = [f"<urn:e:p{number}>" for number in range(3)]
_VARIABLES = ["?a", "?b", "?c", "?d"]


def triples(draw: random.Random, number: int) -> list[str]:
    values = [*_THINGS, '"0"', '"1"']
    return [f"{draw.choice(_THINGS)} {draw.choice(_PROPERTIES)} {draw.choice(values)}" for _ in range(number)]


def pattern(draw: random.Random) -> str:
    subject, object_ = draw.choice(_VARIABLES), draw.choice([*_VARIABLES, draw.choice(_THINGS)])
    return f"{subject} {draw.choice(_PROPERTIES)} {object_} ."


def ours(draw: random.Random) -> str:
    """A pattern that reads our graph only, on one store as well."""
    return f"GRAPH <{OURS}> {{ {pattern(draw)} }}"


def clause(draw: random.Random) -> str:
    inside = pattern(draw)
    sees = f"FILTER ({draw.choice(_VARIABLES)} != {draw.choice(_THINGS)})"
    more = draw.choice(["", pattern(draw), f"OPTIONAL {{ {pattern(draw)} }}", sees])
    silent = draw.choice(["", "SILENT "])
    return f"SERVICE {silent}<{ENDPOINT}> {{ {inside} {more} }}"


def group(draw: random.Random, depth: int) -> str:
    parts = [draw.choice([ours, ours, clause])(draw) for _ in range(draw.randint(1, 3))]
    if depth:
        inner = group(draw, depth - 1)
        other = group(draw, depth - 1)
        parts.insert(
            draw.randint(0, len(parts)),
            draw.choice([
                f"OPTIONAL {{ {inner} }}", f"MINUS {{ {inner} }}", f"{{ {inner} }} UNION {{ {other} }}",
                f"{{ SELECT ?a ?b WHERE {{ {inner} }} }}", "FILTER (BOUND(?c) || ?a != ?b)",
                "BIND (STR(?a) AS ?e)", f"VALUES ?a {{ {draw.choice(_THINGS)} {draw.choice(_THINGS)} }}",
            ]),
        )  # fmt: skip
    return " ".join(parts)


class Groups:
    """A store of the tests: it answers queries from the inside out."""

    def __init__(self, ours: list[str], theirs: list[str]) -> None:
        self._graphs = {OURS: parsed(ours)}
        self._services = {ENDPOINT: parsed(theirs)}
        self._theirs = parsed(theirs)

    def rows(self, text: str) -> Counter[tuple[tuple[str, str], ...]]:
        """Answer a query with its SERVICE clauses, or without any."""
        found = BottomUp(group_query(text), self._graphs, self._services).rows()
        return Counter(tuple(sorted((k, v) for k, v in row.items() if k in "abcd")) for row in found)

    def local(self, text: str) -> Solutions:
        """Answer SELECT DISTINCT on our graph."""
        query = group_query(text)
        names = [mark.text[1:] for mark in query.marks[: query.root.first] if mark.kind == "variable"]
        found = BottomUp(query, self._graphs, {}).rows()
        return Solutions(
            tuple(names), tuple(dict.fromkeys(tuple(cell(row, one) for one in names) for row in found))
        )

    def remote(self, _: str, text: str) -> Solutions:
        """Answer SELECT * on the graph of the endpoint."""
        query = group_query(text)
        found = BottomUp(query, {}, {}).group(query.root, self._theirs)
        names = sorted({name for row in found for name in row})
        return Solutions(tuple(names), tuple(tuple(cell(row, one) for one in names) for row in found))


def parsed(lines: list[str]) -> frozenset[tuple[str, str, str]]:
    return frozenset(tuple(line.split(" ")) for line in lines)


def cell(row: dict[str, str], name: str) -> Term | None:
    text = row.get(name)
    if text is None:
        return None
    return Iri(text[1:-1]) if text.startswith("<") else Literal(text[1:-1])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_query_without_its_service_clauses_has_the_rows_that_it_has_with_them(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - for cases, not for keys
    compared = rows = 0
    while compared < 400:
        store = Groups(triples(draw, 25), triples(draw, 25))
        text = f"SELECT ?a ?b ?c ?d WHERE {{ {group(draw, depth=2)} }}"
        if "SERVICE" not in text:
            continue
        expected = store.rows(text)
        rewritten = federate(text, Endpoints(store.local, store.remote, frozenset([ENDPOINT])))
        assert store.rows(rewritten) == expected, text
        compared += 1
        rows += sum(expected.values())
    assert rows > 1000


def test_a_variable_that_a_clause_may_leave_open_is_not_asked_for() -> None:
    clause = f"SERVICE <{ENDPOINT}> {{ ?c <urn:e:p0> ?a . OPTIONAL {{ ?b <urn:e:p1> ?a }} }}"
    inner = f"{{ {clause} OPTIONAL {{ GRAPH <{OURS}> {{ ?a <urn:e:p2> ?b }} }} }}"
    text = f"SELECT ?a ?b ?c ?d WHERE {{ GRAPH <{OURS}> {{ ?b <urn:e:p0> ?d }} {inner} }}"
    store = Groups(
        ["<urn:e:t1> <urn:e:p2> <urn:e:t2>", "<urn:e:t3> <urn:e:p0> <urn:e:t4>"],
        ["<urn:e:t0> <urn:e:p0> <urn:e:t1>"],
    )
    assert store.rows(text) == Counter()
    endpoints = Endpoints(store.local, store.remote, frozenset([ENDPOINT]))
    assert store.rows(federate(text, endpoints)) == Counter()


class Counted:
    """An endpoint that counts what it is asked."""

    def __init__(self, graph: RemoteGraph) -> None:
        self.requests = 0
        self._graph = graph

    def __call__(self, _: str, text: str) -> Solutions:
        self.requests += 1
        return self._graph.select(text)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    lines = [f'<urn:e:t{number}> <urn:e:label> "name {number}" <urn:g> .' for number in range(500)]
    with oxigraph("\n".join(lines).encode() + b"\n") as address:
        yield address


def local_things(number: int) -> QueryableGraph:
    lines = (f"<urn:e:t{one}> <urn:e:kind> <urn:e:Thing> <{OURS}> ." for one in range(number))
    return QueryableGraph.from_nquads("\n".join(lines).encode())


JOINED = (
    f"{PREFIX} SELECT ?t ?label ?servedBy "
    f"WHERE {{ ?t e:kind e:Thing SERVICE <{ENDPOINT}> {{ ?t e:label ?label }} }}"
)


@pytest.mark.parametrize(("bindings", "most_requests"), [(1, 1), (50, 2), (250, 3)])
def test_an_endpoint_is_asked_for_many_bindings_at_a_time(
    address: str, bindings: int, most_requests: int
) -> None:
    local, remote = local_things(bindings), Counted(RemoteGraph(address, time_limit_s=10))
    found = local.select(federate(JOINED, Endpoints(local.select, remote, frozenset([ENDPOINT]))))
    assert (len(found.rows), remote.requests <= most_requests) == (bindings, True)


def test_rows_are_marked_with_their_endpoint(address: str) -> None:
    local, remote = local_things(2), RemoteGraph(address, time_limit_s=10)
    text = federate(
        JOINED, Endpoints(local.select, lambda _, asked: remote.select(asked), frozenset([ENDPOINT]))
    )
    found = local.select(text)
    column = found.variables.index("servedBy")
    assert {str(row[column].value) for row in found.rows if row[column]} == {ENDPOINT}


def test_nothing_known_is_nothing_asked(address: str) -> None:
    local, remote = local_things(0), Counted(RemoteGraph(address, time_limit_s=10))
    federate(JOINED, Endpoints(local.select, remote, frozenset([ENDPOINT])))
    assert remote.requests == 0


@pytest.fixture
def silence() -> Iterator[str]:
    """An address that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()
        taken: list[socket.socket] = []

        def take() -> None:
            listening.settimeout(0.1)
            while not ended.is_set():
                try:
                    taken.append(listening.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        ended.set()
        thread.join()
        for connection in taken:
            connection.close()


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_an_endpoint_that_hangs_costs_its_deadline_and_no_more(silence: str, silent: str) -> None:
    local, remote = local_things(250), RemoteGraph(silence, time_limit_s=0.5)
    text = JOINED.replace("SERVICE ", f"SERVICE {silent}")
    started = time.monotonic()
    endpoints = Endpoints(local.select, lambda _, asked: remote.select(asked), frozenset([ENDPOINT]))
    if silent:
        assert len(local.select(federate(text, endpoints)).rows) == 250
    else:
        with pytest.raises(StoreFailed, match=r"did not answer within 0\.5 s"):
            federate(text, endpoints)
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/sparql> { ?s ?p ?o } }", "is not listed"),
        ("SELECT * { SERVICE ?where { ?s ?p ?o } }", "nothing says which endpoint"),
        ("SELECT * { ?s e:at ?where SERVICE ?where { ?s ?p ?o } }", "is not listed"),
        (
            f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{ENDPOINT}> {{ ?s ?p ?o }} }} }}",
            "inside an expression",
        ),
        ("SELECT * { SERVICE { ?s ?p ?o } }", "where { should"),
        ("SELECT * { SERVICE", "ends inside a group"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(text: str, what: str) -> None:
    local = QueryableGraph.from_nquads(b"<urn:s> <urn:e:at> <http://169.254.169.254/> <urn:g> .\n")
    with pytest.raises(QueryRefused, match=what):
        federate(PREFIX + text, Endpoints(local.select, _nobody, frozenset([ENDPOINT])))


def _nobody(endpoint: str, text: str) -> Solutions:
    raise AssertionError(f"{endpoint} was asked {text}")


def test_a_query_without_service_stays_as_it_is() -> None:
    local = local_things(1)
    text = f"{PREFIX} SELECT ?t WHERE {{ ?t e:kind 'SERVICE' }}"
    assert federate(text, Endpoints(local.select, _nobody, frozenset())) == text


PLACES = f"""PREFIX gbaip: <https://w3id.org/gbaip/ns#> PREFIX e: <urn:e:>
SELECT DISTINCT ?place ?label ?servedBy WHERE {{
  VALUES ?place {{ <https://w3id.org/gbaip/id/place/guangzhou> <https://w3id.org/gbaip/id/place/foshan> }}
  ?place gbaip:containedIn ?province .
  SERVICE <{ENDPOINT}> {{ ?place e:label ?label }}
}}"""


def test_the_command_line_joins_our_graph_with_a_listed_endpoint(tmp_path: Path, repository: Path) -> None:
    query = tmp_path / "places.rq"
    query.write_text(PLACES, encoding="utf-8")
    line = '<https://w3id.org/gbaip/id/place/guangzhou> <urn:e:label> "Canton" <urn:g> .\n'
    with oxigraph(line.encode()) as address:
        command = [sys.executable, "-m", "gbaip_graph.cli", "ask", "--sparql", str(query), "--format", "csv"]
        asked = subprocess.run(
            [*command, "--with", f"{ENDPOINT}={address}"],
            cwd=repository,
            capture_output=True,
            text=True,
            check=True,
        )
        unlisted = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert asked.stdout.splitlines()[1:] == [
        f"https://w3id.org/gbaip/id/place/guangzhou,Guangzhou,Canton,{ENDPOINT},{ENDPOINT}"
    ]
    assert (unlisted.returncode, "SERVICE is refused" in unlisted.stderr) == (2, True)


@pytest.mark.parametrize("given", ["localhost:7878", "ftp://example.org/", "urn:x=ftp://example.org/", ""])
def test_what_is_no_address_of_an_endpoint_is_refused(given: str) -> None:
    with pytest.raises(InvalidValue, match="is no address of an endpoint"):
        read_endpoints([given])


def test_an_iri_with_two_addresses_is_refused() -> None:
    with pytest.raises(InvalidValue, match="has two addresses"):
        read_endpoints([f"{ENDPOINT}=http://127.0.0.1:1/", f"{ENDPOINT}=http://127.0.0.1:2/"])


def test_an_address_may_hold_an_equals_sign() -> None:
    assert read_endpoints(["http://127.0.0.1/?default=1"]) == {
        "http://127.0.0.1/?default=1": "http://127.0.0.1/?default=1"
    }
