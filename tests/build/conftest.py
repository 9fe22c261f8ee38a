"""Small invented roots with their own ontology, for the tests of the builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle

ONTOLOGY = """\
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/gbaip/ns> a owl:Ontology .
org:Organization a owl:Class ; rdfs:subClassOf foaf:Agent .
foaf:Agent a owl:Class .
org:Post a owl:Class .
gbaip:Agency a owl:Class ; rdfs:subClassOf org:Organization .
gbaip:Activity a owl:Class .
gbaip:Event a owl:Class ; rdfs:subClassOf gbaip:Activity ; rdfs:label "event"@en .
gbaip:Place a owl:Class .
gbaip:Involvement a owl:Class .
gbaip:SourceDocument a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( gbaip:Agency gbaip:Event gbaip:Place gbaip:Involvement ) .
gbaip:hasParty a owl:ObjectProperty .
gbaip:inActivity a owl:ObjectProperty .
gbaip:hasRole a owl:ObjectProperty .
gbaip:ofPost a owl:ObjectProperty .
gbaip:statedIn a owl:ObjectProperty .
gbaip:heldWithin a owl:ObjectProperty .
gbaip:fallsUnder a owl:ObjectProperty .
gbaip:listedIn a owl:ObjectProperty .
gbaip:containedIn a owl:ObjectProperty , owl:TransitiveProperty .
gbaip:value a owl:DatatypeProperty .
gbaip:organises a owl:ObjectProperty .
gbaip:takesPartIn a owl:ObjectProperty ;
    owl:propertyChainAxiom ( [ owl:inverseOf gbaip:hasParty ] gbaip:inActivity ) ,
        ( [ owl:inverseOf org:postIn ] [ owl:inverseOf gbaip:ofPost ] gbaip:takesPartIn ) .
gbaip:underPlan a owl:ObjectProperty ;
    owl:propertyChainAxiom ( gbaip:fallsUnder gbaip:listedIn ) , ( gbaip:heldWithin gbaip:underPlan ) .
org:postIn a owl:ObjectProperty .
org:member a owl:ObjectProperty .
org:organization a owl:ObjectProperty .
org:memberOf a owl:ObjectProperty ;
    owl:propertyChainAxiom ( [ owl:inverseOf org:member ] org:organization ) .
"""

REGISTER = """
agency:mill a gbaip:Agency ; skos:prefLabel "Mill Office"@en , "磨坊處"@zh-Hant .
agency:well a gbaip:Agency ; skos:prefLabel "Well Office"@en .
group:water a org:OrganizationalCollaboration .
membership:water.well a org:Membership ; org:member agency:well ; org:organization group:water .
post:warden a org:Post ; org:postIn agency:well .
place:yard a gbaip:Place ; gbaip:containedIn place:village .
place:village a gbaip:Place ; gbaip:containedIn place:valley .
place:valley a gbaip:Place .
"""

SOURCE = """
source:letter-1 a gbaip:SourceDocument .
passage:letter-1.p1 a gbaip:Passage ; gbaip:partOfSource source:letter-1 .
plan:first a gbaip:CooperationPlan .
item:first-01 a gbaip:CooperationItem ; gbaip:listedIn plan:first .
event:fair a gbaip:Event ; gbaip:fallsUnder item:first-01 ; gbaip:statedIn passage:letter-1.p1 .
event:talk a gbaip:Event ; gbaip:heldWithin event:fair .
event:question-time a gbaip:Event ; gbaip:heldWithin event:talk .
tenure:warden a gbaip:Tenure ; gbaip:ofPost post:warden .
inv:fair.mill a gbaip:Involvement ; gbaip:hasParty agency:mill ;
    gbaip:inActivity event:fair ; gbaip:hasRole role:organiser .
inv:talk.warden a gbaip:Involvement ; gbaip:hasParty tenure:warden ;
    gbaip:inActivity event:talk ; gbaip:hasRole role:speaker .
figure:fair.guests a gbaip:Figure ; gbaip:measures event:fair ;
    gbaip:value 40 ; gbaip:statedIn passage:letter-1.p1 .
"""

FILES = {"data/register/all.ttl": REGISTER, "data/sources/letter-1.ttl": SOURCE}

MakeRoot = Callable[..., Root]


def canonical(body: str) -> str:
    """Write Turtle without prefix lines in the canonical form."""
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return write_canonical(parse_turtle(head + body).triples)


@pytest.fixture
def make_root(tmp_path: Path) -> MakeRoot:
    """Make a root: ``files`` without prefix lines are written in canonical form, ``raw`` ones as they are."""

    def make(
        files: Mapping[str, str] = FILES,
        *,
        raw: Mapping[str, str | bytes] | None = None,
        ontology: str = ONTOLOGY,
    ) -> Root:
        written = {"ontology/gbaip.ttl": ontology, **{name: canonical(body) for name, body in files.items()}}
        for name, content in {**written, **(raw or {})}.items():
            path = tmp_path / "root" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Root(tmp_path / "root")

    return make


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "gbaip-graph"
