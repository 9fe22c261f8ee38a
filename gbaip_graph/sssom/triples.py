"""A mapping set as RDF, each triple with the place of the cell that says it.

Follows https://mapping-commons.github.io/sssom/spec-formats-rdf/: a row is an ``owl:Axiom``. A row that holds
is also said as the plain triple, so that a query need not know of axioms; what is denied, predicted or
rejected is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as ReadOnlyDict

from gbaip_graph.sssom.mapping import BUILT_IN_PREFIXES, NUMBER_SLOTS, SLOTS, Mapping, MappingSet
from gbaip_graph.turtle.terms import (
    IRI_TYPE,
    XSD,
    XSD_STRING,
    BlankNode,
    Iri,
    Literal,
    LocatedTriple,
    Position,
    Subject,
    Term,
)

_OWL, _SSSOM = BUILT_IN_PREFIXES["owl"], BUILT_IN_PREFIXES["sssom"]
_DCTERMS, _RDFS = "http://purl.org/dc/terms/", BUILT_IN_PREFIXES["rdfs"]
#: Slots that the standard gives a property of another vocabulary (LinkML model of SSSOM 1.1).
_PROPERTIES = {
    "subject_id": _OWL + "annotatedSource",
    "predicate_id": _OWL + "annotatedProperty",
    "object_id": _OWL + "annotatedTarget",
    "author_id": "http://purl.org/pav/authoredBy",
    "mapping_date": _DCTERMS + "created",
    "comment": _RDFS + "comment",
}
_NAMED = frozenset(
    {"subject_id", "predicate_id", "object_id", "mapping_justification", "author_id", "reviewer_id",
     "subject_source", "object_source", "subject_match_field", "object_match_field"}
)  # fmt: skip
_DATES = frozenset({"mapping_date", "review_date"})
_LISTS = frozenset({"author_id", "author_label", "reviewer_id", "match_string"})
_EXTENSIONS = frozenset(
    {"review_state", "evidence_kind", "evidence_package", "evidence_version", "evidence_record",
     "evidence_licence"}
)  # fmt: skip


def mapping_triples(mapping_set: MappingSet) -> tuple[LocatedTriple, ...]:
    """Return the triples of a mapping set: the set, each row as an axiom, and the links that hold."""
    properties = _properties(mapping_set)
    found = list(_set_triples(mapping_set))
    for mapping in mapping_set:
        found.extend(_row_triples(mapping, mapping_set, properties))
    return tuple(found)


def _properties(mapping_set: MappingSet) -> ReadOnlyDict[str, str]:
    """Return the property of each slot; an extension without a definition is not told in RDF."""
    standard = {slot: _SSSOM + slot for slot in SLOTS if slot not in _EXTENSIONS}
    own = {
        definition["slot_name"]: mapping_set.expand(definition["property"])
        for definition in mapping_set.header.get("extension_definitions", ())
        if "slot_name" in definition and "property" in definition
    }
    return {**standard, **_PROPERTIES, **own}


def _set_triples(mapping_set: MappingSet) -> Iterator[LocatedTriple]:
    said = {
        IRI_TYPE.value: Iri(_SSSOM + "MappingSet"),
        _DCTERMS + "license": Iri(mapping_set.license) if mapping_set.license else None,
        _DCTERMS + "title": _text(mapping_set.header.get("mapping_set_title")),
        _RDFS + "comment": _text(mapping_set.header.get("comment")),
    }
    for predicate, value in said.items():
        if value is not None:
            yield _located(Iri(mapping_set.mapping_set_id), predicate, value, Position(1, 1))
    for page in mapping_set.header.get("see_also", ()):
        yield _located(Iri(mapping_set.mapping_set_id), _RDFS + "seeAlso", Iri(page), Position(1, 1))


def _text(value: object) -> Literal | None:
    return Literal(value) if isinstance(value, str) and value else None


def _row_triples(
    one: Mapping, mapping_set: MappingSet, properties: ReadOnlyDict[str, str]
) -> Iterator[LocatedTriple]:
    node: Subject = Iri(mapping_set.expand(one.record_id)) if one.record_id else BlankNode(f"row{one.line}")
    at = Position(one.line, 1)
    yield _located(Iri(mapping_set.mapping_set_id), _SSSOM + "mappings", node, at)
    yield _located(node, IRI_TYPE.value, Iri(_OWL + "Axiom"), at)
    for slot in SLOTS:
        if slot == "record_id" or slot not in properties:
            continue
        place = Position(one.line, one.columns.get(slot, 1))
        for value in _values(one, slot, mapping_set):
            yield _located(node, properties[slot], value, place)
    if one.holds:
        place = Position(one.line, one.columns.get("predicate_id", 1))
        yield _located(Iri(one.subject_iri), one.predicate_iri, Iri(one.object_iri), place)


def _values(one: Mapping, slot: str, mapping_set: MappingSet) -> Iterator[Term]:
    value = getattr(one, slot)
    if value in ("", None):
        return
    if slot in NUMBER_SLOTS:
        yield Literal(f"{value:.6g}", XSD + "double")
    elif slot == "predicate_modifier":
        yield Iri(_SSSOM + "NegatedPredicate")
    else:
        for text in value.split("|") if slot in _LISTS else (value,):
            if slot in _NAMED:
                yield Iri(mapping_set.expand(text.strip()))
            else:
                yield Literal(text.strip(), XSD + "date" if slot in _DATES else XSD_STRING)


def _located(subject: Subject, predicate: str, value: Term, at: Position) -> LocatedTriple:
    return LocatedTriple(subject, Iri(predicate), value, at, at, at)
