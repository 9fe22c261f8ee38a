"""The tokenizer and the guard: what is refused, where, and what honest text passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_text import (
    declared_prefixes,
    expand_escapes,
    guard,
    place,
    significant,
    tokenize,
)
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.errors import QueryRefused, QueryStopped

EX = "PREFIX ex: <http://example.org/>\n"
READ_ONLY = "is refused: the graph is read-only\n  Write a SELECT, ASK, CONSTRUCT or DESCRIBE."
NO_SERVICE = "SERVICE is refused: a query asks this graph only"
NO_END = "a string begins here and does not end"
COMPARISON = "this reads as an IRI and as a comparison"


def kinds(text: str) -> list[str]:
    return [token.kind for token in significant(tokenize(text))]


def refusal(text: str, **options: int) -> QueryRefused:
    with pytest.raises(QueryRefused) as caught:
        guard(text, **options)
    return caught.value


@given(st.text(alphabet=st.sampled_from("\"'\\<>{}()#?$@:_.ab0 \n\r\té中^|&!-")))
def test_the_tokens_together_are_the_text(text: str) -> None:
    assert "".join(token.text for token in tokenize(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?x $y", ["variable", "parameter"]),
        ('"a\\"b" \'c\'', ["string", "string"]),
        ('"""a "quoted" line\nmore"""', ["string"]),
        ("''''a'''", ["string"]),
        ('""', ["string"]),
        ("<http://example.org/#a>", ["iri"]),
        ("?x < 2 && 3 > ?x", ["variable", "mark", "number", "mark", "number", "mark", "variable"]),
        ("ex:a.b. ex: :x", ["name", "mark", "name", "name"]),
        ("ex:a\\.b%20", ["name"]),
        ("_:b1.2.", ["blank", "mark"]),
        ("_:b true_1 SELECT", ["blank", "word", "word"]),
        ('"x"@zh-Hant', ["string", "language"]),
        ("1.5e-3 1. .5", ["number", "number", "mark", "number"]),
        ("# only ?this\nASK", ["word"]),
        ("# only ?this\rASK", ["word"]),
        ('"not\nclosed"', ["unclosed", "word", "word", "unclosed"]),
        ('"""not closed"', ["unclosed", "word", "word", "unclosed"]),
        ("機構:名", ["name"]),
    ],
)
def test_each_kind_of_token_is_known(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_tokenizing_a_long_hostile_text_takes_linear_time() -> None:
    assert len(tokenize("a." * 32_000)) == 64_000


def test_a_place_counts_lines_and_columns_from_one() -> None:
    text = "ASK {\n  ?s ?p ?o }"
    assert [place(text, 0), place(text, text.index("?p"))] == ["line 1, column 1", "line 2, column 6"]


def test_declared_prefixes_are_read() -> None:
    text = "prefix ex: <http://example.org/> PREFIX : <urn:x:> ASK { :a ex:b 'PREFIX no: <x>' }"
    assert declared_prefixes(significant(tokenize(text))) == {"ex": "http://example.org/", "": "urn:x:"}


def test_escapes_expand_outside_doubled_backslashes() -> None:
    assert expand_escapes(r"\u0041 \U00000042 \\u0043 \UFFFFFFFF") == r"A B \\u0043 \UFFFFFFFF"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { <a:b> <a:c> <a:d> }", f"line 1, column 1: INSERT {READ_ONLY}"),
        ("\nDELETE WHERE { ?s ?p ?o }", f"line 2, column 1: DELETE {READ_ONLY}"),
        ("load <http://example.org/>", f"line 1, column 1: LOAD {READ_ONLY}"),
        ("ASK { SERVICE <urn:s> {} }", f"line 1, column 7: {NO_SERVICE}\n  Remove the SERVICE clause."),
        (
            "SELECT *\nFROM <file:///etc/passwd> { ?s ?p ?o }",
            "line 2, column 1: FROM is refused: a query reads this graph only\n"
            "  Remove it and use GRAPH <...> { ... } for the graph of one file.",
        ),
        ("ASK { ?s ?p 'x }", f"line 1, column 13: {NO_END}\n  Close it with '."),
        ('ASK { ?s ?p """x" }', f'line 1, column 13: {NO_END}\n  Close it with """.'),
        ("ASK { ?s ?p\0 ?o }", "line 1, column 12: the query holds a NUL character\n  Remove it."),
        (
            "ASK { ?s ex:b ?o }",
            "line 1, column 10: the prefix ex: is not declared\n  Begin the query with PREFIX ex: <...>.",
        ),
        (
            'ASK { ?s ?p "\\u0022 . #" }',
            "line 1, column 1: a \\u escape in the query stands for a character that changes its structure\n"
            '  Write such a character itself, or \\", \\\\, \\n in a string.',
        ),
        (
            "ASK { FILTER(?x<2&&'a>'!='') }",
            f"line 1, column 16: {COMPARISON}\n  Put a blank behind < where a comparison is meant.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_what_where_and_how_to_mend(text: str, message: str) -> None:
    assert str(refusal(text)) == message


def test_too_long_a_query_is_refused_with_both_numbers() -> None:
    message = "the query has 11 characters; the limit is 10\n  Shorten it, or ask in several queries."
    assert str(refusal("ASK { ?s ?p", limit_chars=10)) == message


@pytest.mark.parametrize("opening", ["{", "(", "[", "!", "- ", "^", "(!"])
def test_too_deep_a_query_is_refused(opening: str) -> None:
    assert refusal("ASK " + opening * 101).what == "the query is nested more than 100 deep"


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICESILENT<http://example.org/>{}",
        "?s ?p true.SERVICE<http://example.org/>{}",
        "?s ?p trueSERVICE SILENT <http://example.org/>{}",
        "?s ?p 1SERVICE ?o {}",
        "?s ?p 1e0service<http://example.org/>{}",
        "SERVICEex:a {}",
        "serviceex:a{}",
        "?s ?p ex:a.b.SERVICE<http://example.org/>{}",
        "?s ?p ex:a.b.SERVICE SILENT <http://example.org/> {}",
        "?s ?p ex:a.b.SERVICEex:c {}",
    ],
)
def test_a_service_clause_glued_to_its_neighbours_is_refused(clause: str) -> None:
    prologue = f"{EX}PREFIX SERVICEex: <http://example.org/> PREFIX serviceex: <http://example.org/> "
    text = f"{prologue}SELECT * {{ {clause} }}"
    assert refusal(text).what == NO_SERVICE


