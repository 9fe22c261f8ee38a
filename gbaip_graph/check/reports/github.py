"""GitHub: one annotation for each finding, and a summary of the step in Markdown.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gbaip_graph.check.reports.report import Report, counted
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
    """Write one workflow command a line for each finding, and a last line that counts them."""
    commands = [_annotation(finding, report) for finding in report.findings]
    return "\n".join([*commands, counted(report.findings)]) + "\n"


def _annotation(finding: Finding, report: Report) -> str:
    properties = {"file": report.path_of(finding), "title": finding.rule}
    if finding.line:
        properties |= {"line": str(finding.line), "col": str(finding.column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join(part for part in (shown(finding.message), shown(finding.mend, keep="\n")) if part)
    return f"::{_LEVELS[finding.severity]} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def write_summary(report: Report) -> str:
    """Write the summary of a step: how many findings of which rule, and where."""
    head = f"### gbaip check: {counted(report.findings)}\n"
    if not report.findings:
        return head
    rules = Counter(finding.rule for finding in report.findings)
    by_rule = (f"| {_cell(rule)} | {count} |" for rule, count in sorted(rules.items()))
    places = (
        f"| {_cell(report.address_of(f))} | {_cell(f.message)} | {_cell(f.mend)} |" for f in report.findings
    )
    rows = [
        "\n| rule | findings |", "| --- | ---: |", *by_rule,
        "\n| where | what | how to mend it |", "| --- | --- | --- |", *places,
    ]  # fmt: skip
    kept = list(_fitting(rows, _SUMMARY_LIMIT_BYTES))
    if len(kept) < len(rows):
        kept.append(f"\n{len(rows) - len(kept)} more lines are left out; the log has all.")
    return "\n".join([head, *kept]) + "\n"


def _fitting(lines: list[str], limit_bytes: int) -> Iterator[str]:
    for line in lines:
        limit_bytes -= len(line.encode()) + 1
        if limit_bytes < 0:
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
