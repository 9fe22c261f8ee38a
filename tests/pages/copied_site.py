"""A small site to copy, with names and labels that look like something else; and a crawl of copies."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from gbaip_graph.layout import Root
from gbaip_graph.pages.static_command import OfServer, open_copied
from gbaip_graph.pages.static_copy import Copied, CopyReport, write_copy
from gbaip_graph.serve.describing import describe
from gbaip_graph.serve.openapi import openapi_document
from tests.serve.small_root import LETTER, ONTOLOGY, canonical, write_root

#: Terms that the small root uses and does not declare, so that each term that a page names has a page; and
#: blank nodes, which must be called the same in every copy.
TERMS = """\
gbaip:Passage a owl:Class .
gbaip:UnnamedParty a owl:Class .
gbaip:Agency a owl:Class .
gbaip:Involvement a owl:Class ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gbaip:statedIn ; owl:someValuesFrom gbaip:Passage ] ,
        [ a owl:Restriction ; owl:onProperty gbaip:hasParty ; owl:someValuesFrom gbaip:Agency ] .
"""
HOSTILE = """
event:fair a gbaip:Event ; skos:prefLabel "Fair\\" href=\\"gone\\"> <form action=\\"x\\">a</form>"@en .
event:index.html a gbaip:Event ; skos:prefLabel "Index"@en ; gbaip:statedIn passage:letter-1.p1 .
event:x.ttl a gbaip:Event ; skos:prefLabel "<form>"@en ; gbaip:statedIn passage:letter-1.p1 .
agency:hall a gbaip:Agency ; skos:prefLabel "Hall"@en .
agency:guild a gbaip:Agency ; skos:prefLabel "Guild"@en .
inv:fair.guild a gbaip:Involvement ; gbaip:inActivity event:fair ; gbaip:hasParty agency:guild ;
    gbaip:hasRole role:host ; gbaip:statedIn passage:letter-1.p1 .
inv:fair.hall a gbaip:Involvement ; gbaip:inActivity event:fair ; gbaip:hasParty agency:hall ;
    gbaip:hasRole role:host ; gbaip:statedIn passage:letter-1.p1 .
party:a..b\\~c_d- a gbaip:UnnamedParty ; skos:prefLabel "Ends"@en ; gbaip:statedIn passage:letter-1.p1 .
"""
ABOUT = """\
#+ title.en = "What is counted of an event?"
#+ description = "One row for each figure."
#+ facts = ["letter-1: the guests of the fair"]
#+ cites = false
#+ why-no-citation = "It gives no value."
#+
#+ [[parameter]]
#+ name = "event"
#+ kind = "iri"
#+ class = "gbaip:Event"
#+ required = true
#+ description = "The event."
#+ example = "event:fair"
#+
#+ [columns]
#+ figure = { kind = "iri", description = "The figure." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?figure WHERE { ?figure gbaip:measures $event } ORDER BY ?figure
"""


#: Concepts that the site names; how much of a document was read, the page about the data tells of any graph.
CONCEPTS = """
scheme:role a skos:ConceptScheme ; skos:prefLabel "role"@en .
role:host a skos:Concept ; skos:prefLabel "host"@en ; skos:inScheme scheme:role .
scheme:reading a skos:ConceptScheme ; skos:prefLabel "reading"@en .
reading:full-text a skos:Concept ; skos:prefLabel "full text"@en ; skos:inScheme scheme:reading .
reading:beginning a skos:Concept ; skos:prefLabel "beginning"@en ; skos:inScheme scheme:reading .
reading:reference a skos:Concept ; skos:prefLabel "reference"@en ; skos:inScheme scheme:reading .
"""


def write_small_root(folder: Path) -> Root:
    """Write the root and return it."""
    write_root(folder)
    (folder / "ontology" / "gbaip.ttl").write_text(ONTOLOGY + TERMS, encoding="utf-8")
    (folder / "data" / "sources" / "letter-1.ttl").write_text(canonical(LETTER + HOSTILE), encoding="utf-8")
    (folder / "data" / "concepts" / "more.ttl").write_text(canonical(CONCEPTS), encoding="utf-8")
    (folder / "queries" / "about-event.rq").write_text(ABOUT, encoding="utf-8")
    return Root(folder)


def open_small(folder: Path, base: str = "") -> Copied:
    """Load the root in a folder."""
    return open_copied(Root(folder), base=base, of_server=OfServer(describe, openapi_document))


def copy_to(folder: Path, copied: Copied, *, processes: int = 1) -> CopyReport:
    """Write a copy without telling how far it is."""
    return write_copy(copied, folder, processes=processes, tell=lambda what, done, total: None)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


@dataclass
class _Reader(HTMLParser):
    """Reads a page: its elements with their attributes, and the addresses in them."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))


_ADDRESSED_BY = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")


def elements_of(page: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a page with their attributes, as a browser reads them."""
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    return reader.elements


def addresses_of(name: str, content: bytes) -> Iterator[str]:
    """Yield the addresses that stand in a page or in a picture."""
    if name.endswith(".html"):
        for _, attributes in elements_of(content):
            yield from (attributes[key] for key in _ADDRESSED_BY if key in attributes)
    elif name.endswith(".svg"):
        for element in ElementTree.fromstring(content).iter():  # noqa: S314 - our own
            yield from (value for key, value in element.attrib.items() if key.endswith("href"))


def links_of(folder: Path, base: str = "") -> dict[str, set[str]]:
    """Return, for each page and picture of a copy, the files of the copy that it leads to or should."""
    found = {}
    for file in folder.rglob("*"):
        if file.suffix in (".html", ".svg") and file.is_file():
            name = file.relative_to(folder).as_posix()
            targets = {_target(name, address, base) for address in addresses_of(name, file.read_bytes())}
            found[name] = targets - {""}
    return found


def dead_links(folder: Path, base: str = "") -> set[tuple[str, str]]:
    """Return pairs of a file of a copy and another that it leads to and that is not there."""
    return {
        (name, target)
        for name, targets in links_of(folder, base).items()
        for target in targets
        if not (folder / target).is_file()
    }


def _target(name: str, address: str, base: str) -> str:
    """Return the file that an address leads to, as a host of files finds it; ``""`` for one elsewhere."""
    if base and address.startswith(f"{base}/"):
        address = address.removeprefix(base)
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = unquote(parts.path)
    start = "/" if path.startswith("/") else f"/{posixpath.dirname(name)}/"
    # Nothing leads above the root of a host, so ".." there stays within it, as in a browser.
    target = posixpath.normpath(f"{start}{path}").lstrip("/")
    return posixpath.join(target, "index.html") if path.endswith("/") else target
