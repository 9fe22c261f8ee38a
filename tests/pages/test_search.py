"""The search page: the best name first, in any language, with kinds as facets, whatever is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.pages.page import LANGUAGES, Page, PageMissing, PageRequest
from gbaip_graph.pages.search import MOST_CHARACTERS, RESULTS_A_PAGE
from gbaip_graph.pages.search_index import (
    EXACT,
    PREFIX,
    REMOTE_NAMES,
    SUBSTRING,
    WORD,
    ask_names,
    find,
    load_names,
)
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from tests.pages.machine_site import graph_of
from tests.pages.page_text import read_page

HOSTILE = (
    "\"'><script>zqx()</script>", "{{7*7}}", "(((((.*)*)*)*", "\\", "\0", "%", "'; DROP", "?x }",
    "\u202e\ud7ff", "<" * 200, " ".join("abcdefghijklmnop"), "\n\r\t",
)  # fmt: skip
GRAPH = {
    "register": """
agency:ced a gbaip:Agency ; skos:prefLabel "Customs and Excise Department"@en , "香港海關"@zh-Hant .
agency:gone a gbaip:Agency ; skos:prefLabel "Customs of old"@en ; owl:deprecated true .
place:cafe a gbaip:Place ; skos:prefLabel "Café Ｍacau"@en ; skos:altLabel "澳門咖啡室"@zh-Hant .
event:customs a gbaip:Event ; skos:prefLabel "Customs"@en .
event:day a gbaip:Event ; skos:prefLabel "Customs day"@en .
event:talk a gbaip:Event ; skos:prefLabel "A talk on customs"@en .
event:accustomed a gbaip:Event ; skos:prefLabel "Accustoms nobody"@en .
name:ced.hkc a gbaip:NameUsage ; gbaip:nameOf agency:ced ; gbaip:nameText "Hong Kong Customs"@en .
source:letter a gbaip:SourceDocument ; dcterms:title "Letter on tea"@en .
gbaip:Event rdfs:label "event"@en .
role:host a skos:Concept ; skos:prefLabel "host of tea"@en .
""",
    "many": "\n".join(
        f'item:i{n:04} a gbaip:CooperationItem ; skos:prefLabel "Plenty {n}"@en .' for n in range(120)
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(load_skin(), graph_of(GRAPH), Root(tmp_path_factory.mktemp("root")), {}, "0" * 64)


def search(site: Site, *given: tuple[str, str], language: str = "en", static: bool = False) -> Page:
    return site.render(PageRequest("search", language, given, is_static=static))


def found(page: Page) -> list[str]:
    """Return the links of the results, in their order."""
    (results,) = re.findall(r'<ol class="results".*?</ol>', page.content.decode(), re.S) or [""]
    return [href for href, _ in read_page(results.encode()).links]


def test_the_best_name_comes_first(site):
    names = load_names(site.graph)
    hits = find(names, "customs", language="en")
    slugs = [(hit.name.thing.rpartition("/")[2], hit.rank) for hit in hits]
    assert slugs == [
        ("customs", EXACT), ("day", PREFIX), ("ced", PREFIX), ("talk", WORD), ("accustomed", SUBSTRING),
    ]  # fmt: skip


def test_each_thing_is_found_once(site):
    assert found(search(site, ("q", "customs"))).count("/en/id/agency/ced") == 1


@pytest.mark.parametrize("text", ["cafe macau", "CAFÉ MACAU", "  café  macau ", "macau", "咖啡", "ＣＡＦＥ"])
def test_case_accents_width_and_blanks_make_no_difference(site, text):
    assert found(search(site, ("q", text))) == ["/en/id/place/cafe"]


def test_characters_are_searched_as_they_are_written(site):
    assert found(search(site, ("q", "海關"))) == ["/en/id/agency/ced"]
    assert found(search(site, ("q", "海关"))) == []


def test_all_words_have_to_be_there(site):
    assert found(search(site, ("q", "department customs"))) == ["/en/id/agency/ced"]
    assert found(search(site, ("q", "department tea"))) == []


def test_the_name_that_was_found_is_shown_where_it_is_not_the_label(site):
    assert "Agency named Hong Kong Customs" in read_page(search(site, ("q", "hong kong")).content).text
    assert "named" not in read_page(search(site, ("q", "excise")).content).text


def test_what_was_a_mistake_is_not_found(site):
    assert found(search(site, ("q", "of old"))) == []


def test_concepts_terms_and_documents_are_found(site):
    assert set(found(search(site, ("q", "tea")))) == {"/en/id/source/letter", "/en/concept/role/host"}
    assert found(search(site, ("q", "event"))) == ["/en/ns/Event"]


def test_kinds_are_facets_with_their_numbers(site):
    links = [text for _, text in read_page(search(site, ("q", "customs")).content).links]
    assert {"All 5", "Event 4", "Agency 1"} <= set(links)
    assert found(search(site, ("q", "customs"), ("kind", "agency"))) == ["/en/id/agency/ced"]


def test_results_are_read_page_by_page(site):
    first = search(site, ("q", "plenty"))
    assert len(found(first)) == RESULTS_A_PAGE
    last = search(site, ("q", "plenty"), ("page", "3"))
    assert len(found(last)) == 120 - 2 * RESULTS_A_PAGE
    assert "101 to 120 of 120" in read_page(last.content).text


@pytest.mark.parametrize("text", ["", "  "])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_search_explains_itself(site, text, language):
    page = search(site, ("q", text), language=language)
    assert page.status == 200
    assert site.text("search.explain", language) in read_page(page.content).text


def test_a_search_without_results_says_so(site):
    page = search(site, ("q", "nowhere"))
    assert page.status == 200
    assert "Nothing is called so." in read_page(page.content).text


@pytest.mark.parametrize(
    "given",
    [
        ("q", "x" * (MOST_CHARACTERS + 1)),
        ("kind", "cake"),
        ("page", "0"),
        ("page", "99"),
        ("page", "²"),
        ("page", "x"),
    ],
)
def test_what_cannot_be_searched_for_is_told(site, given):
    page = search(site, *{"q": "customs", given[0]: given[1]}.items())
    assert page.status == 422
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("name", ["q", "kind", "page"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_strings_do_no_harm(site, name, value):
    page = search(site, *{"q": "customs", name: value}.items())
    assert page.status in (200, 422)
    read = read_page(page.content)
    assert not any(tag == "script" for tag, _ in read.elements)
    assert not any(key.startswith("on") for _, given in read.elements for key in given)


def test_a_copy_without_a_server_says_so_and_leads_to_the_lists(site):
    page = read_page(search(site, static=True).content)
    assert "Searching needs a server" in page.text
    assert not any(given.get("id") == "q" for _, given in page.elements)


def test_there_is_one_search_page(site):
    with pytest.raises(PageMissing):
        site.render(PageRequest("search/x", "en"))


# -------------------------------------------------------------------------------------- a store elsewhere


@dataclass(frozen=True)
class Elsewhere:
    """A graph that is asked as one behind an endpoint is, and keeps what it was asked."""

    graph: QueryableGraph
    asked: list[str]
    is_remote: bool = True

    def select(self, text: str):
        self.asked.append(text)
        return self.graph.select(text)


def test_a_store_elsewhere_is_asked_once_for_so_many_names(site):
    store = Elsewhere(site.graph, [])
    hits = ask_names(store, "Hong KONG", language="en").hits
    assert [hit.name.text for hit in hits] == ["Hong Kong Customs"]
    assert [f"LIMIT {REMOTE_NAMES}" in text for text in store.asked] == [True]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_store_elsewhere_is_sent_no_hostile_text_as_it_is(site, text):
    assert ask_names(Elsewhere(site.graph, []), text, language="en").hits == ()


# --------------------------------------------------------------------------------------- the shipped graph


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("intellectual property department", "id/agency/ipd"),
        ("知識產權署", "id/agency/ipd"),
        ("hong kong customs", "id/agency/ced"),
        ("中山", "id/place/zhongshan"),
        ("organiser", "concept/role/organiser"),
    ],
)
def test_things_of_the_graph_are_found_first_by_their_names(shipped_site, text, path):
    assert found(search(shipped_site, ("q", text)))[0] == f"/en/{path}"
