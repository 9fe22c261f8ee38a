"""Pages that a static copy has in its own way: those of mistakes, and the two at its root.

For ``static_copy``; all other pages are those of the site, whose templates tell what needs a server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gbaip_graph.pages.page import LANGUAGES, PageMissing, PageRequest
from gbaip_graph.pages.skin import POLICY, Skin

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site


def copied_page(site: Site, request: PageRequest) -> tuple[bytes, bool]:
    """Return a page of the copy, and whether it tells of a thing that was a mistake.

    Raises what the site raises for a page that there is not.
    """
    try:
        return site.render(request).content, False
    except PageMissing as missing:
        if not missing.is_retired:
            raise
        return _retired(site.skin, request, missing.successor), True


def _retired(skin: Skin, request: PageRequest, successor: str) -> bytes:
    title = skin.text("error.title.410", request.language)
    page = skin.page(request, "error.html", title=title, detail="", mend="", successor=successor)
    return page.content


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
