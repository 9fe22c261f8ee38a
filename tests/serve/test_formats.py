"""Every format of rows, truth values and graphs over real HTTP, read back by readers that are not ours."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Node

from gbaip_graph.serve.media import GRAPHS, ROWS, Media
from tests.serve.graph_readers import read_graph
from tests.serve.server_process import running

EX = "https://e.org/"
SAID = f"{EX}said"
#: What formats stumble over: their own marks, other scripts, numbers, days, and nodes without a name.
VALUES: Mapping[str, Node] = MappingProxyType(
    {
        "a": URIRef(f"{EX}井?x=1&y=2"),
        "b": Literal("plain"),
        "c": Literal('comma, "quote" and \\ backslash'),
        "d": Literal("two\nlines\tand a tab"),
        "e": Literal("<b>&amp;</b> | `x` [y](z)"),
        "f": Literal("市集", lang="zh-Hant"),
        "g": Literal("Fair", lang="en"),
        "h": Literal("12", datatype=XSD.integer),
        "i": Literal("1.5", datatype=XSD.decimal),
        "j": Literal("2018-07-01", datatype=XSD.date),
        "k": Literal("2018", datatype=XSD.gYear),
        "l": Literal("true", datatype=XSD.boolean),
        "m": Literal(""),
        "n": Literal("😀 é"),
        "o": BNode("blank"),
        "p": Literal("not a number"),
    }
)
ROWS_QUERY = (
    f"SELECT ?name ?value ?nothing WHERE {{ ?thing <{EX}name> ?name ; <{SAID}> ?value }} ORDER BY ?name"
)
GRAPH_QUERY = f"CONSTRUCT {{ ?thing <{SAID}> ?value }} WHERE {{ ?thing <{SAID}> ?value }}"
TRUTHS = {"ASK { ?s ?p ?o }": True, f"ASK {{ <{EX}absent> ?p ?o }}": False}
ROWS_BY_NAME = {media.name: media for media in ROWS}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("told")
    write_graph(folder / "graph.nq")
    with (
        running(folder, loader="tests.serve.told_graph:load", settings={"workers": 2}) as (address, _),
        httpx.Client(base_url=address, timeout=30) as opened,
    ):
        yield opened


def write_graph(file: Path) -> None:
    lines = whole().serialize(format="nt").splitlines()
    nquads = [f"{line.strip().removesuffix('.')} <{EX}graph> .\n" for line in lines if line.strip()]
    file.write_text("".join(nquads), encoding="utf-8")


def said() -> Graph:
    graph = Graph()
    for name, value in VALUES.items():
        graph.add((URIRef(EX + name), URIRef(SAID), value))
    return graph


def whole() -> Graph:
    graph = said()
    for name in VALUES:
        graph.add((URIRef(EX + name), URIRef(f"{EX}name"), Literal(name)))
    return graph


def ask(client: httpx.Client, query: str, media: Media, **parameters: str) -> httpx.Response:
    answer = client.get(
        "/sparql", params={"query": query, **parameters}, headers={"Accept": media.media_type}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (200, media.content_type), answer.text
    return answer


# ---------------------------------------------------------------------------------------------------- rows


def terms(content: bytes, format_name: str) -> list[tuple[Node | None, ...]]:
    """Read rows by rdflib."""
    result = Result.parse(io.BytesIO(content), format=format_name)
    assert [str(variable) for variable in result.vars or ()] == ["name", "value", "nothing"]
    return [tuple(binding.get(variable) for variable in result.vars) for binding in result.bindings]


def named(value: Node | None) -> Node | None:
    """Give every node without a name the same name, as each format may name it anew."""
    return BNode("blank") if isinstance(value, BNode) else value


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_rows_with_types_come_back_as_they_are(client: httpx.Client, name: str) -> None:
    found = terms(ask(client, ROWS_QUERY, ROWS_BY_NAME[name]).content, name)
    assert {str(row[0]): (named(row[1]), row[2]) for row in found} == {
        key: (value, None) for key, value in VALUES.items()
    }


def test_json_is_that_of_the_specification(client: httpx.Client) -> None:
    document = json.loads(ask(client, ROWS_QUERY, ROWS_BY_NAME["json"]).content)
    assert document["head"]["vars"] == ["name", "value", "nothing"]
    cells = {row["name"]["value"]: row["value"] for row in document["results"]["bindings"]}
    assert cells["a"] == {"type": "uri", "value": str(VALUES["a"])}
    assert cells["f"] == {"type": "literal", "value": "市集", "xml:lang": "zh-Hant"}
    assert cells["j"] == {"type": "literal", "value": "2018-07-01", "datatype": str(XSD.date)}
    assert "nothing" not in document["results"]["bindings"][0]


def test_csv_has_the_characters_of_each_value(client: httpx.Client) -> None:
    content = ask(client, ROWS_QUERY, ROWS_BY_NAME["csv"]).content.decode()
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    assert header == ["name", "value", "nothing"]
    assert content.startswith("name,value,nothing\r\n")
    for key, value, nothing in rows:
        wanted = VALUES[key]
        assert nothing == ""
        assert value.startswith("_:") if isinstance(wanted, BNode) else value == str(wanted)


class TableCells(HTMLParser):
    """The text of each cell of a table, row by row, and the addresses of its links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.other_tags: set[str] = set()
        self._is_open = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_open = True
        elif tag == "br" and self._is_open:
            self.rows[-1][-1] += "\n"
        elif tag == "a":
            self.links.append(dict(attributes).get("href") or "")
        else:
            self.other_tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.rows[-1][-1] += data