@pytest.mark.parametrize(
    "condition",
    [
        "FILTER(?x<2&&'a>'!='') SERVICE <http://example.org/> {} FILTER('a'='a')",
        "FILTER(?x<2#>'''\n) SERVICE <http://example.org/> {} #'''\n",
        "FILTER(true<2#>'''\n) SERVICE <http://example.org/> {} #'''\n",
        "FILTER(?x<ex:a#>'''\n) SERVICE <http://example.org/> {} #'''\n",
        "FILTER(?x<((((2))))&&3>1)",
    ],
)
def test_a_comparison_that_hides_text_from_the_tokenizer_is_refused(condition: str) -> None:
    assert refusal(f"{EX}SELECT * {{ BIND(1 AS ?x) {condition} }}").what == COMPARISON


def test_an_escaped_keyword_is_refused() -> None:
    assert "changes its structure" in refusal("ASK { \\u0053ERVICE <http://example.org/> {} }").what


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <x> FROM <y> INSERT' }",
        'ASK { ?s ?p """FROM\n"SERVICE" LOAD""" }',
        "ASK { ?s <http://example.org/SERVICE#FROM> ?o }",
        "ASK { ?s ?p ?o } # SERVICE <x> FROM <y> DELETE {",
        "SELECT ?SERVICE ?FROM $LOAD { ?SERVICE ?FROM $LOAD }",
        "PREFIX service: <urn:s:> PREFIX FROM: <urn:f:> ASK { service:a FROM:b service:FROM }",
        EX + "ASK { GRAPH ex:SERVICE { ?s ex:a.service ?o . ?o ex:LOAD ex:from } }",
        "PREFIX service: <urn:s:> ASK { GRAPH service:a { ?s ?p ?o } }",
        'ASK { ?s ?p "say \\"hi\\"", "C:\\\\u0041", "\\u4E2D" }',
        "ASK { VALUES (?a ?b) { (<a:b#c> <a:d'e>) } }",
        "ASK { ?s ?p (?a <http://example.org/#x>) FILTER(?x IN (1, <a:b#c>)) FILTER(?x = <a:b#c>) }",
        "ASK { ?s (<a:b#c>|<a:d#e>)/<a:f#g> ?o FILTER(?x < 2 && ?y > '#') }",
        'ASK { ?s ?p "1"^^<http://www.w3.org/2001/XMLSchema#integer> FILTER(STR("x"^^<a:b#c>) = "") }',
        "ASK " + "{" * 60 + "}" * 60,
        "ASK { " + "?s ?p ?o . " * 700 + "}",
    ],
)
def test_honest_text_passes(text: str) -> None:
    guard(text)


@pytest.mark.parametrize("clause", ["FROM <urn:g>", "FROM NAMED <urn:g>", "from\nnamed # why\n<urn:g>"])
def test_an_allowed_graph_may_be_named(clause: str) -> None:
    guard(f"SELECT * {clause} {{ ?s ?p ?o }}", allowed_graphs={"urn:g"})


@pytest.mark.parametrize("clause", ["FROM <urn:h>", "FROM NAMED <urn:h>", "FROM ex:g", "FROMNAMED<urn:g>"])
def test_any_other_graph_is_refused_with_those_that_may_be_named(clause: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard(f"{EX}SELECT * {clause} {{ ?s ?p ?o }}", allowed_graphs={"urn:g"})
    assert caught.value.mend == "Name one of urn:g, or use GRAPH <...> { ... } for the graph of one file."


def test_of_the_w3c_queries_only_those_that_reach_out_are_refused(shared: Path) -> None:
    engine = QueryableGraph.from_nquads(b"")
    refused = {}
    for path in sorted((shared / "conformance" / "sparql11").rglob("*.rq")):
        text = path.read_text(encoding="utf-8")
        try:
            guard(text)
        except QueryRefused as error:
            if can_be_parsed(engine, text):
                refused[path.parent.name, path.name] = error.what
    assert {folder for (folder, _), what in refused.items() if what == NO_SERVICE} == {
        "service",
        "syntax-fed",
    }
    assert {file for (_, file), what in refused.items() if what != NO_SERVICE} == {
        "constructwhere04.rq", "syntax-construct-where-02.rq",
    }  # fmt: skip
    assert set(refused.values()) == {NO_SERVICE, "FROM is refused: a query reads this graph only"}


def can_be_parsed(engine: QueryableGraph, text: str) -> bool:
    try:
        run_limited(lambda: engine.query(text))
    except QueryRefused:
        return False
    except (OSError, QueryStopped):  # it was parsed; its SERVICE clause reached nobody, or TLS found no files
        return True
    return True
