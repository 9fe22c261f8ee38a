"""Every number, date and capitalised name of the sources is in the data or left out for a stated reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from gbaip_graph.namespaces import compact
from tests.sources.coverage import Passage, gaps, number_gaps
from tests.sources.entered_records import Records
from tests.sources.left_out import LeftOut, excuses, faults
from tests.sources.numbers_in_text import numbers_in


def test_every_number_and_name_of_a_passage_is_carried_by_a_record_citing_it(
    slug: str, passages: Mapping[str, Passage], records: Records, left_out: tuple[LeftOut, ...]
) -> None:
    if slug not in passages:
        pytest.fail(f"no paragraph for passage:{slug}")
    found = gaps(passages[slug], records, excused=excuses(slug, left_out))
    if found:
        pytest.fail("\n".join(map(str, found)), pytrace=False)


def test_no_excuse_of_a_passage_is_stale(
    slug: str, passages: Mapping[str, Passage], records: Records, left_out: tuple[LeftOut, ...]
) -> None:
    if slug not in passages:
        pytest.fail(f"no paragraph for passage:{slug}")
    found = faults(passages[slug], records, left_out)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_every_excuse_names_a_passage(passages: Mapping[str, Passage], left_out: tuple[LeftOut, ...]) -> None:
    assert [entry.passage for entry in left_out if entry.passage not in passages] == []


def test_no_excuse_stands_twice(left_out: tuple[LeftOut, ...]) -> None:
    keys = [(entry.passage, entry.text) for entry in left_out]
    assert [key for key in keys if keys.count(key) > 1] == []


def test_a_source_without_one_of_its_figures_is_incomplete(
    passages: Mapping[str, Passage], records: Records
) -> None:
    """Figures of one measure and value in one passage share its number ("each had two"): they go together."""
    unnoticed = []
    figures = figures_of_held_documents(passages, records)
    for source_id, figure in figures:
        for cited in records.passages_of(source_id, figure):
            value = records.numbers(source_id, figure, "gbaip:value")[0]
            poorer = _without(records, source_id, figure, cited, value)
            missed = {gap.text for gap in number_gaps(passages[cited], poorer)}
            if not missed & _texts(passages[cited], value):
                unnoticed.append((compact(figure), cited))
    assert unnoticed == []
    assert len(figures) > 1


def test_every_figure_stands_in_each_passage_that_it_cites(
    passages: Mapping[str, Passage], records: Records
) -> None:
    invented = [
        (compact(figure), cited)
        for source_id, figure in figures_of_held_documents(passages, records)
        for cited in records.passages_of(source_id, figure)
        for value in records.numbers(source_id, figure, "gbaip:value")
        if not _texts(passages[cited], value)
    ]
    assert invented == []


def figures_of_held_documents(passages: Mapping[str, Passage], records: Records) -> list[tuple[str, str]]:
    """Return source id and figure of the documents held in full; of others nothing can be told."""
    held = sorted({passage.source_id for passage in passages.values()})
    return [
        (source_id, figure) for source_id in held for figure in records.of_class(source_id, "gbaip:Figure")
    ]


def _without(records: Records, source_id: str, figure: str, cited: str, value: Decimal) -> Records:
    measure = records.links(source_id, figure, "gbaip:hasMeasure")
    for other in records.of_class(source_id, "gbaip:Figure"):
        same = (
            records.numbers(source_id, other, "gbaip:value")[0] == value
            and records.links(source_id, other, "gbaip:hasMeasure") == measure
            and cited in records.passages_of(source_id, other)
        )
        if same:
            records = records.without(source_id, other)
    return records


def _texts(passage: Passage, value: Decimal) -> set[str]:
    found = numbers_in(passage.text, is_heading=passage.is_heading)
    return {mention.text for mention in found if mention.kind == "amount" and mention.value == value}
