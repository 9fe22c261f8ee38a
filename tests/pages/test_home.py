"""The first page: live counts with their lists, questions to click, a picture, ways to everything."""

from __future__ import annotations

import gzip

import pytest

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import DATA
from gbaip_graph.pages.home import counts
from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.record import typed_below
from gbaip_graph.pages.site import Site
from tests.pages.machine_site import FAIR, graph_of
from tests.pages.page_text import ReadPage, read_page

HOME = PageRequest("", "en", base="http://here")
#: What a page may weigh with all that it loads, compressed.
LIMIT_BYTES = 60_000


def home(site: Site, language: str = "en") -> ReadPage:
    return read_page(site.render(PageRequest("", language)).content)


def test_each_number_is_that_of_the_list_that_it_leads_to(shipped_site):
    found = {link.href.removeprefix("/en/list/"): link.count for link in counts(shipped_site, HOME)}
    assert found == {kind: len(typed_below(shipped_site.graph, f"{DATA}{kind}/")) for kind in found}
    assert len(found) == 8


def test_five_questions_can_be_clicked(shipped_site):
    hrefs = [href for href, _ in home(shipped_site).links if href.startswith("/en/queries/")]
    assert len(hrefs) == 5
    assert {href.removeprefix("/en/queries/") for href in hrefs} <= set(shipped_site.questions)


def test_the_timeline_stands_on_the_page_and_leads_on(shipped_site):
    content = shipped_site.render(HOME).content.decode()
    assert 'class="picture picture-wide"' in content
    assert 'class="picture picture-narrow"' in content
    assert "/en/pictures/timeline" in {href for href, _ in home(shipped_site).links}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_with_all_that_it_loads_is_light(shipped_site, language):
    content = shipped_site.render(PageRequest("", language)).content
    assets = [shipped_site.skin.assets[name].content for name in ("style.css", "icon.svg")]
    assert sum(len(gzip.compress(part, 1)) for part in (content, *assets)) <= LIMIT_BYTES


def test_everything_is_one_click_away(shipped_site):
    hrefs = {href for href, _ in home(shipped_site).links}
    wanted = ("list", "pictures", "queries", "sparql", "api", "about", "changes", "concept", "ns")
    assert {f"/en/{path}" for path in wanted} <= hrefs


def test_a_small_graph_without_questions_has_a_first_page_too(shipped_site, tmp_path):
    site = Site(shipped_site.skin, graph_of(FAIR), Root(tmp_path), {})
    read = home(site, "zh-Hant")
    assert "/zh-Hant/list/event" in {href for href, _ in read.links}
    assert "figure" not in {tag for tag, _ in read.elements}
