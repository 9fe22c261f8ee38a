"""The events that were entered last, as an Atom feed in each language.

https://www.rfc-editor.org/rfc/rfc4287 - for readers of feeds. An entry is dated by when its record was
entered, as exact as the catalogue of the data tells it, which is the day; an event that no catalogue dates
has no entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gbaip_graph import __version__
from gbaip_graph.namespaces import BASE
from gbaip_graph.pages.notice_words import NoticeWords, as_timestamp
from gbaip_graph.pages.notices import Notice, fetch_notices
from gbaip_graph.pages.page import LANGUAGES
from gbaip_graph.pages.plain_text import element

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
#: As many as a reader looks through; the list of all events is a page of the site.
ENTRIES = 50
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# A feed has to say when it changed; one without entries never did.
_NEVER = "1970-01-01"
_HTTP = ("https://", "http://")


def write(site: Site, base: str, language: str, *, is_static: bool = False) -> bytes:
    """Write the feed; its addresses begin with ``base``, such as ``https://example.org``.

    Without a base, entries lead to the IRIs of the events. The same graph and base give the same bytes.
    """
    notices = fetch_notices(site.graph)
    newest = sorted((notice for notice in notices if notice.entered), key=_age, reverse=True)[:ENTRIES]
    words = NoticeWords(site, base, language, newest, is_static=is_static)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        *_head(words, base, language, newest, total=len(notices)),
        *(line for notice in newest for line in _entry(words, notice, language)),
        "</feed>",
    ]
    return "\n".join([*lines, ""]).encode()


def _age(notice: Notice) -> tuple[str, str, str]:
    """Return what entries are put in order by; of the same day, what the newest document tells is newer."""
    issued = max((document.issued for document in notice.documents), default="")
    return notice.entered, issued, max((span.last for span in notice.spans), default="")


def _head(
    words: NoticeWords, base: str, language: str, newest: Sequence[Notice], *, total: int
) -> Iterator[str]:
    yield element("id", f"{BASE}feed.{language}.atom")
    yield element("title", words.text("feed"))
    yield element("subtitle", words.text("feed-description", shown=len(newest), total=total))
    yield element("updated", as_timestamp(max((notice.changed for notice in newest), default=_NEVER)))
    if base:
        yield _link("self", f"{base}/feed.{language}.atom", "application/atom+xml", language)
        for other in LANGUAGES:
            if other != language:
                yield _link("alternate", f"{base}/feed.{other}.atom", "application/atom+xml", other)
        yield _link("alternate", f"{base}/{language}/", "text/html", language)
    yield _link("license", _LICENCE)
    yield f"<author>{element('name', words.text('authors'))}</author>"
    yield element("rights", words.text("licence"))
    yield element("generator", "gbaip-graph", version=__version__)


def _entry(words: NoticeWords, notice: Notice, language: str) -> Iterator[str]:
    title = words.label(notice.iri)
    yield "<entry>"
    yield element("id", notice.iri)
    yield element("title", title.text, xml_lang=title.language if title.language != language else "")
    yield _link("alternate", words.address(notice.iri), "text/html", language)
    for document in notice.documents:
        if document.address.startswith(_HTTP):
            yield _link("via", document.address, title=words.label(document.iri).text)
    yield element("published", as_timestamp(notice.entered))
    yield element("updated", as_timestamp(notice.changed))
    yield element("summary", " · ".join(words.lines(notice)))
    yield "</entry>"


def _link(rel: str, href: str, type_: str = "", hreflang: str = "", title: str = "") -> str:
    return element("link", rel=rel, href=href, type_=type_, hreflang=hreflang, title=title)
