"""A server in front of a store: right answers of a real one, clear problems where a store does wrong.

The store is Oxigraph's own server; the wrong ones are small HTTP servers.
"""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from rdflib.query import Result

from gbaip_graph.build.store import read_nquads
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
from tests.ask.remote_stores import free_port, running_oxigraph
from tests.pages.page_text import read_page
from tests.serve.server_process import running

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 1.0
SETTINGS = {"workers": 2, "client_tasks": 4, "query_time_limit_s": LIMIT_S, "answer_limit_mb": 1}
#: Beside the limit itself; the machine may have much else to do.
GRACE_S = 2.0
ALL = {"query": "SELECT ?s WHERE { ?s ?p ?o }"}
QUESTION = "/queries/roles-in-event"
PREFIXES = (
    "PREFIX gbaip: <https://w3id.org/gbaip/ns%23> PREFIX skos: <http://www.w3.org/2004/02/skos/core%23> "
)
EVENT = {"event": "event:sme-seminar-2024"}


@pytest.fixture(scope="module")
def served() -> Iterator[httpx.Client]:
    """Serve the shipped graph from an Oxigraph server."""
    with running_oxigraph() as store:
        store.load(read_nquads(Root(ROOT)))
        settings = {**SETTINGS, "store": store.address, "query_time_limit_s": 20.0}
        with running(ROOT, settings=settings) as (address, _), httpx.Client(base_url=address) as client:
            yield client


@pytest.fixture(scope="module")
def embedded() -> Iterator[httpx.Client]:
    """Serve the shipped graph from the workers, to compare with."""
    with running(ROOT, settings={"workers": 2}) as (address, _), httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        f"{QUESTION}.csv?event=event:sme-seminar-2024",
        f"{QUESTION}.json?event=event:sme-seminar-2024&lang=zh-Hant",
        f"{QUESTION}.html?event=event:sme-seminar-2024",
        f"{QUESTION}.csv?event=event:sme-seminar-2024&limit=3",
        "/data/id/agency/ipd.nt",
        "/queries",
        "/sparql?format=csv&query=SELECT ?s ?n { ?s gbaip:value ?n } ORDER BY ?s LIMIT 20",
        "/sparql?format=tsv&query=SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s LANG(?l) LIMIT 20",
        "/sparql?format=md&query=SELECT ?s { ?s a gbaip:Event } ORDER BY ?s LIMIT 20",
        "/sparql?format=csv&query=ASK { ?s a gbaip:Event }",
        "/sparql?format=nt&query=CONSTRUCT { ?s a gbaip:Event } WHERE { ?s a gbaip:Event }",
        "/sparql/graphs?format=nt&graph=https://w3id.org/gbaip/graph/register/place",
    ],
)
def test_an_answer_is_that_of_the_embedded_engine(path, served, embedded):
    there, here = (client.get(path.replace("query=", f"query={PREFIXES}")) for client in (served, embedded))
    assert (there.status_code, there.headers["content-type"]) == (200, here.headers["content-type"])
    assert _lines(there.text, str(served.base_url)) == _lines(here.text, str(embedded.base_url))


def _lines(text: str, base: str) -> list[str]:
    return sorted(line.replace(base, "") for line in text.splitlines())


@pytest.mark.parametrize(
    "path",
    [
        "/en/id/event/sme-seminar-2024",
        "/zh-Hant/id/agency/ced",
        "/zh-Hans/list/plan",
        "/en/concept/role",
        "/en/queries/roles-in-event?event=event:sme-seminar-2024",
        "/en/pictures/sme-seminar-attendance",
    ],
)
def test_a_page_is_that_of_the_embedded_engine(path, served, embedded):
    there, here = (_read(client, path) for client in (served, embedded))
    assert there == here


def _read(client: httpx.Client, path: str) -> list[tuple[str, str]]:
    """Return what a page says, without where it is from and which state of the graph it tells of."""
    text = client.get(path, timeout=30).text.replace(str(client.base_url).rstrip("/"), "")
    return read_page(re.sub(r" \((?:graph|state) \w+\)", "", text).encode()).spoken


