"""Pages of saved questions on a small graph: forms, what is wrong beside its field, answers page by page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.layout import Root
from gbaip_graph.pages import questions
from gbaip_graph.pages.page import LANGUAGES, Page, PageMissing, PageRequest
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from tests.pages.machine_site import graph_of
from tests.pages.page_text import read_page

BASE = "https://site.example"
HOSTILE = "\"'><script>zqx()</script><img src=x onerror=zqx()>{{7*7}}\\\u202e"
GRAPH = {
    "sources/letter": """
source:letter a gbaip:SourceDocument ; dcterms:title "A letter"@en .
passage:letter.p1 a gbaip:Passage ; gbaip:partOfSource source:letter ; gbaip:paragraphNumber 1 .
event:fair a gbaip:Event ; skos:prefLabel "Fair"@en , "市集"@zh-Hant ; gbaip:statedIn passage:letter.p1 .
event:feast a gbaip:Event ; skos:prefLabel "Feast"@en .
figure:fair.guests a gbaip:Figure ; gbaip:measures event:fair ; gbaip:value 1200 ; gbaip:currency "HKD" ;
    gbaip:hasExactness exactness:about ; gbaip:statedIn passage:letter.p1 .
exactness:about a skos:Concept ; skos:prefLabel "about"@en .
""",
    "many": "\n".join(f'place:p{n:05} a gbaip:Place ; skos:prefLabel "Place {n}"@en .' for n in range(450)),
}
HEAD = """\
#+ title.en = "{title}"
#+ description = "Told in rows."
#+ facts = ["letter: the fair"]
"""
PARAMETERS = {
    "event": 'kind = "iri"\n#+ class = "gbaip:Event"\n#+ required = true\n#+ example = "event:fair"',
    "place": 'kind = "iri"\n#+ class = "gbaip:Place"\n#+ list = true\n#+ max-length = 3',
    "from": 'kind = "date"\n#+ minimum = "2000-01-01"\n#+ example = "2001-02-03"',
    "size": 'kind = "integer"\n#+ minimum = "1"\n#+ maximum = "9"\n#+ default = "3"',
    "year": 'kind = "year"\n#+ minimum = "1990"',
    "share": 'kind = "decimal"',
    "colour": 'kind = "choice"\n#+ values = ["red", "blue"]',
    "word": 'kind = "text"',
    "tongue": 'kind = "language"',
}
EVERY = "".join(
    f'#+\n#+ [[parameter]]\n#+ name = "{name}"\n#+ description = "About {name}."\n#+ {rest}\n'
    for name, rest in PARAMETERS.items()
)
USED = " ".join(f"FILTER(COALESCE(STR(${name}) != 'x', true))" for name in PARAMETERS if name != "place")
FILES = {
    "every-kind": f"""{EVERY}#+
#+ [columns]
#+ what = {{ kind = "iri", description = "The event." }}
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?what WHERE {{ ?what a gbaip:Event FILTER(?what = $event) {USED}
  FILTER(COALESCE(?none IN ($place), true)) }} ORDER BY ?what
""",
    "figures": """#+
#+ [columns]
#+ of = { kind = "iri", description = "What is measured." }
#+ value = { kind = "decimal", description = "The number." }
#+ currency = { kind = "text", description = "Of money." }
#+ exactness = { kind = "iri", description = "How exact." }
#+ source = { kind = "iri", description = "Document." }
#+ item = { kind = "integer", description = "Item." }
#+ paragraph = { kind = "integer", description = "Paragraph." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?of ?value ?currency ?exactness ?source ?item ?paragraph WHERE {
  ?f gbaip:measures ?of ; gbaip:value ?value ; gbaip:currency ?currency ; gbaip:hasExactness ?exactness ;
    gbaip:statedIn ?p . ?p gbaip:partOfSource ?source ; gbaip:paragraphNumber ?paragraph
  OPTIONAL { ?p gbaip:itemNumber ?item } } ORDER BY ?of
""",
    "many": """#+
#+ [columns]
#+ number = { kind = "integer", description = "A number." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT (?a * 100 + ?b AS ?number) WHERE {
  { SELECT (xsd:integer(SUBSTR(STR(?p), STRLEN(STR(?p)) - 2)) AS ?a) { ?p a gbaip:Place } }
  { SELECT (xsd:integer(SUBSTR(STR(?q), STRLEN(STR(?q)) - 2)) AS ?b) { ?q a gbaip:Place } }
  FILTER(?a < 100 && ?b < 100) } ORDER BY ?number
