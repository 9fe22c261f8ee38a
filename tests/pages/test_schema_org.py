"""JSON-LD in pages: no more than the export says, readable by a processor of JSON-LD, safe within HTML."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF

from gbaip_graph.ask.examples import example_triples
from gbaip_graph.build.store import open_graph, read_published
from gbaip_graph.engines.rdf_terms import from_rdflib
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import DATA, PREFIXES
from gbaip_graph.pages import schema_org
from tests.pages.machine_site import BASE, FAIR, TEXTS, MachineSite, graph_of
from tests.repository.released_iris import CHECKOUT
from tests.serve.graph_readers import read_graph

SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def shipped():
    graph = open_graph(CHECKOUT)
    return MachineSite(graph, schema_org.load(graph, CHECKOUT))


@pytest.fixture(scope="module")
def fair():
    graph = graph_of(FAIR)
    return MachineSite(graph, schema_org.load(graph, CHECKOUT))


def read(json_ld: str) -> rdflib.Graph:
    """Read JSON-LD with rdflib's processor."""
    return read_graph(json_ld.encode(), "application/ld+json")


def told(site, name):
    """Return what is said of a thing as its JSON."""
    return json.loads(schema_org.write(site, DATA + name))


# ------------------------------------------------------------------------------------------- the export


def test_a_month_stays_a_month(fair):
    assert told(fair, "event/lecture")["startDate"] == {"@type": "Date", "@value": "2018-11"}


def test_of_a_month_and_the_days_in_it_the_days_are_said(fair):
    days = told(fair, "event/fair")
    assert (days["startDate"]["@value"], days["endDate"]["@value"]) == ("2018-11-29", "2018-11-30")


def test_a_window_or_a_date_that_is_about_is_no_date(fair):
    assert {"startDate", "endDate"} & told(fair, "event/talks").keys() == set()


@pytest.mark.parametrize(
    ("edtf", "basis", "dates"),
    [
        ("2018", "stated", ("2018", "2018")),
        ("2018", "from-period", ("2018", "2018")),
        ("2018-11~", "stated", (None, None)),
        ("2004/..", "stated", ("2004", None)),
        ("../2004", "stated", (None, "2004")),
        ("2024-02/2024-08", "stated", ("2024-02", "2024-08")),
        ("2019-04/2019-05", "from-members", ("2019-04", "2019-05")),
        ("2023-07/2023-10-08", "from-publication", (None, None)),
        ("2023-09-05/2023-09-06", "from-publication", ("2023-09-05", "2023-09-06")),
    ],
)
def test_the_export_says_of_a_date_what_is_known(edtf, basis, dates):
    span = f"span:x gbaip:edtf '{edtf}' ; gbaip:hasBasis basis:{basis} ."
    event = "event:x a gbaip:Event ; skos:prefLabel 'X'@en ; gbaip:takesPlaceDuring span:x ."
    graph = graph_of({"x": span + event})
    said = told(MachineSite(graph, schema_org.load(graph, CHECKOUT)), "event/x")
    found = tuple(said.get(key, {}).get("@value") for key in ("startDate", "endDate"))
    assert found == dates


def test_a_document_tells_who_published_it_when_and_where(fair):
    said = told(fair, "source/letter")
    assert said["@type"] == "CreativeWork"
    assert said["datePublished"] == {"@type": "Date", "@value": "2018-01-01"}
    assert said["url"] == {"@id": "https://letters.example/1?a=b&c=d"}
    assert said["inLanguage"] == "en"
    assert said["publisher"]["name"][0] == {"@language": "en", "@value": "The office"}


def test_an_address_that_is_no_page_of_the_web_is_not_said(fair):
    assert "url" not in told(fair, "source/note")


# ------------------------------------------------------------------------------------------- of things


def test_what_pages_say_of_all_things_is_what_the_export_says(shipped):
    exported = {tuple(triple) for of_it in shipped.schema_org.triples.values() for triple in of_it}
    documents = ",".join(schema_org.write(shipped, iri) for iri in shipped.schema_org.triples)
    said = {tuple(map(from_rdflib, triple)) for triple in read(f"[{documents}]")}
    assert len(exported) > 2000
    assert said == exported


