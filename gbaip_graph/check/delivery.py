"""Where the report of a check goes: printed or to a file, with the paths that its readers know.

For the ``check`` command. It writes no format itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from gbaip_graph.check.changes.report import ChangeReport
from gbaip_graph.check.reports.formats import write_report
from gbaip_graph.check.reports.github import append_summary
from gbaip_graph.check.reports.report import Report, violations
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.errors import DataError, UsageError
from gbaip_graph.findings import Finding

#: GitHub names here the file that the summary of a step is appended to ...
_SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
#: ... and the folder that it has checked the repository out to.
_WORKSPACE_VARIABLE = "GITHUB_WORKSPACE"
#: Formats that are shown beside a change, where a file is known by its path from the top of the repository.
_OF_REPOSITORY = frozenset({"github", "sarif"})


def report_of(
    found: Iterable[Finding] | ChangeReport,
    folder: Path,
    *,
    format_name: str,
    environment: Mapping[str, str] = os.environ,
) -> Report:
    """Return a report on files of the folder.

    Paths in it lead from the top of the repository where the format is for its pages, else from the working
    directory.
    """
    folder = folder.resolve()
    is_of_repository = format_name in _OF_REPOSITORY
    top = _repository_of(folder, environment) if is_of_repository else Path.cwd().resolve()
    if isinstance(found, ChangeReport):
        return Report.of_change(found, folder, top)
    return Report.of(found, folder, top)


def _repository_of(folder: Path, environment: Mapping[str, str]) -> Path:
    for above in (folder, *folder.parents):
        if (above / ".git").exists():  # a file in a worktree, a folder elsewhere
            return above
    return Path(environment.get(_WORKSPACE_VARIABLE) or Path.cwd()).resolve()


def deliver(
    report: Report,
    format_name: str,
    *,
    output: Path | None,
    allow_warnings: bool,
    echo: Callable[[str], None],
) -> int:
    """Print or write the report and return the exit code: 0 where nothing is found that counts, else 1.

    Of a change what was there already does not count, unless the facts could not be judged.
    Raises ``UsageError`` where the output cannot be written.
    """
    text = write_report(report, format_name)
    if output is None:
        echo(text)
    else:
        write_output(output, text)
        echo(f"{report.summary}; the report is in {visible(str(output))}\n")
    if format_name == "github" and (summary := os.environ.get(_SUMMARY_VARIABLE)):
        append_summary(report, Path(summary))
    counting = violations(report.counting) if allow_warnings else report.counting
    return DataError.exit_code if counting else 0


def write_output(output: Path, text: str) -> None:
    """Write text to a file; raise ``UsageError`` where that is not possible."""
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise UsageError(
            "nothing can be written there",
            where=visible(str(output)),
            mend="Name a file in an existing folder.",
        ) from error
