"""JUnit XML: a failed case for each finding, for the many services that show test results.

The dialect that most readers share: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.findings import Finding

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def write_junit(report: Report) -> str:
    """Write one suite; without findings it has one case that passed. Warnings are cases that passed."""
    cases = [_case(finding, report) for finding in report.findings]
    cases = cases or ['  <testcase classname="gbaip check" name="no findings"/>']
    counts = f'tests="{len(cases)}" failures="{len(report.violations)}" errors="0" skipped="0"'
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
    place = f" line={_attribute(str(finding.line))}" if finding.line else ""
    file = report.path_of(finding)
    name = _attribute(f"{report.address_of(finding)}: {finding.message}")
    named = f"classname={_attribute(finding.rule)} name={name}"
    body = escape(visible(finding.mend, keep="\n"))
    message = f"message={_attribute(finding.message)}"
    if finding.severity == "violation":
        inner = f"    <failure {message} type={_attribute(finding.rule)}>{body}</failure>"
    else:
        inner = f"    <system-out>{escape(visible(finding.message))}\n{body}</system-out>"
    return f"  <testcase {named} file={_attribute(file)}{place}>\n{inner}\n  </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(visible(text))
