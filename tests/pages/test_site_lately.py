"""What pages of one thing share: read once for all languages, and of one thing at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.site import Site


class Asked:
    """A graph that counts what it is asked."""

    endpoints: frozenset[str] = frozenset()

    def __init__(self, graph, *, is_remote: bool) -> None:
        self.graph, self.is_remote, self.times = graph, is_remote, 0

    def select(self, text):
        self.times += 1
        return self.graph.select(text)

    def construct(self, text):
        self.times += 1
        return self.graph.construct(text)


@pytest.fixture
def fresh(shipped_site):
    """Return a site that has kept nothing, on a graph that may be another's."""

    def make(*, is_remote: bool = False) -> Site:
        return replace(
            shipped_site, graph=Asked(shipped_site.graph, is_remote=is_remote), _labels={}, _kept={}
        )

    return make


def test_it_is_made_once_until_another_is_wanted(fresh):
    site, made = fresh(), []
    for key in ("a", "a", "b", "a"):
        site.lately("letter", key, lambda key=key: made.append(key))
    assert made == ["a", "b", "a"]


def test_of_each_sort_one_is_kept(fresh):
    site = fresh()
    assert [site.lately(what, 1, lambda what=what: what) for what in ("x", "y", "x")] == ["x", "y", "x"]


def test_of_a_graph_that_may_change_nothing_is_kept(fresh):
    site, made = fresh(is_remote=True), []
    for _ in range(2):
        site.lately("letter", "a", lambda: made.append("a"))
    assert made == ["a", "a"]


def test_the_page_of_a_thing_in_another_language_asks_nothing_more(fresh):
    site = fresh()
    site.render(PageRequest("id/event/sme-seminar-2024", LANGUAGES[0]))
    asked = site.graph.times
    assert asked > 0
    site.render(PageRequest("id/event/sme-seminar-2024", LANGUAGES[1]))
    assert site.graph.times == asked
