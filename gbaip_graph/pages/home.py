"""The first page: what this is, what is in it, a picture, questions to click, and the ways to everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from gbaip_graph.errors import UsageError
from gbaip_graph.namespaces import expand
from gbaip_graph.pages import picture_pages, schema_org
from gbaip_graph.pages.lists import Link
from gbaip_graph.pages.page import LANGUAGES, Page, PageMissing, PageRequest
from gbaip_graph.pages.question_words import title_of
from gbaip_graph.pictures import Picture
from gbaip_graph.turtle.terms import Iri, Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: Questions that can be answered at once and show what the graph is good for.
_QUESTIONS = (
    "sme-seminar-attendance",
    "operations-and-seizures",
    "who-works-with-whom",
    "planned-and-reported",
    "leaders-over-time",
)
#: What is counted, by the kind whose list the number leads to.
_COUNTED = MappingProxyType(
    {
        "plan": "gbaip:CooperationPlan",
        "item": "gbaip:CooperationItem",
        "event": "gbaip:Event",
        "op": "gbaip:Operation",
        "agency": "gbaip:Agency",
        "figure": "gbaip:Figure",
        "source": "gbaip:SourceDocument",
        "disagreement": "gbaip:Disagreement",
    }
)
_COUNTS = f"""
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  VALUES ?class {{ {" ".join(f"<{expand(name)}>" for name in _COUNTED.values())} }}
  ?thing a ?class
}} GROUP BY ?class"""
#: The first of these that can be drawn stands on the page.
_PICTURES = ("timeline", "greater-bay-area", "sme-seminar-attendance")
#: Ways to everything: address, key of its text; beside each stands ``home.way.<address>``.
_WAYS = (
    ("list", "nav.everything"),
    ("pictures", "nav.pictures"),
    ("queries", "nav.questions"),
    ("sparql", "nav.sparql"),
    ("api", "nav.api"),
    ("about", "nav.about"),
)
#: What a reader is promised, each with the page that tells more.
_PROMISES = (("cited", "list/source"), ("exact", "list/figure"), ("contradicted", "about"))


@dataclass(frozen=True)
class Question:
    """A saved question; ``language`` is that of its title."""

    title: str
    language: str
    href: str


@dataclass(frozen=True)
class Way:
    """A way on: its title, what is there, its address."""

    title: str
    lead: str
    href: str


def paths(_: Site) -> Iterable[str]:
    """Return the path of the first page."""
    yield ""


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the first page."""
    if rest:
        raise PageMissing(request.path)
    name, picture = _picture(site, request)
    return site.page(
        request,
        "home.html",
        counts=counts(site, request),
        questions=_questions(site, request),
        picture=picture,
        picture_href=site.skin.addresses(request).to(f"{picture_pages.PATH}/{name}"),
        cards=tuple(card for card in picture_pages.cards(site, request) if card.icon != name),
        ways=_ways(site, request),
        promises=_promises(site, request),
        json_ld=schema_org.write_home(
            site, request.base, language=request.language, is_static=request.is_static
        ),
    )


def counts(site: Site, request: PageRequest) -> tuple[Link, ...]:
    """Return how many things there are of the kinds that people look for, each with the list of them."""
    addresses = site.skin.addresses(request)
    counted = {
        row[0].value: int(row[1].lexical)
        for row in site.graph.select(_COUNTS).rows
        if isinstance(row[0], Iri) and isinstance(row[1], Literal)
    }
    found = ((kind, counted.get(expand(name), 0)) for kind, name in _COUNTED.items())
    return tuple(
        Link(site.text(f"kinds.{kind}", request.language), addresses.to(f"list/{kind}"), count)
        for kind, count in found
        if count
    )


def _questions(site: Site, request: PageRequest) -> tuple[Question, ...]:
    addresses = site.skin.addresses(request)
    known = (site.questions[name] for name in _QUESTIONS if name in site.questions)
    return tuple(
        Question(*title_of(site, query, request.language), addresses.to(f"queries/{query.name}"))
        for query in known
    )


def _picture(site: Site, request: PageRequest) -> tuple[str, Picture | None]:
    """Return the name of the picture and the picture; a graph that lacks what is drawn has none.

    Nor has one in another process, which would be asked for all of it each time that anybody comes by. It is
    drawn once in every language, before workers are forked that would each draw it for one reader.
    """
    if site.graph.is_remote:
        return "", None
    drawn = site.kept(
        ("home", request.is_static),
        lambda: {one: _drawn(site, replace(request, language=one)) for one in LANGUAGES},
    )
    return drawn[request.language]


def _drawn(site: Site, request: PageRequest) -> tuple[str, Picture | None]:
    for name in _PICTURES:
        if name in picture_pages.names(site):
            try:
                return name, picture_pages.drawn(site, request, name)
            except UsageError:
                continue
    return "", None


def _ways(site: Site, request: PageRequest) -> tuple[Way, ...]:
    addresses, language = site.skin.addresses(request), request.language
    return tuple(
        Way(site.text(key, language), site.text(f"home.way.{path}", language), addresses.to(path))
        for path, key in _WAYS
    )


def _promises(site: Site, request: PageRequest) -> tuple[Way, ...]:
    addresses, language = site.skin.addresses(request), request.language
    return tuple(
        Way(
            site.text(f"home.promise.{name}", language),
            site.text(f"home.promise.{name}.lead", language),
            addresses.to(path),
        )
        for name, path in _PROMISES
    )
