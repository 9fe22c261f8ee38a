"""The service description tests of the W3C over real HTTP.

https://www.w3.org/TR/sparql11-service-description/ and ``conformance/sparql11/service-description``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from tests.serve.graph_readers import read_graph
from tests.serve.server_process import running
from tests.serve.small_graph import EX
from tests.w3c_manifests import entries, name_of, read_manifest

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
#: Each property of the vocabulary, with the class of its subjects and, where that is told, of its objects.
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", None),
    "defaultEntailmentRegime": ("Service", None),
    "defaultSupportedEntailmentProfile": ("Service", None),
    "entailmentRegime": ("NamedGraph", None),
    "supportedEntailmentProfile": ("NamedGraph", None),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "propertyFeature": ("Service", "Feature"),
    "supportedLanguage": ("Service", None),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
#: What may stand as the object of these properties, of what the vocabulary itself names.
NAMED = {
    "feature": {
        "DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery",
    },
    "supportedLanguage": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
}  # fmt: skip
#: A dataset is a collection of graphs too.
SUBCLASSES = {"Dataset": {"Dataset", "GraphCollection"}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("described")
    with (
        running(folder, loader="tests.serve.small_graph:load", settings={"workers": 1}) as (address, _),
        httpx.Client(base_url=address, timeout=30) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> Graph:
    return read_graph(client.get("/sparql").content, "text/turtle")


def test_the_suite_has_the_tests_that_stand_here(shared: Path):
    manifest = read_manifest(shared / "conformance" / "sparql11" / "service-description" / "manifest.ttl")
    assert [name_of(test) for test in entries(manifest)] == [
        "has-endpoint-triple",
        "returns-rdf",
        "conforms-to-schema",
    ]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/sparql-results+json", "text/turtle; charset=utf-8"),
    ],
)
def test_the_endpoint_without_a_query_returns_rdf(
    client: httpx.Client, description: Graph, accept: str, media_type: str
):
    answer = client.get("/sparql", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert isomorphic(read_graph(answer.content, media_type), description)


def test_the_description_has_the_address_of_the_endpoint_that_was_asked(
    client: httpx.Client, description: Graph
):
    (service,) = description.subjects(RDF.type, SD.Service)
    assert list(description.objects(service, SD.endpoint)) == [URIRef(str(client.base_url.join("/sparql")))]


def test_the_description_conforms_to_the_schema_of_the_vocabulary(description: Graph):
    assert faults(description) == []


def faults(description: Graph) -> list[str]:
    found = []
    for subject, predicate, object_ in description:
        name = str(predicate).removeprefix(SD)
        if not str(predicate).startswith(SD):
            continue
        if name not in SCHEMA:
            found.append(f"sd:{name} is no property")
            continue
        domain, range_ = SCHEMA[name]
        if domain not in classes(description, subject):
            found.append(f"the subject of sd:{name} is no sd:{domain}")
        if range_ and range_ not in classes(description, object_):
            found.append(f"the object of sd:{name} is no sd:{range_}")
        if not isinstance(object_, URIRef | BNode):
            found.append(f"the object of sd:{name} is no resource")
        if str(object_).startswith(SD) and str(object_).removeprefix(SD) not in NAMED.get(name, set()):
            found.append(f"{object_} is no object of sd:{name}")
    return found


def classes(description: Graph, node: object) -> set[str]:
    types = {str(one).removeprefix(SD) for one in description.objects(node, RDF.type)}
    return {above for one in types for above in SUBCLASSES.get(one, {one})}


def test_each_named_graph_of_the_store_is_described_once_by_its_name(description: Graph):
    names = [
        str(description.value(graph, SD.name, any=False))
        for dataset in description.objects(None, SD.defaultDataset)
        for graph in description.objects(dataset, SD.namedGraph)
    ]
    assert sorted(names) == [f"{EX}graph/a", f"{EX}graph/b"]
