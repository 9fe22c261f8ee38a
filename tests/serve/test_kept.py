"""Answers that are kept for requests that come again: the same bytes, of the graph that answers now."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from gbaip_graph.serve.kept import KeptAnswer, KeptAnswers
from tests.serve.raw_client import connect, read_all
from tests.serve.server_process import running

READ_LIMIT_S = 0.5
PATIENCE_S = 30.0
NOTHING_COMES_S = 0.2
LOOK_UP = "SELECT ?v WHERE { <http://example.org/n7> <http://example.org/value> ?v }"


@dataclass(frozen=True)
class Server:
    address: str
    pid: int
    folder: Path

    @property
    def host(self) -> int:
        """The process that holds the graph, the youngest; where it is stopped, no query is answered."""
        task = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return int(task.read_text(encoding="ascii").split()[-1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("kept")
    settings = {"workers": 2, "read_limit_s": READ_LIMIT_S}
    with running(folder, loader="tests.serve.small_graph:load", settings=settings) as (address, process):
        yield Server(address, process.pid, folder)


def request(query: str, *lines: str) -> bytes:
    head = [f"GET /sparql?query={quote(query)} HTTP/1.1", "Host: localhost", *lines]
    return "\r\n".join([*head, "", ""]).encode()


def undated(received: bytes) -> bytes:
    return re.sub(rb"date: [^\r]*\r\n", b"", received)


def answers(server: Server, *pieces: bytes, count: int = 1, patience_s: float = PATIENCE_S) -> bytes:
    """Send pieces and read so many whole answers, or until nothing comes for so long."""
    received = bytearray()
    with connect(server.address) as connection:
        for piece in pieces:
            connection.sendall(piece)
        connection.settimeout(patience_s)
        with suppress(TimeoutError):
            while whole_answers(bytes(received)) < count and (part := connection.recv(65536)):
                received += part
    return bytes(received)


def whole_answers(received: bytes) -> int:
    head = rb"HTTP/1\.1 (?:304(?s:.*?)|200(?s:.*?)content-length: (\d+)(?s:.*?))\r\n\r\n"
    heads = re.finditer(head, received)
    return sum(len(received) >= head.end() + int(head[1] or 0) for head in heads)


def test_a_request_that_comes_again_is_answered_without_the_engine(server: Server) -> None:
    asked = request(LOOK_UP, "Accept: text/csv")
    first = answers(server, asked)
    os.kill(server.host, signal.SIGSTOP)
    try:
        again = answers(server, asked)
        tsv = request(LOOK_UP, "Accept: text/tab-separated-values")
        other = answers(server, tsv, patience_s=NOTHING_COMES_S)
    finally:
        os.kill(server.host, signal.SIGCONT)
    assert first.startswith(b"HTTP/1.1 200 OK\r\n")
    assert (undated(again), other) == (undated(first), b"")


def test_a_client_that_has_the_answer_is_told_so_again(server: Server) -> None:
    tag = httpx.get(f"{server.address}/sparql", params={"query": LOOK_UP}).headers["etag"]
    asked = request(LOOK_UP, "Accept: */*", f"If-None-Match: {tag}")
    first, again = answers(server, asked), answers(server, asked)
    assert first.startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert undated(again) == undated(first)


def test_an_answer_that_was_kept_is_counted(server: Server) -> None:
    def count() -> float:
        text = httpx.get(f"{server.address}/metrics").text
        return float(re.findall(r'gbaip_requests_total{route="/sparql",status="200"} (\S+)', text)[0])

    asked = request(LOOK_UP, "X-Counted: yes")
    answers(server, asked)
    before = count()
    answers(server, asked)
    assert count() == before + 1


@pytest.mark.parametrize("function", ["RAND()", "NOW()", "STR(UUID())", "STRUUID()", "r%41nd()"])
def test_what_differs_each_time_is_not_kept(server: Server, function: str) -> None:
    asked = request(f"SELECT ({function} AS ?x) WHERE {{ }}").replace(b"%2541", b"%41")
    assert len({undated(answers(server, asked)) for _ in range(3)}) == 3


def test_what_differs_each_time_has_no_tag(server: Server) -> None:
    query = {"query": "SELECT (NOW() AS ?now) WHERE { }"}
    answers = [
        httpx.get(f"{server.address}/sparql", params=query, headers={"If-None-Match": '""'}) for _ in "ab"
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.headers.get("etag") for answer in answers] == [None, None]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


def test_another_graph_gives_another_answer(server: Server) -> None:
    asked = request(LOOK_UP, "X-Reload: yes")
    for version in ("kept-1", "kept-2"):
        (server.folder / "version").write_text(version, encoding="utf-8")
        os.kill(server.pid, signal.SIGHUP)
        while httpx.get(f"{server.address}/ready").json()["graph"] != f"version-{version}":
            time.sleep(0.01)
        assert [f'"{version}"'.encode() in answers(server, asked) for _ in range(2)] == [True, True]


@pytest.mark.parametrize(
    "line", ["Content-Length: 3", "Transfer-Encoding: chunked", "Connection: close", "X-Forwarded-Proto: x"]
)
def test_a_head_that_is_not_all_of_the_request_is_not_kept(server: Server, line: str) -> None:
    asked = request(LOOK_UP, line)
    body = {"Content-Length: 3": b"abc", "Transfer-Encoding: chunked": b"0\r\n\r\n"}.get(line, b"")
    answers(server, asked, body)
    os.kill(server.host, signal.SIGSTOP)
    try:
        assert answers(server, asked, body, patience_s=NOTHING_COMES_S) == b""
    finally:
        os.kill(server.host, signal.SIGCONT)


def test_requests_in_one_piece_are_each_answered_once(server: Server) -> None:
    asked = request(LOOK_UP, "X-Twice: yes")
    answers(server, asked)
    found = answers(server, asked + asked, count=3, patience_s=NOTHING_COMES_S)
    assert found.count(b"HTTP/1.1 200 OK") == 2


def test_a_request_in_pieces_is_answered_once(server: Server) -> None:
    asked = request(LOOK_UP, "X-Pieces: yes")
    answers(server, asked)
    found = answers(server, asked[:40], asked[40:], count=2, patience_s=NOTHING_COMES_S)
    assert found.count(b"HTTP/1.1 200 OK") == 1


def test_a_connection_that_was_answered_is_not_taken_for_one_that_never_asked(server: Server) -> None:
    asked = request(LOOK_UP, "X-Waits: yes")
    answers(server, asked)
    with connect(server.address) as connection:
        connection.sendall(asked)
        waited = read_all(connection, 2 * READ_LIMIT_S)
        connection.sendall(asked)
        again = read_all(connection, NOTHING_COMES_S)
    assert (waited.statuses, waited.is_closed, again.statuses) == ([200], False, [200])


GRAPH = object()


def kept(**options: int) -> KeptAnswers:
    return KeptAnswers(limit_bytes=options.get("limit_bytes", 1 << 20), graph=lambda: GRAPH)


def answer(size: int = 1, graph: object = GRAPH) -> KeptAnswer:
    return KeptAnswer(graph, 200, b"x" * size, "/sparql")


def test_the_oldest_answers_are_forgotten() -> None:
    answers = kept(limit_bytes=100_000)
    for number in range(100):
        answers.keep(b"%d" % number, answer(5000))
        assert answers.find(b"0") is not None
    found = [number for number in range(100) if answers.find(b"%d" % number)]
    assert (len(found), found[1:]) == (16, list(range(85, 100)))


def test_a_large_answer_does_not_push_out_the_others() -> None:
    answers = kept(limit_bytes=100_000)
    answers.keep(b"small", answer())
    answers.keep(b"large", answer(50_000))
    assert (answers.find(b"large"), answers.find(b"small")) == (None, answer())


def test_an_answer_of_another_graph_is_not_kept() -> None:
    answers = kept()
    answers.keep(b"a", answer(graph=object()))
    assert answers.find(b"a") is None
