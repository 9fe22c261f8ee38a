"""The map of the site for search engines: every page in every language, each with its versions in the others.

https://www.sitemaps.org/protocol.html with the links of other languages that search engines read. It tells no
days of change, which the graph does not know of its pages.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pages.addresses import Addresses
from gbaip_graph.pages.page import LANGUAGES, PageRequest

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

CONTENT_TYPE = "application/xml; charset=utf-8"
#: What the protocol allows in one file.
ADDRESS_LIMIT = 50_000
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
#: The version for readers of all other languages.
_DEFAULT = LANGUAGES[0]


def write(site: Site, base: str, paths: Iterable[str], *, is_static: bool = False) -> bytes:
    """Write the map of the pages with these paths below the language, in their order without repetition.

    Raises ``InvalidValue`` without a base, since its addresses are whole ones, and for more addresses than
    one map may hold.
    """
    if not base.startswith(("https://", "http://")):
        raise InvalidValue("a site map needs the address of the site", mend="Give it, with https:// before.")
    addresses = Addresses(PageRequest("", _DEFAULT, base=base, is_static=is_static), {})
    pages = sorted(set(paths))
    if len(pages) * len(LANGUAGES) > ADDRESS_LIMIT:
        raise InvalidValue(
            f"{len(pages)} pages in {len(LANGUAGES)} languages are more than the {ADDRESS_LIMIT} addresses"
            " that one site map may hold",
            mend="Leave pages out of it that others lead to.",
        )
    return (_HEAD + "".join(_page(addresses, path) for path in pages) + "</urlset>\n").encode()


def _page(addresses: Addresses, path: str) -> str:
    versions = {language: html.escape(addresses.absolute(path, language)) for language in LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>\n'
        for language, address in (*versions.items(), ("x-default", versions[_DEFAULT]))
    )
    return "".join(f"<url>\n<loc>{address}</loc>\n{links}</url>\n" for address in versions.values())
