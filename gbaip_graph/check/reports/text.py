"""The report for people: address, message, the line with a caret under the place, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.check.reports.report import Report, counted
from gbaip_graph.check.reports.visible import columns, shown, visible
from gbaip_graph.findings import Finding

# Of a long line what stands around the place is shown, in characters.
_SHOWN_BEFORE_CHARACTERS = 60
_SHOWN_LINE_CHARACTERS = 120
_CUT = "..."


def write_text(report: Report) -> str:
    """Write one block for each finding and a last line that counts them."""
    blocks = ["\n".join(_block(finding, report)) + "\n" for finding in report.findings]
    return "\n".join([*blocks, counted(report.findings) + "\n"])


def _block(finding: Finding, report: Report) -> Iterator[str]:
    message = shown(finding.message)
    yield f"{visible(report.address_of(finding))}: {finding.severity}: {message} [{visible(finding.rule)}]"
    line = report.line_of(finding)
    if line is not None:
        yield from _quoted(line, finding)
    if finding.mend:
        yield from (f"  {part}" for part in shown(finding.mend, keep="\n").split("\n"))


def _quoted(line: str, finding: Finding) -> Iterator[str]:
    place = min(max(finding.column - 1, 0), len(line))
    start = max(0, place - _SHOWN_BEFORE_CHARACTERS)
    # A tab is one column here, so that the caret stands right in every terminal.
    before = (_CUT if start else "") + visible(line[start:place].replace("\t", " "))
    rest = visible(line[place : start + _SHOWN_LINE_CHARACTERS].replace("\t", " "))
    cut = _CUT if len(line) > start + _SHOWN_LINE_CHARACTERS else ""
    gutter = f"{finding.line:>5} | "
    yield f"{gutter}{before}{rest.rstrip()}{cut}"
    yield f"{' ' * (len(gutter) - 2)}| {' ' * columns(before)}^"
