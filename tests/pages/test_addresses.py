"""Addresses in pages: from the root on a server, relative in a copy, whole where readers need that."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaip_graph.namespaces import BASE
from gbaip_graph.pages.addresses import Addresses, page_path, thing_of
from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.static_names import choice_folders

FAIR = ("queries/about", (("event", "event:fair"),))
CHOICES = choice_folders([FAIR])
HOST = "https://host.example/graph"
ASSETS = {"style.css": "style.0123abcd.css"}
PATHS = st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,8}", fullmatch=True), max_size=4).map("/".join)


def of_server(path: str = "id/event/fair") -> Addresses:
    return Addresses(PageRequest(path, "en", base="https://host.example"), ASSETS)


def of_copy(path: str = "id/event/fair", parameters=(), base: str = "") -> Addresses:
    request = PageRequest(path, "en", parameters, base, is_static=True, choices=CHOICES)
    return Addresses(request, ASSETS)


def test_an_address_on_the_server_begins_at_its_root():
    assert of_server().to("list/event", "zh-Hant") == "/zh-Hant/list/event"


def test_the_first_page_on_the_server_ends_with_a_slash():
    assert of_server().to("") == "/en/"


def test_parameters_stand_in_an_address_of_the_server():
    assert of_server().to("search", parameters=(("q", "a b&c"),)) == "/en/search?q=a+b%26c"


def test_an_address_in_a_copy_leads_to_a_folder():
    assert of_copy().to("list/event") == "../../../../en/list/event/"


def test_the_first_page_of_a_copy_leads_one_up():
    assert of_copy("").to("list") == "../en/list/"


def test_a_choice_that_the_copy_has_leads_to_its_folder():
    assert of_copy("queries").to(*_given(FAIR)) == "../../en/queries/about/event.fair/"


def test_a_choice_is_the_same_however_its_iri_is_written():
    whole = (("event", f"{BASE}id/event/fair"),)
    assert of_copy("queries").to("queries/about", parameters=whole).endswith("about/event.fair/")


def test_a_choice_that_the_copy_has_not_leads_to_the_plain_page():
    other = (("event", "event:other"),)
    assert of_copy("queries").to("queries/about", parameters=other) == "../../en/queries/about/"


def test_the_page_of_a_choice_is_one_level_deeper():
    assert of_copy(*FAIR).to("list") == "../../../../en/list/"


def test_a_copy_says_which_choices_it_has():
    assert of_copy().has(*FAIR)
    assert not of_copy().has("queries/about", (("event", "event:other"),))


def test_a_server_has_every_choice():
    assert of_server().has("queries/about", (("event", "event:other"),))


def test_a_page_of_a_copy_that_knows_its_place_has_a_whole_canonical_address():
    assert of_copy(*FAIR, base=HOST).canonical("zh-Hans") == f"{HOST}/zh-Hans/queries/about/event.fair/"


def test_a_page_of_a_copy_that_does_not_know_its_place_has_a_relative_canonical_address():
    assert of_copy("list").canonical() == "../../en/list/"


@pytest.mark.parametrize(("path", "expected"), [("", "/en/"), ("list", "/en/list")])
def test_a_whole_address_of_the_server_ends_as_its_pages_do(path, expected):
    assert of_server().absolute(path, "en") == f"https://host.example{expected}"


@pytest.mark.parametrize(("path", "expected"), [("", "/en/"), ("list", "/en/list/")])
def test_a_whole_address_of_a_copy_is_that_of_a_folder(path, expected):
    assert of_copy(base=HOST).absolute(path, "en") == f"{HOST}{expected}"


def test_a_file_of_a_copy_has_no_parameters():
    assert of_copy("list").file("pictures/timeline.en.svg?a=b") == "../../pictures/timeline.en.svg"


def test_a_file_of_a_choice_stands_beside_the_page_of_the_choice():
    address = of_copy(*FAIR).file("queries/about.en.svg?event=event:fair")
    assert address == "../../../../queries/about/event.fair.en.svg"


def test_a_page_without_a_choice_leads_to_the_file_of_the_choice_that_it_shows():
    address = of_copy("queries/about").file("queries/about.en.svg?event=event:fair")
    assert address == "../../../queries/about/event.fair.en.svg"


def test_an_asset_is_named_with_its_digest():
    assert of_copy("list").asset("style.css") == "../../static/style.0123abcd.css"


def test_the_data_of_a_thing_are_a_file_of_the_copy():
    assert of_copy("list").data("id/event/fair", "ttl") == "../../data/id/event/fair.ttl"


def test_a_copy_has_the_first_formats_of_data_only():
    formats = [extension for _, extension in of_copy().data_formats()]
    assert formats == ["ttl", "jsonld"]


@settings(deadline=None, max_examples=50)  # a busy machine is no failure
@given(here=PATHS, there=PATHS, language=st.sampled_from(LANGUAGES))
def test_a_relative_address_leads_to_the_page_from_any_other(here, there, language):
    folder = "".join(f"{part}/" for part in ("en", here) if part)
    address = of_copy(here).to(there, language)
    found = unquote(urlsplit(urljoin(f"https://host.example/x/{folder}", address)).path)
    assert found == "/x/" + "".join(f"{part}/" for part in (language, there) if part)


@pytest.mark.parametrize(
    "iri",
    [
        f"{BASE}id/event/../../etc", f"{BASE}id/event/", f"{BASE}id/event/a/b", f"{BASE}id/event/a?b",
        f"{BASE}id/event/a%2F", f"{BASE}id/event/a\n", f"{BASE}ns#a b", "javascript:id/event/a",
        "https://elsewhere.example/id/event/a", f"{BASE}id/event/\u202ea",
    ],
)  # fmt: skip
def test_what_is_no_name_of_a_thing_has_no_page(iri):
    assert page_path(iri) is None


@pytest.mark.parametrize("path", ["id/event/fair", "concept/role", "concept/role/host", "ns/Event"])
def test_the_path_of_a_thing_leads_back_to_it(path):
    assert page_path(thing_of(path) or "") == path


def _given(choice):
    return choice[0], "", choice[1]
