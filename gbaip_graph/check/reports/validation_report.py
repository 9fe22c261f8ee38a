"""The plain ``sh:ValidationReport`` in Turtle, for tools that read SHACL.

https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from gbaip_graph.build.nquads import write_term
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import Iri, Literal

_SH = PREFIXES["sh"]
#: Findings of no shape have a constraint component of their own, named after the rule.
_RULES = "https://w3id.org/gbaip/check/"
_SEVERITIES = {"violation": _SH + "Violation", "warning": _SH + "Warning"}


def write_turtle(report: Report) -> str:
    """Write the report; the message of each result begins with file, line and column."""
    results = [_result(finding, report) for finding in report.findings]
    conforms = "false" if results else "true"
    said = [f"    sh:conforms {conforms}", *(f"    sh:result {result}" for result in results)]
    return f"@prefix sh: <{_SH}> .\n\n[] a sh:ValidationReport ;\n" + " ;\n".join(said) + " .\n"


def _result(finding: Finding, report: Report) -> str:
    words = visible(
        " ".join(part for part in (f"{report.address_of(finding)}:", finding.message, finding.mend) if part)
    )
    lines = [
        "a sh:ValidationResult",
        *_terms(finding, report),
        f"sh:resultMessage {write_term(Literal(words))}",
    ]
    return "[\n" + " ;\n".join(f"        {line}" for line in lines) + "\n    ]"


def _terms(finding: Finding, report: Report) -> Iterator[str]:
    if finding.evidence is not None:
        yield from _evidence(finding.evidence)
        return
    yield f"sh:focusNode {_focus(finding, report)}"
    yield f"sh:resultSeverity <{_SEVERITIES[finding.severity]}>"
    yield f"sh:sourceConstraintComponent <{_RULES}{quote(finding.rule, errors='replace')}>"


def _focus(finding: Finding, report: Report) -> str:
    """Return the record a finding is about, or else its file."""
    prefix, colon, local = finding.focus_node.partition(":")
    if colon and prefix in PREFIXES:
        return f"<{PREFIXES[prefix]}{quote(local, errors='replace')}>"
    return f"<{quote(report.path_of(finding), errors='replace')}>"


def _evidence(evidence: ShaclEvidence) -> Iterator[str]:
    yield f"sh:focusNode {visible(write_term(evidence.focus_node))}"
    if evidence.path is not None:
        yield f"sh:resultPath {write_term(evidence.path)}"
    if evidence.value is not None:
        yield f"sh:value {visible(write_term(evidence.value))}"
    yield f"sh:resultSeverity <{evidence.severity}>"
    yield f"sh:sourceConstraintComponent <{evidence.component}>"
    yield f"sh:sourceShape {_named(evidence.shape)}"
    if evidence.constraint:
        yield f"sh:sourceConstraint {_named(evidence.constraint)}"


def _named(node: str) -> str:
    """Write a shape: blank nodes have no name outside the shapes graph."""
    return write_term(Iri(node)) if ":" in node else "[]"
