"""Saved questions, own queries and exports answered end to end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gbaip_graph.ask.exports import export, list_exports
from gbaip_graph.ask.languages import Label, fetch_labels
from gbaip_graph.ask.own_query import answer_sparql, ask_sparql
from gbaip_graph.ask.saved import answer_query, ask, ask_question
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidData, InvalidValue, QueryRefused, QueryStopped, UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri, Literal

SaveQuery = Callable[..., SavedQuery]

ID = "https://w3id.org/gbaip/id/"
NS = "https://w3id.org/gbaip/ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROLOGUE = "PREFIX gbaip: <https://w3id.org/gbaip/ns#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
PARAMETERS = """\
#+ title.en = "Which fairs?"
#+
#+ [[parameter]]
#+ name = "fair"
#+ kind = "iri"
#+ class = "gbaip:Event"
#+ example = "event:fair-1"
#+
#+ [[parameter]]
#+ name = "from"
#+ kind = "text"
#+
#+ [columns]
#+ event = { kind = "iri", description = "The fair." }
#+ size = { kind = "text", description = "Its size." }
"""
FAIRS = f"""{PARAMETERS}{PROLOGUE}SELECT ?event ?size WHERE {{
  ?event a gbaip:Event . FILTER (COALESCE(?event = $fair, true))
  OPTIONAL {{ ?event gbaip:value ?size }}
  FILTER (COALESCE(?size >= $from, true))
}} ORDER BY ?event
"""
FAIR_1, FAIR_2 = Iri(f"{ID}event/fair-1"), Iri(f"{ID}event/fair-2")


def test_a_question_is_answered_with_described_columns_and_labels(
    graph: QueryableGraph, save: SaveQuery
) -> None:
    query = save(FAIRS)
    answer = answer_query(graph, query, [("fair", "fair-1")], language="zh-Hant")
    assert answer.query == query
    assert dict(answer.parameters) == {"fair": FAIR_1}
    assert [dict(row) for row in answer.rows] == [{"event": FAIR_1, "size": Literal("12")}]
    assert answer.columns == query.columns
    assert answer.label(FAIR_1.value).text == "春天市集"


def test_an_optional_parameter_that_is_not_given_matches_anything(
    graph: QueryableGraph, save: SaveQuery
) -> None:
    answer = answer_query(graph, save(FAIRS))
    assert [row["event"] for row in answer.rows] == [FAIR_1, FAIR_2]


def test_a_hostile_value_is_only_a_value(graph: QueryableGraph, save: SaveQuery) -> None:
    hostile = '" || true) } UNION { ?event ?p ?o } #\\u0022'
    answer = answer_query(graph, save(FAIRS), [("from", hostile)])
    assert dict(answer.parameters) == {"from": Literal(hostile)}
    assert [row["event"] for row in answer.rows] == [FAIR_1, FAIR_2]


def test_a_yes_or_no_question_gives_a_truth_value(graph: QueryableGraph, save: SaveQuery) -> None:
    answer = answer_query(graph, save(f"{PROLOGUE}ASK {{ ?x a gbaip:Event }}"))
    assert (answer.form, answer.boolean) == ("boolean", True)


def test_labels_come_from_three_properties_by_rank(graph: QueryableGraph) -> None:
    labels = fetch_labels(graph, [f"{ID}source/letter", f"{ID}agency/mill", "http://example.org/中"])
    assert {iri: [(label.text, label.language) for label in found] for iri, found in labels.items()} == {
        f"{ID}source/letter": [("A letter & more", "en")],
        f"{ID}agency/mill": [("Mill Office", "en"), ("磨坊处", "zh-Hans")],
    }


def test_a_tenure_is_called_after_its_person_and_its_post() -> None:
    label = f"<{SKOS}prefLabel>"
    graph = QueryableGraph.from_nquads(
        f"<{ID}tenure/t> <{NS}ofPerson> <{ID}person/p> <urn:g> .\n"
        f"<{ID}tenure/t> <{NS}ofPost> <{ID}post/q> <urn:g> .\n"
        f'<{ID}person/p> {label} "Ann Reed"@en <urn:g> .\n'
        f'<{ID}post/q> {label} "Miller"@en <urn:g> .\n'
        f'<{ID}post/q> {label} "磨坊主"@zh-Hant <urn:g> .\n'.encode()
    )
    assert fetch_labels(graph, [f"{ID}tenure/t"]) == {f"{ID}tenure/t": (Label("Ann Reed, Miller", "en"),)}


def test_the_preferred_label_goes_before_a_title() -> None:
    lines = (
        '<urn:x> <http://purl.org/dc/terms/title> "a title"@en <urn:g> .\n'
        '<urn:x> <http://www.w3.org/2004/02/skos/core#prefLabel> "the label"@en <urn:g> .\n'
    )
    labels = fetch_labels(QueryableGraph.from_nquads(lines.encode()), ["urn:x"])
    assert [label.text for label in labels["urn:x"]] == ["the label", "a title"]


def test_an_own_query_gets_columns_from_its_variables(graph: QueryableGraph) -> None:
    answer = answer_sparql(
        graph, f"{PROLOGUE}SELECT ?x ?label WHERE {{ ?x a gbaip:Agency ; skos:prefLabel ?label }}"
    )
    assert [column.name for column in answer.columns] == ["x", "label"]
    assert answer.query is None


def test_an_own_query_may_construct(graph: QueryableGraph) -> None:
    answer = answer_sparql(graph, f"{PROLOGUE}CONSTRUCT {{ ?x a gbaip:Fair }} WHERE {{ ?x a gbaip:Event }}")
    assert answer.to_format("turtle").endswith("event:fair-1 a gbaip:Fair .\n\nevent:fair-2 a gbaip:Fair .\n")


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:b> <a:c> <a:d> }", "ASK { SERVICE <urn:s> {} }", "ASK { ?s ?p }"]
)
def test_an_own_query_that_is_refused_says_where(graph: QueryableGraph, text: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        answer_sparql(graph, text)
    assert caught.value.where.startswith("line 1, column ")


def test_an_own_query_stops_at_its_deadline(graph: QueryableGraph) -> None:
    triples = " ".join(f"?a{number} ?b{number} ?c{number} ." for number in range(9))
    with pytest.raises(QueryStopped) as caught:
        answer_sparql(graph, f"SELECT * WHERE {{ {triples} }} ORDER BY ?a1", time_limit_s=0.2)
    assert caught.value.what == "the query was stopped after 0.2 s"


@pytest.fixture
def built(root: Root, monkeypatch: pytest.MonkeyPatch) -> Root:
    """Return a root with one event, whose graph is cached below the test's own folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(root.path / "cache"))
    register = root.data_dir / "register"
    register.mkdir(parents=True)
    (register / "event.ttl").write_text(
        "@prefix event: <https://w3id.org/gbaip/id/event/> .\n@prefix gbaip: <https://w3id.org/gbaip/ns#> .\n"
        "\nevent:fair-1 a gbaip:Event .\n",
        encoding="utf-8",
    )
    return root


