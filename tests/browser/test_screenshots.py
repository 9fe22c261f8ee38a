"""Every kind of page fits a telephone and a desk; its pictures are kept for people to look at.

They go into the folder ``GBAIP_SCREENSHOTS``: in light and dark, in English and traditional Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gbaip_graph.pages.page import LANGUAGES
from tests.browser.page_kinds import PAGE_KINDS, PageKind, Sample
from tests.browser.watched_browser import DESK_PX, PHONE_PX, SCHEMES, Window, in_page, window

pytestmark = pytest.mark.slow
_SHOT_LANGUAGES = ("en", "zh-Hant")
# Longer pages are cut: what is further down repeats what is above.
_SHOT_HEIGHT_PX = 3000


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Window]:
    with window(browser, address) as found:
        yield found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)
def test_a_page_is_no_wider_than_the_screen(
    kind: PageKind, language: str, opened: Window, sample: Sample, artefacts: Path
) -> None:
    opened.open(f"{language}/{sample(kind.name)}")
    too_wide: dict[int, list[str]] = {}
    for width in (PHONE_PX, DESK_PX):
        for scheme in SCHEMES if language in _SHOT_LANGUAGES else SCHEMES[:1]:
            opened.look(width=width, scheme=scheme)
            if language in _SHOT_LANGUAGES:
                shoot(opened, artefacts / f"{kind.file_name}.{language}.{width}.{scheme}.png")
        too_wide[width] = opened.ask(in_page("too_wide.js"))
    assert too_wide == {PHONE_PX: [], DESK_PX: []}


def shoot(opened: Window, file: Path) -> None:
    """Write a picture of the page from its top to a file."""
    width, height = opened.ask("() => [innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, _SHOT_HEIGHT_PX)}
    opened.page.screenshot(path=file, full_page=True, clip=clip, animations="disabled")
