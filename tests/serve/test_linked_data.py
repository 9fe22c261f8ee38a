"""Addresses of things over real HTTP: where they lead, what is said there, and what is no longer used."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

import httpx
import pytest

from gbaip_graph.build.nquads import write_triple
from gbaip_graph.namespaces import BASE, PREFIXES, expand
from gbaip_graph.serve.linked_data import _PATH
from gbaip_graph.serve.media import GRAPHS, named
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Triple
from tests.serve.graph_readers import read_graph
from tests.serve.small_root import with_prefixes

SAMPLE = 200
PROBLEM = "application/problem+json"
LABELLED = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")

FAIR = """
event:fair a gbaip:Event ; skos:prefLabel "Fair"@en , "市集"@zh-Hant ; gbaip:statedIn passage:letter-1.p1 .
gbaip:Event rdfs:label "event"@en .
figure:fair.guests a gbaip:Figure ; gbaip:measures event:fair ; gbaip:hasMeasure measure:guests ;
    gbaip:value 40 ; gbaip:statedIn passage:letter-1.p3 .
measure:guests skos:prefLabel "guests"@en .
event:fare a gbaip:Event ; dcterms:isReplacedBy event:fair .
passage:letter-1.p1 a gbaip:Passage ; gbaip:partOfSource source:letter-1 ; gbaip:paragraphNumber 1 .
passage:letter-1.p3 a gbaip:Passage ; gbaip:partOfSource source:letter-1 ; gbaip:paragraphNumber 3 .
source:letter-1 dcterms:title "A letter"@en ; dcterms:source <https://example.org/letter> .
"""


def lines(turtle: str) -> set[str]:
    return {
        write_triple(Triple(found.subject, found.predicate, found.object))
        for found in parse_turtle(turtle).triples
    }


def test_the_address_of_a_thing_leads_on_to_what_is_said_of_it(small: httpx.Client) -> None:
    answer = small.get("/id/event/fair")
    assert (answer.status_code, answer.headers["location"]) == (303, "/data/id/event/fair")
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize("path", ["concept/measure/guests", "concept/measure"])
def test_the_address_of_a_concept_or_scheme_leads_on_too(small: httpx.Client, path: str) -> None:
    answer = small.get(f"/{path}", follow_redirects=True)
    assert (answer.status_code, answer.url.path) == (200, f"/data/{path}")
    assert answer.headers["link"] == f'<{BASE}{path}>; rel="describes"'


def test_a_wanted_format_is_passed_on(small: httpx.Client) -> None:
    assert small.get("/id/event/fair?format=nt").headers["location"] == "/data/id/event/fair?format=nt"


def test_a_thing_is_described_with_labels_the_facts_that_point_to_it_and_citations(
    small: httpx.Client,
) -> None:
    answer = small.get("/data/id/event/fair", headers={"Accept": "application/n-triples"})
    assert {line.removesuffix(" .") for line in answer.text.splitlines()} == lines(with_prefixes(FAIR))


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_each_format_says_the_same(small: httpx.Client, media) -> None:
    by_header = small.get("/data/id/event/fair", headers={"Accept": media.media_type})
    by_name = small.get(f"/data/id/event/fair.{media.name}")
    assert by_header.headers["content-type"] == by_name.headers["content-type"] == media.content_type
    assert by_header.content == by_name.content
    told = read_graph(by_header.content, media.media_type)
    assert len(told) == len(lines(with_prefixes(FAIR)))


def test_a_format_that_is_not_there_is_refused_with_the_list(small: httpx.Client) -> None:
    answer = small.get("/data/id/event/fair", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM)
    assert answer.json()["available"] == [media.media_type for media in GRAPHS]


def test_a_browser_is_shown_turtle(small: httpx.Client) -> None:
    answer = small.get("/data/id/event/fair", headers={"Accept": "text/html,application/xhtml+xml"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"


def test_who_has_a_description_is_told_so(small: httpx.Client) -> None:
    tag = small.get("/data/id/event/fair").headers["etag"]
    answer = small.get("/data/id/event/fair", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)


def test_head_has_the_headers_of_get(small: httpx.Client) -> None:
    got, headed = small.get("/data/id/event/fair"), small.head("/data/id/event/fair")
    assert (headed.status_code, headed.content) == (200, b"")
    assert [headed.headers[name] for name in ("etag", "content-type", "link")] == [
        got.headers[name] for name in ("etag", "content-type", "link")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/data/id/event/nothing", "/data/id/event/fair.pdf", "/data/id/event/fair/more", "/id/event", "/id/",
        "/id/event/..%2Ffair", "/id/event/a%20b", "/id/EVENT/fair", "/data/ns", "/concept/a/b/c", "/ns/2.4.0",
        "/ns/latest", "/graph/nothing%20here", "/shape/event.label", "/data/gbaip.pdf",
    ],
)  # fmt: skip
def test_where_there_is_nothing_a_problem_says_so(small: httpx.Client, path: str) -> None:
    answer = small.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json()["type"] == "https://w3id.org/gbaip/problem/not-found"


def test_a_graph_that_is_not_there_is_a_problem_where_its_address_leads(small: httpx.Client) -> None:
    answer = small.get("/graph/sources/nothing", follow_redirects=True)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)


def test_a_deprecated_thing_is_gone_and_names_its_replacement(small: httpx.Client) -> None:
    answer = small.get("/id/event/fare", follow_redirects=True)
    assert (answer.status_code, answer.headers["content-type"]) == (410, PROBLEM)
    assert answer.json()["replacedBy"] == expand("event:fair")
    assert answer.headers["link"] == f'<{expand("event:fair")}>; rel="successor-version"'


def test_a_deprecated_thing_without_replacement_is_gone(small: httpx.Client) -> None:
    answer = small.get("/data/id/event/ghost")
    assert answer.status_code == 410
    assert "replacedBy" not in answer.json()
    assert "link" not in answer.headers


def test_a_thing_that_is_said_not_to_be_deprecated_is_there(small: httpx.Client) -> None:
    assert small.get("/data/id/event/kept").status_code == 200


def test_the_ontology_is_a_document_at_its_address(small: httpx.Client) -> None:
    answer = small.get("/ns", headers={"Accept": "application/n-triples"})
    asked = small.get("/sparql/graphs", params={"graph": f"{BASE}graph/ontology", "format": "nt"})
    assert (answer.status_code, answer.text) == (200, asked.text)
    assert answer.headers["link"] == f'<{BASE}ns>; rel="describes"'


def test_the_version_of_the_ontology_leads_to_it(small: httpx.Client) -> None:
    answer = small.get("/ns/2.5.0")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ns")


def test_the_address_of_a_graph_leads_to_its_triples(small: httpx.Client) -> None:
    answer = small.get("/graph/register/event?format=nt", follow_redirects=True)
    assert answer.headers["content-type"] == "application/n-triples"
    assert f"<{expand('event:ghost')}>" in answer.text
    assert f"<{expand('event:other')}>" not in answer.text


@pytest.mark.parametrize("path", ["/id/event/fair", "/data/id/event/fair", "/ns", "/graph/register/event"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(small: httpx.Client, path: str, method: str) -> None:
    answer = small.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)


@pytest.fixture(scope="module")
def things(shipped: httpx.Client) -> list[str]:
    """Return the paths of all things and concepts of the shipped graph, and of the concept schemes."""
    query = f"""SELECT DISTINCT ?thing WHERE {{ ?thing ?p ?o
        FILTER(STRSTARTS(STR(?thing), "{BASE}id/") || STRSTARTS(STR(?thing), "{BASE}concept/")) }}"""
    answer = shipped.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    return sorted(line.removeprefix(BASE) for line in answer.text.splitlines()[1:])


def test_every_thing_of_the_graph_has_an_address(things: list[str]) -> None:
    assert [thing for thing in things if not _PATH.match(thing)] == []
    assert len(things) > 2000


def test_no_slug_ends_as_a_format_does(things: list[str]) -> None:
    assert [thing for thing in things if named(thing.rpartition(".")[2], GRAPHS)] == []


def drawn(things: list[str], generator: random.Random) -> Iterator[str]:
    """Draw things, at least two of each kind."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for thing in things:
        kinds["/".join(thing.split("/")[:2])].append(thing)
    for of_kind in kinds.values():
        yield from generator.sample(of_kind, min(2, len(of_kind)))


