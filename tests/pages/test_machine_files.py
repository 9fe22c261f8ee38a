"""Each file at the root by its name: what is made, and which names are none."""

from __future__ import annotations

import pytest

from gbaip_graph.pages.machine_files import FILE, file_names, render_file
from tests.pages.machine_site import BASE, FAIR, MachineSite, graph_of

XML = b'<?xml version="1.0" encoding="utf-8"?>\n'
SITE = MachineSite(graph_of(FAIR), paths_below=("", "list/event"))


@pytest.mark.parametrize(
    ("name", "content_type", "begins"),
    [
        ("sitemap.xml", "application/xml; charset=utf-8", XML + b"<urlset "),
        ("robots.txt", "text/plain; charset=utf-8", b"User-agent: *\n"),
        ("feed.zh-Hant.atom", "application/atom+xml; charset=utf-8", XML + b"<feed "),
        ("events.zh-Hans.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n"),
    ],
)
def test_a_file_is_made_by_its_name(name, content_type, begins):
    page = render_file(SITE, FILE.fullmatch(name), BASE, ())
    assert (page.status, page.content_type) == (200, content_type)
    assert page.content.startswith(begins)


def test_every_name_is_that_of_a_file_in_its_language():
    names = list(file_names(SITE))
    assert names[:4] == ["sitemap.xml", "robots.txt", "feed.en.atom", "events.en.ics"]
    assert len(names) == 8
    languages = [FILE.fullmatch(name)["language"] for name in names]
    assert languages == [None, None, "en", "en", "zh-Hant", "zh-Hant", "zh-Hans", "zh-Hans"]


@pytest.mark.parametrize(
    "name",
    ["feed.atom", "feed.fr.atom", "feed.en.ics", "events.en.atom", "sitemap.xml/", "sitemap", "robotsxtxt"],
)
def test_other_names_are_none(name):
    assert FILE.fullmatch(name) is None
