"""About the data: what was read, how exact it is, where it contradicts itself, how it is verified and cited.

Whatever can be told from the graph is; the rest is in the texts of the pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaip_graph.build.manifest import GRAPH_FILE
from gbaip_graph.pages import home
from gbaip_graph.pages.about_contradictions import contradictions
from gbaip_graph.pages.about_coverage import QUESTION, explained, readings, years
from gbaip_graph.pages.addresses import Addresses
from gbaip_graph.pages.facts import grouped
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.turtle.terms import Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

PATH = "about"
_TRIPLES = "SELECT (COUNT(*) AS ?triples) WHERE { ?subject ?property ?value }"
#: Files of the whole graph that the server sends.
_FILES = ("nq", "trig", "ttl")
#: Parts of the page, in this order; each is an anchor and ``about.<part>`` its heading.
PARTS = (
    "coverage", "exactness", "basis", "contradictions", "verify", "addresses", "cite", "files", "version",
    "promise", "thanks",
)  # fmt: skip
#: Whose data are used, and on what terms: name, address, key of what for.
_THANKS = (
    ("Natural Earth", "https://www.naturalearthdata.com/", "coast"),
    ("GeoNames (CC BY 4.0)", "https://www.geonames.org/", "points"),
)
_MEBIBYTE = 1024 * 1024
_LICENCES = "editor-licences.txt"


@dataclass(frozen=True)
class File:
    """A file of the whole graph; its size is ``""`` where it is not known."""

    name: str
    lead: str
    href: str
    size: str


@dataclass(frozen=True)
class Thanks:
    """Whose data are used, and for what."""

    name: str
    href: str
    lead: str


def paths(_: Site) -> Iterable[str]:
    """Return the one page."""
    return (PATH,)


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page."""
    if rest:
        raise PageMissing(request.path)
    addresses = site.skin.addresses(request)
    return site.page(
        request, "about.html",
        parts=PARTS,
        readings=readings(site, request),
        years=years(site),
        coverage_href=addresses.to(f"queries/{QUESTION}") if QUESTION in site.questions else "",
        exactness=explained(site, request, "exactness", "gbaip:hasExactness"),
        bases=explained(site, request, "basis", "gbaip:hasBasis"),
        contradictions=contradictions(site, request),
        counts=home.counts(site, request),
        triples=_triples(site),
        graph_version=site.version,
        files=() if request.is_static else _files(site, request, addresses),
        thanks=_thanks(site, request),
        licences=addresses.asset(_LICENCES) if _LICENCES in site.skin.assets else "",
    )  # fmt: skip


def _triples(site: Site) -> str:
    """Return how many triples there are, ``""`` where another process would have to count them."""
    if site.graph.is_remote:
        return ""

    def count() -> str:
        ((triples,),) = site.graph.select(_TRIPLES).rows
        return grouped(triples.lexical) if isinstance(triples, Literal) else ""

    return site.kept((PATH, "triples"), count)


def _files(site: Site, request: PageRequest, addresses: Addresses) -> tuple[File, ...]:
    size = site.kept((PATH, "size"), lambda: _size_of_build(site))
    return tuple(
        File(
            f"gbaip.{extension}",
            site.text(f"about.file.{extension}", request.language),
            addresses.file(f"data/gbaip.{extension}"),
            size if extension == "nq" else "",
        )
        for extension in _FILES
    )


def _size_of_build(site: Site) -> str:
    """Return the size of the built graph, where the build of the root is the graph that is shown."""
    try:
        content = (site.root.build_dir / GRAPH_FILE).read_bytes()
    except OSError:
        return ""
    is_shown = hashlib.sha256(content).hexdigest() == site.version
    return f"{len(content) / _MEBIBYTE:.1f} MiB" if is_shown else ""


def _thanks(site: Site, request: PageRequest) -> tuple[Thanks, ...]:
    return tuple(
        Thanks(name, href, site.text(f"about.thanks.{purpose}", request.language))
        for name, href, purpose in _THANKS
    )
