"""A copy of the site for any static host: the same bytes each time, links intact, whole or not there."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gbaip_graph.errors import InvalidValue, QueryRefused
from gbaip_graph.pages.page import LANGUAGES
from gbaip_graph.pages.skin import POLICY
from gbaip_graph.pages.static_copy import Copied, write_copy
from gbaip_graph.pages.static_folder import MARKER
from gbaip_graph.turtle.parser import parse_turtle
from tests.pages.copied_site import (
    addresses_of,
    copy_to,
    dead_links,
    elements_of,
    files_of,
    open_small,
    write_small_root,
)

BASE = "https://host.example/graph"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_root(tmp_path_factory.mktemp("root")).path


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def small(root: Path) -> Copied:
    return open_small(root)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, small: Copied) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "site"
    copy_to(folder, small)
    return folder


@pytest.fixture(scope="module")
def based(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("based") / "site"
    copy_to(folder, open_small(root, BASE))
    return folder


def pages(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in files_of(folder).items() if name.endswith(".html")}


# ----------------------------------------------------------------------------------------- what is in it


def test_every_page_is_there_in_every_language(site, small):
    expected = {
        "/".join(filter(None, (language, path, "index.html")))
        for language in LANGUAGES
        for path in small.site.paths()
    }
    assert expected - files_of(site).keys() == set()


def test_every_link_leads_to_a_file_of_the_copy(site):
    assert dead_links(site) == set()


def test_every_link_leads_to_a_file_of_the_copy_where_addresses_are_whole(based):
    assert dead_links(based, BASE) == set()


def test_a_dead_link_is_told_with_the_first_page_that_has_it(tmp_path, root):
    folder = tmp_path / "root"
    write_small_root(folder)
    ontology = folder / "ontology" / "gbaip.ttl"
    text = ontology.read_text(encoding="utf-8")
    ontology.write_text(text.replace("gbaip:UnnamedParty a owl:Class .\n", ""), encoding="utf-8")
    report = copy_to(tmp_path / "site", open_small(folder))
    assert [(link.target, link.found_in) for link in report.dead] == [
        (f"{language}/ns/UnnamedParty/index.html", f"{language}/id/party/a..b~c_d-/index.html")
        for language in sorted(LANGUAGES)
    ]


def test_no_address_is_one_of_the_server(site):
    found = {
        address
        for name, page in pages(site).items()
        if name != "404.html"
        for address in addresses_of(name, page)
        if address.startswith("/")
    }
    assert found == set()


def test_no_page_has_a_form_or_a_script(site):
    scripts = {
        (tag, attributes.get("type", ""))
        for page in pages(site).values()
        for tag, attributes in elements_of(page)
        if tag in ("form", "input", "button", "script")
    }
    assert scripts == {("script", "application/ld+json")}


def test_a_label_that_looks_like_a_form_stays_as_it_is(site):
    page = (site / "en/id/event/x.ttl/index.html").read_text(encoding="utf-8")
    assert "&lt;form&gt;" in page


def test_the_policy_stands_before_all_that_it_holds_for(site):
    told = {
        name: [attributes for tag, attributes in elements_of(page) if tag in ("meta", "link")][2]
        for name, page in pages(site).items()
    }
    expected = {"http-equiv": "Content-Security-Policy", "content": POLICY}
    assert {name for name, attributes in told.items() if attributes != expected} == set()


@pytest.mark.parametrize("path", ["search", "sparql", "queries/about-event"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_needs_the_server_says_so_in_its_place(site, path, language):
    page = (site / language / path / "index.html").read_text(encoding="utf-8")
    main = page.partition("<main")[2].partition("</main>")[0]
    assert {"en": "server", "zh-Hant": "伺服器", "zh-Hans": "服务器"}[language] in main


def test_the_first_page_leads_to_the_languages(site):
    page = (site / "index.html").read_bytes()
    led = [attributes["href"] for tag, attributes in elements_of(page) if tag == "a"]
    assert led == [f"{language}/" for language in LANGUAGES]


def test_the_page_of_wrong_addresses_is_right_at_any_depth(based):
    page = (based / "404.html").read_bytes()
    led = [attributes["href"] for tag, attributes in elements_of(page) if "href" in attributes]
    assert [address for address in led if not address.startswith(f"{BASE}/")] == []


def test_the_data_of_a_thing_are_what_the_server_sends(site):
    turtle = (site / "data/id/event/fair.ttl").read_text(encoding="utf-8")
    facts = {(triple.predicate.value, str(triple.object)) for triple in parse_turtle(turtle).triples}
    assert any(predicate.endswith("#value") for predicate, _ in facts)


def test_the_whole_graph_is_there_as_it_was_built(site, small):
    assert (site / "data/gbaip.nq").read_bytes() == small.nquads


def test_the_whole_graph_is_there_as_turtle(site, small):
    triples = parse_turtle((site / "data/gbaip.ttl").read_text(encoding="utf-8")).triples
    rows = small.graph.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
    assert [str(len(triples))] == [row[0].lexical for row in rows]


def test_names_with_points_are_pages_and_files_of_their_own(site):
    assert (site / "en/id/event/index.html/index.html").is_file()
    assert (site / "data/id/event/x.ttl.ttl").is_file()


def test_the_page_of_a_mistake_says_so(site):
    page = (site / "en/id/event/fare/index.html").read_bytes()
    assert "../../../../en/id/event/fair/" in set(addresses_of("fare.html", page))


def test_a_mistake_is_no_page_for_search_engines(based):
    assert f"{BASE}/en/id/event/fare/" not in (based / "sitemap.xml").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------- choices


def test_the_page_of_a_choice_is_there(site):
    assert (site / "en/queries/about-event/event.fair/index.html").is_file()


def test_the_question_leads_to_its_choices(site):
    page = (site / "en/queries/about-event/index.html").read_bytes()
    assert "../../../en/queries/about-event/event.fair/" in set(addresses_of("x.html", page))


@pytest.mark.parametrize(("thing", "shown"), [("agency.hall", b"Hall"), ("agency.guild", b"Guild")])
def test_the_picture_of_a_choice_is_of_what_was_chosen(site, thing, shown):
    page = (site / f"en/pictures/neighbourhood/thing.{thing}/index.html").read_bytes()
    address = f"../../../../pictures/neighbourhood/thing.{thing}.en.svg"
    assert address in set(addresses_of("x.html", page))
    picture = (site / f"pictures/neighbourhood/thing.{thing}.en.svg").read_bytes()
    assert shown in picture.partition(b"</title>")[0]


def test_a_thing_whose_picture_is_there_leads_to_it(site):
    page = (site / "en/id/agency/hall/index.html").read_bytes()
    assert "../../../../en/pictures/neighbourhood/thing.agency.hall/" in set(addresses_of("x.html", page))


def test_a_thing_whose_picture_is_not_there_leads_to_none(site):
    page = (site / "en/id/event/other/index.html").read_bytes()
    assert [a for a in addresses_of("x.html", page) if "neighbourhood" in a] == []


def test_the_page_of_a_choice_leads_to_itself_in_other_languages(site):
    page = (site / "en/queries/about-event/event.fair/index.html").read_bytes()
    led = {attributes["hreflang"]: attributes["href"] for tag, attributes in elements_of(page) if tag == "a"
           and "hreflang" in attributes}  # fmt: skip
    assert led["zh-Hant"] == "../../../../zh-Hant/queries/about-event/event.fair/"


# ------------------------------------------------------------------------------- whole addresses


def test_a_page_names_its_whole_address_where_that_is_known(based):
    page = (based / "zh-Hant/id/event/fair/index.html").read_bytes()
    named = [a["href"] for tag, a in elements_of(page) if tag == "link" and a["rel"] == "canonical"]
    assert named == [f"{BASE}/zh-Hant/id/event/fair/"]


def test_the_versions_in_other_languages_have_whole_addresses_where_these_are_known(based):
    page = (based / "en/list/event/index.html").read_bytes()
    named = {a["hreflang"]: a["href"] for tag, a in elements_of(page) if tag == "link" and "hreflang" in a}
    expected = {language: f"{BASE}/{language}/list/event/" for language in LANGUAGES}
    assert named == {**expected, "x-default": f"{BASE}/en/list/event/"}


def test_the_site_map_names_pages_that_are_there(based):
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    tree = ElementTree.fromstring((based / "sitemap.xml").read_bytes())  # noqa: S314 - our own
    named = {element.text.removeprefix(f"{BASE}/") + "index.html" for element in tree.iter(f"{space}loc")}
    assert named - files_of(based).keys() == set()
    assert len(named) > 100


def test_the_site_map_names_the_pages_of_choices(based):
    text = (based / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{BASE}/en/queries/about-event/event.fair/</loc>" in text


def test_a_site_map_without_an_address_says_what_would_be_right(site):
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    ElementTree.fromstring(text)  # noqa: S314 - our own
    assert "given that as its base" in text
    assert "<loc>en/id/event/fair/</loc>" in text


def test_crawlers_may_read_all_and_are_told_of_the_site_map(based):
    told = (based / "robots.txt").read_text(encoding="utf-8")
    assert told == f"User-agent: *\nAllow: /\nSitemap: {BASE}/sitemap.xml\n"


def test_crawlers_of_a_copy_without_an_address_may_read_all(site):
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


@pytest.mark.parametrize(
    "base", ["host.example", "ftp://host.example", "https://h.example/?a", 'https://h/"x']
)
def test_a_wrong_address_of_the_site_is_refused(tmp_path, small, base):
    with pytest.raises(InvalidValue, match="is not the address of a site"):
        copy_to(tmp_path / "site", replace(small, base=base))
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------ the same bytes


def test_another_run_of_other_processes_gives_the_same_bytes(tmp_path, root, site):
    program = [sys.executable, "-m", "gbaip_graph.cli", "--root", str(root), "export", "site/"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(program, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert digests(tmp_path / "site") == digests(site)


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files_of(folder).items()}


# ------------------------------------------------------------------------------- all of it or nothing


class Stopped(Exception):
    """Ends a copying in the middle."""


def stop_in_the_middle(what: str, done: int, total: int) -> None:
    if done >= 20:
        raise Stopped


def kill_in_the_middle(what: str, done: int, total: int) -> None:
    if done >= 20:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return a copy of which one file tells it apart from a newer one."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("earlier", encoding="utf-8")
    (folder / MARKER).write_text(json.dumps({"entries": ["index.html"]}), encoding="utf-8")
    return folder


def test_an_error_leaves_the_earlier_copy_and_nothing_else(earlier, small):
    before = digests(earlier.parent)
    with pytest.raises(Stopped):
        write_copy(small, earlier, processes=2, tell=stop_in_the_middle)
    assert digests(earlier.parent) == before
    assert [entry.name for entry in earlier.parent.iterdir()] == ["site"]


def test_a_kill_leaves_the_earlier_copy_as_it_was(earlier, small):
    before = digests(earlier)
    child = os.fork()
    if child == 0:
        write_copy(small, earlier, processes=2, tell=kill_in_the_middle)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert digests(earlier) == before


def test_after_a_kill_between_the_two_renames_the_earlier_copy_is_found(earlier, small):
    before = digests(earlier)
    earlier.rename(earlier.with_name(".site-old"))
    with pytest.raises(Stopped):
        write_copy(small, earlier, processes=1, tell=stop_in_the_middle)
    assert digests(earlier) == before


def test_a_newer_copy_takes_the_place_of_an_earlier_one(earlier, small, site):
    copy_to(earlier, small, processes=2)
    assert digests(earlier) == digests(site)
    assert [entry.name for entry in earlier.parent.iterdir()] == ["site"]


def test_a_page_that_cannot_be_made_is_named_and_nothing_is_written(tmp_path, root):
    copied = open_small(root)
    wrong = copied.site.questions["about-event"]
    object.__setattr__(wrong, "text", wrong.text.replace("SELECT", "SELECT ?"))
    with pytest.raises(QueryRefused) as raised:
        copy_to(tmp_path / "site", copied, processes=2)
    assert "/queries/about-event: line " in raised.value.where
    assert list(tmp_path.iterdir()) == []
