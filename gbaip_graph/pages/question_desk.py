"""A saved question before one request: what its parameters may be, and how the choices are called.

For the form and the page of a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.ask.things import concepts, instances, offered_values
from gbaip_graph.namespaces import compact
from gbaip_graph.pages.page import LANGUAGES, PageRequest, Parameters
from gbaip_graph.pages.views import Viewer, viewer_of
from gbaip_graph.turtle.terms import Iri, Literal, Term

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

# As many as a browser proposes from without delay, and as a page of 60 kB holds.
_MOST_PROPOSED = 1000


@dataclass(frozen=True)
class Option:
    """A value that may be chosen: what is sent, and what people read, with its language."""

    value: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Desk:
    """A question before one request, with what there is to choose from, fetched once."""

    site: Site
    request: PageRequest
    query: SavedQuery

    @cached_property
    def choices(self) -> Mapping[str, tuple[Term, ...]]:
        """The values that the graph or the question offers, by parameter."""
        return {one.name: _choices(self, one) for one in self.query.parameters}

    @cached_property
    def viewer(self) -> Viewer:
        """The viewer that knows the labels of all choices that are shown."""
        shown = {
            term.value
            for terms in self.choices.values()
            for term in terms[:_MOST_PROPOSED]
            if isinstance(term, Iri)
        }
        return viewer_of(self.site, self.site.skin.addresses(self.request), self.request.language, shown)

    @cached_property
    def options(self) -> Mapping[str, tuple[Option, ...]]:
        """The choices as people read them, in the order of their texts."""
        return {name: self._options(terms[:_MOST_PROPOSED]) for name, terms in self.choices.items()}

    def _options(self, terms: Sequence[Term]) -> tuple[Option, ...]:
        options = [self._option(term) for term in terms]
        return tuple(sorted(options, key=lambda one: (one.text.casefold(), one.value)))

    def _option(self, term: Term) -> Option:
        if isinstance(term, Iri):
            named = self.viewer.named(term.value)
            return Option(compact(term.value), named.text, named.language)
        value = shown_value(term)
        return Option(value, self.text(f"language.{value}") if value in LANGUAGES else value)

    def text(self, key: str, **values: object) -> str:
        """Return a text of the pages."""
        return self.site.text(key, self.request.language, **values)

    def address(self, parameters: Parameters) -> str:
        """Return the address of this question with parameters."""
        return self.site.skin.addresses(self.request).to(self.request.path, parameters=parameters)


def shown_value(term: Term) -> str:
    """Return a term as it is written in an address."""
    if isinstance(term, Iri):
        return compact(term.value)
    return term.lexical if isinstance(term, Literal) else ""


def _choices(desk: Desk, parameter: Parameter) -> tuple[Term, ...]:
    graph = desk.site.graph
    if parameter.kind == "iri":
        return tuple(map(Iri, instances(graph, parameter.classes).things))
    if parameter.kind == "concept":
        return tuple(map(Iri, concepts(graph, parameter.scheme).things))
    if parameter.kind == "choice" and parameter.values_query:
        offer = offered_values(graph, parameter.values_query, kind=parameter.name)
        return (*map(Iri, offer.things.things), *offer.literals)
    return tuple(map(Literal, LANGUAGES if parameter.kind == "language" else parameter.values))


def parameter_label(site: Site, name: str, language: str) -> str:
    """Return what a field is called."""
    key = f"question.parameter.{name}"
    return site.text(key, language) if key in site.skin.texts else name.replace("_", " ")
