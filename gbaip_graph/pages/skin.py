"""How pages look: templates, texts and assets, loaded once, with the frame that every page stands in.

Knows no graph, so that the server can also show a page that says why there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gbaip_graph import __version__
from gbaip_graph.pages.addresses import Addresses
from gbaip_graph.pages.page import LANGUAGES, Page, PageRequest
from gbaip_graph.pages.texts import Texts, load_texts, text_of

# As much of the digest as no two versions of one file share by chance.
_DIGEST_CHARACTERS = 8
#: Endings of assets and how they are sent.
ASSET_TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "json": "application/json",
        "txt": "text/plain; charset=utf-8",
    }
)
#: Nothing from elsewhere and nothing inline; in a static copy it stands in the page.
#: https://www.w3.org/TR/CSP3/
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
#: What stands in the head of every page, in this order: address, key of its text.
NAVIGATION = (
    ("list/plan", "nav.plans"),
    ("list/event", "nav.events"),
    ("list/op", "nav.operations"),
    ("list/agency", "nav.bodies"),
    ("list/place", "nav.places"),
    ("list/source", "nav.sources"),
    ("pictures", "nav.pictures"),
    ("queries", "nav.questions"),
)
FOOTER = (
    ("about", "nav.about"),
    ("changes", "nav.changes"),
    ("list", "nav.everything"),
    ("concept", "nav.concepts"),
    ("ns", "nav.ontology"),
    ("sparql", "nav.sparql"),
    ("api", "nav.api"),
)


@dataclass(frozen=True)
class Asset:
    """A file that pages name: its name with its digest, its content and its type."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Skin:
    """Templates, texts and assets; ``assets`` by the plain names of their files.

    ``digest`` is of all of these and the version of the package: the same one makes the same page of a graph.
    """

    environment: Environment
    texts: Texts
    assets: Mapping[str, Asset]
    digest: str = ""

    def text(self, key: str, language: str, **values: object) -> str:
        """Return a text of the pages in a language."""
        return text_of(self.texts, key, language, values)

    def addresses(self, request: PageRequest) -> Addresses:
        """Return the writer of addresses for a page."""
        return Addresses(request, {plain: asset.name for plain, asset in self.assets.items()})

    def page(self, request: PageRequest, template: str, *, status: int = 200, **context: Any) -> Page:
        """Fill a template in the frame of all pages.

        In it ``t`` gives a text, ``to`` the address of a page, ``here`` that of this one in another language.
        """
        addresses = self.addresses(request)
        frame = {
            "request": request,
            "language": request.language,
            "languages": LANGUAGES,
            "addresses": addresses,
            "to": addresses.to,
            "here": addresses.here,
            "policy": POLICY,
            "t": partial(self.text, language=request.language),
            "navigation": NAVIGATION,
            "footer": FOOTER,
            "version": __version__,
        }
        html = self.environment.get_template(template).render({**frame, **context})
        return Page(html.encode(), status)


def load_skin() -> Skin:
    """Load everything; a process that may open no file later can fill every template after that."""
    environment = Environment(
        loader=PackageLoader("gbaip_graph.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    digest = hashlib.sha256(__version__.encode())
    for name in environment.list_templates():
        environment.get_template(name)
        digest.update((files("gbaip_graph.pages") / "templates" / name).read_bytes())
    texts, assets = load_texts(), _load_assets()
    digest.update(repr((texts, *(asset.name for asset in assets.values()))).encode())
    return Skin(environment, texts, MappingProxyType(assets), digest.hexdigest())


def _load_assets() -> dict[str, Asset]:
    contents = {entry.name: entry.read_bytes() for entry in (files("gbaip_graph.pages") / "assets").iterdir()}
    picture_style = files("gbaip_graph.pictures") / "picture.css"
    contents["style.css"] += picture_style.read_bytes()
    return {
        name: _asset(name, content)
        for name, content in sorted(contents.items())
        if name.rpartition(".")[2] in ASSET_TYPES
    }


def _asset(name: str, content: bytes) -> Asset:
    stem, _, extension = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:_DIGEST_CHARACTERS]
    return Asset(f"{stem}.{digest}.{extension}", content, ASSET_TYPES[extension])
