"""What a server says of itself, against what its own endpoint answers: VoID, DCAT, service and examples."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, RDF, VOID, Namespace
from rdflib.term import Node

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.examples import example_values
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import BASE, PREFIXES
from gbaip_graph.serve.media import GRAPHS
from tests.serve.graph_readers import read_graph
from tests.serve.server_process import REPOSITORY

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID_EXTENSION = Namespace("http://ldf.fi/void-ext#")
DATASET = URIRef(BASE + "dataset")
ROOT = Root(REPOSITORY)
#: Those that ask endpoints of others would not run as they stand, and are no examples.
QUESTIONS = tuple(query for query in load_catalogue(ROOT) if not query.endpoints)
PROLOGUE = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sh: <http://www.w3.org/ns/shacl#>
    PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#> """

TOTALS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "entities": f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}id/")) }}',
}

Key = tuple[str, ...]


def asked(client: httpx.Client, query: str) -> list[list[str]]:
    """Return the rows of an answer as texts."""
    answer = client.get("/sparql", params={"query": PROLOGUE + query, "format": "json"})
    assert answer.status_code == 200, answer.text
    names = answer.json()["head"]["vars"]
    return [
        [row.get(name, {}).get("value", "") for name in names] for row in answer.json()["results"]["bindings"]
    ]


def counted(client: httpx.Client, query: str) -> dict[Key, int]:
    """Return the counts in the last column of an answer, by the columns before it."""
    return {tuple(key): int(count) for *key, count in asked(client, query)}


@pytest.fixture(scope="module")
def description(shipped: httpx.Client) -> Graph:
    return Graph().parse(data=shipped.get("/.well-known/void?format=nt").text, format="nt")


@pytest.fixture(scope="module")
def service(shipped: httpx.Client) -> Graph:
    return Graph().parse(data=shipped.get("/sparql?format=nt").text, format="nt")


def number(graph: Graph, node: Node, name: str = "triples") -> int:
    (value,) = graph.objects(node, VOID[name])
    return int(str(value))


def parts(graph: Graph, whole: Node, kind: str, space: Namespace | type[VOID] = VOID) -> Mapping[str, Node]:
    """Return the partitions of a dataset, or of one of its partitions, by their terms."""
    nodes = graph.objects(whole, space[f"{kind}Partition"])
    return {str(graph.value(node, space[kind])): node for node in nodes}


@pytest.mark.parametrize("name", TOTALS)
def test_a_total_is_what_the_endpoint_counts(shipped: httpx.Client, description: Graph, name: str) -> None:
    assert {(): number(description, DATASET, name)} == counted(shipped, TOTALS[name])


