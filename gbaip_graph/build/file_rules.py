"""What a Turtle file must keep to before its triples are believed: one small function for each rule.

For the loader. A new rule is a function from a ``Reading`` to findings, and one line in the table at the end.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from gbaip_graph.build.shortcuts import DEFINITIONS
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.literals import lexical_fault
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, LocatedTriple, Position

#: Chinese needs its script, because a reader of one may not read the other; Portuguese is for names from
#: Macao.
LANGUAGE_TAGS = ("en", "zh-Hant", "zh-Hans", "pt", "ja")


class SourceKind(enum.Enum):
    """What a file is for."""

    ONTOLOGY = "ontology"
    SHAPES = "shapes"
    DATA = "data"


@dataclass(frozen=True)
class Reading:
    """A file that parsed: its path below the root, its kind, its text and its triples with their places."""

    file: str
    kind: SourceKind
    text: str
    document: TurtleDocument

    def finding(self, at: Position, rule: str, message: str, *, mend: str, focus_node: str = "") -> Finding:
        """Make a finding about this file."""
        return Finding(self.file, at.line, at.column, rule, message, mend, focus_node=focus_node)


def break_rules(reading: Reading) -> Iterator[Finding]:
    """Find where a file breaks a rule; its form is judged last, when nothing else is wrong with it."""
    broken = False
    for name, kinds, find in RULES:
        if reading.kind not in kinds or (broken and name == "not-canonical"):
            continue
        for finding in find(reading, name):
            broken = True
            yield finding


def _ill_typed(reading: Reading, rule: str) -> Iterator[Finding]:
    for triple in reading.document.triples:
        fault = lexical_fault(triple.object) if isinstance(triple.object, Literal) else None
        if fault:
            mend = "Write a value of that datatype, or choose the datatype that fits the value."
            yield reading.finding(triple.object_at, rule, fault, mend=mend, focus_node=_focus(triple))


def _blank_node(reading: Reading, rule: str) -> Iterator[Finding]:
    mend = "Give the record an IRI of its kind, so that it can be cited and compared."
    for triple in reading.document.triples:
        if isinstance(triple.subject, BlankNode):
            yield reading.finding(triple.subject_at, rule, "a blank node as subject", mend=mend)
        if isinstance(triple.object, BlankNode):
            yield reading.finding(
                triple.object_at, rule, "a blank node as object", mend=mend, focus_node=_focus(triple)
            )


def _unknown_prefix(reading: Reading, rule: str) -> Iterator[Finding]:
    for prefix in reading.document.prefixes:
        if prefix not in PREFIXES:
            yield reading.finding(
                reading.document.prefix_positions[prefix],
                rule,
                f"the project has no prefix {prefix}:",
                mend="Use a prefix of gbaip_graph/namespaces.py, or write the IRI in full.",
            )


def _rebound_prefix(reading: Reading, rule: str) -> Iterator[Finding]:
    for prefix, namespace in reading.document.prefixes.items():
        if prefix in PREFIXES and namespace != PREFIXES[prefix]:
            yield reading.finding(
                reading.document.prefix_positions[prefix],
                rule,
                f"{prefix}: stands for <{PREFIXES[prefix]}> in this project, here for <{namespace}>",
                mend=f"Write @prefix {prefix}: <{PREFIXES[prefix]}> .",
            )


def _not_nfc(reading: Reading, rule: str) -> Iterator[Finding]:
    for number, line in enumerate(reading.text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            column = _first_difference(line, unicodedata.normalize("NFC", line))
            message = f"text not in Unicode normalisation form C at {line[column - 1 : column + 1]!r}"
            mend = "Run `gbaip check --fix`, which composes the characters."
            yield reading.finding(Position(number, column), rule, message, mend=mend)


def _language_tag(reading: Reading, rule: str) -> Iterator[Finding]:
    for triple in reading.document.triples:
        tag = triple.object.language if isinstance(triple.object, Literal) else ""
        if tag and tag not in LANGUAGE_TAGS:
            mend = f"Write one of {', '.join(LANGUAGE_TAGS)}, in exactly these letters."
            message = f"language tag {tag!r} is not used in this project"
            yield reading.finding(triple.object_at, rule, message, mend=mend, focus_node=_focus(triple))


def _derived_property(reading: Reading, rule: str) -> Iterator[Finding]:
    for triple in reading.document.triples:
        if triple.predicate.value in DEFINITIONS:
            message = f"{compact(triple.predicate.value)} is derived and never written"
            mend = "Write the involvement, item or membership it is derived from, and leave this out."
            yield reading.finding(triple.predicate_at, rule, message, mend=mend, focus_node=_focus(triple))


def _wrong_source(reading: Reading, rule: str) -> Iterator[Finding]:
    path = PurePosixPath(reading.file)
    source = PREFIXES["source"] + path.stem
    if path.parent != PurePosixPath("data/sources"):
        return
    if all(triple.subject != Iri(source) for triple in reading.document.triples):
        message = f"this file does not describe {compact(source)}, the source it is named after"
        mend = f"Describe {compact(source)} here, or name the file after the source it holds."
        yield reading.finding(Position(0, 0), rule, message, mend=mend)


def _not_canonical(reading: Reading, rule: str) -> Iterator[Finding]:
    canonical = write_canonical(reading.document.triples)
    if reading.text == canonical:
        return
    at = _first_differing_place(reading.text, canonical)
    yield reading.finding(at, rule, "not in the canonical form from here on", mend="Run `gbaip check --fix`.")


def _first_differing_place(text: str, canonical: str) -> Position:
    offset = _first_difference(text, canonical) - 1
    before = text[:offset]
    return Position(before.count("\n") + 1, offset - before.rfind("\n"))


def _first_difference(text: str, other: str) -> int:
    """Return the place, counted from 1, of the first character that differs."""
    pairs = enumerate(zip(text, other, strict=False), start=1)
    return next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)) + 1)


def _focus(triple: LocatedTriple) -> str:
    return compact(triple.subject.value) if isinstance(triple.subject, Iri) else ""


Find = Callable[[Reading, str], Iterator[Finding]]

_EVERY = frozenset(SourceKind)
_DATA = frozenset({SourceKind.DATA})

#: Stable name of a rule, the kinds of file it is for, and the function that finds where it is broken.
RULES: tuple[tuple[str, frozenset[SourceKind], Find], ...] = (
    ("ill-typed-literal", _EVERY, _ill_typed),
    ("unknown-prefix", _EVERY, _unknown_prefix),
    ("rebound-prefix", _EVERY, _rebound_prefix),
    ("not-nfc", _EVERY, _not_nfc),
    ("language-tag", _EVERY, _language_tag),
    ("blank-node", _DATA, _blank_node),
    ("derived-property", _DATA, _derived_property),
    ("wrong-source", _DATA, _wrong_source),
    ("not-canonical", _DATA, _not_canonical),
)
