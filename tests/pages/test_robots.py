"""What crawlers may read, as a reader of RFC 9309 finds it: every page, and nothing without an end."""

from __future__ import annotations

import re

import pytest

from gbaip_graph.pages.page import LANGUAGES
from gbaip_graph.pages.robots import write

BASE = "https://site.example"
MAP = "sitemap.xml"


def may_read(rules: bytes, address: str) -> bool:
    """Say whether the longest rule that matches an address allows it; of equal ones, allowing counts."""
    found = [("", True)]
    for line in rules.decode().splitlines():
        word, _, path = line.partition(": ")
        if word in ("Allow", "Disallow"):
            pattern = ".*".join(map(re.escape, path.split("*")))
            if re.match(pattern, address):
                found.append((path, word == "Allow"))
    return max(found, key=lambda rule: (len(rule[0]), rule[1]))[1]


@pytest.mark.parametrize(
    "path", ["", "id/event/sme-seminar-2024", "list/inv", "search", "sparql", "queries/timeline", "ns/Event"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_may_be_read(language, path):
    assert may_read(write(BASE, sitemap=MAP), f"/{language}/{path}")


@pytest.mark.parametrize(
    "address",
    [
        "/sparql",
        "/sparql?query=ASK%7B%7D",
        "/sparql/graphs?default",
        "/en/sparql?query=ASK%7B%7D",
        "/zh-Hant/search?q=customs",
        "/zh-Hans/queries/roles-in-event?event=event%3Afair",
        "/queries/roles-in-event.csv?event=event%3Afair",
        "/en/pictures/neighbourhood?thing=agency%3Aipd",
        "/reconcile?queries=%7B%7D",
    ],
)
def test_what_has_no_end_may_not_be_read(address):
    assert not may_read(write(BASE, sitemap=MAP), address)


@pytest.mark.parametrize(
    "address", ["/data/gbaip.nq", "/sitemap.xml", "/feed.en.atom", "/static/style.0.css"]
)
def test_files_may_be_read(address):
    assert may_read(write(BASE, sitemap=MAP), address)


def test_the_map_of_the_site_is_named_by_its_whole_address():
    assert write(BASE, sitemap=MAP).decode().splitlines()[-1] == f"Sitemap: {BASE}/sitemap.xml"


def test_where_the_address_of_the_site_is_not_known_no_map_is_named():
    assert write("", sitemap=MAP, is_static=True) == b"User-agent: *\nAllow: /\n"
