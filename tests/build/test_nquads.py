from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaip_graph.build.nquads import Quad, write_nquads, write_term
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD, XSD_STRING, BlankNode, Iri, Literal

S, P, G = Iri("https://e.org/s"), Iri("https://e.org/p"), "https://e.org/g"


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Iri("https://e.org/a"), "<https://e.org/a>"),
        (BlankNode("anon1"), "_:anon1"),
        (Literal("a"), '"a"'),
        (Literal("a", RDF_LANG_STRING, "zh-Hant"), '"a"@zh-Hant'),
        (Literal("7", XSD + "integer"), f'"7"^^<{XSD}integer>'),
        (Literal('"\\\n\r\t'), r'"\"\\\n\r\t"'),
        (Literal("\x00\x7f"), r'"\u0000\u007F"'),
        (Literal("香港"), '"香港"'),
    ],
)
def test_a_term_is_written_in_its_canonical_form(term, written):
    assert write_term(term) == written


def test_lines_are_sorted_and_distinct():
    quads = [Quad(S, P, Literal("b"), G), Quad(S, P, Literal("a"), G), Quad(S, P, Literal("b"), G)]
    lines = write_nquads(quads).decode().splitlines()
    assert lines == [f'<{S.value}> <{P.value}> "{letter}" <{G}> .' for letter in "ab"]


def test_nothing_is_written_as_nothing():
    assert write_nquads([]) == b""


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back_from_the_engine_as_it_was(text):
    graph = QueryableGraph.from_nquads(write_nquads([Quad(S, P, Literal(text), G)]))
    assert graph.select("SELECT ?o WHERE { ?s ?p ?o }").rows == ((Literal(text, XSD_STRING),),)
