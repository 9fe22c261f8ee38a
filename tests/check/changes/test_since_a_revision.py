"""A root is compared with a revision of its repository: what changed, in words and in findings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import pytest

from gbaip_graph.check.changes.checking import check_change
from gbaip_graph.check.changes.report import ChangeReport, split, told_change
from gbaip_graph.check.changes.stored_index import StoredIndex
from gbaip_graph.check.run import check_root
from gbaip_graph.check.shacl.model import SUB_CLASS_OF
from gbaip_graph.errors import UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri, Subject, Term
from tests.check.changes.repositories import commit

Edit = Callable[[str, str, str], None]

SOURCE = "data/sources/ipd-2018-19.ttl"
SEMINAR = "data/sources/pr-2024-09-05.ttl"
GOODS = "figure:customs-2018-19.goods"
EXACTNESS = (
    "    gbaip:countedBy agency:ced ;\n    gbaip:hasExactness exactness:{} ;\n    gbaip:hasJurisdiction"
)
GOODS_ABOUT = f"{GOODS} a gbaip:Figure ;\n" + EXACTNESS.format("about")
GOODS_BROKEN = GOODS_ABOUT.replace("exactness:about", "exactness:roughly")


def replace_all(root: Root, path: str, old: str, new: str) -> None:
    text = (root.path / path).read_text(encoding="utf-8")
    assert old in text
    (root.path / path).write_text(text.replace(old, new), encoding="utf-8")


def rules(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.focus_node) for finding in findings]


def test_a_changed_value_is_told_in_words(root: Root, edit: Edit) -> None:
    edit(SOURCE, "gbaip:value 112000 ;", "gbaip:value 113000 ;")
    report = check_change(root, base="HEAD")
    assert list(told_change(report))[:2] == [
        "Facts: 0 added, 0 removed, 1 changed, in 1 record",
        "  figure:customs-2018-19.goods: gbaip:value 112000 -> 113000",
    ]
    assert (report.new, report.fixed, report.files) == ((), (), (SOURCE,))


def test_nothing_changed_is_nothing_found(root: Root) -> None:
    report = check_change(root, base="HEAD")
    assert (report.difference.records, report.findings, report.fixed, report.files) == ((), (), (), ())


def test_a_reference_to_nothing_is_new_and_has_its_address(root: Root, edit: Edit) -> None:
    edit(SOURCE, GOODS_ABOUT, GOODS_BROKEN)
    report = check_change(root, base="HEAD")
    assert rules(report.new) == [("dangling-reference", GOODS)]
    assert report.new[0].address.startswith(f"{SOURCE}:797:")
    assert (report.fixed, report.standing) == ((), ())


def test_what_is_mended_is_told_as_fixed(root: Root, edit: Edit) -> None:
    edit(SOURCE, GOODS_ABOUT, GOODS_BROKEN)
    commit(root.path, "broken")
    edit(SOURCE, GOODS_BROKEN, GOODS_ABOUT)
    report = check_change(root, base="HEAD")
    assert rules(report.fixed) == [("dangling-reference", GOODS)]
    assert report.findings == ()


def test_what_was_wrong_before_is_not_laid_on_the_change(root: Root, edit: Edit) -> None:
    edit(SOURCE, GOODS_ABOUT, GOODS_ABOUT.replace("exactness:about", "role:host"))
    commit(root.path, "broken")
    edit(SOURCE, "gbaip:value 112000 ;", "gbaip:value 113000 ;")
    report = check_change(root, base="HEAD")
    assert rules(report.standing) == [("shape:figure.hasExactness", GOODS)]
    assert (report.new, report.fixed) == ((), ())


def test_a_renamed_record_changes_findings_in_files_that_did_not_change(root: Root) -> None:
    text = (root.path / SEMINAR).read_text(encoding="utf-8")
    (root.path / SEMINAR).write_text(
        text.replace("source:pr-2024-09-05", "source:pr-2024-09-06"), encoding="utf-8"
    )
    report = check_change(root, base="HEAD")
    assert report.new
    assert {finding.file for finding in report.new} == {SEMINAR}


def test_a_file_that_cannot_be_parsed_stops_the_judging_of_facts(root: Root, edit: Edit) -> None:
    edit(SOURCE, "gbaip:value 112000 ;", "gbaip:value ;")
    report = check_change(root, base="HEAD")
    assert [finding.rule for finding in report.new] == ["syntax"]
    assert "keeps to the rules for files" in report.notes[0]


def test_a_file_that_could_not_be_parsed_before_is_told_as_already_there(root: Root, edit: Edit) -> None:
    edit(SOURCE, "gbaip:value 112000 ;", "gbaip:value ;")
    commit(root.path, "broken")
    report = check_change(root, base="HEAD")
    assert ([f.rule for f in report.standing], report.new, report.fixed) == (["syntax"], (), ())


def test_a_file_that_git_does_not_know_counts(root: Root) -> None:
    (root.path / "data/register/hidden.ttl").write_text("@prefix e: <urn:e> .\n", encoding="utf-8")
    (root.path.parent / ".gitignore").write_text("hidden.ttl\n", encoding="utf-8")
    report = check_change(root, base="HEAD")
    assert report.files == ("data/register/hidden.ttl",)
    assert "unknown-prefix" in [finding.rule for finding in report.new]


@pytest.mark.parametrize("revision", ["no-such-branch", "", "--help", "HEAD:README.md", "HEAD\0", "-1"])
def test_what_is_no_commit_is_refused(root: Root, revision: str) -> None:
    with pytest.raises(UsageError, match=r"no commit|no name"):
        check_change(root, base=revision)


def test_a_root_in_no_repository_is_refused(root: Root) -> None:
    shutil.rmtree(root.path.parent / ".git")
    with pytest.raises(UsageError, match="not a git repository"):
        check_change(root, base="HEAD")


def test_a_missing_git_is_told(root: Root, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed"):
        check_change(root, base="HEAD")


def test_variables_that_hooks_inherit_do_not_lead_away(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert check_change(root, base="HEAD").files == ()


def test_neither_and_both_ways_of_telling_a_change_are_refused(root: Root) -> None:
    with pytest.raises(UsageError, match="either by a revision or by files"):
        check_change(root)
    with pytest.raises(UsageError, match="either by a revision or by files"):
        check_change(root, base="HEAD", added=[root.ontology_file])


def _break_a_role(root: Root) -> None:
    file = root.path / SEMINAR
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("gbaip:hasRole role:supporter", "gbaip:hasRole topic:patents"), encoding="utf-8"
    )


def _take_out_a_source(root: Root) -> None:
    (root.path / SEMINAR).unlink()


def _rename_a_source(root: Root) -> None:
    (root.path / SEMINAR).rename(root.path / "data/sources/pr-2024-09-07.ttl")


def _retype_an_agency(root: Root) -> None:
    file = root.path / "data/register/agency.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("agency:ced a gbaip:Agency", "agency:ced a gbaip:ExpertGroup"), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def findings_before(shipped: Path) -> tuple[Finding, ...]:
    return check_root(Root(shipped / "graph"))


@pytest.mark.slow
@pytest.mark.parametrize("change", [_break_a_role, _take_out_a_source, _rename_a_source, _retype_an_agency])
def test_the_findings_are_those_in_which_two_full_checks_differ(
    root: Root, change: Callable[[Root], None], findings_before: tuple[Finding, ...]
) -> None:
    change(root)
    whole = split(before=findings_before, after=check_root(root))
    report = check_change(root, base="HEAD")
    assert whole.new
    assert not report.is_full
    assert (report.new, report.fixed) == (whole.new, whole.fixed)
    assert set(report.standing) <= set(whole.standing)


@pytest.mark.slow
def test_a_change_of_the_shapes_asks_for_a_full_run_and_says_so(root: Root, edit: Edit) -> None:
    edit("shapes/figure.ttl", "sh:path gbaip:value ;", "sh:path gbaip:value ; sh:maxInclusive 100000 ;")
    report: ChangeReport = check_change(root, base="HEAD")
    assert report.is_full
    assert report.notes == (
        "everything was judged, before and after: shapes/figure.ttl is different, and every record may depend"
        " on the shapes",
    )
    assert {finding.rule for finding in report.new} == {"shape:figure.value"}


def test_a_small_change_walks_no_whole_graph(root: Root, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Iri] = []
    look_up = StoredIndex.with_predicate

    def with_predicate(index: StoredIndex, predicate: Iri) -> Iterable[tuple[Subject, Term]]:
        asked.append(predicate)
        return look_up(index, predicate)

    def walk(_: StoredIndex) -> NoReturn:
        raise AssertionError("the whole graph is walked")

    monkeypatch.setattr(StoredIndex, "__iter__", walk)
    monkeypatch.setattr(StoredIndex, "with_predicate", with_predicate)
    edit(SOURCE, "gbaip:value 112000 ;", "gbaip:value 113000 ;")
    assert check_change(root, base="HEAD").new == ()
    assert set(asked) == {SUB_CLASS_OF}
