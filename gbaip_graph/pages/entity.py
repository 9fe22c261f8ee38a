"""The page of a thing: what is said of it, what points to it, and where each fact is stated.

One layout for every kind of record; what differs between kinds stands in ``tables``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaip_graph.namespaces import BASE, DATA, ONTOLOGY, RECORD_KINDS, compact, expand
from gbaip_graph.pages import schema_org
from gbaip_graph.pages.about_contradictions import COMPARES, Said, said_in
from gbaip_graph.pages.addresses import thing_of
from gbaip_graph.pages.facts import FactRow, Facts
from gbaip_graph.pages.first_rows import first_rows
from gbaip_graph.pages.gathering import gather
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.pages.record import (
    Statement,
    is_retired,
    statements_of,
    statements_to,
    successor_of,
    typed_below,
)
from gbaip_graph.pages.tables import LABEL, ORDER, columns_of, kind_of
from gbaip_graph.pages.views import Cell, Citation, Named
from gbaip_graph.turtle.terms import Iri, Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

# A table longer than this is a list to ask the graph for; the page says how many rows more there are.
_MOST_ROWS = 400
_LABELS = frozenset(map(expand, ("skos:prefLabel", "skos:altLabel", "rdfs:label", "dcterms:title")))
_NOTES = frozenset(
    map(expand, ("skos:editorialNote", "skos:definition", "skos:scopeNote", "dcterms:description"))
)
_MATCHES = frozenset(expand(f"skos:{kind}Match") for kind in ("exact", "close", "broad", "narrow", "related"))
_TYPE, _STATED_IN = expand("rdf:type"), expand("gbaip:statedIn")


@dataclass(frozen=True)
class Value:
    """Values of a property that are stated in the same places, and where."""

    cell: Cell
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Property:
    """A property of the thing with all of its values."""

    name: Named
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """Records that point to the thing; ``more`` is how many are not shown.

    ``is_cited`` says whether there is more to tell of a row than what its name leads to.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[FactRow, ...]
    more: int
    is_cited: bool


