"""SARIF 2.1.0, for code scanning and for editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from gbaip_graph import __version__
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import shown, visible
from gbaip_graph.findings import Finding

_LEVELS = {"violation": "error", "warning": "warning"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOMEPAGE = "https://w3id.org/gbaip/"


def write_sarif(report: Report) -> str:
    """Write one run with its rules and results; columns count code points from 1.

    Of a change, results are new, unchanged or, where it mends them, absent.
    """
    fixed = report.change.fixed if report.change is not None else ()
    findings = (*report.findings, *fixed)
    rules: dict[str, Finding] = {}
    for finding in findings:
        rules.setdefault(finding.rule, finding)
    number_of = {rule: number for number, rule in enumerate(sorted(rules))}
    results = [
        {**_result(finding, number_of[finding.rule], report), **state, **_fingerprint(finding, number)}
        for finding, state, number in zip(
            findings, _states(report, len(fixed)), _numbers(findings), strict=True
        )
    ]
    run = {
        "tool": {"driver": {**_driver(), "rules": [_rule(rules[name]) for name in number_of]}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _states(report: Report, fixed: int) -> Iterator[Mapping[str, str]]:
    for finding in report.findings:
        state = "unchanged" if report.is_standing(finding) else "new"
        yield {"baselineState": state} if report.change is not None else {}
    yield from ({"baselineState": "absent"} for _ in range(fixed))


def _driver() -> Mapping[str, Any]:
    return {"name": "gbaip check", "version": __version__, "informationUri": _HOMEPAGE}


def _rule(example: Finding) -> Mapping[str, Any]:
    """Describe a rule by the first finding that it gave: how to mend one tells what it is about."""
    return {
        "id": visible(example.rule),
        "shortDescription": {"text": visible(example.rule.replace("-", " "))},
        "help": {"text": shown(example.mend or example.message, keep="\n")},
        "defaultConfiguration": {"level": _LEVELS[example.severity]},
    }


def _result(finding: Finding, rule: int, report: Report) -> Mapping[str, Any]:
    message = "\n".join(part for part in (shown(finding.message), shown(finding.mend, keep="\n")) if part)
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(report.path_of(finding), errors="replace")}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": visible(finding.rule),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


def _numbers(findings: Iterable[Finding]) -> Iterator[int]:
    """Return for each finding how many say the same of the same file so far."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        seen[_what(finding)] += 1
        yield seen[_what(finding)]


def _fingerprint(finding: Finding, number: int) -> Mapping[str, Any]:
    """Return what stays the same while lines above the place come and go."""
    text = "\0".join((*_what(finding), str(number)))
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    return {"partialFingerprints": {"gbaipFinding/v1": digest}}


def _what(finding: Finding) -> tuple[str, ...]:
    return finding.file, finding.rule, finding.focus_node, finding.path, finding.value, finding.message
