"""N-Triples with places."""

from __future__ import annotations

import pytest

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.terms import (
    RDF_LANG_STRING,
    XSD_INTEGER,
    BlankNode,
    Iri,
    Literal,
    LocatedTriple,
    Position,
)


def test_every_term_of_a_line_has_its_place() -> None:
    document = parse_n_triples('# nothing\r\n\r\n _:b <urn:p>  "\\u0031"^^<' + XSD_INTEGER + "> . # end\r\n")
    assert document.triples == (
        LocatedTriple(
            BlankNode("b"),
            Iri("urn:p"),
            Literal("1", XSD_INTEGER),
            Position(3, 2),
            Position(3, 6),
            Position(3, 15),
        ),
    )


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ('"x"', Literal("x")),
        ('"x"@en-GB', Literal("x", RDF_LANG_STRING, "en-GB")),
        ("<urn:o>", Iri("urn:o")),
        ("_:b.1", BlankNode("b.1")),
    ],
)
def test_an_object_of_any_kind_is_read(written: str, term: object) -> None:
    assert parse_n_triples(f"<urn:s> <urn:p> {written}.").triples[0].object == term


def test_a_line_that_is_no_triple_is_named() -> None:
    with pytest.raises(InvalidData) as refused:
        parse_n_triples("<urn:s> <urn:p> 1 .\n", file="x.nt")
    what = "this line is no triple of N-Triples"
    assert refused.value.findings == (
        Finding("x.nt", 1, 1, "syntax", what, "Write `<s> <p> <o> .` with IRIs in full."),
    )


def test_a_relative_iri_is_refused_where_it_stands() -> None:
    with pytest.raises(InvalidData) as refused:
        parse_n_triples("<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <o> .\n")
    (finding,) = refused.value.findings
    assert (finding.line, finding.column) == (2, 17)
