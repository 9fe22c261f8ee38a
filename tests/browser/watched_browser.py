"""Chromium that can reach nothing but one server, and that writes down whatever a page does amiss.

A request outside, a breach of the content policy, an error in the console or in a script: each is a finding.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright

#: The narrowest screen that WCAG asks pages to fit (success criterion 1.4.10), and a usual one of a desk.
PHONE_PX = 320
DESK_PX = 1280
HEIGHT_PX = 900
SCHEMES = ("light", "dark")
CHROMIUM_FLAGS = (
    "--disable-gpu",  # nothing of a page needs it, and without one it is only imitated
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_TELL_BREACHES = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`content policy: ${event.violatedDirective} refuses ${event.blockedURI || event.sample}`);
});
"""
# Long, for machines that do much else at the same time.
_NAVIGATION_LIMIT_MS = 60_000


def chromium() -> str:
    """Return the path of Chromium, or skip with the reason."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no chromium: install the package of that name")
    return found


@cache
def in_page(name: str) -> str:
    """Return a function in JavaScript that is run in pages, from its file in this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run Chromium. It ends with the block: another test's event loop cannot run beside Playwright's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Window:
    """A tab on one site. ``troubles`` is what went amiss in it; ``responses`` is what it was sent."""

    page: Page
    origin: str
    troubles: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Go to a path and return its status; what another page did before is forgotten."""
        self.page.goto("about:blank")
        self.troubles.clear()
        self.responses.clear()
        response = self.page.goto(f"{self.origin}/{path.lstrip('/')}", wait_until="load")
        assert response is not None
        return response.status

    def look(self, *, width: int = DESK_PX, scheme: str = "light") -> None:
        """Change the width of the window and the colours that its user prefers."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT_PX})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def ask(self, script: str, argument: Any = None) -> Any:
        """Return what a function in JavaScript says of the page."""
        return self.page.evaluate(script, argument)

    def watch(self, context: BrowserContext) -> None:
        """Write down what goes amiss from now on."""
        context.on("request", self._judge_request)
        context.on("response", self._note)
        context.on("requestfailed", lambda request: self.troubles.append(f"failed: {request.url}"))
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("console", lambda message: self._judge_message(message.type, message.text))

    def _note(self, response: Response) -> None:
        self.responses.append(response)

    def _judge_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "about:blank")):
            self.troubles.append(f"request outside: {request.url}")

    def _judge_message(self, kind: str, text: str) -> None:
        # Of a page that is meant to be an error, Chromium says so; tests of it look at the status instead.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.troubles.append(f"{kind}: {text}")


@contextmanager
def window(browser: Browser, origin: str, **options: Any) -> Iterator[Window]:
    """Open a window with options of Playwright's contexts, such as ``java_script_enabled=False``."""
    given = {"viewport": {"width": DESK_PX, "height": HEIGHT_PX}, "reduced_motion": "reduce", **options}
    context = browser.new_context(**given)
    try:
        context.set_default_timeout(_NAVIGATION_LIMIT_MS)
        context.add_init_script(_TELL_BREACHES)
        opened = Window(context.new_page(), origin)
        opened.watch(context)
        yield opened
    finally:
        context.close()
