"""Forms, their permalinks and downloads work in a browser that runs no script."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from tests.browser.page_kinds import PAGE_KINDS, Sample
from tests.browser.watched_browser import Window, window

pytestmark = pytest.mark.slow
SUBMIT = "button:not([type=button])"
QUERY = "SELECT ?plan WHERE { ?plan a <https://w3id.org/gbaip/ns#CooperationPlan> } ORDER BY ?plan"


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Window]:
    with window(browser, address, java_script_enabled=False) as found:
        yield found


def table_of(opened: Window) -> list[list[str]]:
    """Return the texts of the first table with an answer."""
    return [row.locator("th, td").all_inner_texts() for row in opened.page.locator("main table tr").all()]


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)
def test_a_page_without_script_has_its_heading_and_no_trouble(kind, opened: Window, sample: Sample) -> None:
    assert opened.open(f"en/{sample(kind.name)}") == kind.status
    assert opened.page.locator("h1").is_visible()
    assert opened.troubles == []


@pytest.mark.parametrize("path", ["en/", "en/search", "zh-Hant/search"])
def test_a_search_leads_to_an_address_that_can_be_kept(path: str, opened: Window) -> None:
    opened.open(path)
    field = opened.page.locator(
        "input[name=q]"
    ).last  # that of the search page stands below that of every page
    field.fill("customs")
    field.press("Enter")
    opened.page.wait_for_url("**/search?*q=customs*")
    hits = opened.page.locator("main a[href*='/id/']").all_inner_texts()
    assert len(hits) > 5
    opened.page.goto(opened.page.url)
    assert opened.page.locator("main a[href*='/id/']").all_inner_texts() == hits


def test_a_question_is_answered_from_its_form(opened: Window) -> None:
    opened.open("en/queries/roles-in-event")
    field = opened.page.locator("main form [name=event]")
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(index=1)
    else:
        field.fill("event:sme-seminar-2024")
    opened.page.locator(f"form:has([name=event]) {SUBMIT}").click()
    opened.page.wait_for_url("**/queries/roles-in-event?*event=*")
    table = table_of(opened)
    assert len(table) > 2
    opened.page.goto(opened.page.url)
    assert table_of(opened) == table


def test_the_downloads_of_an_answer_are_there(opened: Window, sample: Sample, address: str) -> None:
    opened.open(f"en/{sample('answer')}")
    links = opened.page.locator("main a[href^='/queries/']").all()
    addresses = {f"{address}{link.get_attribute('href')}" for link in links}
    assert len(addresses) >= 4
    assert {url: status for url in addresses if (status := httpx.get(url).status_code) != 200} == {}


def test_an_own_query_is_answered_from_the_plain_form(opened: Window) -> None:
    opened.open("en/sparql")
    opened.page.locator("main textarea[name=query]").fill(QUERY)
    opened.page.locator(f"form:has(textarea[name=query]) {SUBMIT}").click()
    opened.page.wait_for_url("**/sparql?*query=*")
    assert len(table_of(opened)) > 5


def test_a_page_in_another_language_keeps_what_was_asked(opened: Window) -> None:
    opened.open("en/search?q=customs")
    opened.page.locator("a[hreflang=zh-Hant]").first.click()
    opened.page.wait_for_url("**/zh-Hant/search?*q=customs*")
    assert opened.page.locator("main input[name=q]").input_value() == "customs"
