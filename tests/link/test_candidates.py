"""Candidates for bodies and other things: homonyms, states, forms of output, and tables that are broken."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph.cli import main
from gbaip_graph.engines.oxigraph import write_triples
from gbaip_graph.errors import InvalidData, InvalidValue, QueryRefused, StoreFailed, UsageError
from gbaip_graph.layout import Root
from gbaip_graph.link.candidate_report import as_json, as_mapping_set, explain
from gbaip_graph.link.candidates import Candidate, find_candidates
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.inputs import SourceOptions, decisions, read_source
from gbaip_graph.link.read_table import parse_table
from gbaip_graph.link.sides import Sides
from gbaip_graph.link.sssom import mapping_set_text, parse_mapping_set
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Triple
from tests.ask.remote_stores import oxigraph
from tests.link.mapping_text import mapping_text

ROR = "https://ror.org/"
#: Rows as the Research Organization Registry has them: name, other names, type, country, city.
BODIES = """\
id,name,names,types,country,city
https://ror.org/03q8dnn23,City University of Hong Kong,香港城市大學|CityU,education,HK,Hong Kong
https://ror.org/04gpd4q15,City University of Macau,澳門城市大學|Cidade de Macau,education,MO,Macao
https://ror.org/0030zas98,Hong Kong Polytechnic University,香港理工大學|PolyU,education,HK,Hong Kong
https://ror.org/02sf5td35,Macao Polytechnic University,澳門理工大學,education,MO,Macao
https://ror.org/00d2w9g53,Shenzhen Polytechnic University,深圳职业技术大学,education,CN,Shenzhen
https://ror.org/02zhqgq86,University of Hong Kong,香港大學|HKU,education,HK,Hong Kong
https://ror.org/00t33hh48,Chinese University of Hong Kong,香港中文大學|CUHK,education,HK,Hong Kong
https://ror.org/00p6ghq98,Hong Kong Productivity Council,香港生產力促進局|HKPC,other,HK,Hong Kong
https://ror.org/04vf9tr09,Innovation and Technology Commission,創新科技署|ITC,government,HK,Hong Kong
https://ror.org/00tjzgn92,Department of Science and Technology of Guangdong Province,,government,CN,
https://example.org/dongguan,City University of Hong Kong (Dongguan),,education,CN,Dongguan
https://example.org/ipd-mo,Intellectual Property Department,知識產權廳,government,MO,Macao
https://example.org/lingnan,Lingnan University,嶺南大學,education,HK,Hong Kong
"""
RIGHT = {
    "body:cityu": ROR + "03q8dnn23",
    "body:polyu": ROR + "0030zas98",
    "body:hku": ROR + "02zhqgq86",
    "body:cuhk": ROR + "00t33hh48",
    "body:hkpc": ROR + "00p6ghq98",
}


@pytest.fixture(scope="module")
def bodies(own: tuple[Entity, ...]) -> tuple[Candidate, ...]:
    return find_candidates(own, parse_table(BODIES).entities).candidates


def clear_pairs(candidates: tuple[Candidate, ...]) -> dict[str, str]:
    return {one.ours.id: one.theirs.id for one in candidates if one.verdict == "clear"}


def test_bodies_are_matched_and_their_homonyms_are_not(bodies):
    assert clear_pairs(bodies) == RIGHT
    assert {one.relation for one in bodies if one.verdict == "clear"} == {"skos:exactMatch"}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("body:cityu", ROR + "04gpd4q15"),
        ("body:cityu", "https://example.org/dongguan"),
        ("body:polyu", ROR + "02sf5td35"),
        ("body:polyu", ROR + "00d2w9g53"),
        ("agency:ipd", "https://example.org/ipd-mo"),
        ("agency:gd-commerce", ROR + "00tjzgn92"),
        ("body:hku", ROR + "00t33hh48"),
    ],
)
def test_a_body_is_never_proposed_for_its_homonym(ours, theirs, bodies):
    assert (ours, theirs) not in {(one.ours.id, one.theirs.id) for one in bodies}


@pytest.mark.parametrize(
    "name", ["City University", "Polytechnic University", "Intellectual Property Department"]
)
def test_a_body_of_a_bare_name_is_not_accepted(name, own):
    theirs = Entity("https://example.org/1", (Name(name, kind="main"),), "university")
    assert clear_pairs(find_candidates(own, [theirs]).candidates) == {}


def test_a_body_in_two_universities_of_a_city_is_told_apart_by_what_the_name_speaks_of(own):
    macau = Entity("https://example.org/1", (Name("City University of Macau", kind="main"),))
    hong_kong = replace(macau, id="https://example.org/2", names=(Name("City University of Hong Kong"),))
    found = find_candidates(own, [macau, hong_kong]).candidates
    assert {(one.ours.id, one.theirs.id) for one in found} == {("body:cityu", hong_kong.id)}


def test_a_former_body_is_not_matched_to_one_founded_after_its_end(own):
    gdaic = next(one for one in own if one.id == "agency:gdaic")
    theirs = Entity(
        "https://example.org/1", gdaic.names[:2], "agency", ("CN",), ("Guangdong",), begins="2019"
    )
    before = replace(theirs, begins="1990", ends="2018")
    assert clear_pairs(find_candidates([gdaic], [before]).candidates) == {"agency:gdaic": theirs.id}
    assert find_candidates([gdaic], [theirs]).candidates == ()


def test_a_name_that_two_of_ours_bear_is_ambiguous(own):
    theirs = Entity(
        "https://example.org/1", (Name("广东省知识产权局"),), "agency", ("CN",), ("Guangdong Province",)
    )
    found = find_candidates(own, [theirs]).candidates
    assert {one.ours.id for one in found} == {"agency:gdamr", "agency:gdipo"}
    assert {one.verdict for one in found} == {"ambiguous"}
    assert found[0].rivals == ("agency:gdipo",)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Cantão", "place:guangzhou"),
        ("Macau", "place:macao"),
        ("Hongkong", "place:hong-kong"),
        ("澳門特別行政區", "place:macao"),
        ("廣州市", "place:guangzhou"),
        ("Swatow", "place:shantou"),
    ],
)
def test_places_are_found_by_portuguese_romanised_and_chinese_names(name, place, own):
    found = find_candidates(
        own, [Entity("https://example.org/1", (Name(name, kind="main"),), "place")]
    ).candidates
    assert place in {one.ours.id for one in found}


def test_a_near_spelling_is_shown_and_never_accepted(own):
    theirs = Entity(
        "https://example.org/1", (Name("Hong Kong Productivty Council", kind="main"),), "body", ("HK",)
    )
    (one,) = find_candidates(own, [theirs]).candidates
    assert (one.ours.id, one.verdict, one.matched.how) == ("body:hkpc", "weak", "near")


def test_a_topic_is_at_most_close_to_a_concept_of_the_same_word(own):
    theirs = Entity("https://example.org/1", (Name("arbitration", "en", "main"),), "concept")
    (one,) = find_candidates(own, [theirs]).candidates
    assert (one.ours.id, one.relation) == ("topic:arbitration", "skos:closeMatch")


def test_a_government_is_not_matched_to_the_place_it_governs(own):
    theirs = Entity("https://example.org/1", (Name("Hong Kong", kind="main"),), "agency", ("HK",))
    assert [one.ours.id for one in find_candidates(own, [theirs]).candidates] == []


def test_the_records_of_the_shipped_links_are_found_by_their_labels_alone(own, shipped):
    """Take each linked or denied record with its label and nothing else; the links say what is right."""
    sides, ids = Sides((), ()), {one.id for one in own}
    rows = [
        row
        for mapping_set in shipped
        for row in mapping_set
        if row.subject_id in ids and row.object_label and row.predicate_id == "skos:exactMatch"
    ]
    records = {row.object_iri: sides.object(row).entity for row in rows}
    right = {row.object_iri: row.subject_id for row in rows if not row.is_negative}
    found = find_candidates(own, records.values()).candidates
    best = {one.theirs.id: one for one in sorted(found, key=lambda one: one.score)}
    good = [iri for iri, one in best.items() if right.get(iri) == one.ours.id]
    precision, recall = len(good) / len(best), len(good) / len(right)
    print(f"\nlabels alone: {len(records)} records, {len(records) - len(right)} of them homonyms;")
    print(f"  {len(best)} proposed, {len(good)} right (precision {precision:.3f}, recall {recall:.3f})")
    assert precision >= 0.90
    assert recall >= 0.88
    assert [one for one in found if one.verdict == "clear" and right.get(one.theirs.id) != one.ours.id] == []


# What was decided


def test_decided_pairs_are_left_out_and_stay_rivals(own):
    rows = parse_table(BODIES).entities
    decided = {("body:cityu", ROR + "03q8dnn23"): "rejected", ("body:hku", ROR + "02zhqgq86"): "accepted"}
    report = find_candidates(own, rows, decided=decided)
    assert report.left_out == {"rejected": 1, "accepted": 1}
    assert not set(decided) & {(one.ours.id, one.theirs.id) for one in report.candidates}


def test_a_rejected_pair_is_known_by_another_spelling_of_its_address(own):
    rows = parse_table(BODIES).entities
    report = find_candidates(own, rows, decided={("body:cityu", "http://ror.org/03q8dnn23/"): "rejected"})
    assert report.left_out == {"rejected": 1}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"review_state": "rejected"}, "rejected"),
        ({"predicate_modifier": "Not"}, "rejected"),
        ({"review_state": "accepted"}, "accepted"),
        ({}, "accepted"),
        ({"review_state": "predicted"}, "predicted"),
    ],
)
def test_the_state_of_a_pair_is_read_from_a_mapping_set(row, state):
    columns = (*mapping_text().splitlines()[5].split("\t"), "review_state")
    mapping_set = parse_mapping_set(mapping_text(row, columns=columns))
    assert decisions([mapping_set]) == {("place:hong-kong", "https://sws.geonames.org/1819730/"): state}


def test_a_rejection_outweighs_an_acceptance_elsewhere():
    accepted = parse_mapping_set(mapping_text())
    refused = parse_mapping_set(mapping_text({"predicate_modifier": "Not"}))
    assert set(decisions([refused, accepted]).values()) == {"rejected"}


# Forms of output


def test_candidates_are_written_as_predicted_mappings_that_can_be_read_again(own):
    report = find_candidates(own, parse_table(BODIES).entities)
    text = mapping_set_text(as_mapping_set(report, date="2026-11-21"))
    read = parse_mapping_set(text)
    assert [one.review_state for one in read] == ["predicted"] * len(report.candidates)
    assert [one.confidence for one in read] == [one.score for one in report.candidates]
    assert read.mappings[0].subject_iri.startswith("https://w3id.org/gbaip/id/")
    assert {one.other["candidate_verdict"] for one in read} <= {"clear", "ambiguous", "weak"}
    assert mapping_set_text(as_mapping_set(report, date="2026-11-21")) == text


def test_both_confidences_are_kept_when_a_candidate_is_reviewed(own):
    (row,) = as_mapping_set(
        find_candidates(own, parse_table(BODIES).entities[:1]), date="2026-11-21"
    ).mappings
    header = {"curie_map": {"body": "https://w3id.org/gbaip/id/body/", "ror": ROR}, "mapping_set_id": "urn:x"}
    reviewed = replace(row, review_state="accepted", reviewer_agreement=0.9)
    mapping_set = replace(
        as_mapping_set(find_candidates([], []), date=""), header=header, mappings=(reviewed,)
    )
    (read,) = parse_mapping_set(mapping_set_text(mapping_set))
    assert (read.review_state, read.confidence, read.reviewer_agreement) == ("accepted", row.confidence, 0.9)


def test_the_reverse_has_theirs_on_the_left_and_the_inverse_relation(own):
    theirs = Entity("https://example.org/hk", (Name("Hong Kong", kind="main"),), "town", ("HK",))
    report = find_candidates(own, [theirs])
    forth = as_mapping_set(report, date="2026-11-21").mappings[0]
    back = as_mapping_set(report, date="2026-11-21", reverse=True).mappings[0]
    assert (forth.predicate_id, back.predicate_id) == ("skos:narrowMatch", "skos:broadMatch")
    assert (back.subject_iri, back.object_id) == (theirs.id, "place:hong-kong")


def test_an_identifier_that_is_no_iri_needs_a_template(own):
    report = find_candidates(
        own, [Entity("1819730", (Name("Hong Kong", kind="main"),), "territory", ("HK",))]
    )
    with pytest.raises(UsageError, match="is no IRI"):
        as_mapping_set(report, date="2026-11-21")


def test_the_explanation_tells_every_feature_with_its_points(bodies, own):
    report = find_candidates(own, parse_table(BODIES).entities)
    text = explain(report)
    for one in bodies:
        for feature in one.features:
            assert f"    {feature.points:+.2f} {feature.name}: {feature.told}" in text
    assert text.endswith("0 ambiguous, 0 weak\n") or "candidates:" in text.splitlines()[-1]


def test_the_json_holds_the_same_sums(own):
    document = json.loads(as_json(find_candidates(own, parse_table(BODIES).entities)))
    assert all(
        one["score"] == round(sum(feature["points"] for feature in one["features"]), 2)
        for one in document["candidates"]
    )


# Readers

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
    with oxigraph(quads, tmp_path) as address:
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


# The command


@pytest.fixture
def table_file(tmp_path: Path) -> Path:
    file = tmp_path / "bodies.csv"
    file.write_text(BODIES, encoding="utf-8")
    return file


def test_the_command_writes_candidates_and_leaves_the_graph_as_it_was(project: Root, table_file):
    before = {file: file.read_bytes() for file in (*project.data_files(), *project.link_files())}
    result = CliRunner().invoke(main, ["link", "candidates", str(table_file), "--again"])
    assert result.exit_code == 0, result.output
    assert len(parse_mapping_set(result.stdout)) >= len(RIGHT)
    assert {file: file.read_bytes() for file in before} == before


def test_the_command_leaves_out_what_the_shipped_links_have_decided(table_file):
    arguments = ["link", "candidates", str(table_file), "--explain", "--verdict", "clear"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "body:cityu" not in result.stdout
    assert "accepted before" in result.stdout


def test_the_command_ends_with_1_for_a_broken_table(tmp_path):
    file = tmp_path / "bodies.csv"
    file.write_bytes(b"colour\nred\n")
    result = CliRunner().invoke(main, ["link", "candidates", str(file)])
    assert result.exit_code == 1
    assert "missing-column" in result.stderr


# Reviewing


@pytest.fixture
def candidates_file(tmp_path: Path, own: tuple[Entity, ...]) -> Path:
    """Return a file with two candidates, whose header knows a reviewer."""
    report = find_candidates(own, parse_table(BODIES).entities[:3])
    mapping_set = as_mapping_set(report, date="2026-11-21")
    curie_map = {**mapping_set.curie_map, "orcid": "https://orcid.org/"}
    file = tmp_path / "candidates.sssom.tsv"
    text = mapping_set_text(replace(mapping_set, header={**mapping_set.header, "curie_map": curie_map}))
    file.write_text(text, encoding="utf-8")
    return file


REVIEWER = ["--reviewer", "orcid:0000-0002-1825-0097"]


def review(file: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["link", "review", str(file), *arguments, *REVIEWER])
    return result.exit_code, result.output


def test_a_rejected_candidate_keeps_both_confidences_and_is_not_proposed_again(
    candidates_file, table_file, project
):
    pair = ("body:cityu", "ror:03q8dnn23")
    code, output = review(candidates_file, *pair, "--reject", "--agreement", "-0.8")
    assert (code, output) == (0, "body:cityu skos:exactMatch ror:03q8dnn23: rejected (proposed with 0.9)\n")
    row = next(
        one for one in parse_mapping_set(candidates_file.read_text("utf-8")) if one.object_id == pair[1]
    )
    assert (row.review_state, row.confidence, row.reviewer_agreement) == ("rejected", 0.9, -0.8)
    decided = decisions([parse_mapping_set(candidates_file.read_text("utf-8"))])
    assert decided["body:cityu", ROR + "03q8dnn23"] == "rejected"


def test_what_was_decided_is_decided_anew_only_when_that_is_said(candidates_file):
    pair = ("body:cityu", "ror:03q8dnn23")
    assert review(candidates_file, *pair, "--accept")[0] == 0
    before = candidates_file.read_bytes()
    code, output = review(candidates_file, *pair, "--reject")
    assert (code, "accepted already" in output) == (2, True)
    assert candidates_file.read_bytes() == before
    assert review(candidates_file, *pair, "--reject", "--again")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("body:cityu", "ror:0", "--accept"), 2, "there is no mapping"),
        (("body:cityu", "ror:03q8dnn23"), 2, "nothing was decided"),
        (("body:cityu", "ror:03q8dnn23", "--accept", "--reviewer", "me:1"), 1, "prefix that is not declared"),
    ],
)
def test_a_review_that_cannot_be_written_leaves_the_file_as_it_was(arguments, code, told, candidates_file):
    before = candidates_file.read_bytes()
    result = CliRunner().invoke(main, ["link", "review", str(candidates_file), *REVIEWER, *arguments])
    assert (result.exit_code, told in result.output) == (code, True)
    assert candidates_file.read_bytes() == before


def test_a_name_that_thousands_bear_is_judged_in_bearable_time(own):
    bearers = [
        Entity(f"https://example.org/{number}", (Name("Hong Kong", kind="main"),), "town", ("HK",))
        for number in range(3000)
    ]
    candidates = find_candidates(own, bearers).candidates
    assert {one.verdict for one in candidates} == {"ambiguous"}
    assert max(len(one.rivals) for one in candidates) <= 30
