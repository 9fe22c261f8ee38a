"""Entities from a table: CSV or TSV with one row for each thing, columns known by many names.

For people who link their own records. What is wrong with a cell is a finding and leaves out that cell; what
is wrong with the table is one error.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.link.codes import countries_of_code
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.kinds import kind_of
from gbaip_graph.link.names import NAME_LIMIT_CHARACTERS, hidden_characters, visible

#: A table of all places of the world with their names is smaller; more is better cut by country.
TABLE_LIMIT_BYTES = 256 * 1024 * 1024
#: The csv module's own limit of 131,072 is less than the names of a large city need in all scripts.
_CELL_LIMIT_CHARACTERS = 1024 * 1024

#: The names that columns may have, in lower case; a name with a language, such as ``name_pt``, is one too.
COLUMNS = {
    "id": ("id", "iri", "uri", "identifier", "geonameid", "qid", "object_id", "ror"),
    "name": ("name", "label", "preflabel", "title", "asciiname"),
    "names": ("names", "alternatenames", "alternate_names", "altlabel", "altlabels", "aliases", "acronyms"),
    "kind": ("kind", "type", "types", "class", "category", "feature_code", "featurecode", "fcode"),
    "country": ("country", "countrycode", "country_code", "iso2", "iso"),
    "within": ("within", "parent", "parents", "admin1", "admin1name", "subdivision", "state", "province",
               "containedin", "city", "region"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "begins": ("begins", "start", "founded", "established", "valid_from", "inception"),
    "ends": ("ends", "end", "dissolved", "valid_to", "abolished"),
}  # fmt: skip
_SLOTS = {alias: slot for slot, aliases in COLUMNS.items() for alias in aliases}
_LANGUAGE_COLUMN = re.compile(r"(?:name|label)[_@:. ]([a-z]{2,3}(?:-[a-z]{2,8})*)\Z")
_DATE = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?(?:T[\d:.]+Z?)?\Z", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}\Z", re.ASCII)
_LIST = re.compile(r"\s*[|;]\s*")


@dataclass(frozen=True)
class EntityTable:
    """What was read: the entities in their order, and what was left out and why."""

    entities: tuple[Entity, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row with its values by slot; a name column with a language is the slot ``name@<language>``."""

    line: int
    values: dict[str, list[str]]


def read_table(path: Path, *, file: str = "", kind: str = "") -> EntityTable:
    """Read a CSV or TSV file; ``kind`` is that of rows that tell none.

    Raises ``InvalidData`` where the file cannot be read, is no text, or has no columns for an identifier and
    a name.
    """
    name = file or path.as_posix()
    return parse_table(decoded(path, name), file=name, kind=kind)


def decoded(path: Path, name: str) -> str:
    """Return the text of a file; raises ``InvalidData`` for what is no UTF-8 text of a bearable size."""
    try:
        if path.stat().st_size > TABLE_LIMIT_BYTES:
            raise _refused(name, 0, "too-large", "the file is too large", "Cut it, for example by country.")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _refused(name, 0, "unreadable", f"cannot be read: {reason}", "Name a readable file.") from error
    if (at := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, at) + 1
        raise _refused(name, line, "nul", "the file holds a NUL byte, so it is no text", "Export it again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(
            name, line, "encoding", f"byte {error.start} is not UTF-8", "Save it as UTF-8."
        ) from error


