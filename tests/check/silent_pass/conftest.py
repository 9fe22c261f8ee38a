"""Small graphs under the rules against silent passes: what is found, and at which mark of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gbaip_graph.build.file_rules import COMMON_RULES, SourceKind
from gbaip_graph.build.input_files import InputFile
from gbaip_graph.build.load import LoadedData, load_contents
from gbaip_graph.check.silent_pass import all_rules
from gbaip_graph.findings import Finding

PREFIXES = """@prefix e: <http://example.org/> .
@prefix f: <http://foreign.example/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: Stands before what a finding must point to.
MARK = "¦"
RULES = (
    all_rules.ill_formed_shapes,
    all_rules.silences_of_shapes,
    all_rules.undeclared_terms,
    all_rules.silences_between_shapes_and_data,
    all_rules.silences_of_ontology,
)
#: File, line, column, rule and severity.
Told = tuple[str, int, int, str, str]


def load(**texts: str) -> LoadedData:
    """Load texts by the kind of file that they are: ``shapes``, ``data``, ``ontology``."""
    contents = {
        kind: [_file(f"{kind.value}.ttl", texts[kind.value])] if kind.value in texts else []
        for kind in SourceKind
    }
    return load_contents(contents, rules=COMMON_RULES)


def _file(name: str, text: str) -> InputFile:
    return InputFile(name, f"file:///{name}", ".ttl", (PREFIXES + text.replace(MARK, "")).encode())


def all_findings(**texts: str) -> tuple[Finding, ...]:
    """Return what all rules find."""
    loaded = load(**texts)
    return tuple(sorted({finding for rule in RULES for finding in rule(loaded)}))


def told(findings: tuple[Finding, ...]) -> list[Told]:
    """Return what is compared of findings."""
    return [(one.file, one.line, one.column, one.rule, one.severity) for one in findings]


def marked(rule: str, severity: str = "violation", **texts: str) -> Told:
    """Return the finding of this rule at the mark."""
    ((kind, text),) = [(kind, text) for kind, text in texts.items() if MARK in text]
    before = (PREFIXES + text).partition(MARK)[0]
    return f"{kind}.ttl", before.count("\n") + 1, len(before) - before.rfind("\n"), rule, severity


@pytest.fixture
def one_finding() -> Callable[..., Finding]:
    """Return a function that asserts that texts have one finding, of this rule and at the mark."""

    def find(rule: str, severity: str = "violation", **texts: str) -> Finding:
        findings = all_findings(**texts)
        assert told(findings) == [marked(rule, severity, **texts)], findings
        return findings[0]

    return find
