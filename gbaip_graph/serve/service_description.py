"""What ``/sparql`` says of itself when it is asked nothing.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from gbaip_graph.build.nquads import write_term
from gbaip_graph.engines.oxigraph import write_triples
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.serve.answering import Body, Engine, etag_of, has_it, not_modified, respond
from gbaip_graph.serve.media import GRAPHS, ROWS, choose, named
from gbaip_graph.serve.problems import Problem
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Triple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
    "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
)  # fmt: skip


def describe_service(request: Request, engine: Engine, format_name: str) -> Response:
    """Answer with the description of the service in the wanted graph format."""
    media = named(format_name, GRAPHS) if format_name else choose(request.headers.get("accept"), GRAPHS)
    if media is None and not format_name and choose(request.headers.get("accept"), ROWS) is not None:
        media = GRAPHS[0]
    if media is None:
        types = [one.media_type for one in GRAPHS]
        raise Problem(
            "not-acceptable", 406, "None of the wanted formats is there", more={"available": types}
        ).raised()
    endpoint = str(request.url.replace(query="", fragment=""))
    tag = etag_of(engine.facts, "service", endpoint, media.name)
    if known := has_it(request, tag):
        return not_modified(known)
    content = write_triples(
        _description(endpoint, engine), graph_format=media.name, prefixes={**PREFIXES, "sd": _SD}
    )
    return respond(request, Body(content, media.content_type), tag)


def _description(endpoint: str, engine: Engine) -> list[Triple]:
    formats = " , ".join(f"<{_FORMATS}{name}>" for name in _RESULT_FORMATS)
    graphs = " , ".join(
        f"[ a sd:NamedGraph ; sd:name {write_term(Iri(name))} ]" for name in engine.facts.graphs
    )
    text = f"""@prefix sd: <{_SD}> . @prefix void: <http://rdfs.org/ns/void#> .
<> a sd:Service ; sd:endpoint <> ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat {formats} ;
   sd:feature sd:EmptyGraphs ;
   sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; void:triples {engine.facts.triples} ]
       {f"; sd:namedGraph {graphs}" if graphs else ""} ] .
"""
    document = parse_turtle(text, base=endpoint)
    return [Triple(t.subject, t.predicate, t.object) for t in document.triples]
