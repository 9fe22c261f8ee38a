"""The words that the editor completes: prefixes, terms that the graph uses, and things by their names.

A JSON document, fetched by the editor when somebody begins to write; the page needs none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gbaip_graph.namespaces import BASE, CONCEPT, DATA, ONTOLOGY, PREFIXES, compact, expand
from gbaip_graph.turtle.terms import Iri

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: Kinds of things that people look for by name; the labels of the others are sentences, or there are none.
_NAMED_KINDS = (
    "agency", "area", "body", "event", "exchange", "group", "op", "output", "person", "place", "plan", "post",
    "series", "source",
)  # fmt: skip
_LABELLED = f"""
SELECT DISTINCT ?thing WHERE {{
  ?thing <{expand("skos:prefLabel")}>|<{expand("rdfs:label")}>|<{expand("dcterms:title")}> ?label
  FILTER(STRSTARTS(STR(?thing), "{BASE}"))
}}"""
_USED = "SELECT DISTINCT ?term WHERE { { ?s ?term ?o } UNION { ?s a ?term } }"
_OURS = (ONTOLOGY, CONCEPT, *(f"{DATA}{kind}/" for kind in _NAMED_KINDS))


def vocabulary(site: Site, language: str) -> bytes:
    """Return ``{"prefixes": {prefix: namespace}, "terms": [[compact name, label], ...]}`` as JSON."""
    labelled = (iri for iri in _asked(site, _LABELLED) if iri.startswith(_OURS))
    iris = sorted({*labelled, *_asked(site, _USED)})
    labels = site.labels(iris)
    named = ((compact(iri), site.label(iri, language, labels).text) for iri in iris)
    terms = [[name, "" if label == name else label] for name, label in named if "://" not in name]
    document = {"prefixes": dict(PREFIXES), "terms": terms}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _asked(site: Site, query: str) -> Iterable[str]:
    return [term.value for (term,) in site.graph.select(query).rows if isinstance(term, Iri)]
