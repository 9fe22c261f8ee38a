"""Citing from a reader's copy: what matches, what does not, and the facts at risk. All text is invented."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gbaip_graph.check.cite import (
    Citation,
    cite_all,
    cite_passage,
    render_citation,
    render_report,
)
from gbaip_graph.check.recorded_passages import Fact
from gbaip_graph.errors import InvalidData, UnknownName, UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.passages import passage_records

CLUB = """The Rowing Club

The club kept two promises, which follow:

1. Paint the boats

Eleven boats were painted.

The paint was blue.

2. Teach beginners

Lessons began in spring."""

POOL = """Pool closes for winter

Seven guests left.

The pool opens again in May."""

FACTS = """
figure:boats a gbaip:Figure ;
    gbaip:value 11 ;
    gbaip:statedIn passage:club.i01.p1 .

event:painting a gbaip:Event ;
    gbaip:statedIn passage:club.i01.p1, passage:club.i01.p2 .

event:lessons a gbaip:Event ;
    gbaip:statedIn passage:club.i02.p1 .
"""

NOT_HELD = """
passage:doc-7.beginning a gbaip:Passage ;
    gbaip:partOfSource source:doc-7 .

passage:doc-7.listed a gbaip:Passage ;
    gbaip:partOfSource source:doc-7 .
