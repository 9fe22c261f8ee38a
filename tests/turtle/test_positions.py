"""Where the terms of a triple stand, and how documents find them."""

from __future__ import annotations

import pytest

from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import (
    IRI_FIRST,
    IRI_NIL,
    IRI_REST,
    IRI_TYPE,
    RDF_LANG_STRING,
    XSD,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_DOUBLE,
    XSD_INTEGER,
    BlankNode,
    Comment,
    Iri,
    Literal,
    LocatedTriple,
    Position,
)

EX = "http://example.org/"
PREFIX = f"@prefix ex: <{EX}> .\n"
S, P, Q, O = (Iri(EX + name) for name in "spqo")  # noqa: E741 - the object of a triple


def parse(text: str) -> TurtleDocument:
    """Parse with the prefix in line 1; the text begins in line 2."""
    return parse_turtle(PREFIX + text)


def places(text: str) -> list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]:
    return [
        (
            (triple.subject_at.line, triple.subject_at.column),
            (triple.predicate_at.line, triple.predicate_at.column),
            (triple.object_at.line, triple.object_at.column),
        )
        for triple in parse(text).triples
    ]


def test_the_three_names_of_a_triple_stand_where_they_begin() -> None:
    at = Position(2, 1), Position(2, 6), Position(2, 11)
    assert parse("ex:s ex:p ex:o .").triples == (LocatedTriple(S, P, O, *at),)


def test_the_word_a_is_the_place_of_rdf_type() -> None:
    (triple,) = parse("ex:s a ex:o .").triples
    assert (triple.predicate, triple.predicate_at) == (IRI_TYPE, Position(2, 6))


def test_a_predicate_list_keeps_the_place_of_its_subject() -> None:
    assert places("ex:s a ex:o ;\n    ex:p ex:o .") == [
        ((2, 1), (2, 6), (2, 8)),
        ((2, 1), (3, 5), (3, 10)),
    ]


def test_an_object_list_keeps_the_place_of_its_predicate() -> None:
    assert places("ex:s ex:p 1 ,\n 2,3 .") == [
        ((2, 1), (2, 6), (2, 11)),
        ((2, 1), (2, 6), (3, 2)),
        ((2, 1), (2, 6), (3, 4)),
    ]


def test_a_literal_stands_at_its_opening_quotation_mark() -> None:
    assert places('ex:s ex:p\n  "x" ^^ ex:o .') == [((2, 1), (2, 6), (3, 3))]


def test_a_term_after_a_long_string_stands_in_the_line_where_the_string_ends() -> None:
    assert places('ex:s ex:p """one\ntwo""" , ex:o .') == [
        ((2, 1), (2, 6), (2, 11)),
        ((2, 1), (2, 6), (3, 10)),
    ]


def test_columns_count_code_points() -> None:
    assert places('ex:s ex:p "研討會𠮷é" , 1 .')[1] == ((2, 1), (2, 6), (2, 21))


def test_a_tab_is_one_column() -> None:
    assert places("ex:s\tex:p\t1 .") == [((2, 1), (2, 6), (2, 11))]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_begins_a_line(line_end: str) -> None:
    (triple,) = parse_turtle(line_end.join([PREFIX.strip(), "ex:s", "ex:p", "1 ."])).triples
    assert (triple.subject_at.line, triple.predicate_at.line, triple.object_at.line) == (2, 3, 4)


def test_a_line_separator_in_a_string_begins_no_line() -> None:
    assert places('ex:s ex:p "\u2028" , 1 .')[1][2] == (2, 17)


def test_a_blank_node_property_list_stands_at_its_bracket() -> None:
    inner, outer = parse("ex:s ex:p [\n ex:q 1 ] .").triples
    assert inner.subject == outer.object
    assert (inner.subject_at, inner.predicate_at, inner.object_at) == (
        Position(2, 11),
        Position(3, 2),
        Position(3, 7),
    )
    assert outer.object_at == Position(2, 11)


def test_a_property_list_as_a_whole_statement_stands_at_its_bracket() -> None:
    (triple,) = parse(" [ ex:p 1 ] .").triples
    assert triple.subject_at == Position(2, 2)


def test_an_empty_bracket_is_a_subject() -> None:
    (triple,) = parse("[] ex:p 1 .").triples
    assert (type(triple.subject), triple.subject_at) == (BlankNode, Position(2, 1))


def test_the_cells_of_a_collection_stand_at_their_items_and_the_end_at_its_bracket() -> None:
    one, one_rest, two, two_rest, whole = parse("ex:s ex:p ( 1\n 2 ) .").triples
    first, second = Position(2, 13), Position(3, 2)
    assert (one.predicate, one.subject_at, one.object_at) == (IRI_FIRST, first, first)
    assert (one_rest.predicate, one_rest.object, one_rest.object_at) == (IRI_REST, two.subject, second)
    assert (two_rest.object, two_rest.object_at) == (IRI_NIL, Position(3, 4))
    assert (whole.object, whole.object_at) == (one.subject, Position(2, 11))


def test_an_empty_collection_is_rdf_nil_at_its_bracket() -> None:
    (triple,) = parse("ex:s ex:p () .").triples
    assert (triple.object, triple.object_at) == (IRI_NIL, Position(2, 11))


