"""From home every page of a thing is a few clicks away, and no link is dead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import httpx
import pytest

from gbaip_graph.pages.page import LANGUAGES
from tests.browser.crawled_site import CrawledPage, crawl, path_of, read_page
from tests.browser.page_kinds import PAGE_KINDS, kind_of
from tests.browser.test_weight import PAGE_LIMIT_BYTES

pytestmark = pytest.mark.slow
MOST_CLICKS = 4
# Records, terms and some answers of questions; more would be links that make pages without end.
MOST_PAGES = 8_000
#: Of the addresses of data, which are made by one rule, and of versions in other languages, each so many-th.
ONE_OF = 40
# Colours, layout and pictures of all pages, which the browser keeps from the first on.
STYLE_BYTES = 12_000
_ADDRESS = re.compile(r"<loc>([^<]+)</loc>")

Crawled = dict[str, CrawledPage]


@pytest.fixture(scope="module")
def crawled(address: str) -> Crawled:
    """Return every English page that links lead to from home."""
    return crawl(address, "en", most_pages=MOST_PAGES)


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened


@pytest.fixture(scope="module")
def listed(client: httpx.Client) -> list[str]:
    """Return the paths in the sitemap."""
    return [urlsplit(one).path for one in _ADDRESS.findall(client.get("/sitemap.xml").text)]


def below(paths: list[str], language: str) -> set[str]:
    return {path for path in paths if path.startswith(f"/{language}/")}


def test_every_kind_of_page_in_the_sitemap_is_one_that_is_tested(listed: list[str]) -> None:
    tested = {kind_of(kind.path) for kind in PAGE_KINDS if "?" not in kind.path}
    assert {kind_of(path.removeprefix("/en/")) for path in below(listed, "en")} - tested == set()


def test_the_sitemap_lists_the_same_pages_in_every_language(listed: list[str]) -> None:
    assert len(below(listed, "en")) > 1000
    for language in LANGUAGES:
        pages = {path.replace(f"/{language}/", "/en/", 1) for path in below(listed, language)}
        assert pages == below(listed, "en")


def test_every_page_in_the_sitemap_is_at_most_four_clicks_from_home(
    listed: list[str], crawled: Crawled
) -> None:
    far = {path: crawled[path].clicks if path in crawled else None for path in below(listed, "en")}
    assert {path: clicks for path, clicks in far.items() if clicks is None or clicks > MOST_CLICKS} == {}


def test_no_link_between_pages_is_dead(crawled: Crawled) -> None:
    dead = {path for path, page in crawled.items() if page.status != 200}
    told = {path: crawled[path].status for path in sorted(dead)}
    leading = {path: _leading_to(path, crawled) for path in sorted(dead)[:10]}
    assert told == {}, leading


def _leading_to(path: str, crawled: Crawled) -> str:
    return next((one for one, page in crawled.items() if path in map(path_of, page.links)), "")


def test_every_place_in_a_page_that_a_link_names_is_there(crawled: Crawled) -> None:
    named = {link for page in crawled.values() for link in page.links if urldefrag(link).fragment}
    places = {(path_of(link), urldefrag(link).fragment) for link in named}
    missing = {
        place for place in places if place[0] in crawled and place[1] not in crawled[place[0]].identifiers
    }
    assert missing == set()


def test_files_feeds_and_data_that_pages_name_are_there(
    crawled: Crawled, client: httpx.Client, address: str
) -> None:
    links = {link for page in crawled.values() for link in page.links if link.startswith(f"{address}/")}
    paths = {path_of(link) for link in links}
    others = sorted(path for path in paths if not path.startswith(tuple(f"/{one}/" for one in LANGUAGES)))
    met = Counter[str]()
    answers = {}
    for path in others:
        kind = re.sub(r"/(data|id|queries|pictures)/.*(\.\w+)$", r"\1\2", path)
        met[kind] += 1
        if met[kind] % ONE_OF == 1:
            # The address of a thing leads to its page.
            answers[path] = client.get(path, follow_redirects=True).status_code
    assert len(answers) > 10
    # 501 is what a question to another graph says where the server may ask none.
    assert {path: status for path, status in answers.items() if status not in (200, 501)} == {}


def test_pages_in_other_languages_have_the_same_links(
    listed: list[str], crawled: Crawled, client: httpx.Client, address: str
) -> None:
    for path in sorted(below(listed, "en") & crawled.keys())[::ONE_OF]:
        for language in LANGUAGES[1:]:
            page = read_page(client, path.replace("/en/", f"/{language}/", 1))
            assert page.status == 200
            prefix = f"{address}/{language}/"
            theirs = {link.removeprefix(prefix) for link in page.links if link.startswith(prefix)}
            ours = {
                link.removeprefix(f"{address}/en/")
                for link in crawled[path].links
                if link.startswith(f"{address}/en/")
            }
            assert (path, theirs ^ ours) == (path, set())


def test_no_page_is_heavier_than_those_looked_at_in_the_browser(crawled: Crawled) -> None:
    heavy = {
        path: page.sent_bytes
        for path, page in crawled.items()
        if page.sent_bytes + STYLE_BYTES > PAGE_LIMIT_BYTES
    }
    assert heavy == {}
