"""Pages over HTTP: addresses, languages, headers, and a page for whatever goes wrong."""

from __future__ import annotations

import httpx
import pytest

from tests.pages.page_text import read_page

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def wanting(*languages: str) -> dict[str, str]:
    return {**BROWSER, "Accept-Language": ",".join(languages)}


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("", "/en/"),
        ("de", "/en/"),
        ("fr, zh;q=0.9, en;q=0.8", "/zh-Hans/"),
        ("zh-HK, en", "/zh-Hant/"),
        ("zh-TW;q=0.3, zh-CN;q=0.9", "/zh-Hans/"),
        ("zh-Hant-MO", "/zh-Hant/"),
        ("en;q=0, zh-MO;q=0.1", "/zh-Hant/"),
        ("zh;q=x, en;q=nan", "/en/"),
    ],
)
def test_the_front_leads_to_the_language_that_is_wanted(small, wanted, led_to):
    response = small.get("/", headers={"Accept-Language": wanted})
    assert (response.status_code, response.headers["location"]) == (303, led_to)
    assert response.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize("path", ["/id/event/fair", "/concept/measure", "/concept/measure/guests", "/ns"])
def test_a_browser_is_led_to_the_page_of_a_thing(small, path):
    response = small.get(path, headers=wanting("zh-HK"))
    assert (response.status_code, response.headers["location"]) == (303, f"/zh-Hant{path}")
    assert small.get(response.headers["location"]).status_code == 200


def test_a_program_is_led_to_the_data_of_a_thing(small):
    for accepted in ("text/turtle", "*/*", "application/ld+json, text/html;q=0.5"):
        response = small.get("/id/event/fair", headers={"Accept": accepted})
        assert response.headers["location"] == "/data/id/event/fair"


def test_a_browser_that_names_a_format_gets_it(small):
    response = small.get("/id/event/fair?format=nt", headers=BROWSER)
    assert response.headers["location"] == "/data/id/event/fair?format=nt"


def test_a_page_is_in_the_language_of_its_address(small):
    response = small.get("/zh-Hant/id/event/fair", headers=wanting("en"))
    read = read_page(response.content)
    assert dict(read.elements)["html"] == {"lang": "zh-Hant"}
    assert ("市集", "zh-Hant") in read.spoken
    assert response.headers["content-type"] == "text/html; charset=utf-8"


def test_a_page_names_its_versions_in_other_languages(small):
    read = read_page(small.get("/en/id/event/fair").content)
    found = {
        (given["hreflang"], given["href"])
        for tag, given in read.elements
        if tag == "link" and given.get("rel") == "alternate" and "hreflang" in given
    }
    assert found == {
        ("en", "/en/id/event/fair"),
        ("zh-Hant", "/zh-Hant/id/event/fair"),
        ("zh-Hans", "/zh-Hans/id/event/fair"),
        ("x-default", "/en/id/event/fair"),
    }


def test_a_page_may_load_nothing_from_elsewhere_and_nothing_inline(small):
    headers = small.get("/en/id/event/fair").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_page_has_no_inline_script_and_no_style(shipped):
    for path in ("/en/", "/en/id/event/sme-seminar-2024", "/en/list/op"):
        read = read_page(shipped.get(path).content)
        assert [given for tag, given in read.elements if "style" in given or tag == "style"] == []
        assert [given for tag, given in read.elements if any(name.startswith("on") for name in given)] == []
        scripts = [given for tag, given in read.elements if tag == "script"]
        assert [
            given for given in scripts if "src" not in given and given["type"] != "application/ld+json"
        ] == []


def test_a_page_that_the_browser_has_is_not_sent_again(small):
    first = small.get("/en/id/event/fair")
    again = small.get("/en/id/event/fair", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = small.get("/zh-Hans/id/event/fair", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_what_pages_are_made_with_may_be_kept_for_a_year(small):
    read = read_page(small.get("/en/").content)
    (sheet,) = [given["href"] for tag, given in read.elements if given.get("rel") == "stylesheet"]
    response = small.get(sheet or "")
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def told(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert "Traceback" not in response.text
    return response.status_code, read_page(response.content).text


@pytest.mark.parametrize(
    "path",
    [
        "/en/id/event/none",
        "/en/nothing",
        "/en/id",
        "/en/id/event/..%2f..%2fetc",
        "/en/id/event/%00",
        "/en/%3Cb%3E",
    ],
)
def test_an_unknown_address_is_a_page_that_says_so(small, path):
    status, text = told(small.get(path))
    assert status == 404
    assert "There is nothing at this address" in text
    assert "Search by name" in text


def test_an_unknown_address_says_so_in_its_language(small):
    assert "此地址沒有內容" in told(small.get("/zh-Hant/id/event/none"))[1]


def test_a_retired_thing_leads_to_what_stands_for_it_now(small):
    response = small.get("/en/id/event/fare")
    assert told(response)[0] == 410
    assert "/en/id/event/fair" in [href for href, _ in read_page(response.content).links]


def test_a_retired_thing_without_a_successor_is_gone(small):
    assert told(small.get("/en/id/event/ghost"))[0] == 410


def test_no_other_method_is_answered(small):
    status, _ = told(small.post("/en/id/event/fair"))
    assert status == 405


def test_the_head_of_a_page_has_no_body(small):
    response = small.head("/en/id/event/fair")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(("path", "led_to"), [("/en", "/en/"), ("/en/list/", "/en/list"), ("/en//", "/en/")])
def test_a_slash_too_many_or_too_few_leads_on(small, path, led_to):
    response = small.get(path)
    assert (response.status_code, response.headers["location"]) == (308, led_to)


def test_a_long_address_is_no_page(small):
    assert told(small.get("/en/" + "a" * 5000))[0] == 404


def test_crawlers_are_told_what_to_read_and_where_the_map_of_the_site_is(small):
    response = small.get("/robots.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    sitemap = str(small.base_url.join("/sitemap.xml"))
    assert response.text == f"User-agent: *\nDisallow: /sparql\nDisallow: /*?\nSitemap: {sitemap}\n"
    assert small.get(sitemap).status_code == 200
