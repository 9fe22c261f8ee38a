"""Saved questions as examples in RDF: their form, what is left out, and when a build has those of today."""

from __future__ import annotations

import pytest

from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.exports import export, list_exports
from gbaip_graph.build.store import build_root, open_graph, read_published
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import BASE, EXAMPLES_GRAPH, PREFIXES
from gbaip_graph.turtle.terms import Iri, Literal, Term

SH, RDFS, SCHEMA = PREFIXES["sh"], PREFIXES["rdfs"], PREFIXES["schema"]
QUESTION = """\
#+ title.en = "When was the fair?"
#+ title.zh-Hant = "市集在何時？"
#+ description = "One row for each day."
#+
#+ [[parameter]]
#+ name = "from"
#+ kind = "date"
#+ example = "2019-05-01"
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?day WHERE {
  ?document a gbaip:SourceDocument ; gbaip:notBefore ?day
  FILTER (COALESCE(?day >= $from, true))
}
ORDER BY ?day
"""
TEXT = """\
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?day WHERE {
  ?document a gbaip:SourceDocument ; gbaip:notBefore ?day
  FILTER (COALESCE(?day >=  "2019-05-01"^^<http://www.w3.org/2001/XMLSchema#date> , true))
}
ORDER BY ?day
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def said(root: Root, graph: QueryableGraph, name: str = "fair") -> dict[str, list[Term]]:
    """Return what is said of one example, by predicate."""
    found: dict[str, list[Term]] = {}
    for triple in example_triples(root, graph):
        if triple.subject == Iri(f"{BASE}queries/{name}"):
            found.setdefault(triple.predicate.value, []).append(triple.object)
    return found


def test_a_question_is_an_executable_select_with_its_title(root: Root, graph: QueryableGraph, save) -> None:
    save(QUESTION, name="fair")
    told = said(root, graph)
    assert told[PREFIXES["rdf"] + "type"] == [
        Iri(SH + "SPARQLExecutable"),
        Iri(SH + "SPARQLSelectExecutable"),
    ]
    assert [(one.lexical, one.language) for one in told[RDFS + "comment"]] == [("When was the fair?", "en")]


def test_the_text_has_its_example_values_and_no_header(root: Root, graph: QueryableGraph, save) -> None:
    save(QUESTION, name="fair")
    assert said(root, graph)[SH + "select"] == [Literal(TEXT)]


def test_a_question_of_yes_or_no_is_an_executable_ask(root: Root, graph: QueryableGraph, save) -> None:
    save('#+ title.en = "Is there a fair?"\nASK { ?s ?p "SELECT" }', name="fair")
    told = said(root, graph)
    assert told[SH + "ask"] == [Literal('ASK { ?s ?p "SELECT" }\n')]
    assert Iri(SH + "SPARQLAskExecutable") in told[PREFIXES["rdf"] + "type"]


def test_an_example_names_its_endpoint_its_prefixes_and_the_classes_it_is_about(
    root: Root, graph: QueryableGraph, save
) -> None:
    save(QUESTION, name="fair")
    told = said(root, graph)
    assert told[SCHEMA + "target"] == [Iri(BASE + "sparql")]
    assert told[SH + "prefixes"] == [Iri(EXAMPLES_GRAPH)]
    assert told[SCHEMA + "keywords"] == [Literal("source document")]


@pytest.mark.parametrize(
    "text",
    [
        '#+ titel.en = "A key that is none"\nASK { }',
        QUESTION.replace('"2019-05-01"', '"1 May"'),
        QUESTION.replace('#+ example = "2019-05-01"', "#+ required = true"),
        '#+ title.en = "It makes nothing"\nDESCRIBE <x:>',
    ],
    ids=["header", "example", "required", "form"],
)
def test_a_question_that_cannot_be_shown_is_left_out(
    root: Root, graph: QueryableGraph, save, text: str
) -> None:
    save(QUESTION, name="other")
    (root.queries_dir / "fair.rq").write_text(text, encoding="utf-8")
    assert said(root, graph) == {}
    assert said(root, graph, "other") != {}


def test_the_export_of_examples_says_what_the_build_holds(root: Root, save) -> None:
    save(QUESTION, name="fair")
    build_root(root, examples=example_triples)
    held = open_graph(root).construct(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{EXAMPLES_GRAPH}> {{ ?s ?p ?o }} }}"
    )
    assert set(export(root, "examples").triples or ()) == set(held)
    assert len(held) > 3 * len(PREFIXES)


def test_without_questions_there_is_no_export_of_them_and_no_graph(root: Root) -> None:
    build_root(root, examples=example_triples)
    assert list_exports(root) == ()
    assert EXAMPLES_GRAPH not in open_graph(root).graph_names()
    with pytest.raises(UnknownName):
        export(root, "examples")


def test_a_changed_question_is_published_but_builds_nothing_for_who_only_asks(root: Root, save) -> None:
    save(QUESTION, name="fair")
    build_root(root, examples=example_triples)
    save(QUESTION.replace("When was", "On which day was"), name="fair")
    asked = open_graph(root, examples=example_triples)
    published = QueryableGraph.from_nquads(read_published(root, examples=example_triples).nquads)
    titles = f"SELECT ?title WHERE {{ <{BASE}queries/fair> <{RDFS}comment> ?title }}"
    assert [graph.select(titles).rows[0][0].lexical for graph in (asked, published)] == [
        "When was the fair?",
        "On which day was the fair?",
    ]


def test_what_was_published_is_found_again(root: Root, save, monkeypatch: pytest.MonkeyPatch) -> None:
    save(QUESTION, name="fair")
    first = read_published(root, examples=example_triples)

    def refuse(*_: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr("gbaip_graph.build.store._make", refuse)
    assert read_published(root, examples=example_triples) == first
