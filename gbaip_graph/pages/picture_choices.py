"""What pictures can be drawn of: their parameters, and the choices that are offered and copied.

For the pages of pictures and their files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gbaip_graph.namespaces import DATA, compact, expand
from gbaip_graph.pages.page import Parameters
from gbaip_graph.pictures import Variant
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.seizures import seizure_variants
from gbaip_graph.turtle.terms import Iri

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

SEIZURES, NEIGHBOURHOOD = "seizures-by-operation", "neighbourhood"
#: Pictures that one may choose something for, and by which parameters.
CHOSEN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {SEIZURES: ("measure", "side", "currency", "of"), NEIGHBOURHOOD: ("thing",)}
)
#: The saved question that the picture of seizures is drawn from.
_ASKED = "operations-and-seizures"
# As many as one looks through; every other thing has a link to its neighbourhood on its own page.
_MOST_THINGS = 24
_WHO_TAKES_PART = f"""
SELECT ?thing (COUNT(DISTINCT ?involvement) AS ?times) WHERE {{
  ?involvement <{expand("gbaip:hasParty")}> ?thing .
  FILTER(STRSTARTS(STR(?thing), "{DATA}agency/") || STRSTARTS(STR(?thing), "{DATA}group/"))
}} GROUP BY ?thing ORDER BY DESC(?times) ?thing LIMIT {_MOST_THINGS}"""


def plain(parameters: Parameters) -> Parameters:
    """Return what was given, without empty fields of a form, things by their compact names.

    >>> plain((("thing", "https://w3id.org/gbaip/id/agency/ced"), ("side", "")))
    (('thing', 'agency:ced'),)
    """
    return tuple((key, compact(value)) for key, value in parameters if value)


def fill_in(parameters: Parameters) -> dict[str, Any]:
    """Return parameters as keywords of ``pictures.draw``, apart from the names of its own."""
    return {f"{key}_": value for key, value in parameters}


def variants_of(site: Site, name: str, language: str) -> Sequence[Variant]:
    """Return the choices of a picture that are offered; none of a picture without parameters."""
    if name == SEIZURES and _ASKED in site.questions:
        desk = Desk(site.graph, site.questions, language, str, lambda question, _: question)
        return site.kept(("variants", name, language), lambda: seizure_variants(desk))
    if name == NEIGHBOURHOOD:
        return site.kept(("variants", name, language), lambda: _things(site, language))
    return ()


def to_begin_with(site: Site, name: str) -> Parameters:
    """Return what is drawn where nothing was chosen; ``()`` leaves that to the picture."""
    if name != NEIGHBOURHOOD:
        return ()
    return next((variant.parameters for variant in variants_of(site, name, "en")), ())


def _things(site: Site, language: str) -> tuple[Variant, ...]:
    rows = site.graph.select(_WHO_TAKES_PART).rows
    things = [thing.value for thing, _ in rows if isinstance(thing, Iri)]
    labels = site.labels(things)
    shown = ((thing, site.label(thing, language, labels)) for thing in things)
    return tuple(Variant((("thing", compact(thing)),), label.text, label.language) for thing, label in shown)
