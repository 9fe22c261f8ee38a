"""What tasks need of a graph beyond what questions do: answers as bytes, and graphs as wholes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.engines.answers import OWN_DATASET, Dataset, Written


class ServedGraph(AskedGraph, Protocol):
    """A graph that a server answers from."""

    def write(
        self,
        text: str,
        *,
        row_format: str,
        graph_format: str,
        prefixes: Mapping[str, str],
        limit_bytes: int,
        dataset: Dataset = OWN_DATASET,
    ) -> Written:
        """Answer a query and write the answer."""

    def has_graph(self, name: str) -> bool:
        """Say whether there is a named graph of that IRI."""

    def write_graph(
        self, name: str | None, *, graph_format: str, prefixes: Mapping[str, str], limit_bytes: int
    ) -> bytes:
        """Write one named graph, or for None the default graph."""

    def write_dataset(self, *, graph_format: str, prefixes: Mapping[str, str], limit_bytes: int) -> bytes:
        """Write all named graphs."""