""",
    "yes": "PREFIX gbaip: <https://w3id.org/gbaip/ns#>\nASK { ?e a gbaip:Event }\n",
    "nothing": """#+
#+ [columns]
#+ event = { kind = "iri", description = "The event." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?event WHERE { ?event a gbaip:Nothing } ORDER BY ?event
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("root")
    (folder / "queries").mkdir()
    for name, rest in FILES.items():
        text = (HEAD.format(title=f"What of {name}?") + rest).replace(
            "PREFIX", "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nPREFIX", 1
        )
        (folder / "queries" / f"{name}.rq").write_text(text, encoding="utf-8")
    root = Root(folder)
    graph = graph_of(GRAPH)
    graph.keep_union_apart()
    return Site(load_skin(), graph, root, {one.name: one for one in load_catalogue(root)}, "0" * 64)


def ask(site: Site, name: str, *given: tuple[str, str], language: str = "en", static: bool = False) -> Page:
    return site.render(PageRequest(f"queries/{name}", language, given, base=BASE, is_static=static))


def elements(page: Page, tag: str) -> list[dict[str, str | None]]:
    return [given for found, given in read_page(page.content).elements if found == tag]


def field(page: Page, name: str) -> str:
    """Return the part of a page that is a field of the form."""
    fields = re.findall(
        r'<div class="field">.*?(?=<div class="field">|<p class="ask-buttons")', page.content.decode(), re.S
    )
    (found,) = [one for one in fields if f'name="{name}"' in one]
    return found


# ------------------------------------------------------------------------------------------------ the form


def test_a_question_with_a_required_parameter_begins_with_an_empty_form(site):
    page = ask(site, "every-kind")
    assert page.status == 200
    assert "Answer" not in read_page(page.content).text
    assert 'role="alert"' not in page.content.decode()


def test_things_are_chosen_by_their_labels(site):
    options = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', field(ask(site, "every-kind"), "event"))
    assert options == [("", "Choose …"), ("event:fair", "Fair"), ("event:feast", "Feast")]


def test_things_are_called_by_labels_in_the_language_of_the_page(site):
    shown = field(ask(site, "every-kind", language="zh-Hant"), "event")
    assert '<option value="event:fair">市集</option>' in shown
    assert '<option value="event:feast" lang="en">Feast</option>' in shown


def test_more_things_than_a_list_shows_are_written_and_proposed(site):
    shown = field(ask(site, "every-kind"), "place")
    assert shown.count("<input") == 2
    assert 'list="l-place"' in shown
    assert shown.count("<option") == 450


def test_fields_of_a_list_are_never_more_than_it_takes(site):
    given = [("event", "event:fair"), *(("place", f"place:p0000{n}") for n in range(3))]
    assert field(ask(site, "every-kind", *given), "place").count("<input") == 3


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("from", {"type": "date", "min": "2000-01-01"}),
        ("size", {"type": "number", "step": "1", "min": "1", "max": "9", "value": "3"}),
        ("year", {"type": "number", "step": "1", "min": "1990", "max": "9999"}),
        ("share", {"type": "number", "step": "any"}),
        ("word", {"type": "text"}),
    ],
)
def test_each_kind_of_value_has_its_field_with_its_bounds(site, name, attributes):
    (found,) = [one for one in elements(ask(site, "every-kind"), "input") if one.get("name") == name]
    assert {key: found.get(key) for key in attributes} == attributes


def test_values_of_a_choice_and_languages_are_chosen(site):
    page = ask(site, "every-kind")
    assert re.findall(r'<option value="([^"]*)"', field(page, "colour")) == ["", "blue", "red"]
    assert sorted(re.findall(r'<option value="([^"]*)"', field(page, "tongue"))) == ["", *sorted(LANGUAGES)]


def test_every_field_has_a_label_and_is_described(site):
    page = ask(site, "every-kind")
    ids = {given.get("id") for _, given in read_page(page.content).elements}
    for given in elements(page, "input") + elements(page, "select"):
        if str(given.get("id", "")).startswith("p-"):
            assert given.get("aria-label") or f'for="{given["id"]}"' in page.content.decode()
            assert set(str(given["aria-describedby"]).split()) <= ids


