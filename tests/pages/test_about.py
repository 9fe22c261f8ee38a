"""About the data: what is told comes from the graph, contradictions have both facts and their sources."""

from __future__ import annotations

import pytest

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import compact
from gbaip_graph.pages.about import PARTS
from gbaip_graph.pages.about_contradictions import Said, contradictions
from gbaip_graph.pages.about_coverage import READINGS, explained, years
from gbaip_graph.pages.page import LANGUAGES, PageMissing, PageRequest
from gbaip_graph.pages.site import Site
from tests.pages.machine_site import graph_of
from tests.pages.page_text import ReadPage, read_page

#: Two letters that give a fair another number of guests, one of them with a date that the other lacks.
LETTERS = {
    "sources/first": """
source:first a gbaip:SourceDocument ; dcterms:title "First"@en ; gbaip:hasReading reading:full-text ;
    dcterms:issued "2018-01-02"^^xsd:date .
passage:first.i08.p1 a gbaip:Passage ; gbaip:partOfSource source:first .
figure:fair.guests-first a gbaip:Figure ; gbaip:measures event:fair ; gbaip:hasMeasure measure:guests ;
    gbaip:value 40 ; gbaip:hasExactness exactness:about ; gbaip:statedIn passage:first.i08.p1 .
event:fair a gbaip:Event ; skos:prefLabel "The fair"@en ; gbaip:statedIn passage:first.i08.p1 .
""",
    "sources/second": """
source:second a gbaip:SourceDocument ; dcterms:title "Second"@en ; gbaip:hasReading reading:beginning ;
    dcterms:issued "2020-01-02"^^xsd:date .
passage:second.beginning a gbaip:Passage ; gbaip:partOfSource source:second .
passage:second.reference a gbaip:Passage ; gbaip:partOfSource source:second .
figure:fair.guests-second a gbaip:Figure ; gbaip:measures event:fair ; gbaip:hasMeasure measure:guests ;
    gbaip:value 50 ; gbaip:statedIn passage:second.beginning , passage:second.reference .
event:fair a gbaip:Event ; gbaip:takesPlaceDuring span:2018 ; gbaip:statedIn passage:second.beginning .
""",
    "register/all": """
span:2018 gbaip:edtf "2018" ; gbaip:hasBasis basis:stated .
disagreement:guests a gbaip:Disagreement ; skos:prefLabel "Guests of the fair"@en ;
    gbaip:compares figure:fair.guests-first , figure:fair.guests-second , event:fair ;
    gbaip:hasDisagreementKind disagreement-kind:unresolved ; skos:editorialNote "40 or 50."@en .
disagreement-kind:unresolved skos:prefLabel "unresolved"@en .
exactness:about skos:inScheme scheme:exactness ; skos:prefLabel "about"@en ;
    skos:definition "Not exactly."@en .
exactness:over skos:prefLabel "over"@en ; skos:inScheme scheme:exactness ; skos:definition "More."@en .
measure:guests skos:prefLabel "guests"@en .
""",
}


@pytest.fixture(scope="module")
def letters(shipped_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = Root(tmp_path_factory.mktemp("no-root"))
    return Site(shipped_site.skin, graph_of(LETTERS), root, {}, "abcdef")


def page(site: Site, language: str = "en", **more: bool) -> ReadPage:
    return read_page(site.render(PageRequest("about", language, **more)).content)


def cited(said: Said) -> list[str]:
    return [one.text for one in said.citations]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_anchor_and_a_link_to_it(letters, language):
    read = page(letters, language)
    anchors = {given.get("id") for _, given in read.elements}
    hrefs = {href for href, _ in read.links}
    assert set(PARTS) <= anchors
    assert {f"#{part}" for part in PARTS} <= hrefs


def test_years_count_documents_by_how_far_they_were_read(letters):
    assert [(year.year, year.documents) for year in years(letters)] == [
        ("2018", (1, 0, 0)),
        ("2020", (0, 1, 0)),
    ]


def test_the_years_of_the_shipped_graph_count_what_began_too(shipped_site):
    found = {year.year: year for year in years(shipped_site)}
    assert found["2019"].counted[0] > 0
    assert [year for year, of_it in found.items() if of_it.is_gap] == ["2007"]


def test_all_documents_of_the_shipped_graph_are_counted_once(shipped_site):
    (row,) = shipped_site.graph.select(
        "PREFIX gbaip: <https://w3id.org/gbaip/ns#>"
        "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a gbaip:SourceDocument }"
    ).rows
    counted = explained(shipped_site, PageRequest("about", "en"), "reading", "gbaip:hasReading")
    assert {one.name.iri for one in counted} == set(READINGS)
    assert sum(one.count for one in counted) == int(row[0].lexical)


def test_concepts_are_told_with_their_definitions_the_most_used_first(letters):
    found = explained(letters, PageRequest("about", "en"), "exactness", "gbaip:hasExactness")
    assert [(one.name.text, one.definitions[0].text, one.count) for one in found] == [
        ("about", "Not exactly.", 1),
        ("over", "More.", 0),
    ]


def test_a_contradiction_has_both_facts_each_with_its_source(letters):
    (found,) = contradictions(letters, PageRequest("about", "en"))
    told = {
        compact(said.record.iri): (
            said.cells[0].text,
            said.cells[0].note,
            [one.text for one in said.citations],
        )
        for said in found.said
        if said.record.iri.startswith("https://w3id.org/gbaip/id/figure/")
    }
    assert told == {
        "figure:fair.guests-first": ("40", "about", ["first 8 ¶1"]),
        "figure:fair.guests-second": ("50", "", ["second beginning", "second reference"]),
    }


def test_of_a_record_only_the_documents_are_cited_that_tell_what_is_compared(letters):
    (found,) = contradictions(letters, PageRequest("about", "en"))
    fair = [said for said in found.said if said.record.iri.endswith("/event/fair")]
    assert [(said.cells[0].text, [one.text for one in said.citations]) for said in fair] == [
        ("2018", ["second beginning"])
    ]


def test_a_contradiction_and_its_facts_are_linked(letters):
    links = dict(page(letters).links)
    assert links["/en/id/disagreement/guests"] == "Guests of the fair"
    assert "/en/id/figure/fair.guests-first" in links
    assert links["/en/id/passage/first.i08.p1"].endswith("first 8 ¶1")


def test_all_contradictions_of_the_shipped_graph_cite_at_least_two_facts(shipped_site):
    found = contradictions(shipped_site, PageRequest("about", "en"))
    assert [one.name.text for one in found if len(one.said) < 2] == []
    assert all(said.citations for one in found for said in one.said)


def test_the_size_of_a_file_is_told_only_where_it_is_that_of_this_graph(letters):
    assert "MiB" not in page(letters).text


def test_a_copy_without_a_server_offers_no_files_of_one(letters):
    hrefs = {href for href, _ in page(letters, is_static=True).links}
    assert not [href for href in hrefs if "gbaip.nq" in href or "void" in href]


def test_the_redirect_is_said_to_be_missing(letters):
    assert "not registered yet" in page(letters).text


def test_definitions_on_a_chinese_page_are_said_to_be_english(letters):
    assert ("Not exactly.", "en") in page(letters, "zh-Hans").spoken


def test_there_is_nothing_below_the_page(letters):
    with pytest.raises(PageMissing):
        letters.render(PageRequest("about/more", "en"))
