"""Bytes that are hardly HTTP: no request is answered twice, none costs a 5xx, slow connections are closed."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.serve.raw_client import Conversation, Line, connect, converse, read_all
from tests.serve.server_process import running

READ_LIMIT_S = 1.0
#: How much later than its limit a connection may be closed on a loaded machine.
LATE_S = 8.0
ASK = b"ASK{}"
FORM = b"query=ASK%7B%7D"
HOST = b"Host: localhost\r\n"
TYPED = HOST + b"Content-Type: application/sparql-query\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + TYPED
GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST
END = b"\r\n"
CLOSE = b"Connection: close\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("graph")
    settings = {"workers": 2, "read_limit_s": READ_LIMIT_S, "body_limit_kb": 64, "client_connections": 8}
    with running(folder, loader="tests.serve.small_graph:load", settings=settings) as (address, _):
        yield address


@pytest.fixture(autouse=True)
def _still_answers(server: str) -> Iterator[None]:
    yield
    with Line(server, "127.0.0.13") as line:
        answer = line.get("/sparql?query=ASK%7B%7D")
    assert (answer.status, json.loads(answer.body)["boolean"]) == (200, True)


def lengths(*values: bytes) -> bytes:
    return b"".join(b"Content-Length: " + value + b"\r\n" for value in values)


CHUNKED = b"Transfer-Encoding: chunked\r\n"
ONCE_REFUSED = {
    "two different lengths": POST + lengths(b"5", b"6") + END + ASK + b"x",
    "two lengths in one header": POST + lengths(b"5, 6") + END + ASK + b"x",
    "a length and chunks": POST + lengths(b"5") + CHUNKED + END + b"5\r\nASK{}\r\n0\r\n\r\n",
    "chunks and a length": POST + CHUNKED + lengths(b"5") + END + b"5\r\nASK{}\r\n0\r\n\r\n",
    "a length of zero and chunks that hold a request": POST + lengths(b"0") + CHUNKED + END + GET + END,
    "a negative length": POST + lengths(b"-5") + END + ASK,
    "a length with a sign": POST + lengths(b"+5") + END + ASK,
    "a length in hexadecimal": POST + lengths(b"0x5") + END + ASK,
    "a length of many digits": POST + lengths(b"9" * 300) + END + ASK,
    "a length in other digits": POST + lengths("٥".encode()) + END + ASK,
    "a coding that is not known": POST + b"Transfer-Encoding: gzip, chunked\r\n" + END + b"0\r\n\r\n",
    "a coding with a strange blank": POST + b"Transfer-Encoding: \x0bchunked\r\n" + END + b"0\r\n\r\n",
    "chunks twice": POST + CHUNKED + CHUNKED + END + b"5\r\nASK{}\r\n0\r\n\r\n",
    "a blank before the colon": POST + b"Content-Length : 5\r\n" + END + ASK,
    "a folded header": POST + b"X-Folded: a\r\n b\r\n" + b"Content-Length\r\n : 5\r\n" + END + ASK,
    "no host": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + END,
    "two hosts": GET + HOST + END,
    "a host that is no name": b"GET /sparql HTTP/1.1\r\nHost: a> <b\r\n" + END,
    "a host with a path": b"GET /sparql HTTP/1.1\r\nHost: example.org/x?\r\n" + END,
    "a host of bytes": b"GET /sparql HTTP/1.1\r\nHost: \xff\xfe\r\n" + END,
    "a NUL in a header": GET + b"X-Null: a\x00b\r\n" + END,
    "a NUL in the address": b"GET /sparql?query=\x00 HTTP/1.1\r\n" + HOST + END,
    "bad bytes in the address": b"GET /sparql?query=\xff\xfe HTTP/1.1\r\n" + HOST + END,
    "bad bytes for a method": b"\xff\xfe\xfd /sparql HTTP/1.1\r\n" + HOST + END,
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "an HTTP that is not there yet": b"GET / HTTP/9.9\r\n" + HOST + END,
    "the preface of HTTP 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "only line ends and a word": b"\r\n\r\n\r\nhello\r\n\r\n",
    "an address of 1 MB": b"GET /sparql?query=" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + END,
    "a header of 1 MB": GET + b"X-Long: " + b"a" * 1_000_000 + b"\r\n" + END,
    "50,000 headers": GET + b"".join(b"X-%d: a\r\n" % n for n in range(50_000)) + END,
    "a name of a header of 1 MB": GET + b"X" * 1_000_000 + b": a\r\n" + END,
    "a chunk of a length beyond all": POST + CHUNKED + END + b"f" * 40 + b"\r\nASK{}",
    "a chunk of no length": POST + CHUNKED + END + b"xyz\r\nASK{}\r\n0\r\n\r\n",
    "a chunk longer than it says": POST + CHUNKED + END + b"3\r\nASK{}\r\n0\r\n\r\n",
    "a chunk whose line does not end": POST + CHUNKED + END + b"5;" + b"x" * 100_000,
    "a body beyond the limit": POST + lengths(b"65537") + END,
}


def one_byte_after_the_other() -> Iterator[bytes]:
    for byte in GET:
        yield bytes([byte])
        time.sleep(0.1)


def endless() -> Iterator[bytes]:
    yield POST + CHUNKED + END
    for _ in range(100_000):
        yield b"100\r\n" + b"a" * 256 + b"\r\n"


def trickling() -> Iterator[bytes]:
    yield POST + CHUNKED + END
    for _ in range(200):
        yield b"1\r\na\r\n"
        time.sleep(0.05)


#: What the server waits for, for a while.
WAITING: dict[str, bytes | Callable[[], Iterator[bytes]]] = {
    "a half request after a whole one": GET + END + b"GET /spar",
    "a head of one byte after the other": one_byte_after_the_other,
    "nothing": b"",
    "half a line": b"GET /sparql?query=ASK",
    "half a head": GET,
    "no body of a length": POST + lengths(b"5") + END,
    "no body in chunks": POST + CHUNKED + END,
    "tiny chunks": trickling,
    "chunks without end": endless,
    "a request in a body that is too long": POST + lengths(b"99999999") + END + GET + END,
}
Talks = dict[str, Future[tuple[Conversation, float]]]
# As many conversations at once; more would take each other's time.
TALKS_AT_ONCE = 12


@pytest.fixture(scope="module")
def talks(server: str) -> Iterator[Talks]:
    """Begin all these conversations, each as another client; give the seconds that each takes, too."""

    def talk(number: int, sent: bytes | Callable[[], Iterator[bytes]]) -> tuple[Conversation, float]:
        before = time.monotonic()
        pieces = sent if isinstance(sent, bytes) else sent()
        talk = converse(server, pieces, source=f"127.0.1.{number + 1}")
        return talk, time.monotonic() - before

    cases = {**WAITING, **ONCE_REFUSED}
    with ThreadPoolExecutor(TALKS_AT_ONCE) as threads:
        yield {name: threads.submit(talk, number, sent) for number, (name, sent) in enumerate(cases.items())}


@pytest.mark.parametrize("name", ONCE_REFUSED)
def test_what_is_no_request_is_refused_once_and_the_connection_is_closed(talks: Talks, name: str) -> None:
    talk, _ = talks[name].result()
    assert talk.is_closed
    assert [status // 100 for status in talk.statuses] == [4], talk.received[:300]
    assert talk.problem["status"] == talk.statuses[0]


ONCE_ANSWERED = {
    "an address as proxies take it": b"GET http://elsewhere.example/sparql?query=ASK%7B%7D HTTP/1.1\r\n"
    + HOST,
    "a method that is not known": b"BREW /sparql HTTP/1.1\r\n" + HOST,
    "a way out of the root": b"GET /../../../../etc/passwd HTTP/1.1\r\n" + HOST,
    "an encoded way out of the root": b"GET /data/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\n" + HOST,
    "a line end in the address": b"GET /queries/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n" + HOST,
    "an upgrade to another": b"GET /nowhere HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + HOST,
    "an expectation": b"POST /nowhere HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 0\r\n" + HOST,
}


@pytest.mark.parametrize("sent", ONCE_ANSWERED.values(), ids=ONCE_ANSWERED.keys())
def test_a_strange_request_is_answered_once_with_a_problem_of_the_client(server: str, sent: bytes) -> None:
    talk = converse(server, sent + CLOSE + END)
    final = [status for status in talk.statuses if status != 100]
    assert [status // 100 for status in final] == [4], talk.received[:300]
    assert b"\r\nset-cookie" not in talk.received.lower()
    assert b"root:" not in talk.received


def test_two_requests_in_one_go_are_answered_once_each_and_in_order(server: str) -> None:
    second = GET.replace(b"ASK%7B%7D", b"ASK%7B%3Fs%20%3Fp%20404%7D")
    talk = converse(server, GET + END + second + CLOSE + END)
    assert talk.statuses == [200, 200]
    assert [part.split(b"}")[0] for part in talk.received.split(b'"boolean":')[1:]] == [b"true", b"false"]


def test_a_request_in_the_body_of_a_refused_one_is_not_answered(talks: Talks) -> None:
    talk, _ = talks["a request in a body that is too long"].result()
    assert talk.statuses == [413]


def test_a_body_that_ends_too_early_is_not_run(server: str) -> None:
    with connect(server) as connection:
        connection.sendall(POST + lengths(b"500") + END + ASK)
        connection.shutdown(socket.SHUT_WR)
        talk = read_all(connection, 15)
    assert talk.statuses == []
    assert talk.is_closed


def test_the_same_length_twice_is_one_length(server: str) -> None:
    talk = converse(server, POST + lengths(b"5, 5") + CLOSE + END + ASK)
    assert talk.statuses == [200]


def test_a_head_of_one_byte_after_the_other_is_closed_in_time(talks: Talks) -> None:
    talk, seconds = talks["a head of one byte after the other"].result()
    assert seconds < READ_LIMIT_S + LATE_S
    assert talk.is_closed
    assert talk.statuses in ([408], [])


@pytest.mark.parametrize("name", ["nothing", "half a line", "half a head"])
def test_a_connection_that_waits_is_closed_in_time_with_the_reason(talks: Talks, name: str) -> None:
    talk, seconds = talks[name].result()
    assert READ_LIMIT_S * 0.9 < seconds < READ_LIMIT_S + LATE_S
    assert talk.is_closed
    assert talk.problem["status"] == 408


def test_a_half_request_after_a_whole_one_is_closed_in_time(talks: Talks) -> None:
    talk, seconds = talks["a half request after a whole one"].result()
    assert seconds < 5 + READ_LIMIT_S + LATE_S
    assert talk.is_closed
    assert talk.statuses[0] == 200


@pytest.mark.parametrize("name", ["no body of a length", "no body in chunks"])
def test_a_body_that_does_not_come_is_given_up(talks: Talks, name: str) -> None:
    talk, seconds = talks[name].result()
    assert seconds < READ_LIMIT_S + LATE_S
    assert talk.problem["status"] == 408


def test_chunks_without_end_are_given_up(talks: Talks) -> None:
    talk, _ = talks["chunks without end"].result()
    assert talk.is_closed
    assert talk.statuses in ([413], [])  # a client that never reads may lose the answer with the connection


def test_tiny_chunks_that_never_end_are_given_up(talks: Talks) -> None:
    talk, seconds = talks["tiny chunks"].result()
    assert seconds < 10 + LATE_S
    assert talk.is_closed
    assert talk.statuses in ([408], [])


def test_a_client_that_reads_no_answer_is_given_up(server: str) -> None:
    query = b"SELECT*{?a ?b ?c.?d ?e ?f}LIMIT 50000"
    request = POST + b"Accept: application/sparql-results+xml\r\n" + lengths(b"%d" % len(query)) + END + query
    with connect(server, source="127.0.0.12") as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(request)
        deadline = time.monotonic() + 60
        while not open_connections(server) and time.monotonic() < deadline:
            time.sleep(0.1)
        while open_connections(server) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert open_connections(server) == 0
        talk = read_all(connection, 15)
    whole = int(talk.received.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    assert whole > 10_000_000 > len(talk.received)


def open_connections(address: str) -> int:
    """Count the server's ends of established connections with 127.0.0.12, as the kernel lists them."""
    port = f"{int(address.rpartition(':')[2]):04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    client = "0C00007F:"
    return sum(row[1].endswith(f":{port}") and row[2].startswith(client) and row[3] == "01" for row in rows)


def test_a_client_has_a_limited_number_of_connections_and_others_are_let_in(server: str) -> None:
    held = [connect(server, source="127.0.0.9") for _ in range(8)]
    try:
        one_more = converse(server, GET + CLOSE + END, source="127.0.0.9")
        other = converse(server, GET + CLOSE + END, source="127.0.0.10")
    finally:
        for connection in held:
            connection.close()
    assert (one_more.statuses, one_more.is_closed) == ([], True)
    assert other.statuses == [200]


def test_connections_that_were_closed_are_not_counted(server: str) -> None:
    for _ in range(30):
        assert converse(server, GET + CLOSE + END, source="127.0.0.11").statuses == [200]


def test_a_problem_is_json_with_its_type_title_and_status(server: str) -> None:
    talk = converse(server, b"nonsense\r\n\r\n")
    assert set(talk.problem) >= {"type", "title", "status"}
    assert json.dumps(talk.problem).isascii()
