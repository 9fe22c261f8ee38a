"""A small invented root that conforms to the project's own ontology, shapes, roles and hygiene queries."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle

CHECKOUT = Path(__file__).resolve().parents[2]

AGENCY = """
agency:harbour-office a gbaip:Agency ; skos:prefLabel "Harbour Office"@en ;
    gbaip:hasJurisdiction place:north .
agency:mill-office a gbaip:Agency ; skos:prefLabel "Mill Office"@en , "磨坊處"@zh-Hant ;
    gbaip:hasJurisdiction place:south .
"""

PLACE = """
place:coast a gbaip:Place ; skos:prefLabel "Coast"@en .
place:north a gbaip:Place ; skos:prefLabel "North"@en ; gbaip:containedIn place:coast .
place:south a gbaip:Place ; skos:prefLabel "South"@en ; gbaip:containedIn place:coast .
"""

GROUP = """
group:river-council a gbaip:ExpertGroup ; skos:prefLabel "River Council"@en .
"""

SPAN = """
span:2001 a gbaip:TimeSpan ; gbaip:edtf "2001" ; gbaip:hasPrecision precision:year ;
    gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2001-01-01"^^xsd:date ; gbaip:notAfter "2001-12-31"^^xsd:date .
span:2001-02 a gbaip:TimeSpan ; gbaip:edtf "2001-02" ; gbaip:hasPrecision precision:month ;
    gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2001-02-01"^^xsd:date ; gbaip:notAfter "2001-02-28"^^xsd:date .
span:2001-02_2001-03.from-members a gbaip:TimeSpan ; gbaip:edtf "2001-02/2001-03" ;
    gbaip:hasPrecision precision:interval ; gbaip:hasBasis basis:from-members ;
    gbaip:notBefore "2001-02-01"^^xsd:date ; gbaip:notAfter "2001-03-31"^^xsd:date .
span:2001-03 a gbaip:TimeSpan ; gbaip:edtf "2001-03" ; gbaip:hasPrecision precision:month ;
    gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2001-03-01"^^xsd:date ; gbaip:notAfter "2001-03-31"^^xsd:date .
span:2001-05-03 a gbaip:TimeSpan ; gbaip:edtf "2001-05-03" ; gbaip:hasPrecision precision:day ;
    gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2001-05-03"^^xsd:date ; gbaip:notAfter "2001-05-03"^^xsd:date .
span:2002 a gbaip:TimeSpan ; gbaip:edtf "2002" ; gbaip:hasPrecision precision:year ;
    gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2002-01-01"^^xsd:date ; gbaip:notAfter "2002-12-31"^^xsd:date .
"""

SOURCE = """
source:{id} a gbaip:SourceDocument ; dcterms:title "{title}"@en ; dcterms:publisher agency:mill-office ;
    dcterms:language "en" ; dcterms:issued "2002-01-09"^^xsd:date ;
    gbaip:hasReading reading:full-text ; gbaip:normalisationMethod "gbaip-paragraph-1" .
passage:{id}.p1 a gbaip:Passage ; gbaip:partOfSource source:{id} ; gbaip:paragraphNumber 1 ;
    gbaip:textDigest "0f4e9c7a1d2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5" .
"""

LETTER_1 = (
    SOURCE.format(id="letter-1", title="Letter on the fair")
    + """
plan:first a gbaip:CooperationPlan ; skos:prefLabel "First plan"@en ; gbaip:periodLabel "2001" ;
    gbaip:takesPlaceDuring span:2001 ; gbaip:statedIn passage:letter-1.p1 .
item:first-01 a gbaip:CooperationItem ; skos:prefLabel "A fair"@en ; gbaip:listedIn plan:first ;
    gbaip:itemNumber 1 ; gbaip:hasTopic topic:enforcement ; gbaip:statedIn passage:letter-1.p1 .
event:fair a gbaip:Event ; skos:prefLabel "Fair"@en ; gbaip:hasEventKind event-kind:forum ;
    gbaip:fallsUnder item:first-01 ; gbaip:takesPlaceDuring span:2001-05-03 ; gbaip:takesPlaceIn place:south ;
    gbaip:statedIn passage:letter-1.p1 .
event:fair-talk a gbaip:Event ; skos:prefLabel "Talk at the fair"@en ; gbaip:hasEventKind event-kind:seminar ;
    gbaip:heldWithin event:fair ; gbaip:statedIn passage:letter-1.p1 .
inv:fair.mill-office.organiser a gbaip:Involvement ; gbaip:inActivity event:fair ;
    gbaip:hasParty agency:mill-office ; gbaip:hasRole role:organiser ; gbaip:statedIn passage:letter-1.p1 .
figure:fair.visitors a gbaip:Figure ; gbaip:measures event:fair ; gbaip:hasMeasure measure:participants ;
    gbaip:value 300 ; gbaip:hasExactness exactness:about ; gbaip:statedIn passage:letter-1.p1 .
