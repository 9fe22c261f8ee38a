"""Saved questions over real HTTP: the answers of the command line, page by page, and clear refusals."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.saved import ask_question
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.layout import Root
from gbaip_graph.serve.openapi import openapi_document
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
    return [(p.name, example) for p in query.parameters if p.required for example in p.examples]


@pytest.mark.parametrize(
    "name", ["sme-seminar-attendance", "roles-in-event", "events-at-place", "disagreements"]
)
@pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "md", "html"])
def test_an_answer_has_the_bytes_that_the_command_line_gives(
    client: httpx.Client, name: str, format_name: str
):
    (query,) = [query for query in CATALOGUE if query.name == name]
    answer = client.get(f"/queries/{name}.{format_name}", params=examples(query))
    assert answer.status_code == 200
    assert answer.text == ask_question(ROOT, name, examples(query)).to_format(format_name)


def test_the_table_for_spreadsheets_is_a_file_that_begins_with_the_mark_of_utf_8(client: httpx.Client):
    plain = client.get("/queries/bodies-renamed.csv")
    marked = client.get("/queries/bodies-renamed?format=csv-bom")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["content-type"] == plain.headers["content-type"]
    assert marked.headers["content-disposition"] == 'attachment; filename="bodies-renamed.csv"'


def table(page: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.text)))


@pytest.mark.parametrize(
    ("address", "limit", "least"),
    [
        ("/queries/disagreements.csv?", 20, 20),
        ("/queries/names-of.csv?entity=agency:ced&", 1, 5),  # empty cells, and names that are told again
        ("/queries/figures-by-measure.csv?measures=cases&measures=arrests&from=2018&", 7, 20),
    ],
)
def test_pages_together_are_the_whole_answer(
    client: httpx.Client, address: str, limit: int, least: int
) -> None:
    whole = table(client.get(address))
    following, rows = f"{address}limit={limit}", []
    while following:
        page = client.get(following)
        assert page.status_code == 200
        rows += table(page)[1:]
        following = page.links.get("next", {}).get("url", "")
    assert rows == whole[1:]
    assert len(rows) > least


def next_key(client: httpx.Client, address: str) -> str:
    following = httpx.URL(client.get(address).links["next"]["url"])
    return following.params["after"]


def test_the_address_of_the_next_page_keeps_what_was_asked(client: httpx.Client) -> None:
    answer = client.get("/queries/events-at-place.csv?place=zhuhai&place=place:shenzhen&lang=zh-Hant&limit=1")
    following = httpx.URL(answer.links["next"]["url"])
    assert following.path == "/queries/events-at-place.csv"
    assert following.params.multi_items() == [
        ("place", "zhuhai"), ("place", "place:shenzhen"), ("lang", "zh-Hant"), ("limit", "1"),
        ("after", following.params["after"]),
    ]  # fmt: skip


def test_pages_have_tags_of_their_own(client: httpx.Client) -> None:
    address = "/queries/disagreements.csv?limit=5"
    first = client.get(address)
    second = client.get(f"{address}&after={next_key(client, address)}")
    assert first.headers["etag"] != second.headers["etag"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda key: key[:-1] + "9", "no row of this answer has the key"),
        (lambda key: key[:10] + "00000" + key[15:], "no row of this answer has the key"),
        (lambda key: "00000000" + key[8:], "the graph has changed since the page that this key is from"),
        (lambda key: key[1:], "is no key of a page"),
        (lambda key: key + "%00", "is no key of a page"),
    ],
)
def test_a_key_that_was_tampered_with_or_is_of_another_graph_is_refused(
    client: httpx.Client, changed: Callable[[str], str], told: str
) -> None:
    key = next_key(client, "/queries/disagreements.csv?limit=5")
    answer = client.get(f"/queries/disagreements.csv?limit=5&after={changed(key)}")
    problem = answer.json()
    assert (answer.status_code, problem["parameter"]) == (422, "after")
    assert told in problem["detail"]
    assert "begin again without after" in problem["mend"]


def test_a_key_of_another_question_is_refused(client: httpx.Client) -> None:
    key = next_key(client, "/queries/disagreements.csv?limit=5")
    answer = client.get(f"/queries/timeline.csv?after={key}")
    assert (answer.status_code, answer.json()["parameter"]) == (422, "after")


# ------------------------------------------------------------------------------------------ descriptions


def test_the_list_has_every_question(client: httpx.Client):
    listed = client.get("/queries").json()["queries"]
    assert [one["name"] for one in listed] == [query.name for query in CATALOGUE]
    (at_place,) = [one for one in listed if one["name"] == "events-at-place"]
    assert at_place["parameters"] == [
        {
            "name": "place", "kind": "iri", "required": True, "list": True,
            "description": "The place, or several.",
            "schema": {
                "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 20
            },
            "example": ["place:zhuhai", "place:zhongshan"],
        }
    ]  # fmt: skip


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


def test_lists_bounds_and_examples_are_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = {p["name"]: p for p in paths["/queries/figures-by-measure"]["get"]["parameters"]}
    assert described["measures"]["schema"] == {
        "type": "array", "minItems": 1, "maxItems": 10,
        "items": {
            "type": "string", "minLength": 1,
            "description": "One of the values that the graph has; a wrong one is answered with these.",
        },
    }  # fmt: skip
    assert (described["measures"]["style"], described["measures"]["explode"]) == ("form", True)
    assert described["measures"]["example"] == ["measure:candidates-registered", "measure:goods-value"]
    assert described["from"]["schema"] == {"type": "integer", "minimum": 2000, "maximum": 2030}
    assert described["from"]["example"] == 2018
    assert described["least"]["schema"] == {"type": "number", "minimum": 0.0}
    dates = {p["name"]: p["schema"] for p in paths["/queries/timeline"]["get"]["parameters"]}
    assert dates["from"] == {"type": "string", "format": "date"}


def described(**more: Any) -> dict[str, Any]:
    query = SavedQuery("q", "q.rq", "", parameters=(Parameter("x", **more),))
    return dict(openapi_document([query])["paths"]["/queries/q"]["get"]["parameters"][0])


@pytest.mark.parametrize(
    ("parameter", "schema"),
    [
        ({"kind": "choice", "values": ("a", "b"), "defaults": ("a",)},
         {"type": "string", "enum": ["a", "b"], "default": "a"}),
        ({"kind": "choice", "values": ("a", "b"), "defaults": ("a", "b"), "is_list": True, "max_length": 2},
         {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "minItems": 1, "maxItems": 2,
          "default": ["a", "b"]}),
        ({"kind": "integer", "minimum": "1", "maximum": "9", "defaults": ("3",)},
         {"type": "integer", "minimum": 1, "maximum": 9, "default": 3}),
        ({"kind": "date", "minimum": "2000-01-01"},
         {"type": "string", "format": "date", "description": "from 2000-01-01 on"}),
        ({"kind": "text", "is_list": True, "min_length": 2, "max_length": 5},
         {"type": "array", "items": {"type": "string", "minLength": 1, "pattern": "\\S"}, "minItems": 2,
          "maxItems": 5, "uniqueItems": True}),
    ],
)  # fmt: skip
def test_every_kind_of_parameter_has_its_schema(parameter: dict[str, Any], schema: dict[str, Any]) -> None:
    assert described(**parameter)["schema"] == schema


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
    ("address", "parameter", "told", "mended"),
    [
        ("roles-in-event", "event", "it is missing", "event:sme-seminar-2024"),
        (
            "roles-in-event?event=event:nothing",
            "event",
            '"event:nothing" is not in the graph',
            "event:sme-seminar-",
        ),
        ("roles-in-event?event=agency:ced", "event", "agency:ced is no gbaip:Activity", "Right are"),
        ("roles-in-event?event=", "event", "", "Right are"),
        ("roles-in-event?event=a&event=b", "event", "it is given twice", "once"),
        ("roles-in-event?evnt=event:sme-seminar-2024", "evnt", 'no parameter "evnt"', "Did you mean event?"),
        ("bodies-renamed?event=a", "event", 'no parameter "event"', "has no parameters"),
        ("seizures-by-year?from=2018", "from", "no day of the calendar", "such as 2018-01-01"),
        (
            "seizures-by-year?measures=arrests",
            "measures",
            'no value of measures is called "arrests"',
            "measure:cases",
        ),
        ("seizures-by-year?measures=cases&measures=case", "measures", '"case"', "measure:cases"),
        (
            "figures-by-measure?measures=cases&from=1999",
            "from",
            "below the minimum 2000",
            "from 2000 to 2030",
        ),
        ("figures-by-measure?measures=cases&to=2031", "to", "above the maximum 2030", "from 2000 to 2030"),
        ("figures-by-measure?measures=cases&to=18", "to", "no year", "four digits from 2000 to 2030"),
        ("figures-by-measure?measures=cases&least=1e3", "least", "no decimal number", "digits"),
        ("figures-by-measure?measures=cases&least=-1", "least", "below the minimum 0", "from 0 on"),
        ("figures-by-measure?measures=cases&in_currency=EUR", "in_currency", "none of the values", "CNY"),
        ("figures-by-measure?from=2018", "measures", "it is missing", "measure:candidates-registered"),
        ("figures-by-measure?" + "&measures=cases" * 11, "measures", "it has 11 values", "1 to 10 times"),
        (
            "events-at-place?place=zhuhai&place=nowhere",
            "place",
            'no gbaip:Place is called "nowhere"',
            "place:",
        ),
        ("bodies-renamed?limit=0", "limit", "from 1 to", ""),
        ("bodies-renamed?limit=1&limit=2", "limit", "given twice", ""),
        ("bodies-renamed?lang=fr", "lang", "no language", ""),
        ("bodies-renamed?after=x", "after", "is no key of a page", "begin again"),
        ("bodies-renamed?after=%FF", None, "percent-encoded UTF-8", ""),
        ("bodies-renamed?" + "a&" * 1001, None, "at most 1000 of them", ""),
    ],
)
def test_a_wrong_value_is_named_with_what_would_do(
    client: httpx.Client, address: str, parameter: str | None, told: str, mended: str
) -> None:
    answer = client.get(f"/queries/{address}")
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert problem.get("parameter") == parameter
    assert told in problem["detail"]
    assert mended in problem.get("mend", "")


@pytest.mark.parametrize("name", ["nothing", "nothing.csv", "..%2Fchecks", "exports"])
def test_a_question_that_is_not_there_leads_to_the_list(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/queries/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_an_extension_that_is_no_format_is_refused_with_the_list(client: httpx.Client) -> None:
    answer = client.get("/queries/bodies-renamed.pdf")
    formats = ["json", "csv", "tsv", "html", "md", "csv-bom"]
    assert (answer.status_code, answer.json()["formats"]) == (406, formats)


def test_a_format_that_is_not_there_is_refused_with_the_list(client: httpx.Client):
    answer = client.get("/queries/bodies-renamed", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["available"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: httpx.Client, method: str):
    answer = client.request(method, "/queries/bodies-renamed")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
