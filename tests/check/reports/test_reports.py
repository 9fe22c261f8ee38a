"""Reports hold to the schemas of their formats, show the place, and no label breaks out of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from rdflib import RDF, SH, Graph

from gbaip_graph.check.reports.formats import FORMATS, write_report
from gbaip_graph.check.reports.github import append_summary, write_summary
from gbaip_graph.check.reports.json_document import findings_schema
from gbaip_graph.check.reports.report import Report
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal

SHACL = "http://www.w3.org/ns/shacl#"
RECORD = Iri("https://w3id.org/gbaip/id/figure/a.goods")
EVIDENCE = ShaclEvidence(
    focus_node=RECORD,
    path=Iri("https://w3id.org/gbaip/ns#value"),
    value=Literal("many"),
    component=SHACL + "DatatypeConstraintComponent",
    shape="https://w3id.org/gbaip/shape/figure.value",
    severity=SHACL + "Violation",
)
BROKEN = Finding(
    "data/a.ttl",
    2,
    17,
    "shape:figure.value",
    'figure:a.goods gbaip:value "many" is of the wrong datatype',
    "Give the number in full.",
    focus_node="figure:a.goods",
    path="gbaip:value",
    is_triple=True,
    evidence=EVIDENCE,
)
WARNED = Finding("data/b.ttl", 0, 0, "no-target", "nothing looks at this file", severity="warning")
TEXT = 'figure:a.goods a gbaip:Figure ;\n    gbaip:value "many" .\n'
#: What must not end a line, a cell, an element or a command, nor turn the writing around.
HOSTILE = "a\n::error::x\r%0A|`]]></failure><script>\x1b[31m\u202e\u200b\x00\ud800 -- | <b>\\"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(TEXT, encoding="utf-8")
    return Report.of([WARNED, BROKEN], tmp_path)


def hostile(text: str) -> Report:
    evidence = ShaclEvidence(
        BlankNode("d0.b"), None, Literal(text), SHACL + "In", "anon1", SHACL + "Violation"
    )
    finding = Finding(f"data/{text}", 1, 1, text or "r", text or "m", text, "violation", text, text, text)
    with_evidence = Finding("a.ttl", 1, 1, "r", text or "m", text, evidence=evidence)
    return Report.of([finding, with_evidence], Path("nowhere"))


def sarif_schema(repository: Path) -> Mapping[str, Any]:
    text = (repository / "vendor" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8-sig")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


def test_text_shows_the_line_with_a_caret_under_the_place(report: Report):
    assert write_report(report, "text") == (
        'data/a.ttl:2:17: violation: figure:a.goods gbaip:value "many" is of the wrong datatype'
        " [shape:figure.value]\n"
        '    2 |     gbaip:value "many" .\n'
        "      |                 ^\n"
        "  Give the number in full.\n"
        "\n"
        "data/b.ttl: warning: nothing looks at this file [no-target]\n"
        "\n"
        "1 violation, 1 warning\n"
    )


def test_the_caret_stands_right_behind_wide_characters(tmp_path: Path):
    (tmp_path / "a.ttl").write_text('\t"香港海關"@zh-Hant , "x" .\n', encoding="utf-8")
    lines = write_report(Report.of([Finding("a.ttl", 1, 19, "r", "m")], tmp_path), "text").split("\n")
    assert lines[2].index("^") == len('    1 |  "香港海關"@zh-Hant , ') + len("香港海關")


def test_of_a_long_line_the_part_around_the_place_is_shown(tmp_path: Path):
    (tmp_path / "a.ttl").write_text("a" * 500 + "B" + "c" * 500, encoding="utf-8")
    lines = write_report(Report.of([Finding("a.ttl", 1, 501, "r", "m")], tmp_path), "text").split("\n")
    assert lines[1][lines[2].index("^")] == "B"
    assert len(lines[1]) < 150


def test_without_findings_every_format_says_so(tmp_path: Path):
    good = Report.of([], tmp_path)
    assert write_report(good, "text") == write_report(good, "github") == "no findings\n"
    assert json.loads(write_report(good, "json"))["conforms"] is True
    assert json.loads(write_report(good, "sarif"))["runs"][0]["results"] == []
    assert 'failures="0"' in write_report(good, "junit")
    assert "sh:conforms true" in write_report(good, "turtle")


def test_an_annotation_names_file_line_column_and_rule(report: Report):
    assert write_report(report, "github").split("\n")[0] == (
        "::error file=data/a.ttl,title=shape%3Afigure.value,line=2,col=17::"
        'figure:a.goods gbaip:value "many" is of the wrong datatype%0AGive the number in full.'
    )


def test_paths_lead_from_the_top_of_the_repository(report: Report):
    below = Report.of(report.findings, report.folder / "graph", report.folder)
    assert "file=graph/data/a.ttl," in write_report(below, "github")
    assert '"uri": "graph/data/a.ttl"' in write_report(below, "sarif")


def test_the_summary_is_appended(report: Report, tmp_path: Path):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    append_summary(report, summary)
    assert summary.read_text(encoding="utf-8") == "before\n" + write_summary(report)


def test_sarif_validates_against_its_schema(report: Report, repository: Path):
    Draft4Validator(sarif_schema(repository)).validate(json.loads(write_report(report, "sarif")))


def test_a_fingerprint_stays_when_lines_move(report: Report):
    moved = Report.of([Finding(**{**vars(BROKEN), "line": 40})], report.folder)
    (one, _), (other,) = (json.loads(write_report(r, "sarif"))["runs"][0]["results"] for r in (report, moved))
    assert one["partialFingerprints"] == other["partialFingerprints"]


def test_json_validates_against_the_published_schema(report: Report):
    Draft202012Validator.check_schema(findings_schema())
    Draft202012Validator(findings_schema()).validate(json.loads(write_report(report, "json")))


def test_junit_has_a_failure_for_a_violation_and_a_passed_case_for_a_warning(report: Report):
    suites = ElementTree.fromstring(write_report(report, "junit").encode())  # noqa: S314 - our own text
    cases = suites.findall("testsuite/testcase")
    assert [case.find("failure") is not None for case in cases] == [True, False]
    assert suites.get("failures") == "1"


def test_turtle_is_a_validation_report_with_the_terms_themselves(report: Report):
    graph = Graph().parse(
        data=write_report(report, "turtle"), format="turtle", publicID="https://example.org/"
    )
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(top, SH.conforms)) == "false"
    (result,) = graph.subjects(SH.value, None)
    assert (str(graph.value(result, SH.focusNode)), str(graph.value(result, SH.resultPath))) == (
        RECORD.value,
        "https://w3id.org/gbaip/ns#value",
    )
    assert len(set(graph.objects(top, SH.result))) == 2


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("text", [HOSTILE, "::", "]]>", "\x1b[2J", "\u202eabc", "\r\n", ""])
def test_nothing_invisible_stands_in_a_report(format_name: str, text: str):
    written = write_report(hostile(text), format_name)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u200b\ud800-\udfff]", written)


@given(st.text())
def test_a_label_stays_within_its_annotation(text: str):
    lines = write_report(hostile(text), "github").splitlines()
    assert len(lines) == 3
    assert all(line.startswith("::error file=") for line in lines[:2])


@given(st.text())
def test_a_label_stays_within_its_case(text: str):
    suites = ElementTree.fromstring(write_report(hostile(text), "junit").encode())  # noqa: S314 - our own text
    assert [child.tag for case in suites.iter("testcase") for child in case] == ["failure", "failure"]


@given(st.text())
def test_a_label_stays_within_json_and_turtle(text: str):
    found = json.loads(write_report(hostile(text), "json"))
    Draft202012Validator(findings_schema()).validate(found)
    graph = Graph().parse(data=write_report(hostile(text), "turtle"), publicID="https://example.org/")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 2


@given(st.text())
def test_a_label_stays_within_its_row_of_the_summary(text: str):
    rows = [line for line in write_summary(hostile(text)).splitlines() if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) in (3, 4) for row in rows)
    assert not re.search(r"(?<!\\)<(?!br>)", "".join(rows))


@pytest.mark.parametrize("format_name", FORMATS)
def test_bytes_are_the_same_on_every_run(format_name: str, repository: Path):
    code = (
        "import sys; from tests.check.reports.test_reports import BROKEN, WARNED;"
        "from gbaip_graph.check.reports.formats import write_report;"
        "from gbaip_graph.check.reports.report import Report; from pathlib import Path;"
        f"sys.stdout.write(write_report(Report.of({{WARNED, BROKEN}}, Path('x')), {format_name!r}))"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=repository,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(written) == 1
