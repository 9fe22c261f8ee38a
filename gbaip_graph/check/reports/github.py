"""GitHub: one annotation for each finding, and a summary of the step in Markdown.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from gbaip_graph.check.reports.report import Report, counted
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.findings import Finding

_LEVELS = {"violation": "error", "warning": "warning"}
# GitHub cuts a summary of more than 1 MiB off altogether.
_SUMMARY_ROWS = 500
_CELL_CHARACTERS = 400
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~&@-])")


def write_github(report: Report) -> str:
    """Write one workflow command a line for each finding, and a last line that counts them."""
    commands = [_annotation(finding, report) for finding in report.findings]
    return "\n".join([*commands, counted(report.findings)]) + "\n"


def _annotation(finding: Finding, report: Report) -> str:
    properties = {"file": report.path_of(finding), "title": f"{finding.rule}"}
    if finding.line:
        properties |= {"line": str(finding.line), "col": str(finding.column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = visible(finding.message) + (f"\n{visible(finding.mend, keep=chr(10))}" if finding.mend else "")
    return f"::{_LEVELS[finding.severity]} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def write_summary(report: Report) -> str:
    """Write the summary of a step: how many findings of which rule, and where."""
    if not report.findings:
        return "### gbaip check\n\nno findings\n"
    rules = Counter(finding.rule for finding in report.findings)
    by_rule = [f"| {_cell(rule)} | {count} |" for rule, count in sorted(rules.items())]
    shown = report.findings[:_SUMMARY_ROWS]
    rows = [f"| {_cell(report.address_of(f))} | {_cell(f.message)} | {_cell(f.mend)} |" for f in shown]
    more = len(report.findings) - len(shown)
    parts = [
        f"### gbaip check: {counted(report.findings)}",
        "\n".join(["| rule | findings |", "| --- | ---: |", *by_rule]),
        "\n".join(["| where | what | how to mend it |", "| --- | --- | --- |", *rows]),
        *([f"{more} more are in the annotations and in the log."] if more else []),
    ]
    return "\n\n".join(parts) + "\n"


def append_summary(report: Report, file: Path) -> None:
    """Append the summary to the file that ``GITHUB_STEP_SUMMARY`` names."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write(write_summary(report))


def _cell(text: str) -> str:
    """Return text for a table cell in which nothing is read as Markdown or HTML."""
    short = text if len(text) <= _CELL_CHARACTERS else text[:_CELL_CHARACTERS] + "..."
    return "<br>".join(_MARKDOWN.sub(r"\\\1", visible(line)) for line in short.split("\n"))
