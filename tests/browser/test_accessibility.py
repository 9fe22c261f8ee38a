"""axe-core finds no violation of WCAG 2.2 AA on any kind of page, in any language, width and colour scheme.

What it advises beyond WCAG goes into the folder ``GBAIP_SCREENSHOTS`` and fails nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gbaip_graph.pages.page import LANGUAGES
from tests.browser.page_kinds import PAGE_KINDS, PageKind, Sample
from tests.browser.watched_browser import DESK_PX, PHONE_PX, Window, in_page, window

pytestmark = pytest.mark.slow
_WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_ADVICE = "best-practice"
#: Dark and light differ in the values of colours only, so these are the rules that can tell them apart.
_OF_COLOURS = ("color-contrast", "link-in-text-block")
_USUAL_PHONE_PX = 412


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str, node_tools: Path) -> Iterator[Window]:
    """Yield a window that has axe-core in every page."""
    with window(browser, address) as found:
        found.page.add_init_script(path=node_tools / "axe-core" / "axe.min.js")
        yield found


def judged(opened: Window) -> list[dict[str, Any]]:
    """Return each node that breaks a rule: on the page as it comes, and laid out whole in light and dark.

    As it comes, long tables below are not laid out yet, and are taller than their boxes.
    """
    by_tag = ("tag", (*_WCAG, _ADVICE))
    ways = [(width, "as it comes", *by_tag) for width in (PHONE_PX, _USUAL_PHONE_PX, DESK_PX)]
    for width in (PHONE_PX, DESK_PX):
        ways += [(width, "light", *by_tag), (width, "dark", "rule", _OF_COLOURS)]
    found = []
    for width, way, kind, values in ways:
        opened.look(width=width, scheme="dark" if way == "dark" else "light")
        asked = {"rules": {"type": kind, "values": values}, "laidOut": way != "as it comes"}
        found += [{**one, "way": f"{width} px, {way}"} for one in opened.ask(in_page("run_axe.js"), asked)]
    return found


def summary(found: list[dict[str, Any]]) -> dict[str, str]:
    """Return for each rule that is broken where, and the first reason."""
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(f"{one['rule']} at {one['way']}", f"{one['where']}: {one['why']}")
    return first


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)
def test_axe_finds_no_violation_of_wcag(
    kind: PageKind, language: str, opened: Window, sample: Sample, artefacts: Path
) -> None:
    opened.open(f"{language}/{sample(kind.name)}")
    found = judged(opened)
    advice = [one for one in found if not set(one["tags"]) & set(_WCAG)]
    if advice:
        file = artefacts / f"{kind.file_name}.{language}.advice.json"
        file.write_text(json.dumps(advice, indent=1, ensure_ascii=False), encoding="utf-8")
    assert summary([one for one in found if one not in advice]) == {}
