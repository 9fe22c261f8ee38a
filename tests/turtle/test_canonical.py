"""The canonical form: one graph, one text; one changed value, one changed line."""

from __future__ import annotations

import random

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import (
    IRI_TYPE,
    RDF_LANG_STRING,
    XSD,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_DOUBLE,
    XSD_INTEGER,
    BlankNode,
    Iri,
    Literal,
    Term,
    Triple,
)

DECLARATIONS = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())


def iri(name: str) -> Iri:
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)


def formatted(text: str) -> str:
    """Format Turtle that may use every prefix; return what stands below the declarations."""
    written = write_canonical(parse_turtle(DECLARATIONS + text).triples)
    declarations, _, body = written.partition("\n\n")
    assert all(line.startswith("@prefix ") for line in declarations.splitlines())
    return body


def written(term: Term) -> str:
    body = write_canonical([Triple(iri("event:e"), iri("gbaip:value"), term)]).partition("\n\n")[2]
    return body.removeprefix("event:e gbaip:value ").removesuffix(" .\n")


HAND_WRITTEN = """
# The hardest operation
op:customs-2018-19 gbaip:statedIn passage:ipd-2018-19.i08.p1 ; gbaip:actionCount 5 ;
    skos:editorialNote "A note."@en ;
    gbaip:statedIn passage:ipd-2018-19.i08.p10 , passage:ipd-2018-19.i08.p2 ;
    skos:altLabel "Five operations"@en ;
    skos:prefLabel "行動"@zh-Hant , "Joint operations"@en , "行动"@zh-Hans ;
    gbaip:takesPlaceDuring <https://w3id.org/gbaip/id/span/2018-08_2019-10.from-members> ;
    gbaip:fallsUnder item:2018-19-08 ; a gbaip:Operation ; gbaip:notBefore "2018-08-01"^^xsd:date .
op:customs-2018-08 rdf:type gbaip:Operation .
"""
CANONICAL = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix item: <https://w3id.org/gbaip/id/item/> .
@prefix op: <https://w3id.org/gbaip/id/op/> .
@prefix passage: <https://w3id.org/gbaip/id/passage/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix span: <https://w3id.org/gbaip/id/span/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

op:customs-2018-08 a gbaip:Operation .

op:customs-2018-19 a gbaip:Operation ;
    skos:prefLabel "Joint operations"@en ;
    skos:prefLabel "行動"@zh-Hant ;
    skos:prefLabel "行动"@zh-Hans ;
    skos:altLabel "Five operations"@en ;
    gbaip:actionCount 5 ;
    gbaip:fallsUnder item:2018-19-08 ;
    gbaip:notBefore "2018-08-01"^^xsd:date ;
    gbaip:takesPlaceDuring span:2018-08_2019-10.from-members ;
    gbaip:statedIn passage:ipd-2018-19.i08.p1 ;
    gbaip:statedIn passage:ipd-2018-19.i08.p2 ;
    gbaip:statedIn passage:ipd-2018-19.i08.p10 ;
    skos:editorialNote "A note."@en .
