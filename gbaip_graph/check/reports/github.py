"""GitHub: one annotation for each finding, and a summary of the step in Markdown.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from gbaip_graph.check.changes.report import told_change
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import shown, visible
from gbaip_graph.errors import UsageError
from gbaip_graph.findings import Finding

_LEVELS = {"violation": "error", "warning": "warning"}
#: Of a step's annotations GitHub shows ten errors and ten warnings; the summary is for the others, and is
#: left out altogether where it is larger than 1 MiB.
_SUMMARY_LIMIT_BYTES = 900 * 1024
_CELL_CHARACTERS = 400
#: With these escaped nothing is a cell, a mark, a tag or a link (``https:`` and ``www.`` make links of
#: themselves).
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~&@:.-])")


def write_github(report: Report) -> str:
    """Write one workflow command a line for each finding, and a last line that counts them.

    What was there before a change is a mere notice.
    """
    commands = [_annotation(finding, report) for finding in report.findings]
    return "\n".join([*commands, report.summary]) + "\n"


def _annotation(finding: Finding, report: Report) -> str:
    properties = {"file": report.path_of(finding), "title": finding.rule}
    if finding.line:
        properties |= {"line": str(finding.line), "col": str(finding.column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join(part for part in (shown(finding.message), shown(finding.mend, keep="\n")) if part)
    level = "notice" if report.is_standing(finding) else _LEVELS[finding.severity]
    return f"::{level} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def write_summary(report: Report) -> str:
    """Write the summary of a step: what a change says, how many findings of which rule, and where."""
    head = f"### gbaip check: {report.summary}\n"
    kept = list(_fitting(_rows(report), _SUMMARY_LIMIT_BYTES))
    return "\n".join([head, *kept]) + "\n" * bool(kept)


def _rows(report: Report) -> Iterator[str]:
    parts: tuple[tuple[str, tuple[Finding, ...]], ...] = (("where", report.findings),)
    if report.change is not None:
        yield from (_in_order(line) for line in told_change(report.change))
        new = tuple(finding for finding in report.findings if not report.is_standing(finding))
        parts = (
            ("new with this change", new),
            ("fixed by this change", report.change.fixed),
            ("already there", report.change.standing),
        )
    elif report.findings:
        rules = Counter(finding.rule for finding in report.findings)
        yield from ("| rule | findings |", "| --- | ---: |")
        yield from (f"| {_cell(rule)} | {count} |" for rule, count in sorted(rules.items()))
    for title, findings in parts:
        if findings:
            yield from (f"\n| {title} | what | how to mend it |", "| --- | --- | --- |")
            yield from (
                f"| {_cell(report.address_of(f))} | {_cell(f.message)} | {_cell(f.mend)} |" for f in findings
            )


def _in_order(line: str) -> str:
    """Return a line of words as an item of a list, as deep as it is set in."""
    words = line.lstrip(" ")
    return f"{' ' * (len(line) - len(words))}- {_cell(words)}" if words else ""


def _fitting(lines: Iterable[str], limit_bytes: int) -> Iterator[str]:
    for line in lines:
        limit_bytes -= len(line.encode()) + 1
        if limit_bytes < 0:
            yield "\nThe rest is left out here; the log has all."
            return
        yield line


def append_summary(report: Report, file: Path) -> None:
    """Append the summary to the file that ``GITHUB_STEP_SUMMARY`` names.

    Raises ``UsageError`` where nothing can be written there.
    """
    try:
        with file.open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(write_summary(report))
    except (OSError, ValueError) as error:
        raise UsageError(
            "the summary of the step cannot be written there",
            where=visible(str(file)),
            mend="GITHUB_STEP_SUMMARY names a file that can be written to; GitHub sets it.",
        ) from error


def _cell(text: str) -> str:
    """Return text for a table cell in which nothing is read as Markdown or HTML."""
    lines = shown(text, keep="\n", most=_CELL_CHARACTERS).split("\n")
    return "<br>".join(_MARKDOWN.sub(r"\\\1", line) for line in lines)
