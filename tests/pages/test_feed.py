"""The feed against RFC 4287, and against what the catalogue of the data tells of days of entry."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from gbaip_graph.build.store import open_graph
from gbaip_graph.pages.feed import ENTRIES, write
from gbaip_graph.pages.page import LANGUAGES
from tests.pages.machine_site import BASE, FAIR, MachineSite, graph_of
from tests.repository.released_iris import CHECKOUT

ATOM = "{http://www.w3.org/2005/Atom}"
EVENT = "https://w3id.org/gbaip/id/event/"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


@pytest.fixture(scope="module")
def fair():
    return MachineSite(graph_of(FAIR))


def feed(site, base=BASE, language="en"):
    return ET.fromstring(write(site, base, language))  # noqa: S314 - written here


def entry(found, name):
    return next(one for one in found.iter(ATOM + "entry") if one.findtext(ATOM + "id") == EVENT + name)


def links(found, rel):
    return [link.attrib["href"] for link in found.findall(ATOM + "link") if link.attrib["rel"] == rel]


def test_entries_come_by_day_of_entry_and_then_by_the_newest_document(fair):
    shown = [one.findtext(ATOM + "id").removeprefix(EVENT) for one in feed(fair).iter(ATOM + "entry")]
    assert shown == ["visit", "show", "talks", "fair", "lecture", "meal"]


def test_a_record_was_entered_with_its_first_file_and_changed_with_its_last(fair):
    found = entry(feed(fair), "fair")
    assert found.findtext(ATOM + "published") == "2026-01-02T00:00:00Z"
    assert found.findtext(ATOM + "updated") == "2026-05-06T00:00:00Z"


def test_the_feed_changed_with_its_last_entry(fair):
    assert feed(fair).findtext(ATOM + "updated") == "2026-05-06T00:00:00Z"


def test_an_event_that_no_catalogue_dates_has_no_entry():
    files = {name: body for name, body in FAIR.items() if name != "catalogue"}
    found = feed(MachineSite(graph_of(files)))
    assert found.findall(ATOM + "entry") == []
    assert found.findtext(ATOM + "updated") == "1970-01-01T00:00:00Z"


def test_a_summary_tells_date_place_and_source_in_the_language(fair):
    summary = entry(feed(fair, language="zh-Hant"), "fair").findtext(ATOM + "summary")
    assert summary.startswith("日期：2018年11月29日–30日（據標題） · 地點：市場 · 來源：")


def test_a_window_in_which_an_event_took_place_is_not_told_as_its_duration(fair):
    summary = entry(feed(fair), "talks").findtext(ATOM + "summary")
    told = "within July 2018 – about December 2019 (from the reporting period)"
    assert summary.startswith(f"Date: {told} · Status: planned · ")


def test_a_title_in_another_language_says_so(fair):
    title = entry(feed(fair), "visit").find(ATOM + "title")
    assert (title.text, title.attrib) == ("訪問", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-Hant"})


def test_an_entry_leads_to_the_page_and_to_the_document(fair):
    found = entry(feed(fair), "fair")
    assert links(found, "alternate") == ["https://site.example/en/id/event/fair"]
    assert links(found, "via") == ["https://letters.example/1?a=b&c=d"]


def test_an_address_that_is_no_page_of_the_web_is_no_link(fair):
    assert links(entry(feed(fair), "visit"), "via") == []


def test_without_an_address_of_the_site_entries_lead_to_their_iris(fair):
    found = feed(fair, base="")
    assert links(entry(found, "fair"), "alternate") == [EVENT + "fair"]
    assert links(found, "self") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_feed_keeps_to_the_rfc(language):
    site = MachineSite(open_graph(CHECKOUT))
    found = feed(site, language=language)
    entries = found.findall(ATOM + "entry")
    assert len(entries) == ENTRIES
    for one in (found, *entries):
        assert all(len(one.findall(ATOM + name)) == 1 for name in ("id", "title", "updated"))
        assert _INSTANT.match(one.findtext(ATOM + "updated"))
        alternates = [link.attrib for link in one.findall(ATOM + "link") if link.attrib["rel"] == "alternate"]
        kinds = [(link["type"], link["hreflang"]) for link in alternates]
        assert len(set(kinds)) == len(kinds) >= 1
    assert links(found, "self") == [f"{BASE}/feed.{language}.atom"]
    assert len({one.findtext(ATOM + "id") for one in entries}) == ENTRIES
    assert write(site, BASE, language) == write(site, BASE, language)
