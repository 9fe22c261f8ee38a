"""The keyboard alone reaches every link and control of a page, shows where it is, and leaves the editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.page_kinds import PAGE_KINDS, Sample
from tests.browser.watched_browser import DESK_PX, PHONE_PX, Window, in_page, window

pytestmark = pytest.mark.slow
EDITORS = tuple(kind for kind in PAGE_KINDS if kind.has_editor)
# The narrow layout moves the same links and controls; only pictures have others there.
ON_A_PHONE = ("home", "search with hits", "answer", "picture sme-seminar-attendance", "editor")
ALL_ON_A_DESK_AND_SOME_ON_A_PHONE = [
    pytest.param(kind, width, id=f"{kind.name}-{width}")
    for kind in PAGE_KINDS
    for width in (DESK_PX, PHONE_PX)
    if width == DESK_PX or kind.name in ON_A_PHONE
]
# Boxes that scroll are stops too, beyond the links and controls that are counted.
_FURTHER_STOPS = 40


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Window]:
    with window(browser, address) as found:
        yield found


def tabbed_through(opened: Window) -> dict[str, Any]:
    """Press Tab until every link and control has had the focus, or in vain; tell what was met."""
    controls: int = opened.ask(in_page("focus_stops.js"))
    told: dict[str, Any] = {}
    for presses in (controls, _FURTHER_STOPS):
        for _ in range(presses):
            opened.page.keyboard.press("Tab")
        told = opened.ask("() => toldStops()")
        if not told["missed"]:
            break
    return told


@pytest.mark.parametrize(("kind", "width"), ALL_ON_A_DESK_AND_SOME_ON_A_PHONE)
def test_tab_reaches_every_link_and_control_and_shows_it(
    kind: Any, width: int, opened: Window, sample: Sample
) -> None:
    opened.open(f"en/{sample(kind.name)}")
    opened.look(width=width)
    told = tabbed_through(opened)
    assert {name: told[name] for name in ("missed", "unseen", "outside") if told[name]} == {}
    assert told["stops"] > 0


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)
def test_the_first_stop_leads_past_the_navigation(kind: Any, opened: Window, sample: Sample) -> None:
    opened.open(f"en/{sample(kind.name)}")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    target = opened.ask("() => document.querySelector(location.hash || 'body').closest('main')?.tagName")
    assert target == "MAIN"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("kind", EDITORS, ids=lambda kind: kind.name)
def test_the_keyboard_leaves_the_editor(kind: Any, key: str, opened: Window, sample: Sample) -> None:
    opened.open(f"en/{sample(kind.name)}")
    opened.page.locator(".cm-content").focus()
    opened.page.keyboard.type(" ")
    assert opened.ask("() => document.activeElement.closest('.cm-editor') !== null")
    opened.page.keyboard.press(key)
    assert opened.ask("() => document.activeElement.closest('.cm-editor') === null")


@pytest.mark.parametrize("kind", EDITORS, ids=lambda kind: kind.name)
def test_the_editor_is_where_the_text_field_was(kind: Any, opened: Window, sample: Sample) -> None:
    opened.open(f"en/{sample(kind.name)}")
    opened.page.locator(".cm-content").wait_for()
    assert opened.troubles == []
