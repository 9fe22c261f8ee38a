"""Graphs of others: made from packages and files, described with their terms, kept out of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph.cli import main
from gbaip_graph.errors import GbaipError, InvalidData, InvalidValue, UnknownName, UsageError
from gbaip_graph.layout import Root
from gbaip_graph.link.external import ORIGINS, import_graph, write_graph
from gbaip_graph.link.read_graph import read_rdf
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.terms import Iri, Literal

GN, SKOS = "http://www.geonames.org/ontology#", "http://www.w3.org/2004/02/skos/core#"
ISO = "https://www.iso.org/obp/ui/#iso:code:3166:"

#: An invented body in both schemas of the registry.
SECOND = {
    "id": "https://ror.org/012345678",
    "names": [
        {"value": "River Institute", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "河流研究所", "types": ["label"], "lang": "zh"},
        {"value": "RI", "types": ["acronym"], "lang": None},
    ],
    "types": ["education"],
    "established": 1999,
    "locations": [
        {
            "geonames_id": 1819729,
            "geonames_details": {"name": "Hong Kong", "country_code": "HK", "lat": 22.28, "lng": 114.17},
        }
    ],
    "external_ids": [
        {"type": "wikidata", "all": ["Q1", "no item"], "preferred": None},
        {"type": "isni", "all": ["0000"], "preferred": None},
    ],
}
FIRST = {
    "id": "https://ror.org/012345678",
    "name": "River Institute",
    "aliases": [],
    "acronyms": ["RI"],
    "labels": [{"label": "河流研究所", "iso639": "zh"}],
    "types": ["education"],
    "established": 1999,
    "country": {"country_code": "HK"},
    "addresses": [{"lat": 22.28, "lng": 114.17, "geonames_city": {"id": 1819729}}],
    "external_ids": {"Wikidata": {"all": ["Q1"], "preferred": None}},
}


def records(tmp_path: Path, content: object) -> Path:
    file = tmp_path / "records.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def said(triples, subject: str, predicate: str) -> set[str]:
    found = (t.object for t in triples if t.subject == Iri(subject) and t.predicate == Iri(predicate))
    return {term.lexical if isinstance(term, Literal) else term.value for term in found}


@pytest.mark.parametrize("record", [FIRST, SECOND], ids=["schema 1", "schema 2"])
def test_a_record_of_the_registry_keeps_names_place_and_identifiers(tmp_path, record) -> None:
    triples = import_graph("ror", files=[records(tmp_path, record)]).triples
    body = "https://ror.org/012345678"
    assert said(triples, body, SKOS + "prefLabel") == {"River Institute"}
    assert said(triples, body, SKOS + "altLabel") == {"河流研究所", "RI"}
    assert said(triples, body, "https://schema.org/location") == {"https://sws.geonames.org/1819729/"}
    assert said(triples, body, "https://schema.org/foundingDate") == {"1999"}
    see_also = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
    assert said(triples, body, see_also) == {"http://www.wikidata.org/entity/Q1"}


def test_records_of_other_countries_are_left_out(tmp_path) -> None:
    file = records(tmp_path, [SECOND])
    assert import_graph("ror", files=[file], countries=["MO"]).triples == ()
    assert import_graph("ror", files=[file], countries=["HK"]).triples != ()


BAD_RECORDS = {
    "no JSON": ("{", "syntax"),
    "nested too deeply": ("[" * 100_000, "syntax"),
    "a number": ("1", "ror-record"),
    "another record": ({"name": "x"}, "ror-record"),
    "another's identifier": ({**SECOND, "id": "https://example.org/1"}, "ror-record"),
    "identifier with an end": ({**SECOND, "id": "https://ror.org/012345678> <x:y"}, "ror-record"),
    "right-to-left mark": ({**FIRST, "name": "River\u202eInstitute"}, "ror-record"),
    "ten thousand characters": ({**FIRST, "name": "x" * 10_000}, "ror-record"),
    "year in words": ({**SECOND, "established": "long ago"}, "ror-record"),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_file_that_holds_no_records_is_a_finding(tmp_path, name: str) -> None:
    content, rule = BAD_RECORDS[name]
    with pytest.raises(InvalidData) as refused:
        import_graph("ror", files=[records(tmp_path, content)])
    assert [finding.rule for finding in refused.value.findings] == [rule]


def test_iso_3166_keeps_codes_and_hierarchy() -> None:
    triples = import_graph("iso3166", countries=["CN", "HK"]).triples
    assert said(triples, ISO + "HK", SKOS + "notation") == {"HK", "HKG", "344"}
    assert said(triples, ISO + "CN-GD", SKOS + "broader") == {ISO + "CN"}
    assert said(triples, ISO + "FR", SKOS + "notation") == set()


@pytest.mark.slow
def test_geonames_keeps_places_with_names_and_coordinates(tmp_path) -> None:
    graph = import_graph("geonames", countries=["MO"])
    assert said(graph.triples, "https://sws.geonames.org/1821275/", GN + "name") == {"Macao"}
    city = "https://sws.geonames.org/1821274/"
    assert said(graph.triples, city, GN + "parentCountry") == {"https://sws.geonames.org/1821275/"}
    assert "澳門" in said(graph.triples, city, GN + "alternateName")
    assert said(graph.triples, city, "http://www.w3.org/2003/01/geo/wgs84_pos#lat") == {"22.20056"}
    # What is written is what the matcher reads.
    write_graph(graph, tmp_path / "mo.nt", root=None)
    assert city in {entity.id for entity in read_rdf(tmp_path / "mo.nt").entities}


def test_a_graph_of_others_says_its_licence_and_whom_it_is_from(tmp_path) -> None:
    graph = import_graph("ror", files=[records(tmp_path, SECOND)])
    triples = parse_n_triples(graph.to_n_triples(), file="x.nt").triples
    terms = {predicate: said(triples, graph.iri, f"http://purl.org/dc/terms/{predicate}")
             for predicate in ("license", "rights", "source")}  # fmt: skip
    assert terms == {
        "license": {"https://creativecommons.org/publicdomain/zero/1.0/"},
        "rights": {"Data of the Research Organization Registry (https://ror.org/)."},
        "source": {"1 file of records"},
    }


def test_the_graph_that_must_be_shared_alike_is_the_one_of_iso_codes() -> None:
    assert {origin.name for origin in ORIGINS if origin.is_share_alike} == {"iso3166"}


@pytest.mark.parametrize("place", ["data/links/x.nt", "data/x.nt", "x.nt"])
def test_a_graph_of_others_is_not_written_among_our_files(project: Root, tmp_path, place: str) -> None:
    graph = import_graph("ror", files=[records(tmp_path, SECOND)])
    with pytest.raises(InvalidValue):
        write_graph(graph, project.path / place, root=project)
    assert not (project.path / place).exists()


WRONG_CALLS = {
    "unknown graph": ({"name": "osm"}, UnknownName),
    "unknown country": ({"name": "iso3166", "countries": ["XX"]}, InvalidValue),
    "files for a package": ({"name": "iso3166", "files": [Path("x.json")]}, InvalidValue),
    "no files": ({"name": "ror"}, UsageError),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_wrong_call_is_refused(name: str) -> None:
    arguments, error = WRONG_CALLS[name]
    with pytest.raises(GbaipError) as refused:
        import_graph(**arguments)
    assert type(refused.value) is error


def test_the_command_writes_the_graph_and_tells_its_terms(tmp_path) -> None:
    output = tmp_path / "iso.nt"
    ended = CliRunner().invoke(
        main, ["link", "import", "iso3166", "--country", "MO", "--output", str(output)]
    )
    assert ended.exit_code == 0
    assert "lgpl" in ended.stdout
    assert "shared alike" in ended.stderr
    written = parse_n_triples(output.read_text(encoding="utf-8"), file="iso.nt").triples
    assert said(written, ISO + "MO", SKOS + "prefLabel") == {"Macao"}