def parse_table(text: str, *, file: str = "", kind: str = "") -> EntityTable:
    """Parse the text of a table; tabs in its first line make it TSV."""
    first, _, _ = text.partition("\n")
    delimiter = "\t" if "\t" in first else ","
    csv.field_size_limit(_CELL_LIMIT_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        slots = _slots(header, file)
        rows = [Row(reader.line_num, _values(slots, cells)) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise _refused(
            file, reader.line_num, "table", f"the table is broken: {error}", "Export it again."
        ) from error
    return entities_of(rows, file=file, kind=kind)


def _slots(header: Sequence[str], file: str) -> list[str]:
    slots = [slot_of(name) for name in header]
    missing = [slot for slot in ("id", "name") if not any(found.partition("@")[0] == slot for found in slots)]
    if missing:
        wanted = " and ".join(f"{slot} (one of {', '.join(COLUMNS[slot])})" for slot in missing)
        shown = ", ".join(visible(name, limit=30) for name in header) or "none"
        message = f"the table has no column for {' and '.join(missing)}; it has {shown}"
        raise _refused(file, 1, "missing-column", message, f"Name a column for {wanted}.")
    return slots


def slot_of(name: str) -> str:
    """Return the slot that a column fills, or "" for a column that is not read.

    >>> slot_of("GeoNameID"), slot_of("name_zh-Hant"), slot_of("colour")
    ('id', 'name@zh-hant', '')
    """
    folded = name.strip().lower()
    language = _LANGUAGE_COLUMN.match(folded)
    return f"name@{language[1]}" if language else _SLOTS.get(folded, "")


def _values(slots: Sequence[str], cells: Sequence[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for slot, cell in zip(slots, cells, strict=False):
        if slot and (text := cell.strip()):
            values.setdefault(slot, []).append(text)
    return values


def entities_of(rows: Iterable[Row], *, file: str, kind: str = "") -> EntityTable:
    """Make entities of rows; an identifier that stands twice keeps its first row."""
    entities: dict[str, Entity] = {}
    findings: list[Finding] = []
    for row in rows:
        reading = _RowReading(row, file, findings)
        entity = reading.entity(kind)
        if entity is None:
            continue
        if entity.id in entities:
            reading.tell(
                "repeated-id", f"{visible(entity.id)} stands in an earlier row; this one is left out"
            )
        entities.setdefault(entity.id, entity)
    return EntityTable(tuple(entities.values()), tuple(findings))


class _RowReading:
    """Reads one row, and tells what is wrong with its cells."""

    def __init__(self, row: Row, file: str, findings: list[Finding]) -> None:
        self._row = row
        self._file = file
        self._findings = findings

    def tell(self, rule: str, message: str, mend: str = "") -> None:
        """Report a fault of this row, which leaves out the cell or the row and nothing else."""
        rule = f"candidate/{rule}"
        self._findings.append(Finding(self._file, self._row.line, 1, rule, message, mend, severity="warning"))

    def entity(self, kind: str) -> Entity | None:
        """Return the entity of the row, or None where it has no identifier or no name."""
        identifier = self._first("id")
        names = tuple(self._names())
        if not identifier or len(identifier) > NAME_LIMIT_CHARACTERS or hidden_characters(identifier):
            self.tell("no-id", "the row has no identifier that can be written; it is left out")
            return None
        if not names:
            self.tell("no-name", f"{visible(identifier)} has no name that can be compared; it is left out")
            return None
        latitude, longitude = self._number("latitude", 90), self._number("longitude", 180)
        told = (kind_of(word) for text in self._all("kind") for word in _LIST.split(text))
        return Entity(
            identifier,
            names,
            kind=next(filter(None, told), kind),
            countries=tuple(self._countries()) or countries_of_code(identifier),
            within=tuple(part for text in self._all("within") for part in _LIST.split(text) if part),
            latitude=None if longitude is None else latitude,
            longitude=None if latitude is None else longitude,
            begins=self._date("begins"),
            ends=self._date("ends"),
            origin=f"{self._file}:{self._row.line}" if self._row.line else self._file,
        )

    def _all(self, slot: str) -> list[str]:
        return self._row.values.get(slot, [])

    def _first(self, slot: str) -> str:
        return next(iter(self._all(slot)), "")

    def _names(self) -> Iterator[Name]:
        seen: set[str] = set()
        for slot, texts in self._row.values.items():
            column, _, language = slot.partition("@")
            if column not in ("name", "names"):
                continue
            parts = (part for text in texts for part in (_LIST.split(text) if column == "names" else (text,)))
            for part in parts:
                if part and part not in seen and self._is_name(part):
                    seen.add(part)
                    yield Name(part, language, "main" if column == "name" else "other")

    def _is_name(self, text: str) -> bool:
        if len(text) > NAME_LIMIT_CHARACTERS:
            message = f"a name of {len(text)} characters is left out: {visible(text, limit=40)}"
            self.tell("long-name", message, f"Keep names to {NAME_LIMIT_CHARACTERS} characters.")
            return False
        if hidden := hidden_characters(text):
            message = f"the name {visible(text)} holds {', '.join(hidden)}; it is compared without"
            self.tell("hidden-character", message, "Delete it.")
        return any(map(str.isalnum, text))

    def _countries(self) -> Iterator[str]:
        for text in self._all("country"):
            for code in _LIST.split(text):
                if _COUNTRY.match(code.upper()):
                    yield code.upper()
                elif code:
                    message = f"the country {visible(code, limit=30)} is no code of two letters"
                    self.tell("country", message, "Write it as ISO 3166-1 does, such as HK.")

    def _number(self, slot: str, limit: int) -> float | None:
        text = self._first(slot)
        try:
            number = float(text) if text else None
        except ValueError:
            number = limit + 1.0
        if number is not None and not abs(number) <= limit:  # NaN is not, either
            message = f"the {slot} {visible(text, limit=30)} is no number of degrees"
            self.tell("position", message, f"Write a number from -{limit} to {limit}.")
            return None
        return number

    def _date(self, slot: str) -> str:
        text = self._first(slot)
        if text and not _DATE.match(text):
            message = f"the date {visible(text, limit=30)} is none that can be compared"
            self.tell("date", message, "Write YYYY, YYYY-MM or YYYY-MM-DD.")
            return ""
        return text.partition("T")[0]


def _refused(file: str, line: int, rule: str, message: str, mend: str) -> InvalidData:
    return InvalidData([Finding(file, line, 1 if line else 0, f"candidate/{rule}", message, mend)])
