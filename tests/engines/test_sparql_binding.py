"""Binding: no value changes a query, both engines read it back, and misplaced parameters are refused."""

from __future__ import annotations

import threading

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import bind, encode
from gbaip_graph.engines.sparql_text import tokenize
from gbaip_graph.errors import InvalidValue, QueryRefused
from gbaip_graph.turtle.terms import XSD, BlankNode, Iri, Literal, Term

EMPTY = QueryableGraph.from_nquads(b"")
RDFLIB = rdflib.Graph()
RDFLIB_PARSER = threading.Lock()
PROBE = (
    "SELECT (STR(?v) AS ?s) (LANG(?v) AS ?l) (STR(DATATYPE(?v)) AS ?d) { BIND($v AS ?v_) BIND(?v_ AS ?v) }"
)
PROBE = PROBE.replace("?v)", "?w)").replace("?v_", "?u")

HOSTILE_PIECES = [
    '"', "'", '"""', "'''", "\\", "\\u0022", "\\U00000022", "\\n", "u0041", "U0000",
    "\n", "\r", "\t", "\x00", "\x7f", "} ; DROP ALL #", "<", ">", "$v", "?v", "#", "@en", "^^<a:b>", ")", "{",
    "é", "中文", "😀", "\ufeff", "\u2028",
]  # fmt: skip
hostile_pieces = st.sampled_from(HOSTILE_PIECES)
whole_characters = st.characters(exclude_categories=["Cs"])
hostile_text = st.one_of(
    st.text(whole_characters), st.lists(hostile_pieces | st.text(whole_characters, max_size=3)).map("".join)
)
iri_tails = st.text("abcXYZ019-._~/?@!$&'()*+,;=:") | st.sampled_from(["%22", "a%3Eb", "'", "#b", "#"])
safe_iris = iri_tails.map(lambda tail: "http://example.org/" + tail)
tags = st.sampled_from(["en", "zh-Hant", "zh-Hans", "en-GB", "de-CH-1996"])
terms: st.SearchStrategy[Term] = st.one_of(
    hostile_text.map(Literal),
    safe_iris.map(Iri),
    st.builds(lambda text, tag: Literal(text, language=tag), hostile_text, tags),
    st.builds(lambda text: Literal(text, "http://example.org/#type"), hostile_text),
)


def structure(text: str) -> list[str]:
    return [token.kind for token in tokenize(text)]


def benign(term: Term) -> Term:
    match term:
        case Iri():
            return Iri("http://example.org/a")
        case Literal(language=""):
            return Literal("a", term.datatype)
        case Literal():
            return Literal("a", language="en")
        case _:
            raise TypeError(term)


def expected(term: Term) -> tuple[str, str]:
    return (term.value, "") if isinstance(term, Iri) else (term.lexical, term.language.lower())  # type: ignore[union-attr]


def by_oxigraph(text: str) -> tuple[str, str]:
    answer = EMPTY.query(text)
    assert isinstance(answer, Solutions)
    value, language, *_ = answer.rows[0]
    return value.lexical, language.lexical.lower() if language else ""  # type: ignore[union-attr]


def by_rdflib(text: str) -> tuple[str, str]:
    with RDFLIB_PARSER:
        (row,) = list(RDFLIB.query(text))
    return str(row[0]), str(row[1] or "").lower()  # type: ignore[index]


@settings(max_examples=2000, deadline=None)
@given(terms)
@example(Literal('\\"'))
@example(Literal("\\u0022"))
@example(Literal("\\\\u0022"))
@example(Literal("\\\x07"))
@example(Literal(""))
def test_no_value_changes_the_structure_of_a_query(term: Term) -> None:
    for query in ("ASK { ?s ?p $v }", "ASK{?s ?p $v.FILTER(?o=$v||?o IN($v,$v))}", "ASK { ?s ?p$v,'$v',$v }"):
        assert structure(bind(query, {"v": term})) == structure(bind(query, {"v": benign(term)}))