def html_cells(content: bytes) -> TableCells:
    cells = TableCells()
    cells.feed(content.decode())
    return cells


def test_html_shows_the_characters_of_each_value_and_links_addresses(client: httpx.Client) -> None:
    read = html_cells(ask(client, ROWS_QUERY, ROWS_BY_NAME["html"]).content)
    assert read.rows[0] == ["name", "value", "nothing"]
    shown = {key: value for key, value, _ in read.rows[1:]}
    wanted = {key: str(value) for key, value in VALUES.items() if isinstance(value, Literal)}
    assert {key: shown[key] for key in wanted} == wanted | {"f": "市集 [zh-Hant]"}
    assert read.links == [str(VALUES["a"])]
    assert read.other_tags <= {"table", "caption", "thead", "tbody", "small"}


def test_markdown_is_one_table_with_a_line_for_each_row(client: httpx.Client) -> None:
    lines = ask(client, ROWS_QUERY, ROWS_BY_NAME["md"]).text.splitlines()
    assert lines[:2] == ["| name | value | nothing |", "| --- | --- | --- |"]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[2:]]
    assert [len(row) for row in cells] == [3] * len(VALUES)
    shown = {row[0].strip(): re.sub(r"\\([\\`*_\[\]<>|~#&!])", r"\1", row[1].strip()) for row in cells}
    assert shown["e"] == str(VALUES["e"])
    assert shown["d"] == "two<br>lines\tand a tab"
    assert shown["f"] == "市集 [zh-Hant]"


@pytest.mark.parametrize("media", ROWS, ids=lambda media: media.name)
def test_no_rows_are_an_answer_in_every_format(client: httpx.Client, media: Media) -> None:
    content = ask(client, f"SELECT ?x WHERE {{ <{EX}absent> <{SAID}> ?x }}", media).content
    readers: dict[str, Callable[[bytes], object]] = {
        "json": lambda found: json.loads(found)["results"]["bindings"],
        "xml": lambda found: list(Result.parse(io.BytesIO(found), format="xml").bindings),
        "csv": lambda found: found.decode().splitlines()[1:],
        "tsv": lambda found: found.decode().splitlines()[1:],
        "html": lambda found: [row for row in html_cells(found).rows[1:] if row != ["No rows."]],
        "md": lambda found: [line for line in found.decode().splitlines() if line != "No rows."],
    }
    assert readers[media.name](content) == []


# ------------------------------------------------------------------------------------------- truth values


