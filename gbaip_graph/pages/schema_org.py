"""Things as search engines read them: JSON-LD in the terms of schema.org, for the head of their pages.

It says what the schema.org export says of a thing, and names what that names; figures, involvements and all
else that schema.org cannot say have none. https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.catalogue import find_query, query_names
from gbaip_graph.build.catalogue_description import DATASET
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH, PREFIXES, expand
from gbaip_graph.turtle.terms import IRI_TYPE, XSD_STRING, Iri, Literal, Term, Triple

EXPORT = "schema-org"
VOCABULARY = PREFIXES["schema"]
_CONTEXT = {"@vocab": VOCABULARY}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Files of the whole graph that the server sends, and what they are.
_FILES = {"nq": "application/n-quads", "trig": "application/trig", "ttl": "text/turtle"}
_NAME = Iri(VOCABULARY + "name")
# What would end the element that it stands in, begin another one, or turn the direction of what follows.
_UNSAFE = "<>&\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in _UNSAFE}
_BOUNDS = f"""
SELECT ?first ?last WHERE {{
  ?activity a <{expand("gbaip:Activity")}> ; <{expand("gbaip:takesPlaceDuring")}> ?span
  OPTIONAL {{ ?span <{expand("gbaip:notBefore")}> ?first }}
  OPTIONAL {{ ?span <{expand("gbaip:notAfter")}> ?last }}
}}"""
_MODIFIED = f"""
SELECT ?day WHERE {{
  GRAPH <{GRAPH}catalogue> {{ ?graph <{expand("dcterms:created")}>|<{expand("dcterms:modified")}> ?day }}
}}"""


@dataclass(frozen=True)
class SchemaOrg:
    """What is said in terms of schema.org: the triples of each thing, the years and last day of the whole."""

    triples: Mapping[str, tuple[Triple, ...]] = field(default_factory=lambda: MappingProxyType({}))
    period: str = ""
    modified: str = ""


class DescribedSite(Protocol):
    """What of a site is described: what is said of its things, the version of its graph, its texts."""

    @property
    def schema_org(self) -> SchemaOrg:
        """What ``load`` returned."""

    @property
    def version(self) -> str:
        """The digest of the graph."""

    def text(self, key: str, language: str, **values: object) -> str:
        """Return a text of the pages in a language."""


def load(graph: AskedGraph, root: Root) -> SchemaOrg:
    """Run the export of a root, which takes 40 ms for 2,400 triples; without one, nothing is said of things.

    A graph in another process is not asked for all of its things.
    """
    if graph.is_remote:
        return SchemaOrg()
    has_export = EXPORT in query_names(root, shelf="exports")
    said = graph.construct(find_query(root, EXPORT, shelf="exports").text) if has_export else ()
    found: dict[str, list[Triple]] = {}
    for triple in said:
        if isinstance(triple.subject, Iri):
            found.setdefault(triple.subject.value, []).append(triple)
    triples = MappingProxyType({iri: tuple(of_it) for iri, of_it in found.items()})
    return SchemaOrg(triples, _period(graph), max(_column(graph, _MODIFIED, 0), default=""))


def _period(graph: AskedGraph) -> str:
    """Return the years from the first to the last activity, ``""`` where none is dated."""
    firsts, lasts = _column(graph, _BOUNDS, 0), _column(graph, _BOUNDS, 1)
    return f"{min(firsts)[:4]}/{max(lasts)[:4]}" if firsts and lasts else ""


def _column(graph: AskedGraph, text: str, place: int) -> list[str]:
    return [cell.lexical for row in graph.select(text).rows if isinstance(cell := row[place], Literal)]


def write(site: DescribedSite, iri: str) -> str:
    """Return JSON-LD of a thing, safe within ``<script type="application/ld+json">``; ``""`` for none."""
    said = site.schema_org
    if iri not in said.triples:
        return ""
    return _written({"@context": _CONTEXT, **_node(iri, said)})


def write_home(site: DescribedSite, base: str, *, language: str = "en", is_static: bool = False) -> str:
    """Return JSON-LD of the site and of its data; a copy without a server has no search and no files."""
    is_served = bool(base) and not is_static
    site_node = {
        "@type": "WebSite",
        "name": site.text("machines.dataset", language),
        "inLanguage": language,
        **({"url": f"{base}/{language}/"} if base else {}),
        **({"potentialAction": _search(base, language)} if is_served else {}),
        "about": {"@id": DATASET},
    }
    return _written({"@context": _CONTEXT, "@graph": [site_node, _dataset(site, base, language, is_served)]})


def _dataset(site: DescribedSite, base: str, language: str, is_served: bool) -> dict[str, Any]:
    said = site.schema_org
    return {
        "@id": DATASET,
        "@type": "Dataset",
        "name": site.text("machines.dataset", language),
        "description": site.text("machines.dataset-description", language),
        "creator": {"@type": "Organization", "name": site.text("machines.authors", language)},
        "license": {"@id": _LICENCE},
        "isAccessibleForFree": True,
        **({"temporalCoverage": said.period} if said.period else {}),
        **({"dateModified": _value(Literal(said.modified, VOCABULARY + "Date"))} if said.modified else {}),
        **({"version": site.version} if site.version else {}),
        **({"distribution": [_file(base, *file) for file in _FILES.items()]} if is_served else {}),
    }


def _search(base: str, language: str) -> dict[str, Any]:
    template = f"{base}/{language}/search?q={{search_term_string}}"
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": template},
        "query-input": "required name=search_term_string",
    }


def _file(base: str, extension: str, media_type: str) -> dict[str, str]:
    address = f"{base}/data/gbaip.{extension}"
    return {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address}


def _node(iri: str, said: SchemaOrg) -> dict[str, Any]:
    values: dict[str, list[Any]] = {}
    for triple in said.triples[iri]:
        if triple.predicate != IRI_TYPE:
            values.setdefault(_term(triple.predicate), []).append(_object(triple.object, said))
    return {**_head(iri, said), **{key: _one_or_all(found) for key, found in sorted(values.items())}}


def _head(iri: str, said: SchemaOrg) -> dict[str, Any]:
    types = [
        _term(triple.object)
        for triple in said.triples.get(iri, ())
        if triple.predicate == IRI_TYPE and isinstance(triple.object, Iri)
    ]
    return {"@id": iri, **({"@type": _one_or_all(types)} if types else {})}


def _object(term: Term, said: SchemaOrg) -> Any:
    """Write a value; a thing with its types and names, where the export says them."""
    if isinstance(term, Iri):
        names = [_value(t.object) for t in said.triples.get(term.value, ()) if t.predicate == _NAME]
        return {**_head(term.value, said), **({"name": _one_or_all(names)} if names else {})}
    return _value(term)


def _value(term: Term) -> Any:
    if not isinstance(term, Literal):
        return {"@id": term.value if isinstance(term, Iri) else f"_:{term.label}"}
    if term.language:
        return {"@language": term.language, "@value": term.lexical}
    if term.datatype == XSD_STRING:
        return term.lexical
    return {"@type": _term(Iri(term.datatype)), "@value": term.lexical}


def _term(iri: Iri) -> str:
    """Return a term as the context lets it be written: those of schema.org by their names alone."""
    name = iri.value.removeprefix(VOCABULARY)
    return name if name.isalnum() else iri.value


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
