"""Lists of all things of a kind: the way from the first page to every record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gbaip_graph.namespaces import DATA
from gbaip_graph.pages.facts import FactRow
from gbaip_graph.pages.gathering import read_about, show
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.pages.record import statements_about, typed_below
from gbaip_graph.pages.tables import ORDER, columns_of, kind_of
from gbaip_graph.pages.views import Cell

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: Columns where a list shows others than a table on the page of another thing does.
_COLUMNS = {
    "figure": ("gbaip:measures", "gbaip:hasMeasure", "figure", "gbaip:countedBy", "when", "label"),
    "inv": ("when", "gbaip:inActivity", "gbaip:hasRole", "gbaip:hasParty", "label"),
    "name": ("name", "gbaip:nameOf", "gbaip:hasNameKind", "when", "label"),
    "tenure": ("when", "label"),
    "membership": ("org:member", "org:role", "org:organization", "label"),
    "agency": ("label", "gbaip:hasJurisdiction", "org:subOrganizationOf"),
    "body": ("label", "org:classification", "gbaip:hasJurisdiction"),
    "area": ("label", "gbaip:listedIn"),
    "item": ("gbaip:listedIn", "gbaip:itemNumber", "label", "gbaip:hasStatus"),
    "place": ("label", "gbaip:containedIn"),
    "post": ("label", "org:postIn"),
    "passage": ("label", "gbaip:partOfSource"),
    "span": ("when", "label"),
}
_SIBLINGS = (
    ("agency", "body", "group", "party"),
    ("person", "post", "tenure"),
    ("event", "series", "op", "exchange"),
)


@dataclass(frozen=True)
class Link:
    """An address with its text, and how many things are behind it."""

    text: str
    href: str
    count: int = 0
    is_here: bool = False


def kinds_listed() -> tuple[str, ...]:
    """Return every kind of record, those of interest first."""
    return (*ORDER, "span")


def paths(_: Site) -> Iterable[str]:
    """Return the paths of the lists and of the list of them."""
    yield "list"
    yield from (f"list/{kind}" for kind in kinds_listed())


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the list of a kind, or of all kinds."""
    if not rest:
        return _list_of_lists(site, request)
    if rest not in kinds_listed():
        raise PageMissing(request.path)
    things = typed_below(site.graph, f"{DATA}{rest}/")
    read = site.lately("list", rest, lambda: read_about(site.graph, statements_about(site.graph, things)))
    # A list shows no citations; these stand on the pages that its rows lead to.
    facts = replace(show(site, request, read), stated={})
    columns = _COLUMNS.get(rest) or columns_of(rest, without="")
    rows = sorted((facts.row(thing, columns) for thing in things), key=lambda row: row.order)
    return site.page(
        request, "list.html",
        title=site.text(f"kinds.{rest}", request.language),
        siblings=_siblings(site, request, rest),
        columns=tuple(facts.column_title(column) for column in columns),
        rows=tuple(_with_page(row, columns) for row in rows),
    )  # fmt: skip


def _with_page(row: FactRow, columns: tuple[str, ...]) -> tuple[Cell, ...]:
    """Show, where a record has no label, what it is headed by, so that the row leads to its page."""
    return tuple(
        Cell((row.heading,)) if column == "label" else cell
        for column, cell in zip(columns, row.cells, strict=True)
    )


def _siblings(site: Site, request: PageRequest, kind: str) -> tuple[Link, ...]:
    addresses = site.skin.addresses(request)
    family = next((kinds for kinds in _SIBLINGS if kind in kinds), ())
    return tuple(
        Link(site.text(f"kinds.{one}", request.language), addresses.to(f"list/{one}"), is_here=one == kind)
        for one in family
    )


def _list_of_lists(site: Site, request: PageRequest) -> Page:
    addresses = site.skin.addresses(request)
    counts = Counter(map(kind_of, typed_below(site.graph, DATA)))
    lists = tuple(
        Link(site.text(f"kinds.{kind}", request.language), addresses.to(f"list/{kind}"), counts[kind])
        for kind in kinds_listed()
    )
    return site.page(request, "list_of_lists.html", lists=lists)
