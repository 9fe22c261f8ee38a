"""Tables, RDF files and endpoints that candidates are read from, good and broken."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gbaip_graph.engines.oxigraph import write_triples
from gbaip_graph.errors import InvalidData, InvalidValue, QueryRefused, StoreFailed
from gbaip_graph.link.candidate_report import as_mapping_set, explain
from gbaip_graph.link.candidates import find_candidates
from gbaip_graph.link.inputs import SourceOptions, read_source
from gbaip_graph.link.read_table import parse_table
from gbaip_graph.sssom.writer import mapping_set_text
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Triple
from tests.ask.remote_stores import oxigraph
from tests.link.body_rows import clear_pairs

RDF = """\
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix gn: <http://www.geonames.org/ontology#> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
<https://example.org/zs> a schema:City ;
    skos:prefLabel "Zhongshan"@en , "中山"@zh-Hans ;
    gn:countryCode "CN" ; gn:parentADM1 <https://example.org/gd> ; wgs:lat 22.52 ; wgs:long 113.38 .
<https://example.org/gd> skos:prefLabel "Guangdong Sheng" .
"""


def test_an_rdf_file_tells_names_kind_country_container_and_position(tmp_path, own):
    file = tmp_path / "places.ttl"
    file.write_text(RDF, encoding="utf-8")
    table = read_source(str(file), SourceOptions())
    zhongshan = table.entities[0]
    assert zhongshan.kind == "town"
    assert zhongshan.countries == ("CN",)
    assert zhongshan.within == ("https://example.org/gd", "Guangdong Sheng")
    assert zhongshan.position == (22.52, 113.38)
    assert clear_pairs(find_candidates(own, table.entities).candidates)["place:zhongshan"] == zhongshan.id


class _Endpoint(BaseHTTPRequestHandler):
    answer = b""
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def endpoint() -> Iterator[str]:
    """Run an endpoint on the loopback address that gives one prepared answer."""
    server = HTTPServer(("127.0.0.1", 0), _Endpoint)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/query"
    server.shutdown()
    thread.join()
    server.server_close()


def rows_of(*rows: dict[str, str]) -> bytes:
    bindings = [
        {
            name: {"type": "uri" if value.startswith("http") else "literal", "value": value}
            for name, value in row.items()
        }
        for row in rows
    ]
    document = {
        "head": {"vars": sorted({name for row in rows for name in row})},
        "results": {"bindings": bindings},
    }
    return json.dumps(document).encode()


def test_an_endpoint_is_asked_for_everything_that_has_a_name(endpoint, monkeypatch):
    label, code = "http://www.w3.org/2000/01/rdf-schema#label", "http://www.geonames.org/ontology#countryCode"
    triples = (
        {"s": "https://example.org/1", "p": label, "o": "Macau"},
        {"s": "https://example.org/1", "p": code, "o": "MO"},
    )
    monkeypatch.setattr(_Endpoint, "answer", rows_of(*triples))
    (one,) = read_source(endpoint, SourceOptions(kind="town")).entities
    assert (one.label, one.kind, one.countries) == ("Macau", "town", ("MO",))


def test_a_real_server_is_asked(tmp_path, own):
    file = tmp_path / "places.ttl"
    file.write_text(RDF, encoding="utf-8")
    triples = parse_turtle(RDF).triples
    lines = write_triples(
        [Triple(one.subject, one.predicate, one.object) for one in triples], graph_format="nt", prefixes={}
    )
    quads = lines.replace(b" .\n", b" <urn:g> .\n")
    with oxigraph(quads) as address:
        asked = read_source(address, SourceOptions()).entities
    read = read_source(str(file), SourceOptions()).entities
    assert {one.id for one in asked} == {one.id for one in read}
    assert clear_pairs(find_candidates(own, asked).candidates) == clear_pairs(
        find_candidates(own, read).candidates
    )


def test_an_endpoint_is_asked_an_own_query(endpoint, monkeypatch, tmp_path):
    query = tmp_path / "places.rq"
    query.write_text("SELECT ?id ?name ?country WHERE { ?id ?p ?name }", encoding="utf-8")
    row = {"id": "https://example.org/1", "name": "Macau", "country": "MO"}
    monkeypatch.setattr(_Endpoint, "answer", rows_of(row, {**row, "name": "澳門"}))
    (one,) = read_source(endpoint, SourceOptions(select_file=query)).entities
    assert [name.text for name in one.names] == ["Macau", "澳門"]


def test_a_query_without_a_name_is_refused(endpoint, monkeypatch, tmp_path):
    query = tmp_path / "places.rq"
    query.write_text("SELECT ?id ?colour WHERE { ?id ?p ?colour }", encoding="utf-8")
    monkeypatch.setattr(_Endpoint, "answer", rows_of({"id": "https://example.org/1", "colour": "red"}))
    with pytest.raises(QueryRefused, match="no identifier and name"):
        read_source(endpoint, SourceOptions(select_file=query))


@pytest.mark.parametrize(("status", "answer"), [(500, b"{}"), (200, b"<html>")])
def test_an_endpoint_that_fails_is_one_error(status, answer, endpoint, monkeypatch):
    monkeypatch.setattr(_Endpoint, "status", status)
    monkeypatch.setattr(_Endpoint, "answer", answer)
    with pytest.raises(StoreFailed):
        read_source(endpoint, SourceOptions())


# Bad input

BROKEN_TABLES = {
    "no identifier": (b"name,country\nMacau,MO\n", "candidate/missing-column", 1),
    "no name": (b"id,country\n1,MO\n", "candidate/missing-column", 1),
    "empty": (b"", "candidate/missing-column", 1),
    "NUL": (b"id,name\n1,Mac\x00au\n", "candidate/nul", 2),
    "not UTF-8": (b"id,name\n1,Macau\n2,Cant\xe3o\n", "candidate/encoding", 3),
    "a quotation without an end": (b'id,name\n1,"Macau\n', "candidate/table", 2),
    "an endless cell": (b"id,name\n1," + b"x" * 2_000_000 + b"\n", "candidate/table", 2),
}


@pytest.mark.parametrize("name", BROKEN_TABLES)
def test_a_broken_table_is_one_error_with_its_line(name, tmp_path):
    content, rule, line = BROKEN_TABLES[name]
    file = tmp_path / "bodies.csv"
    file.write_bytes(content)
    with pytest.raises(InvalidData) as error:
        read_source(str(file), SourceOptions())
    assert [(one.rule, one.line) for one in error.value.findings] == [(rule, line)]


ODD_CELLS = {
    "10,000 characters": ({"name": "x" * 10_000}, ["candidate/long-name", "candidate/no-name"]),
    "right-to-left mark": ({"name": "Ma\u202ecau"}, ["candidate/hidden-character"]),
    "no identifier": ({"id": ""}, ["candidate/no-id"]),
    "an identifier with a mark": ({"id": "1\u200f"}, ["candidate/no-id"]),
    "no letters": ({"name": "???"}, ["candidate/no-name"]),
    "latitude of 91": ({"latitude": "91", "longitude": "113"}, ["candidate/position"]),
    "latitude nan": ({"latitude": "nan", "longitude": "113"}, ["candidate/position"]),
    "a country in words": ({"country": "Macao"}, ["candidate/country"]),
    "a year in words": ({"begins": "nineteen"}, ["candidate/date"]),
}


@pytest.mark.parametrize("name", ODD_CELLS)
def test_an_odd_cell_is_a_warning_and_the_rest_is_read(name):
    cells, rules = ODD_CELLS[name]
    row = {"id": "https://example.org/1", "name": "Macau", "country": "MO", "latitude": "", "longitude": "",
           "begins": "", **cells}  # fmt: skip
    text = "\t".join(row) + "\n" + "\t".join(row.values()) + "\nhttps://example.org/2\tMacau\tMO\t\t\t\n"
    table = parse_table(text, file="x.tsv")
    assert [(one.rule, one.line, one.severity) for one in table.findings] == [
        (rule, 2, "warning") for rule in rules
    ]
    assert table.entities[-1].id == "https://example.org/2"


def test_an_identifier_that_stands_twice_keeps_its_first_row():
    table = parse_table("id,name\n1,Macau\n1,Hong Kong\n")
    assert [one.label for one in table.entities] == ["Macau"]
    assert [one.rule for one in table.findings] == ["candidate/repeated-id"]


def test_a_name_with_hidden_characters_is_compared_and_shown_without_them(own):
    table = parse_table("id,name,country\nhttps://example.org/1,Ma\u202ecau\u200f,MO\n")
    report = find_candidates(own, table.entities)
    assert report.candidates[0].ours.id == "place:macao"
    written = (explain(report), mapping_set_text(as_mapping_set(report, date="2026-11-21")))
    assert not any(mark in text for text in written for mark in "\u202e\u200f")


@pytest.mark.parametrize("ending", [".ttl", ".nt"])
def test_broken_rdf_is_one_error_with_its_line(ending, tmp_path):
    file = tmp_path / f"places{ending}"
    file.write_text('<urn:a> <urn:b> "c" .\n<urn:a> <urn:b> .\n', encoding="utf-8")
    with pytest.raises(InvalidData) as error:
        read_source(str(file), SourceOptions())
    assert [(one.rule, one.line) for one in error.value.findings] == [("syntax", 2)]


@pytest.mark.parametrize("source", ["places.rdf", "places.jsonld", "ftp://example.org/x", "places"])
def test_a_source_of_another_format_is_refused(source):
    with pytest.raises(InvalidValue, match="no table, RDF file or endpoint"):
        read_source(source, SourceOptions())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (SourceOptions(kind="planet"), "planet is no kind of thing"),
        (SourceOptions(template="https://example.org/"), "has no place for the identifier"),
    ],
)
def test_an_option_that_means_nothing_is_refused(options, told, tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("id,name\n1,Macau\n", encoding="utf-8")
    with pytest.raises(InvalidValue, match=told):
        read_source(str(file), options)
