"""SARIF 2.1.0, for code scanning and for editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gbaip_graph import __version__
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.findings import Finding

_LEVELS = {"violation": "error", "warning": "warning"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOMEPAGE = "https://w3id.org/gbaip/"


def write_sarif(report: Report) -> str:
    """Write one run with its rules and results; columns count code points from 1."""
    rules = {finding.rule: finding for finding in reversed(report.findings)}
    names = sorted(rules)
    run = {
        "tool": {"driver": {**_driver(), "rules": [_rule(name) for name in names]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, names.index(finding.rule), report) for finding in report.findings],
    }
    return _as_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver() -> Mapping[str, Any]:
    return {"name": "gbaip check", "version": __version__, "informationUri": _HOMEPAGE}


def _rule(name: str) -> Mapping[str, Any]:
    return {"id": visible(name), "shortDescription": {"text": visible(name)}}


def _result(finding: Finding, rule: int, report: Report) -> Mapping[str, Any]:
    message = visible(finding.message) + (f"\n{visible(finding.mend, keep=chr(10))}" if finding.mend else "")
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(report.path_of(finding), errors="replace")}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    return {
        "ruleId": visible(finding.rule),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"gbaipFinding/v1": _fingerprint(finding)},
    }


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same while lines above the place come and go."""
    parts = (finding.file, finding.rule, finding.focus_node, finding.path, finding.value, finding.message)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _as_text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