figure:fair.visitors-north a gbaip:Figure ; gbaip:measures event:fair ;
    gbaip:hasMeasure measure:participants ; gbaip:subsetOf figure:fair.visitors ;
    gbaip:value 40 ; gbaip:hasExactness exactness:exact ; gbaip:statedIn passage:letter-1.p1 .
"""
)

LETTER_2 = (
    SOURCE.format(id="letter-2", title="Letter on the patrols")
    + """
op:patrols a gbaip:Operation ; skos:prefLabel "Patrols"@en ; gbaip:actionCount 2 ;
    gbaip:takesPlaceDuring span:2001-02_2001-03.from-members ; gbaip:statedIn passage:letter-2.p1 .
op:patrol-february a gbaip:Operation ; skos:prefLabel "Patrol of February"@en ; gbaip:heldWithin op:patrols ;
    gbaip:takesPlaceDuring span:2001-02 ; gbaip:statedIn passage:letter-2.p1 .
op:patrol-march a gbaip:Operation ; skos:prefLabel "Patrol of March"@en ; gbaip:heldWithin op:patrols ;
    gbaip:takesPlaceDuring span:2001-03 ; gbaip:statedIn passage:letter-2.p1 .
figure:patrols.goods-value a gbaip:Figure ; gbaip:measures op:patrols ; gbaip:hasMeasure measure:goods-value ;
    gbaip:value 900 ; gbaip:currency "HKD" ; gbaip:hasExactness exactness:about ;
    gbaip:countedBy agency:harbour-office ; gbaip:statedIn passage:letter-2.p1 .
event:review a gbaip:Event ; skos:prefLabel "Review"@en ; gbaip:hasEventKind event-kind:meeting ;
    gbaip:takesPlaceDuring span:2002 ; gbaip:statedIn passage:letter-2.p1 .
inv:review.harbour-office.host a gbaip:Involvement ; gbaip:inActivity event:review ;
    gbaip:hasParty agency:harbour-office ; gbaip:hasRole role:host ; gbaip:statedIn passage:letter-2.p1 .
"""
)

#: The schemes whose concepts are used; of the topics, which are many, there is one.
SCHEMES = (
    "basis", "classification", "event-kind", "exactness", "host-kind",
    "measure", "precision", "reading", "role",
)  # fmt: skip
TOPIC = """
scheme:topic a skos:ConceptScheme ; skos:prefLabel "topic"@en , "主題"@zh-Hant , "主题"@zh-Hans .
topic:enforcement a skos:Concept ; skos:inScheme scheme:topic ; skos:definition "Against a breach."@en ;
    skos:prefLabel "enforcement"@en , "執法"@zh-Hant , "执法"@zh-Hans .
"""

BODIES = {
    "data/concepts/topic.ttl": TOPIC,
    "data/register/agency.ttl": AGENCY,
    "data/register/group.ttl": GROUP,
    "data/register/place.ttl": PLACE,
    "data/register/span.ttl": SPAN,
    "data/sources/letter-1.ttl": LETTER_1,
    "data/sources/letter-2.ttl": LETTER_2,
}


def canonical(body: str) -> str:
    """Write Turtle without prefix lines in the canonical form."""
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return write_canonical(parse_turtle(head + body).triples)


@pytest.fixture(scope="session")
def _conforming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("conforming") / "root"
    for folder in ("ontology", "shapes", "queries/checks"):
        shutil.copytree(CHECKOUT / folder, root / folder)
    (root / "data/concepts").mkdir(parents=True)
    for scheme in SCHEMES:
        shutil.copy(CHECKOUT / f"data/concepts/{scheme}.ttl", root / "data/concepts")
    graphs = [name.removeprefix("data/").removesuffix(".ttl") for name in BODIES]
    graphs += [f"concepts/{scheme}" for scheme in SCHEMES]
    described = "".join(map(_description, ["catalogue", *graphs]))
    for name, body in {**BODIES, "data/catalogue.ttl": described}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(canonical(body), encoding="utf-8")
    return root


def _description(graph: str) -> str:
    source = f"; prov:wasDerivedFrom source:{graph.removeprefix('sources/')} " if "sources/" in graph else ""
    return (
        f'<{PREFIXES["graph"]}{graph}> a void:Dataset ; dcterms:title "{graph}"@en ;'
        f' dcterms:created "2002-02-02"^^xsd:date ;'
        f" dcterms:license <https://creativecommons.org/licenses/by/4.0/> {source}.\n"
    )


@pytest.fixture
def small_root(_conforming: Path, tmp_path: Path) -> Root:
    """Return a copy of the small root, to be changed at will."""
    return Root(Path(shutil.copytree(_conforming, tmp_path / "root")))


@pytest.fixture
def add_triples() -> Callable[[Root, str, str], None]:
    """Return a function that adds Turtle without prefix lines to a file and writes it in canonical form."""

    def add(root: Root, name: str, body: str) -> None:
        file = root.path / name
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(write_canonical(parse_turtle(head + text + body).triples), encoding="utf-8")

    return add
