"""What a page of things shows, fetched in a handful of queries: records in full, dates, labels.

For every page that shows facts; how they are shown is told in ``facts``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.namespaces import DATA
from gbaip_graph.pages.facts import DATED_BY, TAKES_PLACE, Facts
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.record import (
    Span,
    Statement,
    count_facts,
    dates_of,
    fetch_spans,
    iris_of,
    passages_by_graph,
    statements_about,
)
from gbaip_graph.pages.tables import UNLABELLED, kind_of
from gbaip_graph.pages.views import viewer_of
from gbaip_graph.turtle.terms import Iri

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

_SPAN = DATA + "span/"


@dataclass(frozen=True)
class Read:
    """What is read of some records, whatever the language: ``told`` also has those that they name.

    ``named`` is everything that has to be called something, ``unlabelled`` what has no label of its own.
    """

    about: Mapping[str, tuple[Statement, ...]]
    told: Mapping[str, tuple[Statement, ...]]
    unlabelled: frozenset[str]
    named: frozenset[str]
    dates: Mapping[str, tuple[str, ...]]
    spans: Mapping[str, Span]
    stated: Mapping[tuple[str, str], tuple[str, ...]]
    counts: Mapping[str, int]


def gather(
    site: Site, request: PageRequest, thing: str, own: Sequence[Statement], to: Sequence[Statement]
) -> Facts:
    """Fetch what a page shows: the records that point to the thing in full, dates, labels."""

    def read() -> Read:
        subjects = {one.subject for one in to if kind_of(one.subject)}
        return read_about(site.graph, {**statements_about(site.graph, subjects), thing: tuple(own)})

    return replace(show(site, request, site.lately("thing", thing, read)), thing=thing)


def gather_about(site: Site, request: PageRequest, about: Mapping[str, tuple[Statement, ...]]) -> Facts:
    """Fetch what rows of some records show, whose statements are known."""
    return show(site, request, read_about(site.graph, about))


def show(site: Site, request: PageRequest, read: Read) -> Facts:
    """Return what rows of some records show in the language of a page."""
    viewer = viewer_of(site, site.skin.addresses(request), request.language, read.named)
    facts = Facts(site, request.language, viewer, read.told, read.spans, read.dates, read.stated, read.counts)
    viewer.call({thing: facts.heading(thing, read.told[thing]) for thing in read.unlabelled})
    return replace(facts, about=read.about)


def read_about(graph: AskedGraph, about: Mapping[str, tuple[Statement, ...]]) -> Read:
    """Fetch what rows of some records need, whose statements are known."""
    unlabelled = _unlabelled(about)
    told = {**statements_about(graph, unlabelled - about.keys()), **about}
    statements = [one for of_it in told.values() for one in of_it]
    named = {one.value.value for one in statements if isinstance(one.value, Iri)}
    dates = _dates(graph, told, statements)
    named |= {span for spans in dates.values() for span in spans}
    spans = fetch_spans(graph, {iri for iri in (*named, *told) if iri.startswith(_SPAN)})
    named |= {*told, *(one.predicate for one in statements), *(span.basis for span in spans.values())}
    counts = count_facts(graph, {record for record in told if kind_of(record) == "passage"})
    return Read(
        about, told, frozenset(unlabelled & told.keys()), frozenset(named), dates, spans,
        passages_by_graph(statements), counts,
    )  # fmt: skip


def _unlabelled(about: Mapping[str, tuple[Statement, ...]]) -> set[str]:
    """Return records that are named and have no label of their own."""
    named = {one.value.value for of_it in about.values() for one in of_it if isinstance(one.value, Iri)}
    return {iri for iri in named if kind_of(iri) in UNLABELLED}


def _dates(
    graph: AskedGraph, told: Mapping[str, tuple[Statement, ...]], statements: Sequence[Statement]
) -> dict[str, tuple[str, ...]]:
    """Return when records take place, and when that does which they are records of."""
    dated_by = {iri for predicate in DATED_BY for iri in iris_of(statements, predicate)}
    dates = dates_of(graph, dated_by - told.keys())
    for record, of_it in told.items():
        if own_dates := tuple(dict.fromkeys(iris_of(of_it, TAKES_PLACE))):
            dates[record] = own_dates
    return dates
