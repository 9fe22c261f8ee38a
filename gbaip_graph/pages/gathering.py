"""What a page of things shows, fetched in a handful of queries: records in full, dates, labels.

For every page that shows facts; how they are shown is told in ``facts``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gbaip_graph.namespaces import DATA
from gbaip_graph.pages.facts import DATED_BY, TAKES_PLACE, Facts
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.record import (
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


def gather(
    site: Site, request: PageRequest, thing: str, own: Sequence[Statement], to: Sequence[Statement]
) -> Facts:
    """Fetch what a page shows: the records that point to the thing in full, dates, labels."""
    subjects = {one.subject for one in to if kind_of(one.subject)}
    about = {**statements_about(site.graph, subjects), thing: tuple(own)}
    return replace(gather_about(site, request, about), thing=thing)


def gather_about(site: Site, request: PageRequest, about: Mapping[str, tuple[Statement, ...]]) -> Facts:
    """Fetch what rows of some records show, whose statements are known."""
    unlabelled = _unlabelled(about)
    told = {**statements_about(site.graph, unlabelled - about.keys()), **about}
    facts = _gathered(site, request, told)
    facts.viewer.call({thing: facts.heading(thing, told[thing]) for thing in unlabelled & told.keys()})
    return replace(facts, about=about)


def _unlabelled(about: Mapping[str, tuple[Statement, ...]]) -> set[str]:
    """Return records that are named and have no label of their own."""
    named = {one.value.value for of_it in about.values() for one in of_it if isinstance(one.value, Iri)}
    return {iri for iri in named if kind_of(iri) in UNLABELLED}


def _gathered(site: Site, request: PageRequest, about: Mapping[str, tuple[Statement, ...]]) -> Facts:
    statements = [one for of_it in about.values() for one in of_it]
    named = {one.value.value for one in statements if isinstance(one.value, Iri)}
    dates = dates_of(
        site.graph, {iri for predicate in DATED_BY for iri in iris_of(statements, predicate)} - about.keys()
    )
    for record, of_it in about.items():
        if own_dates := tuple(dict.fromkeys(iris_of(of_it, TAKES_PLACE))):
            dates[record] = own_dates
    named |= {span for spans in dates.values() for span in spans}
    spans = fetch_spans(
        site.graph,
        {iri for iri in named if iri.startswith(_SPAN)}
        | {record for record in about if record.startswith(_SPAN)},
    )
    predicates = {one.predicate for one in statements}
    bases = {span.basis for span in spans.values()}
    viewer = viewer_of(
        site, site.skin.addresses(request), request.language, {*about, *named, *predicates, *bases}
    )
    stated = passages_by_graph(statements)
    passages = {record for record in about if kind_of(record) == "passage"}
    counts = count_facts(site.graph, passages)
    return Facts(site, request.language, viewer, about, spans, dates, stated, counts)