def test_the_entities_of_every_class_are_what_the_endpoint_counts(
    shipped: httpx.Client, description: Graph
) -> None:
    told = {
        (class_,): number(description, node, "entities")
        for class_, node in parts(description, DATASET, "class").items()
    }
    assert told == counted(shipped, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")


def test_the_triples_of_every_property_are_what_the_endpoint_counts(
    shipped: httpx.Client, description: Graph
) -> None:
    told = {(p,): number(description, node) for p, node in parts(description, DATASET, "property").items()}
    assert told == counted(shipped, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")


def test_the_triples_of_every_graph_are_what_the_endpoint_counts(
    shipped: httpx.Client, description: Graph
) -> None:
    subsets = set(description.objects(DATASET, VOID.subset))
    graphs = subsets - set(description.subjects(RDF.type, VOID.Linkset))
    told = {(str(graph),): number(description, graph) for graph in graphs}
    assert told == counted(shipped, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")


def test_the_properties_of_every_class_are_what_the_endpoint_counts(
    shipped: httpx.Client, description: Graph
) -> None:
    told = {
        (class_, property_): number(description, node)
        for class_, whole in parts(description, DATASET, "class").items()
        for property_, node in parts(description, whole, "property").items()
    }
    assert told == counted(shipped, "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")


@pytest.mark.parametrize(
    ("kind", "space", "led_to"),
    [
        ("class", VOID, "?o a ?t"),
        ("datatype", VOID_EXTENSION, "FILTER (isLiteral(?o)) BIND (DATATYPE(?o) AS ?t)"),
    ],
)
def test_what_these_lead_to_is_what_the_endpoint_counts(
    shipped: httpx.Client, description: Graph, kind: str, space: Namespace, led_to: str
) -> None:
    told = {
        (class_, property_, term): number(description, node)
        for class_, whole in parts(description, DATASET, "class").items()
        for property_, within in parts(description, whole, "property").items()
        for term, node in parts(description, within, kind, space).items()
    }
    query = f"SELECT ?c ?p ?t (COUNT(*) AS ?n) {{ ?s a ?c ; ?p ?o . {led_to} }} GROUP BY ?c ?p ?t"
    assert told == counted(shipped, query)


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
def test_the_description_says_the_same_in_each_format(small: httpx.Client, media) -> None:
    answer = small.get("/.well-known/void", headers={"Accept": media.media_type})
    assert answer.headers["content-type"] == media.content_type
    assert set(read_graph(answer.content, media.media_type)) == set(
        Graph().parse(data=small.get("/.well-known/void?format=nt").text, format="nt")
    )


def test_a_format_that_is_not_there_is_refused_with_the_list(small: httpx.Client) -> None:
    answer = small.get("/.well-known/void", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert answer.json()["available"] == [media.media_type for media in GRAPHS]


def test_who_has_the_description_is_told_so(small: httpx.Client) -> None:
    tag = small.get("/.well-known/void").headers["etag"]
    answer = small.get("/.well-known/void", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("path", ["/dataset", "/dataset/class/gbaip.Event"])
def test_the_dataset_and_its_parts_lead_to_the_description(small: httpx.Client, path: str) -> None:
    answer = small.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/.well-known/void")


@pytest.mark.parametrize("host", ["a b", "x>", 'x"', "x/../y", "ü.example"])
@pytest.mark.parametrize("path", ["/.well-known/void", "/sparql"])
def test_a_host_that_is_none_is_refused(small: httpx.Client, path: str, host: str) -> None:
    answer = small.get(path, headers={"Host": host.encode()})  # type: ignore[dict-item]
    assert answer.status_code == 400


def test_the_files_that_are_told_are_there_with_type_and_size(
    shipped: httpx.Client, description: Graph
) -> None:
    faults = []
    for file in description.objects(DATASET, DCAT.distribution):
        address = str(description.value(file, DCAT.downloadURL))
        media_type = str(description.value(file, DCAT.mediaType)).partition("media-types/")[2]
        size = description.value(file, DCAT.byteSize)
        answer = httpx.get(address, headers={"Accept-Encoding": "identity"})
        found = (answer.status_code, answer.headers["content-type"].partition(";")[0])
        if found != (200, media_type) or int(size or len(answer.content)) != len(answer.content):
            faults.append((address, found, len(answer.content)))
    assert faults == []
    assert len(list(description.objects(DATASET, DCAT.distribution))) == 3


def test_the_version_is_the_digest_of_the_file_and_of_the_graph_that_answers(
    shipped: httpx.Client, description: Graph
) -> None:
    (version,) = description.objects(DATASET, URIRef(f"{DCAT}version"))
    content = shipped.get("/data/gbaip.nq").content
    assert str(version) == hashlib.sha256(content).hexdigest() == shipped.get("/ready").json()["graph"]


def test_the_services_that_are_told_answer(shipped: httpx.Client, description: Graph) -> None:
    told = {
        str(description.value(node, DCAT.endpointURL)): str(description.value(node, DCAT.endpointDescription))
        for node in description.subjects(RDF.type, DCAT.DataService)
    }
    base = str(shipped.base_url).rstrip("/")
    assert told == {f"{base}/sparql": f"{base}/sparql", f"{base}/queries": f"{base}/openapi.json"}
    assert {httpx.get(address).status_code for pair in told.items() for address in pair} == {200}


def test_examples_of_the_dataset_are_described(shipped: httpx.Client, description: Graph) -> None:
    examples = [str(thing).removeprefix(BASE) for thing in description.objects(DATASET, VOID.exampleResource)]
    assert len(examples) == 6
    answers = [shipped.get(f"/{path}", follow_redirects=True) for path in examples]
    assert {answer.status_code for answer in answers} == {200}


def test_the_endpoint_describes_the_dataset_as_void_does(service: Graph, description: Graph) -> None:
    """There are no blank nodes, so that the one is part of the other."""
    assert set(description) - set(service) == set()


def test_the_service_is_described_at_its_address(shipped: httpx.Client, service: Graph) -> None:
    endpoint = URIRef(f"{str(shipped.base_url).rstrip('/')}/sparql")
    assert list(service.subjects(RDF.type, SD.Service)) == [endpoint]
    assert list(service.objects(endpoint, SD.endpoint)) == [endpoint]
    assert list(service.objects(endpoint, SD.supportedLanguage)) == [SD.SPARQL11Query]
    assert list(service.objects(endpoint, SD.feature)) == [SD.UnionDefaultGraph]


def test_the_default_graph_of_the_service_is_the_dataset_of_void(service: Graph) -> None:
    (dataset,) = service.objects(None, SD.defaultDataset)
    assert list(service.objects(dataset, SD.defaultGraph)) == [DATASET]


def test_the_named_graphs_of_the_service_are_those_of_the_endpoint(
    shipped: httpx.Client, service: Graph
) -> None:
    (dataset,) = service.objects(None, SD.defaultDataset)
    named = list(service.objects(dataset, SD.namedGraph))
    told = {
        (str(service.value(node, SD.name)),): number(service, service.value(node, SD.graph)) for node in named
    }
    assert told == counted(shipped, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")


FORMATS = {
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv; charset=utf-8",
    "SPARQL_Results_TSV": "text/tab-separated-values; charset=utf-8",
    "Turtle": "text/turtle; charset=utf-8",
    "N-Triples": "application/n-triples",
    "N-Quads": "application/n-quads",
    "TriG": "application/trig",
    "RDF_XML": "application/rdf+xml",
    "JSON-LD": "application/ld+json",
}


def test_the_formats_that_are_told_are_those_that_are_sent(small: httpx.Client) -> None:
    told = Graph().parse(data=small.get("/sparql?format=nt").text, format="nt")
    names = {str(name).rpartition("/")[2] for name in told.objects(None, SD.resultFormat)}
    assert names == set(FORMATS)
    for name, media_type in FORMATS.items():
        query = (
            "SELECT * {}"
            if media_type.startswith(("application/sparql", "text/c", "text/ta"))
            else "DESCRIBE <x:>"
        )
        answer = small.get("/sparql", params={"query": query}, headers={"Accept": media_type})
        assert (name, answer.headers["content-type"]) == (name, media_type)


def test_an_editor_finds_every_prefix_of_the_project(shipped: httpx.Client) -> None:
    query = "SELECT DISTINCT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"
    assert dict(asked(shipped, query)) == PREFIXES


EXAMPLES = """SELECT DISTINCT ?sq ?comment ?query {
    ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""


def test_an_editor_finds_every_question_once_with_its_title_and_text(shipped: httpx.Client) -> None:
    rows = asked(shipped, EXAMPLES)
    assert [(name, title) for name, title, _ in rows] == [
        (f"{BASE}queries/{query.name}", query.title_in("en")) for query in QUESTIONS
    ]


def test_an_editor_finds_the_properties_of_every_class_in_the_service_description(
    shipped: httpx.Client, service: Graph
) -> None:
    """The endpoint itself has no VoID, whose counts could not count themselves; editors look here then."""
    query = """SELECT DISTINCT ?class ?property {
        ?part void:class ?class ; void:propertyPartition/void:property ?property }"""
    assert asked(shipped, query) == []
    found = {(str(class_), str(property_)) for class_, property_ in service.query(PROLOGUE + query)}
    assert found == {
        (class_, property_)
        for class_, property_ in asked(shipped, "SELECT DISTINCT ?c ?p { ?s a ?c ; ?p ?o }")
    }


@pytest.fixture(scope="module")
def examples(shipped: httpx.Client) -> Mapping[str, str]:
    return {name.rpartition("/")[2]: text for name, _, text in asked(shipped, EXAMPLES)}


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: query.name)
def test_an_example_answers_as_its_question_does(
    shipped: httpx.Client, examples: Mapping[str, str], query: SavedQuery
) -> None:
    sent = shipped.post(
        "/sparql", data={"query": examples[query.name]}, headers={"Accept": "application/json"}
    )
    answer = shipped.get(f"/queries/{query.name}.json", params=example_values(query))
    names = sent.json()["head"]["vars"]
    rows = [{name: cell for name, cell in row.items() if name in names} for row in bindings(answer)]
    assert bindings(sent) == rows
    assert rows


def bindings(answer: httpx.Response) -> list[dict[str, object]]:
    found: list[dict[str, object]] = answer.json()["results"]["bindings"]
    return found
