"""Honest queries that look like hostile ones, or come near the limits: none is refused, each is answered."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.serve.raw_client import converse
from tests.serve.server_process import running

EX = "PREFIX ex: <http://example.org/>\n"
WORDS = ("SERVICE", "FROM", "LOAD", "INSERT", "DELETE", "DROP", "CLEAR", "WITH", "COPY", "service", "From")


def nested(opening: str, inside: str, closing: str, depth: int) -> str:
    return opening * depth + inside + closing * depth


def with_word(word: str) -> dict[str, str]:
    """Return a query for each place where a keyword is just a word."""
    return {
        f"{word} in a string": f'ASK {{ BIND("{word} <http://x/> {{ ?s ?p ?o }}" AS ?x) }}',
        f"{word} in a long string": f"ASK {{ BIND('''\n{word} <file:///x>\n'''  AS ?x) }}",
        f"{word} in an IRI": f"ASK {{ OPTIONAL {{ ?s <http://example.org/{word}/{word}> ?o }} }}",
        f"{word} in a comment": f"ASK {{ # {word} <http://x/> {{\n ?s ?p ?o }}",
        f"{word} as a variable": f"ASK {{ ?{word} ?p ?{word}_2 }}",
        f"{word} as a prefix": f"PREFIX {word}: <http://example.org/> ASK {{ ?s {word}:next ?o }}",
        f"{word} as a local name": EX + f"ASK {{ OPTIONAL {{ ?s ex:{word} ?o }} }}",
        f"{word} as a blank node": f"ASK {{ _:{word} ?p _:x{word} }}",
    }


LOOK_ALIKES = {name: text for word in WORDS for name, text in with_word(word).items()}

NEAR_THE_LIMITS = {
    "groups 60 deep": "ASK " + nested("{ ", "?s ?p ?o ", "}", 60),
    "groups 99 deep": "ASK " + nested("{ ", "?s ?p ?o ", "}", 99),
    "OPTIONALs 60 deep": "ASK { ?s ?p ?o " + nested("OPTIONAL { ?s ?p ?o ", "", "}", 59) + "}",
    "brackets 60 deep": "ASK { FILTER" + nested("(", "1 = 1", ")", 59) + " }",
    "calls 60 deep": "ASK { FILTER(" + nested("STR(", "'x'", ")", 57) + " = 'x') }",
    "paths 60 deep": EX + "ASK { ex:n0 " + nested("(", "ex:next", ")", 58) + " ?o }",
    "subqueries 40 deep": "ASK { " + nested("{ SELECT * WHERE { ", "?s ?p ?o", "} }", 40) + " }",
    "EXISTS 15 deep": "ASK { ?s ?p ?o " + nested("FILTER EXISTS { ?s ?p ?o ", "", "}", 15) + "}",
    "blank nodes 30 deep": EX + "ASK { ?s ex:next " + nested("[ ex:next ", "?o", " ]", 30) + " }",
    "100 patterns": EX + "ASK { " + " . ".join(f"?n{n} ex:next ?n{n + 1}" for n in range(100)) + " }",
    "100 optional patterns": EX
    + "ASK { ex:n0 ex:next ?n0 "
    + " ".join(f"OPTIONAL {{ ex:n{n} ex:value ?v{n} }}" for n in range(100))
    + " }",
    "100 UNIONs": EX + "ASK { " + " UNION ".join(f"{{ ex:n{n} ex:next ?o }}" for n in range(100)) + " }",
    "100 filters": EX + "ASK { ?s ex:next ?o " + " ".join(f"FILTER(?s != {n})" for n in range(100)) + " }",
    "100 alternatives of a test": EX
    + "ASK { ?s ex:next ?o FILTER("
    + " || ".join(f"?o = ex:n{n}" for n in range(100))
    + ") }",
    "a list of 500 values": EX
    + "SELECT ?o WHERE { VALUES ?s { "
    + " ".join(f"ex:n{n}" for n in range(500))
    + " } ?s ex:next ?o }",
    "IN with 500 values": EX
    + "SELECT ?o WHERE { ?s ex:next ?o FILTER(?s IN ("
    + ", ".join(f"ex:n{n}" for n in range(500))
    + ")) }",
    "a path of 100 steps": EX + "ASK { ex:n0 " + "/".join(["ex:next"] * 100) + " ?o }",
    "a star over the whole ring": EX + "SELECT (COUNT(?o) AS ?n) WHERE { ex:n0 ex:next* ?o }",
    "8 KB of comment": "# " + "x" * 8190 + "\nASK { ?s ?p ?o }",
    "8 KB of text": 'ASK { BIND("' + "x" * 8150 + '" AS ?x) ?s ?p ?o }',
    "8 KB of Chinese": 'ASK { BIND("' + "粵港澳知識產權合作" * 300 + '" AS ?x) ?s ?p ?o }',
    "60,000 characters": "ASK { ?s ?p ?o } #" + "x" * 60_000,
    "200 prefixes": "".join(f"PREFIX p{n}: <http://example.org/{n}/>\n" for n in range(200))
    + "ASK { ?s ?p ?o }",
    "brackets in strings": 'ASK { BIND("' + "{([" * 500 + '" AS ?x) ?s ?p ?o }',
    "brackets in comments": "ASK { ?s ?p ?o } # " + "{([" * 500,
    "quotation marks of all kinds": "ASK {"
    " BIND(\"it's\" AS ?a) BIND('say \"x\"' AS ?b) BIND('''a'b''c''' AS ?c) }",
    "escapes": 'ASK { BIND("tab\\t line\\n quote\\" slash\\\\ \\u00e9 \\U0001F600" AS ?x) }',
    "an apostrophe in a comment": "ASK { ?s ?p ?o } # it's \"half a string",
    "comparisons with few blanks": "ASK { BIND(1 AS ?x) FILTER(?x<2 &&?x>0) }",
    "a graph of the store by FROM": "ASK FROM <http://example.org/graph/a> { ?s ?p ?o }",
    "a named graph of the store": "ASK FROM NAMED <http://example.org/graph/a> { GRAPH ?g { ?s ?p ?o } }",
    "small keywords": "ask where { ?s ?p ?o filter exists { ?s ?p ?o } }",
    "windows line ends": "ASK {\r\n ?s ?p ?o\r\n}\r\n",
    "names with points and escapes": EX + "ASK { ?s ?p ?o OPTIONAL { ?s ex:a.b\\,c\\(d\\) ?x } }",
    "names in other scripts": "PREFIX 詞: <http://example.org/> ASK { ?主 詞:next ?賓 }",
    "a negative number beside a minus": "ASK { BIND(3 - -1 AS ?x) FILTER(?x = 4) }",
    "a large sort": "ASK { { SELECT * WHERE { ?s ?p ?o } ORDER BY ?o ?s LIMIT 1000 } }",
    "a cross product that is small": EX + "ASK { ex:n1 ?p ?o . ex:n2 ?q ?r . ex:n3 ?t ?u }",
    "GROUP_CONCAT of the whole graph": "SELECT"
    " (GROUP_CONCAT(STR(?o); SEPARATOR=' ') AS ?x) WHERE { ?s ?p ?o }",
    "a regular expression": 'ASK { ?s ?p ?o FILTER(REGEX(STR(?s), "^http://(.*)/n(1|2|3)+$", "i")) }',
}
HONEST = {**LOOK_ALIKES, **NEAR_THE_LIMITS}
#: The head of a request has 32 KiB; longer queries are sent with POST.
LONGEST_ADDRESS = 30_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("graph")
    with (
        running(folder, loader="tests.serve.small_graph:load", settings={"workers": 2}) as (address, _),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def assert_answered(answer: httpx.Response) -> None:
    assert answer.status_code == 200, answer.text[:300]
    document = answer.json()
    assert document.get("boolean") is True or document["results"]["bindings"]


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
def test_an_honest_query_is_answered(client: httpx.Client, text: str) -> None:
    assert_answered(client.post("/sparql", data={"query": text}))


@pytest.mark.parametrize(
    "text",
    [text for text in NEAR_THE_LIMITS.values() if len(quote(text)) < LONGEST_ADDRESS],
    ids=[name for name, text in NEAR_THE_LIMITS.items() if len(quote(text)) < LONGEST_ADDRESS],
)
def test_an_honest_query_in_an_address_is_answered(client: httpx.Client, text: str) -> None:
    assert_answered(client.get(f"/sparql?query={quote(text)}"))


def test_there_are_at_least_fifty() -> None:
    assert len(HONEST) >= 50


def test_what_is_too_long_for_an_address_is_told_to_come_by_post(client: httpx.Client) -> None:
    head = f"GET /sparql?query={'x' * 300_000} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    talk = converse(str(client.base_url), head.encode())
    assert talk.statuses == [431]
    assert "POST" in str(talk.problem["detail"])


def test_a_word_that_looks_like_a_keyword_comes_back_as_it_was(client: httpx.Client) -> None:
    text = 'SELECT ("SERVICE <http://x/> { FROM }" AS ?x) WHERE { }'
    rows = client.post("/sparql", data={"query": text}).json()["results"]["bindings"]
    assert rows == [{"x": {"type": "literal", "value": "SERVICE <http://x/> { FROM }"}}]
