"""Where the page of a thing is, and how an address is written in a page.

On the server addresses begin at its root; in the static copy they are relative, so that it can lie anywhere.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from gbaip_graph.namespaces import BASE, CONCEPT, DATA, ONTOLOGY
from gbaip_graph.pages.page import PageRequest, Parameters

_SLUG = r"[A-Za-z0-9][A-Za-z0-9._~-]*"
_THING = re.compile(rf"id/[a-z-]+/{_SLUG}\Z|concept/[a-z-]+(?:/{_SLUG})?\Z")
#: Records that are read on the pages of others, and whose own page is of little use to people, have one too:
#: every address that the graph gives leads somewhere.
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")


def page_path(iri: str) -> str | None:
    """Return the path of the page of a thing, None where an IRI has no page.

    >>> page_path("https://w3id.org/gbaip/id/agency/ipd")
    'id/agency/ipd'
    >>> page_path("https://w3id.org/gbaip/ns#Event")
    'ns/Event'
    """
    if iri.startswith(ONTOLOGY):
        term = iri.removeprefix(ONTOLOGY)
        return f"ns/{term}" if _TERM.match(term) else None
    path = iri.removeprefix(BASE)
    return path if iri.startswith((DATA, CONCEPT)) and _THING.match(path) else None


def thing_of(path: str) -> str | None:
    """Return the IRI of the thing that a path is the page of, None where it is of none.

    >>> thing_of("ns/Event")
    'https://w3id.org/gbaip/ns#Event'
    """
    if path.startswith("ns/"):
        term = path.removeprefix("ns/")
        return ONTOLOGY + term if _TERM.match(term) else None
    return BASE + path if _THING.match(path) else None


class Addresses:
    """Writes addresses for the page of one request."""

    def __init__(self, request: PageRequest, assets: dict[str, str]) -> None:
        self._request = request
        self._assets = assets

    def to(self, path: str, language: str = "", parameters: Parameters = ()) -> str:
        """Return the address of a page; with ``language``, of its version in another one."""
        whole = f"{language or self._request.language}/{path}".rstrip("/")
        if self._request.is_static:
            return self._relative(f"{whole}/")
        if whole in ("en", "zh-Hant", "zh-Hans"):
            whole += "/"
        return f"/{quote(whole)}{_query(parameters)}"

    def here(self, language: str = "", parameters: Parameters | None = None) -> str:
        """Return the address of this page, in another language or with other parameters."""
        given = self._request.parameters if parameters is None else parameters
        return self.to(self._request.path, language, given)

    def absolute(self, path: str, language: str) -> str:
        """Return the whole address of a page, for readers that take no relative one."""
        return f"{self._request.base}/{quote(f'{language}/{path}'.rstrip('/'))}" + ("" if path else "/")

    def asset(self, name: str) -> str:
        """Return the address of a file of ``assets``, which has its digest in its name."""
        return self.file(f"static/{self._assets[name]}")

    def file(self, path: str) -> str:
        """Return the address of a file at the root, such as ``sitemap.xml``."""
        return self._relative(path) if self._request.is_static else f"/{quote(path, safe='/?=&')}"

    def data(self, path: str, extension: str) -> str:
        """Return the address of the data of a thing in a format."""
        return f"/data/{quote(path)}.{extension}"

    def _relative(self, path: str) -> str:
        depth = len(f"{self._request.language}/{self._request.path}".strip("/").split("/"))
        return "../" * depth + quote(path)


def _query(parameters: Parameters) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""
