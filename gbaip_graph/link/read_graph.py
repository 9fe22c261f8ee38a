"""Entities from RDF: a Turtle or N-Triples file, or the answer of a SPARQL endpoint.

For the matcher and the conflict check, over the terms that gazetteers and registers of bodies use (GeoNames,
schema.org, SKOS, Wikidata, WGS 84, ORG). RDF/XML and JSON-LD are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gbaip_graph.ask.remote import RemoteGraph
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.errors import InvalidData, QueryRefused
from gbaip_graph.findings import Finding
from gbaip_graph.link.read_table import EntityTable, Row, decoded, entities_of, slot_of
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Literal, Term

_NAMESPACES = {
    "gn": "http://www.geonames.org/ontology#",
    "schema": "https://schema.org/",
    "oldschema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "org": "http://www.w3.org/ns/org#",
    "gbaip": "https://w3id.org/gbaip/ns#",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "dcterms": "http://purl.org/dc/terms/",
}
_SLOT_TERMS = {
    "name": "rdfs:label skos:prefLabel schema:name gn:name gn:officialName foaf:name dcterms:title",
    "names": "skos:altLabel schema:alternateName gn:alternateName gn:shortName gn:colloquialName "
    "skos:hiddenLabel",
    "kind": "rdf:type gn:featureCode gn:featureClass schema:additionalType wdt:P31 org:classification "
    "dcterms:type",
    "country": "gn:countryCode schema:addressCountry wdt:P297",
    "within": "gn:parentFeature gn:parentADM1 gn:parentADM2 schema:containedInPlace "
    "schema:addressRegion schema:addressLocality gbaip:containedIn wdt:P131 dcterms:spatial skos:broader",
    "latitude": "geo:lat schema:latitude",
    "longitude": "geo:long schema:longitude",
    "begins": "schema:foundingDate schema:startDate wdt:P571",
    "ends": "schema:dissolutionDate schema:endDate wdt:P576",
}


def _expanded(name: str) -> list[str]:
    prefix, _, local = name.partition(":")
    spaces = ("schema", "oldschema") if prefix == "schema" else (prefix,)
    return [_NAMESPACES[space] + local for space in spaces]


#: Which slot of an entity each property fills.
PROPERTIES: Mapping[str, str] = {
    iri: slot for slot, names in _SLOT_TERMS.items() for name in names.split() for iri in _expanded(name)
}
_CONCEPT = Iri(_NAMESPACES["skos"] + "Concept")
#: What is asked of an endpoint where no query is given: everything that has a name.
DEFAULT_QUERY = (
    "SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {properties} }} ?s ?p ?o FILTER(isIRI(?s)) }} LIMIT {limit}"
)
#: Three hundred thousand triples are about 30,000 things; larger slices are better asked by an own query.
TRIPLE_LIMIT = 300_000


def read_rdf(path: Path, *, file: str = "", kind: str = "") -> EntityTable:
    """Read a Turtle (``.ttl``) or N-Triples (``.nt``) file.

    Raises ``InvalidData`` with line and column where it cannot be parsed.
    """
    name = file or path.as_posix()
    text = decoded(path, name)
    document = parse_n_triples(text, file=name) if path.suffix == ".nt" else parse_turtle(text, file=name)
    return _from_triples(
        ((one.subject, one.predicate, one.object, one.subject_at.line) for one in document.triples),
        name,
        kind,
    )


def read_endpoint(
    address: str, *, query: str = "", time_limit_s: float = 30.0, kind: str = ""
) -> EntityTable:
    """Ask a SPARQL endpoint; the variables of an own SELECT query are named like the columns of a table.

    Raises ``StoreFailed`` where it does not answer in time or not with a whole result, ``QueryRefused`` where
    the query has no variables for an identifier and a name.
    """
    remote = RemoteGraph(address, time_limit_s=time_limit_s)
    if query:
        return _from_solutions(remote.select(query), address, kind)
    properties = " ".join(f"<{iri}>" for iri in PROPERTIES)
    found = remote.select(DEFAULT_QUERY.format(properties=properties, limit=TRIPLE_LIMIT + 1))
    rows = [dict(zip(found.variables, row, strict=True)) for row in found.rows]
    if len(rows) > TRIPLE_LIMIT:
        message = f"the endpoint has more than {TRIPLE_LIMIT} statements about names, kinds and places"
        mend = "Give a query with --select, such as SELECT ?id ?name ?country WHERE { ... }."
        raise InvalidData([Finding(address, 0, 0, "candidate/too-large", message, mend)])
    return _from_triples(((row.get("s"), row.get("p"), row.get("o"), 0) for row in rows), address, kind)


def _from_triples(
    triples: Iterable[tuple[Term | None, Term | None, Term | None, int]], file: str, kind: str
) -> EntityTable:
    rows: dict[str, Row] = {}
    for subject, predicate, value, line in triples:
        slot = PROPERTIES.get(predicate.value, "") if isinstance(predicate, Iri) else ""
        if value == _CONCEPT:
            continue  # thesauri make concepts of places and bodies, too
        if slot and isinstance(subject, Iri) and isinstance(value, Iri | Literal):
            row = rows.setdefault(subject.value, Row(line, {"id": [subject.value]}))
            _add(row, slot, value)
    named = [row for row in rows.values() if any(slot.startswith("name") for slot in row.values)]
    return entities_of(_with_container_names(named, rows), file=file, kind=kind)


def _add(row: Row, slot: str, value: Iri | Literal) -> None:
    if isinstance(value, Iri):
        row.values.setdefault(slot, []).append(value.value)
        return
    full = f"{slot}@{value.language}" if slot in ("name", "names") and value.language else slot
    row.values.setdefault(full, []).append(value.lexical)


def _with_container_names(named: Iterable[Row], rows: Mapping[str, Row]) -> Iterable[Row]:
    """Add the names of the containers that the same data describe, which is what can be compared."""
    for row in named:
        containers = row.values.get("within", [])
        for container in list(containers):
            known = rows.get(container)
            for slot, texts in known.values.items() if known else ():
                if slot.partition("@")[0] == "name":
                    containers.extend(texts)
        yield row


def _from_solutions(solutions: Solutions, address: str, kind: str) -> EntityTable:
    slots = [slot_of(name.replace("_zh_", "_zh-")) for name in solutions.variables]
    if "id" not in slots or not any(slot.partition("@")[0] == "name" for slot in slots):
        mend = "Select ?id and ?name, and what is known of ?kind ?country ?within ?latitude ?longitude."
        raise QueryRefused("the query selects no identifier and name", where=address, mend=mend)
    rows: dict[str, Row] = {}
    for cells in solutions.rows:
        found = dict(zip(slots, cells, strict=True))
        identifier = found.pop("id")
        if not isinstance(identifier, Iri | Literal):
            continue
        text = identifier.value if isinstance(identifier, Iri) else identifier.lexical
        row = rows.setdefault(text, Row(0, {"id": [text]}))
        for slot, value in found.items():
            if slot and isinstance(value, Iri | Literal):
                _add(row, slot, value)
    return entities_of(rows.values(), file=address, kind=kind)