@pytest.mark.parametrize("name", ["fairs-of-year", "fairs_of_year"])
def test_the_python_api_takes_names_with_dashes_or_underscores(
    built: Root, save: SaveQuery, name: str
) -> None:
    save(FAIRS, name="fairs-of-year")
    answer = ask(name, root=built.path, fair="fair-1", from_="x")
    assert dict(answer.parameters) == {"fair": FAIR_1, "from": Literal("x")}


def test_the_python_api_takes_none_as_not_given(built: Root, save: SaveQuery) -> None:
    save(FAIRS)
    assert dict(ask("fairs", root=built.path, fair=None).parameters) == {}


def test_a_question_is_answered_from_its_root(built: Root, save: SaveQuery) -> None:
    save(FAIRS)
    assert [row["event"] for row in ask_question(built, "fairs").rows] == [FAIR_1]


def test_an_unknown_question_or_language_is_refused_before_the_graph_is_opened(
    root: Root, save: SaveQuery
) -> None:
    save(FAIRS)
    with pytest.raises(UnknownName):
        ask_question(root, "feirs")
    with pytest.raises(InvalidValue):
        ask_question(root, "fairs", language="zh")


def test_an_own_query_is_answered_from_its_root(built: Root) -> None:
    answer = ask_sparql(built, f"{PROLOGUE}SELECT ?x WHERE {{ ?x a gbaip:Event }}")
    assert answer.to_format("csv") == f"x,xLabel\r\n{FAIR_1.value},event:fair-1\r\n"


def test_an_export_makes_turtle_and_n_triples(built: Root, save: SaveQuery) -> None:
    construct = "CONSTRUCT { ?x a <https://schema.org/Event> } WHERE { ?x a gbaip:Event }"
    save(PROLOGUE + construct, name="exports/schema")
    answer = export(built, "schema")
    assert answer.to_format("turtle").splitlines()[-1] == "event:fair-1 a schema:Event ."
    assert answer.to_format("nt").startswith(
        f"<{FAIR_1.value}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    )
    assert [query.name for query in list_exports(built)] == ["schema"]


def test_an_export_that_makes_no_triples_is_refused(built: Root, save: SaveQuery) -> None:
    save("ASK {}", name="exports/schema")
    with pytest.raises(InvalidData) as caught:
        export(built, "schema")
    assert str(caught.value) == (
        "queries/exports/schema.rq: violation: an export makes no triples [export]\n  Write a CONSTRUCT."
    )


def test_asking_imports_no_engine_but_the_one_that_answers(tmp_path: Path) -> None:
    code = (
        "import sys; import gbaip_graph.ask.saved, gbaip_graph.ask.own_query, gbaip_graph.ask.formats; "
        "slow = {'rdflib', 'rich', 'pandas', 'pyshacl', 'owlrl', 'edtf', 'pyparsing', 'difflib'}; "
        "print(sorted(slow & set(sys.modules)))"
    )
    repository = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