"""


def test_a_record_is_written_in_the_canonical_order() -> None:
    assert write_canonical(parse_turtle(DECLARATIONS + HAND_WRITTEN).triples) == CANONICAL


def test_the_canonical_form_of_a_canonical_text_is_the_text() -> None:
    assert write_canonical(parse_turtle(CANONICAL).triples) == CANONICAL


def test_no_triples_are_an_empty_text() -> None:
    assert write_canonical([]) == ""


def test_a_repeated_triple_is_written_once() -> None:
    assert formatted("event:e gbaip:value 1, 1 .") == "event:e gbaip:value 1 .\n"


def test_subjects_stand_in_natural_order() -> None:
    body = formatted("item:p-10 a gbaip:X . item:p-9 a gbaip:X . item:p-09 a gbaip:X . event:z a gbaip:X .")
    subjects = [block.split()[0] for block in body.split("\n\n")]
    assert subjects == ["event:z", "item:p-09", "item:p-9", "item:p-10"]


def test_numbers_of_any_length_are_ordered() -> None:
    body = formatted(f"event:e gbaip:value {'9' * 6000}, {'1' * 6001} .")
    assert body.index("9") < body.index("1")


def test_a_record_without_a_class_begins_with_its_first_property() -> None:
    assert formatted("event:e gbaip:value 2 ; gbaip:edtf '2018' .") == (
        'event:e gbaip:edtf "2018" ;\n    gbaip:value 2 .\n'
    )


def test_only_used_prefixes_are_declared() -> None:
    text = write_canonical([Triple(iri("event:e"), IRI_TYPE, Iri("urn:example:c"))])
    assert text == "@prefix event: <https://w3id.org/gbaip/id/event/> .\n\nevent:e a <urn:example:c> .\n"


def test_other_prefixes_can_be_given() -> None:
    text = write_canonical([Triple(Iri("urn:x:s"), Iri("urn:x:p"), Iri("urn:x:o"))], prefixes={"x": "urn:x:"})
    assert text == "@prefix x: <urn:x:> .\n\nx:s x:p x:o .\n"


def test_a_changed_value_changes_one_line() -> None:
    changed = CANONICAL.replace("actionCount 5 ;", "actionCount 6 ;")
    after = write_canonical(parse_turtle(changed).triples)
    pairs = zip(CANONICAL.splitlines(), after.splitlines(), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == [
        ("    gbaip:actionCount 5 ;", "    gbaip:actionCount 6 ;")
    ]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Literal("5", XSD_INTEGER), "5"),
        (Literal("+007", XSD_INTEGER), "+007"),
        (Literal(" 5", XSD_INTEGER), '" 5"^^xsd:integer'),
        (Literal("1.50", XSD_DECIMAL), "1.50"),
        (Literal("5", XSD_DECIMAL), '"5"^^xsd:decimal'),
        (Literal("5.", XSD_DECIMAL), '"5."^^xsd:decimal'),
        (Literal("1e0", XSD_DOUBLE), '"1e0"^^xsd:double'),
        (Literal("true", XSD_BOOLEAN), "true"),
        (Literal("1", XSD_BOOLEAN), '"1"^^xsd:boolean'),
        (Literal("2018-12-31", XSD + "date"), '"2018-12-31"^^xsd:date'),
        (Literal("x", "urn:own"), '"x"^^<urn:own>'),
        (Literal("研討會", RDF_LANG_STRING, "zh-Hant"), '"研討會"@zh-Hant'),
        (Literal('a"b\\c\nd\re\tf'), r'"a\"b\\c\nd\re\tf"'),
        (Literal("it's"), '"it\'s"'),
        (Literal("\x00\x7f\u200b\u202e\ufeff\U000e0001"), r'"\u0000\u007F\u200B\u202E\uFEFF\U000E0001"'),
        (Literal("e\u0301\u00a0𠮷"), '"e\u0301\u00a0𠮷"'),
        (
            iri("inv:sme-seminar-2024.zhongshan-amr.undertaker"),
            "inv:sme-seminar-2024.zhongshan-amr.undertaker",
        ),
        (iri("item:2018-19-01"), "item:2018-19-01"),
        (iri("event:ends-in-stop."), "<https://w3id.org/gbaip/id/event/ends-in-stop.>"),
        (iri("event:a/b"), "<https://w3id.org/gbaip/id/event/a/b>"),
        (iri("event:"), "<https://w3id.org/gbaip/id/event/>"),
        (iri("event:-a"), "<https://w3id.org/gbaip/id/event/-a>"),
        (IRI_TYPE, "rdf:type"),
        (Iri("https://example.org/例"), "<https://example.org/例>"),
        (Iri("https://example.org/\u202e"), r"<https://example.org/\u202E>"),
    ],
)
def test_a_term_is_written_in_its_one_form(term: Term, text: str) -> None:
    assert written(term) == text


@pytest.mark.parametrize(
    ("term", "complaint"),
    [
        (Iri("relative"), "is no absolute IRI"),
        (Iri("https://example.org/a b"), "is no absolute IRI"),
        (Iri("https://example.org/\ud800"), "is no absolute IRI"),
        (Literal("\ud800"), "half a character"),
        (Literal("x", RDF_LANG_STRING, "zh_Hant"), "is no language tag"),
    ],
)
def test_a_term_that_turtle_cannot_hold_is_refused(term: Term, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        written(term)


def test_every_blank_node_is_refused_where_it_stands() -> None:
    triples = parse_turtle("<urn:s> <urn:p> [] .\n_:x <urn:p> 1 .").triples
    with pytest.raises(InvalidData) as refused:
        write_canonical(triples, file="data/x.ttl")
    mend = "Give the record an IRI of its own."
    assert refused.value.findings == tuple(
        Finding(
            "data/x.ttl",
            *at,
            "blank-node",
            f"the blank node `_:{label}` cannot stand in the canonical form",
            mend,
        )
        for at, label in [((1, 17), "anon1"), ((2, 1), "x")]
    )


def test_a_blank_node_without_a_place_is_refused() -> None:
    with pytest.raises(InvalidData):
        write_canonical([Triple(BlankNode("x"), IRI_TYPE, Iri("urn:c"))])


# Local names of every kind: safe, with digits, dots and hyphens at either end, with other characters, empty.
LOCALS = st.one_of(
    st.from_regex(r"[a-z0-9._\-]{0,12}", fullmatch=True),
    st.text(alphabet="ab:/%~.-é例", max_size=6).map(lambda text: text.replace("%", "%25")),
)
IRIS = st.builds(
    lambda namespace, local: Iri(namespace + local),
    st.sampled_from([*PREFIXES.values(), "https://example.org/", "urn:example:"]),
    LOCALS,
)
TEXTS = st.text(max_size=12) | st.text(alphabet="\"\\'\n\r\t\x00\u200b\u202eab", max_size=8)
TAGS = st.sampled_from(["en", "zh-Hant", "zh-Hans", "fr"])
DATATYPES = st.sampled_from([XSD_INTEGER, XSD_DECIMAL, XSD_BOOLEAN, XSD + "date", "urn:own"])
NUMBERS = st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}", fullmatch=True)
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(Literal, TEXTS, st.just(RDF_LANG_STRING), TAGS),
    st.builds(Literal, TEXTS, DATATYPES),
    st.builds(Literal, NUMBERS, st.sampled_from([XSD_INTEGER, XSD_DECIMAL])),
)
PREDICATES = IRIS | st.sampled_from(
    [IRI_TYPE, *map(iri, ("skos:prefLabel", "skos:altLabel", "gbaip:statedIn", "skos:editorialNote"))]
)
GRAPHS = st.lists(st.builds(Triple, IRIS, PREDICATES, IRIS | LITERALS), max_size=12)
THOROUGH = settings(deadline=None, database=None, max_examples=150)


def parsed(text: str) -> set[Triple]:
    return {Triple(one.subject, one.predicate, one.object) for one in parse_turtle(text).triples}


@THOROUGH
@given(GRAPHS)
def test_what_is_written_is_read_back_as_the_same_graph(graph: list[Triple]) -> None:
    assert parsed(write_canonical(graph)) == set(graph)


@THOROUGH
@given(GRAPHS)
def test_writing_what_was_written_changes_nothing(graph: list[Triple]) -> None:
    once = write_canonical(graph)
    assert write_canonical(parse_turtle(once).triples) == once


@THOROUGH
@given(GRAPHS, st.randoms(use_true_random=False))
def test_the_order_of_the_triples_does_not_matter(graph: list[Triple], order: random.Random) -> None:
    shuffled = graph + graph[:2]
    order.shuffle(shuffled)
    assert write_canonical(shuffled) == write_canonical(graph)


@THOROUGH
@given(GRAPHS)
def test_every_text_ends_with_one_newline_and_has_no_trailing_space(graph: list[Triple]) -> None:
    lines = write_canonical(graph).split("\n")
    assert lines[-1] == ""
    assert lines[-2:-1] != [""]
    assert all(line == line.rstrip(" ") for line in lines)


def oxigraph_term(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if isinstance(term, Literal):
        if term.language:
            return pyoxigraph.Literal(term.lexical, language=term.language.lower())
        return pyoxigraph.Literal(term.lexical, datatype=pyoxigraph.NamedNode(term.datatype))
    assert isinstance(term, Iri)
    return pyoxigraph.NamedNode(term.value)


@THOROUGH
@given(GRAPHS)
def test_an_independent_parser_reads_the_same_graph(graph: list[Triple]) -> None:
    quads = pyoxigraph.parse(write_canonical(graph), format=pyoxigraph.RdfFormat.TURTLE)
    expected = {tuple(map(oxigraph_term, triple)) for triple in graph}
    assert {(quad.subject, quad.predicate, quad.object) for quad in quads} == expected
