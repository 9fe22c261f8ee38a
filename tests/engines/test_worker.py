"""The limited worker: real runaway queries, crashes and attempts to reach out end it, and only it."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.errors import QueryRefused, QueryStopped
from gbaip_graph.turtle.terms import Iri

MIB = 1024**2
THINGS = "".join(
    f"<http://example.org/{n}> <http://example.org/p> <http://example.org/o{n}> .\n" for n in range(400)
)
CROSS_PRODUCT = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?f ?l"


@pytest.fixture(scope="module")
def graph() -> QueryableGraph:
    return QueryableGraph.from_nquads(THINGS.encode())


def children() -> str:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")


def test_an_answer_comes_back_as_it_was(graph: QueryableGraph) -> None:
    text = "SELECT ?o WHERE { <http://example.org/7> ?p ?o }"
    assert run_limited(lambda: graph.query(text)) == Solutions(("o",), ((Iri("http://example.org/o7"),),))


def test_an_answer_larger_than_a_pipe_comes_back_whole() -> None:
    assert run_limited(lambda: b"x" * (8 * MIB)) == b"x" * (8 * MIB)


def test_an_error_of_the_call_comes_back_with_its_place(graph: QueryableGraph) -> None:
    with pytest.raises(QueryRefused) as caught:
        run_limited(lambda: graph.query("SELECT * WHERE { ?s ?p }"))
    assert caught.value.where.startswith("line 1, column ")


def test_a_runaway_query_is_stopped_at_its_deadline(graph: QueryableGraph) -> None:
    started = time.monotonic()
    with pytest.raises(QueryStopped) as caught:
        run_limited(lambda: graph.query(CROSS_PRODUCT), time_limit_s=0.5, memory_limit_bytes=4096 * MIB)
    assert str(caught.value) == (
        "the query was stopped after 0.5 s\n"
        "  Narrow it (connect its patterns, ask for fewer rows), or raise the time limit."
    )
    assert time.monotonic() - started < 5


def test_a_stopped_worker_leaves_no_process(graph: QueryableGraph) -> None:
    before = children()
    with pytest.raises(QueryStopped):
        run_limited(lambda: graph.query(CROSS_PRODUCT), time_limit_s=0.2)
    assert children() == before


def test_an_interrupted_wait_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = children()
    monkeypatch.setattr("gbaip_graph.engines.worker.select.select", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_limited(lambda: time.sleep(60))
    assert children() == before


def test_a_query_that_takes_too_much_memory_ends_only_its_worker(graph: QueryableGraph) -> None:
    with pytest.raises(QueryStopped) as caught:
        run_limited(lambda: graph.query(CROSS_PRODUCT), memory_limit_bytes=64 * MIB)
    assert str(caught.value) == (
        "the query ended its worker (signal SIGABRT): it needed more than 64 MiB of memory,"
        " or is nested too deeply for the engine\n"
        "  Narrow or flatten it, or raise the memory limit."
    )


def test_memory_that_runs_out_in_python_names_the_limit() -> None:
    with pytest.raises(QueryStopped) as caught:
        run_limited(lambda: len(bytearray(512 * MIB)), memory_limit_bytes=64 * MIB)
    assert caught.value.what == "the query needed more than 64 MiB of memory"


def test_a_nested_query_that_overflows_the_parser_ends_only_its_worker(graph: QueryableGraph) -> None:
    depth = 20_000
    text = "SELECT * WHERE " + "{" * depth + "}" * depth
    with pytest.raises(QueryStopped) as caught:
        run_limited(lambda: graph.query(text))
    assert caught.value.what.startswith("the query ended its worker (signal SIG")


def test_the_call_opens_no_file() -> None:
    with pytest.raises(OSError, match="Too many open files"):
        run_limited(lambda: Path("/etc/hostname").read_bytes())


def test_the_call_opens_no_socket() -> None:
    with pytest.raises(OSError, match="Too many open files"):
        run_limited(lambda: socket.socket().fileno())


def test_a_service_clause_reaches_nobody(graph: QueryableGraph) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        text = f"SELECT * WHERE {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        with pytest.raises((OSError, RuntimeError)):
            run_limited(lambda: graph.query(text))
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_limits_stay_in_the_child(tmp_path: Path) -> None:
    run_limited(lambda: None)
    (tmp_path / "written").write_text("still possible", encoding="utf-8")
    assert (tmp_path / "written").read_text(encoding="utf-8") == "still possible"
