"""The site on one graph: every kind of page, the things that have pages, their labels.

What a worker holds to render pages; ``KINDS`` is where the next kind of page is entered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import Label, Labels, choose_label, fetch_labels
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import compact
from gbaip_graph.pages import (
    about,
    api,
    changes,
    concepts,
    editor,
    entity,
    home,
    lists,
    machine_files,
    picture_files,
    picture_pages,
    questions,
    search,
)
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
            Kind("pictures", picture_pages.paths, picture_pages.render, picture_pages.choices),
            Kind("about", about.paths, about.render),
            Kind("changes", changes.paths, changes.render),
            Kind("queries", questions.paths, questions.render, questions.static_choices),
            Kind("search", search.paths, search.render),
            Kind("sparql", editor.paths, editor.render),
            Kind("api", api.paths, api.render),
        )
    }
)


@dataclass(frozen=True)
class FileKind:
    """Files at the root that are made of the graph: how their names look, which there are, how one is made.

    ``names`` takes the ``Site``; ``render`` takes also what the pattern found, the base and the parameters.
    """

    pattern: re.Pattern[str]
    names: Callable[..., Iterable[str]]
    render: Callable[..., Page]


#: Every kind of file at the root.
FILES: tuple[FileKind, ...] = (
    FileKind(machine_files.FILE, machine_files.file_names, machine_files.render_file),
    FileKind(picture_files.FILE, picture_files.file_names, picture_files.render_file),
)
#: Of other kinds, one page of each depth needs what all others do.
_EACH_ITS_OWN = frozenset({"pictures"})
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Site:
    """A graph and what its pages need; ``version`` is the digest of the graph.

    ``api_document`` is what OpenAPI tells of the server; it is empty where there is none.
    Labels of a graph in this process are kept, those of another are fetched for each page.
    """

    skin: Skin
    graph: AskedGraph
    root: Root
    questions: Mapping[str, SavedQuery]
    version: str = ""
    api_document: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    _labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    _kept: dict[Hashable, Any] = field(default_factory=dict)

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
        found: dict[object, str] = {}
        for path in self.paths():
            parts = path.split("/")
            found[path if parts[0] in _EACH_ITS_OWN else (parts[0], len(parts))] = path
        return tuple(found.values())

    def file(self, name: str, base: str, parameters: Parameters = ()) -> Page:
        """Make a file at the root: the sitemap, a feed, a calendar, a picture; raises ``PageMissing``."""
        for kind in FILES:
            if found := kind.pattern.fullmatch(name):
                return kind.render(self, found, base, parameters)
        raise PageMissing(name)

    def file_names(self) -> tuple[str, ...]:
        """Return the name of every file at the root, those of parameters aside."""
        return tuple(name for kind in FILES for name in kind.names(self))

    def kept(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what ``make`` gives, which is done once; of a graph in another process nothing is kept.

        For the few parts of pages that take long and depend on the graph alone.
        """
        if self.graph.is_remote:
            return make()
        if key not in self._kept:
            self._kept[key] = make()
        made: _Made = self._kept[key]
        return made

    def lately(self, what: str, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what ``make`` gives, which is kept until the next thing of that sort is asked for.

        For what pages of one thing in several languages share.
        """
        if self.graph.is_remote:
            return make()
        found: tuple[Hashable, _Made] | None = self._kept.get(what)
        if found is None or found[0] != key:
            found = self._kept[what] = (key, make())
        return found[1]

    def labels(self, iris: Iterable[str]) -> Labels:
        """Return the labels of things in every language."""
        wanted = set(iris)
        if self.graph.is_remote:
            return fetch_labels(self.graph, wanted)
        # Taking the keys from the set would walk through all of them.
        if unknown := {iri for iri in wanted if iri not in self._labels}:
            found = fetch_labels(self.graph, unknown)
            self._labels.update({iri: found.get(iri, ()) for iri in unknown})
        return {iri: self._labels[iri] for iri in wanted}

    def label(self, iri: str, language: str, labels: Labels) -> Label:
        """Return the best label of a thing; its compact name where it has none."""
        return choose_label(labels.get(iri, ()), language) or Label(compact(iri))

    def text(self, key: str, language: str, **values: object) -> str:
        """Return a text of the pages in a language."""
        return self.skin.text(key, language, **values)

    def page(self, request: PageRequest, template: str, **context: Any) -> Page:
        """Fill a template in the frame of all pages."""
        return self.skin.page(request, template, **context)
