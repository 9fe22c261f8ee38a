"""What every report is written from: findings in their order, and the lines they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from gbaip_graph.findings import Finding

# A report quotes lines of small files; nobody needs a line of a larger one to find the place.
_QUOTED_FILE_LIMIT_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Report:
    """Findings in the order of their addresses. ``folder`` is what their files are relative to.

    ``prefix`` leads from the top of the repository, or the working directory, to that folder.
    """

    findings: tuple[Finding, ...]
    folder: Path
    prefix: str = ""

    @classmethod
    def of(cls, findings: Iterable[Finding], folder: Path, prefix: str = "") -> Report:
        """Make a report of findings in any order."""
        return cls(tuple(sorted(findings)), folder, prefix)

    @property
    def is_good(self) -> bool:
        """Whether nothing is violated; warnings alone do not make data wrong."""
        return not self.violations

    @cached_property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that are no mere warnings."""
        return tuple(finding for finding in self.findings if finding.severity == "violation")

    def path_of(self, finding: Finding) -> str:
        """Return the file's path from the top of the repository."""
        return (PurePosixPath(self.prefix) / finding.file).as_posix()

    def address_of(self, finding: Finding) -> str:
        """Return path, line and column in one, or the path alone where no line is meant."""
        path = self.path_of(finding)
        return f"{path}:{finding.line}:{finding.column}" if finding.line else path

    def line_of(self, finding: Finding) -> str | None:
        """Return the line that a finding stands in, None where there is none to be read."""
        lines = self._lines(finding.file) if finding.line else ()
        return lines[finding.line - 1] if 0 < finding.line <= len(lines) else None

    def _lines(self, file: str) -> tuple[str, ...]:
        if file not in self._read:
            self._read[file] = _lines_of(self.folder / file)
        return self._read[file]

    @cached_property
    def _read(self) -> dict[str, tuple[str, ...]]:
        return {}


def _lines_of(path: Path) -> tuple[str, ...]:
    try:
        if not path.is_file() or path.stat().st_size > _QUOTED_FILE_LIMIT_BYTES:
            return ()
        return tuple(path.read_text(encoding="utf-8", errors="replace").split("\n"))
    except OSError:
        return ()


def counted(findings: Iterable[Finding]) -> str:
    """Say how many findings of each severity there are.

    >>> counted([Finding("a.ttl", 1, 1, "syntax", "the text is cut")])
    '1 violation'
    """
    severities = [finding.severity for finding in findings]
    parts = [(severities.count(kind), kind) for kind in ("violation", "warning")]
    return ", ".join(f"{n} {kind}{'s' * (n != 1)}" for n, kind in parts if n) or "no findings"
