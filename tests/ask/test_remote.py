"""Saved questions on a real remote server answer as here; bad servers give clear errors."""

from __future__ import annotations

import asyncio
import http.server
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gbaip_graph.ask.own_query import ask_sparql
from gbaip_graph.ask.remote import RemoteGraph
from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue, QueryRefused, StoreFailed
from gbaip_graph.layout import Root
from tests.ask.bad_stores import (
    N_TRIPLES,
    NO_LENGTH,
    ONE_ROW,
    Respond,
    bad_stores,
    drips,
    drips_headers,
    floods,
    hangs,
    sends,
)
from tests.ask.remote_stores import free_port, running_oxigraph, running_virtuoso, virtuoso_is_missing

ROOT = Root(Path(__file__).resolve().parent.parent.parent)
ROW_LIMIT = 5000
A_TRIPLE = b"<http://e/s> <http://e/p> <http://e/o> .\n"


@pytest.fixture(scope="module")
def nquads() -> bytes:
    return read_nquads(ROOT)


@pytest.fixture(scope="module")
def embedded(nquads: bytes) -> QueryableGraph:
    return QueryableGraph.from_nquads(nquads)


@pytest.fixture(scope="module")
def oxigraph(nquads: bytes) -> Iterator[RemoteGraph]:
    with running_oxigraph() as store:
        store.load(nquads)
        yield RemoteGraph(store.address, time_limit_s=30)


@pytest.fixture(scope="module")
def virtuoso(nquads: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteGraph]:
    """Run Virtuoso with a limit on rows, as most public ones have."""
    if missing := virtuoso_is_missing():
        pytest.skip(missing)
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso"), row_limit=ROW_LIMIT) as store:
        store.load(nquads)
        yield RemoteGraph(store.address, time_limit_s=30)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def remote(request: pytest.FixtureRequest) -> RemoteGraph:
    graph: RemoteGraph = request.getfixturevalue(request.param)
    return graph


def test_an_answer_that_virtuoso_cuts_is_refused(virtuoso: RemoteGraph):
    assert len(virtuoso.select(f"SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {ROW_LIMIT - 1}").rows) == ROW_LIMIT - 1
    with pytest.raises(StoreFailed, match="only a part"):
        virtuoso.select("SELECT ?s WHERE { ?s ?p ?o }")


def test_a_graph_comes_back_with_its_tags(embedded: QueryableGraph, remote: RemoteGraph):
    text = "CONSTRUCT WHERE { <https://w3id.org/gbaip/id/agency/ipd> ?p ?o }"
    assert Counter(remote.construct(text)) == Counter(embedded.construct(text))


def test_a_query_that_cannot_be_parsed_is_refused_as_such(remote: RemoteGraph):
    with pytest.raises(QueryRefused, match="does not take the query"):
        remote.query("SELECT WHERE")


@pytest.fixture
def serve() -> Iterator[Callable[[Respond], str]]:
    with bad_stores() as start:
        yield start


CASES: dict[str, tuple[Respond, str, str]] = {
    "html": (sends(b"<html>busy</html>", media_type="text/html"), "media-type", "sent text/html"),
    "redirect": (
        sends(b"", status=302, Location="http://127.0.0.1:1/"),
        "redirect",
        "leads elsewhere with 302",
    ),
    "server-error": (sends(b"out of memory", status=500), "status", "answered 500: out of memory"),
    "half-a-result": (sends(ONE_ROW[:-20]), "broken", "broken SPARQL JSON"),
    "cut-connection": (sends(ONE_ROW, length=4000), "unreachable", "cannot be asked"),
    "no-result": (sends(b"[1]"), "broken", "broken SPARQL JSON"),
    "strange-term": (sends(ONE_ROW.replace(b'"uri"', b'"triple"')), "broken", "no kind of term"),
    "truth-for-rows": (sends(b'{"head":{},"boolean":true}'), "broken", "another form of query"),
    "no-truth": (sends(b'{"boolean":"false"}'), "broken", "neither true nor false"),
    "nested-deeply": (sends(b"[" * 100_000), "broken", "broken SPARQL JSON"),
    "cut-by-its-limit": (sends(ONE_ROW, X_SPARQL_MaxRows="1"), "part", "only a part"),
    "anytime": (sends(ONE_ROW, X_SQL_State="S1TAT"), "part", "only a part"),
    "flooding": (floods, "too-long", "more than 1 MiB"),
    "dripping": (drips, "timeout", "within 0.5 s"),
    "dripping-headers": (drips_headers, "timeout", "within 0.5 s"),
    "hanging": (hangs, "timeout", "within 0.5 s"),
}


