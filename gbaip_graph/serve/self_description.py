"""What a served graph says of itself: its description at the server's addresses, and that of the endpoint.

For ``/.well-known/void`` and ``/sparql`` without a query; the description is that of the build, so that it is
never of another graph. Runs inside a worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from gbaip_graph.build.catalogue_description import ADDRESSES, DATASET
from gbaip_graph.namespaces import BASE
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Triple

SERVICE_DESCRIPTION = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
    "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
)  # fmt: skip
# What is inferred stands in a graph of its own; the queries themselves infer nothing.
_NO_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"


def served_at(base: str, description: Iterable[Triple]) -> Iterator[Triple]:
    """Say the addresses of a server, which end in ``/``, in the place of those below the permanent base."""
    for triple in description:
        if triple.predicate in ADDRESSES and isinstance(triple.object, Iri):
            yield Triple(triple.subject, triple.predicate, Iri(base + triple.object.value.removeprefix(BASE)))
        else:
            yield triple


def service(base: str, graphs: Iterable[str]) -> Iterator[Triple]:
    """Describe the endpoint (https://www.w3.org/TR/sparql11-service-description/) with its named graphs.

    Its default graph is the dataset of the VoID description, and each named graph one of the subsets there.
    """
    endpoint = f"{base}sparql"
    dataset = f"{endpoint}#dataset"
    yield _say(endpoint, IRI_TYPE.value, SERVICE_DESCRIPTION + "Service")
    yield _say_sd(endpoint, "endpoint", endpoint)
    yield _say_sd(endpoint, "supportedLanguage", SERVICE_DESCRIPTION + "SPARQL11Query")
    yield _say_sd(endpoint, "feature", SERVICE_DESCRIPTION + "UnionDefaultGraph")
    yield _say_sd(endpoint, "defaultEntailmentRegime", _NO_ENTAILMENT)
    for name in _RESULT_FORMATS:
        yield _say_sd(endpoint, "resultFormat", _FORMATS + name)
    yield _say_sd(endpoint, "defaultDataset", dataset)
    yield _say_sd(endpoint, "availableGraphs", dataset)
    yield _say(dataset, IRI_TYPE.value, SERVICE_DESCRIPTION + "Dataset")
    yield _say_sd(dataset, "defaultGraph", DATASET)
    yield _say(DATASET, IRI_TYPE.value, SERVICE_DESCRIPTION + "Graph")
    for graph in graphs:
        node = f"{endpoint}#graph={quote(graph, safe='')}"
        yield _say_sd(dataset, "namedGraph", node)
        yield _say(node, IRI_TYPE.value, SERVICE_DESCRIPTION + "NamedGraph")
        yield _say_sd(node, "name", graph)
        yield _say_sd(node, "graph", graph)
        yield _say(graph, IRI_TYPE.value, SERVICE_DESCRIPTION + "Graph")


def _say_sd(subject: str, name: str, object_: str) -> Triple:
    return _say(subject, SERVICE_DESCRIPTION + name, object_)


def _say(subject: str, predicate: str, object_: str) -> Triple:
    return Triple(Iri(subject), Iri(predicate), Iri(object_))
