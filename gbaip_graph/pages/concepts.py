"""Concepts and terms: the schemes, each scheme with its concepts, the ontology with its terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaip_graph.namespaces import BASE, CONCEPT, CONCEPT_SCHEMES, ONTOLOGY, expand
from gbaip_graph.pages.addresses import page_path, thing_of
from gbaip_graph.pages.entity import render_thing
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.pages.record import typed_below
from gbaip_graph.pages.views import Cell, Named, viewer_of
from gbaip_graph.turtle.terms import Iri, Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

_DEFINITION = expand("skos:definition")


@dataclass(frozen=True)
class Defined:
    """A term with its definitions."""

    name: Named
    definitions: tuple[Cell, ...]


def paths(site: Site) -> Iterable[str]:
    """Return the paths of the schemes and of their concepts."""
    yield "concept"
    for scheme in CONCEPT_SCHEMES:
        yield f"concept/{scheme}"
        yield from (iri.removeprefix(BASE) for iri in typed_below(site.graph, f"{CONCEPT}{scheme}/"))


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page of all schemes, of a scheme or of a concept."""
    scheme, _, term = rest.partition("/")
    if rest and scheme not in CONCEPT_SCHEMES:
        raise PageMissing(request.path)
    if term:
        thing = thing_of(request.path)
        if thing is None:
            raise PageMissing(request.path)
        return render_thing(site, request, thing)
    if scheme:
        iri = CONCEPT + scheme
        title = site.label(iri, request.language, site.labels([iri])).text
        return _listed(site, request, typed_below(site.graph, f"{iri}/"), title)
    schemes = [CONCEPT + name for name in CONCEPT_SCHEMES]
    return _listed(site, request, schemes, site.text("nav.concepts", request.language))


def term_paths(site: Site) -> Iterable[str]:
    """Return the path of the ontology and those of its terms."""
    yield "ns"
    yield from (path for iri in typed_below(site.graph, ONTOLOGY) if (path := page_path(iri)))


def render_term(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page of the ontology or of one of its terms."""
    if not rest:
        title = site.text("nav.ontology", request.language)
        return _listed(site, request, typed_below(site.graph, ONTOLOGY), title)
    thing = thing_of(request.path)
    if thing is None:
        raise PageMissing(request.path)
    return render_thing(site, request, thing)


def _listed(site: Site, request: PageRequest, iris: Sequence[str], title: str) -> Page:
    definitions = _definitions(site, iris)
    viewer = viewer_of(site, site.skin.addresses(request), request.language, iris)
    terms = tuple(Defined(viewer.named(iri), definitions.get(iri, ())) for iri in iris)
    return site.page(request, "concepts.html", title=title, terms=terms)


def _definitions(site: Site, iris: Iterable[str]) -> dict[str, tuple[Cell, ...]]:
    wanted = set(iris)
    text = f"SELECT DISTINCT ?thing ?text WHERE {{ ?thing <{_DEFINITION}> ?text }} ORDER BY ?thing ?text"
    found: dict[str, list[Cell]] = {}
    for thing, definition in site.graph.select(text).rows:
        if isinstance(thing, Iri) and thing.value in wanted and isinstance(definition, Literal):
            found.setdefault(thing.value, []).append(
                Cell(text=definition.lexical, language=definition.language)
            )
    return {iri: tuple(cells) for iri, cells in found.items()}
