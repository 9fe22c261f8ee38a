"""Of a change every format tells what is new, what it ends and what was there already."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from gbaip_graph.check.changes.difference import Difference, FactChange, RecordChange
from gbaip_graph.check.changes.report import ChangeReport
from gbaip_graph.check.reports.formats import FORMATS, write_report
from gbaip_graph.check.reports.github import write_summary
from gbaip_graph.check.reports.json_document import findings_schema
from gbaip_graph.check.reports.report import Report
from gbaip_graph.findings import Finding

NEW = Finding("data/a.ttl", 2, 1, "rule", "the new one", "Mend it.", focus_node="figure:a")
STANDING = Finding("data/a.ttl", 3, 1, "rule", "the old one", focus_node="figure:b")
FIXED = Finding("data/a.ttl", 2, 5, "rule", "the mended one", focus_node="figure:c")
RECORD = RecordChange(
    "figure:a",
    "A | \u202e label",
    "changed",
    (
        FactChange("gbaip:value", ("1",), ("2",)),
        FactChange("gbaip:countedBy", (), ("agency:ced",)),
    ),
)
CHANGE = ChangeReport(
    base="HEAD",
    files=("data/a.ttl",),
    difference=Difference((RECORD,)),
    new=(NEW,),
    fixed=(FIXED,),
    standing=(STANDING,),
    notes=("a note",),
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text("one\ntwo\nthree\n", encoding="utf-8")
    return Report.of_change(CHANGE, tmp_path)


def loaded(report: Report, format_name: str) -> Any:
    return json.loads(write_report(report, format_name))


def test_text_tells_the_facts_first_and_quotes_no_line_for_what_is_mended(report: Report):
    assert write_report(report, "text") == (
        "Facts: 1 added, 0 removed, 1 changed, in 1 record\n"
        '  figure:a "A | \\u202e label" (changed)\n'
        "    gbaip:value 1 -> 2\n"
        "    + gbaip:countedBy agency:ced\n"
        "\n"
        "Note: a note\n"
        "\n"
        "New with this change:\n"
        "\n"
        "data/a.ttl:2:1: violation: the new one [rule]\n"
        "    2 | two\n"
        "      | ^\n"
        "  Mend it.\n"
        "\n"
        "Fixed by this change:\n"
        "\n"
        "data/a.ttl:2:5: violation: the mended one [rule]\n"
        "\n"
        "Already there:\n"
        "\n"
        "data/a.ttl:3:1: violation: the old one [rule]\n"
        "    3 | three\n"
        "      | ^\n"
        "\n"
        "new: 1 violation; fixed: 1 violation; already there: 1 violation\n"
    )


def test_annotations_are_errors_where_they_are_new_and_notices_where_they_are_not(report: Report):
    commands = write_report(report, "github").splitlines()[:-1]
    assert [command.split(" ")[0] for command in commands] == ["::error", "::notice"]


def test_the_summary_lists_the_facts_and_has_a_table_for_each_part(report: Report):
    written = write_summary(report)
    assert '  - figure\\:a "A \\| \\\\u202e label" \\(changed\\)\n    - gbaip\\:value 1 \\-\\> 2\n' in written
    assert re.findall(r"^\| (\w[\w ]*) \| what", written, re.MULTILINE) == [
        "new with this change",
        "fixed by this change",
        "already there",
    ]


def test_sarif_says_which_results_are_new_and_which_are_gone(report: Report):
    results = loaded(report, "sarif")["runs"][0]["results"]
    assert [(result["message"]["text"].split("\n")[0], result["baselineState"]) for result in results] == [
        ("the new one", "new"),
        ("the old one", "unchanged"),
        ("the mended one", "absent"),
    ]


def test_json_tells_the_change_by_the_published_schema(report: Report):
    document = loaded(report, "json")
    Draft202012Validator(findings_schema()).validate(document)
    assert [finding["isNew"] for finding in document["findings"]] == [True, False]
    assert [finding["message"] for finding in document["change"]["fixed"]] == ["the mended one"]
    assert document["change"]["records"][0]["facts"][0] == {
        "path": "gbaip:value",
        "before": ["1"],
        "after": ["2"],
    }


def test_junit_fails_for_what_is_new_alone(report: Report):
    suites = ElementTree.fromstring(write_report(report, "junit").encode())  # noqa: S314 - our own text
    assert [case.find("failure") is not None for case in suites.iter("testcase")] == [True, False]
    assert suites.get("failures") == "1"


def test_what_was_there_already_does_not_count(report: Report):
    assert report.counting == (NEW,)


def test_what_was_there_already_counts_where_nothing_could_be_judged(report: Report):
    unjudged = Report.of_change(replace(CHANGE, new=(), is_judged=False), report.folder)
    assert unjudged.counting == (STANDING,)


def test_a_check_that_was_stopped_before_and_after_counts(report: Report):
    stopped = replace(STANDING, rule="stopped")
    change = replace(CHANGE, new=(), standing=(STANDING, stopped))
    assert Report.of_change(change, report.folder).counting == (stopped,)


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_invisible_of_a_label_stands_in_a_report(report: Report, format_name: str):
    assert "\u202e" not in write_report(report, format_name)
