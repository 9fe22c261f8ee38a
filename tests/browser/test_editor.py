"""The SPARQL editor in Chromium: it colours, completes, marks errors, stops, shares, and is left by Tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.watched_browser import DESK_PX, PHONE_PX, SCHEMES, Window, window

pytestmark = pytest.mark.slow
PREFIX = "PREFIX gbaip: <https://w3id.org/gbaip/ns#>\n"
EVENTS = PREFIX + "SELECT ?event { ?event a gbaip:Event } ORDER BY ?event LIMIT 3"
#: It has more rows than can be counted in the time that queries have.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Window]:
    with window(browser, address, permissions=["clipboard-read", "clipboard-write"]) as found:
        found.open("en/sparql")
        found.page.locator(".cm-content").wait_for()
        yield found
        assert found.troubles == []


def write(opened: Window, text: str) -> None:
    """Put a text in the place of all that is in the editor, as if it were pasted."""
    opened.page.locator(".cm-content").focus()
    opened.page.keyboard.press("Control+a")
    opened.page.keyboard.insert_text(text)


def run(opened: Window) -> None:
    opened.page.locator(".cm-content").focus()
    opened.page.keyboard.press("Control+Enter")


def query_of(opened: Window) -> str:
    return opened.page.locator("textarea[name=query]").input_value()


def status(opened: Window) -> str:
    return opened.page.locator("#query-status").inner_text()


def focused(opened: Window) -> str:
    told: str = opened.ask("() => document.activeElement.className || document.activeElement.textContent")
    return told


def test_names_and_keywords_have_colours_of_their_own(opened):
    line = opened.page.locator(".cm-line", has_text="SELECT")
    colours = {
        line.locator("span").nth(place).evaluate("one => getComputedStyle(one).color") for place in (0, 1)
    }
    assert len(colours) == 2


def test_control_and_enter_run_the_query(opened):
    write(opened, EVENTS)
    run(opened)
    expect(opened.page.locator("#query-status")).to_contain_text("3 rows. Answered in ")
    links = opened.page.locator("#answer-body tbody a").all()
    assert ["/en/id/event/" in (link.get_attribute("href") or "") for link in links] == [True] * 3


def test_the_answer_with_the_script_is_the_answer_without(opened, browser, address):
    write(opened, EVENTS)
    run(opened)
    expect(opened.page.locator("#answer-body tbody tr")).to_have_count(3)
    cells = opened.page.locator("#answer-body td, #answer-body th").all_inner_texts()
    assert parse_qs(urlsplit(opened.page.url).query)["query"] == [EVENTS]
    with window(browser, address, java_script_enabled=False) as plain:
        plain.open(f"en/sparql?query={quote(EVENTS)}")
        assert plain.page.locator("#answer-body td, #answer-body th").all_inner_texts() == cells


def test_a_thing_is_completed_by_its_name_and_its_prefix_is_declared(opened):
    write(opened, "ASK { ?s ?p ")
    opened.page.keyboard.type("Intellectual")
    opened.page.locator(".cm-tooltip-autocomplete li", has_text="agency:ipd").click()
    assert query_of(opened) == "PREFIX agency: <https://w3id.org/gbaip/id/agency/>\nASK { ?s ?p agency:ipd"


def test_a_term_is_completed_by_the_keyboard(opened):
    write(opened, PREFIX)
    opened.page.keyboard.type("ASK { ?s gbaip:takesPlaceD")
    chosen = opened.page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    expect(chosen).to_contain_text("gbaip:takesPlaceDuring")
    opened.page.wait_for_timeout(
        100
    )  # the first moments of a list take no Enter, lest it was meant for the text
    opened.page.keyboard.press("Enter")
    assert query_of(opened) == PREFIX + "ASK { ?s gbaip:takesPlaceDuring"


def test_nothing_is_completed_within_a_string(opened):
    write(opened, 'ASK { ?s ?p "x ')
    opened.page.keyboard.type("Customs")
    opened.page.keyboard.press("Control+Space")
    assert opened.page.locator(".cm-tooltip-autocomplete").count() == 0


def test_known_prefixes_are_declared_before_a_query_is_run(opened):
    write(opened, "# mine\nASK { ?s a gbaip:Event ; skos:prefLabel 'foaf:x' }")
    run(opened)
    expect(opened.page.locator("#query-status")).to_contain_text("Answered in")
    skos = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    assert query_of(opened) == f"# mine\n{PREFIX}{skos}ASK {{ ?s a gbaip:Event ; skos:prefLabel 'foaf:x' }}"


def test_an_error_is_marked_at_its_place_and_told(opened):
    write(opened, "SELECT * {\n  ?s nothing:here ?o }")
    run(opened)
    fault = opened.page.locator("#query-fault")
    expect(fault).to_contain_text("The query was not run. the prefix nothing: is not declared.")
    assert opened.page.locator(".cm-fault-mark").inner_text() == "nothing:here"
    assert opened.page.locator(".cm-gutterElement.cm-fault").inner_text() == "2"
    fault.get_by_role("button", name="Go to line 2, column 6").click()
    assert "cm-editor" in focused(opened)
    opened.page.keyboard.type("x")
    assert query_of(opened) == "SELECT * {\n  ?s xnothing:here ?o }"
    assert opened.page.locator(".cm-fault-mark").count() == 0


def test_an_error_of_a_permalink_is_marked_too(opened):
    opened.open("en/sparql?query=" + quote("ASK {\n ?s nothing:x 1 }"))
    expect(opened.page.locator(".cm-fault-mark")).to_have_text("nothing:x")


def test_a_query_is_stopped_and_the_next_one_is_answered(opened):
    write(opened, ENDLESS)
    with opened.page.expect_request("**/sparql/answer.json?*"):
        run(opened)
    stop = opened.page.get_by_role("button", name="Stop")
    expect(stop).to_be_enabled()
    with opened.page.expect_event("requestfailed"):
        stop.click()
    expect(opened.page.locator("#query-status")).to_have_text("The query was stopped.")
    expect(stop).to_be_disabled()
    opened.troubles.clear()  # of the request that was given up
    write(opened, "ASK { ?s ?p ?o }")
    run(opened)
    expect(opened.page.locator("#query-status")).to_contain_text("Yes, the graph has this. Answered in")


def test_a_saved_question_is_put_in_and_can_be_taken_back(opened):
    before = query_of(opened)
    opened.page.locator("select[name=saved]").select_option("sme-seminar-attendance")
    opened.page.get_by_role("button", name="Put into the editor").click()
    expect(opened.page.locator("#query-status")).to_have_text("The saved question is in the editor.")
    assert "SELECT" in query_of(opened) != before
    opened.page.keyboard.press("Control+z")
    assert query_of(opened) == before


def test_the_copied_link_leads_to_the_query(opened):
    write(opened, EVENTS)
    opened.page.get_by_role("button", name="Copy the link").click()
    expect(opened.page.locator("#query-status")).to_have_text("The link was copied.")
    copied: str = opened.ask("() => navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query)["query"] == [EVENTS]
    assert opened.page.locator("#query-link").get_attribute("href") == copied


def test_tab_leaves_the_editor_in_both_directions(opened):
    opened.page.locator(".cm-content").focus()
    opened.page.keyboard.press("Tab")
    assert focused(opened) == "Run"
    opened.page.keyboard.press("Shift+Tab")
    assert "cm-editor" in focused(opened)
    opened.page.keyboard.press("Shift+Tab")
    assert focused(opened) == "Put into the editor"


def test_hostile_values_are_shown_as_they_are_written(opened):
    write(opened, """SELECT ("<img src=x onerror=alert(1)>" AS ?x) (IRI("javascript:alert(1)") AS ?y) {}""")
    run(opened)
    cells = opened.page.locator("#answer-body td")
    expect(cells).to_have_text(["<img src=x onerror=alert(1)>", "javascript:alert(1)"])
    assert cells.locator("a, img").count() == 0


def test_a_server_that_is_gone_is_told(opened):
    opened.page.route("**/answer.json*", lambda route: route.abort())
    write(opened, EVENTS)
    run(opened)
    expect(opened.page.locator("#query-fault")).to_contain_text("The server cannot be reached")
    opened.troubles.clear()  # of the request that was broken off above


def test_a_query_that_the_server_stopped_is_told_to_be_stopped(opened):
    problem = {"type": "https://x/query-stopped", "title": "It was stopped", "detail": "it ran too long"}
    opened.page.route("**/answer.json*", lambda route: route.fulfill(status=503, json=problem))
    write(opened, EVENTS)
    run(opened)
    expect(opened.page.locator("#query-fault")).to_have_text("It was stopped. it ran too long.")


def test_what_the_editor_says_is_announced(opened):
    content = opened.page.locator(".cm-content")
    assert content.get_attribute("aria-label") == "SPARQL query"
    assert content.get_attribute("role") == "textbox"
    assert opened.page.locator("#query-status").get_attribute("role") == "status"
    assert opened.page.locator("#query-fault").get_attribute("role") == "alert"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [PHONE_PX, DESK_PX])
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_editor_at_work_can_be_looked_at(
    language: str, width: int, scheme: str, opened: Window, artefacts: Path
) -> None:
    opened.look(width=width, scheme=scheme)
    opened.open(f"{language}/sparql?query=" + quote("SELECT * {\n  ?s nothing:here ?o }"))
    opened.page.locator(".cm-fault-mark").wait_for()
    opened.page.locator(".cm-content").focus()
    opened.page.keyboard.press("Control+End")
    opened.page.keyboard.type(" Cust")
    opened.page.locator(".cm-tooltip-autocomplete").wait_for()
    name = f"editor-at-work.{language}.{scheme}.{width}.png"
    opened.page.screenshot(path=artefacts / name, full_page=True)
    assert opened.ask("() => document.documentElement.scrollWidth") <= width