@pytest.mark.parametrize(
    "path", ["/en/", "/en/search?q=Hong+Kong+Customs", "/en/about", "/en/sparql?query=ASK+{}"]
)
def test_a_page_of_the_whole_is_there_as_well(path, served):
    answer = served.get(path, timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("format_name", ["json", "xml"])
def test_rows_have_the_same_terms_as_those_of_the_embedded_engine(format_name, served, embedded):
    query = (
        'SELECT * { VALUES (?a ?b) { (<http://e/?a&b> "<&\\"\\t\\n>") (UNDEF "x"@zh-Hant) (1.5 true) } '
        "BIND (BNODE() AS ?c) }"
    )
    there, here = (
        client.get("/sparql", params={"query": query, "format": format_name}) for client in (served, embedded)
    )
    assert _terms(there) == _terms(here)
    assert len(_terms(there)) == 3


def _terms(answer: httpx.Response) -> list[list[tuple[str, ...]]]:
    """Return each row as (kind, value, language, datatype), blank nodes without their labels."""
    media_type = answer.headers["content-type"].partition(";")[0]
    result = Result.parse(io.BytesIO(answer.content), content_type=media_type)
    rows = []
    for row in result.bindings:
        cells = []
        for variable, term in sorted(row.items()):
            value = "" if type(term).__name__ == "BNode" else str(term)
            language, datatype = getattr(term, "language", None), getattr(term, "datatype", None)
            cells.append((str(variable), type(term).__name__, value, str(language), str(datatype)))
        rows.append(cells)
    return rows


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        (f"{QUESTION}?event=event:no-such", 422, "event:no-such"),
        (f"{QUESTION}?place=x", 422, "place"),
        ("/data/id/agency/no-such", 404, "says nothing"),
        ("/sparql?query=SELECT", 400, "the store does not take the query"),
        ("/sparql?query=SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("/sparql?query=SELECT * FROM <http://e/g> { ?s ?p ?o }", 400, "FROM"),
        ("/sparql?query=ASK {}&default-graph-uri=http://e/g", 400, "dataset cannot be chosen"),
        ("/sparql?query=SELECT * { ?s ?p ?o . ?a ?b ?c }", 413, "longer than is sent at once"),
        ("/sparql/graphs?graph=urn:no-such", 404, "no graph"),
        ("/data/gbaip.nq", 404, "asks another store"),
        ("/.well-known/void", 404, "asks another store"),
    ],
)
def test_what_is_asked_wrongly_is_a_problem(path, status, told, served):
    answer = served.get(path, timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.text


def test_nothing_is_kept_of_a_store_that_may_change(served):
    first, second = (served.get("/sparql", params=ALL | {"query": "ASK {}"}) for _ in range(2))
    again = served.get(
        "/sparql", params={"query": "ASK {}"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (first.headers["etag"], again.status_code) == (second.headers["etag"], 200)


def test_pages_follow_each_other(served):
    whole = served.get(QUESTION, params=EVENT).json()["results"]["bindings"]
    rows, path = [], f"{QUESTION}?event={EVENT['event']}&limit=7"
    while path:
        page = served.get(path)
        rows += page.json()["results"]["bindings"]
        path = page.links["next"]["url"] if "next" in page.links else ""
    assert rows == whole


class Changing:
    """A store that answers as it is told to from now on."""

    def __init__(self) -> None:
        self.respond: Respond = hangs

    def __call__(self, handler: object) -> None:
        self.respond(handler)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store() -> Changing:
    return Changing()


@pytest.fixture(scope="module")
def before_bad(store: Changing) -> Iterator[httpx.Client]:
    """Serve from a store that does wrong."""
    with (
        bad_stores() as start,
        running(ROOT, settings={**SETTINGS, "store": start(store)}) as (address, _),
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        yield client


CASES: dict[str, tuple[Respond, int, str]] = {
    "html": (sends(b"<html>secret</html>", media_type="text/html"), 502, "sent text/html"),
    "redirect": (sends(b"", status=302, Location="http://127.0.0.1:1/"), 502, "redirects are not followed"),
    "server-error": (sends(b"secret", status=500), 502, "answered 500"),
    "busy": (sends(b"secret", status=503), 502, "answered 503"),
    "half-a-result": (sends(ONE_ROW[:-20]), 502, "broken SPARQL JSON"),
    "cut-connection": (sends(ONE_ROW, length=4000), 502, "cannot be asked"),
    "wrong-type": (sends(ONE_ROW, media_type="text/plain"), 502, "sent text/plain"),
    "cut-by-its-limit": (sends(ONE_ROW, X_SPARQL_MaxRows="1"), 502, "only a part"),
    "hanging": (hangs, 504, "did not answer within 1 s"),
    "dripping": (drips, 504, "did not answer within 1 s"),
    "dripping-headers": (drips_headers, 504, "did not answer within 1 s"),
}
PATHS = ["/sparql?query=SELECT ?s { ?s ?p ?o }", f"{QUESTION}?event=event:sme-seminar-2024"]


@pytest.mark.parametrize(("respond", "status", "told"), CASES.values(), ids=CASES)
def test_what_a_store_does_wrong_is_a_problem_and_no_answer(respond, status, told, store, before_bad):
    store.respond = respond
    started = time.monotonic()
    with ThreadPoolExecutor(len(PATHS)) as threads:
        answers = list(threads.map(before_bad.get, PATHS))
    assert time.monotonic() - started < LIMIT_S + GRACE_S
    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert told in answer.json()["detail"]
        assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("respond", "status"),
    [
        (sends(b"<http://e/s> <http://e/p> ", media_type=N_TRIPLES), 502),
        (sends(b"<http://e/s> <http://e/p> <http://e/o> .\n", media_type=N_TRIPLES, length=NO_LENGTH), 502),
        (sends(ONE_ROW), 502),
        (floods, 413),
        (hangs, 504),
    ],
)
def test_triples_that_may_not_be_all_are_no_description(respond, status, store, before_bad):
    store.respond = respond
    answer = before_bad.get("/data/id/agency/ipd")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "wrong",
    [
        (hangs, 504, "存放圖譜的資料庫未能及時回應"),
        (sends(b"secret", status=500), 502, "存放圖譜的資料庫未能正確回應"),
    ],
    ids=["hanging", "server-error"],
)
@pytest.mark.parametrize("path", ["", "id/agency/ipd", "search?q=x", "queries/timeline", "list/event"])
def test_what_a_store_does_wrong_is_a_page_that_says_so(path, wrong, store, before_bad):
    store.respond, status, told = wrong
    answer = before_bad.get(f"/zh-Hant/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert told in answer.text
    assert "secret" not in answer.text


def test_a_question_that_the_store_refuses_is_not_the_fault_of_the_client(store, before_bad):
    store.respond = sends(b"secret", status=400)
    answer = before_bad.get("/queries/timeline")
    assert (answer.status_code, answer.json()["detail"]) == (502, "the store does not take the query")


def test_a_store_that_hangs_stops_neither_the_server_nor_other_answers(store, before_bad):
    store.respond = hangs
    with ThreadPoolExecutor(6) as threads:
        waiting = [threads.submit(before_bad.get, "/sparql", params=ALL) for _ in range(5)]
        time.sleep(0.3)  # until they wait
        started = time.monotonic()
        health = before_bad.get("/health")
        assert time.monotonic() - started < LIMIT_S / 2
        statuses = sorted(one.result().status_code for one in waiting)
    assert health.status_code == 200
    assert statuses[-1] == 504
    assert statuses.count(429) == 1  # one more than one client may have at work
    assert set(statuses) <= {429, 503, 504}
    store.respond = sends(ONE_ROW)
    assert before_bad.get("/sparql", params=ALL).status_code == 200


def test_a_store_that_is_not_ready_makes_the_server_not_ready(store, before_bad):
    store.respond = sends(b"", status=503)
    assert (before_bad.get("/ready").status_code, before_bad.get("/health").status_code) == (503, 200)
    store.respond = sends(b'{"head":{},"boolean":true}')
    assert before_bad.get("/ready").json()["triples"] is None


def test_a_client_that_goes_away_frees_the_store():
    gone = threading.Event()

    def hangs_and_tells(handler: object) -> None:
        hangs(handler)  # type: ignore[arg-type]
        gone.set()

    settings = {**SETTINGS, "query_time_limit_s": 15.0}
    with (
        bad_stores() as start,
        running(ROOT, settings={**settings, "store": start(hangs_and_tells)}) as (address, _),
    ):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{address}/sparql", params=ALL, timeout=1)
        assert gone.wait(8)


def test_a_store_that_is_down_is_a_problem():
    settings = {**SETTINGS, "store": f"http://127.0.0.1:{free_port()}/"}
    with running(ROOT, settings=settings) as (address, _):
        answer = httpx.get(f"{address}/sparql", params=ALL, timeout=10)
    assert (answer.status_code, answer.json()["detail"]) == (502, "the store cannot be asked")


def test_a_server_whose_store_hangs_ends_when_it_is_told_to():
    settings = {**SETTINGS, "query_time_limit_s": 60.0}
    with (
        bad_stores() as start,
        running(ROOT, settings={**settings, "store": start(hangs)}) as (address, process),
        ThreadPoolExecutor(2) as threads,
    ):
        waiting = [threads.submit(httpx.get, f"{address}/sparql", params=ALL, timeout=30) for _ in range(2)]
        time.sleep(0.5)  # until they are at work
        started = time.monotonic()
        process.terminate()
        process.wait(10)
        assert time.monotonic() - started < 8
        assert {one.result().status_code for one in waiting} == {503}
