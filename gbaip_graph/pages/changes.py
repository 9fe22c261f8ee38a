"""What changed from release to release, and when the files of the data were entered.

Which records changed is worked out by ``release_changes``; in words it is told by ``CHANGELOG.md`` of the
root, which is English; the days are those that the catalogue of the data tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH, expand
from gbaip_graph.pages.markdown_subset import Block, Heading, read_blocks, to_html
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.pages.release_changes import record_changes
from gbaip_graph.pictures.periods import in_words
from gbaip_graph.turtle.terms import Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

PATH = "changes"
_LIST = "CHANGELOG.md"
_ENTRIES = f"""
SELECT ?day ?is_new (COUNT(DISTINCT ?graph) AS ?files) (COUNT(DISTINCT ?document) AS ?documents) WHERE {{
  {{ GRAPH <{GRAPH}catalogue> {{ ?graph <{expand("dcterms:created")}> ?day }} BIND(true AS ?is_new) }}
  UNION
  {{ GRAPH <{GRAPH}catalogue> {{ ?graph <{expand("dcterms:modified")}> ?day }} BIND(false AS ?is_new) }}
  OPTIONAL {{ GRAPH ?graph {{ ?document a <{expand("gbaip:SourceDocument")}> }} }}
}} GROUP BY ?day ?is_new ORDER BY DESC(?day) DESC(?is_new)"""


@dataclass(frozen=True)
class Section:
    """A part of a release as HTML; without a heading it is what stands before the first one."""

    heading: Heading | None
    content: str


@dataclass(frozen=True)
class Release:
    """A release with its parts."""

    heading: Heading
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Entry:
    """A day on which files of the data were entered or changed; how many, and documents in them."""

    day: str
    is_new: bool
    files: str
    documents: str


def paths(_: Site) -> Iterable[str]:
    """Return the one page."""
    return (PATH,)


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page."""
    if rest:
        raise PageMissing(request.path)
    return site.page(
        request,
        "changes.html",
        records=record_changes(site, request),
        releases=site.kept(PATH, lambda: read_releases(site.root)),
        entries=_entries(site, request.language),
    )


def read_releases(root: Root) -> tuple[Release, ...]:
    """Read the list of changes of a root, the newest release first; ``()`` where it has none."""
    try:
        text = (root.path / _LIST).read_text(encoding="utf-8")
    except OSError:
        return ()
    releases: list[tuple[Heading, list[Block]]] = []
    for block in read_blocks(text):
        if block.heading and block.heading.level == 2:
            releases.append((block.heading, []))
        elif releases:
            releases[-1][1].append(block)
    return tuple(Release(heading, _sections(blocks)) for heading, blocks in releases)


def _sections(blocks: Iterable[Block]) -> tuple[Section, ...]:
    sections: list[tuple[Heading | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.heading and block.heading.level == 3:
            sections.append((block.heading, []))
        else:
            sections[-1][1].append(block)
    return tuple(Section(heading, to_html(inside)) for heading, inside in sections if heading or inside)


def _entries(site: Site, language: str) -> tuple[Entry, ...]:
    rows = site.kept((PATH, "entries"), lambda: site.graph.select(_ENTRIES).rows)
    cells = ([cell.lexical if isinstance(cell, Literal) else "" for cell in row] for row in rows)
    return tuple(
        Entry(in_words(day, language), is_new == "true", files, documents)
        for day, is_new, files, documents in cells
        if day
    )
