"""Pages of things: every fact with its citation, dates with their basis, figures with their exactness."""

from __future__ import annotations

import re

import pytest

from gbaip_graph.pages.page import LANGUAGES, PageMissing, PageRequest
from gbaip_graph.pages.site import Site
from tests.pages.page_text import ReadPage, read_page


def page(site: Site, path: str, language: str = "en") -> ReadPage:
    return read_page(site.render(PageRequest(path, language)).content)


def test_an_event_says_when_and_on_what_that_rests(shipped_site):
    text = page(shipped_site, "id/event/sme-seminar-2024").text
    assert "5 September 2024 from the title; stated: 5 September" in text


def test_an_event_leads_to_its_place_and_its_series(shipped_site):
    links = dict(page(shipped_site, "id/event/sme-seminar-2024").links)
    assert links["/en/id/place/zhongshan"] == "Zhongshan"
    assert "/en/id/series/sme-seminar" in links


def test_who_took_part_stands_with_role_and_citation(shipped_site):
    content = shipped_site.render(PageRequest("id/event/sme-seminar-2024", "en")).content.decode()
    rows = [read_page(row.encode()) for row in re.findall(r"<tr>.*?</tr>", content, re.S)]
    (row,) = [
        row for row in rows if "Federation of Hong Kong Industries" in row.text and "supporter" in row.text
    ]
    hrefs = [href for href, _ in row.links]
    assert "/en/id/body/fhki" in hrefs
    assert "/en/id/passage/pr-2024-09-05.p5" in hrefs


def test_a_figure_stands_with_its_exactness_its_currency_and_who_counted(shipped_site):
    text = page(shipped_site, "id/op/customs-2018-19").text
    assert "8 300 000 HKD about" in text
    assert "Customs and Excise Department" in text


def test_a_record_without_a_label_is_headed_by_what_it_connects(shipped_site):
    text = page(shipped_site, "id/inv/sme-seminar-2024.fhki.supporter").text
    assert "Involvement: Federation of Hong Kong Industries · supporter · 2024 Guangdong" in text


@pytest.mark.parametrize(
    ("passage", "language", "heading"),
    [
        ("ipd-2018-19.i20.p1", "en", "ipd-2018-19: item 20, paragraph 1"),
        ("ipd-2018-19.i20.p0", "zh-Hant", "ipd-2018-19：第20項標題"),
        ("pr-2024-09-05.p5", "zh-Hans", "pr-2024-09-05：第5段"),
        ("doc-012.listed", "en", "doc-012: as listed"),
    ],
)
def test_a_passage_is_headed_by_its_place_in_words(shipped_site, passage, language, heading):
    content = shipped_site.render(PageRequest(f"id/passage/{passage}", language)).content.decode()
    assert re.findall(r"<h1[^>]*>([^<]*)", content) == [heading]


def test_a_disagreement_shows_what_each_document_says_with_its_citation(shipped_site):
    content = shipped_site.render(PageRequest("id/disagreement/bip-asia-2019-day", "en")).content.decode()
    (said,) = re.findall(r'<section aria-labelledby="said">.*?</section>', content, re.S)
    links = {href for href, _ in read_page(said.encode()).links}
    assert "6–7 December 2019" in read_page(said.encode()).text
    assert {"/en/id/passage/doc-090.beginning", "/en/id/event/bip-asia-forum-2019"} <= links
    assert "compares</dt>" not in content.lower()  # which would name the same records once more


def test_a_passage_lists_the_facts_that_rest_on_it(shipped_site):
    hrefs = {href for href, _ in page(shipped_site, "id/passage/pr-2024-09-05.p5").links}
    assert "/en/id/inv/sme-seminar-2024.fhki.supporter" in hrefs
    assert "/en/id/source/pr-2024-09-05" in hrefs


def test_a_body_is_named_as_it_was_on_the_day(shipped_site):
    text = page(shipped_site, "id/event/patent-attorney-examination-2004").text
    assert "Economic Services Bureau recorded as Economic Bureau of the Macao" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_says_which_language_it_is_in(shipped_site, language):
    read = page(shipped_site, "id/agency/ced", language)
    spoken = dict(read.spoken)
    assert spoken["Customs and Excise Department"] == "en"
    assert spoken["香港海關"] == "zh-Hant"
    assert spoken["香港海关"] == "zh-Hans"


def test_a_label_of_another_language_is_marked(shipped_site):
    read = page(shipped_site, "id/agency/dapeng-customs", "zh-Hant")
    where = [part for part, _ in read.spoken].index("Dapeng Customs")
    assert ("English", "en") in read.spoken[where : where + 3]


@pytest.mark.parametrize(
    "path", ["id/event/none", "id/nothing/x", "id/event/..", "id", "concept/none", "ns/None"]
)
def test_what_is_not_there_has_no_page(shipped_site, path):
    with pytest.raises(PageMissing):
        shipped_site.render(PageRequest(path, "en"))


def test_every_record_of_the_graph_has_a_path(shipped_site):
    paths = set(shipped_site.paths())
    assert len(paths) > 3000
    assert {"", "list/event", "id/event/sme-seminar-2024", "concept/role/organiser", "ns/Event"} <= paths


def test_no_page_of_a_sample_shows_a_compact_name(shipped_site):
    known = re.compile(r"\b(?:inv|figure|agency|event|span|name|tenure|membership|passage|gbaip|rdf|org):\S")
    paths = [path for path in shipped_site.paths() if path.startswith("id/")]
    for path in paths[:: len(paths) // 60]:
        assert known.findall(page(shipped_site, path).text) == [], path
