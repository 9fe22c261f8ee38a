"""The description of a build against what queries over the same graph count, and against its own files."""

from __future__ import annotations

import hashlib
import json

import pytest

from gbaip_graph.build.assemble import all_quads
from gbaip_graph.build.catalogue_description import ADDRESSES, DATASET
from gbaip_graph.build.describe import statistics, void_description
from gbaip_graph.build.load import load_root
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.namespaces import BASE, EXAMPLES_GRAPH, PREFIXES, compact, expand
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, XSD, Iri, Literal, Triple

VOID, DCAT, DCTERMS = (PREFIXES[name] for name in ("void", "dcat", "dcterms"))
VOID_EXTENSION = "http://ldf.fi/void-ext#"
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    "entities": """SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {
        ?s ?p ?o FILTER(STRSTARTS(STR(?s), "https://w3id.org/gbaip/id/")) }""",
}


@pytest.fixture
def quads(make_root):
    # A record that two files speak of stands in two graphs, and is still one record.
    twice = {"data/register/more.ttl": "event:fair a gbaip:Event . place:yard a gbaip:Place ."}
    root = make_root()
    make_root(twice)
    return tuple(all_quads(load_root(root)))


@pytest.fixture
def graph(quads):
    return QueryableGraph.from_nquads(write_nquads(quads))


def number(graph, query) -> int:
    ((count,),) = graph.select(query).rows
    return int(count.lexical)


@pytest.fixture
def nquads(quads) -> bytes:
    return write_nquads(quads)


@pytest.fixture
def void(quads, nquads):
    return parse_turtle(void_description(quads, nquads=nquads)).triples


def value(void, subject: str, name: str) -> int:
    (found,) = [t.object for t in void if t.subject == Iri(subject) and t.predicate == Iri(VOID + name)]
    assert isinstance(found, Literal)
    return int(found.lexical)


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_of_the_void_description_is_that_of_a_query(void, graph, name):
    assert value(void, DATASET, name) == number(graph, COUNTS[name])


def test_every_partition_by_class_counts_as_a_query_does(void, graph):
    told = partitions(void, "class", "entities")
    asked = graph.select("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c").rows
    assert told == {class_: int(count.lexical) for class_, count in asked}


def test_every_partition_by_property_counts_as_a_query_does(void, graph):
    told = partitions(void, "property", "triples")
    asked = graph.select("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p").rows
    assert told == {property_: int(count.lexical) for property_, count in asked}


def partitions(void, kind: str, counted: str) -> dict[Iri, int]:
    return {term: value(void, node, counted) for term, node in parts(void, DATASET, kind).items()}


def parts(void, whole: str, kind: str, vocabulary: str = VOID) -> dict[Iri, str]:
    """Return the partitions of a dataset or of one of its partitions: the term and the node of each."""
    nodes = objects(void, whole, f"{vocabulary}{kind}Partition")
    return {term: node.value for node in nodes for term in objects(void, node.value, vocabulary + kind)}


def objects(void, subject: str, predicate: str) -> list:
    return [t.object for t in void if t.subject == Iri(subject) and t.predicate == Iri(predicate)]


def test_every_property_of_a_class_counts_as_a_query_does(void, graph):
    told = {
        (class_, property_): value(void, node, "triples")
        for class_, whole in parts(void, DATASET, "class").items()
        for property_, node in parts(void, whole, "property").items()
    }
    asked = graph.select("SELECT ?c ?p (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o } GROUP BY ?c ?p").rows
    assert told == {(class_, property_): int(count.lexical) for class_, property_, count in asked}


@pytest.mark.parametrize(
    ("kind", "vocabulary", "led_to"),
    [
        ("class", VOID, "?o a ?led_to"),
        ("datatype", VOID_EXTENSION, "FILTER (isLiteral(?o)) BIND (DATATYPE(?o) AS ?led_to)"),
    ],
)
def test_what_a_property_of_a_class_leads_to_counts_as_a_query_does(void, graph, kind, vocabulary, led_to):
    told = {
        (class_, property_, term): value(void, node, "triples")
        for class_, whole in parts(void, DATASET, "class").items()
        for property_, within in parts(void, whole, "property").items()
        for term, node in parts(void, within, kind, vocabulary).items()
    }
    asked = graph.select(
        f"SELECT ?c ?p ?led_to (COUNT(*) AS ?n) WHERE {{ ?s a ?c ; ?p ?o . {led_to} }} GROUP BY ?c ?p ?led_to"
    ).rows
    assert told == {(c, p, term): int(count.lexical) for c, p, term, count in asked}
    assert told


def test_every_named_graph_is_a_subset_with_its_own_count(void, graph):
    told = {
        t.object.value: value(void, t.object.value, "triples")
        for t in void
        if t.predicate == Iri(VOID + "subset")
    }
    asked = graph.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    assert told == {name.value: int(count.lexical) for name, count in asked}


def test_the_dataset_is_one_of_void_and_of_dcat(void):
    assert set(objects(void, DATASET, IRI_TYPE.value)) == {Iri(VOID + "Dataset"), Iri(DCAT + "Dataset")}


def test_the_version_is_the_digest_of_the_graph(void, nquads):
    assert objects(void, DATASET, DCAT + "version") == [Literal(hashlib.sha256(nquads).hexdigest())]


