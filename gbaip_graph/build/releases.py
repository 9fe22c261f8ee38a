"""Records of releases, ``data/releases/<version>.tsv``: which things a release had, and a digest of each.

For ``gbaip release``, which writes one, and for the page of changes, which compares them. What is said of a
release in words is in ``CHANGELOG.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gbaip_graph.build.input_files import read_regular_file
from gbaip_graph.errors import InvalidData, InvalidValue
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.faults import shown

FOLDER, SUFFIX = "releases", ".tsv"
RULE = "release-record"
_COLUMNS = "record\tdigest"
_NUMBER = r"(?:0|[1-9]\d*)"
_WORD = rf"(?:{_NUMBER}|\d*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_WORD}(?:\.{_WORD})*))?", re.ASCII)
_HEAD = {
    "version": _VERSION,
    "day": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "graph": re.compile(r"[0-9a-f]{64}"),
    "records": re.compile(_NUMBER, re.ASCII),
}
# What an IRI may hold (https://www.w3.org/TR/turtle/#grammar-production-IRIREF), below its kind.
_ROW = re.compile(r'([a-z][a-z-]*/[^\x00-\x20<>"{}|\\^`\x7f]+)\t([0-9a-f]{16})')
_MEND = "Take the file from the commit of its release; nobody writes it by hand."


@dataclass(frozen=True)
class ReleaseRecord:
    """What a release had: its day, the digest of its graph in N-Quads, digests of things by short paths."""

    version: str
    day: str
    graph: str
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """What is new, what is written otherwise and what is no longer there, by short paths in order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Compare digests by their paths.

    >>> compare({"event/a": "1", "event/b": "1"}, {"event/b": "2", "event/c": "1"})
    Difference(added=('event/c',), changed=('event/b',), removed=('event/a',))
    """
    return Difference(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(path for path in before.keys() & after.keys() if before[path] != after[path])),
        tuple(sorted(before.keys() - after.keys())),
    )


def precedence(version: str) -> tuple[object, ...]:
    """Return what versions are put in order by (https://semver.org/spec/v2.0.0.html#spec-item-11).

    Raises ``InvalidValue`` for what is no semantic version; build metadata has no precedence and is refused.

    >>> sorted(["1.0.0", "0.10.0", "1.0.0-rc.1", "0.9.0"], key=precedence)
    ['0.9.0', '0.10.0', '1.0.0-rc.1', '1.0.0']
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        mend = "Write it like 0.2.0 or 1.0.0-rc.1; the part behind a + is for builds."
        raise InvalidValue(f"{shown(version)!r} is no semantic version", mend=mend)
    words = found[4].split(".") if found[4] else []
    # A number comes before a word, and no word at all behind every word.
    early = tuple((0, int(word), "") if word.isdigit() else (1, 0, word) for word in words)
    return (*map(int, found.group(1, 2, 3)), not early, early)


def folder_of(root: Root) -> Path:
    """Return the folder with the records of a root's releases."""
    return root.data_dir / FOLDER


def read_releases(root: Root) -> tuple[ReleaseRecord, ...]:
    """Return the records of all releases of a root, the oldest first; ``()`` where there are none.

    Raises ``InvalidData`` with the first fault of each file.
    """
    findings: list[Finding] = []
    records = []
    for file in sorted(folder_of(root).glob(f"*{SUFFIX}")):
        name = root.relative(file)
        try:
            text = decode_turtle(read_regular_file(file, name=name), file=name)
            records.append(parse_release(text, file=name, version=file.name.removesuffix(SUFFIX)))
        except InvalidData as error:
            findings.extend(error.findings)
    if findings:
        raise InvalidData(findings)
    return tuple(sorted(records, key=lambda record: precedence(record.version)))


def parse_release(text: str, *, file: str, version: str) -> ReleaseRecord:
    """Parse the record of a release whose file is named after this version.

    Raises ``InvalidData`` with the first line that is not as ``write_release`` writes it.
    """
    lines = text.split("\n")
    try:
        head = dict(_head(lines, version))
        digests = dict(_rows(lines, first=len(_HEAD) + 2))
        if len(digests) != int(head["records"]):
            what = f"there are {len(digests)} records; the head says {head['records']}"
            raise _Fault(list(_HEAD).index("records") + 1, what)
    except _Fault as fault:
        raise InvalidData([Finding(file, fault.line, 1, RULE, str(fault), _MEND)]) from None
    return ReleaseRecord(version, head["day"], head["graph"], digests)


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, such as ``2026-11-21``."""
    try:
        return bool(_HEAD["day"].fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def write_release(record: ReleaseRecord) -> str:
    r"""Write the record of a release: the head, the names of the columns, and a line for each thing.

    >>> write_release(ReleaseRecord("0.1.0", "2026-11-21", "0" * 64, {})).splitlines()[-2:]
    ['# records: 0', 'record\tdigest']
    """
    values = (record.version, record.day, record.graph, str(len(record.digests)))
    head = (f"# {key}: {value}" for key, value in zip(_HEAD, values, strict=True))
    rows = (f"{path}\t{found}" for path, found in sorted(record.digests.items()))
    return "".join(f"{line}\n" for line in (*head, _COLUMNS, *rows))


class _Fault(Exception):
    """The first thing that is wrong, in this line."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def _head(lines: list[str], version: str) -> Iterator[tuple[str, str]]:
    for number, (key, form) in enumerate(_HEAD.items(), 1):
        line = lines[number - 1] if number <= len(lines) else ""
        start, value = f"# {key}: ", line.removeprefix(f"# {key}: ")
        if not line.startswith(start) or not form.fullmatch(value) or (key == "day" and not is_day(value)):
            raise _Fault(number, f"this line should be `{start}...` and is {shown(line)!r}")
        if key == "version" and value != version:
            raise _Fault(number, f"the version is {shown(value)}, the file is named after {shown(version)}")
        yield key, value
    columns = lines[len(_HEAD)] if len(lines) > len(_HEAD) else ""
    if columns != _COLUMNS:
        raise _Fault(len(_HEAD) + 1, "this line should name the columns `record` and `digest`, with a tab")


def _rows(lines: list[str], *, first: int) -> Iterator[tuple[str, str]]:
    before = ""
    for number, line in enumerate(lines[first - 1 : -1], first):
        row = _ROW.fullmatch(line)
        if row is None:
            raise _Fault(number, f"{shown(line)!r} is no record, a tab and a digest of 16 characters")
        if row[1] <= before:
            raise _Fault(number, f"{shown(row[1])} stands twice or not in order")
        before = row[1]
        yield row[1], row[2]
    if lines[-1]:
        raise _Fault(len(lines), "the last line has no end: the file may have been cut")
