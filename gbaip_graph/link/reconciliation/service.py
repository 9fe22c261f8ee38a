"""The reconciliation service on one graph: each request of the protocol, answered as bytes.

Runs inside a limited worker, where everything that it needs is made before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from gbaip_graph.link.own_entities import AskableGraph
from gbaip_graph.link.reconciliation import written
from gbaip_graph.link.reconciliation.data_set import DataSet, read_data_set
from gbaip_graph.link.reconciliation.matching import Matcher
from gbaip_graph.link.reconciliation.model import MatchQuery, PropertyWanted
from gbaip_graph.link.reconciliation.preview import preview_page, preview_part, term_part
from gbaip_graph.link.reconciliation.properties import Properties
from gbaip_graph.link.reconciliation.suggesting import Suggester

#: 0 stands for 0.1 and 0.2, which differ in nothing that is written here; 1 for 1.0-draft.
Version = Literal[0, 1]
Kind = Literal["entity", "type", "property"]
_DEFAULT_TYPES = 8


@dataclass(frozen=True)
class Manifest:
    """What the service offers; ``base`` is its address."""

    version: Version
    base: str


@dataclass(frozen=True)
class Match:
    """A batch of queries; of 0.1 and 0.2 with their keys."""

    version: Version
    queries: tuple[tuple[str, MatchQuery], ...]


@dataclass(frozen=True)
class Suggest:
    """The beginning of a name or an id of a thing, a class or a property."""

    version: Version
    kind: Kind
    prefix: str
    cursor: int


@dataclass(frozen=True)
class Extend:
    """Properties of things."""

    version: Version
    ids: tuple[str, ...]
    properties: tuple[PropertyWanted, ...]


@dataclass(frozen=True)
class Propose:
    """Which properties things of a class have."""

    version: Version
    type_id: str
    limit: int | None


@dataclass(frozen=True)
class Preview:
    """A page about a thing; as a flyout it is a part of JSON."""

    id: str
    as_flyout: bool = False


Request = Manifest | Match | Suggest | Extend | Propose | Preview


@dataclass(frozen=True)
class Reconciliation:
    """Answers requests on a graph; the indexes are made once."""

    graph: AskableGraph

    @cached_property
    def data_set(self) -> DataSet:
        """The things with their names."""
        return read_data_set(self.graph)

    @cached_property
    def _properties(self) -> Properties:
        return Properties(self.graph, self.data_set)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.data_set, self._properties)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.data_set, self._properties)

    def answer(self, request: Request, language: str) -> bytes | None:
        """Answer a request; None for a preview of nothing."""
        if isinstance(request, Preview):
            return self._preview(request, language)
        return json.dumps(self._document(request, language), ensure_ascii=False).encode()

    def _document(self, request: Manifest | Match | Suggest | Extend | Propose, language: str) -> Any:
        if isinstance(request, Match):
            return self._match(request, language)
        if isinstance(request, Suggest):
            return written.suggested(self._suggest(request, language))
        if isinstance(request, Extend):
            extended = self._properties.extend(request.ids, request.properties, language)
            return written.extended_1(extended) if request.version else written.extended_0(extended)
        if isinstance(request, Propose):
            return self._propose(request, language)
        types = [self.data_set.term(one, language) for one in self.data_set.types[:_DEFAULT_TYPES]]
        if request.version:
            return written.manifest_1(request.base, types)
        return written.manifest_0(request.base, types)

    def _match(self, request: Match, language: str) -> Any:
        found = [
            (name, self._matcher.match(query if query.language else replace(query, language=language)))
            for name, query in request.queries
        ]
        if request.version:
            return {"results": [written.candidates_1(candidates) for _, candidates in found]}
        return {name: written.candidates_0(candidates) for name, candidates in found}

    def _suggest(self, request: Suggest, language: str) -> list[written.Json]:
        write = written.named_1 if request.version else written.named_0
        if request.kind == "entity":
            return [
                {**write(one), "notable": [write(type_) for type_ in types]}
                for one, types in self._suggester.things(request.prefix, language, cursor=request.cursor)
            ]
        suggest = self._suggester.types if request.kind == "type" else self._suggester.of_properties
        return [write(one) for one in suggest(request.prefix, language, cursor=request.cursor)]

    def _propose(self, request: Propose, language: str) -> Any:
        write = written.named_1 if request.version else written.named_0
        found = self._properties.of_type(request.type_id, language, request.limit)
        told = {"type": request.type_id} if request.type_id else {}
        limit = {"limit": request.limit} if request.limit is not None else {}
        return {"properties": [write(one) for one in found], **told, **limit}

    def _preview(self, request: Preview, language: str) -> bytes | None:
        thing = self.data_set.find(request.id)
        if thing is not None and not request.as_flyout:
            return preview_page(self.data_set, thing, language).encode()
        if thing is not None:
            return _flyout(thing.id, preview_part(self.data_set, thing, language))
        if not request.as_flyout or not self.data_set.has_term(request.id):
            return None
        term = self.data_set.term(request.id, language)
        return _flyout(term.id, term_part(term))


def _flyout(identifier: str, html: str) -> bytes:
    return json.dumps({"id": identifier, "html": html}, ensure_ascii=False).encode()
