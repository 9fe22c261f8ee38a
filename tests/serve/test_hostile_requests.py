"""Hostile requests, whose queries are harmless: bodies, headers, names and addresses that no client needs."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.serve.raw_client import Line, converse
from tests.serve.server_process import running

MIB = 1024**2
READ_LIMIT_S = 2.0
LATE_S = 8.0
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
CANARY_TEXT = "what-the-canary-knows"
TRAVERSALS = (
    "../../canary.ttl", "..%2f..%2fcanary.ttl", "%2e%2e/%2e%2e/canary.ttl", "....//....//canary.ttl",
    "..%5c..%5ccanary.ttl", "%2fetc%2fpasswd", "file:%2f%2f%2fetc%2fpasswd", "canary.ttl%00.csv",
    "%c0%ae%c0%ae%c0%afcanary.ttl", "canary.ttl", "~root/canary.ttl", "*.rq", "%0d%0aX-Injected:%20yes",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("root") / "graph"
    folder.mkdir()
    for place in (folder, folder.parent):
        (place / "canary.ttl").write_text(CANARY_TEXT, encoding="utf-8")
    settings = {"workers": 2, "read_limit_s": READ_LIMIT_S, "client_tasks": 32}
    with running(folder, loader="tests.serve.small_graph:load", settings=settings) as (address, process):
        yield address
        assert process.poll() is None


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    # Without certificates, whose loading takes longer than the test.
    transport = httpx.HTTPTransport(verify=False)
    with httpx.Client(base_url=server, timeout=60, transport=transport) as client:
        yield client
        assert client.get("/sparql", params={"query": "ASK{}"}).json()["boolean"] is True


def assert_problem(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert CANARY_TEXT not in answer.text
    assert "x-injected" not in answer.headers


def megabytes(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"#" * MIB


@pytest.mark.parametrize("media_type", [QUERY, FORM, "application/json", "multipart/form-data; boundary=x"])
def test_a_body_of_100_megabytes_is_not_read(client: httpx.Client, media_type: str) -> None:
    headers = {"Content-Type": media_type, "Content-Length": str(100 * MIB)}
    try:
        answer = client.post("/sparql", content=megabytes(100), headers=headers)
    except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
        return  # the server closed the connection while the body was still being sent
    assert_problem(answer, 413)


def test_a_body_of_100_megabytes_in_chunks_is_not_read(client: httpx.Client) -> None:
    try:
        answer = client.post("/sparql", content=megabytes(100), headers={"Content-Type": QUERY})
    except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
        return
    assert_problem(answer, 413)


def test_a_body_of_100_megabytes_is_refused_before_it_is_sent(server: str) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: {100 * MIB}\r\n\r\n"
    assert converse(server, head.encode()).statuses == [413]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x-unknown"])
def test_a_compressed_body_is_not_unpacked(client: httpx.Client, coding: str) -> None:
    bomb = gzip.compress(gzip.compress(b"ASK{}" + b" " * 20 * MIB))
    answer = client.post("/sparql", content=bomb, headers={"Content-Type": QUERY, "Content-Encoding": coding})
    assert_problem(answer, 415)


def test_a_slow_body_is_given_up(client: httpx.Client) -> None:
    def slowly() -> Iterator[bytes]:
        for _ in range(100):
            yield b"#"
            time.sleep(0.2)

    before = time.monotonic()
    try:
        answer = client.post("/sparql", content=slowly(), headers={"Content-Type": QUERY})
    except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
        pass
    else:
        assert_problem(answer, 408)
    assert time.monotonic() - before < READ_LIMIT_S + 2 + LATE_S


BAD_BODIES = {
    "bytes that are no UTF-8": (QUERY, b"ASK { ?s ?p '\xff\xfe' }"),
    "UTF-8 that is too long": (QUERY, b"ASK { ?s ?p '\xc0\xaf' }"),
    "half a surrogate pair": (QUERY, b"ASK { ?s ?p '\xed\xa0\x80' }"),
    "UTF-16": (QUERY, "ASK { }".encode("utf-16")),
    "a NUL": (QUERY, b"ASK { ?s ?p '\x00' }"),
    "only NULs": (QUERY, b"\x00" * 1000),
    "nothing": (QUERY, b""),
    "a form with bad bytes": (FORM, b"query=ASK\xff"),
    "a form with bad escapes": (FORM, b"query=ASK%7B%FF%7D"),
    "a form with a NUL": (FORM, b"query=ASK%7B%3Fs+%3Fp+%27%00%27%7D"),
    "a form of 10,000 fields": (FORM, b"&".join(b"a%d=b" % n for n in range(10_000)) + b"&query=ASK%7B%7D"),
    "a form with two queries": (FORM, b"query=ASK%7B%7D&query=ASK%7B%7D"),
    "a form without a query": (FORM, b"quer=ASK%7B%7D"),
    "a form with a query and an update": (FORM, b"query=ASK%7B%7D&update=DROP+ALL"),
    "an update in a form": (FORM, b"update=DROP+ALL"),
    "an update": ("application/sparql-update", b"DROP ALL"),
    "an update in another type": (QUERY, b"DROP ALL"),
    "JSON": ("application/json", b'{"query": "ASK{}"}'),
    "XML with an entity of a file": (
        "application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ),
    "several parts": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data\r\n\r\n'),
    "no type": ("", b"ASK{}"),
    "a type that is none": (";;,", b"ASK{}"),
}  # fmt: skip


@pytest.mark.parametrize(("media_type", "body"), BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_a_body_that_is_no_query_is_refused(client: httpx.Client, media_type: str, body: bytes) -> None:
    answer = client.post("/sparql", content=body, headers={"Content-Type": media_type})
    assert_problem(answer, 400, 405, 415)


BAD_PARAMETERS = {
    "an escape that is no UTF-8": "query=ASK%7B%7D&x=%ff",
    "a dataset that is no IRI": "query=ASK%7B%7D&default-graph-uri=not+an+iri",
    "a dataset with a relative IRI": "query=ASK%7B%7D&named-graph-uri=../../canary.ttl",
    "a dataset with a NUL": "query=ASK%7B%7D&default-graph-uri=http://example.org/%00",
    "a dataset with brackets": "query=ASK%7B%7D&default-graph-uri=http://example.org/%3E%3C",
    "two datasets, one no IRI": "query=ASK%7B%7D&default-graph-uri=http://example.org/a&default-graph-uri=%3C",
    "a graph of an update": "query=ASK%7B%7D&using-graph-uri=http://example.org/",
    "a format that is a path": "query=ASK%7B%7D&format=../../canary.ttl",
    "a format with a line end": "query=ASK%7B%7D&format=csv%0d%0aX-Injected:%20yes",
    "two queries": "query=ASK%7B%7D&query=ASK%7B%7D",
}


@pytest.mark.parametrize("parameters", BAD_PARAMETERS.values(), ids=BAD_PARAMETERS.keys())
def test_parameters_that_cannot_be_meant_are_refused(client: httpx.Client, parameters: str) -> None:
    assert_problem(client.get(f"/sparql?{parameters}"), 400, 406)


@pytest.mark.parametrize("name", TRAVERSALS)
@pytest.mark.parametrize(
    "place", ["/queries/", "/data/", "/id/", "/concept/", "/", "/sparql/", "/.well-known/"]
)
def test_a_name_that_leads_out_of_its_folder_is_not_found(
    client: httpx.Client, place: str, name: str
) -> None:
    assert_problem(client.get(place + name), 404)


@pytest.mark.parametrize(
    "graph", ["file:///etc/passwd", "canary.ttl", "../canary.ttl", "http://localhost/", "%00", ""]
)
def test_a_graph_that_is_not_there_is_not_found(client: httpx.Client, graph: str) -> None:
    assert_problem(client.get("/sparql/graphs", params={"graph": graph}), 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("place", ["/sparql", "/sparql/graphs?default", "/data/gbaip.nq", "/queries"])
def test_no_method_changes_anything(client: httpx.Client, place: str, method: str) -> None:
    assert_problem(client.request(method, place, content=b"<a:a> <a:a> <a:a> ."), 405, 404)


STRANGE_HEADERS = {
    "Accept of 10,000 ranges": {"Accept": ",".join(f"a/b{n}" for n in range(3000))},
    "Accept without sense": {"Accept": ";;;,,,q=q=q"},
    "Accept of no number": {"Accept": "text/csv;q=nan, text/html;q=1e400, application/json;q=-1"},
}


@pytest.mark.parametrize("headers", STRANGE_HEADERS.values(), ids=STRANGE_HEADERS.keys())
def test_a_strange_wish_for_a_format_is_answered_with_the_list(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    assert_problem(client.get("/sparql?query=ASK%7B%7D", headers=headers), 406)


HARMLESS_HEADERS = {
    "tags without sense": {"If-None-Match": '"' * 1000 + ",,,W/W/W/"},
    "bytes in a tag": {"If-None-Match": b"\xff\xfe"},
    "codings without sense": {"Accept-Encoding": b"gzip;q=q;;,*;q=,,\x80"},
    "a cookie": {"Cookie": "a=" + "b" * 4000},
    "an origin": {"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"},
    "authorisation": {"Authorization": "Basic ////"},
    "a forwarded host": {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    "another method": {"X-HTTP-Method-Override": "DELETE"},
}


@pytest.mark.parametrize("headers", HARMLESS_HEADERS.values(), ids=HARMLESS_HEADERS.keys())
def test_a_strange_header_changes_no_answer(client: httpx.Client, headers: dict[str, str | bytes]) -> None:
    answer = client.get("/sparql?query=ASK%7B%7D", headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)
    assert "evil" not in str(answer.headers)
    assert "access-control-allow-credentials" not in answer.headers


RANGES = [
    "bytes=0-18446744073709551616",
    "bytes=-0",
    "bytes=9-1",
    "bytes=" + "0-1," * 500,
    "bytes=a-b",
    "lines=1-2",
]


@pytest.mark.parametrize("wanted", RANGES)
def test_a_strange_range_of_a_file_costs_no_error_of_the_server(client: httpx.Client, wanted: str) -> None:
    assert client.get("/data/gbaip.nq", headers={"Range": wanted}).status_code in (200, 206, 416)


def test_a_host_that_is_named_in_an_answer_cannot_break_out_of_it(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Host": "example.org%3E%20a"})
    assert answer.status_code in (200, 400)
    assert b"> a" not in answer.content.partition(b"sd:endpoint")[2][:60]


def test_a_hundred_connections_at_once_are_no_matter(server: str) -> None:
    with ExitStack() as held:
        lines = [held.enter_context(Line(server, f"127.0.1.{number % 20 + 1}")) for number in range(100)]

        def ask(number: int) -> int:
            return lines[number].query(f"ASK {{ ?s ?p {number} }}").status

        with ThreadPoolExecutor(40) as threads:
            assert set(threads.map(ask, range(100))) == {200}


def test_no_answer_tells_where_the_server_keeps_its_files(
    client: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = str(tmp_path_factory.getbasetemp())
    places = [
        "/sparql",
        "/sparql?query=x",
        "/queries",
        "/nothing",
        "/data/gbaip.xyz",
        "/metrics",
        "/health",
        "/ready",
    ]
    assert [
        place
        for place in places
        if base in client.get(place).text or str(Path.home()) in client.get(place).text
    ] == []


@pytest.mark.parametrize("place", ["/data/gbaip.nq", "/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D"])
def test_a_compressed_answer_is_the_same_answer(client: httpx.Client, place: str) -> None:
    plain = client.get(place, headers={"Accept-Encoding": "identity"})
    zipped = client.get(place, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.content == zipped.content
    assert plain.headers["etag"] != zipped.headers["etag"]
    again = client.get(place, headers={"If-None-Match": zipped.headers["etag"]})
    assert (again.status_code, again.headers["etag"]) == (304, zipped.headers["etag"])


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_head_of_an_answer_is_that_of_the_whole(client: httpx.Client, coding: str) -> None:
    place = "/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D"
    whole = client.get(place, headers={"Accept-Encoding": coding})
    head = client.head(place, headers={"Accept-Encoding": coding})
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_a_client_that_claims_to_have_every_answer_is_told_of_problems(client: httpx.Client) -> None:
    assert_problem(client.get("/sparql?query=nonsense", headers={"If-None-Match": "*"}), 400)


#: Rows of one long text: 10 MB that cost the engine little, as CSV.
LARGE = f'SELECT * {{ ?s ?p ?o BIND("{"x" * 9000}" AS ?x) }} LIMIT 1150'


@pytest.mark.slow
def test_two_hundred_large_answers_leave_the_server_as_it_was(tmp_path: Path) -> None:
    def ask(line: Line, number: int) -> int:
        # Each is another query; one of twenty is compressed, which takes most of the time.
        coding = "gzip" if number % 20 == 0 else ""
        answer = line.query(f"{LARGE} # {number}", Accept="text/csv", Accept_Encoding=coding)
        assert answer.header("content-encoding") == coding
        return len(gzip.decompress(answer.body) if coding else answer.body)

    with (
        running(tmp_path, loader="tests.serve.small_graph:load", settings={"workers": 2}) as (
            address,
            process,
        ),
        Line(address) as first,
        Line(address) as second,
        ThreadPoolExecutor(2) as threads,
    ):
        lines = (first, second)
        for number in range(2):
            ask(lines[number], number)
        before = state_of(process.pid)
        # The even ones by one thread, the odd ones by the other.
        asked = threads.map(lambda k: [ask(lines[k], number) for number in range(k, 200, 2)], range(2))
        lengths = [length for half in asked for length in half]
        after = state_of(process.pid)
    assert (len(lengths), min(lengths) > 10_000_000) == (200, True)
    assert (after["files"], after["Threads"]) == (before["files"], before["Threads"])
    assert after["VmRSS"] - before["VmRSS"] < 40 * 1024


def state_of(pid: int) -> dict[str, int]:
    """Return memory in KiB, threads and open files of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    numbers = {name: int(found[name].split()[0]) for name in ("VmRSS", "Threads")}
    return {**numbers, "files": len(list(Path(f"/proc/{pid}/fd").iterdir()))}
