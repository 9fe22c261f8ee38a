"""Ten thousand hostile values for every kind of parameter, in two engines.

A value is refused by name, or stands in the query as one term, those of a list as one term each, and nothing
else; the rows that come back are those that hold it. ``GBAIP_TEST_SEED`` sets the seed, which is printed.
"""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import UNLISTED_KINDS, Parameter, SavedQuery
from gbaip_graph.build.nquads import write_term
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import bind
from gbaip_graph.engines.sparql_text import guard, significant, tokenize
from gbaip_graph.errors import InvalidValue
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD, XSD_STRING, Iri, Literal, Term

SEED = int(os.environ.get("GBAIP_TEST_SEED", "20261121"))
VALUES = 10_000
LIST_LENGTH = 20

ID, NS = "https://w3id.org/gbaip/id/", "https://w3id.org/gbaip/ns#"
ROLE = "https://w3id.org/gbaip/concept/role/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
FAIRS = [Iri(f"{ID}event/{name}") for name in ("spring-fair", "autumn-fair", "fair'*/", "n")]
ROLES = [Iri(ROLE + name) for name in ("host", "guest")]
TEXTS = [
    "fair", '"', "\\", '" . } #', "' || true || '", "?row", "$v", "<urn:row:1>", "\n", "\t{", "\\u0022",
    "\\\\", "中文", "😀", "\u2028", "*/ UNION {} ", '""" ', "0", "true", "e\u0301", "é", "%22", "\x07",
    ")) } ; DROP ALL #",
]  # fmt: skip
PIECES = [
    *TEXTS, "'", "'''", "\\U00000022", "u0041", "\r", "\x00", "\x7f", ">", "<", "@en", "^^<a:b>", ")", "{",
    "}", " OR 1=1", "\ufeff", "\u202e", "\ud800", "٣", "－", "-", "+", ".", "e9", "0x1", "NaN", "INF", ":",
    "/", "../", "event:", "role:", "_:b", " ", "",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A parameter ``v``, the property whose values it is compared with, these, and what equals what."""

    parameter: Parameter
    about: str
    cells: Sequence[Term]
    valid: Sequence[str]
    condition: str = "FILTER (?x = $v)"
    listed: str = "FILTER (?x IN ($v))"
    equals: Callable[[Any, Any], bool] = lambda cell, term: cell == term

    @property
    def rows(self) -> list[tuple[str, Term]]:
        return [(f"urn:row:{self.about}-{number:02}", cell) for number, cell in enumerate(self.cells)]


def typed(datatype: str, *lexicals: str) -> list[Term]:
    return [Literal(lexical, XSD + datatype) for lexical in lexicals]


def number(term: Literal) -> Decimal:
    return Decimal(term.lexical)


def parameter(kind: Any, **more: Any) -> Parameter:
    return Parameter("v", kind, **more)


def offering(about: str) -> str:
    return f"SELECT DISTINCT ?x {{ ?row <urn:{about}> ?x }} ORDER BY ?x"


DAYS = ("2019-05-01", "2019-12-31", "2024-02-29", "0999-01-01")
DATES = typed("date", *DAYS)
WHOLE = ("-3", "0", "7", "12", "999999999999999999")
KINDS = {
    "iri": Kind(
        parameter("iri", classes=("gbaip:Event",)), "at", FAIRS,
        ["event:spring-fair", "spring-fair", "n", "fair'*/", f"{ID}event/autumn-fair"],
        "FILTER EXISTS { ?row ?at $v }",
    ),
    "concept": Kind(parameter("concept", scheme="role"), "as", ROLES, ["host", "role:guest", ROLE + "host"]),
    "text": Kind(
        parameter("text"), "text", [Literal(text) for text in TEXTS], TEXTS,
        "?row <urn:text> $v FILTER (?x = $v && $v = ?x)",
    ),
    "language": Kind(
        parameter("language"), "tagged",
        [Literal("x", RDF_LANG_STRING, tag) for tag in ("en", "zh-Hant", "zh-Hans", "pt")],
        ["en", "zh-Hant", "zh-Hans"], "FILTER (LANGMATCHES(LANG(?x), $v))",
        # In halves, because no other term of the query is the one that is bound.
        'VALUES (?a ?b) { ("e" "n") ("zh-Han" "t") ("zh-Han" "s") ("p" "t") } BIND (CONCAT(?a, ?b) AS ?tag)'
        "FILTER (LANGMATCHES(LANG(?x), ?tag) && ?tag IN ($v))",
        lambda cell, term: cell.language == term.lexical,
    ),
    "integer": Kind(
        parameter("integer"), "number", typed("integer", *WHOLE), [*WHOLE, "+7", "007", "-0"],
        equals=lambda cell, term: number(cell) == number(term),
    ),
    "bounded integer": Kind(
        parameter("integer", minimum="0", maximum="9"), "small", typed("integer", "-1", "0", "9", "10"),
        ["-1", "0", "9", "10", "09"], equals=lambda cell, term: number(cell) == number(term),
    ),
    "decimal": Kind(
        parameter("decimal", minimum="-1.5"), "size",
        typed("decimal", "-2.5", "-1.5", "0.5", "3.0", "1000000.25"),
        ["-2.5", "-1.50", ".5", "3", "+3.00", "1000000.25"],
        equals=lambda cell, term: number(cell) == number(term),
    ),
    "date": Kind(parameter("date", maximum="2024-02-29"), "day", DATES, [*DAYS, "2024-03-01"]),
    "year": Kind(
        parameter("year", minimum="1000"), "began", DATES, ["2019", "2024", "0999", "2020"],
        "FILTER (YEAR(?x) = $v)", "BIND (YEAR(?x) AS ?y) FILTER (?y IN ($v))",
        lambda cell, term: int(cell.lexical[:4]) == int(term.lexical),
    ),
    "choice": Kind(
        parameter("choice", values=("small", 'la"rge', "\\")), "unit",
        [Literal("small"), Literal('la"rge'), Literal("\\"), Literal("none")],
        ["small", 'la"rge', "\\", "none"],
    ),
    "choice of things": Kind(
        parameter("choice", values_query=offering("kind")), "kind", [Iri(ROLE + "host"), Iri("urn:a:b")],
        ["host", "role:host", "urn:a:b", "b"],
    ),
    "choice of texts": Kind(
        parameter("choice", values_query=offering("paid")), "paid",
        [Literal(text) for text in TEXTS[:12]], TEXTS[:12],
    ),
}  # fmt: skip
LISTS = [name for name, kind in KINDS.items() if kind.parameter.kind not in UNLISTED_KINDS]


def triples() -> Iterator[str]:
    for thing in FAIRS:
        yield f"<{thing.value}> <{TYPE}> <{NS}Event>"
        yield f'<{thing.value}> <{LABEL}> "\\" }} label \'"@en'
    for role in ROLES:
        yield f"<{role.value}> <{TYPE}> <http://www.w3.org/2004/02/skos/core#Concept>"
    yield f"<{ID}agency/mill> <{TYPE}> <{NS}Agency>"
    for kind in KINDS.values():
        for row, cell in kind.rows:
            yield f"<{row}> <urn:{kind.about}> {write_term(cell)}"


NQUADS = "".join(f"{triple} <urn:g> .\n" for triple in triples())
OXIGRAPH = QueryableGraph.from_nquads(NQUADS.encode())


@pytest.fixture(scope="module")
def in_rdflib() -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in triples()), format="nt")


def question(kind: Kind, *, is_list: bool) -> SavedQuery:
    condition = kind.listed if is_list else kind.condition
    text = f"SELECT ?row {{ ?row <urn:{kind.about}> ?x . {condition} }} ORDER BY ?row"
    asked = dataclasses.replace(kind.parameter, is_list=True, max_length=50) if is_list else kind.parameter
    return SavedQuery("hostile", "hostile.rq", text, parameters=(asked,))


def values(kind: Kind) -> st.SearchStrategy[str]:
    """Return values that are right, nearly right, or wrong in a way that has broken something somewhere."""
    pieces, right = st.sampled_from(PIECES), st.sampled_from(list(kind.valid))
    inside = st.builds(lambda one, piece, at: one[:at] + piece + one[at:], right, pieces, st.integers(0, 8))
    free = st.text(max_size=8) | st.lists(pieces | st.text(max_size=3), max_size=5).map("".join)
    return st.one_of(right, inside, free)


# ----------------------------------------------------------------------------------------- what must hold


def accepted(query: SavedQuery, value: object) -> Term | tuple[Term, ...] | None:
    """Return what a value is bound to, None where it is refused as a value of this parameter."""
    refused = None
    try:
        return resolve_parameters(query, [("v", value)], OXIGRAPH)["v"]
    except InvalidValue as error:
        refused = error
    assert refused.where == "parameter v of hostile"
    assert refused.mend
    return None


def written_as(term: Term) -> list[str]:
    """Return the kinds of the tokens that one term is written with."""
    if isinstance(term, Iri):
        return ["iri"]
    assert isinstance(term, Literal)
    return ["string"] if term.datatype == XSD_STRING else ["string", "mark", "iri"]


def assert_only_the_parameter_changed(text: str, bound: str, terms: Sequence[Term]) -> None:
    left = list(significant(tokenize(bound)))
    inserted = [kind for term in terms for kind in ["mark", *written_as(term)]][1:]
    for token in significant(tokenize(text)):
        if token.text == "$v":
            found, left = left[: len(inserted)], left[len(inserted) :]
            assert [one.kind for one in found] == inserted
        else:
            assert left.pop(0).text == token.text
    assert left == []
    guard(bound)


def of_rdflib(term: Term) -> rdflib.term.Identifier:
    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    assert isinstance(term, Literal)
    datatype = None if term.datatype == XSD_STRING else rdflib.URIRef(term.datatype)
    return rdflib.Literal(term.lexical, datatype=datatype)


def structure(node: Any, terms: frozenset[rdflib.term.Identifier]) -> Any:
    """Return an algebra with a hole where one of the terms stands."""
    if isinstance(node, CompValue):
        return node.name, structure(dict(node), terms)
    if isinstance(node, dict):
        return tuple((str(key), structure(value, terms)) for key, value in node.items())
    if isinstance(node, list | tuple):
        return tuple(structure(one, terms) for one in node)
    if isinstance(node, set | frozenset):
        return tuple(sorted(map(str, node)))
    return "a hole" if node in terms else (type(node).__name__, str(node))


@lru_cache
def usual_structure(text: str, tokens: str, count: int) -> Any:
    """Return the algebra of a query that as many harmless terms of this kind are bound to."""
    terms = tuple(harmless(tokens, place) for place in range(count))
    bound = bind(text, {"v": terms if " IN (" in text else terms[0]})
    return structure(prepareQuery(bound).algebra, frozenset(map(of_rdflib, terms)))


def harmless(datatype: str, place: int) -> Term:
    if not datatype:
        return Iri(f"urn:harmless:{place}")
    return Literal(f"2000-01-{place + 1:02}" if datatype == XSD + "date" else f"{2000 + place}", datatype)


def assert_just_its_rows(
    kind: Kind, query: SavedQuery, bound: str, terms: Sequence[Term], rdf: rdflib.Graph
) -> None:
    expected = [row for row, cell in kind.rows if any(kind.equals(cell, term) for term in terms)]
    assert [row[0].value for row in OXIGRAPH.select(bound).rows] == expected
    prepared = prepareQuery(bound)
    assert [str(row[0]) for row in rdf.query(prepared)] == expected
    datatype = terms[0].datatype if isinstance(terms[0], Literal) else ""
    found = structure(prepared.algebra, frozenset(map(of_rdflib, terms)))
    assert found == usual_structure(query.text, datatype, len(terms))


def hostile(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the settings: a seed that is told, no database, so that each run is the same."""
    checked = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    return lambda test: seed(SEED)(checked(test))


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_hostile_value_is_refused_or_just_a_value(name: str, in_rdflib: rdflib.Graph) -> None:
    kind, query = KINDS[name], question(KINDS[name], is_list=False)
    told: Counter[bool] = Counter()

    @hostile(VALUES // 2 // len(KINDS) + 1)
    @given(values(kind))
    def check(value: str) -> None:
        term = accepted(query, value)
        told[term is None] += 1
        if term is None:
            return
        assert not isinstance(term, tuple)
        bound = bind(query.text, {"v": term})
        assert_only_the_parameter_changed(query.text, bound, [term])
        assert_just_its_rows(kind, query, bound, [term], in_rdflib)

    check()
    print(f"seed {SEED}: {told[False]} values taken, {told[True]} refused")
    assert min(told.values()) > 0
    assert told.total() >= VALUES // 2 // len(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_hostile_values_is_refused_or_just_these_values(name: str, in_rdflib: rdflib.Graph) -> None:
    kind, query = KINDS[name], question(KINDS[name], is_list=True)
    told: Counter[bool] = Counter()

    @hostile(VALUES // 2 // len(LISTS) // LIST_LENGTH + 1)
    @given(st.lists(values(kind), min_size=LIST_LENGTH, max_size=LIST_LENGTH))
    def check(given_values: list[str]) -> None:
        taken = [value for value in given_values if accepted(query, value) is not None]
        told.update(value not in taken for value in given_values)
        assert (accepted(query, given_values) is None) == (len(taken) < len(given_values))
        if not taken:
            return
        terms = accepted(query, taken)
        assert isinstance(terms, tuple)
        assert len(terms) == len(set(terms))
        bound = bind(query.text, {"v": terms})
        assert_only_the_parameter_changed(query.text, bound, terms)
        assert_just_its_rows(kind, query, bound, terms, in_rdflib)

    check()
    print(f"seed {SEED}: {told[False]} values taken, {told[True]} refused")
    assert told.total() >= VALUES // 2 // len(LISTS)


ANY_UNLESS_GIVEN = ["COALESCE(?x IN ($v), true)", "!BOUND($v) || ?x IN ($v)"]


@pytest.mark.parametrize("condition", ANY_UNLESS_GIVEN)
@pytest.mark.parametrize("name", LISTS)
def test_an_optional_list_that_is_not_given_lets_every_row_be(
    name: str, condition: str, in_rdflib: rdflib.Graph
) -> None:
    kind = KINDS[name]
    text = f"SELECT ?row {{ ?row <urn:{kind.about}> ?x FILTER ({condition}) }} ORDER BY ?row"
    every = [row for row, _ in kind.rows]
    assert [row[0].value for row in OXIGRAPH.select(text).rows] == every  # type: ignore[union-attr]
    assert [str(row[0]) for row in in_rdflib.query(text)] == every  # type: ignore[index]


def test_an_empty_cell_is_no_value_where_one_is_asked_for(in_rdflib: rdflib.Graph) -> None:
    text = "SELECT ?row { ?row <urn:unit> ?x OPTIONAL { ?row <urn:none> ?y } FILTER (!BOUND($v) || ?y = $v) }"
    assert len(OXIGRAPH.select(text).rows) == len(in_rdflib.query(text)) == len(KINDS["choice"].cells)
    bound = bind(text, {"v": Literal("small")})
    assert len(OXIGRAPH.select(bound).rows) == len(in_rdflib.query(bound)) == 0
