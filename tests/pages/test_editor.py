"""The SPARQL page without its script: answers below the form, refusals at their place, JSON for scripts."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

import pytest

from gbaip_graph.ask.saved_query import DeclaredEndpoint, SavedQuery
from gbaip_graph.errors import QueryRefused
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.pages import editor
from gbaip_graph.pages.editor_answer import GRAPH_DOWNLOADS, ROW_DOWNLOADS, SHOWN_CHARACTERS, SHOWN_ROWS
from gbaip_graph.pages.page import PageMissing, PageRequest
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from gbaip_graph.serve.media import GRAPHS, ROWS
from tests.pages.machine_site import graph_of

FAIR = "https://w3id.org/gbaip/id/event/fair"
SOURCES = {
    "register": """
event:fair a gbaip:Event ; skos:prefLabel "The fair"@en , "市集"@zh-Hant .
event:talks a gbaip:Event ; skos:prefLabel "座談會"@zh-Hant .
""",
    "examples": """
<https://w3id.org/gbaip/queries/bound> <http://www.w3.org/ns/shacl#select> "SELECT * { event:fair ?p ?o }" .
""",
}
QUESTIONS = (
    SavedQuery("bound", "queries/bound.rq", "#+ x\nSELECT * { $event ?p ?o }", {"en": "Which facts?"}),
    SavedQuery("plain", "queries/plain.rq", "#+ x\nASK { ?s ?p ?o }", {"en": "Anything?"}),
    SavedQuery("joined", "queries/joined.rq", "ASK {}", endpoints=(DeclaredEndpoint("x", "urn:x"),)),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    questions = MappingProxyType({query.name: query for query in QUESTIONS})
    return Site(load_skin(), graph_of(SOURCES), Root(tmp_path_factory.mktemp("root")), questions)


def asked(site: Site, language: str = "en", rest: str = "", **parameters: str) -> Any:
    path = f"sparql/{rest}".rstrip("/")
    return editor.render(site, PageRequest(path, language, tuple(parameters.items())), rest)


def shown(site: Site, query: str, language: str = "en") -> Any:
    return json.loads(asked(site, language, "answer.json", query=query).content)


class _Tags(HTMLParser):
    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def one(self, tag: str, identifier: str) -> dict[str, str | None]:
        return next(attrs for name, attrs in self.tags if name == tag and attrs.get("id") == identifier)


def test_the_answer_stands_below_the_form_with_names_that_lead_to_pages(site):
    page = asked(site, query=f"SELECT ?what {{ VALUES ?what {{ <{FAIR}> }} }}")
    assert page.status == 200
    assert f'<a href="/en/id/event/fair" title="{FAIR}">The fair</a>'.encode() in page.content


def test_a_query_stays_in_its_text_area_as_it_was_written(site):
    html = asked(site, query='\nASK {\n  ?s ?p "</textarea><script>alert(1)</script>"\n}').content.decode()
    escaped = "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#34;\n}</textarea>"
    assert f">\n\nASK {{\n  ?s ?p &#34;{escaped}" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n  ?s nothing:x ?o }", "2", "6"),
        ("SELECT * {\n  SERVICE <http://x> { ?s ?p ?o } }", "2", "3"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "1", "10"),
        ("SELECT *\nWHERE { ?s ?p ?o FILTER }", "2", "26"),
    ],
)
def test_a_refused_query_is_told_with_its_place(query, line, column, site):
    page = asked(site, query=query)
    told = _Tags(page.content).one("div", "query-fault")
    assert (page.status, told.get("data-line"), told.get("data-column")) == (400, line, column)


def test_known_prefixes_are_declared_for_those_without_the_script(site):
    page = asked(site, query="# mine\nASK { ?s a gbaip:Event }")
    assert page.status == 200
    declared = f"# mine\nPREFIX gbaip: &lt;{PREFIXES['gbaip']}&gt;\nASK {{ ?s a gbaip:Event }}</textarea>"
    assert declared in page.content.decode()


def test_the_script_is_refused_with_the_error_itself(site):
    with pytest.raises(QueryRefused, match="prefix nothing: is not declared"):
        asked(site, rest="answer.json", query="SELECT * { ?s nothing:x ?o }")


def test_from_may_name_a_graph_of_the_store(site):
    assert (
        shown(site, "SELECT * FROM <https://w3id.org/gbaip/graph/register> { ?s a ?o }")["summary"]
        == "2 rows."
    )


def test_a_label_in_another_language_is_told_to_be_in_it(site):
    [[cell]] = shown(site, "SELECT ?x { VALUES ?x { <https://w3id.org/gbaip/id/event/talks> } }")["rows"]
    assert (cell["text"], cell["language"], cell["note"]) == ("座談會", "zh-Hant", "繁體中文")


def test_a_cell_without_a_value_is_empty(site):
    assert shown(site, "SELECT ?x { }")["rows"] == [[None]]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "urn:x"])
def test_what_is_no_address_of_the_web_is_no_link(address, site):
    [[cell]] = shown(site, f'SELECT (IRI("{address}") AS ?x) {{}}')["rows"]
    assert (cell["text"], cell["href"]) == (address, "")


def test_a_link_to_another_site_tells_it_nothing(site):
    [[cell]] = shown(site, 'SELECT (IRI("https://example.org/x") AS ?x) {}')["rows"]
    assert (cell["href"], cell["rel"]) == ("https://example.org/x", "external noopener noreferrer")


def test_hostile_texts_are_shown_as_texts(site):
    html = asked(site, query="""SELECT ("<img src=x onerror='alert(1)'>" AS ?x) {}""").content
    assert b"&lt;img src=x onerror=&#39;alert(1)&#39;&gt;" in html
    assert "img" not in {tag for tag, _ in _Tags(html).tags}


def test_numbers_are_told_to_be_numbers(site):
    [[one, two]] = shown(site, "SELECT (3.5 AS ?x) ('3.5' AS ?y) {}")["rows"]
    assert (one["is_number"], two["is_number"]) == (True, False)


def test_of_a_long_answer_the_first_rows_are_shown(site):
    numbers = " ".join(map(str, range(SHOWN_ROWS + 734)))
    found = shown(site, f"SELECT * {{ VALUES ?x {{ {numbers} }} }}")
    assert len(found["rows"]) == SHOWN_ROWS
    assert found["summary"] == "1,234 rows; the first 500 are shown, and downloads have all of them."


def test_of_a_long_text_the_beginning_is_shown(site):
    [[cell]] = shown(site, f"SELECT ('{'x' * 9000}' AS ?x) {{}}")["rows"]
    assert len(cell["text"]) == SHOWN_CHARACTERS + len(" …")


@pytest.mark.parametrize(("query", "summary"), [("ASK { ?s a ?o }", "Yes"), ("ASK { ?s a 3 }", "No")])
def test_a_question_of_yes_or_no_is_answered_in_words(query, summary, site):
    found = shown(site, query)
    assert found["summary"].startswith(summary)
    assert found["rows"] == []


def test_triples_are_shown_as_a_table(site):
    found = shown(site, f"DESCRIBE <{FAIR}>", "zh-Hant")
    assert found["columns"] == ["主語", "謂語", "賓語"]
    assert [row[0]["text"] for row in found["rows"]] == ["市集"] * 3


@pytest.mark.parametrize(
    ("offered", "there"), [(ROW_DOWNLOADS, ROWS), (GRAPH_DOWNLOADS, GRAPHS)], ids=["rows", "graphs"]
)
def test_every_format_of_the_endpoint_can_be_downloaded(offered, there):
    assert {name for name, _ in offered} == {media.name for media in there}


def test_downloads_ask_for_the_query_as_it_was_written(site):
    found = shown(site, "ASK { ?s a '&+ é' }")["downloads"][0]
    assert found == {
        "label": "CSV",
        "href": "/sparql?query=ASK+%7B+%3Fs+a+%27%26%2B+%C3%A9%27+%7D&format=csv",
    }


def test_a_saved_question_begins_with_the_values_of_its_example(site):
    assert b">\nSELECT * { event:fair ?p ?o }</textarea>" in asked(site, saved="bound").content


def test_a_saved_question_that_no_example_tells_begins_as_it_is_written(site):
    assert json.loads(asked(site, rest="saved.json", saved="plain").content) == {"query": "ASK { ?s ?p ?o }"}


def test_a_question_that_asks_others_is_not_offered(site):
    options = [attrs.get("value") for tag, attrs in _Tags(asked(site).content).tags if tag == "option"]
    assert options == ["plain", "bound"]


@pytest.mark.parametrize("rest", ["saved.json", "other"])
def test_what_is_not_below_the_page_is_missing(rest, site):
    with pytest.raises(PageMissing):
        asked(site, rest=rest, saved="joined")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_query_that_the_page_begins_with_has_an_answer(language, site):
    html = asked(site, language).content.decode()
    begun = html.partition("<textarea")[2].partition("\n")[2].partition("</textarea>")[0]
    query = begun.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert [row[1]["text"] for row in shown(site, query)["rows"]] == ["The fair"]


def test_the_words_to_complete_are_names_that_queries_take(site):
    found = json.loads(asked(site, "zh-Hant", "terms.json").content)
    assert ["event:fair", "市集"] in found["terms"]
    assert ["skos:prefLabel", ""] in found["terms"]
    assert found["prefixes"] == dict(PREFIXES)
    names = " ".join(name for name, _ in found["terms"])
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in found["prefixes"].items())
    assert site.graph.query(f"{prefixes} ASK {{ VALUES ?x {{ {names} }} }}") is True


def test_the_static_copy_has_no_form_and_leads_to_the_answers(site):
    page = editor.render(site, PageRequest("sparql", "en", is_static=True), "")
    tags = _Tags(page.content).tags
    assert [attrs.get("id") for tag, attrs in tags if tag == "form" and attrs.get("id")] == []
    assert "../../en/queries/plain/" in {attrs.get("href") for tag, attrs in tags if tag == "a"}