"""

SHARED = os.environ.get("GBAIP_SHARED", "")
needs_sources = pytest.mark.skipif(not SHARED, reason="GBAIP_SHARED does not name the folder of the sources")


def write_data(root: Root, source_id: str, body: str) -> None:
    prefixes = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
    file = root.data_dir / "sources" / f"{source_id}.ttl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{prefixes}\n{body}", encoding="utf-8")


def line_of(root: Root, source_id: str, subject: str) -> int:
    lines = (root.data_dir / "sources" / f"{source_id}.ttl").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(f"{subject} a "))


def fact(root: Root, source_id: str, record: str) -> Fact:
    return Fact(record, f"data/sources/{source_id}.ttl", line_of(root, source_id, record))


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A root with two documents: one with items and facts, one without items."""
    root = Root(tmp_path / "root")
    write_data(root, "club", passage_records("club", CLUB) + FACTS)
    write_data(root, "pool", passage_records("pool", POOL))
    return root


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder with a faithful copy of both documents."""
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "club.txt").write_text(CLUB, encoding="utf-8")
    (folder / "pool.txt").write_text(POOL, encoding="utf-8")
    return folder


def change(folder: Path, old: str, new: str, *, name: str = "club.txt") -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def unverified(root: Root, copies: Path) -> dict[str, str]:
    return {c.passage: c.status for c in cite_all(root, copies).citations if not c.matches}


@pytest.mark.parametrize("name", ["passage:club.i01.p1", "club.i01.p1", PREFIXES["passage"] + "club.i01.p1"])
def test_a_passage_is_shown_from_the_readers_copy(root: Root, copies: Path, name: str) -> None:
    citation = cite_passage(root, name, copies / "club.txt")
    assert (citation.status, citation.text) == ("verified", "Eleven boats were painted.")


def test_a_passage_of_a_document_without_items_is_verified(root: Root, copies: Path) -> None:
    assert cite_passage(root, "passage:pool.p2", copies / "pool.txt").matches


def test_a_verified_passage_puts_no_fact_at_risk(root: Root, copies: Path) -> None:
    assert cite_passage(root, "passage:club.i01.p1", copies / "club.txt").facts_at_risk == ()


def test_one_changed_word_puts_exactly_the_facts_of_its_passage_at_risk(root: Root, copies: Path) -> None:
    change(copies, "Eleven boats", "Twelve boats")
    citation = cite_passage(root, "passage:club.i01.p1", copies / "club.txt")
    assert citation == Citation(
        passage="passage:club.i01.p1",
        source_id="club",
        key="i01.p1",
        status="changed",
        digest=citation.digest,
        text="Twelve boats were painted.",
        facts_at_risk=(fact(root, "club", "event:painting"), fact(root, "club", "figure:boats")),
    )


def test_one_changed_word_leaves_the_other_passages_verified(root: Root, copies: Path) -> None:
    change(copies, "Eleven boats", "Twelve boats")
    assert unverified(root, copies) == {"passage:club.i01.p1": "changed"}


def test_a_faithful_copy_of_everything_is_verified(root: Root, copies: Path) -> None:
    report = cite_all(root, copies)
    assert report.is_verified
    assert [citation.passage for citation in report.citations] == [
        "passage:club.i00.p0", "passage:club.i00.p1", "passage:club.i01.p0", "passage:club.i01.p1",
        "passage:club.i01.p2", "passage:club.i02.p0", "passage:club.i02.p1",
        "passage:pool.p0", "passage:pool.p1", "passage:pool.p2",
    ]  # fmt: skip


def test_paragraphs_are_cited_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    root = Root(tmp_path)
    write_data(root, "pool", passage_records("pool", "\n\n".join(f"Lane {n}." for n in range(1, 12))))
    (tmp_path / "pool.txt").write_text("x", encoding="utf-8")
    assert [citation.key for citation in cite_all(root, tmp_path).citations] == [
        f"p{n}" for n in range(1, 12)
    ]


def test_a_fact_stated_in_another_file_is_at_risk_too(root: Root, copies: Path) -> None:
    write_data(root, "other", "event:regatta a gbaip:Event ;\n    gbaip:statedIn passage:club.i01.p2 .\n")
    change(copies, "blue", "red")
    citation = cite_passage(root, "passage:club.i01.p2", copies / "club.txt")
    assert citation.facts_at_risk == (
        fact(root, "club", "event:painting"),
        fact(root, "other", "event:regatta"),
    )


def test_a_paragraph_put_in_before_others_is_told_as_moves(root: Root, copies: Path) -> None:
    change(copies, "Eleven boats", "First, a boat sank.\n\nEleven boats")
    moved = {c.key: c.moved_to for c in cite_all(root, copies).citations if c.status == "moved"}
    assert moved == {"i01.p1": "i01.p2", "i01.p2": "i01.p3"}


def test_a_moved_paragraph_is_shown_from_where_it_stands_now(root: Root, copies: Path) -> None:
    change(copies, "Eleven boats", "First, a boat sank.\n\nEleven boats")
    citation = cite_passage(root, "passage:club.i01.p1", copies / "club.txt")
    assert citation.text == "Eleven boats were painted."


def test_a_paragraph_that_moved_twice_is_told_at_the_nearest_place(root: Root, copies: Path) -> None:
    change(copies, "The paint was blue.", "Then it dried.")
    change(copies, "Lessons", "The paint was blue.\n\nThe paint was blue.\n\nLessons")
    assert cite_passage(root, "passage:club.i01.p2", copies / "club.txt").moved_to == "i02.p2"


def test_a_paragraph_left_out_at_the_end_is_missing(root: Root, copies: Path) -> None:
    change(copies, "\n\nThe pool opens again in May.", "", name="pool.txt")
    assert unverified(root, copies) == {"passage:pool.p2": "missing"}


def test_a_paragraph_left_out_is_missing_and_the_next_one_moved(root: Root, copies: Path) -> None:
    change(copies, "Eleven boats were painted.\n\n", "")
    assert unverified(root, copies) == {"passage:club.i01.p1": "missing", "passage:club.i01.p2": "moved"}


def test_a_missing_paragraph_shows_no_text(root: Root, copies: Path) -> None:
    change(copies, "Eleven boats were painted.\n\n", "")
    assert cite_passage(root, "passage:club.i01.p1", copies / "club.txt").text == ""


def test_a_twin_that_is_a_passage_itself_is_not_where_a_paragraph_moved(tmp_path: Path) -> None:
    root = Root(tmp_path)
    write_data(root, "pool", passage_records("pool", "Closed.\n\nOpen.\n\nClosed."))
    (tmp_path / "pool.txt").write_text("Closed.\n\nOpen.\n\nFull.", encoding="utf-8")
    assert unverified(root, tmp_path) == {"passage:pool.p3": "changed"}


def test_paragraphs_that_the_data_do_not_know_are_told(root: Root, copies: Path) -> None:
    change(copies, "in May.", "in May.\n\nBring a cap.", name="pool.txt")
    assert [source.unrecorded for source in cite_all(root, copies).sources] == [(), ("p3",)]


def test_a_missing_copy_is_reported_and_the_others_are_verified(root: Root, copies: Path) -> None:
    (copies / "pool.txt").unlink()
    report = cite_all(root, copies)
    assert report.missing_files == ("pool",)
    assert report.is_verified


def test_a_folder_without_any_copy_verifies_nothing(root: Root, tmp_path: Path) -> None:
    assert not cite_all(root, tmp_path).is_verified


def test_a_copy_that_is_not_utf_8_is_reported_beside_the_others(root: Root, copies: Path) -> None:
    (copies / "pool.txt").write_bytes("Pool closes\n\nCafé".encode("latin-1"))
    report = cite_all(root, copies)
    assert report.sources[1].problem == Finding(
        str(copies / "pool.txt"), 3, 4, "encoding", "the copy is not UTF-8 (byte 0xE9)",
        "Save the document as plain text in UTF-8, with a blank line between paragraphs.",
    )  # fmt: skip
    assert not report.is_verified


def test_a_copy_that_is_not_utf_8_is_refused_with_line_and_column(root: Root, copies: Path) -> None:
    (copies / "club.txt").write_bytes(b"\xff\xfeT\x00h\x00e\x00")
    with pytest.raises(InvalidData) as refusal:
        cite_passage(root, "passage:club.i01.p1", copies / "club.txt")
    assert [(f.line, f.column, f.rule) for f in refusal.value.findings] == [(1, 1, "encoding")]


def test_a_copy_that_does_not_exist_is_refused(root: Root, copies: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        cite_passage(root, "passage:club.i01.p1", copies / "boats.txt")


def test_a_folder_that_does_not_exist_is_refused(root: Root, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        cite_all(root, tmp_path / "nowhere")


def test_an_unknown_paragraph_is_refused_with_the_nearest_ones(root: Root, copies: Path) -> None:
    with pytest.raises(UnknownName) as refusal:
        cite_passage(root, "passage:club.i01.p9", copies / "club.txt")
    assert refusal.value.what == "no passage i01.p9 of club"
    assert "passage:club.i01.p1" in refusal.value.mend


def test_an_unknown_document_is_refused_with_those_there_are(root: Root, copies: Path) -> None:
    with pytest.raises(UnknownName) as refusal:
        cite_passage(root, "passage:gym.p1", copies / "club.txt")
    assert refusal.value.mend == "Documents with passages: club, pool."


def test_a_name_that_is_no_passage_is_refused(root: Root, copies: Path) -> None:
    with pytest.raises(UnknownName, match="no such passage"):
        cite_passage(root, "event:painting", copies / "club.txt")


def test_digests_by_another_method_are_refused(root: Root, copies: Path) -> None:
    write_data(root, "gym", 'source:gym gbaip:normalisationMethod "trim-1" ; gbaip:statedIn passage:gym.p1 .')
    with pytest.raises(InvalidData) as refusal:
        cite_all(root, copies)
    assert [finding.rule for finding in refusal.value.findings] == ["normalisation-method"]


def test_a_passage_whose_iri_names_no_paragraph_is_refused(root: Root, copies: Path) -> None:
    write_data(root, "gym", 'passage:gym gbaip:textDigest "00" .')
    with pytest.raises(InvalidData) as refusal:
        cite_all(root, copies)
    assert [(f.file, f.rule) for f in refusal.value.findings] == [("data/sources/gym.ttl", "passage-slug")]


def test_a_verified_citation_is_rendered_with_its_paragraph(root: Root, copies: Path) -> None:
    assert render_citation(cite_passage(root, "passage:club.i01.p1", copies / "club.txt")) == (
        "passage:club.i01.p1\n\n  Eleven boats were painted.\n\n"
        "Verified: the paragraph matches the recorded digest (gbaip-paragraph-1)."
    )


def test_a_changed_citation_is_rendered_with_the_facts_at_risk(root: Root, copies: Path) -> None:
    change(copies, "Lessons", "Courses")
    line = line_of(root, "club", "event:lessons")
    assert render_citation(cite_passage(root, "passage:club.i02.p1", copies / "club.txt")) == (
        "passage:club.i02.p1\n\n  Courses began in spring.\n\n"
        "Changed: the paragraph does not match the recorded digest. 1 fact at risk:\n"
        f"  event:lessons (data/sources/club.ttl:{line})"
    )


def test_a_report_is_rendered_with_what_does_not_match_and_the_total(root: Root, copies: Path) -> None:
    change(copies, "Lessons", "Courses")
    (copies / "pool.txt").unlink()
    line = line_of(root, "club", "event:lessons")
    assert render_report(cite_all(root, copies)).splitlines() == [
        "club: 6 of 7 passages verified",
        "passage:club.i02.p1: Changed: the paragraph does not match the recorded digest. 1 fact at risk:",
        f"  event:lessons (data/sources/club.ttl:{line})",
        f"{copies / 'pool.txt'}: warning: the folder holds no copy of it [no-copy]",
        "  Save the document as plain text in UTF-8, with a blank line between paragraphs.",
        "6 of 7 passages verified (gbaip-paragraph-1); no copy of 1 document.",
    ]


def test_a_document_that_was_not_held_is_counted_and_stays_out_of_the_verdict(
    root: Root, copies: Path
) -> None:
    write_data(root, "doc-7", NOT_HELD)
    report = cite_all(root, copies)
    assert (report.not_held, report.is_verified) == (("doc-7",), True)
    assert render_report(report).splitlines()[-2:] == [
        "1 document not held in full: nothing to verify",
        "10 of 10 passages verified (gbaip-paragraph-1).",
    ]


def test_a_paragraph_of_a_document_that_was_not_held_is_refused_with_its_passages(
    root: Root, copies: Path
) -> None:
    write_data(root, "doc-7", NOT_HELD)
    with pytest.raises(UnknownName) as refusal:
        cite_passage(root, "passage:doc-7.p1", copies / "club.txt")
    assert refusal.value.what == "no paragraph of doc-7 was recorded: it was not held in full"
    assert "passage:doc-7.beginning, passage:doc-7.listed" in refusal.value.mend


@needs_sources
def test_every_source_verifies_against_the_records_made_of_it(tmp_path: Path) -> None:
    root, folder = Root(tmp_path), Path(SHARED) / "sources"
    for source in folder.glob("*.txt"):
        write_data(root, source.stem, passage_records(source.stem, source.read_text(encoding="utf-8")))
    assert {(c.source_id, c.status) for c in cite_all(root, folder).citations} == {
        (source.stem, "verified") for source in folder.glob("*.txt")
    }
