"""Normalisation, counting and digests of paragraphs, against the vectors of ``data/PASSAGES.md``."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaip_graph.passages import (
    Paragraph,
    digest,
    normalise,
    passage_records,
    split_paragraphs,
    split_passage_slug,
)

SPECIFICATION = Path(__file__).parent.parent / "data" / "PASSAGES.md"
SHARED = os.environ.get("GBAIP_SHARED", "")
needs_sources = pytest.mark.skipif(not SHARED, reason="GBAIP_SHARED does not name the folder of the sources")

JOINED_PARAGRAPHS = {
    "ipd-2018-19": ["i05.p1", "i12.p1", "i14.p2", "i21.p1"],
    "pr-2022-08-12": ["p6"],
    "pr-2023-09-06": ["p5"],
    "pr-2024-09-05": ["p5"],
    "pr-2024-12-30": [],
}
PARAGRAPH_COUNTS = {
    "ipd-2018-19": 62,
    "pr-2022-08-12": 7,
    "pr-2023-09-06": 6,
    "pr-2024-09-05": 8,
    "pr-2024-12-30": 15,
}


def vectors(number: int) -> list[dict[str, Any]]:
    """Return the first or second list of vectors of the specification."""
    blocks = re.findall(
        r"^```json\n(.*?)^```", SPECIFICATION.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    found: list[dict[str, Any]] = json.loads(blocks[number])
    return found


def source_text(source_id: str) -> str:
    return (Path(SHARED) / "sources" / f"{source_id}.txt").read_text(encoding="utf-8")


def keys_and_texts(text: str) -> list[tuple[str, str]]:
    return [(paragraph.key, paragraph.text) for paragraph in split_paragraphs(text)]


@pytest.mark.parametrize("vector", vectors(0), ids=lambda vector: vector["shows"])
def test_a_paragraph_is_normalised_as_specified(vector: dict[str, Any]) -> None:
    assert normalise(vector["input"]) == vector["normalised"]


@pytest.mark.parametrize("vector", vectors(0), ids=lambda vector: vector["shows"])
def test_a_digest_is_that_of_the_specification(vector: dict[str, Any]) -> None:
    assert digest(vector["input"]) == vector["digest"]


@pytest.mark.parametrize("vector", vectors(1), ids=lambda vector: vector["shows"])
def test_a_document_is_split_as_specified(vector: dict[str, Any]) -> None:
    assert keys_and_texts(vector["input"]) == [tuple(pair) for pair in vector["paragraphs"]]


def test_the_digest_is_the_sha_256_of_the_utf_8_bytes() -> None:
    assert digest("Café – closed.") == hashlib.sha256(b"Caf\xc3\xa9 \xe2\x80\x93 closed.").hexdigest()


@given(
    st.text(
        alphabet="ab 1.;:-*_#\\[]()!•$\n\t\u00a0\u3000\u200b\u00ade\u0301\u00e2\u20ac\u2039\u00c2",
        max_size=40,
    )
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="ab 12.;-*#•\n\u200b", max_size=80))
def test_no_paragraph_is_empty_and_no_key_occurs_twice(text: str) -> None:
    paragraphs = split_paragraphs(text)
    assert all(paragraph.text for paragraph in paragraphs)
    assert len({paragraph.key for paragraph in paragraphs}) == len(paragraphs)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    text = "Regatta:\n\nIt rained\n\nall day.\n\n- Oars;\n- Sails."
    assert split_paragraphs(text.replace("\n", line_end)) == split_paragraphs(text)


def test_a_page_break_within_a_sentence_is_joined() -> None:
    assert keys_and_texts("Regatta.\n\nIt rained\n\fall day.") == [
        ("p1", "Regatta."),
        ("p2", "It rained all day."),
    ]


def test_wrapped_lines_of_a_block_are_one_paragraph() -> None:
    assert keys_and_texts("Regatta\n\nIt rained\nall day\nlong.")[1:] == [("p1", "It rained all day long.")]


def test_a_full_width_full_stop_completes_a_paragraph() -> None:
    assert [key for key, _ in keys_and_texts("賽艇會\n\n今日下雨。\n\n明日晴天。")] == ["p0", "p1", "p2"]


def test_a_bullet_is_not_joined_to_an_open_paragraph_before_it() -> None:
    assert keys_and_texts("Regatta\n\nIt rained.\n\nBring\n\n- oars.")[2:] == [
        ("p2", "Bring"),
        ("p3", "oars."),
    ]


def test_an_emphasised_word_at_the_beginning_of_a_line_is_no_bullet() -> None:
    assert keys_and_texts("Regatta\n\nIt rained\n*all* day.")[1:] == [("p1", "It rained all day.")]


def test_an_item_heading_is_never_the_second_half_of_a_paragraph() -> None:
    text = "Regatta\n\n1. Rain\n\nIt rained and\n\n2. Sun\n\nIt shone."
    assert [key for key, _ in keys_and_texts(text)] == ["i00.p0", "i01.p0", "i01.p1", "i02.p0", "i02.p1"]


def test_a_number_out_of_turn_is_no_item_heading() -> None:
    text = "1. Rain\n\nIt rained.\n\n2. Sun\n\nThey saw\n\n4. Clouds.\n\n3. Wind"
    assert [key for key, _ in keys_and_texts(text)] == ["i01.p0", "i01.p1", "i02.p0", "i02.p1", "i03.p0"]


def test_a_document_of_nothing_has_no_paragraphs() -> None:
    assert split_paragraphs("\ufeff\n \u00e2\u20ac\u2039 \n\n---\n") == ()


def test_a_passage_slug_is_split_at_its_key() -> None:
    assert split_passage_slug("club-1998.v2.i12.p3") == ("club-1998.v2", "i12.p3")


@pytest.mark.parametrize("slug", ["club-1998", "club-1998.p", "i08.p1.", "p3", ".p3", "club-1998.p3.i08"])
def test_a_slug_without_source_or_paragraph_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="is not a source id followed by"):
        split_passage_slug(slug)


def test_a_record_of_a_document_with_items_has_an_item_number() -> None:
    records = passage_records("club-1998", "1. Rain\n\nIt rained.\n\n2. Sun")
    assert records.split("\n\n")[1] == (
        "passage:club-1998.i01.p1 a gbaip:Passage ;\n"
        "    gbaip:partOfSource source:club-1998 ;\n"
        "    gbaip:itemNumber 1 ;\n"
        "    gbaip:paragraphNumber 1 ;\n"
        f'    gbaip:textDigest "{hashlib.sha256(b"It rained.").hexdigest()}" .'
    )


def test_a_record_of_a_document_without_items_has_no_item_number() -> None:
    assert passage_records("club-1998", "It rained.") == (
        "passage:club-1998.p1 a gbaip:Passage ;\n"
        "    gbaip:partOfSource source:club-1998 ;\n"
        "    gbaip:paragraphNumber 1 ;\n"
        f'    gbaip:textDigest "{hashlib.sha256(b"It rained.").hexdigest()}" .\n'
    )


def test_an_item_number_has_at_least_two_digits_in_its_key() -> None:
    assert [Paragraph(item, 0, "x").key for item in (0, 8, 27, 100)] == [
        "i00.p0",
        "i08.p0",
        "i27.p0",
        "i100.p0",
    ]


@needs_sources
@pytest.mark.parametrize("source_id", JOINED_PARAGRAPHS)
def test_exactly_the_known_halves_of_a_source_are_joined(source_id: str) -> None:
    text = source_text(source_id)
    lines = {normalise(line) for line in text.splitlines()}
    body = [paragraph for paragraph in split_paragraphs(text) if paragraph.number]
    joined = [paragraph.key for paragraph in body if paragraph.text not in lines]
    assert joined == JOINED_PARAGRAPHS[source_id]


@needs_sources
def test_the_joins_of_all_sources_are_seven() -> None:
    joins = 0
    for source_id in JOINED_PARAGRAPHS:
        text = source_text(source_id)
        # In these files every block stands on one line, so lines beyond paragraphs were joined.
        lines = [line for line in text.splitlines() if normalise(line)]
        title_lines = next(index for index, line in enumerate(lines) if normalise(line).endswith((".", ":")))
        joins += len(lines) - len(split_paragraphs(text)) - (title_lines - 1)
    assert joins == 7


@needs_sources
@pytest.mark.parametrize("source_id", PARAGRAPH_COUNTS)
def test_a_source_has_its_number_of_paragraphs(source_id: str) -> None:
    assert len(split_paragraphs(source_text(source_id))) == PARAGRAPH_COUNTS[source_id]


@needs_sources
def test_the_summary_has_its_items_in_order_and_the_press_releases_have_none() -> None:
    items = {
        source_id: [p.item for p in split_paragraphs(source_text(source_id))]
        for source_id in PARAGRAPH_COUNTS
    }
    assert sorted({item for item in items.pop("ipd-2018-19") if item is not None}) == list(range(28))
    assert {item for found in items.values() for item in found} == {None}


@needs_sources
def test_the_digest_of_item_8_is_that_of_its_line_without_the_escape() -> None:
    text = source_text("ipd-2018-19")
    line = text.split("\n8. ")[1].split("\n\n")[1].replace("\\$", "$")
    item_8 = next(paragraph for paragraph in split_paragraphs(text) if paragraph.key == "i08.p1")
    assert item_8.digest == hashlib.sha256(line.encode()).hexdigest()
