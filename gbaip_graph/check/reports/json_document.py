"""JSON by a published schema, for programs: every field of every finding, terms as N-Triples writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from gbaip_graph.build.nquads import write_term, write_triple
from gbaip_graph.check.changes.difference import RecordChange
from gbaip_graph.check.changes.report import ChangeReport
from gbaip_graph.check.reports.report import Report, violations
from gbaip_graph.findings import Finding, ShaclEvidence

SCHEMA_IRI = "https://w3id.org/gbaip/schema/findings-1.json"


def write_json(report: Report) -> str:
    """Write the findings with their number; the document names its schema."""
    found = len(violations(report.findings))
    document = {
        "$schema": SCHEMA_IRI,
        "conforms": not report.findings,
        "violations": found,
        "warnings": len(report.findings) - found,
        "findings": [{**_finding(finding, report), **_state(finding, report)} for finding in report.findings],
    }
    if report.change is not None:
        document["change"] = _change(report.change, report)
    return json.dumps(document, ensure_ascii=True, indent=2) + "\n"


def _state(finding: Finding, report: Report) -> Mapping[str, bool]:
    return {"isNew": not report.is_standing(finding)} if report.change is not None else {}


def _change(change: ChangeReport, report: Report) -> Mapping[str, Any]:
    return {
        **({"base": change.base} if change.base else {}),
        "files": [_whole(file) for file in change.files],
        "isJudged": change.is_judged,
        "isFull": change.is_full,
        "focusNodes": change.focus_nodes,
        "notes": [_whole(note) for note in change.notes],
        "records": [_record(record) for record in change.difference.records],
        "fixed": [_finding(finding, report) for finding in change.fixed],
    }


def _record(record: RecordChange) -> Mapping[str, Any]:
    facts = [
        {
            "path": _whole(fact.path),
            "before": [_whole(value) for value in fact.before],
            "after": [_whole(value) for value in fact.after],
        }
        for fact in record.facts
    ]
    return {"name": _whole(record.name), "label": _whole(record.label), "kind": record.kind, "facts": facts}


def findings_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) of this format."""
    text = files("gbaip_graph.check.reports").joinpath("findings.schema.json").read_text(encoding="utf-8")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


def _finding(finding: Finding, report: Report) -> Mapping[str, Any]:
    told: dict[str, Any] = {
        "file": _whole(report.path_of(finding)),
        "rule": _whole(finding.rule),
        "severity": finding.severity,
        "message": _whole(finding.message),
    }
    if finding.line:
        told |= {"line": finding.line, "column": finding.column, "isTriple": finding.is_triple}
    optional = {
        "mend": finding.mend,
        "focusNode": finding.focus_node,
        "path": finding.path,
        "value": finding.value,
    }
    told |= {name: _whole(value) for name, value in optional.items() if value}
    if finding.evidence is not None:
        told["evidence"] = _evidence(finding.evidence)
    if finding.same_fault:
        told["sameFault"] = [_evidence(evidence) for evidence in finding.same_fault]
    return told


def _evidence(evidence: ShaclEvidence) -> Mapping[str, Any]:
    told = {
        "focusNode": write_term(evidence.focus_node),
        "component": evidence.component,
        "shape": evidence.shape,
        "severity": evidence.severity,
    }
    if evidence.path is not None:
        told["path"] = write_term(evidence.path)
    if evidence.path_triples:
        told["pathTriples"] = "".join(f"{write_triple(triple)} .\n" for triple in evidence.path_triples)
    if evidence.value is not None:
        told["value"] = write_term(evidence.value)
    if evidence.constraint:
        told["constraint"] = evidence.constraint
    return {name: _whole(value) for name, value in told.items()}


def _whole(text: str) -> str:
    """Put the replacement character for half a character, such as a byte of a name that is no UTF-8.

    Half a character is no text to many readers of JSON.
    """
    return _HALF_CHARACTER.sub("\ufffd", text)


_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
