"""What holds for the formatter on every document: same graph, same comments, one outcome."""

from __future__ import annotations

import difflib
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from gbaip_graph.errors import InvalidData
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.formatting.formatter import format_turtle
from gbaip_graph.turtle.formatting.same_graph import STAND_IN_BASE
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Literal
from tests.turtle.formatting.generated_documents import documents
from tests.turtle.rdflib_terms import rdflib_graph

CHECKOUT = Path(__file__).resolve().parents[3]
OWN_FILES = sorted([*(CHECKOUT / "ontology").glob("*.ttl"), *(CHECKOUT / "shapes").glob("*.ttl")])
SHARED = os.environ.get("GBAIP_SHARED", "")
GOOD_W3C_FILES = 222
THOROUGH = settings(deadline=None, database=None, max_examples=120)


def parsed(text: str) -> TurtleDocument:
    return parse_turtle(text, base=STAND_IN_BASE)


def good_w3c_files() -> Iterator[Path]:
    for path in sorted((Path(SHARED) / "conformance" / "turtle" / "rdf-turtle").glob("*.ttl")):
        try:
            parsed(path.read_bytes().decode("utf-8"))
        except (InvalidData, UnicodeDecodeError):
            continue
        yield path


W3C_FILES = list(good_w3c_files()) if SHARED else []
FILES = [pytest.param(path, id=path.name) for path in [*OWN_FILES, *W3C_FILES]]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def comments(text: str) -> Counter[str]:
    return Counter(comment.text.rstrip() for comment in parsed(text).comments)


@pytest.mark.skipif(not SHARED, reason="GBAIP_SHARED is not set: no conformance suites")
def test_every_good_file_of_the_suite_is_formatted() -> None:
    assert len(W3C_FILES) == GOOD_W3C_FILES


@pytest.mark.parametrize("path", FILES)
def test_a_formatted_file_says_the_same(path: Path) -> None:
    text = text_of(path)
    assert isomorphic(rdflib_graph(parsed(text).triples), rdflib_graph(parsed(format_turtle(text)).triples))


@pytest.mark.parametrize("path", FILES)
def test_formatting_a_formatted_file_changes_nothing(path: Path) -> None:
    formatted = format_turtle(text_of(path))
    assert format_turtle(formatted) == formatted


@pytest.mark.parametrize("path", FILES)
def test_a_formatted_file_has_all_its_comments(path: Path) -> None:
    text = text_of(path)
    assert comments(format_turtle(text)) == comments(text)


@THOROUGH
@given(documents())
def test_a_formatted_document_says_the_same(text: str) -> None:
    assert isomorphic(rdflib_graph(parsed(text).triples), rdflib_graph(parsed(format_turtle(text)).triples))


@THOROUGH
@given(documents())
def test_formatting_a_formatted_document_changes_nothing(text: str) -> None:
    formatted = format_turtle(text)
    assert format_turtle(formatted) == formatted


@THOROUGH
@given(documents())
def test_a_formatted_document_has_all_its_comments(text: str) -> None:
    assert comments(format_turtle(text)) == comments(text)


@THOROUGH
@given(documents())
def test_lines_end_with_a_line_feed_and_without_blanks(text: str) -> None:
    literals = [triple.object for triple in parsed(text).triples if isinstance(triple.object, Literal)]
    assume(not any(re.search(r"[ \t]\n", literal.lexical) for literal in literals))
    formatted = format_turtle(text)
    assert "\r" not in formatted
    assert not re.search(r"[ \t]\n|\n\n\Z|[^\n]\Z", formatted)


# ----------------------------------------------------------------------------- the order of what is written

ABOVE = st.lists(st.sampled_from(["# above", "# over"]), max_size=2)
BESIDE = st.sampled_from(["", "", "# beside", "# next to it"])
VALUES = ["1", "10", "9", '"x"@en', '"x"', "ex:o", "[ ex:p 1 ; ex:q 2 ; ex:r 3 ]", "( ex:b ex:a )", '"a\nb"',
          "[]", "[ # in\n ]"]  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> str:
    above = "".join(f"    {comment}\n" for comment in draw(ABOVE))
    value = draw(st.sampled_from(VALUES)).replace('"a\nb"', '"""a\nb"""')
    verb = draw(st.sampled_from(["a", "ex:p", "ex:q", "ex:p10"]))
    return f"{above}    {verb} {value} ; {draw(BESIDE)}\n"


def block(written: list[str]) -> str:
    return "@prefix ex: <urn:ex:> .\nex:s\n" + "".join(written) + ".\n"


@THOROUGH
@given(st.lists(pairs(), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_statements_inside_a_block_does_not_matter(
    written: list[str], order: random.Random
) -> None:
    shuffled = list(written)
    order.shuffle(shuffled)
    assert format_turtle(block(shuffled)) == format_turtle(block(written))


def is_one_line_for_one(before: str, after: str) -> bool:
    """Tell whether one line taken out and one put in, here or elsewhere, make one text of the other."""
    old, new = before.split("\n"), after.split("\n")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    old, new = old[same:], new[same:]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    # What differs now begins and ends with a line that differs.
    return bool(old) and any(
        old[:out] + old[out + 1 :] == new[:into] + new[into + 1 :]
        for out in (0, len(old) - 1)
        for into in (0, len(new) - 1)
    )


def edits(text: str) -> Iterator[str]:
    """Change one literal of a text, each in turn."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for triple in parsed(text).triples:
        term = triple.object
        if isinstance(term, Literal) and "\n" not in term.lexical:
            offset = starts[triple.object_at.line - 1] + triple.object_at.column - 1
            written = text[offset]
            replaced = {'"': '"!', "t": "false", "f": "true"}.get(written, f"4{written}")
            width = {"t": 4, "f": 5}.get(written, 1)
            yield text[:offset] + replaced + text[offset + width :]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in OWN_FILES])
def test_an_edit_of_one_value_of_our_files_changes_two_lines_of_a_diff(path: Path) -> None:
    formatted = format_turtle(text_of(path))
    for edited in list(edits(formatted))[::5]:
        assert is_one_line_for_one(formatted, format_turtle(edited))


FLAT_PAIRS = st.builds(
    lambda verb, value, beside: f"    {verb} {value} ; {beside}\n",
    st.sampled_from(["a", "ex:p", "ex:q"]),
    st.sampled_from(["1", "10", "9", '"x"@en', "ex:o", "( ex:b ex:a )", "[ ex:p 5 ]", '"last"']),
    BESIDE,
)


@THOROUGH
@given(st.lists(FLAT_PAIRS, min_size=1, max_size=6), st.integers(0, 5))
def test_an_edit_of_one_value_changes_two_lines_wherever_it_is_sorted_to(written: list[str], at: int) -> None:
    formatted = format_turtle(block(written))
    found = list(edits(formatted))
    assume(at < len(found))
    assert is_one_line_for_one(formatted, format_turtle(found[at]))


def test_a_unified_diff_of_one_edit_has_two_changed_lines() -> None:
    before = format_turtle(text_of(CHECKOUT / "shapes" / "figure.ttl"))
    after = format_turtle(before.replace("sh:minInclusive 0", "sh:minInclusive 1"))
    diff = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[3:]
    assert diff == ["-    sh:minInclusive 0 ;", "+    sh:minInclusive 1 ;"]
