"""Saved questions over real HTTP: the answers of the command line, page by page, and clear refusals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.saved import ask_question
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.layout import Root
from tests.serve.server_process import running

ROOT = Root(Path(__file__).resolve().parent.parent.parent)
CATALOGUE = load_catalogue(ROOT)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        running(ROOT.path, settings={"workers": 2, "client_tasks": 8}) as (address, _),
        httpx.Client(base_url=address, timeout=60) as opened,
    ):
        yield opened


def examples(query: SavedQuery) -> list[tuple[str, str]]:
    return [(p.name, p.example) for p in query.parameters if p.required]


@pytest.mark.parametrize(
    "name", ["sme-seminar-attendance", "roles-in-event", "bodies-renamed", "disagreements"]
)
@pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "md", "html"])
def test_an_answer_has_the_bytes_that_the_command_line_gives(
    client: httpx.Client, name: str, format_name: str
):
    (query,) = [query for query in CATALOGUE if query.name == name]
    answer = client.get(f"/queries/{name}.{format_name}", params=examples(query))
    assert answer.status_code == 200
    assert answer.text == ask_question(ROOT, name, examples(query)).to_format(format_name)


def test_pages_together_are_the_whole_answer(client: httpx.Client):
    whole = list(csv.reader(io.StringIO(client.get("/queries/disagreements.csv").text)))
    address, rows = "/queries/disagreements.csv?limit=20", []
    while address:
        page = client.get(address)
        rows += list(csv.reader(io.StringIO(page.text)))[1:]
        address = page.links.get("next", {}).get("url", "")
    assert rows == whole[1:]
    assert len(rows) > 20


def test_the_list_has_every_question(client: httpx.Client):
    listed = client.get("/queries").json()["queries"]
    assert [one["name"] for one in listed] == [query.name for query in CATALOGUE]


def test_the_description_has_a_path_for_every_question_with_its_parameters(client: httpx.Client):
    document = client.get("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for query in CATALOGUE:
        described = document["paths"][f"/queries/{query.name}"]["get"]["parameters"]
        assert {
            p["name"]: p["required"]
            for p in described
            if p["name"] not in ("format", "lang", "limit", "after")
        } == {p.name: p.required for p in query.parameters}


def test_a_question_that_asks_endpoints_of_others_is_left_to_those_who_may_choose_them(client: httpx.Client):
    answer = client.get("/queries/places-in-geonames.csv")
    problem = answer.json()
    assert (answer.status_code, problem["type"].rpartition("/")[2]) == (501, "asks-others")
    assert problem["mend"] == "Ask it yourself: gbaip ask places-in-geonames --with geonames=URL"
    listed = {one["name"]: one["endpoints"] for one in client.get("/queries").json()["queries"]}
    assert [one["iri"] for one in listed["places-in-geonames"]] == [
        "https://w3id.org/gbaip/external/geonames"
    ]
    assert listed["bodies-renamed"] == []


def test_a_client_that_has_the_answer_is_told_so(client: httpx.Client):
    first = client.get("/queries/bodies-renamed.csv")
    again = client.get("/queries/bodies-renamed.csv", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_formats_have_tags_of_their_own(client: httpx.Client):
    tags = {client.get(f"/queries/bodies-renamed.{name}").headers["etag"] for name in ("csv", "json", "md")}
    assert len(tags) == 3


def test_the_accept_header_chooses_the_format(client: httpx.Client):
    answer = client.get("/queries/bodies-renamed", headers={"Accept": "text/html;q=0.2, text/csv;q=0.9"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "status", "parameter", "told"),
    [
        ("/queries/roles-in-event", 422, "event", "is missing"),
        ("/queries/roles-in-event?event=event:nothing", 422, "event", "event:nothing"),
        ("/queries/roles-in-event?event=a&event=b", 422, "event", "given twice"),
        ("/queries/roles-in-event?evnt=event:sme-seminar-2024", 422, None, "evnt"),
        ("/queries/seizures-by-year?from=2018", 422, "from", "no day of the calendar"),
        ("/queries/bodies-renamed?limit=0", 422, "limit", "from 1 to"),
        ("/queries/bodies-renamed?lang=fr", 422, "lang", "no language"),
        ("/queries/bodies-renamed?after=x", 422, "after", "no row has the key"),
        ("/queries/bodies-renamed?after=%FF", 422, None, "percent-encoded UTF-8"),
        ("/queries/nothing", 404, None, "GET /queries lists"),
        ("/queries/bodies-renamed.pdf", 404, None, "GET /queries lists"),
    ],
)
def test_what_is_wrong_is_named(
    client: httpx.Client, address: str, status: int, parameter: str | None, told: str
):
    answer = client.get(address)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert problem.get("parameter") == parameter
    assert told in problem["detail"]


def test_a_format_that_is_not_there_is_refused_with_the_list(client: httpx.Client):
    answer = client.get("/queries/bodies-renamed", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["available"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: httpx.Client, method: str):
    answer = client.request(method, "/queries/bodies-renamed")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
