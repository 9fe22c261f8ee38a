"""Every saved question against its full answer, which was written by hand from the source documents.

A file ``expected/<question>.csv`` (or ``<question>.<case>.csv``) begins with ``# parameter: value`` lines,
one for each value of a list; IRIs are compact names.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.cells import plain_text
from gbaip_graph.ask.saved import answer_query
from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import find_root
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import Iri, Term

EXPECTED = Path(__file__).parent / "expected"
REPOSITORY = Path(__file__).resolve().parent.parent
QUESTIONS = {query.name: query for query in load_catalogue(find_root(REPOSITORY))}
ALL_CASES = sorted(EXPECTED.glob("*.csv"))
#: Questions that ask endpoints of others have their own tests, with a second server.
JOINED_CASES = [path for path in ALL_CASES if QUESTIONS[path.name.split(".")[0]].endpoints]
CASES = [path for path in ALL_CASES if path not in JOINED_CASES]


@pytest.fixture(scope="module")
def graph() -> QueryableGraph:
    return open_graph(find_root(REPOSITORY))


def read_expected(path: Path) -> tuple[list[tuple[str, str]], list[str], list[tuple[str, ...]]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    named = [line[2:].partition(": ") for line in lines if line.startswith("# ")]
    parameters = [(name, value) for name, _, value in named]
    header, *rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    return parameters, header, [tuple(row) for row in rows]


def rows_as_text(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple(as_text(cell) for cell in row.values()) for row in answer.rows]


def as_text(cell: Term | None) -> str:
    return compact(cell.value) if isinstance(cell, Iri) else plain_text(cell)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answer_is_the_one_written_from_the_sources(path: Path, graph: QueryableGraph) -> None:
    parameters, header, expected = read_expected(path)
    answer = answer_query(graph, QUESTIONS[path.name.split(".")[0]], parameters)
    found = Counter(rows_as_text(answer))
    assert [column.name for column in answer.columns] == header
    assert {
        "missing from the answer": sorted((Counter(expected) - found).elements()),
        "not in the expected answer": sorted((found - Counter(expected)).elements()),
    } == {"missing from the answer": [], "not in the expected answer": []}


def test_every_question_has_an_expected_answer() -> None:
    answered = {path.name.split(".")[0] for path in ALL_CASES}
    assert sorted(set(QUESTIONS) - answered) == []


def test_an_answer_comes_in_the_same_order_each_time(graph: QueryableGraph) -> None:
    again = open_graph(find_root(REPOSITORY))
    question = QUESTIONS["timeline"]
    assert rows_as_text(answer_query(graph, question)) == rows_as_text(answer_query(again, question))