def test_the_form_and_the_example_lead_to_an_answer(site):
    (form,) = [one for one in elements(ask(site, "every-kind"), "form") if one.get("class") == "ask"]
    assert (form["method"], form["action"]) == ("get", "/en/queries/every-kind")
    links = dict(read_page(ask(site, "every-kind").content).links)
    href = next(href for href, text in links.items() if text == "Try an example")
    assert href == "/en/queries/every-kind?event=event%3Afair"


def test_empty_fields_of_a_form_count_as_not_given(site):
    page = ask(site, "every-kind", ("event", "event:fair"), ("from", ""), ("word", " "), ("place", ""))
    assert page.status == 200
    assert 'href="/en/queries/every-kind?event=event%3Afair"' in page.content.decode()


@pytest.mark.parametrize(
    "value", ["event:fair", "fair", "Fair", "FAIR", "https://w3id.org/gbaip/id/event/fair"]
)
def test_a_thing_is_known_by_any_of_its_names_and_the_lasting_address_has_one_of_them(site, value):
    page = ask(site, "every-kind", ("event", value))
    assert page.status == 200
    assert f"{BASE}/en/queries/every-kind?event=event%3Afair" in read_page(page.content).text


# ------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("event", "event:fiar", "There is no “event:fiar” to choose."),
        ("event", "no:such", "There is no “no:such” to choose."),
        ("from", "2024-02-30", "is no day of the calendar"),
        ("from", "1999-12-31", "below the minimum 2000-01-01"),
        ("size", "ten", "is no whole number"),
        ("size", "10", "above the maximum 9"),
        ("year", "99", "is no year"),
        ("share", "1,5", "is no decimal number"),
        ("colour", "green", "There is no “green” to choose."),
        ("tongue", "fr", "There is no “fr” to choose."),
        ("word", "\0", "some characters, none of them NUL"),
        ("place", "p99999", "There is no “p99999” to choose."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(site, name, value, said):
    page = ask(site, "every-kind", *{"event": "event:fair", name: value}.items())
    assert page.status == 422
    shown = field(page, name)
    assert said in read_page(shown.encode()).text
    assert 'aria-invalid="true"' in shown
    assert "Answer" not in read_page(page.content).text


def test_what_was_meant_is_one_link_away(site):
    links = dict(read_page(ask(site, "every-kind", ("event", "event:fiar"), ("size", "4")).content).links)
    assert links["/en/queries/every-kind?event=event%3Afair&size=4"] == "Fair"
    assert links["/en/search?q=event%3Afiar"] == "Search all names for it"


def test_several_faults_are_all_told(site):
    page = ask(site, "every-kind", ("event", "x"), ("size", "x"), ("from", "x"))
    assert page.content.decode().count('aria-invalid="true"') == 3


def test_a_required_value_that_is_missing_is_told_once_something_was_given(site):
    page = ask(site, "every-kind", ("event", ""), ("size", "4"))
    assert page.status == 422
    assert "This has to be given." in read_page(field(page, "event").encode()).text


def test_a_value_that_is_given_twice_is_told(site):
    page = ask(site, "every-kind", ("event", "event:fair"), ("event", "event:feast"))
    assert page.status == 422
    assert "Give one value only." in read_page(field(page, "event").encode()).text


def test_more_values_than_a_list_takes_are_told(site):
    given = [("event", "event:fair"), *(("place", f"place:p0000{n}") for n in range(5))]
    page = ask(site, "every-kind", *given)
    assert page.status == 422
    assert "Give 1 to 3 different values, not 5." in read_page(field(page, "place").encode()).text


def test_an_unknown_parameter_is_told(site):
    page = ask(site, "figures", ("colour", "red"))
    assert page.status == 422
    assert "This question takes nothing called “colour”." in read_page(page.content).text


@pytest.mark.parametrize("name", [*PARAMETERS, "after", "limit", HOSTILE])
@pytest.mark.parametrize("value", [HOSTILE, "javascript:zqx()", "\r\nX: 1"])
def test_hostile_values_come_through_as_text(site, name, value):
    page = ask(site, "every-kind", *{"event": "event:fair", name: value}.items())
    assert page.status in (200, 422)
    plain = ask(site, "every-kind", ("event", "event:fair"))
    known = {tag for tag, _ in read_page(plain.content).elements} | {"span"}
    found = read_page(page.content).elements
    assert {tag for tag, _ in found} <= known
    assert not any(key.startswith("on") for _, given in found for key in given)
    assert not any(str(given.get("href", "")).startswith("javascript:") for _, given in found)


def test_a_question_that_is_not_there_is_missing(site):
    with pytest.raises(PageMissing):
        ask(site, "every-kind/x")


# ---------------------------------------------------------------------------------------------- the answer


def test_a_figure_stands_with_its_currency_and_its_exactness_and_its_citation(site):
    page = read_page(ask(site, "figures").content)
    assert "1 200 HKD about" in page.text
    assert [text for given, text in page.links if given == "/en/id/passage/letter.p1"] == [
        "Stated in letter ¶1"
    ]
    assert "/en/id/event/fair" in dict(page.links)
    titles = re.findall(r'<th scope="col">([^<]*)', ask(site, "figures").content.decode())
    assert titles == ["of", "number", "Stated in"]


def test_an_answer_without_rows_is_told_in_words(site):
    text = read_page(ask(site, "nothing").content).text
    assert "The graph knows nothing that answers this." in text


def test_yes_is_told_in_words(site):
    assert "Answer yes Keep" in read_page(ask(site, "yes").content).text


def test_an_answer_of_ten_thousand_rows_is_read_page_by_page(site):
    page = ask(site, "many")
    assert "Rows 1 to 200 of 10 000." in read_page(page.content).text
    href = next(href for href, text in read_page(page.content).links if text == "Next rows")
    given = parse_qsl(urlsplit(href).query)
    following = ask(site, "many", *given)
    assert "Rows 201 to 400 of 10 000." in read_page(following.content).text
    assert ("/en/queries/many", "First rows") in read_page(following.content).links


@pytest.mark.parametrize(
    "given", [("after", "x"), ("limit", "0"), ("limit", "201"), ("limit", "-1"), ("limit", "²")]
)
def test_a_page_of_an_answer_that_there_is_not_is_told(site, given):
    page = ask(site, "many", given)
    assert page.status == 422
    assert "Begin again" in read_page(page.content).text


def test_downloads_have_the_parameters_and_the_language(site):
    page = ask(site, "every-kind", ("event", "fair"), language="zh-Hant")
    hrefs = {text: href for href, text in read_page(page.content).links}
    assert hrefs["CSV"] == "/queries/every-kind.csv?event=event%3Afair&lang=zh-Hant"
    assert hrefs["CSV (Excel)"] == "/queries/every-kind?event=event%3Afair&format=csv-bom&lang=zh-Hant"
    assert {"TSV", "JSON", "HTML", "Markdown"} <= hrefs.keys()


def test_how_to_cite_names_question_values_state_and_address(site):
    (cited,) = re.findall(
        r'<p class="cite">.*?</p>', ask(site, "every-kind", ("event", "fair")).content.decode()
    )
    text = read_page(cited.encode()).text
    assert text.startswith("What of every-kind? ( Fair ) GBA IP graph, gbaip-graph")
    assert text.endswith(f"(state 00000000). {BASE}/en/queries/every-kind?event=event%3Afair")


def test_the_query_behind_an_answer_has_its_values_and_leads_to_the_editor(site):
    page = ask(site, "every-kind", ("event", "fair"))
    text = read_page(page.content).text
    assert "FILTER(?what = <https://w3id.org/gbaip/id/event/fair> )" in text
    assert "#+" not in text
    href = next(href for href, text in read_page(page.content).links if text == "Change it in the editor")
    query = dict(parse_qsl(urlsplit(href).query))["query"]
    assert urlsplit(href).path == "/en/sparql"
    assert site.graph.select(query).rows


# ----------------------------------------------------------------------------------------- without a server


def test_a_copy_without_a_server_has_no_form_and_links_its_choices(site):
    page = read_page(ask(site, "every-kind", static=True).content)
    assert not any(given.get("class") == "ask" for tag, given in page.elements if tag == "form")
    assert "this is a copy without one" in page.text
    assert {"Fair", "Feast"} <= {text for _, text in page.links}


def test_a_copy_without_a_server_answers_what_needs_no_value(site):
    page = read_page(ask(site, "many", static=True).content)
    assert "Rows 1 to 500 of 10 000." in page.text
    assert not any(href.startswith("/") for href, _ in page.links)


def test_questions_with_one_required_parameter_of_few_values_have_choices(site):
    assert list(questions.static_choices(site)) == [
        ("queries/every-kind", (("event", "event:fair"),)),
        ("queries/every-kind", (("event", "event:feast"),)),
    ]
