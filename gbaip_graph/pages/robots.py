"""What crawlers may read: every page, but nothing that is asked with parameters, of which there is no end.

For the server and the static copy; https://www.rfc-editor.org/rfc/rfc9309.
"""

from __future__ import annotations

CONTENT_TYPE = "text/plain; charset=utf-8"
#: The endpoint; and the search, answers, pictures and the editor with values of somebody's own. The pages of
#: these without a value are pages like all others, and in the map of the site.
_CLOSED = ("/sparql", "/*?")


def write(base: str, *, sitemap: str, is_static: bool = False) -> bytes:
    """Write the rules for all crawlers, and where the map of the site is if the address of the site is known.

    A copy without a server has nothing that could be asked, so it closes nothing.

    >>> print(write("https://site.example", sitemap="sitemap.xml", is_static=True).decode(), end="")
    User-agent: *
    Allow: /
    Sitemap: https://site.example/sitemap.xml
    """
    rules = ["Allow: /"] if is_static else [f"Disallow: {path}" for path in _CLOSED]
    told = [f"Sitemap: {base}/{sitemap}"] if base else []
    return "".join(f"{line}\n" for line in ("User-agent: *", *rules, *told)).encode()
