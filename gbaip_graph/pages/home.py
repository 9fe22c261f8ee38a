"""The first page: what this is, questions to click, figures of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gbaip_graph.pages import schema_org
from gbaip_graph.pages.lists import Link, count_of, kinds_listed
from gbaip_graph.pages.page import Page, PageMissing, PageRequest

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
_COUNTED = ("plan", "event", "op", "agency", "figure", "source")


def paths(_: Site) -> Iterable[str]:
    """Return the path of the first page."""
    yield ""


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the first page."""
    if rest:
        raise PageMissing(request.path)
    addresses = site.skin.addresses(request)
    counts = tuple(
        Link(site.text(f"kinds.{kind}", request.language), addresses.to(f"list/{kind}"), count_of(site, kind))
        for kind in _COUNTED
        if kind in kinds_listed()
    )
    questions = tuple(
        Link(site.questions[name].title_in(request.language), addresses.to(f"queries/{name}"))
        for name in _QUESTIONS
        if name in site.questions
    )
    json_ld = schema_org.write_home(
        site, request.base, language=request.language, is_static=request.is_static
    )
    return site.page(request, "home.html", counts=counts, questions=questions, json_ld=json_ld)
