"""What a built graph is, who stands behind it and where it can be had: the part of its description in DCAT.

For the description of a build. Addresses are below the permanent base; a server says its own in their place.
https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gbaip_graph.build.nquads import Quad
from gbaip_graph.build.partitions import say
from gbaip_graph.namespaces import BASE, DATA, GRAPH, ONTOLOGY, PREFIXES
from gbaip_graph.turtle.terms import IRI_TYPE, RDF_LANG_STRING, XSD, Iri, Literal, Term, Triple

DATASET = BASE + "dataset"
ENDPOINT = BASE + "sparql"
_QUESTIONS, _OPENAPI = BASE + "queries", BASE + "openapi.json"
_LICENCE = Iri("https://creativecommons.org/licenses/by/4.0/")
_PUBLISHER = DATASET + "/publisher"
_DCAT, _DCTERMS, _VOID, _FOAF = (PREFIXES[name] for name in ("dcat", "dcterms", "void", "foaf"))
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_W3C_FORMATS = "http://www.w3.org/ns/formats/"
_TITLE = "Guangdong, Hong Kong and Macao co-operation on intellectual property"
_DESCRIPTION = (
    "Agencies, expert groups, plans, events, operations and figures of the co-operation on intellectual"
    " property, each fact with the passage that states it."
)
_KEYWORDS = ("intellectual property", "Guangdong", "Hong Kong", "Macao", "Greater Bay Area")
_DATES = frozenset({Iri(_DCTERMS + "created"), Iri(_DCTERMS + "modified")})
#: Classes of which one thing each is an example of the whole, where the graph has it.
_EXEMPLARY = ("Agency", "CooperationPlan", "Event", "Figure", "Operation", "SourceDocument")


@dataclass(frozen=True)
class _File:
    """A file of the whole graph: the end of its name, its media type, its format and what it keeps."""

    extension: str
    media_type: str
    format: str
    title: str


_FILES = (
    _File("nq", "application/n-quads", "N-Quads", "All named graphs as N-Quads"),
    _File("trig", "application/trig", "TriG", "All named graphs as TriG"),
    _File("ttl", "text/turtle", "Turtle", "The union of all graphs as Turtle"),
)
#: Predicates whose object is an address at which the graph is served.
ADDRESSES = frozenset(
    Iri(name)
    for name in (
        _VOID + "sparqlEndpoint", _VOID + "dataDump", _DCAT + "accessURL", _DCAT + "downloadURL",
        _DCAT + "endpointURL", _DCAT + "endpointDescription",
    )
)  # fmt: skip


def catalogue_description(
    quads: Collection[Quad], triples: Collection[Triple], *, nquads: bytes
) -> Iterator[Triple]:
    """Describe the dataset, its files and its services; ``triples`` is the union of the graphs of the quads.

    The version is the SHA-256 of the N-Quads, the date the last one that the catalogue of the data tells.
    """
    yield from _dataset(quads, nquads)
    yield from (say(DATASET, _VOID + "vocabulary", Iri(name)) for name in _vocabularies(triples))
    yield from (say(DATASET, _VOID + "exampleResource", Iri(name)) for name in _examples(triples))
    for file in _FILES:
        yield from _distribution(file, nquads)
    yield from _services()


def _dataset(quads: Collection[Quad], nquads: bytes) -> Iterator[Triple]:
    yield say(DATASET, IRI_TYPE.value, Iri(_VOID + "Dataset"))
    yield say(DATASET, IRI_TYPE.value, Iri(_DCAT + "Dataset"))
    yield say(DATASET, _DCTERMS + "title", _english(_TITLE))
    yield say(DATASET, _DCTERMS + "description", _english(_DESCRIPTION))
    yield from (say(DATASET, _DCAT + "keyword", _english(keyword)) for keyword in _KEYWORDS)
    yield say(DATASET, _DCTERMS + "license", _LICENCE)
    yield say(DATASET, _DCTERMS + "publisher", Iri(_PUBLISHER))
    yield say(_PUBLISHER, IRI_TYPE.value, Iri(_FOAF + "Agent"))
    yield say(_PUBLISHER, _FOAF + "name", Literal("The gbaip-graph authors"))
    yield say(DATASET, _DCAT + "version", Literal(hashlib.sha256(nquads).hexdigest()))
    if date := _last_date(quads):
        yield say(DATASET, _DCTERMS + "modified", date)
    yield from (say(DATASET, _DCTERMS + "conformsTo", ontology) for ontology in _ontology_versions(quads))
    yield say(DATASET, _VOID + "uriSpace", Literal(DATA))
    yield say(DATASET, _VOID + "sparqlEndpoint", Iri(ENDPOINT))


def _last_date(quads: Collection[Quad]) -> Literal | None:
    dates = [
        quad.object
        for quad in quads
        if quad.graph == GRAPH + "catalogue"
        and quad.predicate in _DATES
        and isinstance(quad.object, Literal)
        and quad.object.datatype == XSD + "date"
    ]
    return max(dates, key=lambda date: date.lexical, default=None)


def _ontology_versions(quads: Collection[Quad]) -> set[Term]:
    version = Iri(PREFIXES["owl"] + "versionIRI")
    own = Iri(ONTOLOGY.removesuffix("#"))
    return {quad.object for quad in quads if quad.predicate == version and quad.subject == own}


def _vocabularies(triples: Collection[Triple]) -> set[str]:
    """Return the namespaces of the properties and classes that are used, of those that have a prefix."""
    used = {triple.predicate.value for triple in triples}
    used |= {t.object.value for t in triples if t.predicate == IRI_TYPE and isinstance(t.object, Iri)}
    return {space for space in PREFIXES.values() if any(name.startswith(space) for name in used)}


def _examples(triples: Collection[Triple]) -> set[str]:
    found: dict[Term, str] = {}
    wanted = {Iri(ONTOLOGY + name) for name in _EXEMPLARY}
    for triple in triples:
        if triple.predicate == IRI_TYPE and triple.object in wanted and isinstance(triple.subject, Iri):
            found[triple.object] = min(triple.subject.value, found.get(triple.object, triple.subject.value))
    return set(found.values())


def _distribution(file: _File, nquads: bytes) -> Iterator[Triple]:
    node, address = f"{DATASET}/file/{file.extension}", Iri(f"{BASE}data/gbaip.{file.extension}")
    yield say(DATASET, _VOID + "dataDump", address)
    yield say(DATASET, _VOID + "feature", Iri(_W3C_FORMATS + file.format))
    yield say(DATASET, _DCAT + "distribution", Iri(node))
    yield say(node, IRI_TYPE.value, Iri(_DCAT + "Distribution"))
    yield say(node, _DCTERMS + "title", _english(file.title))
    yield say(node, _DCTERMS + "license", _LICENCE)
    yield say(node, _DCAT + "accessURL", address)
    yield say(node, _DCAT + "downloadURL", address)
    yield say(node, _DCAT + "mediaType", Iri(_MEDIA_TYPES + file.media_type))
    if file.extension == "nq":  # the others are written by the server, when they are first wanted
        yield say(node, _DCAT + "byteSize", Literal(str(len(nquads)), XSD + "nonNegativeInteger"))
        checksum = Literal(hashlib.sha256(nquads).hexdigest(), XSD + "hexBinary")
        yield say(node, _SPDX + "checksum", Iri(node + "/checksum"))
        yield say(node + "/checksum", IRI_TYPE.value, Iri(_SPDX + "Checksum"))
        yield say(node + "/checksum", _SPDX + "algorithm", Iri(_SPDX + "checksumAlgorithm_sha256"))
        yield say(node + "/checksum", _SPDX + "checksumValue", checksum)


def _services() -> Iterator[Triple]:
    protocol = Iri("http://www.w3.org/TR/sparql11-protocol/")
    openapi = Iri("https://spec.openapis.org/oas/v3.1.0")
    for name, title, address, description, standard in (
        ("sparql", "SPARQL endpoint", ENDPOINT, ENDPOINT, protocol),
        ("queries", "Saved questions", _QUESTIONS, _OPENAPI, openapi),
    ):
        node = f"{DATASET}/service/{name}"
        yield say(node, IRI_TYPE.value, Iri(_DCAT + "DataService"))
        yield say(node, _DCTERMS + "title", _english(title))
        yield say(node, _DCTERMS + "license", _LICENCE)
        yield say(node, _DCTERMS + "conformsTo", standard)
        yield say(node, _DCAT + "endpointURL", Iri(address))
        yield say(node, _DCAT + "endpointDescription", Iri(description))
        yield say(node, _DCAT + "servesDataset", Iri(DATASET))


def _english(text: str) -> Literal:
    return Literal(text, RDF_LANG_STRING, "en")
