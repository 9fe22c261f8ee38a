"""The report for people: address, message, the line with a caret under the place, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gbaip_graph.check.changes.report import ChangeReport, told_change
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import columns, shown, visible
from gbaip_graph.findings import Finding

# Of a long line what stands around the place is shown, in characters.
_SHOWN_BEFORE_CHARACTERS = 60
_SHOWN_LINE_CHARACTERS = 120
_CUT = "..."


def write_text(report: Report) -> str:
    """Write one block for each finding and a last line that counts them.

    Of a change it first tells the difference, and has the findings in three parts.
    """
    if report.change is None:
        return "\n".join([*_blocks(report.findings, report), report.summary + "\n"])
    return "".join(_parts(report.change, report)) + f"{report.summary}\n"


def _parts(change: ChangeReport, report: Report) -> Iterator[str]:
    yield "".join(f"{visible(line)}\n" for line in told_change(change)) + "\n"
    parts = (
        ("New with this change", change.new),
        ("Fixed by this change", change.fixed),
        ("Already there", change.standing),
    )
    for title, findings in parts:
        if findings:
            yield "\n".join([f"{title}:\n", *_blocks(findings, report, is_past=findings is change.fixed), ""])


def _blocks(findings: Iterable[Finding], report: Report, *, is_past: bool = False) -> Iterator[str]:
    for finding in findings:
        yield "\n".join(_block(finding, report, is_past=is_past)) + "\n"


def _block(finding: Finding, report: Report, *, is_past: bool) -> Iterator[str]:
    message = shown(finding.message)
    yield f"{visible(report.address_of(finding))}: {finding.severity}: {message} [{visible(finding.rule)}]"
    line = None if is_past else report.line_of(finding)  # the line of a fixed finding is another one now
    if line is not None:
        yield from _quoted(line, finding)
    if finding.mend and not is_past:
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
