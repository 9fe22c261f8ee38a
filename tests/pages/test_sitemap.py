"""The map of the site against the protocol and against what search engines ask of versions by language."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pages.page import LANGUAGES
from gbaip_graph.pages.sitemap import ADDRESS_LIMIT, write
from tests.pages.machine_site import BASE, MachineSite, graph_of

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SITE = MachineSite(graph_of({}))


def pages(*paths):
    """Return ``{address: {language: address of that version}}``."""
    root = ET.fromstring(write(SITE, BASE, paths))  # noqa: S314 - written here
    assert root.tag == MAP + "urlset"
    return {page.findtext(MAP + "loc"): dict(map(_version, page.findall(LINK))) for page in root}


def _version(link):
    return link.attrib["hreflang"], link.attrib["href"]


def test_every_page_is_there_in_every_language():
    assert list(pages("", "list/event")) == [
        *(f"{BASE}/{language}/" for language in LANGUAGES),
        *(f"{BASE}/{language}/list/event" for language in LANGUAGES),
    ]


def test_every_version_names_all_versions_itself_and_one_for_other_readers():
    versions = {language: f"{BASE}/{language}/about" for language in LANGUAGES}
    named = {**versions, "x-default": f"{BASE}/en/about"}
    assert pages("about") == dict.fromkeys(versions.values(), named)


def test_a_path_that_is_given_twice_is_there_once_and_the_order_does_not_matter():
    assert write(SITE, BASE, ["a", "b", "a"]) == write(SITE, BASE, ["b", "a"])


def test_signs_that_mean_something_in_xml_or_in_addresses_are_written_otherwise():
    assert next(iter(pages("id/event/a&b<c"))) == f"{BASE}/en/id/event/a%26b%3Cc"


def test_a_map_without_the_address_of_the_site_is_refused():
    with pytest.raises(InvalidValue, match="a site map needs the address of the site"):
        write(SITE, "", ["about"])


def test_more_addresses_than_one_map_may_hold_are_refused():
    fits, does_not = ADDRESS_LIMIT // len(LANGUAGES), ADDRESS_LIMIT // len(LANGUAGES) + 1
    assert write(SITE, BASE, map(str, range(fits))).count(b"<loc>") == fits * len(LANGUAGES)
    with pytest.raises(InvalidValue, match="more than the 50000 addresses"):
        write(SITE, BASE, map(str, range(does_not)))
