"""IRIs of the project: one base, one prefix per kind, and compact names in both directions.

Pure text work for every other module; it knows no RDF library and no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

BASE = "https://w3id.org/gbaip/"
ONTOLOGY = BASE + "ns#"
CONCEPT = BASE + "concept/"
DATA = BASE + "id/"
GRAPH = BASE + "graph/"
SHAPE = BASE + "shape/"

INFERRED_GRAPH = GRAPH + "inferred"
EXAMPLES_GRAPH = GRAPH + "examples"

#: Kinds of data records: prefix -> path segment below ``id/`` (they are the same by design).
RECORD_KINDS = (
    "agency", "area", "body", "change", "commitment", "disagreement", "event", "exchange", "figure",
    "group", "inv", "item", "membership", "name", "op", "output", "party", "passage", "person", "place",
    "plan", "post", "series", "source", "span", "tenure",
)  # fmt: skip

#: Concept schemes: prefix -> path segment below ``concept/``.
CONCEPT_SCHEMES = (
    "basis", "change-kind", "classification", "commitment-kind", "disagreement-kind", "event-kind",
    "exactness", "frequency", "host-kind", "measure", "mode", "name-kind", "output-kind", "precision",
    "reading", "role", "status", "topic",
)  # fmt: skip

_EXTERNAL = {
    "cpov": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Every prefix of the project's files and queries, in alphabetical order.
PREFIXES: Mapping[str, str] = MappingProxyType(
    dict(
        sorted(
            {
                **_EXTERNAL,
                "gbaip": ONTOLOGY,
                "graph": GRAPH,
                "shape": SHAPE,
                "scheme": CONCEPT,
                **{kind: f"{DATA}{kind}/" for kind in RECORD_KINDS},
                **{scheme: f"{CONCEPT}{scheme}/" for scheme in CONCEPT_SCHEMES},
            }.items()
        )
    )
)

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?\Z")
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def expand(name: str) -> str:
    """Turn a compact name into an IRI; an absolute IRI of http or https passes unchanged.

    Raises ``ValueError`` for an unknown prefix or a name without one.

    >>> expand("agency:ipd")
    'https://w3id.org/gbaip/id/agency/ipd'
    """
    if name.startswith(("http://", "https://")):
        return name
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"unknown prefix in {name!r}")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Turn an IRI into its compact name, or return it unchanged where no prefix fits.

    >>> compact("https://w3id.org/gbaip/id/passage/ipd-2018-19.i08.p1")
    'passage:ipd-2018-19.i08.p1'
    """
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL_NAME.match(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
