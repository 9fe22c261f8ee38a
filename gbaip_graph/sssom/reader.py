"""Read a mapping set from SSSOM/TSV, or refuse it with every fault at its line and column.

For our own mapping files and for strangers'. It judges the form (columns, prefixes, numbers, dates, rows
given twice, circles of exact matches); whether a link is right is for the checks of links.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as ReadOnlyDict
from datetime import date
from pathlib import Path
from typing import Any

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.sssom.circles import exact_circles
from gbaip_graph.sssom.header import HeaderText, read_header
from gbaip_graph.sssom.mapping import (
    BUILT_IN_PREFIXES,
    NEGATED,
    NUMBER_SLOTS,
    REVIEW_STATES,
    SLOTS,
    Mapping,
    MappingSet,
    expand_name,
)
from gbaip_graph.sssom.table import Cell, UnreadableTable, rows
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.faults import shown

REQUIRED_COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
REQUIRED_HEADER = ("mapping_set_id",)
#: Ways in which a mapping comes about (https://mapping-commons.github.io/sssom/mapping_justification/).
JUSTIFICATIONS = tuple(
    "semapv:" + name
    for name in (
        "BackgroundKnowledgeBasedMatching", "CompositeMatching", "InstanceBasedMatching", "LexicalMatching",
        "LexicalSimilarityThresholdMatching", "LogicalReasoning", "ManualMappingCuration", "MappingChaining",
        "MappingInversion", "MappingReview", "SemanticSimilarityThresholdMatching", "StructuralMatching",
        "UnspecifiedMatching",
    )
)  # fmt: skip
#: The longest label of a register has some hundred characters; a cell of thousands is an attack or a mistake.
MAX_CELL_CHARACTERS = 4000
#: A mapping file of some million rows; larger ones are better cut by target.
MAX_FILE_BYTES = 64 * 1024 * 1024
#: Slots of the whole set that hold for every row without a value of its own.
_PROPAGATED = (
    "mapping_date", "subject_source", "subject_source_version", "object_source", "object_source_version",
    "subject_match_field", "object_match_field", "similarity_measure", "mapping_tool", "mapping_tool_version",
)  # fmt: skip
_NAMES = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_OTHER_NAMES = ("record_id", "author_id", "reviewer_id", "subject_source", "object_source")
_RANGES = {"confidence": (0.0, 1.0), "similarity_score": (0.0, 1.0), "reviewer_agreement": (-1.0, 1.0)}
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_IRI_HEAD = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+\Z")
#: Joiners are letters of some scripts, and a quoted cell may have lines; every other character that cannot be
#: seen misleads who compares.
_UNSEEN_BUT_MEANT = "\t\n\r\u200c\u200d"


def read_mapping_set(path: Path, *, file: str = "") -> MappingSet:
    """Read a mapping file (https://mapping-commons.github.io/sssom/spec-formats-tsv/).

    ``file`` is its name in findings. Raises ``InvalidData`` with everything that is wrong in it.
    """
    name = file or path.as_posix()
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _whole(name, "too-large", "the file is too large for a mapping file", "Cut it in several.")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _whole(name, "unreadable", f"cannot be read: {reason}", "Name a readable file.") from error
    return parse_mapping_set(decode_turtle(content, file=name), file=name)


def parse_mapping_set(text: str, *, file: str = "") -> MappingSet:
    """Parse the text of a mapping file; raises ``InvalidData`` with everything that is wrong in it."""
    header = read_header(text, file=file)
    findings = [*header.findings, *_header_faults(header, file)]
    mappings: list[Mapping] = []
    try:
        table = rows(text[header.table_offset :], first_line=header.table_line, file=file)
        mappings.extend(_mappings(table, header, file, findings))
    except UnreadableTable as error:
        findings.append(error.finding)
    findings.extend(_repeated(mappings))
    findings.extend(exact_circles(mappings))
    if findings:
        raise InvalidData(findings)
    return MappingSet(header.values, tuple(mappings), file)


def _whole(file: str, rule: str, message: str, mend: str) -> InvalidData:
    return InvalidData([Finding(file, 0, 0, rule, message, mend)])


def _header_faults(header: HeaderText, file: str) -> Iterator[Finding]:
    for key in ("mapping_set_id", "license"):
        value = header.values.get(key, "")
        if not value and key in REQUIRED_HEADER:
            mend = f"Write `#{key}: <an IRI>` at the top of the file."
            yield Finding(file, 1, 1, "mapping-header", f"the header has no {key}", mend)
        elif value and not (isinstance(value, str) and _IRI_HEAD.match(value)):
            message = f"the {key} {shown(str(value))!r} is no IRI"
            yield Finding(file, header.lines[key], 2, "mapping-header", message, "Write the IRI in full.")
    prefixes = header.values.get("curie_map", {})
    if not isinstance(prefixes, dict):
        message, mend = "the curie_map holds no prefixes", "Write each below it as `#  prefix: namespace`."
        yield Finding(file, header.lines["curie_map"], 2, "mapping-header", message, mend)
        header.values["curie_map"] = prefixes = {}
    for prefix, namespace in prefixes.items():
        if namespace != BUILT_IN_PREFIXES.get(prefix, namespace) or not _IRI_HEAD.match(namespace):
            message = f"the prefix {shown(prefix)}: cannot stand for {shown(namespace)!r}"
            mend = f"Write {BUILT_IN_PREFIXES.get(prefix, 'the IRI of its namespace in full')}."
            yield Finding(file, header.lines["curie_map"], 2, "mapping-header", message, mend)


def _mappings(
    table: Iterator[tuple[Cell, ...]], header: HeaderText, file: str, findings: list[Finding]
) -> Iterator[Mapping]:
    names = next(table, ())
    missing = [name for name in REQUIRED_COLUMNS if name not in {cell.text for cell in names}]
    if missing:
        message = f"the table has no column {', '.join(missing)}"
        mend = "Give the columns their names in the first line behind the header, separated by tabs."
        findings.append(Finding(file, header.table_line, 1, "missing-column", message, mend))
        return
    seen: set[str] = set()
    for cell in names:
        if cell.text in seen or not cell.text:
            message = f"the column {shown(cell.text)!r} stands twice or has no name"
            findings.append(Finding(file, cell.line, cell.column, "repeated-column", message, "Delete it."))
        seen.add(cell.text)
    for row in table:
        if len(row) != len(names):
            message = f"the row has {len(row)} cells, the table {len(names)} columns"
            mend = "Separate the cells by single tabs, and leave a cell empty rather than out."
            findings.append(Finding(file, row[0].line, 1, "row-length", message, mend))
            continue
        cells = {name.text: cell for name, cell in zip(names, row, strict=True)}
        faults = list(_cell_faults(cells, header.values.get("curie_map", {}), file))
        findings.extend(faults)
        if not faults:
            yield _mapping(cells, header.values, file)


def _cell_faults(
    cells: ReadOnlyDict[str, Cell], prefixes: ReadOnlyDict[str, str], file: str
) -> Iterator[Finding]:
    focus = shown(cells["subject_id"].text)
    for slot, cell in cells.items():
        for rule, message, mend in _faults(slot, cell.text, prefixes):
            yield Finding(file, cell.line, cell.column, rule, message, mend, focus_node=focus)


def _faults(slot: str, text: str, prefixes: ReadOnlyDict[str, str]) -> Iterator[tuple[str, str, str]]:
    if len(text) > MAX_CELL_CHARACTERS:
        yield "cell-too-long", f"{slot} has {len(text)} characters", f"Keep to {MAX_CELL_CHARACTERS}."
        return
    for one in text:
        if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp") and one not in _UNSEEN_BUT_MEANT:
            name = unicodedata.name(one, "a control character")
            yield "hidden-character", f"U+{ord(one):04X} ({name}) stands in {slot}", "Delete it."
            return
    if slot in _NAMES and not text:
        yield (
            "missing-value",
            f"the row has no {slot}",
            "Give it; every row says what is linked, how and why.",
        )
    elif slot in _NAMES or (slot in _OTHER_NAMES and text):
        yield from _name_faults(slot, text, prefixes)
    elif slot in NUMBER_SLOTS and text:
        low, high = _RANGES[slot]
        if not _NUMBER.match(text) or not (math.isfinite(float(text)) and low <= float(text) <= high):
            yield "bad-number", f"the {slot} is {shown(text)!r}", f"Write a number from {low:g} to {high:g}."
    elif slot in ("mapping_date", "review_date") and text and not _is_day(text):
        yield "bad-date", f"the {slot} is {shown(text)!r}", "Write a day as YYYY-MM-DD."
    elif slot == "predicate_modifier" and text not in ("", NEGATED):
        yield "bad-modifier", f"the predicate_modifier is {shown(text)!r}", "Write `Not`, or leave it empty."
    elif slot == "review_state" and text not in ("", *REVIEW_STATES):
        yield "bad-state", f"the review_state is {shown(text)!r}", f"Write one of {', '.join(REVIEW_STATES)}."


def _name_faults(slot: str, text: str, prefixes: ReadOnlyDict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in text.split("|") if slot in ("author_id", "reviewer_id") else (text,):
        try:
            iri = expand_name(name.strip(), prefixes)
        except ValueError:
            message = f"{slot} {shown(name)!r} has a prefix that is not declared"
            mend = "Declare the prefix in the curie_map of the header, and write the name as prefix:name."
            yield "unknown-prefix", message, mend
            return
        if not _IRI_HEAD.match(iri):
            yield "bad-name", f"{slot} {shown(name)!r} makes no IRI", "Delete spaces and brackets from it."
    if slot == "mapping_justification" and text not in JUSTIFICATIONS:
        mend = f"Write one of {', '.join(JUSTIFICATIONS)}."
        yield "unknown-justification", f"{shown(text)!r} is no justification that the standard knows", mend


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.match(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _mapping(cells: ReadOnlyDict[str, Cell], header: ReadOnlyDict[str, Any], file: str) -> Mapping:
    texts = {slot: cell.text.strip() for slot, cell in cells.items()}
    for slot in _PROPAGATED:
        if slot not in texts and isinstance(header.get(slot), str):
            texts[slot] = header[slot]
    values: dict[str, Any] = {slot: text for slot, text in texts.items() if slot in SLOTS}
    for slot in NUMBER_SLOTS:
        values[slot] = float(texts[slot]) if texts.get(slot) else None
    prefixes = header.get("curie_map", {})
    return Mapping(
        **values,
        subject_iri=expand_name(texts["subject_id"], prefixes),
        predicate_iri=expand_name(texts["predicate_id"], prefixes),
        object_iri=expand_name(texts["object_id"], prefixes),
        other={slot: text for slot, text in texts.items() if slot not in SLOTS},
        file=file,
        line=cells["subject_id"].line,
        columns={slot: cell.column for slot, cell in cells.items()},
    )


def _repeated(mappings: list[Mapping]) -> Iterator[Finding]:
    """Find rows given twice, and rows that state what another denies."""
    first: dict[tuple[str, ...], Mapping] = {}
    for one in mappings:
        link = (one.subject_iri, one.predicate_iri, one.object_iri)
        modifier = one.predicate_modifier
        if earlier := first.get((*link, modifier, one.mapping_justification)):
            message = f"this row stands in line {earlier.line} already"
            yield one.finding("subject_id", "repeated-row", message, mend="Delete one of the two.")
        elif opposite := first.get((*link, "" if modifier else NEGATED)):
            message = f"line {opposite.line} states what this row denies, or denies what it states"
            yield one.finding("subject_id", "contradiction", message, mend="Keep the one that is true.")
        first.setdefault((*link, modifier, one.mapping_justification), one)
        first.setdefault((*link, modifier), one)
