"""What the mapping files of this project keep to beyond the standard: one small function for each rule.

For the loader. A stranger's mapping set is not judged by these.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import BASE, CONCEPT, DATA, ONTOLOGY
from gbaip_graph.sssom.mapping import BUILT_IN_PREFIXES, Mapping, MappingSet

#: An installed package, a row of the list of verified identifiers, or a record that no test can open again.
EVIDENCE_KINDS = ("package", "identifier-list", "record-elsewhere")
#: Licences whose data may name an identifier here, but leave no text in this graph.
COPYLEFT_LICENCES = ("GPL-3.0-only", "LGPL-2.1-only", "LGPL-2.1-or-later")
#: Licences of databases that would bind whoever takes rows of them over.
SHARE_ALIKE_LICENCES = ("ODbL-1.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0")
RELATIONS = tuple(
    BUILT_IN_PREFIXES["skos"] + name
    for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
)
_REQUIRED = (
    "record_id", "subject_label", "author_id", "mapping_date", "confidence", "review_state",
    "subject_source", "object_source", "evidence_kind", "evidence_package", "evidence_version",
    "evidence_record", "evidence_licence",
)  # fmt: skip
_OWN = (DATA, CONCEPT, ONTOLOGY)


def house_findings(mapping_set: MappingSet, *, graph: str) -> Iterator[Finding]:
    """Find where a mapping file breaks a rule of the house; ``graph`` is the IRI of its named graph."""
    if mapping_set.mapping_set_id != graph:
        message = f"the mapping_set_id is not <{graph}>, the graph of this file"
        yield Finding(mapping_set.file, 1, 1, "mapping-header", message, f"Write `#mapping_set_id: {graph}`.")
    if not mapping_set.license:
        mend = "Write `#license: https://creativecommons.org/licenses/by/4.0/`."
        yield Finding(mapping_set.file, 1, 1, "mapping-header", "the header has no license", mend)
    yield from _shared_record_ids(mapping_set)
    for mapping in mapping_set:
        for rule, find in RULES:
            for slot, message, mend in find(mapping, mapping_set):
                yield mapping.finding(slot, rule, message, mend=mend)


def _shared_record_ids(mapping_set: MappingSet) -> Iterator[Finding]:
    first: dict[str, Mapping] = {}
    for one in mapping_set:
        earlier = first.setdefault(one.record_id, one)
        if one.record_id and earlier is not one:
            message = f"line {earlier.line} has the record_id {one.record_id} too"
            yield one.finding("record_id", "repeated-record-id", message, mend="Give each row its own.")


Problem = tuple[str, str, str]


def _missing(one: Mapping, _: MappingSet) -> Iterator[Problem]:
    for slot in _REQUIRED:
        if getattr(one, slot) in ("", None):
            yield (
                slot,
                f"the row has no {slot}",
                "Say who linked what, when, how surely and on what evidence.",
            )


def _relation(one: Mapping, _: MappingSet) -> Iterator[Problem]:
    if one.predicate_iri == BUILT_IN_PREFIXES["owl"] + "sameAs":
        message = "owl:sameAs would make one thing of two, with everything that is said of either"
        yield (
            "predicate_id",
            message,
            "Write skos:exactMatch, or what is true: close, broad, narrow, related.",
        )
    elif one.predicate_iri not in RELATIONS:
        names = ", ".join("skos:" + iri.rsplit("#", 1)[1] for iri in RELATIONS)
        yield "predicate_id", f"{one.predicate_id} is no relation of this project", f"Write one of {names}."


def _record_id(one: Mapping, mapping_set: MappingSet) -> Iterator[Problem]:
    start = mapping_set.mapping_set_id + "#"
    if one.record_id and not mapping_set.expand(one.record_id).startswith(start):
        yield "record_id", f"{one.record_id} does not stand below its own set", f"Begin it with <{start}>."


def _sides(one: Mapping, _: MappingSet) -> Iterator[Problem]:
    if not one.subject_iri.startswith(_OWN):
        yield "subject_id", f"{one.subject_id} is no record, concept or term of ours", "Put ours on the left."
    if one.object_iri.startswith(BASE):
        yield "object_id", f"{one.object_id} is of ours, not of another graph", "Put the other on the right."


def _evidence(one: Mapping, _: MappingSet) -> Iterator[Problem]:
    if one.evidence_kind and one.evidence_kind not in EVIDENCE_KINDS:
        message = f"the evidence_kind is {one.evidence_kind!r}"
        yield "evidence_kind", message, f"Write one of {', '.join(EVIDENCE_KINDS)}."
    if one.evidence_licence in SHARE_ALIKE_LICENCES:
        message = f"evidence under {one.evidence_licence} does not enter this graph"
        yield "evidence_licence", message, "Find the identifier in a source that is free of such terms."
    if one.evidence_licence in COPYLEFT_LICENCES and one.object_label:
        message = f"the label comes from a package under {one.evidence_licence}"
        yield "object_label", message, "Take the code alone, or find the label in another source."


def _normalised(one: Mapping, _: MappingSet) -> Iterator[Problem]:
    for slot in ("subject_label", "object_label", "comment", "evidence_record"):
        if not unicodedata.is_normalized("NFC", getattr(one, slot)):
            message = f"{slot} is not in Unicode normalisation form C"
            yield slot, message, "Compose its characters."


Find = Callable[[Mapping, MappingSet], Iterator[Problem]]
#: Stable name of a rule and the function that finds where a row breaks it.
RULES: tuple[tuple[str, Find], ...] = (
    ("missing-value", _missing),
    ("relation", _relation),
    ("record-id", _record_id),
    ("sides-of-a-link", _sides),
    ("evidence", _evidence),
    ("not-nfc", _normalised),
)
