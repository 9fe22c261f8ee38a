"""Tags come back in the case of the files, and nothing else changes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.turtle.terms import RDF_LANG_STRING, Iri, Literal

S, P, G = Iri("http://example.org/s"), Iri("http://example.org/p"), "http://example.org/g"
LIMIT_BYTES = 1 << 20


def graph_of(text: str) -> QueryableGraph:
    literal = Literal(text, RDF_LANG_STRING, "zh-Hant")
    return QueryableGraph.from_nquads(write_nquads([Quad(S, P, literal, G)]))


def written(text: str, row_format: str, graph_format: str, query: str) -> bytes:
    graph = graph_of(text)
    return graph.write(
        query, row_format=row_format, graph_format=graph_format, prefixes={}, limit_bytes=LIMIT_BYTES
    ).body


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(
    ['"@zh-hant', '\\"@zh-hant .', '"xml:lang":"zh-hant"', '<a xml:lang="zh-hant">', "\\", '\\\\"@zh-hant']
)
FORMATS = {"turtle": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("format_name", FORMATS)
@given(TEXTS)
def test_a_graph_comes_back_with_its_text_and_its_tag(format_name: str, text: str):
    body = written(text, "json", format_name, "CONSTRUCT WHERE { ?s ?p ?o }")
    ((_, _, literal),) = Graph().parse(data=body, format=FORMATS[format_name])
    assert (str(literal), literal.language) == (text, "zh-Hant")


@given(TEXTS)
def test_rows_come_back_with_their_text_and_their_tag(text: str):
    body = written(text, "json", "nt", "SELECT ?o WHERE { ?s ?p ?o }")
    assert json.loads(body)["results"]["bindings"] == [
        {"o": {"type": "literal", "value": text, "xml:lang": "zh-Hant"}}
    ]
