"""The comparison with pySHACL runs on a small graph, and says where a promise is broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.check_speed import Taken, broken_promises, table, take_all
from benchmarks.generate import generate
from benchmarks.measures import Clock, change, faulty_change, index_on_disk
from gbaip_graph.layout import Root

FAST = Taken(loading_s=1.0, judging_s=1.0, peak_mib=50, found=3, digest="same")
TAKEN = {
    "rdflib-parse": replace(FAST, judging_s=3.0),
    "position-scan": FAST,
    "pyshacl": replace(FAST, judging_s=99.0),
    "shapes": FAST,
    "check": FAST,
    "index": FAST,
    "change": replace(FAST, judging_s=0.1),
    "faulty-change": replace(FAST, judging_s=0.1),
}


@pytest.mark.slow  # it starts a process for each measure, one of them pySHACL
def test_the_check_and_pyshacl_alone_find_the_same_in_a_small_graph(tmp_path: Path) -> None:
    generate(tmp_path, triples=2_000, faults=10)
    taken = take_all(tmp_path, runs=1, with_pyshacl=True)
    assert taken["shapes"].digest == taken["pyshacl"].digest
    assert (taken["check"].found, taken["change"].found, taken["faulty-change"].found) == (10, 0, 1)
    assert taken["position-scan"].digest == taken["rdflib-parse"].digest
    assert len(list(table(taken))) == 2 + len(taken)


def test_pyshacl_alone_is_left_out_where_it_takes_too_long() -> None:
    taken = {name: one for name, one in TAKEN.items() if name != "pyshacl"}
    assert "| rdflib and pySHACL alone | | | not measured | | | |" in list(table(taken))
    assert list(broken_promises(taken, size=1_000_000, faults=3)) == []


def test_the_table_gives_ratios_to_what_each_row_is_compared_with() -> None:
    rows = dict(line.strip("| ").split(" | ", 1) for line in list(table(TAKEN))[2:])
    assert rows["our parser, every triple with its places"].split(" | ")[3] == "2.00"
    assert rows["our loader and the check by shapes"].split(" | ")[3] == "50.00"


def test_all_promises_are_kept_by_a_fast_check() -> None:
    assert list(broken_promises(TAKEN, size=100_000, faults=3)) == []


@pytest.mark.parametrize(
    ("name", "changed", "says"),
    [
        ("check", {"found": 1}, "has 1 findings, not 3"),
        ("position-scan", {"judging_s": 1.5}, "position scan"),
        ("shapes", {"digest": "another"}, "do not find the same"),
        ("change", {"judging_s": 0.3}, "change takes 0.30 s"),
        ("change", {"loading_s": 5.0}, "change takes 5.1 s"),
        ("shapes", {"judging_s": 24.0}, "4.0 times as fast"),
    ],
)
def test_a_broken_promise_is_named(name: str, changed: dict[str, float | str], says: str) -> None:
    taken = {**TAKEN, name: replace(TAKEN[name], **changed)}  # type: ignore[arg-type]
    (broken,) = broken_promises(taken, size=100_000, faults=3)
    assert says in broken


def test_a_small_graph_need_not_be_faster() -> None:
    taken = {**TAKEN, "shapes": replace(FAST, judging_s=98.0)}
    assert list(broken_promises(taken, size=2_000, faults=3)) == []


def test_the_small_change_is_found_to_conform_or_to_have_its_fault(tmp_path: Path) -> None:
    generate(tmp_path, triples=2_000)
    assert list(index_on_disk(Root(tmp_path), Clock())) != ["0"]
    assert list(change(Root(tmp_path), Clock())) == []
    (found,) = faulty_change(Root(tmp_path), Clock())
    assert "figure/changed.people" in found
    assert found.endswith("#PatternConstraintComponent")
