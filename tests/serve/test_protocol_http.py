"""What HTTP asks of the endpoint beside the answer: tags, caches, compression, heads, other sites."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import httpx
import pytest

from tests.serve.server_process import running
from tests.serve.small_graph import EX

ROW = f"SELECT ?n WHERE {{ <{EX}n1> <{EX}next> ?n }}"
TRIPLE = f"CONSTRUCT WHERE {{ <{EX}n1> <{EX}next> ?n }}"
LARGE = "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
JSON, CSV = "application/sparql-results+json", "text/csv"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("asked")
    loader = "tests.serve.small_graph:load"
    with (
        running(folder, loader=loader, settings={"workers": 2}) as (address, _),
        httpx.Client(base_url=address, timeout=30, headers={"Accept-Encoding": "identity"}) as opened,
    ):
        yield opened


def ask(client: httpx.Client, query: str = ROW, **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", params={"query": query}, headers=sent)


# ------------------------------------------------------------------------------------- tags and caches


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"other", "{}"', '"{}" , "other"'])
def test_who_has_the_answer_is_sent_nothing(client: httpx.Client, method: str, form: str) -> None:
    tag = ask(client).headers["etag"].strip('"')
    headers = {"If-None-Match": form.format(tag)}
    answer = client.request(method, "/sparql", params={"query": ROW}, headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == f'"{tag}"'
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert answer.headers["cache-control"] == "no-cache"


def test_a_tag_is_strong_and_of_query_and_format_alone(client: httpx.Client) -> None:
    tags = [
        ask(client, query, Accept=accept).headers["etag"] for query in (ROW, LARGE) for accept in (JSON, CSV)
    ]
    assert len(set(tags)) == 4
    assert all(tag.startswith('"') for tag in tags)
    assert ask(client, ROW, Accept="text/*").headers["etag"] == tags[1]


def test_a_dataset_has_a_tag_of_its_own(client: httpx.Client) -> None:
    def tag(**parameters: str) -> str:
        return str(client.get("/sparql", params={"query": ROW, **parameters}).headers["etag"])

    graph = f"{EX}graph/a"
    assert len({tag(), tag(**{"default-graph-uri": graph}), tag(**{"named-graph-uri": graph})}) == 3


@pytest.mark.parametrize("tag", ['"another"', '""', "*", ""])
def test_who_has_another_answer_is_sent_this_one(client: httpx.Client, tag: str) -> None:
    assert ask(client, ROW, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("address", ["/sparql", "/sparql?query=ASK%7B%7D", "/sparql/graphs?default"])
def test_caches_are_told_what_the_answer_depends_on(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert answer.headers["cache-control"] == "no-cache"


def test_a_refusal_is_kept_by_no_cache(client: httpx.Client) -> None:
    assert ask(client, "nonsense").headers["cache-control"] == "no-store"


# ----------------------------------------------------------------------------- compression and only heads


@pytest.mark.parametrize(
    ("accepted", "is_zipped"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("*;q=0, gzip", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("*;q=0", False),
        ("br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_a_long_answer_is_compressed_for_whom_takes_that(
    client: httpx.Client, accepted: str, is_zipped: bool
) -> None:
    with client.stream(
        "GET", "/sparql", params={"query": LARGE}, headers={"Accept-Encoding": accepted}
    ) as answer:
        sent = b"".join(answer.iter_raw())
    assert (answer.headers.get("content-encoding") == "gzip") == is_zipped
    assert int(answer.headers["content-length"]) == len(sent)
    assert (gzip.decompress(sent) if is_zipped else sent) == ask(client, LARGE).content


def test_a_short_answer_is_not_compressed(client: httpx.Client) -> None:
    assert "content-encoding" not in ask(client, ROW, Accept_Encoding="gzip").headers


@pytest.mark.parametrize(
    "address",
    ["/sparql", "/sparql?query=ASK%7B%7D", "/sparql.csv?query=ASK%7B%7D", "/sparql/graphs?default"],
)
def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    passing = {"date"}
    assert {name: value for name, value in head.headers.items() if name not in passing} == {
        name: value for name, value in whole.headers.items() if name not in passing
    }


def test_head_of_a_refused_query_has_its_status(client: httpx.Client) -> None:
    answer = client.head("/sparql", params={"query": "nonsense"})
    assert (answer.status_code, answer.content) == (400, b"")


# ---------------------------------------------------------------------------------- pages of other sites


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/sparql.json", "GET, HEAD, POST, OPTIONS"),
        ("/sparql/graphs", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_page_of_another_site_may_ask(client: httpx.Client, address: str, methods: str) -> None:
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    answer = client.options(address, headers=asked)
    assert (answer.status_code, answer.headers["allow"]) == (204, methods)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == methods
    assert "content-type" in answer.headers["access-control-allow-headers"].lower().split(", ")
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("query", [ROW, TRIPLE, "nonsense", "SELECT * FROM <http://x/> {}"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_of_another_site_may_read_answers_and_refusals(
    client: httpx.Client, method: str, query: str
) -> None:
    place = {"params": {"query": query}} if method == "GET" else {"data": {"query": query}}
    answer = client.request(method, "/sparql", headers={"Origin": "https://page.example"}, **place)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_a_page_of_another_site_may_read_why_a_format_is_refused(client: httpx.Client) -> None:
    answer = ask(client, ROW, Accept="image/png", Origin="https://page.example")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (406, "*")


# -------------------------------------------------------------------------------------------- refusals


def test_a_query_that_cannot_be_parsed_is_refused_with_its_place(client: httpx.Client) -> None:
    problem = ask(client, "SELECT * WHERE {\n  ?s ?p ?o\n} LIMIT x").json()
    place = (problem["status"], problem["line"], problem["column"], problem["snippet"])
    assert place == (400, 3, 9, "} LIMIT x")
    assert problem["type"] == "https://w3id.org/gbaip/problem/query-refused"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_the_endpoint_takes_no_other_method(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/sparql")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "HEAD", "POST"}
