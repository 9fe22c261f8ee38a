"""Saved questions on a real remote server answer as here; bad servers give clear errors."""

from __future__ import annotations

import http.server
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.own_query import ask_sparql
from gbaip_graph.ask.remote import RemoteGraph
from gbaip_graph.ask.saved import answer_query
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue, QueryRefused, StoreFailed
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Term
from tests.ask.remote_stores import free_port, oxigraph

ROOT = Root(Path(__file__).resolve().parent.parent.parent)
#: Those that ask endpoints of others too are asked in test_federated_questions.
QUESTIONS = tuple(query for query in load_catalogue(ROOT) if not query.endpoints)
ONE_ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/s"}}]}}'
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def nquads() -> bytes:
    return read_nquads(ROOT)


@pytest.fixture(scope="module")
def embedded(nquads: bytes) -> QueryableGraph:
    return QueryableGraph.from_nquads(nquads)


@pytest.fixture(scope="module")
def remote(nquads: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteGraph]:
    with oxigraph(nquads, tmp_path_factory.mktemp("oxigraph")) as address:
        yield RemoteGraph(address, time_limit_s=30)


def rows(answer: Answer) -> list[tuple[Term | None, ...]]:
    return [row.cells for row in answer.rows]


def examples(query: SavedQuery) -> list[tuple[str, str]]:
    return [(p.name, p.example) for p in query.parameters if p.required]


@pytest.mark.slow
@pytest.mark.parametrize("query", QUESTIONS, ids=[query.name for query in QUESTIONS])
def test_a_saved_question_has_the_same_rows_and_order(
    query: SavedQuery, embedded: QueryableGraph, remote: RemoteGraph
):
    here = answer_query(embedded, query, examples(query))
    there = answer_query(remote, query, examples(query))
    assert rows(there) == rows(here)
    assert there.labels == here.labels


def test_a_graph_comes_back_with_its_tags(embedded: QueryableGraph, remote: RemoteGraph):
    text = "CONSTRUCT WHERE { <https://w3id.org/gbaip/id/agency/ipd> ?p ?o }"
    assert Counter(remote.construct(text)) == Counter(embedded.construct(text))


def test_a_query_that_cannot_be_parsed_is_refused_as_such(remote: RemoteGraph):
    with pytest.raises(QueryRefused, match="does not take the query"):
        remote.query("SELECT WHERE")


Respond = Callable[[http.server.BaseHTTPRequestHandler], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Respond], str]]:
    servers = []

    def start(respond: Respond) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                respond(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/sparql"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def sends(
    body: bytes, *, status: int = 200, media_type: str = JSON, length: int | None = None, **more: str
) -> Respond:
    def respond(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in more.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return respond


def drips(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Send something for ever, never the end."""
    sends(b"", length=1 << 30)(handler)
    stop = threading.Event()
    try:
        while not stop.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()
    except OSError:
        return


def hangs(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Say nothing until the client goes."""
    handler.connection.settimeout(20)
    try:
        handler.connection.recv(1)
    except OSError:
        return


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
    "dripping": (drips, "timeout", "within 0.5 s"),
    "hanging": (hangs, "timeout", "within 0.5 s"),
}


@pytest.mark.parametrize(("respond", "kind", "told"), CASES.values(), ids=CASES)
def test_a_bad_answer_is_an_error_and_never_a_part_of_one(
    serve: Callable[[Respond], str], respond: Respond, kind: str, told: str
):
    with pytest.raises(StoreFailed, match=told) as caught:
        RemoteGraph(serve(respond), time_limit_s=0.5).query("SELECT ?s WHERE { ?s ?p ?o }")
    assert caught.value.kind == kind


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
