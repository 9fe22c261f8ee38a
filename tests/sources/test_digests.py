"""The recorded passages are exactly the sources' paragraphs, and a changed word is told with its facts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from gbaip_graph.check.cite import cite_all, render_report
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import compact
from gbaip_graph.passages import split_paragraphs
from tests.sources.entered_records import Records, recorded_passages

PARAGRAPHS = {
    "ipd-2018-19": 62,
    "pr-2022-08-12": 7,
    "pr-2023-09-06": 6,
    "pr-2024-09-05": 8,
    "pr-2024-12-30": 15,
}


def test_every_passage_of_the_five_sources_is_verified(root: Root, source_dir: Path) -> None:
    report = cite_all(root, source_dir)
    verified = {
        source.source_id: sum(citation.matches for citation in source.citations) for source in report.sources
    }
    assert {source_id: verified.get(source_id) for source_id in PARAGRAPHS} == PARAGRAPHS
    assert sum(PARAGRAPHS.values()) == 98
    assert report.is_verified


@pytest.mark.parametrize("source_id", PARAGRAPHS)
def test_a_source_has_exactly_its_paragraphs(
    source_id: str, root: Root, documents: Mapping[str, str]
) -> None:
    recorded = [slug for slug in recorded_passages(root) if slug.startswith(f"{source_id}.")]
    found = [f"{source_id}.{paragraph.key}" for paragraph in split_paragraphs(documents[source_id])]
    assert sorted(recorded) == sorted(found)


@pytest.mark.parametrize(
    ("passage", "word", "other"),
    [
        ("ipd-2018-19.i08.p1", "42", "43"),
        ("pr-2022-08-12.p1", "260", "270"),
        ("pr-2023-09-06.p2", "curbing", "ending"),
        ("pr-2024-09-05.p1", "200", "300"),
        ("pr-2024-12-30.p10", "17", "18"),
    ],
)
def test_one_changed_word_is_reported_with_the_facts_that_rest_on_it(
    *, passage: str, word: str, other: str, root: Root, source_dir: Path, records: Records, tmp_path: Path
) -> None:
    source_id = passage.partition(".")[0]
    copies = tmp_path / "copies"
    shutil.copytree(source_dir, copies)
    copy = copies / f"{source_id}.txt"
    text = copy.read_text(encoding="utf-8")
    copy.write_text(_replace_word(text, word, other), encoding="utf-8")

    report = cite_all(root, copies)

    changed = [citation for citation in report.citations if not citation.matches]
    assert [(citation.passage, citation.status) for citation in changed] == [
        (f"passage:{passage}", "changed")
    ]
    facts = {fact.record for fact in changed[0].facts_at_risk}
    assert facts == {compact(record) for record in records.citing(passage)}
    assert facts
    assert not report.is_verified
    assert all(fact in render_report(report) for fact in facts)


def _replace_word(text: str, word: str, other: str) -> str:
    padded = f" {word} "
    assert text.count(padded) == 1
    return text.replace(padded, f" {other} ")
