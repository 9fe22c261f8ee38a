"""The ``check`` command behind its options: which files are judged, which report is written, which exit code.

For ``cli.py``; the judging is done by the modules it calls.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from gbaip_graph.check.reports.formats import write_report
from gbaip_graph.check.reports.github import append_summary
from gbaip_graph.check.reports.report import Report
from gbaip_graph.errors import DataError, UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root

#: GitHub names here the file that the summary of a step is appended to.
_SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"


def report_of(findings: Iterable[Finding], folder: Path) -> Report:
    """Return a report whose paths lead from the working directory, where that is above the folder."""
    here = Path.cwd().resolve()
    prefix = folder.resolve().relative_to(here).as_posix() if folder.resolve().is_relative_to(here) else ""
    return Report.of(findings, folder, "" if prefix == "." else prefix)


def deliver(
    report: Report,
    format_name: str,
    *,
    output: Path | None,
    allow_warnings: bool,
    echo: Callable[[str], None],
) -> int:
    """Print or write the report and return the exit code: 0 where nothing is found that counts, else 1.

    Raises ``UsageError`` where the output cannot be written.
    """
    text = write_report(report, format_name)
    if output is None:
        echo(text)
    else:
        _write(output, text)
    if format_name == "github" and (summary := os.environ.get(_SUMMARY_VARIABLE)):
        append_summary(report, Path(summary))
    counting = report.violations if allow_warnings else report.findings
    return DataError.exit_code if counting else 0


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror}",
            where=str(output),
            mend="Name a file in an existing folder.",
        ) from error


def fix_first(root: Root, echo: Callable[[str], None]) -> None:
    """Write the canonical form and the time spans in use, and say which files that changed."""
    from gbaip_graph.check.canonical_form import fix_root  # noqa: PLC0415 - only where something is mended

    for path in fix_root(root):
        echo(f"wrote {root.relative(path)}\n")
