"""A small root with its own ontology, things that were mistakes and a saved question, for tests."""

from __future__ import annotations

from pathlib import Path

from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle

ONTOLOGY = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/gbaip/ns> a owl:Ontology ; owl:versionIRI <https://w3id.org/gbaip/ns/2.5.0> .
gbaip:Event a owl:Class ; rdfs:label "event"@en .
gbaip:Figure a owl:Class .
gbaip:SourceDocument a owl:Class .
gbaip:measures a owl:ObjectProperty .
gbaip:statedIn a owl:ObjectProperty .
gbaip:value a owl:DatatypeProperty .
"""

EVENTS = """
event:fare a gbaip:Event ; owl:deprecated true ; dcterms:isReplacedBy event:fair .
event:ghost a gbaip:Event ; owl:deprecated true .
event:kept a gbaip:Event ; owl:deprecated false .
"""

MEASURES = """
measure:guests a skos:Concept ; skos:prefLabel "guests"@en ; skos:inScheme scheme:measure .
scheme:measure a skos:ConceptScheme ; skos:prefLabel "measures"@en .
"""

LETTER = """
source:letter-1 a gbaip:SourceDocument ; dcterms:title "A letter"@en ;
    dcterms:source <https://example.org/letter> .
event:fair a gbaip:Event ; skos:prefLabel "Fair"@en , "市集"@zh-Hant ; gbaip:statedIn passage:letter-1.p1 .
event:other a gbaip:Event ; skos:prefLabel "Other"@en ; gbaip:statedIn passage:letter-1.p2 .
figure:fair.guests a gbaip:Figure ; gbaip:measures event:fair ; gbaip:hasMeasure measure:guests ;
    gbaip:value 40 ; gbaip:statedIn passage:letter-1.p3 .
passage:letter-1.p1 a gbaip:Passage ; gbaip:partOfSource source:letter-1 ; gbaip:paragraphNumber 1 .
passage:letter-1.p2 a gbaip:Passage ; gbaip:partOfSource source:letter-1 ; gbaip:paragraphNumber 2 .
passage:letter-1.p3 a gbaip:Passage ; gbaip:partOfSource source:letter-1 ; gbaip:paragraphNumber 3 .
"""

QUESTION = """\
#+ title.en = "Which events are there?"
#+ description = "One row for each event."
#+ facts = ["letter-1: the fair"]
#+ cites = false
#+ why-no-citation = "It counts nothing that a document states."
#+
#+ [columns]
#+ event = { kind = "iri", description = "The event." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?event WHERE { ?event a gbaip:Event } ORDER BY ?event
"""


def write_root(folder: Path) -> Path:
    """Write the root and return its folder."""
    for name, content in {
        "ontology/gbaip.ttl": ONTOLOGY,
        "data/concepts/measure.ttl": canonical(MEASURES),
        "data/register/event.ttl": canonical(EVENTS),
        "data/sources/letter-1.ttl": canonical(LETTER),
        "queries/events.rq": QUESTION,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def canonical(body: str) -> str:
    """Write Turtle without prefix lines in the canonical form."""
    return write_canonical(parse_turtle(with_prefixes(body)).triples)


def with_prefixes(body: str) -> str:
    """Put the prefixes of the project before Turtle that has none."""
    return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items()) + body
