"""How much a page and all that it needs weigh, compressed, for a browser that has nothing yet."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.page_kinds import PAGE_KINDS, Sample
from tests.browser.watched_browser import window

pytestmark = pytest.mark.slow
#: What arrives in a second or two on a slow mobile line.
PAGE_LIMIT_BYTES = 60_000
#: With the editor, which no other page loads.
EDITOR_LIMIT_BYTES = 200_000


@pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name)
def test_a_page_is_light(kind: Any, browser: Browser, address: str, sample: Sample) -> None:
    with window(browser, address) as opened:
        opened.open(f"en/{sample(kind.name)}")
        opened.page.wait_for_load_state("networkidle")
        requests = [response.request for response in opened.responses]
        sizes = {one.url.removeprefix(address): one.sizes()["responseBodySize"] for one in requests}
    assert len(sizes) >= 2, "the page and its style sheet"
    limit = EDITOR_LIMIT_BYTES if kind.has_editor else PAGE_LIMIT_BYTES
    assert sum(sizes.values()) <= limit, sizes
