"""The list of the saved questions, grouped by what they are about.

Made from the headers of the questions; no query is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.pages.page import Page, PageRequest
from gbaip_graph.pages.question_desk import parameter_label
from gbaip_graph.pages.question_words import description_of, title_of

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: What questions are about; one that is not named here stands among the others.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "time": ("timeline", "events-in-period", "coverage-by-year"),
        "plans": ("planned-and-reported", "items-of-plan", "new-items", "areas-of-plan"),
        "group": ("expert-group", "members-by-side", "meetings-of-the-group", "leaders-over-time"),
        "events": (
            "sme-seminar-attendance", "seminars-over-time", "series-and-editions", "events-of-series",
            "events-at-place", "roles-in-event", "examination-results",
        ),
        "operations": (
            "operations-and-seizures", "seizures-by-year", "operations-by-side", "information-exchanges",
        ),
        "bodies": (
            "who-works-with-whom", "involvements-of-agency", "bodies-renamed", "successions", "names-of",
            "name-on-date", "people-in-office", "officials-named", "unnamed-parties",
        ),
        "figures": ("figures-by-measure", "figures-of"),
        "trust": (
            "disagreements", "differing-figures", "stated-and-entered-counts", "facts-in-passage",
            "facts-to-verify",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A question in the list: its title with the language it has, and what its fields are called."""

    name: str
    title: str
    language: str
    description: str
    description_language: str
    fields: tuple[tuple[str, bool], ...]
    command: str = ""


def list_questions(site: Site, request: PageRequest) -> Page:
    """Make the page of all questions, grouped by what they are about."""
    known = {name: query for name, query in site.questions.items() if not query.endpoints}
    grouped = {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, "other": tuple(sorted(known.keys() - grouped))}
    shown = [
        (group, [listed(site, known[name], request.language) for name in names if name in known])
        for group, names in groups.items()
    ]
    others = [listed(site, query, request.language) for query in site.questions.values() if query.endpoints]
    return site.page(
        request,
        "questions.html",
        groups=[(group, told) for group, told in shown if told],
        others=others,
    )


def listed(site: Site, query: SavedQuery, language: str) -> Listed:
    """Return a question as the list has it."""
    title, tag = title_of(site, query, language)
    description, description_tag = description_of(site, query, language)
    fields = tuple((parameter_label(site, one.name, language), one.required) for one in query.parameters)
    required = [f" --{one.option} {one.example}" for one in query.parameters if one.required]
    asked = [f" --with {endpoint.name}=URL" for endpoint in query.endpoints]
    command = f"gbaip ask {query.name}{''.join(required)}{''.join(asked)}" if asked else ""
    return Listed(query.name, title, tag, description, description_tag, fields, command)
