"""What every report is written from: findings in their order, and the lines they stand in."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from gbaip_graph.check.changes.report import ChangeReport
from gbaip_graph.findings import Finding

# A report quotes lines of small files; nobody needs a line of a larger one to find the place.
_QUOTED_FILE_LIMIT_BYTES = 8 * 1024 * 1024

#: Rules of findings that say that something was not judged at all; that it was so before is no excuse.
_UNJUDGED = frozenset({"engine-failure", "no-shapes", "query", "stopped"})


@dataclass(frozen=True)
class Report:
    """Findings in the order of their addresses. ``folder`` is what their files are relative to.

    ``top`` is what the paths in the report are relative to, such as the top of the repository; a file that is
    not below it keeps the name that the finding gives it. ``change`` is what was judged, where that was no
    whole graph; the findings are those on the graph after it.
    """

    findings: tuple[Finding, ...]
    folder: Path
    top: Path | None = None
    change: ChangeReport | None = None

    @classmethod
    def of(cls, findings: Iterable[Finding], folder: Path, top: Path | None = None) -> Report:
        """Make a report of findings in any order."""
        return cls(tuple(sorted(findings)), folder, top)

    @classmethod
    def of_change(cls, change: ChangeReport, folder: Path, top: Path | None = None) -> Report:
        """Make a report of the check of a change."""
        return cls(tuple(sorted((*change.new, *change.standing))), folder, top, change)

    @cached_property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that make the check fail: of a change the new ones, if anything could be judged."""
        return tuple(filter(self.counts, self.findings))

    def counts(self, finding: Finding) -> bool:
        """Say whether a finding makes the check fail."""
        if self.change is None or not self.change.is_judged or finding.rule in _UNJUDGED:
            return True
        return not self.is_standing(finding)

    def is_standing(self, finding: Finding) -> bool:
        """Say whether a finding was there already, before the change."""
        return finding in self._standing

    @cached_property
    def _standing(self) -> frozenset[Finding]:
        return frozenset(self.change.standing if self.change is not None else ())

    @cached_property
    def summary(self) -> str:
        """How many findings there are, of a change apart from those that it ends."""
        if self.change is None:
            return counted(self.findings)
        new = tuple(finding for finding in self.findings if not self.is_standing(finding))
        parts = (("new", new), ("fixed", self.change.fixed), ("already there", self.change.standing))
        return "; ".join(f"{name}: {counted(findings)}" for name, findings in parts)

    def path_of(self, finding: Finding) -> str:
        """Return the file's path from the top."""
        if self.top is None:
            return finding.file
        place = PurePosixPath(posixpath.normpath((self.folder / finding.file).as_posix()))
        return place.relative_to(self.top).as_posix() if place.is_relative_to(self.top) else finding.file

    def address_of(self, finding: Finding) -> str:
        """Return path, line and column in one, or the path alone where no line is meant."""
        path = self.path_of(finding)
        return f"{path}:{finding.line}:{finding.column}" if finding.line else path

    def line_of(self, finding: Finding) -> str | None:
        """Return the line that a finding stands in, None where there is none to be read."""
        lines = self._lines(finding.file) if finding.line else ()
        return lines[finding.line - 1] if finding.line <= len(lines) and lines else None

    def _lines(self, file: str) -> tuple[str, ...]:
        if file not in self._read:
            self._read[file] = _lines_of(self.folder / file)
        return self._read[file]

    @cached_property
    def _read(self) -> dict[str, tuple[str, ...]]:
        return {}


def violations(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are no mere warnings."""
    return tuple(finding for finding in findings if finding.severity == "violation")


def _lines_of(path: Path) -> tuple[str, ...]:
    try:
        if not path.is_file() or path.stat().st_size > _QUOTED_FILE_LIMIT_BYTES:
            return ()
        return tuple(path.read_text(encoding="utf-8", errors="replace").split("\n"))
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return ()


def counted(findings: Iterable[Finding]) -> str:
    """Say how many findings of each severity there are.

    >>> counted([Finding("a.ttl", 1, 1, "syntax", "the text is cut")])
    '1 violation'
    """
    severities = [finding.severity for finding in findings]
    parts = [(severities.count(kind), kind) for kind in ("violation", "warning")]
    return ", ".join(f"{n} {kind}{'s' * (n != 1)}" for n, kind in parts if n) or "no findings"