@settings(max_examples=1000, deadline=None)
@given(terms)
@example(Literal("\\u0022"))
@example(Literal("\\\x07"))
def test_oxigraph_reads_back_the_very_value(term: Term) -> None:
    assert by_oxigraph(bind(PROBE, {"v": term})) == expected(term)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(terms)
@example(Literal("\\u0022"))
@example(Literal("\\\x07"))
@example(Literal("中2024"))
def test_rdflib_reads_back_the_very_value(term: Term) -> None:
    assert by_rdflib(bind(PROBE, {"v": term})) == expected(term)


@settings(max_examples=1000, deadline=None)
@given(st.text())
def test_an_iri_is_written_unchanged_or_refused(iri: str) -> None:
    try:
        written = encode(Iri(iri))
    except InvalidValue:
        return
    assert (structure(written), written[1:-1]) == (["iri"], iri)


@settings(max_examples=1000, deadline=None)
@given(st.text())
def test_a_language_tag_is_written_unchanged_or_refused(tag: str) -> None:
    try:
        written = encode(Literal("a", language=tag))
    except InvalidValue:
        return
    assert structure(written) == (["string", "language"] if tag else ["string"])


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Literal("plain; #?"), '"plain; #?"'),
        (Literal('a"b\\c\n'), '"a\\"b\\\\c\\n"'),
        (Literal("\\u0041"), '"\\\\\\U000000750041"'),
        (Literal("中"), '"\\U00004E2D"'),
        (Literal("x", language="zh-Hant"), '"x"@zh-Hant'),
        (Literal("7", XSD + "integer"), '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (Iri("urn:a:b"), "<urn:a:b>"),
    ],
)
def test_terms_are_written_in_plain_characters(term: Term, written: str) -> None:
    assert encode(term) == written


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (
            Iri("http://example.org/> <a"),
            "'http://example.org/> <a' is no absolute IRI of safe characters\n"
            "  Give a full IRI with its scheme, and write other characters as %XX.",
        ),
        (
            Iri("relative"),
            "'relative' is no absolute IRI of safe characters\n"
            "  Give a full IRI with its scheme, and write other characters as %XX.",
        ),
        (
            Literal("a", language="en "),
            "'en ' is no language tag\n  Give a tag such as en, zh-Hant or zh-Hans.",
        ),
        (BlankNode("b"), "a blank node cannot be bound\n  Name a thing by its IRI."),
        (Literal("\ud800"), "the value holds half a character (U+D800)\n  Give whole characters, as UTF-8."),
    ],
)
def test_what_cannot_be_written_safely_is_refused(term: Term, message: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        encode(term)
    assert str(caught.value) == message


def test_only_parameter_tokens_are_replaced() -> None:
    query = "ASK { ?s <urn:$v> '$v', $v, $vv } # $v"
    assert bind(query, {"v": Literal("x")}) == "ASK { ?s <urn:$v> '$v',  \"x\" , $vv } # $v"


def test_a_parameter_that_is_not_given_stays_a_variable() -> None:
    assert bind("ASK { ?s ?p $v }", {}) == "ASK { ?s ?p $v }"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT $v { ?s ?p $v }", "line 1, column 8: SELECT"),
        ("SELECT (STR($v) AS ?x) {}", "line 1, column 13: SELECT"),
        ("ASK { BIND(1 AS $v) }", "line 1, column 17: AS"),
        ("ASK { VALUES ($v ?w) {} }", "line 1, column 15: VALUES"),
        ("SELECT ?x {\n} GROUP BY ?x $v", "line 2, column 15: GROUP BY"),
        ("SELECT * {} LIMIT $v", "line 1, column 19: LIMIT"),
    ],
)
def test_a_parameter_where_only_variables_may_stand_is_refused(query: str, message: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        bind(query, {"v": Literal("x")})
    where, clause = message.split(": ")
    what = f"the parameter $v stands in {clause}, where only variables may"
    assert (caught.value.where, caught.value.what) == (where, what)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT $v {}", "Select a variable, and compare it with the parameter in WHERE."),
        ("ASK { BIND(1 AS $v) }", "Give the target of AS another name."),
        ("ASK { VALUES $v {} }", "Name another variable in VALUES, and compare it with the parameter."),
        ("SELECT ?x {} GROUP BY $v", "Group by a variable."),
        ("SELECT * {} OFFSET $v", "Write the number itself."),
    ],
)
def test_a_misplaced_parameter_comes_with_a_way_to_mend_it(query: str, message: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        bind(query, {"v": Literal("x")})
    assert caught.value.mend == message


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "ASK { ?v ?p $v }",
            "line 1, column 7: the parameter $v is written ?v here\n  Write $v everywhere.",
        ),
        ("ASK { ?s ?p ?o }", "the parameter $v does not occur in the query\n  Write $v in it."),
    ],
)
def test_a_parameter_that_would_be_lost_is_refused(query: str, message: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        bind(query, {"v": Literal("x")})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { { SELECT ?x { ?x ?p $v } GROUP BY ?x } FILTER(?x = $v) }",
        "SELECT ?x { ?x ?p ?o } GROUP BY ?x HAVING (MAX(?o) = $v)",
        "SELECT ?x { VALUES ?x { $v } } ORDER BY (?x = $v)",
        "CONSTRUCT { ?s ?p $v } WHERE { GRAPH $v { ?s ?p $v } }",
        "SELECT (COUNT(?x) AS ?n) WHERE { ?x ?p $v } VALUES ?x { $v }",
    ],
)
def test_a_parameter_may_stand_where_a_value_may(query: str) -> None:
    assert "$v" not in bind(query, {"v": Iri("urn:a")})


