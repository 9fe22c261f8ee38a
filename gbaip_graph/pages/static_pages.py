"""Pages as a static copy has them: what only a server can do is told in their place.

For ``static_copy``; the pages themselves are those of the site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from gbaip_graph.pages.page import LANGUAGES, PageMissing, PageRequest
from gbaip_graph.pages.skin import POLICY, Skin

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

# Templates write no form within a form, and what the graph says is escaped.
_FORM = re.compile(rb"<form\b.*?</form>\s*", re.DOTALL)
_SEARCH = "search"


def copied_page(site: Site, request: PageRequest) -> tuple[bytes, bool]:
    """Return a page of the copy, and whether it tells of a thing that was a mistake.

    Raises what the site raises for a page that there is not.
    """
    try:
        content, is_retired = site.render(request).content, False
    except PageMissing as missing:
        if not missing.is_retired:
            raise
        content, is_retired = _retired(site.skin, request, missing.successor), True
    return _without_forms(content, site.skin, request), is_retired


def _retired(skin: Skin, request: PageRequest, successor: str) -> bytes:
    title = skin.text("error.title.410", request.language)
    page = skin.page(request, "error.html", title=title, detail="", mend="", successor=successor)
    return page.content


def _without_forms(content: bytes, skin: Skin, request: PageRequest) -> bytes:
    """Put a sentence in the place of the first form, and nothing in that of others."""
    if not _FORM.search(content):
        return content
    key = "static.search" if request.path == _SEARCH else "static.form"
    sentence = html.escape(skin.text(key, request.language), quote=False)
    told = _FORM.sub(lambda _: f'<p class="note">{sentence}</p>\n'.encode(), content, count=1)
    return _FORM.sub(b"", told)


def front_page(skin: Skin, base: str, *, is_missing: bool = False) -> bytes:
    """Return the page at the root, which leads to the languages; with ``is_missing`` that of wrong addresses.

    The latter is shown at addresses of any depth, so its own begin at ``base``, or at the root of the host.
    """
    text: Callable[..., str] = skin.text
    filled = skin.environment.get_template("static_front.html").render(
        policy=POLICY,
        languages=LANGUAGES,
        text=text,
        start=f"{base}/" if is_missing else "",
        style=f"static/{skin.assets['style.css'].name}",
        icon=f"static/{skin.assets['icon.svg'].name}",
        is_missing=is_missing,
    )
    return filled.encode()
