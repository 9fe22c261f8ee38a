"""The plain ``sh:ValidationReport`` in Turtle, for tools that read SHACL.

https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from gbaip_graph.build.nquads import write_term
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import shown, visible
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term, Triple

_SH = PREFIXES["sh"]
#: Findings of no shape have a constraint component of their own, named after the rule.
_RULES = "https://w3id.org/gbaip/check/rule/"
#: Findings about no record are about the file; a relative IRI would be read differently in every place.
_FILES = "https://w3id.org/gbaip/check/file/"
_SEVERITIES = {"violation": _SH + "Violation", "warning": _SH + "Warning"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_IN_AN_IRI = re.compile('[\\x00-\\x20<>"{}|^`\\\\\ud800-\udfff]')


def write_turtle(report: Report) -> str:
    """Write the report; the message of each result begins with file, line and column.

    Results of shapes have their exact terms; blank nodes in them are those of the files, told apart by the
    number of the file.
    """
    results = [result for finding in report.findings for result in _results(finding, report)]
    conforms = "false" if results else "true"
    said = [f"    sh:conforms {conforms}", *(f"    sh:result {result}" for result in results)]
    return f"@prefix sh: <{_SH}> .\n\n[] a sh:ValidationReport ;\n" + " ;\n".join(said) + " .\n"


def _results(finding: Finding, report: Report) -> Iterator[str]:
    words = " ".join(
        part for part in (f"{report.address_of(finding)}:", finding.message, finding.mend) if part
    )
    message = f"sh:resultMessage {write_term(Literal(shown(words)))}"
    if finding.evidence is None:
        yield _result((*_terms(finding, report), message))
    for evidence in (finding.evidence, *finding.same_fault):
        if evidence is not None:
            yield _result((*_exact_terms(evidence), message))


def _result(said: tuple[str, ...]) -> str:
    return "[\n" + " ;\n".join(f"        {one}" for one in ("a sh:ValidationResult", *said)) + "\n    ]"


def _terms(finding: Finding, report: Report) -> Iterator[str]:
    focus = _named(finding.focus_node) or f"<{_FILES}{quote(report.path_of(finding), errors='replace')}>"
    yield f"sh:focusNode {focus}"
    if path := _named(finding.path):
        yield f"sh:resultPath {path}"
    if value := _named(finding.value):
        yield f"sh:value {value}"
    yield f"sh:resultSeverity <{_SEVERITIES[finding.severity]}>"
    yield f"sh:sourceConstraintComponent <{_RULES}{quote(finding.rule, errors='replace')}>"


def _named(name: str) -> str:
    """Write what a compact name or an absolute IRI stands for, nothing where it is neither."""
    if not _SCHEME.match(name):
        return ""
    prefix, _, local = name.partition(":")
    return _iri(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def _iri(iri: str) -> str:
    return visible(f"<{_NOT_IN_AN_IRI.sub(lambda match: quote(match.group(), errors='replace'), iri)}>")


def _exact_terms(evidence: ShaclEvidence) -> Iterator[str]:
    yield f"sh:focusNode {_exact(evidence.focus_node)}"
    if evidence.path is not None:
        yield f"sh:resultPath {_path(evidence.path, evidence.path_triples)}"
    if evidence.value is not None:
        yield f"sh:value {_exact(evidence.value)}"
    yield f"sh:resultSeverity <{evidence.severity}>"
    yield f"sh:sourceConstraintComponent <{evidence.component}>"
    yield f"sh:sourceShape {_shape(evidence.shape)}"
    if evidence.constraint:
        yield f"sh:sourceConstraint {_shape(evidence.constraint)}"


def _exact(term: Term) -> str:
    return visible(write_term(term))


def _path(node: Term, triples: tuple[Triple, ...]) -> str:
    """Write a path in place: its blank nodes are those of no file, and each is used once."""
    if not isinstance(node, BlankNode):
        return _exact(node)
    said = [
        f"{_exact(triple.predicate)} {_path(triple.object, triples)}"
        for triple in triples
        if triple.subject == node
    ]
    return f"[ {' ; '.join(said)} ]" if said else "[]"


def _shape(node: str) -> str:
    """Write a shape or a constraint: a blank node has no name outside the shapes graph."""
    return _exact(Iri(node)) if _SCHEME.match(node) else "[]"
