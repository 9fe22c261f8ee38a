"""What was read, year by year, and how far: from the graph alone, for the page about the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.languages import Label
from gbaip_graph.namespaces import CONCEPT, expand
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.views import Cell, Named, viewer_of
from gbaip_graph.turtle.terms import Iri, Literal, Term

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: The saved question that counts what began in each year.
QUESTION = "coverage-by-year"
#: How far a document was read, from the whole text down.
READINGS = tuple(f"{CONCEPT}reading/{name}" for name in ("full-text", "beginning", "reference"))
_COUNTED = ("events", "operations", "figures")
_DOCUMENTS = f"""
SELECT ?reading ?year (COUNT(DISTINCT ?document) AS ?documents) WHERE {{
  ?document a <{expand("gbaip:SourceDocument")}> ; <{expand("gbaip:hasReading")}> ?reading
  OPTIONAL {{ ?document <{expand("dcterms:issued")}> ?issued }}
  OPTIONAL {{
    ?document <{expand("gbaip:takesPlaceDuring")}>/<{expand("gbaip:notBefore")}> ?begun
    FILTER(!BOUND(?issued))
  }}
  BIND(SUBSTR(STR(COALESCE(?issued, ?begun)), 1, 4) AS ?year)
}} GROUP BY ?reading ?year"""
_DEFINED = f"""
SELECT DISTINCT ?concept ?definition WHERE {{
  ?concept <{expand("skos:inScheme")}> <$scheme> ; <{expand("skos:definition")}> ?definition
}} ORDER BY ?concept ?definition"""
_USED = """
SELECT ?concept (COUNT(DISTINCT ?record) AS ?records) WHERE {
  ?record <$property> ?concept
} GROUP BY ?concept"""


@dataclass(frozen=True)
class Explained:
    """A concept with its definition, and how many records have it."""

    name: Named
    definitions: tuple[Cell, ...]
    count: int


@dataclass(frozen=True)
class Year:
    """What is known of a year: documents by how far they were read, and what began in it."""

    year: str
    documents: tuple[int, ...]
    counted: tuple[int, ...]

    @property
    def is_gap(self) -> bool:
        """Whether neither an event nor an operation is known."""
        return bool(self.counted) and not any(self.counted[:2])


def years(site: Site) -> tuple[Year, ...]:
    """Return every year that anything is known of, and those between them."""
    return site.kept(("about", "years"), lambda: _years(site))


def _years(site: Site) -> tuple[Year, ...]:
    documents = {
        (_text(reading), _text(year)): int(_text(count))
        for reading, year, count in site.graph.select(_DOCUMENTS).rows
    }
    counted = _counted(site)
    known = sorted({year for _, year in documents if year} | counted.keys())
    return tuple(
        Year(
            year,
            tuple(documents.get((reading, year), 0) for reading in READINGS),
            counted.get(year, (0,) * len(_COUNTED)) if counted else (),
        )
        for year in known
    )


def _counted(site: Site) -> Mapping[str, tuple[int, ...]]:
    """Return what began in each year, where the question that counts it is there."""
    query = site.questions.get(QUESTION)
    if query is None:
        return {}
    answer = site.graph.select(bound_query(query, {}))
    rows = (dict(zip(answer.variables, map(_text, row), strict=True)) for row in answer.rows)
    return {row["year"]: tuple(int(row[column]) for column in _COUNTED) for row in rows}


def readings(site: Site, request: PageRequest) -> tuple[Explained, ...]:
    """Return how many documents were read how far, also where none was."""
    found = {one.name.iri: one for one in explained(site, request, "reading", "gbaip:hasReading")}
    viewer = viewer_of(site, site.skin.addresses(request), request.language, READINGS)
    return tuple(found.get(reading) or Explained(viewer.named(reading), (), 0) for reading in READINGS)


def explained(site: Site, request: PageRequest, scheme: str, used_by: str) -> tuple[Explained, ...]:
    """Return the concepts of a scheme that records point to by a property, the most used first."""
    found, used = site.kept(("about", scheme), lambda: _explained(site, scheme, used_by))
    viewer = viewer_of(site, site.skin.addresses(request), request.language, found)
    return tuple(
        Explained(
            viewer.named(concept),
            tuple(Cell(text=one.text, language=one.language) for one in definitions),
            used.get(concept, 0),
        )
        for concept, definitions in sorted(found.items(), key=lambda item: (-used.get(item[0], 0), item[0]))
    )


def _explained(site: Site, scheme: str, used_by: str) -> tuple[Mapping[str, list[Label]], Mapping[str, int]]:
    found: dict[str, list[Label]] = {}
    for concept, definition in site.graph.select(_DEFINED.replace("$scheme", CONCEPT + scheme)).rows:
        if isinstance(concept, Iri) and isinstance(definition, Literal):
            found.setdefault(concept.value, []).append(Label(definition.lexical, definition.language))
    rows = site.graph.select(_USED.replace("$property", expand(used_by))).rows
    used = {_text(concept): int(_text(records)) for concept, records in rows}
    return {concept: found.get(concept, []) for concept in (*found, *used)}, used


def _text(term: Term | None) -> str:
    if isinstance(term, Iri):
        return term.value
    return term.lexical if isinstance(term, Literal) else ""
