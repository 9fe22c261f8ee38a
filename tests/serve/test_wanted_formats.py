"""Formats by wish over real HTTP: by header, by parameter, by extension; and what cannot be met."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from gbaip_graph.serve.media import GRAPHS, ROWS
from tests.serve.server_process import running
from tests.serve.small_graph import EX

ROW = f"SELECT ?n WHERE {{ <{EX}n1> <{EX}next> ?n }}"
TRIPLE = f"CONSTRUCT WHERE {{ <{EX}n1> <{EX}next> ?n }}"
ROW_TYPES = [media.media_type for media in ROWS]
GRAPH_TYPES = [media.media_type for media in GRAPHS]
JSON, XML, CSV, TSV, HTML, MARKDOWN = ROW_TYPES
TURTLE, N_TRIPLES, N_QUADS, TRIG, RDF_XML, JSON_LD = GRAPH_TYPES
A_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


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


def type_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return answer.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize(
    ("accept", "of_rows"),
    [
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", CSV),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("application/json", JSON),
        ("application/xml", XML),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", TSV),
        ("text/csv;q=0.5, application/json", JSON),
        ("text/csv ; q=0.5 , text/markdown ; q=0.4", CSV),
        ("text/csv;charset=utf-8", CSV),
        ("*/*;q=0.1, text/markdown", MARKDOWN),
        ("text/*;q=0.9, text/csv;q=0, */*;q=0.1", TSV),
        ("application/sparql-results+json;q=0, */*", XML),
        ("text/csv;q=0.001", CSV),
        ("image/png, text/html;q=0.2", HTML),
        (A_BROWSER, HTML),
        ("", JSON),
    ],
)
def test_rows_come_in_the_format_that_is_wanted_most(client: httpx.Client, accept: str, of_rows: str) -> None:
    assert type_of(ask(client, ROW, Accept=accept)) == of_rows


@pytest.mark.parametrize(
    ("accept", "of_graphs"),
    [
        ("*/*", TURTLE),
        ("application/*", N_TRIPLES),
        ("text/*", TURTLE),
        ("application/x-turtle", TURTLE),
        ("text/plain", N_TRIPLES),
        ("application/json", JSON_LD),
        ("application/ld+json;q=0.4, application/rdf+xml;q=0.5", RDF_XML),
        ("text/turtle;q=0, */*", N_TRIPLES),
        ("application/sparql-results+json, application/trig;q=0.2", TRIG),
        (A_BROWSER, TURTLE),
        ("", TURTLE),
    ],
)
def test_graphs_come_in_the_format_that_is_wanted_most(
    client: httpx.Client, accept: str, of_graphs: str
) -> None:
    assert type_of(ask(client, TRIPLE, Accept=accept)) == of_graphs


def test_several_headers_are_one_wish(client: httpx.Client) -> None:
    request = client.build_request("GET", "/sparql", params={"query": ROW})
    del request.headers["accept"]
    request.headers = httpx.Headers(
        [*request.headers.raw, (b"Accept", b"image/png"), (b"Accept", b"text/csv")]
    )
    assert type_of(client.send(request)) == CSV


NAMES = [
    ("json", JSON), ("srj", JSON), ("xml", XML), ("srx", XML), ("csv", CSV), ("tsv", TSV), ("html", HTML),
    ("md", MARKDOWN), ("CSV", CSV), ("text/csv", CSV), ("application/sparql-results+xml", XML),
]  # fmt: skip
GRAPH_NAMES = [
    ("turtle", TURTLE), ("ttl", TURTLE), ("nt", N_TRIPLES), ("nq", N_QUADS), ("trig", TRIG),
    ("rdf", RDF_XML), ("rdfxml", RDF_XML), ("jsonld", JSON_LD), ("application/ld+json", JSON_LD),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [(ROW, *pair) for pair in NAMES] + [(TRIPLE, *pair) for pair in GRAPH_NAMES],
)
def test_the_parameter_names_the_format_whatever_the_header_says(
    client: httpx.Client, query: str, name: str, media_type: str
) -> None:
    parameters = {"query": query, "format": name}
    assert type_of(client.get("/sparql", params=parameters, headers={"Accept": "image/png"})) == media_type
    assert type_of(client.post("/sparql", data=parameters)) == media_type


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [(ROW, *pair) for pair in NAMES if "/" not in pair[0]]
    + [(TRIPLE, *pair) for pair in GRAPH_NAMES if "/" not in pair[0]],
)
def test_the_extension_names_the_format(client: httpx.Client, query: str, name: str, media_type: str) -> None:
    answer = client.get(f"/sparql.{name}", params={"query": query})
    assert type_of(answer) == media_type
    assert answer.content == client.get("/sparql", params={"query": query, "format": name}).content


@pytest.mark.parametrize(
    ("query", "accept", "available"),
    [
        (ROW, "image/png", ROW_TYPES + GRAPH_TYPES),
        (ROW, "text/turtle", ROW_TYPES),
        (ROW, "*/*;q=0", ROW_TYPES + GRAPH_TYPES),
        ("ASK {}", "application/n-triples", ROW_TYPES),
        (TRIPLE, "text/csv", GRAPH_TYPES),
        (f"DESCRIBE <{EX}n1>", "application/sparql-results+xml", GRAPH_TYPES),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_with_the_list_of_what_can(
    client: httpx.Client, query: str, accept: str, available: list[str]
) -> None:
    answer = ask(client, query, Accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert answer.json()["available"] == available


@pytest.mark.parametrize(
    ("address", "query", "available"),
    [
        ("/sparql?format=png", ROW, ROW_TYPES + GRAPH_TYPES),
        ("/sparql?format=ttl", ROW, ROW_TYPES),
        ("/sparql.png", ROW, ROW_TYPES + GRAPH_TYPES),
        ("/sparql.csv", TRIPLE, GRAPH_TYPES),
    ],
)
def test_a_name_that_is_no_format_of_the_answer_is_refused_with_the_list(
    client: httpx.Client, address: str, query: str, available: list[str]
) -> None:
    answer = client.post(address, data={"query": query})
    assert (answer.status_code, answer.json()["available"]) == (406, available)
