"""A mapping and a set of mappings, as the simple standard for sharing ontological mappings has them.

Values for everyone who reads, judges or makes links; nothing here parses.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as ReadOnlyDict
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from gbaip_graph.findings import Finding

NEGATED = "Not"
PREDICTED, ACCEPTED, REJECTED = "predicted", "accepted", "rejected"
#: Our own slot: a candidate of a matcher, a link that somebody confirmed, or one that somebody refused.
REVIEW_STATES = (PREDICTED, ACCEPTED, REJECTED)
#: Prefixes that a mapping file need not declare (https://mapping-commons.github.io/sssom/spec-intro/).
BUILT_IN_PREFIXES: ReadOnlyDict[str, str] = MappingProxyType(
    {
        "linkml": "https://w3id.org/linkml/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "semapv": "https://w3id.org/semapv/vocab/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "sssom": "https://w3id.org/sssom/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
_NONE: ReadOnlyDict[str, Any] = MappingProxyType({})


def _no_values() -> ReadOnlyDict[str, Any]:
    return _NONE


@dataclass(frozen=True)
class Mapping:
    """One row: a subject, a relation (or its denial) and an object, with why, who, when and on what evidence.

    Identifiers are compact names as the file has them; ``subject_iri``, ``predicate_iri`` and ``object_iri``
    are what they stand for. ``confidence`` is that of whoever proposed the link (0 to 1),
    ``reviewer_agreement`` that of whoever looked at it afterwards (-1 to 1). ``review_state`` and the slots
    that begin with ``evidence_`` are extensions of this project. ``other`` keeps further columns.
    """

    subject_id: str
    predicate_id: str
    object_id: str
    mapping_justification: str
    record_id: str = ""
    subject_label: str = ""
    predicate_modifier: str = ""
    object_label: str = ""
    author_id: str = ""
    author_label: str = ""
    mapping_date: str = ""
    confidence: float | None = None
    reviewer_id: str = ""
    review_date: str = ""
    reviewer_agreement: float | None = None
    review_state: str = ""
    subject_source: str = ""
    subject_source_version: str = ""
    object_source: str = ""
    object_source_version: str = ""
    subject_match_field: str = ""
    object_match_field: str = ""
    match_string: str = ""
    similarity_score: float | None = None
    similarity_measure: str = ""
    mapping_tool: str = ""
    mapping_tool_version: str = ""
    evidence_kind: str = ""
    evidence_package: str = ""
    evidence_version: str = ""
    evidence_record: str = ""
    evidence_licence: str = ""
    comment: str = ""
    subject_iri: str = field(default="", compare=False)
    predicate_iri: str = field(default="", compare=False)
    object_iri: str = field(default="", compare=False)
    other: ReadOnlyDict[str, str] = field(default_factory=_no_values, compare=False)
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)
    columns: ReadOnlyDict[str, int] = field(default_factory=_no_values, compare=False, repr=False)

    @property
    def is_negative(self) -> bool:
        """Tell whether the row denies the relation."""
        return self.predicate_modifier == NEGATED

    @property
    def holds(self) -> bool:
        """Tell whether the row states a link: neither denied, nor only predicted, nor rejected."""
        return not self.is_negative and self.review_state in ("", ACCEPTED)

    def finding(self, slot: str, rule: str, message: str, *, mend: str = "", **more: Any) -> Finding:
        """Make a finding at the cell of a slot, or at the beginning of the row where it has no such cell."""
        column = self.columns.get(slot, 1) if self.line else 0
        return Finding(self.file, self.line, column, rule, message, mend, focus_node=self.subject_id, **more)


_FIRST_SLOTS = (
    "record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id",
    "object_label", "mapping_justification",
)  # fmt: skip
_NO_SLOTS = ("subject_iri", "predicate_iri", "object_iri", "other", "file", "line", "columns")
#: The names of the slots that stand in columns, in the order in which they are written.
SLOTS = (
    *_FIRST_SLOTS,
    *(one.name for one in fields(Mapping) if one.name not in (*_FIRST_SLOTS, *_NO_SLOTS)),
)
NUMBER_SLOTS = ("confidence", "reviewer_agreement", "similarity_score")


@dataclass(frozen=True)
class MappingSet:
    """A file of mappings: its metadata as the header has them, and its rows in the file's order.

    ``header`` holds texts, lists of texts and, for ``extension_definitions``, dictionaries.
    """

    header: ReadOnlyDict[str, Any]
    mappings: tuple[Mapping, ...]
    file: str = ""

    def __iter__(self) -> Iterator[Mapping]:
        return iter(self.mappings)

    def __len__(self) -> int:
        return len(self.mappings)

    @property
    def curie_map(self) -> ReadOnlyDict[str, str]:
        """The prefixes that the file declares."""
        declared: ReadOnlyDict[str, str] = self.header.get("curie_map", _NONE)
        return declared

    @property
    def mapping_set_id(self) -> str:
        """The IRI of the set."""
        return str(self.header.get("mapping_set_id", ""))

    @property
    def license(self) -> str:
        """The IRI of the licence of the set."""
        return str(self.header.get("license", ""))

    def expand(self, name: str) -> str:
        """Turn a compact name into an IRI; raises ``ValueError`` where its prefix is not declared."""
        return expand_name(name, self.curie_map)


def expand_name(name: str, prefixes: ReadOnlyDict[str, str]) -> str:
    """Turn a compact name into an IRI by the prefixes of a file and those every file has.

    Raises ``ValueError`` for an unknown prefix, a name without one or a whole IRI.

    >>> expand_name("skos:exactMatch", {})
    'http://www.w3.org/2004/02/skos/core#exactMatch'
    """
    prefix, colon, local = name.partition(":")
    namespace = prefixes.get(prefix) or BUILT_IN_PREFIXES.get(prefix)
    if not colon or not namespace:
        raise ValueError(f"unknown prefix in {name!r}")
    return namespace + local
