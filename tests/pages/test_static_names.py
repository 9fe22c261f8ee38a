"""Folders of pages with parameters: names for people where that is safe, never two alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaip_graph.pages.static_names import choice_folders, choice_of

PAIRS = st.lists(st.tuples(st.text(max_size=6), st.text(max_size=120)), max_size=3).map(tuple)


def folder_of(*parameters: tuple[str, str]) -> str:
    (name,) = choice_folders([("page", parameters)]).values()
    return name


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ((("event", "event:sme-seminar-2024"),), "event.sme-seminar-2024"),
        ((("event", "https://w3id.org/gbaip/id/event/sme-seminar-2024"),), "event.sme-seminar-2024"),
        ((("party", "agency:ced"),), "party.agency.ced"),
        ((("year", "2019"),), "year.2019"),
        ((("to", "2020"), ("from", "2019")), "from.2019~to.2020"),
    ],
)
def test_a_plain_choice_has_a_name_for_people(parameters, expected):
    assert folder_of(*parameters) == expected


@pytest.mark.parametrize(
    "value", ["../../etc", "a/b", "", ".", "a.", "香港", "a b", "x" * 300, "a\0b", "a\\b"]
)
def test_any_other_choice_has_a_safe_name_with_a_digest(value):
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*~[0-9a-f]{8}", folder_of(("q", value)))


def test_choices_that_differ_in_case_alone_have_folders_that_differ_in_more():
    folders = choice_folders([("page", (("q", "A"),)), ("page", (("q", "a"),))])
    assert len({name.lower() for name in folders.values()}) == 2


def test_a_kind_and_a_value_that_read_alike_have_folders_of_their_own():
    folders = choice_folders([("page", (("event", "event:x"),)), ("page", (("event", "x"),))])
    assert len(set(folders.values())) == 2


@settings(deadline=None, max_examples=50)  # a busy machine is no failure
@given(choices=st.lists(PAIRS.filter(bool), max_size=6))
def test_no_two_choices_of_a_page_share_a_folder(choices):
    folders = choice_folders(("page", parameters) for parameters in choices)
    assert len({name.lower() for name in folders.values()}) == len(folders)
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]{1,100}", name) for name in folders.values())


def test_the_order_of_parameters_makes_no_other_choice():
    assert choice_of("p", (("b", "2"), ("a", "1"))) == choice_of("p", (("a", "1"), ("b", "2")))
