"""Candidates as they are handed on: mapping sets, sentences, JSON, the commands, and reviews."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph.cli import main
from gbaip_graph.errors import UsageError
from gbaip_graph.layout import Root
from gbaip_graph.link.candidate_report import as_json, as_mapping_set, explain
from gbaip_graph.link.candidates import find_candidates
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.inputs import decisions
from gbaip_graph.link.read_table import parse_table
from gbaip_graph.sssom.reader import parse_mapping_set
from gbaip_graph.sssom.writer import mapping_set_text
from tests.link.body_rows import BODIES, RIGHT, ROR


def test_candidates_are_written_as_predicted_mappings_that_can_be_read_again(own):
    report = find_candidates(own, parse_table(BODIES).entities)
    text = mapping_set_text(as_mapping_set(report, date="2026-11-21"))
    read = parse_mapping_set(text)
    assert [one.review_state for one in read] == ["predicted"] * len(report.candidates)
    assert [one.confidence for one in read] == [one.score for one in report.candidates]
    assert read.mappings[0].subject_iri.startswith("https://w3id.org/gbaip/id/")
    assert {one.other["candidate_verdict"] for one in read} <= {"clear", "ambiguous", "weak"}
    assert mapping_set_text(as_mapping_set(report, date="2026-11-21")) == text


def test_both_confidences_are_kept_when_a_candidate_is_reviewed(own):
    (row,) = as_mapping_set(
        find_candidates(own, parse_table(BODIES).entities[:1]), date="2026-11-21"
    ).mappings
    header = {"curie_map": {"body": "https://w3id.org/gbaip/id/body/", "ror": ROR}, "mapping_set_id": "urn:x"}
    reviewed = replace(row, review_state="accepted", reviewer_agreement=0.9)
    mapping_set = replace(
        as_mapping_set(find_candidates([], []), date=""), header=header, mappings=(reviewed,)
    )
    (read,) = parse_mapping_set(mapping_set_text(mapping_set))
    assert (read.review_state, read.confidence, read.reviewer_agreement) == ("accepted", row.confidence, 0.9)


def test_the_reverse_has_theirs_on_the_left_and_the_inverse_relation(own):
    theirs = Entity("https://example.org/hk", (Name("Hong Kong", kind="main"),), "town", ("HK",))
    report = find_candidates(own, [theirs])
    forth = as_mapping_set(report, date="2026-11-21").mappings[0]
    back = as_mapping_set(report, date="2026-11-21", reverse=True).mappings[0]
    assert (forth.predicate_id, back.predicate_id) == ("skos:narrowMatch", "skos:broadMatch")
    assert (back.subject_iri, back.object_id) == (theirs.id, "place:hong-kong")


def test_an_identifier_that_is_no_iri_needs_a_template(own):
    report = find_candidates(
        own, [Entity("1819730", (Name("Hong Kong", kind="main"),), "territory", ("HK",))]
    )
    with pytest.raises(UsageError, match="is no IRI"):
        as_mapping_set(report, date="2026-11-21")


def test_the_explanation_tells_every_feature_with_its_points(own):
    report = find_candidates(own, parse_table(BODIES).entities)
    text = explain(report)
    for one in report.candidates:
        for feature in one.features:
            assert f"    {feature.points:+.2f} {feature.name}: {feature.told}" in text
    assert text.endswith("0 ambiguous, 0 weak\n") or "candidates:" in text.splitlines()[-1]


def test_the_json_holds_the_same_sums(own):
    document = json.loads(as_json(find_candidates(own, parse_table(BODIES).entities)))
    assert all(
        one["score"] == round(sum(feature["points"] for feature in one["features"]), 2)
        for one in document["candidates"]
    )


# The command


@pytest.fixture
def table_file(tmp_path: Path) -> Path:
    file = tmp_path / "bodies.csv"
    file.write_text(BODIES, encoding="utf-8")
    return file


def test_the_command_writes_candidates_and_leaves_the_graph_as_it_was(project: Root, table_file):
    before = {file: file.read_bytes() for file in (*project.data_files(), *project.link_files())}
    result = CliRunner().invoke(main, ["link", "candidates", str(table_file), "--again"])
    assert result.exit_code == 0, result.output
    assert len(parse_mapping_set(result.stdout)) >= len(RIGHT)
    assert {file: file.read_bytes() for file in before} == before


def test_the_command_leaves_out_what_the_shipped_links_have_decided(table_file):
    arguments = ["link", "candidates", str(table_file), "--explain", "--verdict", "clear"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "body:cityu" not in result.stdout
    assert "accepted before" in result.stdout


def test_the_command_ends_with_1_for_a_broken_table(tmp_path):
    file = tmp_path / "bodies.csv"
    file.write_bytes(b"colour\nred\n")
    result = CliRunner().invoke(main, ["link", "candidates", str(file)])
    assert result.exit_code == 1
    assert "missing-column" in result.stderr


# Reviewing


@pytest.fixture
def candidates_file(tmp_path: Path, own: tuple[Entity, ...]) -> Path:
    """Return a file with two candidates, whose header knows a reviewer."""
    report = find_candidates(own, parse_table(BODIES).entities[:3])
    mapping_set = as_mapping_set(report, date="2026-11-21")
    curie_map = {**mapping_set.curie_map, "orcid": "https://orcid.org/"}
    file = tmp_path / "candidates.sssom.tsv"
    text = mapping_set_text(replace(mapping_set, header={**mapping_set.header, "curie_map": curie_map}))
    file.write_text(text, encoding="utf-8")
    return file


REVIEWER = ["--reviewer", "orcid:0000-0002-1825-0097"]


def review(file: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["link", "review", str(file), *arguments, *REVIEWER])
    return result.exit_code, result.output


def test_a_rejected_candidate_keeps_both_confidences_and_is_not_proposed_again(
    candidates_file, table_file, project
):
    pair = ("body:cityu", "ror:03q8dnn23")
    code, output = review(candidates_file, *pair, "--reject", "--agreement", "-0.8")
    assert (code, output) == (0, "body:cityu skos:exactMatch ror:03q8dnn23: rejected (proposed with 0.9)\n")
    row = next(
        one for one in parse_mapping_set(candidates_file.read_text("utf-8")) if one.object_id == pair[1]
    )
    assert (row.review_state, row.confidence, row.reviewer_agreement) == ("rejected", 0.9, -0.8)
    decided = decisions([parse_mapping_set(candidates_file.read_text("utf-8"))])
    assert decided["body:cityu", ROR + "03q8dnn23"] == "rejected"


def test_what_was_decided_is_decided_anew_only_when_that_is_said(candidates_file):
    pair = ("body:cityu", "ror:03q8dnn23")
    assert review(candidates_file, *pair, "--accept")[0] == 0
    before = candidates_file.read_bytes()
    code, output = review(candidates_file, *pair, "--reject")
    assert (code, "accepted already" in output) == (2, True)
    assert candidates_file.read_bytes() == before
    assert review(candidates_file, *pair, "--reject", "--again")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("body:cityu", "ror:0", "--accept"), 2, "there is no mapping"),
        (("body:cityu", "ror:03q8dnn23"), 2, "nothing was decided"),
        (("body:cityu", "ror:03q8dnn23", "--accept", "--reviewer", "me:1"), 1, "prefix that is not declared"),
    ],
)
def test_a_review_that_cannot_be_written_leaves_the_file_as_it_was(arguments, code, told, candidates_file):
    before = candidates_file.read_bytes()
    result = CliRunner().invoke(main, ["link", "review", str(candidates_file), *REVIEWER, *arguments])
    assert (result.exit_code, told in result.output) == (code, True)
    assert candidates_file.read_bytes() == before


def test_a_name_that_thousands_bear_is_judged_in_bearable_time(own):
    bearers = [
        Entity(f"https://example.org/{number}", (Name("Hong Kong", kind="main"),), "town", ("HK",))
        for number in range(3000)
    ]
    candidates = find_candidates(own, bearers).candidates
    assert {one.verdict for one in candidates} == {"ambiguous"}
    assert max(len(one.rivals) for one in candidates) <= 30
