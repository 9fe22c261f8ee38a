"""What the check of a change has found, and the same as text for people.

The findings are split by what the change has to do with them; nothing here judges.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gbaip_graph.check.changes.difference import Difference, RecordChange
from gbaip_graph.findings import Finding

_BLANK_NODE = re.compile(r"_:\S+")
_Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Split:
    """Findings of both sides of a change: only after it, only before it, and on both sides."""

    new: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ChangeReport:
    """The outcome of one check of a change.

    ``base`` is the commit that was compared with, empty for files of triples. ``new`` are the findings that
    the change brings, ``fixed`` those that it ends, ``standing`` those that were there already: all of them
    after a full run (``is_full``), else those on records that the change can affect. ``notes`` say what was
    run in full and why, and what was not judged. ``is_judged`` is false where the facts
    were not judged at all, because a file cannot be read or breaks a rule for files.
    """

    base: str
    files: tuple[str, ...]
    difference: Difference
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    standing: tuple[Finding, ...]
    focus_nodes: int = 0
    is_full: bool = False
    notes: tuple[str, ...] = field(default=())
    is_judged: bool = True

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong after the change, as far as it was judged."""
        return tuple(sorted((*self.new, *self.standing)))


def split(*, before: Iterable[Finding], after: Iterable[Finding]) -> Split:
    """Split findings by rule, focus node, path, value and file; lines move with every edit and do not count.

    Blank nodes have no names that last, so any two are taken for the same.
    """
    were, are = sorted(before), sorted(after)
    left = Counter(map(_key, were))
    new, standing = [], []
    for finding in are:
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
            standing.append(finding)
        else:
            new.append(finding)
    fixed = []
    for finding in were:
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
            fixed.append(finding)
    return Split(tuple(new), tuple(fixed), tuple(standing))


def _key(finding: Finding) -> _Key:
    focus, value = (_BLANK_NODE.sub("_:", text) for text in (finding.focus_node, finding.value))
    return finding.rule, focus, finding.path, value, finding.file


def told_change(report: ChangeReport) -> Iterator[str]:
    """Tell the difference in words, and the notes, a line at a time; labels stand in them as they are."""
    changes = report.difference
    counts = f"{changes.added} added, {changes.removed} removed, {changes.changed} changed"
    yield f"Facts: {counts}, in {_counted(len(changes.records), 'record')}"
    for record in changes.records:
        yield from _of_record(record)
    if report.notes:
        yield ""
        yield from (f"Note: {note}" for note in report.notes)


def _of_record(record: RecordChange) -> Iterator[str]:
    label = f' "{record.label}"' if record.label else ""
    simple = len(record.facts) == 1 and record.facts[0].is_replacement
    if simple:
        yield f"  {record.name}{label}: {record.facts[0]}"
        return
    yield f"  {record.name}{label} ({record.kind})"
    for fact in record.facts:
        yield from (f"    {line}" for line in str(fact).split("\n"))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