def test_generated_labels_never_meet_a_label_of_the_file() -> None:
    labels = {triple.subject for triple in parse("_:anon1 ex:p 1 . [] ex:p 1 . [] ex:p 1 .").triples}
    assert len(labels) == 3


@pytest.mark.parametrize(
    ("written", "literal"),
    [
        ("007", Literal("007", XSD_INTEGER)),
        ("-1", Literal("-1", XSD_INTEGER)),
        ("1.50", Literal("1.50", XSD_DECIMAL)),
        ("+.5", Literal("+.5", XSD_DECIMAL)),
        ("1.E3", Literal("1.E3", XSD_DOUBLE)),
        ("1e0", Literal("1e0", XSD_DOUBLE)),
        ("true", Literal("true", XSD_BOOLEAN)),
        ('"maybe"^^<http://www.w3.org/2001/XMLSchema#boolean>', Literal("maybe", XSD_BOOLEAN)),
        ('"007"^^<http://www.w3.org/2001/XMLSchema#int>', Literal("007", XSD + "int")),
        ('"x"@zh-hant-HK', Literal("x", RDF_LANG_STRING, "zh-hant-HK")),
        ("''", Literal("")),
        ('""""""', Literal("")),
        ('"""a"b""c\n"""', Literal('a"b""c\n')),
        ("'''a'b\\''''", Literal("a'b'")),
        (r'"\t\b\n\r\f\"\'\\\u00E9\U00020BB7"', Literal("\t\b\n\r\f\"'\\é𠮷")),
    ],
)
def test_a_literal_keeps_its_lexical_form(written: str, literal: Literal) -> None:
    assert parse(f"ex:s ex:p {written} .").triples[0].object == literal


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("ex:ipd-2018-19.i08.p1", "ipd-2018-19.i08.p1"),
        ("ex:2018-19-01", "2018-19-01"),
        ("ex:", ""),
        ("ex:a:b", "a:b"),
        ("ex:a%20b", "a%20b"),
        (r"ex:a\~b\/c", "a~b/c"),
        ("ex:座談會", "座談會"),
        (r"<http://example.org/\u00e9>", "é"),
    ],
)
def test_a_name_is_expanded(written: str, local: str) -> None:
    assert parse(f"ex:s ex:p {written} .").triples[0].object == Iri(EX + local)


def test_a_full_stop_right_after_a_name_ends_the_statement() -> None:
    assert parse("ex:s ex:p ex:o.").triples[0].object == O


def test_declarations_are_kept_with_their_places() -> None:
    document = parse_turtle(f"@prefix ex: <{EX}> .\n  PREFIX : <{EX}#>\n")
    assert document.prefixes == {"ex": EX, "": EX + "#"}
    assert document.prefix_positions == {"ex": Position(1, 1), "": Position(2, 3)}


def test_a_prefix_declared_again_counts_from_there_on() -> None:
    document = parse("ex:s ex:p 1 .\n@prefix ex: <urn:other:> .\nex:s ex:p 1 .")
    assert [triple.subject for triple in document.triples] == [S, Iri("urn:other:s")]
    assert document.prefix_positions == {"ex": Position(3, 1)}


@pytest.mark.parametrize("declaration", ["@base <http://b.example/x/y> .", "bAsE <http://b.example/x/y>"])
def test_relative_iris_are_resolved_against_the_declared_base(declaration: str) -> None:
    (triple,) = parse_turtle(f"{declaration} <#s> <p> <../o> .", base="http://outer.example/").triples
    assert (triple.subject, triple.predicate, triple.object) == (
        Iri("http://b.example/x/y#s"),
        Iri("http://b.example/x/p"),
        Iri("http://b.example/o"),
    )


def test_comments_are_kept_with_their_places() -> None:
    document = parse("# one\nex:s ex:p 1 ; # two # still\n . #three")
    assert document.comments == (
        Comment("# one", Position(2, 1)),
        Comment("# two # still", Position(3, 15)),
        Comment("#three", Position(4, 4)),
    )


def test_ten_thousand_open_brackets_are_read() -> None:
    depth = 10_000
    assert len(parse("ex:s ex:p " + "[ ex:p " * depth + "1" + " ]" * depth + " .").triples) == depth + 1


def test_ten_thousand_open_collections_are_read() -> None:
    depth = 10_000
    assert len(parse("ex:s ex:p " + "(" * depth + ")" * depth + " .").triples) == 2 * depth - 1


@pytest.fixture(scope="module")
def document() -> TurtleDocument:
    return parse("ex:s a ex:o ;\n    ex:p 1 ;\n    ex:p 2 .\nex:q ex:p ex:o .\nex:s ex:q 2 .")


def test_a_subject_is_found_where_it_first_stands(document: TurtleDocument) -> None:
    assert document.position_of(S) == Position(2, 1)


def test_a_predicate_is_found_where_it_first_stands_with_its_subject(document: TurtleDocument) -> None:
    assert document.position_of(S, P) == Position(3, 5)


def test_an_object_is_found_in_its_triple(document: TurtleDocument) -> None:
    assert document.position_of(S, P, Literal("2", XSD_INTEGER)) == Position(4, 10)


def test_an_object_is_found_under_any_predicate(document: TurtleDocument) -> None:
    assert document.position_of(S, object=Literal("2", XSD_INTEGER)) == Position(4, 10)


def test_a_triple_that_is_not_there_has_no_place(document: TurtleDocument) -> None:
    assert document.position_of(S, P, O) is None
