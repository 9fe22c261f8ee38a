"""The site on one graph: every kind of page, the things that have pages, their labels.

What a worker holds to render pages; ``KINDS`` is where the next kind of page is entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import Label, Labels, choose_label, fetch_labels
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import compact
from gbaip_graph.pages import concepts, entity, home, lists
from gbaip_graph.pages.names_then import NameThen, fetch_names_then
from gbaip_graph.pages.page import Kind, Page, PageMissing, PageRequest, Parameters
from gbaip_graph.pages.schema_org import SchemaOrg
from gbaip_graph.pages.schema_org import load as load_schema_org
from gbaip_graph.pages.skin import Skin

#: Every kind of page, by the first segment of its path.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.first: kind
        for kind in (
            Kind("", home.paths, home.render),
            Kind("id", entity.paths, entity.render),
            Kind("concept", concepts.paths, concepts.render),
            Kind("ns", concepts.term_paths, concepts.render_term),
            Kind("list", lists.paths, lists.render),
        )
    }
)


@dataclass(frozen=True)
class Site:
    """A graph and what its pages need; ``version`` is the digest of the graph.

    Labels of a graph in this process are kept, those of another are fetched for each page.
    """

    skin: Skin
    graph: AskedGraph
    root: Root
    questions: Mapping[str, SavedQuery]
    version: str = ""
    _labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)

    @property
    def names_then(self) -> Mapping[str, tuple[NameThen, ...]]:
        """The official names that bodies had for a time."""
        return fetch_names_then(self.graph) if self.graph.is_remote else self._kept_names_then

    @cached_property
    def _kept_names_then(self) -> Mapping[str, tuple[NameThen, ...]]:
        return fetch_names_then(self.graph)

    @cached_property
    def schema_org(self) -> SchemaOrg:
        """What is said of things in terms of schema.org."""
        return load_schema_org(self.graph, self.root)

    def render(self, request: PageRequest) -> Page:
        """Make a page; raises ``PageMissing``, and what the project's errors say of its parameters."""
        first, _, rest = request.path.partition("/")
        kind = KINDS.get(first)
        if kind is None:
            raise PageMissing(request.path)
        return kind.render(self, request, rest)

    def paths(self) -> tuple[str, ...]:
        """Return the path of every page there is, those of parameters aside."""
        return tuple(path for kind in KINDS.values() for path in kind.paths(self))

    def examples(self) -> tuple[str, ...]:
        """Return the path of one page of each kind: who has rendered them has loaded all that others need."""
        found: dict[str, str] = {}
        for path in self.paths():
            found.setdefault("/".join(path.split("/")[:2]), path)
        return tuple(found.values())

    def file(self, name: str, base: str, parameters: Parameters = ()) -> Page:
        """Make a file at the root: the sitemap, a feed, a calendar, a picture; raises ``PageMissing``."""
        raise PageMissing(name)

    def labels(self, iris: Iterable[str]) -> Labels:
        """Return the labels of things in every language."""
        wanted = set(iris)
        if self.graph.is_remote:
            return fetch_labels(self.graph, wanted)
        if unknown := wanted - self._labels.keys():
            found = fetch_labels(self.graph, unknown)
            self._labels.update({iri: found.get(iri, ()) for iri in unknown})
        return self._labels

    def label(self, iri: str, language: str, labels: Labels) -> Label:
        """Return the best label of a thing; its compact name where it has none."""
        return choose_label(labels.get(iri, ()), language) or Label(compact(iri))

    def text(self, key: str, language: str, **values: object) -> str:
        """Return a text of the pages in a language."""
        return self.skin.text(key, language, **values)

    def page(self, request: PageRequest, template: str, **context: Any) -> Page:
        """Fill a template in the frame of all pages."""
        return self.skin.page(request, template, **context)
