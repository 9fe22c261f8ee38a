"""Pages of the saved questions on the shipped graph: each is listed, each is answered, nothing is raw."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest

from gbaip_graph.ask.catalogue import query_names
from gbaip_graph.pages.page import LANGUAGES, Page, PageRequest
from gbaip_graph.pages.question_list import GROUPS
from gbaip_graph.pages.question_words import description_of, field_description, title_of
from gbaip_graph.pages.questions import static_choices
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.static_names import choice_folders, choice_of
from tests.pages.page_text import ReadPage, read_page
from tests.repository.released_iris import CHECKOUT

WEIGHT_LIMIT_BYTES = 60_000  # what a page may weigh on the wire
MOST_CHOICES = 300  # in a copy without a server, each in three languages
RAW = re.compile(
    r"https?://w3id\.org\S*|\b(?:agency|body|event|op|figure|inv|item|name|plan|role|span|gbaip):[\w-]+"
)


def examples(site: Site, name: str) -> tuple[tuple[str, str], ...]:
    """Return the required parameters of a question with their examples."""
    return tuple(
        (one.name, value) for one in site.questions[name].parameters if one.required for value in one.examples
    )


def ask(site: Site, name: str, *given: tuple[str, str], language: str = "en") -> Page:
    return site.render(PageRequest(f"queries/{name}", language, given, base="https://site.example"))


def table(page: Page) -> ReadPage:
    """Read the table of an answer."""
    return read_page("".join(re.findall(r"<table>.*?</table>", page.content.decode(), re.S)).encode())


def test_every_question_is_listed_and_stands_in_a_group(shipped_site):
    links = [href for href, _ in read_page(shipped_site.render(PageRequest("queries", "en")).content).links]
    listed = [href.removeprefix("/en/queries/") for href in links if href.startswith("/en/queries/")]
    assert sorted(listed) == sorted(query_names(CHECKOUT))
    grouped = {name for names in GROUPS.values() for name in names}
    asked_here = {name for name, query in shipped_site.questions.items() if not query.endpoints}
    assert grouped == asked_here


@pytest.mark.parametrize("name", query_names(CHECKOUT))
def test_a_question_is_answered_with_its_examples_without_a_raw_name(shipped_site, name):
    page = ask(shipped_site, name, *examples(shipped_site, name))
    assert page.status == 200
    assert len(gzip.compress(page.content, 6)) <= WEIGHT_LIMIT_BYTES
    assert RAW.findall(table(page).text) == []


@pytest.mark.parametrize("name", [name for names in GROUPS.values() for name in names])
def test_columns_and_fields_are_named_in_every_language(shipped_site, name):
    texts = shipped_site.skin.texts
    query = shipped_site.questions[name]
    assert [one.name for one in query.columns if not one.name.endswith(("actness", "Currency"))
            and f"question.column.{one.name}" not in texts] == []  # fmt: skip
    assert [one.name for one in query.parameters if f"question.parameter.{one.name}" not in texts] == []


def test_a_question_that_asks_others_says_how_to_ask_it(shipped_site):
    text = read_page(ask(shipped_site, "places-in-geonames").content).text
    assert "gbaip ask places-in-geonames --with geonames=URL" in text


def test_figures_have_their_exactness_and_citation(shipped_site):
    found = table(ask(shipped_site, "figures-of", ("record", "op:customs-2018-19")))
    assert "8 300 000 HKD about" in found.text
    assert "/en/id/passage/ipd-2018-19.i08.p1" in {href for href, _ in found.links}


def test_dates_are_told_in_words_with_their_basis(shipped_site):
    found = table(ask(shipped_site, "events-of-series", ("series", "series:sme-seminar")))
    assert "5 September 2024 from the title" in found.text


def test_what_documents_say_is_a_date_in_words_or_a_number_or_a_name(shipped_site):
    text = table(ask(shipped_site, "disagreements")).text
    assert "6–7 December 2019" in text
    assert "16 900 000 about" in text


def test_values_without_a_label_are_told_with_the_name_of_their_field(shipped_site):
    text = read_page(ask(shipped_site, "timeline", ("from", "2019-05-01"), language="zh-Hant").content).text
    assert "由 2019-05-01" in text


def test_a_document_without_paragraphs_is_cited_itself(shipped_site):
    found = table(ask(shipped_site, "facts-to-verify", ("document", "source:doc-014")))
    assert {"/en/id/source/doc-014"} <= {href for href, _ in found.links}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", query_names(CHECKOUT))
def test_title_description_and_fields_are_told_in_the_language_of_the_page(shipped_site, name, language):
    query = shipped_site.questions[name]
    assert title_of(shipped_site, query, language)[1] == language
    assert description_of(shipped_site, query, language)[1] == language
    for parameter in query.parameters:
        assert field_description(shipped_site, query, parameter, language)[1] == language


@pytest.mark.parametrize("name", [name for names in GROUPS.values() for name in names])
def test_what_columns_hold_is_told_in_the_language_of_the_page(shipped_site, name):
    page = ask(shipped_site, name, *examples(shipped_site, name), language="zh-Hant")
    (explained,) = re.findall(r'<dl class="terms">.*?</dl>', page.content.decode(), re.S)
    assert 'lang="en"' not in explained


def test_a_question_that_was_changed_is_told_as_it_is_now(shipped_site):
    changed = replace(
        shipped_site.questions["timeline"], description="Otherwise.", title={"en": "When else?"}
    )
    assert title_of(shipped_site, changed, "zh-Hans") == ("When else?", "en")
    assert description_of(shipped_site, changed, "zh-Hans") == ("Otherwise.", "en")


def test_words_of_answers_are_told_in_the_language_of_the_page(shipped_site):
    text = table(ask(shipped_site, "information-exchanges", language="zh-Hant")).text
    assert "單向" in text
    assert "one-way" not in text


def test_a_copy_without_a_server_has_some_hundred_choices_and_each_is_answered(shipped_site):
    choices = list(static_choices(shipped_site))
    assert 0 < len(choices) <= MOST_CHOICES
    assert {path for path, _ in choices} >= {"queries/items-of-plan", "queries/events-of-series"}
    path, parameters = choices[0]
    for language in LANGUAGES:
        assert shipped_site.render(PageRequest(path, language, parameters, is_static=True)).status == 200


def copied(site: Site) -> dict[str, tuple[PageRequest, PageRequest, str]]:
    """Return each question that needs a value: its page in a copy, that of its example, the way there."""
    choices = choice_folders(static_choices(site))
    found = {}
    for name, query in site.questions.items():
        if (example := examples(site, name)) and not query.endpoints:
            plain = PageRequest(f"queries/{name}", "en", is_static=True, choices=choices)
            folder = choices.get(choice_of(plain.path, example), "")
            found[name] = (plain, replace(plain, parameters=example), f"../../../en/queries/{name}/{folder}/")
    return found


def test_a_copy_without_a_server_leads_to_the_example_of_every_question(shipped_site):
    found = copied(shipped_site)
    assert {"roles-in-event", "name-on-date", "events-at-place"} <= found.keys()
    led = {
        name: {href for href, _ in read_page(shipped_site.render(page).content).links}
        for name, (page, _, _) in found.items()
    }
    assert [name for name, (_, _, href) in found.items() if href not in led[name]] == []


def test_a_copy_without_a_server_answers_the_example_of_every_question(shipped_site):
    answered = {
        name for name, (_, asked, _) in copied(shipped_site).items()
        if b'<section class="answer"' in shipped_site.render(asked).content
    }  # fmt: skip
    assert answered == copied(shipped_site).keys()


def test_a_copy_without_a_server_says_that_other_values_need_one(shipped_site):
    told = "To ask with values of your own a server is needed"
    silent = [
        name for name, (page, _, _) in copied(shipped_site).items()
        if told not in read_page(shipped_site.render(page).content).text
    ]  # fmt: skip
    assert silent == []