def test_a_thing_that_is_named_is_named_with_its_type_and_names_alone(shipped):
    said = read(schema_org.write(shipped, DATA + "event/sme-seminar-2024"))
    of_others = {(s, p) for s, p, _ in said if s != rdflib.URIRef(DATA + "event/sme-seminar-2024")}
    assert {p for _, p in of_others} == {RDF.type, SCHEMA.name}
    assert (rdflib.URIRef(DATA + "place/zhongshan"), SCHEMA.name) in of_others


@pytest.mark.parametrize(
    "name",
    ["figure/customs-2018-19.goods", "inv/sme-seminar-2024.ipd.organiser", "item/2018-19-08", "event/none"],
)
def test_what_schema_org_cannot_say_has_none(shipped, name):
    assert schema_org.write(shipped, DATA + name) == ""


def test_a_root_without_the_export_says_nothing_of_things(tmp_path):
    graph = graph_of(FAIR)
    assert schema_org.load(graph, Root(tmp_path)).triples == {}


# ------------------------------------------------------------------------------------------- within HTML


class Scripts(HTMLParser):
    """Collects what stands in scripts, and the names of all elements."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.content = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)

    def handle_data(self, data):
        self.content += data


HOSTILE = '</script><script>alert(1)</script><!--<script>]]>&amp;\u2028\u2029\u202e"\\'


def test_no_name_ends_the_script_or_begins_another():
    written = json.dumps(HOSTILE)
    graph = graph_of({"x": f"event:x a gbaip:Event ; skos:prefLabel {written}@en ."})
    json_ld = schema_org.write(MachineSite(graph, schema_org.load(graph, CHECKOUT)), DATA + "event/x")
    reader = Scripts()
    reader.feed(f'<script type="application/ld+json">{json_ld}</script>')
    assert (reader.elements, reader.content) == (["script"], json_ld)
    assert json.loads(json_ld)["name"]["@value"] == HOSTILE
    assert not set("<>&\u2028\u2029\u202e") & set(json_ld)


# ------------------------------------------------------------------------------------------- the home page


def test_the_home_page_says_of_the_data_what_its_description_says(shipped):
    described = rdflib.Graph().parse(
        data=read_published(CHECKOUT, examples=example_triples).description, format="turtle"
    )
    dataset = rdflib.URIRef("https://w3id.org/gbaip/dataset")
    said = read(schema_org.write_home(shipped, BASE))
    dcterms, dcat = (rdflib.Namespace(PREFIXES[name]) for name in ("dcterms", "dcat"))
    for ours, theirs in ((SCHEMA.name, dcterms.title), (SCHEMA.description, dcterms.description)):
        assert str(said.value(dataset, ours)) == str(described.value(dataset, theirs))
    assert said.value(dataset, SCHEMA.license) == described.value(dataset, dcterms.license)
    assert str(said.value(dataset, SCHEMA.dateModified)) == str(described.value(dataset, dcterms.modified))
    files = {Path(str(address)).name for address in described.objects(None, dcat.downloadURL)}
    assert {Path(str(address)).name for address in said.objects(None, SCHEMA.contentUrl)} == files


def test_a_graph_without_activities_covers_no_years(fair):
    assert "temporalCoverage" not in json.loads(schema_org.write_home(fair, BASE))["@graph"][1]


def test_the_shipped_home_page_covers_the_years_of_the_graph(shipped):
    said = json.loads(schema_org.write_home(shipped, BASE))["@graph"][1]
    first, last = said["temporalCoverage"].split("/")
    assert (int(first) < 2004, int(last) > 2024) == (True, True)


def test_a_copy_without_a_server_offers_no_search_and_no_files(shipped):
    served, copied = (
        json.loads(schema_org.write_home(shipped, BASE, is_static=is_static))["@graph"]
        for is_static in (False, True)
    )
    assert (
        served[0]["potentialAction"]["target"]["urlTemplate"] == f"{BASE}/en/search?q={{search_term_string}}"
    )
    assert served[1].keys() - copied[1].keys() == {"distribution"}
    assert served[0].keys() - copied[0].keys() == {"potentialAction"}


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_home_page_says_it_in_its_language(shipped, language):
    said = json.loads(schema_org.write_home(shipped, BASE, language=language))["@graph"]
    assert said[1]["name"] == TEXTS["machines.dataset"][language]
    assert said[0]["inLanguage"] == language