def paths(site: Site) -> Iterable[str]:
    """Return the path of every record."""
    things = typed_below(site.graph, DATA)
    return (thing.removeprefix(BASE) for thing in things if kind_of(thing))


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page of ``id/<kind>/<slug>``; raises ``PageMissing`` for what nothing is said of."""
    thing = thing_of(f"id/{rest}")
    if thing is None or rest.partition("/")[0] not in RECORD_KINDS:
        raise PageMissing(request.path)
    return render_thing(site, request, thing)


def render_thing(site: Site, request: PageRequest, thing: str) -> Page:
    """Make the page of a thing of any kind."""
    own, to = site.lately(
        "statements", thing, lambda: (statements_of(site.graph, thing), statements_to(site.graph, thing))
    )
    if not own:
        raise PageMissing(request.path)
    _refuse_retired(own, request)
    facts = gather(site, request, thing, own, to)
    said = said_in(site, request, own)
    context = {
        "thing": facts.viewer.named(thing),
        "heading": facts.heading(thing, own),
        "types": _types(own, thing, facts),
        "names": _names(own, thing, facts),
        "notes": _notes(own, facts),
        "said": said,
        "properties": _properties(_untold(own, said), facts),
        "matches": _matches(own, facts),
        "stated_in": facts.viewer.citations(facts.passages_of(own)),
        "tables": _tables(to, facts),
        "json_ld": schema_org.write(site, thing),
        "data_path": request.path,
    }
    return site.page(request, "entity.html", **context)


def _refuse_retired(own: Sequence[Statement], request: PageRequest) -> None:
    if is_retired(own):
        raise PageMissing(request.path, is_retired=True, successor=successor_of(own).removeprefix(BASE))


def _types(own: Sequence[Statement], thing: str, facts: Facts) -> tuple[Named, ...]:
    """Return the classes of our own; for a thing of others only, what it is in the words of the pages."""
    types = dict.fromkeys(
        one.value.value for one in own if one.predicate == _TYPE and isinstance(one.value, Iri)
    )
    if ours := tuple(facts.viewer.named(iri) for iri in types if iri.startswith(ONTOLOGY)):
        return ours
    if kind := kind_of(thing):
        address = facts.viewer.addresses.to(f"list/{kind}")
        return (Named(thing, facts.text(f"kind.{kind}"), facts.language, address),)
    keys = [key for iri in types if (key := f"type.{compact(iri)}") in facts.site.skin.texts]
    return tuple(Named(thing, facts.text(key), facts.language) for key in keys[:1])


def _names(own: Sequence[Statement], thing: str, facts: Facts) -> tuple[Cell, ...]:
    """Return the labels that the heading does not show."""
    shown = facts.viewer.named(thing)
    labels = dict.fromkeys(
        one.value for one in own if one.predicate in _LABELS and isinstance(one.value, Literal)
    )
    return tuple(
        Cell(text=label.lexical, language=label.language)
        for label in labels
        if (label.lexical, label.language) != (shown.text, shown.language)
    )


def _notes(own: Sequence[Statement], facts: Facts) -> tuple[Value, ...]:
    same: dict[Literal, list[Statement]] = {}
    for one in own:
        if one.predicate in _NOTES and isinstance(one.value, Literal):
            same.setdefault(one.value, []).append(one)
    return tuple(
        Value(Cell(text=note.lexical, language=note.language), facts.citations_of(statements))
        for note, statements in same.items()
    )


def _untold(own: Sequence[Statement], said: Sequence[Said]) -> tuple[Statement, ...]:
    """Leave out which records a disagreement compares where these are shown with what they say."""
    told = {one.record.iri for one in said}
    return tuple(
        one
        for one in own
        if one.predicate != COMPARES or not isinstance(one.value, Iri) or one.value.value not in told
    )


def _properties(own: Sequence[Statement], facts: Facts) -> tuple[Property, ...]:
    left_out = _LABELS | _NOTES | _MATCHES | {_TYPE, _STATED_IN}
    by_property: dict[str, dict[object, list[Statement]]] = {}
    for one in own:
        if one.predicate not in left_out:
            by_property.setdefault(one.predicate, {}).setdefault(one.value, []).append(one)
    return tuple(
        Property(
            facts.property_named(predicate),
            _joined(Value(facts.value(same[0]), facts.citations_of(same)) for same in values.values()),
        )
        for predicate, values in sorted(by_property.items(), key=lambda pair: _rank(pair[0]))
    )


def _joined(values: Iterable[Value]) -> tuple[Value, ...]:
    """Put things that are stated in the same places beside one another."""
    joined: list[Value] = []
    for value in values:
        last = joined[-1] if joined else None
        if last and last.cell.things and value.cell.things and last.citations == value.citations:
            joined[-1] = Value(Cell((*last.cell.things, *value.cell.things)), value.citations)
        else:
            joined.append(value)
    return tuple(joined)


#: What people look for first; the rest follows by name.
_FIRST = tuple(
    map(
        expand,
        ("gbaip:takesPlaceDuring", "gbaip:takesPlaceIn", "gbaip:editionOf", "gbaip:ordinal",
         "gbaip:heldWithin", "gbaip:fallsUnder", "gbaip:listedIn", "gbaip:hasMeasure",
         "gbaip:value", "gbaip:hasExactness",
         "gbaip:currency", "gbaip:measures", "gbaip:hasParty", "gbaip:hasRole", "gbaip:inActivity"),
    )
)  # fmt: skip


def _rank(predicate: str) -> tuple[int, str]:
    return (_FIRST.index(predicate) if predicate in _FIRST else len(_FIRST), predicate)


def _matches(own: Sequence[Statement], facts: Facts) -> tuple[Property, ...]:
    found: dict[str, list[str]] = {}
    for one in own:
        if one.predicate in _MATCHES and isinstance(one.value, Iri):
            found.setdefault(one.predicate, []).append(one.value.value)
    return tuple(
        Property(
            facts.property_named(predicate),
            tuple(Value(Cell((facts.viewer.named(iri),)), ()) for iri in dict.fromkeys(iris)),
        )
        for predicate, iris in sorted(found.items())
    )


def _tables(to: Sequence[Statement], facts: Facts) -> tuple[Table, ...]:
    groups: dict[tuple[str, str], list[str]] = {}
    for one in to:
        if kind := kind_of(one.subject):
            groups.setdefault((kind, one.predicate), []).append(one.subject)
    return tuple(
        _table(kind, predicate, things, facts)
        for (kind, predicate), things in sorted(groups.items(), key=lambda group: _table_rank(*group[0]))
    )


def _table_rank(kind: str, predicate: str) -> tuple[int, str, str]:
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind, predicate)


def _table(kind: str, predicate: str, things: Sequence[str], facts: Facts) -> Table:
    found = first_rows(things, columns_of(kind, without=predicate), facts, most=_MOST_ROWS)
    used = found.telling()
    local = compact(predicate)
    return Table(
        f"{kind}-{local.replace(':', '-')}",
        _table_title(kind, predicate, facts),
        tuple(facts.column_title(found.columns[index]) for index in used),
        tuple(row.only(used) for row in found.rows),
        len(found.things_left),
        LABEL not in found.columns or found.is_cited(),
    )


def _table_title(kind: str, predicate: str, facts: Facts) -> str:
    key = f"group.{kind}.{compact(predicate)}"
    if key in facts.site.skin.texts:
        return facts.text(key)
    kinds = facts.text(f"kinds.{kind}")
    return kinds if predicate == _TYPE else f"{kinds} ({facts.property_named(predicate).text})"
