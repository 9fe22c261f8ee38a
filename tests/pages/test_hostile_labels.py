"""Hostile text in every label, note, title, name, date and address of the graph comes through as text alone.

Each page of a hostile graph has the elements and attributes of the same page of a harmless one, in one order.
"""

from __future__ import annotations

import itertools
import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from gbaip_graph.errors import GbaipError
from gbaip_graph.namespaces import BASE as IRI_BASE
from gbaip_graph.namespaces import DATA
from gbaip_graph.pages import event_calendar, feed, schema_org, sitemap
from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.site import KINDS, Site
from gbaip_graph.turtle.terms import Iri
from tests.pages.hostile_site import MARK, PAYLOAD, sites

BASE = "https://site.example"
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset")
_SAFE = ("/", "#", "?", "https://", "http://", "./", "../")
#: Of kinds of pages that are made alike, some are enough.
_ONE_IN = {"concept": 5, "list": 4, "ns": 30, "queries": 7}
_EACH_PREDICATE = (
    "SELECT ?kind ?predicate (SAMPLE(?thing) AS ?one) WHERE { ?thing ?predicate ?text"
    f' FILTER(isLiteral(?text) && STRSTARTS(STR(?thing), "{DATA}"))'
    f' BIND(STRBEFORE(STRAFTER(STR(?thing), "{DATA}"), "/") AS ?kind) }} GROUP BY ?kind ?predicate'
)


class Skeleton(HTMLParser):
    """What of a page is not text: elements with the names of their attributes, comments, declarations."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in _ADDRESSES]

    def handle_endtag(self, tag):
        self.parts.append(tag)

    def handle_comment(self, data):
        self.parts.append("comment")

    def handle_decl(self, decl):
        self.parts.append(decl)

    def handle_pi(self, data):
        self.parts.append("instruction")

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def both() -> tuple[Site, Site]:
    return sites()


@pytest.fixture(scope="module")
def pages(both) -> dict[str, tuple[Skeleton, Skeleton]]:
    """Render one page of each kind on both sites, and one of a thing with each property that has text."""
    harmless, _ = both
    things = [row[2].value for row in harmless.graph.select(_EACH_PREDICATE).rows if isinstance(row[2], Iri)]
    examples: dict[str, list[str]] = {}
    for path in harmless.examples():
        examples.setdefault(path.partition("/")[0], []).append(path)
    chosen = [path for kind, found in examples.items() for path in found[:: _ONE_IN.get(kind, 1)]]
    found = {*chosen, *(thing.removeprefix(IRI_BASE) for thing in things)}
    rendered = {}
    for number, path in enumerate(sorted(found)):
        request = PageRequest(path, LANGUAGES[number % len(LANGUAGES)], base=BASE)
        ours, theirs = (Skeleton(site.render(request).content) for site in both)
        rendered[path] = ours, theirs
    return rendered


@pytest.mark.slow
def test_no_text_becomes_an_element_or_an_attribute(pages):
    assert {path: more for path, both in pages.items() if (more := difference(path, *both))} == {}


def difference(path: str, harmless: Skeleton, hostile: Skeleton) -> object:
    """Return the first parts that differ; of a picture, where longer text moves marks, new kinds of parts."""
    if path.startswith("pictures/"):
        return set(hostile.parts) - set(harmless.parts)
    parts = itertools.zip_longest(harmless.parts, hostile.parts)
    return next(((ours, theirs) for ours, theirs in parts if ours != theirs), None)


#: What the payload is made of, where it is read as HTML.
_FOREIGN = {("script", ()), ("img", ("src", "onerror")), ("svg", ("onload",)), "comment"}
_ASKED = (
    ("search", "q"),
    ("search", "kind"),
    ("sparql", "query"),
    ("queries/events-at-place", "place"),
    ("queries/timeline", PAYLOAD),
    ("pictures/timeline", "from"),
    ("pictures/seizures-by-operation", "measure"),
)


@pytest.mark.parametrize(
    ("path", "parameter"), [case for case in _ASKED if case[0].partition("/")[0] in KINDS]
)
def test_no_value_in_an_address_becomes_an_element(both, path, parameter):
    request = PageRequest(path, "en", ((parameter, PAYLOAD),), BASE)
    try:
        parts = Skeleton(both[0].render(request).content).parts
    except GbaipError:
        parts = []  # the page that tells it is the server's, which is asked for it in its own tests
    assert _FOREIGN & set(parts) == set()


def test_the_payload_read_as_html_would_be_seen():
    assert set(Skeleton(PAYLOAD.encode()).parts) >= _FOREIGN


@pytest.mark.slow
def test_no_address_leads_to_a_script(pages):
    led = {address for _, hostile in pages.values() for address in hostile.addresses}
    assert {address for address in led if address and not address.startswith(_SAFE)} == set()


@pytest.mark.slow
def test_hostile_text_is_there_to_be_seen(pages):
    # Else the two tests above would compare pages that show nothing of it.
    things = [path for path in pages if path.startswith("id/")]
    assert len(things) > 40
    assert [path for path in things if MARK not in pages[path][1].text] == []


# ------------------------------------------------------------------------------------------- machines


def names(xml: bytes) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.tag, tuple(one.attrib)) for one in ET.fromstring(xml).iter()]  # noqa: S314 - written here


@pytest.mark.slow
def test_a_picture_as_a_file_has_the_kinds_of_elements_of_a_harmless_one(both):
    found = [name for name in both[0].file_names() if name.endswith(".en.svg")]
    assert found
    for name in found:
        harmless, hostile = (site.file(name, BASE).content for site in both)
        assert set(names(hostile)) == set(names(harmless))
        assert b'="javascript:' not in hostile


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_has_the_elements_of_a_harmless_one(both, language):
    harmless, hostile = (feed.write(site, BASE, language) for site in both)
    assert names(hostile) == names(harmless)
    assert b"javascript:zqx()//" not in hostile
    assert MARK in hostile.decode()


def test_a_calendar_has_the_lines_of_a_harmless_one(both):
    harmless, hostile = (
        [line.partition(b":")[0] for line in unfolded.split(b"\r\n")]
        for unfolded in (event_calendar.write(site, BASE, "en").replace(b"\r\n ", b"") for site in both)
    )
    assert hostile == harmless
    assert hostile.count(b"BEGIN") > 10


def test_a_site_map_is_the_same(both):
    harmless, hostile = (sitemap.write(site, BASE, site.paths()) for site in both)
    assert hostile == harmless


def test_json_ld_has_the_keys_of_a_harmless_one_and_gives_the_text_back(both):
    harmless, hostile = both
    assert len(harmless.schema_org.triples) > 200
    for iri in harmless.schema_org.triples:
        ours, theirs = (schema_org.write(site, iri) for site in both)
        assert not set("<>&\u2028\u202e") & set(theirs)
        assert shape(json.loads(ours)) == shape(json.loads(theirs))
    one = json.loads(schema_org.write(hostile, DATA + "event/sme-seminar-2024"))
    assert one["name"]["@value"].endswith(MARK + PAYLOAD)


def shape(value):
    """Return JSON without its text."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return [shape(part) for part in value] if isinstance(value, list) else type(value)
