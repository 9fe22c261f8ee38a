"""Every kind of page loads from the installed wheel and from nowhere else, and says things by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser

from gbaip_graph.namespaces import BASE, PREFIXES
from gbaip_graph.pages.page import LANGUAGES
from tests.browser.page_kinds import PAGE_KINDS, Sample
from tests.browser.watched_browser import in_page, window

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("language", LANGUAGES),
    pytest.mark.parametrize("kind", PAGE_KINDS, ids=lambda kind: kind.name),
]
# Definitions name the datatypes of XSD in their sentences.
_COMPACT_NAME = re.compile(rf"(?<![\w/:.@=-])(?:{'|'.join(PREFIXES.keys() - {'xsd'})}):[A-Za-z0-9][\w.-]*")
_IRI = re.compile(rf"{re.escape(BASE)}[A-Za-z0-9]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Seen:
    """A page as it was once seen in the browser."""

    status: int
    troubles: tuple[str, ...]
    facts: dict[str, Any]


Look = Callable[[str, str], Seen]


@pytest.fixture(scope="module")
def seen(browser: Browser, address: str, sample: Sample) -> Iterator[Look]:
    """Yield what opens the sample of a kind of page in a language, each once."""
    with window(browser, address) as opened:

        @cache
        def look(name: str, language: str) -> Seen:
            status = opened.open(f"{language}/{sample(name)}")
            return Seen(status, tuple(opened.troubles), opened.ask(in_page("page_facts.js")))

        yield look


def test_a_page_loads_without_a_request_outside_or_an_error(kind, language, seen: Look) -> None:
    found = seen(kind.name, language)
    assert (found.status, found.troubles) == (kind.status, ())


def test_a_page_has_one_heading_a_title_and_its_language(kind, language, seen: Look) -> None:
    facts = seen(kind.name, language).facts
    assert facts["language"] == language
    assert [bool(heading) for heading in facts["headings"]] == [True]
    assert (bool(facts["title"]), facts["mains"]) == (True, 1)


def test_a_page_names_its_versions_in_other_languages(kind, language, seen: Look) -> None:
    versions = set(seen(kind.name, language).facts["versions"])
    assert versions >= set(LANGUAGES) or kind.status != 200


def test_a_page_has_no_style_or_script_in_it(kind, language, seen: Look) -> None:
    assert seen(kind.name, language).facts["inline"] == 0


def test_a_page_shows_names_and_no_iris(kind, language, seen: Look) -> None:
    texts = [one["text"] for one in seen(kind.name, language).facts["texts"] if not one["is_address"]]
    shown = [text for text in texts if _IRI.search(text) or _COMPACT_NAME.search(text)]
    assert shown == []


def test_chinese_in_a_page_is_said_to_be_chinese(kind, language, seen: Look) -> None:
    texts = seen(kind.name, language).facts["texts"]
    han = [one for one in texts if _HAN.search(one["text"])]
    # What somebody has searched for is said to be of an unknown language, which is "".
    assert [one for one in han if one["language"][:2] not in ("zh", "ja", "")] == []
