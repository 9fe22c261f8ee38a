"""What the graph says of one thing: its facts, the facts that point to it, their labels and citations.

For linked data. Runs inside a worker.
"""

from __future__ import annotations

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import bind
from gbaip_graph.namespaces import expand
from gbaip_graph.turtle.terms import Iri, Literal, Triple

_LABEL, _TITLE = expand("skos:prefLabel"), expand("dcterms:title")
_DEPRECATED, _REPLACED = Iri(expand("owl:deprecated")), Iri(expand("dcterms:isReplacedBy"))
_STATED_IN, _OF_SOURCE = expand("gbaip:statedIn"), expand("gbaip:partOfSource")
_ADDRESS, _TYPE = expand("dcterms:source"), expand("rdf:type")
#: Each branch is asked by itself, so that none multiplies the rows of another.
_DESCRIPTION = f"""
CONSTRUCT {{
  $thing ?property ?value . ?value <{_LABEL}> ?valueLabel .
  ?from ?link $thing . ?from <{_LABEL}> ?fromLabel . ?from <{_TYPE}> ?fromType .
  ?fact <{_STATED_IN}> ?passage . ?passage ?passageProperty ?passageValue .
  ?source <{_TITLE}> ?title . ?source <{_ADDRESS}> ?address .
}} WHERE {{
  {{ $thing ?property ?value OPTIONAL {{ ?value <{_LABEL}> ?valueLabel }} }}
  UNION
  {{ ?from ?link $thing
     OPTIONAL {{ ?from <{_LABEL}> ?fromLabel }}
     OPTIONAL {{ ?from <{_TYPE}> ?fromType }} }}
  UNION
  {{ {{ $thing <{_STATED_IN}> ?passage BIND ($thing AS ?fact) }}
     UNION {{ ?fact ?any $thing ; <{_STATED_IN}> ?passage }}
     ?passage ?passageProperty ?passageValue
     OPTIONAL {{ ?passage <{_OF_SOURCE}> ?source . ?source <{_TITLE}> ?title
                OPTIONAL {{ ?source <{_ADDRESS}> ?address }} }} }}
}}
"""


def describe(graph: QueryableGraph, thing: Iri) -> tuple[Triple, ...]:
    """Return the describing graph of a thing, empty where nothing is said of it."""
    found = graph.construct(bind(_DESCRIPTION, {"thing": thing}))
    return found if any(triple.subject == thing for triple in found) else ()


def replacement(triples: tuple[Triple, ...], thing: Iri) -> str | None:
    """Return the IRI that stands for a deprecated thing now, ``""`` for none; None where it is in use."""
    values = {(t.predicate, t.object) for t in triples if t.subject == thing}
    is_deprecated = any(
        p == _DEPRECATED and isinstance(o, Literal) and o.lexical == "true" for p, o in values
    )
    if not is_deprecated:
        return None
    return next((o.value for p, o in values if p == _REPLACED and isinstance(o, Iri)), "")
