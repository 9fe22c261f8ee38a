"""Reports hold to the schemas of their formats, show the place, and no label breaks out of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection

from gbaip_graph.check.reports.formats import FORMATS, write_report
from gbaip_graph.check.reports.github import append_summary, write_summary
from gbaip_graph.check.reports.json_document import findings_schema
from gbaip_graph.check.reports.report import Report
from gbaip_graph.errors import UsageError
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_NIL, IRI_REST, BlankNode, Iri, Literal, Triple

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
#: What is not to be seen, but for the line feed that ends a line.
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u200b\ud800-\udfff]")
any_text = st.text() | st.text(alphabet=":%,\r\n|`<>]&@\\\x1b\u202e\"'.#_- a")
# The engines' first answers take long, and so does every answer on a busy machine.
labels = settings(deadline=None, max_examples=60)


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
    return Report.of([finding, with_evidence], Path("nowhere"), Path("nowhere"))


def sarif_of(report: Report) -> Any:
    return json.loads(write_report(report, "sarif"))["runs"][0]


def sarif_validator(repository: Path) -> Draft4Validator:
    text = (repository / "vendor" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8-sig")
    schema: Mapping[str, Any] = json.loads(text)
    return Draft4Validator(schema)


def graph_of(report: Report) -> Graph:
    return Graph().parse(data=write_report(report, "turtle"), format="turtle")


def the(predicate: URIRef, report: Report) -> str:
    """Return the one value that the report in Turtle has of a property."""
    (value,) = graph_of(report).objects(None, predicate)
    return str(value)


def block(tmp_path: Path, line: str, column: int) -> list[str]:
    """Return the lines of text on a finding in this column of a file of this line."""
    (tmp_path / "a.ttl").write_text(line, encoding="utf-8")
    return write_report(Report.of([Finding("a.ttl", 1, column, "r", "m")], tmp_path), "text").split("\n")


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
    lines = block(tmp_path, '\t"香港海關"@zh-Hant , "x" .\n', 19)
    assert lines[2].index("^") == len('    1 |  "香港海關"@zh-Hant , ') + len("香港海關")


def test_the_caret_stands_right_behind_marks_that_take_no_column(tmp_path: Path):
    lines = block(tmp_path, '"e\u0301\ufe0f" , x\n', 9)
    assert lines[2].index("^") == len('    1 | "e" , ')


def test_the_caret_stands_right_behind_what_is_escaped(tmp_path: Path):
    lines = block(tmp_path, '"\u202e" , x\n', 7)
    assert (lines[1], lines[2].index("^")) == ('    1 | "\\u202e" , x', lines[1].index("x"))


def test_of_a_long_line_the_part_around_the_place_is_shown(tmp_path: Path):
    lines = block(tmp_path, "a" * 500 + "B" + "c" * 500, 501)
    assert lines[1][lines[2].index("^")] == "B"
    assert len(lines[1]) < 150


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_line_is_the_right_one_after_any_line_ending(tmp_path: Path, ending: str):
    (tmp_path / "a.ttl").write_bytes(ending.join(["one", "two", "three"]).encode())
    found = Report.of([Finding("a.ttl", 2, 1, "r", "m")], tmp_path)
    assert write_report(found, "text").split("\n")[1] == "    2 | two"


def test_a_message_that_quotes_a_whole_book_is_cut():
    long = Report.of([Finding("a.ttl", 0, 0, "r", "m" * 100_000, "n" * 100_000)], Path("x"))
    assert {name: len(write_report(long, name)) < 10_000 for name in FORMATS if name != "json"} == {
        name: True for name in FORMATS if name != "json"
    }


def test_without_findings_every_format_says_so(tmp_path: Path):
    good = Report.of([], tmp_path)
    assert write_report(good, "text") == write_report(good, "github") == "no findings\n"
    assert json.loads(write_report(good, "json"))["conforms"] is True
    assert sarif_of(good)["results"] == []
    assert 'failures="0"' in write_report(good, "junit")
    assert the(SH.conforms, good) == "true"


def test_a_warning_alone_does_not_conform_as_shacl_has_it(tmp_path: Path):
    warned = Report.of([WARNED], tmp_path)
    assert json.loads(write_report(warned, "json"))["conforms"] is False
    assert the(SH.conforms, warned) == "false"


def test_an_annotation_names_file_line_column_and_rule(report: Report):
    assert write_report(report, "github").split("\n")[0] == (
        "::error file=data/a.ttl,title=shape%3Afigure.value,line=2,col=17::"
        'figure:a.goods gbaip:value "many" is of the wrong datatype%0AGive the number in full.'
    )


def test_paths_lead_from_the_top(report: Report):
    below = Report.of(report.findings, report.folder / "graph", report.folder)
    assert "file=graph/data/a.ttl," in write_report(below, "github")
    assert sarif_of(below)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "graph/data/a.ttl"
    }


def test_a_file_that_is_not_below_the_top_keeps_its_name(tmp_path: Path):
    beside = Report.of([replace(BROKEN, file="../shapes/a.ttl")], tmp_path / "one", tmp_path / "one")
    assert "file=../shapes/a.ttl," in write_report(beside, "github")


def test_the_summary_is_appended(report: Report, tmp_path: Path):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    append_summary(report, summary)
    assert summary.read_text(encoding="utf-8") == "before\n" + write_summary(report)


def test_a_summary_that_cannot_be_written_is_told(report: Report, tmp_path: Path):
    with pytest.raises(UsageError, match="cannot be written"):
        append_summary(report, tmp_path / "missing" / "summary.md")


def test_a_summary_keeps_below_the_size_that_github_shows():
    findings = [replace(BROKEN, line=line, message="|" * 400, mend="<" * 400) for line in range(1, 3000)]
    written = write_summary(Report.of(findings, Path("x")))
    assert len(written.encode()) < 1024 * 1024
    assert written.splitlines()[-1] == "The rest is left out here; the log has all."


def test_sarif_validates_against_its_schema(report: Report, repository: Path):
    sarif_validator(repository).validate(json.loads(write_report(report, "sarif")))


def test_sarif_describes_every_rule_once_with_how_to_mend_it(report: Report):
    twice = Report.of([*report.findings, replace(BROKEN, line=40)], report.folder)
    rules = sarif_of(twice)["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["help"]["text"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("no-target", "nothing looks at this file", "warning"),
        ("shape:figure.value", "Give the number in full.", "error"),
    ]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in sarif_of(twice)["results"])


def test_sarif_counts_columns_in_code_points(report: Report):
    assert sarif_of(report)["columnKind"] == "unicodeCodePoints"
    assert sarif_of(report)["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 17,
    }


def prints(report: Report) -> list[str]:
    return [result["partialFingerprints"]["gbaipFinding/v1"] for result in sarif_of(report)["results"]]


def test_a_fingerprint_stays_when_lines_move(report: Report):
    moved = Report.of([replace(BROKEN, line=40)], report.folder)
    assert prints(report)[0] == prints(moved)[0]


def test_a_fingerprint_is_that_of_one_finding(report: Report):
    alike = Report.of([BROKEN, replace(BROKEN, line=40), replace(BROKEN, file="data/c.ttl")], report.folder)
    assert len(set(prints(alike))) == 3


def test_json_validates_against_the_published_schema(report: Report):
    Draft202012Validator.check_schema(findings_schema())
    Draft202012Validator(findings_schema()).validate(json.loads(write_report(report, "json")))


def test_json_has_the_terms_of_the_result(report: Report):
    assert json.loads(write_report(report, "json"))["findings"][0]["evidence"] == {
        "focusNode": f"<{RECORD.value}>",
        "path": "<https://w3id.org/gbaip/ns#value>",
        "value": '"many"',
        "component": SHACL + "DatatypeConstraintComponent",
        "shape": "https://w3id.org/gbaip/shape/figure.value",
        "severity": SHACL + "Violation",
    }


def test_junit_has_a_failure_for_a_violation_and_a_passed_case_for_a_warning(report: Report):
    suites = ElementTree.fromstring(write_report(report, "junit").encode())  # noqa: S314 - our own text
    cases = suites.findall("testsuite/testcase")
    assert [case.find("failure") is not None for case in cases] == [True, False]
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")


def test_turtle_has_the_terms_themselves(report: Report):
    graph = graph_of(report)
    (result,) = graph.subjects(SH.value, None)
    assert {str(graph.value(result, term)) for term in (SH.focusNode, SH.resultPath, SH.sourceShape)} == {
        RECORD.value,
        "https://w3id.org/gbaip/ns#value",
        "https://w3id.org/gbaip/shape/figure.value",
    }


def test_turtle_has_one_report_with_a_result_for_each_finding(report: Report):
    graph = graph_of(report)
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert len(set(graph.objects(top, SH.result))) == 2
    assert set(graph.objects(top, SH.result)) == set(graph.subjects(RDF.type, SH.ValidationResult))


def test_turtle_has_every_result_that_one_fault_has_brought_about(report: Report):
    further = replace(EVIDENCE, component=SHACL + "MinInclusiveConstraintComponent")
    both = Report.of([replace(BROKEN, same_fault=(further,))], report.folder)
    assert {str(one) for one in graph_of(both).objects(None, SH.sourceConstraintComponent)} == {
        EVIDENCE.component,
        further.component,
    }


def test_turtle_has_a_path_of_several_steps(report: Report):
    one, two, there = BlankNode("path.0"), BlankNode("path.1"), BlankNode("path.1f")
    first, second = Iri("https://example.org/p"), Iri("https://example.org/q")
    triples = (
        Triple(one, IRI_FIRST, first),
        Triple(one, IRI_REST, two),
        Triple(two, IRI_FIRST, there),
        Triple(two, IRI_REST, IRI_NIL),
        Triple(there, Iri(SHACL + "inversePath"), second),
    )
    evidence = replace(EVIDENCE, path=one, path_triples=triples)
    graph = graph_of(Report.of([replace(BROKEN, evidence=evidence)], report.folder))
    (path,) = graph.objects(None, SH.resultPath)
    steps = list(Collection(graph, path))
    assert str(steps[0]) == first.value
    assert str(graph.value(steps[1], SH.inversePath)) == second.value


@pytest.mark.parametrize(
    ("focus", "iri"),
    [
        ("agency:ipd", "https://w3id.org/gbaip/id/agency/ipd"),
        ("https://example.org/香港", "https://example.org/香港"),
        ("urn:example:a", "urn:example:a"),
        ("", "https://w3id.org/gbaip/check/file/data/b.ttl"),
    ],
)
def test_a_finding_of_no_shape_names_its_record_or_else_its_file(focus: str, iri: str):
    found = Report.of([replace(WARNED, focus_node=focus)], Path("x"))
    assert the(SH.focusNode, found) == iri


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("text", [HOSTILE, "::", "]]>", "\x1b[2J", "\u202eabc", "\r\n", ""])
def test_nothing_invisible_stands_in_a_report(format_name: str, text: str):
    assert not INVISIBLE.search(write_report(hostile(text), format_name))


@labels
@given(any_text)
def test_a_label_stays_within_its_annotation(text: str):
    lines = write_report(hostile(text), "github").splitlines()
    assert len(lines) == 3
    assert all(re.match("::error file=[^:,]*,title=[^:,]*,line=1,col=1::.", line) for line in lines[:2])


@labels
@given(any_text)
def test_a_label_stays_within_its_block_of_text(text: str):
    written = write_report(hostile(text), "text")
    assert not INVISIBLE.search(written)
    begins = [line for line in written.split("\n")[:-2] if line and not line.startswith("  ")]
    assert len(begins) == 2


@labels
@given(any_text)
def test_a_label_stays_within_its_case(text: str):
    suites = ElementTree.fromstring(write_report(hostile(text), "junit").encode())  # noqa: S314 - our own text
    assert [child.tag for case in suites.iter("testcase") for child in case] == ["failure", "failure"]


@labels
@given(any_text)
def test_a_label_stays_within_json(text: str):
    found = json.loads(write_report(hostile(text), "json"))
    Draft202012Validator(findings_schema()).validate(found)
    assert json.loads(write_report(hostile(text), "json").encode("ascii")) == found


@labels
@given(any_text)
def test_a_label_stays_within_sarif(text: str):
    run = sarif_of(hostile(text))
    assert len(run["results"]) == 2
    assert not INVISIBLE.search("".join(result["message"]["text"] for result in run["results"]))
    assert all(
        re.fullmatch(r"[\w./%~-]*", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in run["results"]
    )


def test_sarif_of_a_hostile_label_validates(repository: Path):
    sarif_validator(repository).validate(json.loads(write_report(hostile(HOSTILE), "sarif")))


@labels
@given(any_text.filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_a_label_stays_within_turtle_and_comes_back_whole(text: str):
    graph = graph_of(hostile(text))
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 2
    assert text in {str(value) for value in graph.objects(None, SH.value)}


@labels
@given(any_text)
def test_a_label_stays_within_its_row_of_the_summary(text: str):
    rows = [line for line in write_summary(hostile(text)).splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 1 + len({text or "r", "r"}) + 1 + 2
    assert all(len(re.findall(r"(?<!\\)\|", row)) in (3, 4) for row in rows)
    assert not re.search(r"(?<!\\)<(?!br>)", "".join(rows))
