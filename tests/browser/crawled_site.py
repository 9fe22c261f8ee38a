"""Follow the links of a running site from its home, page by page, and remember what each said.

Breadth first, so that the number of clicks to a page is the least; asks for each address once. Of addresses
with parameters, of which there are as many as things times pictures and questions, it takes some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

_TAG = re.compile(r"<(?:a|link|script|form|img|image|use|source)\b[^>]*>")
_ADDRESS = re.compile(r"\s(?:href|src|action)=\"([^\"]*)\"")
_IDENTIFIER = re.compile(r"\sid=\"([^\"]+)\"")
_THREADS = 3
_LIMIT_S = 30
#: Of the addresses with parameters that are met at one distance from home, every so many-th.
ONE_ASKING_OF = 25


@dataclass(frozen=True)
class CrawledPage:
    """A page: clicks from home, status, bytes as sent, the addresses in it (with fragments), its ids."""

    clicks: int
    status: int
    sent_bytes: int
    links: tuple[str, ...] = ()
    identifiers: frozenset[str] = frozenset()


def links_of(html: str, url: str) -> tuple[str, ...]:
    """Return the whole addresses that a page names, each once, with their fragments."""
    written = (found for tag in _TAG.findall(html) for found in _ADDRESS.findall(tag))
    return tuple(dict.fromkeys(urljoin(url, unescape(one)) for one in written))


def crawl(origin: str, language: str, *, most_pages: int) -> dict[str, CrawledPage]:
    """Return every page below a language that links lead to from its home, by path and query.

    Raises ``AssertionError`` where there are more than ``most_pages``: then the links make pages without end.
    """
    home = f"/{language}/"
    found: dict[str, CrawledPage] = {}
    front, clicks = [home], 0
    with httpx.Client(base_url=origin, timeout=_LIMIT_S) as client, ThreadPoolExecutor(_THREADS) as threads:
        while front:
            assert len(found) + len(front) <= most_pages, sorted(front)[:20]
            pages = threads.map(lambda path, at=clicks: read_page(client, path, at), front)
            found.update(zip(front, pages, strict=True))
            named = (link for path in front for link in found[path].links)
            inside = {path for path in _inside(named, origin) if path.startswith(home)} - found.keys()
            asking = sorted(path for path in inside if "?" in path)
            front = sorted(path for path in inside if "?" not in path) + asking[::ONE_ASKING_OF]
            clicks += 1
    return found


def read_page(client: httpx.Client, path: str, clicks: int = 0) -> CrawledPage:
    """Ask for one page."""
    with client.stream("GET", path, headers={"Accept": "text/html"}) as response:
        html = response.read().decode(errors="replace")
        links = links_of(html, str(response.url))
        identifiers = frozenset(map(unescape, _IDENTIFIER.findall(html)))
        return CrawledPage(clicks, response.status_code, response.num_bytes_downloaded, links, identifiers)


def _inside(links: Iterable[str], origin: str) -> set[str]:
    """Return path and query of those addresses that are of the site."""
    return {path_of(link) for link in links if link.startswith(f"{origin}/")}


def path_of(link: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(urldefrag(link).url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
