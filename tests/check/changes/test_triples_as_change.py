"""Triples in files are judged as if they were added to a root, or taken out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.check.changes.checking import check_change
from gbaip_graph.check.changes.report import told_change
from gbaip_graph.errors import InvalidData, UsageError
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES

GOODS = "figure:customs-2018-19.goods"


def turtle(file: Path, text: str) -> Path:
    prefixes = "".join(
        f"@prefix {name}: <{PREFIXES[name]}> .\n"
        for name in ("agency", "exactness", "figure", "gbaip", "rdfs", "role", "skos")
    )
    file.write_text(prefixes + text, encoding="utf-8")
    return file


def test_a_value_that_takes_the_place_of_another_is_one_change(root: Root, tmp_path: Path) -> None:
    added = turtle(tmp_path / "added.ttl", f"{GOODS} gbaip:value 113000 .")
    removed = turtle(tmp_path / "removed.ttl", f"{GOODS} gbaip:value 112000 .")
    report = check_change(root, added=[added], removed=[removed])
    assert list(told_change(report))[:2] == [
        "Facts: 0 added, 0 removed, 1 changed, in 1 record",
        f"  {GOODS}: gbaip:value 112000 -> 113000",
    ]
    assert (report.new, report.fixed) == ((), ())


def test_a_triple_too_many_is_a_finding_in_the_file_that_adds_it(root: Root, tmp_path: Path) -> None:
    added = turtle(tmp_path / "added.ttl", f"{GOODS} gbaip:hasExactness role:host .")
    report = check_change(root, added=[added])
    assert [(finding.rule, finding.address) for finding in report.new] == [
        ("shape:figure.hasExactness", f"{added.as_posix()}:8:49")
    ]


def test_a_triple_that_is_missed_is_a_finding_on_its_record(root: Root, tmp_path: Path) -> None:
    removed = turtle(tmp_path / "removed.ttl", f"{GOODS} gbaip:value 112000 .")
    report = check_change(root, removed=[removed])
    assert [(finding.rule, finding.file) for finding in report.new] == [
        ("shape:figure.value", "data/sources/ipd-2018-19.ttl")
    ]


def test_n_triples_are_read_too(root: Root, tmp_path: Path) -> None:
    file = tmp_path / "removed.nt"
    subject, path = PREFIXES["figure"] + "customs-2018-19.goods", PREFIXES["gbaip"] + "value"
    file.write_text(f'<{subject}> <{path}> "112000"^^<{PREFIXES["xsd"]}integer> .\n', encoding="utf-8")
    assert check_change(root, removed=[file]).difference.removed == 1


def test_a_triple_to_take_out_that_is_not_there_is_told(root: Root, tmp_path: Path) -> None:
    removed = turtle(tmp_path / "removed.ttl", f"{GOODS} gbaip:value 1 .")
    report = check_change(root, removed=[removed])
    assert report.notes[-1] == "1 of the triples to take out are not in the graph"
    assert report.difference.records == ()


@pytest.mark.slow
def test_a_change_of_the_class_hierarchy_judges_every_focus_node(root: Root, tmp_path: Path) -> None:
    added = turtle(tmp_path / "added.ttl", "gbaip:Place rdfs:subClassOf gbaip:Activity .")
    report = check_change(root, added=[added])
    assert report.notes[0] == ("all focus nodes were judged: the class hierarchy changes (rdfs:subClassOf)")


def test_a_file_that_is_no_turtle_is_a_finding(root: Root, tmp_path: Path) -> None:
    report = check_change(root, added=[turtle(tmp_path / "added.ttl", "oh dear")])
    assert [finding.rule for finding in report.new] == ["syntax"]


def test_a_file_that_is_missing_is_refused(root: Root, tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="cannot be read"):
        check_change(root, added=[tmp_path / "none.ttl"])


def test_a_blank_node_cannot_be_taken_out(root: Root, tmp_path: Path) -> None:
    removed = turtle(tmp_path / "removed.ttl", f"{GOODS} gbaip:value [] .")
    with pytest.raises(UsageError, match="a blank node cannot be taken out"):
        check_change(root, removed=[removed])
