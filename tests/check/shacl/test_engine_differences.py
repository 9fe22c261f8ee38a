"""The cases on which engines differ are answered as the table says, and the table is of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.check.strangers import check_files
from tests.check.shacl.engine_differences import CASES, PREFIXES, REFUSED, TABLE, Answer, Case, write_table

LEAST_NUMBER_OF_CASES = 30


def answer(case: Case, folder: Path) -> Answer:
    data, shapes = folder / "data.ttl", folder / "shapes.ttl"
    data.write_text(PREFIXES + case.data, encoding="utf-8")
    shapes.write_text(PREFIXES + case.shapes, encoding="utf-8")
    findings = check_files(shapes=[shapes], data=[data])
    violations = [finding for finding in findings if finding.severity == "violation"]
    # A focus node that only the shapes name has its address there, too; a finding on shapes has no evidence.
    if any(finding.file.endswith("shapes.ttl") and finding.evidence is None for finding in violations):
        return REFUSED
    return len(violations)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_check_gives_the_answer_of_the_table(case: Case, tmp_path: Path):
    assert answer(case, tmp_path) == case.ours


def test_the_table_is_what_the_engines_say_today():
    assert TABLE.read_text(encoding="utf-8") == write_table()


def test_engines_differ_in_at_least_thirty_cases():
    rows = [
        line.split(" | ") for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    differing = [row[0] for row in rows[2:] if len(set(row[1:5])) > 1]
    assert len(differing) >= LEAST_NUMBER_OF_CASES
