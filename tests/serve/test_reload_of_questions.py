"""What a server lists, documents and says of itself after a reload is what its workers answer."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, VOID

from gbaip_graph.namespaces import BASE
from tests.serve.server_process import running
from tests.serve.small_root import EVENTS, QUESTION, canonical, write_root

RELOAD_LIMIT_S = 60
DATASET = URIRef(BASE + "dataset")
FIGURES = """\
#+ title.en = "Which figures are there?"
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?figure WHERE { ?figure a gbaip:Figure } ORDER BY ?figure
"""


@dataclass
class Server:
    """A server of a root that a test may change."""

    client: httpx.Client
    pid: int
    folder: Path

    def write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content, encoding="utf-8")

    def reload(self, is_done: Callable[[], bool]) -> None:
        os.kill(self.pid, signal.SIGHUP)
        deadline = time.monotonic() + RELOAD_LIMIT_S
        while not is_done():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def graph(self) -> str:
        return str(self.client.get("/ready").json()["graph"])

    def listed(self) -> dict[str, str]:
        return {one["name"]: one["title"]["en"] for one in self.client.get("/queries").json()["queries"]}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    write_root(tmp_path)
    with (
        running(tmp_path, settings={"workers": 2, "client_tasks": 8}) as (address, process),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield Server(client, process.pid, tmp_path)


def test_a_new_question_is_listed_documented_and_answered(server: Server) -> None:
    before, tag = server.graph(), server.client.get("/queries").headers["etag"]
    assert server.listed() == {"events": "Which events are there?"}
    server.write("queries/figures.rq", FIGURES)
    server.reload(lambda: server.graph() != before)
    assert server.listed() == {"events": "Which events are there?", "figures": "Which figures are there?"}
    assert server.client.get("/queries", headers={"If-None-Match": tag}).status_code == 200
    assert "/queries/figures" in server.client.get("/openapi.json").json()["paths"]
    assert server.client.get("/queries/figures.csv").text.splitlines()[1:] != []


def test_a_question_that_is_gone_is_not_listed(server: Server) -> None:
    server.write("queries/figures.rq", FIGURES)
    server.reload(lambda: len(server.listed()) == 2)
    (server.folder / "queries" / "events.rq").unlink()
    server.reload(lambda: len(server.listed()) == 1)
    assert server.listed() == {"figures": "Which figures are there?"}
    assert server.client.get("/queries/events").status_code == 404


def test_what_a_header_says_otherwise_is_told_though_the_graph_is_the_same(server: Server) -> None:
    def column() -> str:
        return str(server.client.get("/queries").json()["queries"][0]["columns"][0]["description"])

    before = server.graph()
    assert column() == "The event."
    server.write("queries/events.rq", QUESTION.replace('"The event."', '"A gathering."'))
    server.reload(lambda: column() == "A gathering.")
    assert server.graph() == before


def test_the_description_is_that_of_the_graph_that_answers(server: Server) -> None:
    before = server.graph()
    server.write("data/register/event.ttl", canonical(EVENTS + "event:new a gbaip:Event ."))
    server.write("queries/figures.rq", FIGURES)
    server.reload(lambda: server.graph() != before)
    told = Graph().parse(data=server.client.get("/.well-known/void?format=nt").text, format="nt")
    assert str(told.value(DATASET, URIRef(f"{DCAT}version"))) == server.graph()
    assert str(told.value(DATASET, VOID.triples)) == count(server, "?s ?p ?o")
    examples = URIRef(f"{BASE}graph/examples")
    assert str(told.value(examples, VOID.triples)) == count(server, f"GRAPH <{examples}> {{ ?s ?p ?o }}")
    assert count(server, "?s a <http://www.w3.org/ns/shacl#SPARQLExecutable>") == "2"


def count(server: Server, pattern: str) -> str:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    return server.client.get("/sparql", params={"query": query, "format": "csv"}).text.splitlines()[1]
