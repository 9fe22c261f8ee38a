"""Reads graphs in each format by rdflib, for tests that ask whether a format says what another says."""

from __future__ import annotations

import warnings

from rdflib import Dataset, Graph

READERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def read_graph(content: bytes, media_type: str) -> Graph:
    """Return the triples of all graphs that an answer holds."""
    dataset = Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's own parts, at each other
        dataset.parse(data=content, format=READERS[media_type.partition(";")[0]])
        graph = Graph()
        for subject, predicate, object_, _ in dataset.quads():
            graph.add((subject, predicate, object_))
    return graph