@pytest.mark.parametrize("query", TRUTHS)
@pytest.mark.parametrize("name", ["json", "xml"])
def test_a_truth_value_is_read_by_others(client: httpx.Client, name: str, query: str) -> None:
    content = ask(client, query, ROWS_BY_NAME[name]).content
    result = Result.parse(io.BytesIO(content), format=name)
    assert (result.type, result.askAnswer) == ("ASK", TRUTHS[query])


@pytest.mark.parametrize("query", TRUTHS)
@pytest.mark.parametrize("name", ["csv", "tsv", "md"])
def test_a_truth_value_is_one_word_as_text(client: httpx.Client, name: str, query: str) -> None:
    assert ask(client, query, ROWS_BY_NAME[name]).text.split() == [str(TRUTHS[query]).lower()]


@pytest.mark.parametrize("query", TRUTHS)
def test_a_truth_value_is_a_row_in_html(client: httpx.Client, query: str) -> None:
    read = html_cells(ask(client, query, ROWS_BY_NAME["html"]).content)
    assert read.rows == [["answer", str(TRUTHS[query]).lower()]]


# -------------------------------------------------------------------------------------------------- graphs


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_a_graph_is_the_same_in_every_format(client: httpx.Client, media: Media) -> None:
    found = read_graph(ask(client, GRAPH_QUERY, media).content, media.media_type)
    assert isomorphic(found, said())


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_a_description_is_a_graph_in_every_format(client: httpx.Client, media: Media) -> None:
    found = read_graph(ask(client, f"DESCRIBE <{EX}f>", media).content, media.media_type)
    thing = URIRef(f"{EX}f")
    assert set(found) == {
        (thing, URIRef(SAID), VALUES["f"]),
        (thing, URIRef(f"{EX}name"), Literal("f")),
    }


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_a_whole_graph_is_the_same_in_every_format(client: httpx.Client, media: Media) -> None:
    answer = client.get(
        "/sparql/graphs", params={"graph": f"{EX}graph"}, headers={"Accept": media.media_type}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (200, media.content_type)
    assert isomorphic(read_graph(answer.content, media.media_type), whole())


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_no_triples_are_an_answer_in_every_format(client: httpx.Client, media: Media) -> None:
    content = ask(client, f"CONSTRUCT WHERE {{ <{EX}absent> <{SAID}> ?x }}", media).content
    assert len(read_graph(content, media.media_type)) == 0


def test_turtle_declares_the_prefixes_that_it_uses_and_no_other(client: httpx.Client) -> None:
    query = f"CONSTRUCT {{ <{EX}a> a <https://w3id.org/gbaip/ns#Event> }} WHERE {{ }}"
    text = ask(client, query, GRAPHS[0]).text
    assert re.findall(r"@prefix (\w*):", text) == ["gbaip"]
    assert (URIRef(f"{EX}a"), RDF.type, URIRef("https://w3id.org/gbaip/ns#Event")) in read_graph(
        text.encode(), "text/turtle"
    )


# ------------------------------------------------------------------------ formats for people, and datasets


@pytest.mark.parametrize("name", ["html", "md"])
def test_formats_for_people_are_of_the_dataset_that_was_named(client: httpx.Client, name: str) -> None:
    empty = {"default-graph-uri": f"{EX}empty"}
    answer = ask(client, f"SELECT ?v WHERE {{ ?thing <{SAID}> ?v }}", ROWS_BY_NAME[name], **empty)
    assert "No rows." in answer.text
    whole = {"default-graph-uri": f"{EX}graph"}
    assert (
        "市集" in ask(client, f"SELECT ?v WHERE {{ ?thing <{SAID}> ?v }}", ROWS_BY_NAME[name], **whole).text
    )


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_who_would_read_a_page_is_sent_a_graph_in_the_wanted_format(
    client: httpx.Client, media: Media
) -> None:
    accept = f"text/html, {media.media_type};q=0.9"
    answer = client.get("/sparql", params={"query": GRAPH_QUERY}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media.content_type)
    assert isomorphic(read_graph(answer.content, media.media_type), said())
