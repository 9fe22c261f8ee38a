"""Records that are new, changed or gone from release to release, and since the newest one, on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from gbaip_graph.build.note_release import note_release
from gbaip_graph.build.releases import folder_of, read_releases
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.layout import Root
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.site import Site
from tests.pages.copied_site import HOSTILE, copy_to, dead_links, open_small, write_small_root
from tests.pages.page_text import ReadPage, read_page
from tests.serve.small_root import LETTER, canonical

CHANGES = "## 0.2.0 - 2027-01-31\n\n- More.\n\n## 0.1.0 - 2026-11-21\n\n- First.\n"
FIRST = LETTER + HOSTILE
OTHER = 'event:other a gbaip:Event ; skos:prefLabel "Other"@en ; gbaip:statedIn passage:letter-1.p2 .'
#: A figure that changed, an event that nobody speaks of any more, and two things that were mistakes.
EDITS = (
    ("gbaip:value 40", "gbaip:value 41"),
    (OTHER, ""),
    ("event:index.html a gbaip:Event ;", "event:index.html a gbaip:Event ; owl:deprecated true ;"),
    (
        "agency:hall a gbaip:Agency ;",
        "agency:hall a gbaip:Agency ; owl:deprecated true ; dcterms:isReplacedBy agency:guild ;",
    ),
)


def edited(letter: str) -> str:
    for old, new in EDITS:
        assert old in letter
        letter = letter.replace(old, new)
    return letter


SECOND = edited(FIRST)
LABEL = "<script>alert(1)</script>"
MORE = 23
THIRD = SECOND + "".join(
    f'event:more-{number:02} a gbaip:Event ; skos:prefLabel "{LABEL} {number:02}"@en .\n'
    for number in range(1, MORE + 1)
)


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def enter(root: Root, letter: str) -> None:
    (root.data_dir / "sources" / "letter-1.ttl").write_text(canonical(letter), encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """Return a root with two releases and more since then."""
    root = write_small_root(tmp_path_factory.mktemp("root"))
    (root.path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    for version, letter in (("0.1.0", FIRST), ("0.2.0", SECOND)):
        enter(root, letter)
        note_release(root, version, examples=lambda root, graph: ())
    enter(root, THIRD)
    return root


@pytest.fixture(scope="module")
def site(root: Root) -> Site:
    return open_small(root.path).site


def changes(site: Site, language: str = "en") -> ReadPage:
    return read_page(site.render(PageRequest("changes", language)).content)


@pytest.fixture(scope="module")
def page(site: Site) -> ReadPage:
    return changes(site)


# ----------------------------------------------------------------------------------- between two releases


def test_counts_of_each_kind_are_told(page):
    told = "From release 0.1.0 to 0.2.0 (31 January 2027) 0 new, 1 changed, 3 no longer there."
    counts = "Kind New Changed No longer there Events 0 0 2 Figures 0 1 0 Agencies 0 0 1 Changed Figures"
    assert f"{told} {counts}" in page.text


def test_a_changed_record_is_listed_with_its_page(page):
    assert ("/en/id/figure/fair.guests", "Figure: guests · Fair") in page.links


def test_a_record_that_is_gone_leads_nowhere(page):
    assert "event:other" in page.text
    assert [href for href, _ in page.links if href.endswith("event/other")] == []


def test_a_retired_record_leads_to_its_page_and_to_what_stands_in_its_place(page):
    links = dict(page.links)
    assert (links["/en/id/agency/hall"], links["/en/id/agency/guild"]) == ("Hall", "Guild")
    assert "Hall In its place stands Guild" in page.text


def test_a_retired_record_without_another_in_its_place_leads_nowhere(page):
    assert ("Index", "en") in page.spoken
    assert [href for href, _ in page.links if href.endswith("index.html")] == []


def test_the_newest_difference_stands_first_and_the_first_release_last(page):
    ids = [given.get("id") for _, given in page.elements if (given.get("id") or "").startswith("records-")]
    assert ids == ["records-since-0.2.0", "records-0.1.0-to-0.2.0", "records-0.1.0"]


def test_the_contents_lead_to_each_difference(page):
    hrefs = [href for href, _ in page.links if href.startswith("#records")]
    assert hrefs == ["#records", "#records-since-0.2.0", "#records-0.1.0-to-0.2.0"]


def test_the_first_release_is_told_by_kinds(root, page):
    first, _ = read_releases(root)
    told = f"The first release, 0.1.0 (21 November 2026) {len(first.digests)} records, by their kinds"
    assert f"{told} Kind Records Events 5 Figures 1 Involvements 2" in page.text


# -------------------------------------------------------------------------------- since the newest release


def test_new_records_are_counted_and_some_of_them_listed(page):
    told = f"{MORE} new, 0 changed, 0 no longer there. Kind New Changed No longer there"
    assert f"{told} Events {MORE} 0 0 New Events" in page.text
    listed = [href for href, _ in page.links if "/event/more-" in href]
    assert listed == [f"/en/id/event/more-{number:02}" for number in range(1, 21)]
    assert "and 3 more" in page.text


def test_hostile_labels_are_text(page):
    assert (f"{LABEL} 01", "en") in page.spoken
    assert "script" not in {tag for tag, _ in page.elements}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh-Hant",
            ["自0.2.0版（2027年1月31日）以來", "新增23項，更改0項，移除0項。", "另有3項", "紀錄數目"],
        ),
        (
            "zh-Hans",
            ["自0.2.0版（2027年1月31日）以来", "新增23项，更改0项，移除0项。", "另有3项", "记录数目"],
        ),
    ],
)
def test_the_page_is_in_the_language_of_its_reader(site, language, words):
    page = changes(site, language)
    assert [word for word in words if (word, language) not in page.spoken] == []
    assert (f"{LABEL} 01", "en") in page.spoken


def test_all_that_is_said_has_a_language_of_the_page_or_of_its_label(site):
    assert {language for _, language in changes(site, "zh-Hant").spoken} <= {"zh-Hant", "zh-Hans", "en"}


def test_a_graph_that_is_as_released_says_so(root, site):
    enter(root, SECOND)
    same = open_small(root.path).site
    enter(root, THIRD)
    count = len(read_releases(root)[1].digests)
    text = changes(same).text
    assert f"Nothing was added, changed or taken away: all {count} records" in text
    assert f"the digest of the graph is {same.version}." in text


# --------------------------------------------------------------------------------------- where it is shown


def test_files_are_read_once_before_a_limited_worker_needs_them(site):
    first = site.render(PageRequest("changes", "en")).content
    shown = run_limited(
        lambda: [site.render(PageRequest("changes", one)).content for one in ("en", "zh-Hans")]
    )
    assert shown[0] == first
    assert "另有3项" in shown[1].decode()


def test_the_page_of_a_copy_leads_to_others_from_where_it_lies(site):
    page = read_page(site.render(PageRequest("changes", "en", is_static=True)).content)
    assert ("../../en/id/event/more-01/", f"{LABEL} 01") in page.links
    assert ("../../en/id/agency/hall/", "Hall") in page.links


@pytest.mark.slow
def test_what_the_page_of_a_copy_leads_to_is_in_the_copy(root, tmp_path):
    folder = tmp_path / "site"
    copy_to(folder, open_small(root.path))
    assert (folder / "en" / "changes" / "index.html").is_file()
    assert {pair for pair in dead_links(folder) if "changes/" in pair[0]} == set()


@dataclass(frozen=True)
class Elsewhere:
    """A graph that is asked as one behind an endpoint is, and keeps what it was asked."""

    graph: Any
    asked: list[str] = field(default_factory=list)
    is_remote: bool = True
    endpoints: frozenset[str] = frozenset()

    def select(self, text: str):
        self.asked.append(text)
        return self.graph.select(text)


def test_of_a_store_elsewhere_names_alone_are_compared(site):
    store = Elsewhere(site.graph)
    page = changes(replace(site, graph=store))
    since = page.text.partition("Since release 0.2.0 (31 January 2027) This graph")[2].partition(
        "From release"
    )[0]
    assert since.startswith(" is kept in a store elsewhere, so only records that are new or no longer there")
    assert f"Kind New No longer there Events {MORE} 0 New Events" in since
    assert [text for text in store.asked if re.search(r"\{ \?s \?p \?o \}", text)] == []


def test_what_releases_said_is_compared_whole_on_a_store_elsewhere_too(site):
    text = changes(replace(site, graph=Elsewhere(site.graph))).text
    assert "Events 0 0 2 Figures 0 1 0 Agencies 0 0 1 Changed Figures" in text


def test_a_store_elsewhere_with_the_same_names_says_so(root, site):
    enter(root, SECOND)
    graph = open_small(root.path).graph
    enter(root, THIRD)
    count = len(read_releases(root)[1].digests)
    text = changes(replace(site, graph=Elsewhere(graph), version="store")).text
    assert f"No record was added or taken away; there are {count}." in text


# ---------------------------------------------------------------------------------------- what is not there


def test_a_root_without_records_of_releases_says_so(site, tmp_path):
    text = changes(Site(site.skin, site.graph, Root(tmp_path), {})).text
    assert "What the records said at a release was not noted" in text


def test_a_wrong_file_is_told_by_its_place_and_breaks_no_page(site, root, tmp_path):
    folder = folder_of(Root(tmp_path))
    folder.mkdir(parents=True)
    good = (folder_of(root) / "0.1.0.tsv").read_text(encoding="utf-8")
    (folder / "0.1.0.tsv").write_text(good.replace("event/fair\t", "event/fair "), encoding="utf-8")
    line = good[: good.index("event/fair\t")].count("\n") + 1
    page = changes(Site(site.skin, site.graph, Root(tmp_path), {}))
    assert f"so nothing is compared: data/releases/0.1.0.tsv:{line}:1" in page.text