@pytest.mark.parametrize(("respond", "kind", "told"), CASES.values(), ids=CASES)
def test_a_bad_answer_is_an_error_and_never_a_part_of_one(
    serve: Callable[[Respond], str], respond: Respond, kind: str, told: str
):
    with pytest.raises(StoreFailed, match=told) as caught:
        RemoteGraph(serve(respond), time_limit_s=0.5, limit_bytes=1 << 20).query(
            "SELECT ?s WHERE { ?s ?p ?o }"
        )
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("respond", "told"),
    [
        (sends(b"<http://e/s> <http://e/p> ", media_type=N_TRIPLES), "broken N-Triples"),
        (sends(b"<http://e/s> <http://e/p> 1 .\n", media_type=N_TRIPLES), "broken N-Triples"),
        (sends(A_TRIPLE, media_type=N_TRIPLES, length=NO_LENGTH), "where its answer ends"),
        (sends(A_TRIPLE, media_type="text/turtle"), "not application/n-triples"),
    ],
)
def test_triples_that_may_not_be_all_are_an_error(
    serve: Callable[[Respond], str], respond: Respond, told: str
):
    with pytest.raises(StoreFailed, match=told):
        RemoteGraph(serve(respond), time_limit_s=5).construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_the_time_for_all_queries_together_is_kept(serve: Callable[[Respond], str]):
    graph = RemoteGraph(serve(sends(ONE_ROW)), time_limit_s=5, total_limit_s=0)
    with pytest.raises(StoreFailed) as caught:
        graph.query("SELECT ?s WHERE { ?s ?p ?o }")
    assert caught.value.kind == "timeout"


def test_what_is_abandoned_ends_at_once(serve: Callable[[Respond], str]):
    graph = RemoteGraph(serve(hangs), time_limit_s=60)
    threading.Timer(0.2, graph.abandon).start()
    started = time.monotonic()
    with pytest.raises(StoreFailed, match="not waited for"):
        graph.query("ASK {}")
    assert time.monotonic() - started < 5
    with pytest.raises(StoreFailed):
        graph.query("ASK {}")


def test_a_store_is_asked_where_a_loop_is_running(serve: Callable[[Respond], str]):
    graph = RemoteGraph(serve(sends(ONE_ROW)), time_limit_s=5)

    async def ask() -> Solutions:
        return graph.select("SELECT ?s WHERE { ?s ?p ?o }")

    assert len(asyncio.run(ask()).rows) == 1


TWO_ROWS = ONE_ROW.replace(b"[{", b'[{"s":{"type":"uri","value":"http://e/s"}},{')
VIRTUOSO = "Virtuoso/07.20.3229 (Linux)"


def answers_reduced_with(body: bytes, sent: list[str]) -> Respond:
    """Answer as Virtuoso does; what is asked is noted."""

    def respond(handler: http.server.BaseHTTPRequestHandler) -> None:
        sent.append(handler.asked["query"])
        handler.server_version, handler.sys_version = VIRTUOSO, ""
        sends(body)(handler)

    return respond


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("SELECT DISTINCT ?s WHERE { ?s ?p ?o }", "SELECT REDUCED ?s WHERE { ?s ?p ?o }"),
        ("SELECT DISTINCT ?s { { SELECT DISTINCT ?s { ?s ?p 1 } LIMIT 2 } }",
         "SELECT REDUCED ?s { { SELECT DISTINCT ?s { ?s ?p 1 } LIMIT 2 } }"),
    ],
)  # fmt: skip
def test_virtuoso_is_asked_to_repeat_rows_which_are_left_out_here(
    serve: Callable[[Respond], str], text: str, asked: str
):
    sent: list[str] = []
    graph = RemoteGraph(serve(answers_reduced_with(TWO_ROWS, sent)), time_limit_s=5)
    assert [len(graph.select(text).rows), len(graph.select(text).rows)] == [1, 1]
    assert sent == [text, asked, asked]  # from the second on it is known who answers


@pytest.mark.parametrize(
    "text",
    [
        "SELECT DISTINCT ?s WHERE { ?s ?p ?o } LIMIT 5",
        "SELECT DISTINCT ?s WHERE { ?s ?p ?o } OFFSET 5",
        "SELECT ?s WHERE { { SELECT DISTINCT ?s { ?s ?p ?o } } }",
        "ASK { { SELECT DISTINCT ?s { ?s ?p ?o } } }",
    ],
)
def test_a_query_whose_rows_are_counted_is_asked_as_it_stands(serve: Callable[[Respond], str], text: str):
    sent: list[str] = []
    body = b'{"boolean":true}' if text.startswith("ASK") else TWO_ROWS
    RemoteGraph(serve(answers_reduced_with(body, sent)), time_limit_s=5).query(text)
    assert sent == [text]


def test_a_good_answer_of_such_a_server_is_read(serve: Callable[[Respond], str]):
    graph = RemoteGraph(serve(sends(ONE_ROW)), time_limit_s=5)
    assert len(graph.select("SELECT ?s WHERE { ?s ?p ?o }").rows) == 1


def test_a_store_that_is_down_is_said_to_be():
    with pytest.raises(StoreFailed, match="cannot be asked"):
        RemoteGraph(f"http://127.0.0.1:{free_port()}/", time_limit_s=1).query("ASK {}")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "localhost", "ftp://localhost/", "http://"])
def test_what_is_no_endpoint_is_refused(address: str):
    with pytest.raises(InvalidValue, match="no address of an endpoint"):
        RemoteGraph(address, time_limit_s=1)


def test_a_query_that_reaches_out_is_refused_before_it_is_sent():
    store = RemoteGraph("http://127.0.0.1:1/", time_limit_s=1)
    with pytest.raises(QueryRefused, match="SERVICE"):
        ask_sparql(ROOT, "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", store=store)
