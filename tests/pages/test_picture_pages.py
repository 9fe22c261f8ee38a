"""Pages of pictures: all of them, each with form, table and files; what would mislead is a sentence."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.pages.page import LANGUAGES, Page, PageMissing, PageRequest
from gbaip_graph.pages.picture_files import file_policy
from gbaip_graph.pages.picture_pages import choices
from gbaip_graph.pages.site import Site
from gbaip_graph.pictures import NAMES
from tests.pages.page_text import ReadPage, read_page

SEIZURES = "pictures/seizures-by-operation"
MIXED = (("measure", "all"),)
CASES = (("measure", "measure:cases"), ("side", "place:hong-kong"), ("of", "operation"))


def rendered(site: Site, path: str, language: str = "en", **values: str) -> Page:
    return site.render(PageRequest(path, language, tuple(values.items()), "http://here"))


def page(site: Site, path: str, language: str = "en", **values: str) -> ReadPage:
    return read_page(rendered(site, path, language, **values).content)


def test_all_pictures_are_cards_that_lead_to_their_pages(shipped_site):
    hrefs = {href for href, _ in page(shipped_site, "pictures").links}
    assert {f"/en/pictures/{name}" for name in NAMES} <= hrefs


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["title", "lead"])
def test_every_picture_is_described_before_it_is_drawn(shipped_site, name, part):
    assert f"picture.{name}.{part}" in shipped_site.skin.texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_stands_wide_and_narrow_with_its_title_in_the_language(shipped_site, language):
    content = rendered(shipped_site, "pictures/sme-seminar-attendance", language).content.decode()
    sizes = re.findall(r'<svg[^>]*class="picture picture-(wide|narrow)"[^>]*lang="([^"]*)"', content)
    assert sizes == [("wide", language), ("narrow", language)]


def test_the_table_beside_a_picture_cites_passages(shipped_site):
    hrefs = [href for href, _ in page(shipped_site, "pictures/sme-seminar-attendance").links]
    assert "/en/id/passage/pr-2024-09-05.p1" in hrefs


def test_the_table_beside_the_map_leads_to_the_records_that_points_are_from(shipped_site):
    links = dict(page(shipped_site, "pictures/greater-bay-area").links)
    assert links["https://sws.geonames.org/1809858/"] == "GeoNames 1809858"


def test_a_picture_that_would_mix_measures_is_a_sentence_with_choices(shipped_site):
    answer = rendered(shipped_site, SEIZURES, measure="all")
    read = read_page(answer.content)
    assert (answer.status, "<figure" in answer.content.decode()) == (422, False)
    assert "One scale cannot hold different measures" in read.text
    assert any(href.startswith(f"/en/{SEIZURES}?measure=measure%3A") for href, _ in read.links)


def test_a_value_that_there_is_not_keeps_the_form(shipped_site):
    answer = rendered(shipped_site, SEIZURES, measure="zzz")
    assert answer.status == 422
    assert 'name="measure"' in answer.content.decode()


def test_a_form_has_chosen_what_is_drawn(shipped_site):
    elements = page(shipped_site, SEIZURES, **dict(CASES)).elements
    chosen = [given["value"] for tag, given in elements if tag == "option" and "selected" in given]
    assert chosen == ["measure:cases", "place:hong-kong", "operation"]


def test_the_picture_that_stands_there_is_marked_among_the_choices(shipped_site):
    elements = page(shipped_site, SEIZURES, **dict(CASES)).elements
    here = [given["href"] for tag, given in elements if tag == "a" and given.get("aria-current") == "page"]
    assert len(here) == 1
    assert "measure%3Acases" in here[0]


def test_the_neighbourhood_of_any_record_can_be_asked_for(shipped_site):
    read = page(shipped_site, "pictures/neighbourhood", thing="event:sme-seminar-2024")
    values = [given.get("value") for tag, given in read.elements if given.get("name") == "thing"]
    assert values == ["event:sme-seminar-2024"]
    assert "/en/id/place/zhongshan" in {href for href, _ in read.links}


def test_a_name_that_is_no_record_leads_to_the_search(shipped_site):
    read = page(shipped_site, "pictures/neighbourhood", thing="Customs")
    assert "/en/search?q=Customs" in {href for href, _ in read.links}


def test_a_picture_without_parameters_refuses_them(shipped_site):
    with pytest.raises(InvalidValue):
        rendered(shipped_site, "pictures/sme-seminar-attendance", year="2024")


@pytest.mark.parametrize("path", ["pictures/none", "pictures/timeline/more", "pictures/../home"])
def test_what_is_no_picture_is_missing(shipped_site, path):
    with pytest.raises(PageMissing):
        rendered(shipped_site, path)


def test_the_choices_that_are_offered_are_copied_too(shipped_site):
    assert {path for path, _ in choices(shipped_site)} == {SEIZURES, "pictures/neighbourhood"}


def test_a_root_without_the_questions_has_no_pictures(shipped_site):
    bare = Site(shipped_site.skin, shipped_site.graph, shipped_site.root, {})
    assert "pictures/sme-seminar-attendance" not in set(bare.paths())
    with pytest.raises(UnknownName):
        rendered(bare, "pictures/sme-seminar-attendance")


# ------------------------------------------------------------------------------------------------------ files


def test_a_file_is_a_whole_picture_whose_links_lead_back(shipped_site):
    file = shipped_site.file("pictures/sme-seminar-attendance.zh-Hant.svg", "http://here")
    assert file.content_type == "image/svg+xml"
    assert file.content.startswith(b"<?xml")
    assert b'href="http://here/zh-Hant/id/event/sme-seminar-2024"' in file.content


def test_a_file_takes_the_parameters_of_its_page(shipped_site):
    (href,) = [
        href
        for href, _ in page(shipped_site, SEIZURES, **dict(CASES)).links
        if href.startswith("/pictures/") and ".svg" in href
    ]
    assert href == (
        "/pictures/seizures-by-operation.en.svg?measure=measure%3Acases&side=place%3Ahong-kong&of=operation"
    )
    chosen, other = (
        shipped_site.file("pictures/seizures-by-operation.en.svg", "", parameters).content
        for parameters in (CASES, ())
    )
    assert (b">Cases: " in chosen, b">Cases: " in other) == (True, False)


def test_a_file_of_a_picture_that_would_mislead_is_refused(shipped_site):
    with pytest.raises(InvalidValue):
        shipped_site.file("pictures/seizures-by-operation.en.svg", "", MIXED)


@pytest.mark.parametrize("name", ["none.en.svg", "timeline.fr.svg", "timeline.en.png", "timeline.en.svg/x"])
def test_what_is_no_file_of_a_picture_is_missing(shipped_site, name):
    with pytest.raises(PageMissing):
        shipped_site.file(f"pictures/{name}", "")


def test_the_policy_of_a_file_allows_its_own_style_alone(shipped_site):
    content = shipped_site.file("pictures/sme-seminar-attendance.en.svg", "").content
    (style,) = re.findall(rb"<style>(.*?)</style>", content, re.S)
    wanted = b64encode(sha256(style).digest()).decode()
    assert file_policy(content) == (
        f"default-src 'none'; style-src 'sha256-{wanted}'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert b"style=" not in content


def test_a_table_for_excel_is_the_plain_one_with_a_mark_before_it(shipped_site):
    plain, excel = (
        shipped_site.file(f"pictures/sme-seminar-attendance.en.{ending}", "").content
        for ending in ("csv", "excel.csv")
    )
    assert excel == b"\xef\xbb\xbf" + plain
    rows = list(csv.reader(io.StringIO(plain.decode())))
    assert rows[0][:2] == ["Edition", "Edition (IRI)"]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "https://w3id.org/gbaip/id/event/sme-seminar-2024" in {row[1] for row in rows}
