"""Where the page of a thing is, and how an address is written in a page.

On the server addresses begin at its root; in the static copy they are relative, so that it can lie anywhere.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode

from gbaip_graph.namespaces import BASE, CONCEPT, DATA, ONTOLOGY
from gbaip_graph.pages.page import PageRequest, Parameters
from gbaip_graph.pages.static_names import choice_of

_SLUG = r"[A-Za-z0-9][A-Za-z0-9._~-]*"
_THING = re.compile(rf"id/[a-z-]+/{_SLUG}\Z|concept/[a-z-]+(?:/{_SLUG})?\Z")
#: Records that are read on the pages of others, and whose own page is of little use to people, have one too:
#: every address that the graph gives leads somewhere.
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")
_DATA_FORMATS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))
# Each thing in all of them is twice as large as all pages; others are made of the first.
_COPIED_FORMATS = 2


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
        self._up = "../" * len(list(filter(None, self._folder_here().split("/"))))

    def to(self, path: str, language: str = "", parameters: Parameters = ()) -> str:
        """Return the address of a page; with ``language``, of its version in another one.

        A copy without a server leads to the plain page where it has none with these parameters.
        """
        language = language or self._request.language
        if self._request.is_static:
            return self._relative(self.folder(path, language, parameters))
        whole = f"{language}/{path}".rstrip("/")
        if whole in ("en", "zh-Hant", "zh-Hans"):
            whole += "/"
        return f"/{quote(whole)}{_query(parameters)}"

    def here(self, language: str = "", parameters: Parameters | None = None) -> str:
        """Return the address of this page, in another language or with other parameters."""
        given = self._request.parameters if parameters is None else parameters
        return self.to(self._request.path, language, given)

    def canonical(self, language: str = "") -> str:
        """Return the address of this page for readers who found it elsewhere.

        It is a whole one in a copy that knows where it will lie.
        """
        if self._request.is_static and self._request.base:
            language = language or self._request.language
            return self.absolute(self._request.path, language, self._request.parameters)
        return self.here(language)

    def has(self, path: str, parameters: Parameters) -> bool:
        """Say whether there is a page with these parameters; a copy has some of them, a server all."""
        return not self._request.is_static or bool(self._choice(path, parameters))

    def absolute(self, path: str, language: str, parameters: Parameters = ()) -> str:
        """Return the whole address of a page, for readers that take no relative one."""
        if self._request.is_static:
            return f"{self._request.base}/{quote(self.folder(path, language, parameters))}"
        whole = f"{self._request.base}/{quote(f'{language}/{path}'.rstrip('/'))}"
        return whole + ("" if path else "/") + _query(parameters)

    def asset(self, name: str) -> str:
        """Return the address of a file of ``assets``, which has its digest in its name."""
        return self.file(f"static/{self._assets[name]}")

    def file(self, path: str) -> str:
        """Return the address of a file at the root, such as ``sitemap.xml``, also with a query behind it.

        A copy has the files of its choices, in the folder of the page that they belong to.
        """
        if not self._request.is_static:
            return f"/{quote(path, safe='/?=&')}"
        name, _, query = path.partition("?")
        page = self._request.path
        choice = self._choice(page, tuple(parse_qsl(query)))
        if choice and name.startswith(f"{page}."):
            name = f"{page}/{choice}{name.removeprefix(page)}"
        return self._relative(name)

    def data(self, path: str, extension: str) -> str:
        """Return the address of the data of a thing in a format."""
        address = f"data/{path}.{extension}"
        return self._relative(address) if self._request.is_static else f"/{quote(address)}"

    def data_formats(self) -> tuple[tuple[str, str], ...]:
        """Return the formats of the data of a thing, as name and extension; a copy has some of them."""
        return _DATA_FORMATS[:_COPIED_FORMATS] if self._request.is_static else _DATA_FORMATS

    def folder(self, path: str, language: str = "", parameters: Parameters = ()) -> str:
        """Return the folder of a page below that of a copy without a server, with a slash at its end."""
        parts = (language or self._request.language, path, self._choice(path, parameters))
        return "".join(f"{part}/" for part in parts if part)

    def _folder_here(self) -> str:
        return self.folder(self._request.path, "", self._request.parameters)

    def _choice(self, path: str, parameters: Parameters) -> str:
        return self._request.choices.get(choice_of(path, parameters), "") if parameters else ""

    def _relative(self, path: str) -> str:
        return self._up + quote(path) or "./"


def _query(parameters: Parameters) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""