LIST = (Literal("x"), Literal("y"), Iri("urn:a"))


def test_a_list_is_written_with_commas_in_its_order() -> None:
    bound = bind("ASK { ?s ?p ?o FILTER (?o IN ($v) || ?o NOT IN ($v)) }", {"v": LIST})
    assert bound == 'ASK { ?s ?p ?o FILTER (?o IN ( "x", "y", <urn:a> ) || ?o NOT IN ( "x", "y", <urn:a> )) }'


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p $v }",
        "ASK { ?s ?p ?o FILTER (?o = $v) }",
        "ASK { ?s ?p ?o FILTER (?o IN (1, $v)) }",
        "ASK { ?s ?p ?o FILTER (?o IN ($v, $v)) }",
        "ASK { ?s ?p ?o FILTER (?o IN (STR($v))) }",
        "ASK { ?s ?p ?o FILTER (CONTAINS($v)) }",
        "ASK { VALUES ?o { $v } }",
        "$v",
        "($v)",
    ],
)
def test_a_list_that_is_not_all_of_an_in_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        bind(query, {"v": LIST})
    assert caught.value.what == "the list $v stands outside of IN (...), or with something else in it"
    assert caught.value.mend == "Write FILTER (?x IN ($v)) with a variable for each of its values."


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        bind("ASK { ?s ?p ?o FILTER (?o IN ($v)) }", {"v": ()})
    assert str(caught.value) == "the list is empty\n  Give one value at least."


@pytest.mark.parametrize("bound", [Literal("x"), LIST])
@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("ASK { FILTER(BOUND($v)) }", "ASK { FILTER( true ) }"),
        ("ASK { FILTER(!bound ( $v )) }", "ASK { FILTER(! true    ) }"),
        (
            "ASK { FILTER(BOUND($w) || BOUND(?w) || BOUND($v)) }",
            "ASK { FILTER(BOUND($w) || BOUND(?w) ||  true ) }",
        ),
    ],
)
def test_whether_a_parameter_is_given_can_be_asked(
    query: str, written: str, bound: Literal | tuple[Term, ...]
) -> None:
    assert bind(query, {"v": bound}) == written


@pytest.mark.parametrize("query", ["ASK { FILTER(BOUND($v, 1)) }", "ASK { FILTER(BOUND(($v))) }", "BOUND($v"])
def test_a_list_is_not_asked_for_in_another_way(query: str) -> None:
    with pytest.raises(QueryRefused):
        bind(query, {"v": LIST})
