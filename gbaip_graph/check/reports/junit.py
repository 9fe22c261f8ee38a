"""JUnit XML: a failed case for each finding, for the many services that show test results.

The dialect that most readers share: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from gbaip_graph.check.reports.report import Report, violations
from gbaip_graph.check.reports.visible import shown, visible
from gbaip_graph.findings import Finding

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def write_junit(report: Report) -> str:
    """Write one suite; without findings it has one case that passed.

    Warnings are cases that passed, and so are findings that were there before a change.
    """
    cases = [_case(finding, report) for finding in report.findings]
    cases = cases or ['  <testcase classname="gbaip check" name="no findings"/>']
    counts = f'tests="{len(cases)}" failures="{len(violations(report.counting))}" errors="0" skipped="0"'
    return "\n".join(
        [
            _HEAD,
            f'<testsuites name="gbaip check" {counts}>',
            f'<testsuite name="gbaip check" {counts}>',
            *cases,
            "</testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _case(finding: Finding, report: Report) -> str:
    said = shown(finding.message)
    attributes = {
        "classname": finding.rule,
        "name": f"{report.address_of(finding)}: {said}",
        "file": report.path_of(finding),
        **({"line": str(finding.line)} if finding.line else {}),
    }
    head = " ".join(f"{name}={quoteattr(visible(value))}" for name, value in attributes.items())
    body = escape(shown(finding.mend, keep="\n"))
    if finding.severity == "violation" and report.counts(finding):
        kind = quoteattr(visible(finding.rule))
        inner = f"<failure message={quoteattr(said)} type={kind}>{body}</failure>"
    else:
        inner = f"<system-out>{escape(said)}\n{body}</system-out>"
    return f"  <testcase {head}>\n    {inner}\n  </testcase>"
