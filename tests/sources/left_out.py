"""Read the list of what was left out of the data on purpose, and find the excuses that are stale."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.sources.coverage import MOST_WORDS_SHOWN, Passage, gaps, places_of
from tests.sources.entered_records import Records


@dataclass(frozen=True)
class LeftOut:
    """A number or name, as it stands in a passage (at most eight words), and why no record carries it."""

    passage: str
    text: str
    reason: str


def read_left_out(file: Path) -> tuple[LeftOut, ...]:
    """Return the entries of a list; raises ``TypeError`` for one with other keys."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["left-out"]
    return tuple(LeftOut(**entry) for entry in entries)


def excuses(slug: str, left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """Return the texts that are left out of a passage."""
    return tuple(entry.text for entry in left_out if entry.passage == slug)


def faults(passage: Passage, records: Records, left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """Return what is wrong with a passage's entries: too long, no reason, not in the text, not needed."""
    entries = [entry for entry in left_out if entry.passage == passage.slug]
    return tuple(
        f"{entry.passage}: {entry.text!r}: {fault}"
        for entry in entries
        for fault in _faults_of(entry, entries, passage, records)
    )


def _faults_of(entry: LeftOut, entries: list[LeftOut], passage: Passage, records: Records) -> Iterable[str]:
    if len(entry.text.split()) > MOST_WORDS_SHOWN:
        yield "more than eight words"
    if not entry.reason.strip():
        yield "no reason"
    if not places_of(entry.text, passage.text):
        yield "does not stand in the passage"
    elif not _is_needed(entry, entries, passage, records):
        yield "is carried by a record, or is nothing that is looked for"


def _is_needed(entry: LeftOut, entries: list[LeftOut], passage: Passage, records: Records) -> bool:
    others = list(entries)
    others.remove(entry)
    with_all = gaps(passage, records, excused=[one.text for one in entries])
    without = gaps(passage, records, excused=[one.text for one in others])
    return len(without) > len(with_all)