@pytest.mark.slow
def test_a_sample_of_things_of_all_kinds_is_described_with_labels_and_citations(
    shipped: httpx.Client, things: list[str]
) -> None:
    seed = random.randrange(10**9)  # noqa: S311 - draws a sample
    print(f"seed {seed}")
    generator = random.Random(seed)  # noqa: S311 - draws a sample
    some = set(drawn(things, generator))
    some.update(generator.sample(things, SAMPLE - len(some)))
    faults = {thing: fault for thing in sorted(some) if (fault := fault_of(shipped, thing))}
    assert faults == {}, f"seed {seed}"


def fault_of(client: httpx.Client, thing: str) -> str:
    """Say what a description lacks: own triples, what points to the thing, labels, facts, citations."""
    answer = client.get(f"/{thing}", headers={"Accept": "application/n-triples"}, follow_redirects=True)
    if answer.status_code != 200:
        return f"status {answer.status_code}"
    told, iri = set(answer.text.splitlines()), f"<{BASE}{thing}>"
    labels = " ".join(f"<{name}>" for name in LABELLED)
    branches = (
        f"{iri} ?p ?o BIND ({iri} AS ?s)",
        f"?s ?p {iri} BIND ({iri} AS ?o)",
        f"VALUES ?p {{ {labels} }} {iri} ?any ?s . ?s ?p ?o",
        f"{iri} gbaip:statedIn ?s . ?s ?p ?o",
        f"?s ?any {iri} ; gbaip:statedIn ?passage ; ?p ?o",
        f"?fact ?any {iri} ; gbaip:statedIn ?s . ?s ?p ?o",
    )
    wanted = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    query = f"PREFIX gbaip: <{BASE}ns#> CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {wanted} }}"
    asked = client.post("/sparql", data={"query": query}, headers={"Accept": "application/n-triples"})
    missing = set(asked.text.splitlines()) - told
    if missing:
        return f"{len(missing)} triples are missing, such as {min(missing)}"
    return "" if any(line.startswith(iri) for line in told) else "nothing is said of it"
