"""Note what the graph of a root says at a release, in a file that later graphs are compared with.

For ``gbaip release``. It judges no data and writes nothing else: version numbers and the list of changes are
written by people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.build.assemble import Examples
from gbaip_graph.build.manifest import digest
from gbaip_graph.build.record_digests import digests_of
from gbaip_graph.build.releases import (
    SUFFIX,
    ReleaseRecord,
    folder_of,
    is_day,
    precedence,
    read_releases,
    write_release,
)
from gbaip_graph.build.store import read_published
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue
from gbaip_graph.file_writing import replace_file
from gbaip_graph.layout import Root

_CHANGES = "CHANGELOG.md"
_HEADING = re.compile(r"^## (\S+) - (\S+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Noted:
    """The record of a release and its file; whether that was there already and says the same."""

    record: ReleaseRecord
    file: Path
    was_there: bool


def note_release(root: Root, version: str, *, examples: Examples) -> Noted:
    """Write ``data/releases/<version>.tsv`` of the graph as its files are now, built where it is not yet.

    The day is that of the version's heading in ``CHANGELOG.md``. Raises ``InvalidValue`` for what is no
    semantic version, has no such heading, is older than a release that is noted, or is noted and says
    otherwise, and ``InvalidData`` for wrong data; then nothing is written.
    """
    place = precedence(version)
    day = _day_of(root, version)
    released = {record.version: record for record in read_releases(root)}
    if newer := next((other for other in released if precedence(other) > place), ""):
        what = f"{version} is older than {newer}, which is noted already"
        raise InvalidValue(what, mend="The graph as it is now was not that of an older release.")
    nquads = read_published(root, examples=examples).nquads
    graph = QueryableGraph.from_nquads(nquads)
    record = ReleaseRecord(version, day, digest(nquads), digests_of(graph))
    file = folder_of(root) / f"{version}{SUFFIX}"
    if version in released:
        _refuse_other(root, file, released[version], record)
    else:
        replace_file(file, write_release(record))
    return Noted(record, file, version in released)


def _day_of(root: Root, version: str) -> str:
    file = root.path / _CHANGES
    try:
        days = dict(_HEADING.findall(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        what, mend = f"cannot be read: {error}", "A release is noted where its changes are told."
        raise InvalidValue(what, where=_CHANGES, mend=mend) from error
    day: str = days.get(version, "")
    if not is_day(day):
        mend = f"Write `## {version} - YYYY-MM-DD` above the changes of this release."
        raise InvalidValue(f"there is no heading of {version} with its day", where=_CHANGES, mend=mend)
    return day


def _refuse_other(root: Root, file: Path, noted: ReleaseRecord, now: ReleaseRecord) -> None:
    if noted != now:
        raise InvalidValue(
            f"the release {now.version} is noted, and the graph was another one then",
            where=root.relative(file),
            mend="Give the graph as it is now a version of its own, with a heading in CHANGELOG.md.",
        )
