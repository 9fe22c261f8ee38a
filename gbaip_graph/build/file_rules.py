"""What a Turtle file must keep to before its triples are believed: one small function for each rule.

For the loader. A new rule is a function from a ``Reading`` to findings, and one line in the table at the end.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from gbaip_graph.build.shortcuts import DEFINITIONS
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.literals import lexical_fault
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, LocatedTriple, Position
from gbaip_graph.turtle.tokens import LINE_END, TOKEN

#: Chinese needs its script, because a reader of one may not read the other; Portuguese is for names from
#: Macao.
LANGUAGE_TAGS = ("en", "zh-Hant", "zh-Hans", "pt", "ja")
#: Deepest honest nesting of brackets is below 20; parsers that call themselves fail at some 300.
NESTING_LIMIT = 200
#: Characters that change the order in which text is shown, or that are not shown at all: first and last code.
_HIDDEN_RANGES = (
    (0x7F, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
)  # fmt: skip
_HIDDEN = frozenset(code for first, last in _HIDDEN_RANGES for code in range(first, last + 1))
_HIDDEN_OR_ESCAPE = re.compile(
    "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _HIDDEN_RANGES) + "]"
    r"|\\(?:\\|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))"
)
#: Non-joiner and joiner, which some scripts and emoji are written with.
_JOINERS = frozenset({0x200C, 0x200D})
_LAST_LATIN = 0x024F


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


def break_rules(reading: Reading, rules: Iterable[FileRule]) -> Iterator[Finding]:
    """Find where a file breaks a rule; its form is judged last, when nothing else is wrong with it."""
    broken = False
    for name, kinds, find in rules:
        if reading.kind not in kinds or (broken and name == "not-canonical"):
            continue
        for finding in find(reading, name):
            broken = True
            yield finding
        if broken and name in _SAID_ALONE:
            return


def _ill_typed(reading: Reading, rule: str) -> Iterator[Finding]:
    for triple in reading.document.triples:
        fault = _fault(triple.object) if isinstance(triple.object, Literal) else None
        if fault:
            mend = "Write a value of that datatype, or choose the datatype that fits the value."
            yield reading.finding(triple.object_at, rule, fault, mend=mend, focus_node=_focus(triple))


def _fault(literal: Literal) -> str | None:
    """Judge the lexical form, and the characters of a text whose language is told as those of any other."""
    return lexical_fault(literal) or (lexical_fault(Literal(literal.lexical)) if literal.language else None)


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
            mend = "Compose the characters; in this project `gbaip check --fix` does so."
            yield reading.finding(Position(number, column), rule, message, mend=mend)


def _hidden_character(reading: Reading, rule: str) -> Iterator[Finding]:
    for found in _HIDDEN_OR_ESCAPE.finditer(reading.text):
        digits = found[1] or found[2]
        code = int(digits, 16) if digits else ord(found[0][0])
        if code not in _HIDDEN:
            continue
        if code in _JOINERS and _joins(reading.text, found.start(), found.end()):
            continue
        name = unicodedata.name(chr(code), "a character without a name")
        message = f"U+{code:04X} ({name}) stands here and cannot be seen"
        mend = "Delete it; whoever compares or reads the text would be misled."
        yield reading.finding(_place(reading.text, found.start()), rule, message, mend=mend)


def _joins(text: str, start: int, end: int) -> bool:
    """Say whether a joiner stands where scripts and emoji need it: behind a letter that can be joined."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and all(
        ord(one) > _LAST_LATIN and not one.isspace() and "CJK" not in unicodedata.name(one, "")
        for one in (before, after)
    )


def _too_deep(reading: Reading, rule: str) -> Iterator[Finding]:
    if reading.text.count("[") + reading.text.count("(") <= NESTING_LIMIT:
        return
    depth = 0
    for token in TOKEN.finditer(reading.text):
        mark = token["mark"]
        depth += (mark in ("[", "(")) - (mark in ("]", ")"))
        if depth > NESTING_LIMIT:
            message = f"brackets are nested more than {NESTING_LIMIT} deep"
            mend = "Give the things inside names of their own; few engines can read this."
            yield reading.finding(_place(reading.text, token.start()), rule, message, mend=mend)
            return


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
    return _place(text, _first_difference(text, canonical) - 1)


def _place(text: str, offset: int) -> Position:
    ends = [match.end() for match in LINE_END.finditer(text, 0, offset)]
    return Position(len(ends) + 1, offset - (ends[-1] if ends else 0) + 1)


def _first_difference(text: str, other: str) -> int:
    """Return the place, counted from 1, of the first character that differs."""
    pairs = enumerate(zip(text, other, strict=False), start=1)
    return next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)) + 1)


def _focus(triple: LocatedTriple) -> str:
    return compact(triple.subject.value) if isinstance(triple.subject, Iri) else ""


Find = Callable[[Reading, str], Iterator[Finding]]
#: Stable name of a rule, the kinds of file it is for, and the function that finds where it is broken.
FileRule = tuple[str, frozenset[SourceKind], Find]

#: Rules whose fault brings hundreds of others with it.
_SAID_ALONE = frozenset({"nested-too-deeply"})
_EVERY = frozenset(SourceKind)
_DATA = frozenset({SourceKind.DATA})

#: What any graph must keep to, whoever wrote it.
COMMON_RULES: tuple[FileRule, ...] = (
    ("nested-too-deeply", _EVERY, _too_deep),
    ("ill-typed-literal", _EVERY, _ill_typed),
    ("hidden-character", _EVERY, _hidden_character),
    ("not-nfc", _EVERY, _not_nfc),
)
#: What the files of this project keep to.
RULES: tuple[FileRule, ...] = (
    *COMMON_RULES,
    ("unknown-prefix", _EVERY, _unknown_prefix),
    ("rebound-prefix", _EVERY, _rebound_prefix),
    ("language-tag", _EVERY, _language_tag),
    ("blank-node", _DATA, _blank_node),
    ("derived-property", _DATA, _derived_property),
    ("wrong-source", _DATA, _wrong_source),
    ("not-canonical", _DATA, _not_canonical),
)