def test_the_date_is_the_last_that_the_catalogue_tells(quads):
    said = [
        ("sources/letter-1", "2026-01-01"),
        ("register/all", "2026-05-01"),
        ("register/all", "2025-12-31"),
    ]
    dated = [
        Quad(
            Iri(f"{BASE}graph/{name}"),
            Iri(DCTERMS + "created"),
            Literal(day, XSD + "date"),
            f"{BASE}graph/catalogue",
        )
        for name, day in said
    ]
    void = parse_turtle(void_description([*quads, *dated])).triples
    assert objects(void, DATASET, DCTERMS + "modified") == [Literal("2026-05-01", XSD + "date")]


def test_without_a_date_in_the_catalogue_none_is_told(void):
    assert objects(void, DATASET, DCTERMS + "modified") == []


def test_each_file_has_its_address_media_type_and_the_size_that_is_known(void, nquads):
    files = {node.value for node in objects(void, DATASET, DCAT + "distribution")}
    told = {
        objects(void, file, DCAT + "downloadURL")[0].value.removeprefix(BASE): (
            objects(void, file, DCAT + "mediaType")[0].value.removeprefix(
                "https://www.iana.org/assignments/media-types/"
            ),
            [size.lexical for size in objects(void, file, DCAT + "byteSize")],
        )
        for file in files
    }
    assert told == {
        "data/gbaip.nq": ("application/n-quads", [str(len(nquads))]),
        "data/gbaip.trig": ("application/trig", []),
        "data/gbaip.ttl": ("text/turtle", []),
    }


def test_the_dumps_of_void_are_the_files_of_dcat(void):
    dumps = set(objects(void, DATASET, VOID + "dataDump"))
    files = {node.value for node in objects(void, DATASET, DCAT + "distribution")}
    assert dumps == {address for file in files for address in objects(void, file, DCAT + "downloadURL")}


def test_the_endpoint_is_a_service_of_the_dataset(void):
    (endpoint,) = objects(void, DATASET, VOID + "sparqlEndpoint")
    services = [t.subject.value for t in void if t.object == Iri(DCAT + "DataService")]
    of_endpoint = [node for node in services if endpoint in objects(void, node, DCAT + "endpointURL")]
    assert [objects(void, node, DCAT + "servesDataset") for node in of_endpoint] == [[Iri(DATASET)]]


def test_all_that_is_an_address_of_a_server_is_said_by_the_predicates_that_a_server_looks_at(void):
    served = [BASE + path for path in ("sparql", "queries", "openapi.json", "data/")]
    elsewhere = [
        t
        for t in void
        if isinstance(t.object, Iri)
        and t.object.value.startswith(tuple(served))
        and t.predicate not in ADDRESSES
    ]
    assert elsewhere == []


def test_vocabularies_are_the_namespaces_of_properties_and_classes(void):
    names = {
        compact(space.value + "x").removesuffix(":x") for space in objects(void, DATASET, VOID + "vocabulary")
    }
    assert names == {"foaf", "gbaip", "org", "owl", "rdf", "rdfs", "skos"}


def test_an_example_is_the_first_thing_of_its_class(void):
    told = {compact(thing.value) for thing in objects(void, DATASET, VOID + "exampleResource")}
    assert told == {"agency:mill", "event:fair", "figure:fair.guests", "plan:first", "source:letter-1"}


def test_the_description_is_the_same_however_the_graph_is_ordered(quads):
    assert void_description(quads) == void_description(quads[::-1])


def test_statistics_count_records_as_they_are_written(quads, graph):
    told = json.loads(statistics(quads))
    asked = graph.select(
        """SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s a ?c }
        FILTER(?g NOT IN (<https://w3id.org/gbaip/graph/inferred>, <https://w3id.org/gbaip/graph/ontology>)) }
        GROUP BY ?c"""
    ).rows
    assert told["records"] == {compact(class_.value): int(count.lexical) for class_, count in asked}


def test_statistics_tell_sources_passages_and_figures(quads):
    told = json.loads(statistics(quads))
    names = ("sources", "passages", "passages_cited", "figures", "involvements")
    assert [told[name] for name in names] == [1, 1, 1, 1, 2]


def test_statistics_count_each_graph(quads, graph):
    told = json.loads(statistics(quads))["graphs"]
    asked = graph.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    assert {expand(name): count for name, count in told.items()} == {
        name.value: int(count.lexical) for name, count in asked
    }


def test_examples_are_counted_but_are_no_records(quads):
    example = Triple(Iri(f"{BASE}queries/q"), IRI_TYPE, Iri("http://www.w3.org/ns/shacl#SPARQLExecutable"))
    without, told = (
        json.loads(statistics(found)) for found in (quads, [*quads, Quad(*example, EXAMPLES_GRAPH)])
    )
    assert told["triples"] == {
        **without["triples"],
        "total": without["triples"]["total"] + 1,
        "examples": 1,
    }
    assert told["records"] == without["records"]


def test_statistics_count_triples_by_their_origin(quads, graph):
    told = json.loads(statistics(quads))["triples"]
    assert told["written"] + told["inferred"] + told["ontology"] == len(graph)
    assert told["total"] == number(graph, COUNTS["triples"]) < len(graph)
