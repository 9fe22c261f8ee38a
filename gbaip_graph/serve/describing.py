"""What the graph says of one thing: its facts, the facts that point to it, their labels and citations.

For linked data. Runs inside a worker.
"""

from __future__ import annotations

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.engines.sparql_binding import bind
from gbaip_graph.namespaces import expand
from gbaip_graph.turtle.terms import Iri, Literal, Triple

_LABELS = " ".join(f"<{expand(name)}>" for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"))
_TITLE, _ADDRESS = expand("dcterms:title"), expand("dcterms:source")
_STATED_IN, _OF_SOURCE = expand("gbaip:statedIn"), expand("gbaip:partOfSource")
_TYPE = expand("rdf:type")
_DEPRECATED, _REPLACED = Iri(expand("owl:deprecated")), Iri(expand("dcterms:isReplacedBy"))
#: Asked one after another, so that none multiplies the rows of another.
_DESCRIPTIONS = (
    # What is said of the thing.
    f"""
CONSTRUCT {{ $thing ?property ?value . ?value ?labelled ?label }} WHERE {{
  $thing ?property ?value
  OPTIONAL {{ VALUES ?labelled {{ {_LABELS} }} ?value ?labelled ?label }}
}}""",
    # What points to it, by name and kind.
    f"""
CONSTRUCT {{ ?from ?link $thing ; <{_TYPE}> ?type ; ?labelled ?label }} WHERE {{
  ?from ?link $thing
  OPTIONAL {{ ?from <{_TYPE}> ?type }}
  OPTIONAL {{ VALUES ?labelled {{ {_LABELS} }} ?from ?labelled ?label }}
}}""",
    # The facts among these, which are nodes that a passage states, in full.
    f"""
CONSTRUCT {{ ?fact ?property ?value . ?value ?labelled ?label }} WHERE {{
  {{ SELECT DISTINCT ?fact WHERE {{ ?fact ?link $thing ; <{_STATED_IN}> ?passage }} }}
  ?fact ?property ?value
  OPTIONAL {{ VALUES ?labelled {{ {_LABELS} }} ?value ?labelled ?label }}
}}""",
    # Where all of that is stated.
    f"""
CONSTRUCT {{ ?passage ?property ?value . ?source <{_TITLE}> ?title ; <{_ADDRESS}> ?address }} WHERE {{
  {{ SELECT DISTINCT ?passage WHERE {{
     {{ $thing <{_STATED_IN}> ?passage }} UNION {{ ?fact ?link $thing ; <{_STATED_IN}> ?passage }} }} }}
  ?passage ?property ?value
  OPTIONAL {{ ?passage <{_OF_SOURCE}> ?source . ?source <{_TITLE}> ?title
             OPTIONAL {{ ?source <{_ADDRESS}> ?address }} }}
}}""",
)


def describe(graph: AskedGraph, thing: Iri) -> tuple[Triple, ...]:
    """Return the describing graph of a thing, empty where nothing is said of it."""
    found = {triple for text in _DESCRIPTIONS for triple in graph.construct(bind(text, {"thing": thing}))}
    return tuple(found) if any(triple.subject == thing for triple in found) else ()


def replacement(triples: tuple[Triple, ...], thing: Iri) -> str | None:
    """Return the IRI that stands for a deprecated thing now, ``""`` for none; None where it is in use."""
    values = {(t.predicate, t.object) for t in triples if t.subject == thing}
    is_deprecated = any(
        p == _DEPRECATED and isinstance(o, Literal) and o.lexical == "true" for p, o in values
    )
    if not is_deprecated:
        return None
    return next((o.value for p, o in values if p == _REPLACED and isinstance(o, Iri)), "")
