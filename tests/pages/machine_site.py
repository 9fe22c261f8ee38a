"""A site for tests of what machines read: a graph from a few lines of Turtle, with the texts of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gbaip_graph.ask.languages import Labels, fetch_labels
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.namespaces import GRAPH
from gbaip_graph.pages.schema_org import SchemaOrg
from gbaip_graph.pages.texts import load_texts, text_of
from gbaip_graph.turtle.parser import parse_turtle
from tests.serve.small_root import with_prefixes

BASE = "https://site.example"
TEXTS = load_texts()


@dataclass(frozen=True)
class MachineSite:
    """A graph with texts and labels, as ``Site`` has them, without templates."""

    graph: QueryableGraph
    schema_org: SchemaOrg = field(default_factory=SchemaOrg)
    version: str = "abc"
    paths_below: tuple[str, ...] = ()

    def paths(self) -> tuple[str, ...]:
        return self.paths_below

    def text(self, key: str, language: str, **values: object) -> str:
        return text_of(TEXTS, key, language, values)

    def labels(self, iris: Iterable[str]) -> Labels:
        return fetch_labels(self.graph, iris)


def graph_of(files: Mapping[str, str]) -> QueryableGraph:
    """Load Turtle without prefix lines, by the names of the graphs that it stands in."""
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, GRAPH + name)
        for name, body in files.items()
        for triple in parse_turtle(with_prefixes(body)).triples
    ]
    return QueryableGraph.from_nquads(write_nquads(quads))


#: Two documents; three events known to the day, one of them twice, three that are not, and a mistake.
FAIR = {
    "catalogue": """
<https://w3id.org/gbaip/graph/sources/letter> dcterms:created "2026-01-02"^^xsd:date .
<https://w3id.org/gbaip/graph/sources/note> dcterms:created "2026-03-04"^^xsd:date ;
    dcterms:modified "2026-05-06"^^xsd:date .
""",
    "sources/letter": """
source:letter a gbaip:SourceDocument ; dcterms:title "A letter; on \\\\ fairs, & <b>more</b>"@en ;
    dcterms:issued "2018-01-01"^^xsd:date ; dcterms:language "en" ; dcterms:publisher agency:office ;
    dcterms:source <https://letters.example/1?a=b&c=d> .
agency:office a gbaip:Agency ; skos:prefLabel "The office"@en , "辦事處"@zh-Hant .
passage:letter.p1 a gbaip:Passage ; gbaip:partOfSource source:letter .
place:market a gbaip:Place ; skos:prefLabel "Market"@en , "市場"@zh-Hant .
event:fair a gbaip:Event ; skos:prefLabel "The fair"@en , "市集"@zh-Hant ; gbaip:statedIn passage:letter.p1 ;
    gbaip:takesPlaceDuring span:2018-11 , span:2018-11-29_2018-11-30.from-title ;
    gbaip:takesPlaceIn place:market .
event:lecture a gbaip:Event ; skos:prefLabel "A lecture"@en ; gbaip:statedIn passage:letter.p1 ;
    gbaip:takesPlaceDuring span:2018-11 .
event:talks a gbaip:Event ; skos:prefLabel "Talks"@en ; gbaip:statedIn passage:letter.p1 ;
    gbaip:takesPlaceDuring span:2018-07_2019-12-about.from-period ; gbaip:hasStatus status:planned .
event:meal a gbaip:Event ; skos:prefLabel "A meal"@en ; gbaip:statedIn passage:letter.p1 .
event:farce a gbaip:Event ; skos:prefLabel "A farce"@en ; owl:deprecated true ;
    gbaip:takesPlaceDuring span:2018-02-28 .
""",
    "sources/note": """
source:note a gbaip:SourceDocument ; dcterms:title "便條"@zh-Hant ; dcterms:language "zh-Hant" ;
    dcterms:source <javascript:alert(1)> .
passage:note.p1 a gbaip:Passage ; gbaip:partOfSource source:note .
event:visit a gbaip:Event ; skos:prefLabel "訪問"@zh-Hant ; gbaip:statedIn passage:note.p1 ;
    gbaip:takesPlaceDuring span:2020-02-28_2020-02-29 .
event:fair a gbaip:Event ; gbaip:statedIn passage:note.p1 .
event:show a gbaip:Event ; skos:prefLabel "The show"@en ; gbaip:statedIn passage:note.p1 ;
    gbaip:takesPlaceDuring span:2019-03-01 , span:2019-12-31 .
""",
    "register": """
span:2018-02-28 gbaip:edtf "2018-02-28" ; gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2018-02-28"^^xsd:date ; gbaip:notAfter "2018-02-28"^^xsd:date .
span:2018-11 gbaip:edtf "2018-11" ; gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2018-11-01"^^xsd:date ; gbaip:notAfter "2018-11-30"^^xsd:date .
span:2018-11-29_2018-11-30.from-title gbaip:edtf "2018-11-29/2018-11-30" ; gbaip:hasBasis basis:from-title ;
    gbaip:notBefore "2018-11-29"^^xsd:date ; gbaip:notAfter "2018-11-30"^^xsd:date .
span:2018-07_2019-12-about.from-period gbaip:edtf "2018-07/2019-12~" ; gbaip:hasBasis basis:from-period ;
    gbaip:notBefore "2018-07-01"^^xsd:date ; gbaip:notAfter "2019-12-31"^^xsd:date .
span:2020-02-28_2020-02-29 gbaip:edtf "2020-02-28/2020-02-29" ; gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2020-02-28"^^xsd:date ; gbaip:notAfter "2020-02-29"^^xsd:date .
span:2019-03-01 gbaip:edtf "2019-03-01" ; gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2019-03-01"^^xsd:date ; gbaip:notAfter "2019-03-01"^^xsd:date .
span:2019-12-31 gbaip:edtf "2019-12-31" ; gbaip:hasBasis basis:stated ;
    gbaip:notBefore "2019-12-31"^^xsd:date ; gbaip:notAfter "2019-12-31"^^xsd:date .
basis:from-title skos:prefLabel "from the title"@en , "據標題"@zh-Hant .
basis:from-period skos:prefLabel "from the reporting period"@en .
status:planned skos:prefLabel "planned"@en .
""",
}
