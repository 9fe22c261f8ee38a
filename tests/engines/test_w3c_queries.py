"""The query tests of the W3C's SPARQL 1.1 suite, on the embedded engine behind the guard.

The 328 tests of ``manifest-sparql11-query.ttl`` and the 10 of ``manifest-sparql11-results.ttl``. Solutions
are compared as bags up to the names of blank nodes, in order where the query orders them; numbers and
booleans by value, language tags without regard to case, for so the engine keeps them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import MappingProxyType

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from gbaip_graph.engines.answers import OWN_DATASET, Written
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused
from tests.engines.w3c_query_cases import QueryCase, cases_of
from tests.engines.w3c_query_results import answered, by_value, expected, orders

SHARED = os.environ.get("GBAIP_SHARED", "")
QUERY_TESTS = 328
RESULT_FORMAT_TESTS = 10
LIMIT_BYTES = 1 << 20

_KEEPS_TAG = "the engine keeps the language tag that all values share, as a later draft has it"
_NAME_IN_GRAPH = "the engine does not bind the graph's name to what GRAPH ?g holds besides patterns"
_ABSENT_CONSTANT = "the engine finds no path of length zero at a constant that the graph does not have"
#: Tests that fail, with the reason; one that begins to pass must be taken off.
MISSES = MappingProxyType(
    {
        "aggregates/agg-groupconcat-04": _KEEPS_TAG,
        "aggregates/agg-groupconcat-06": _KEEPS_TAG,
        "aggregates/agg-empty-group-count-graph": _NAME_IN_GRAPH,
        "bindings/graph": _NAME_IN_GRAPH,
        "negation/graph-minus": "to the engine both sides of MINUS share the graph's name",
        "functions/bnode01": "BNODE of equal strings is one node in all solutions, not one in each",
        "property-path/zero_or_more_set_start": _ABSENT_CONSTANT,
        "property-path/zero_or_more_set_end": _ABSENT_CONSTANT,
        "property-path/zero_or_one_set_start": _ABSENT_CONSTANT,
        "property-path/zero_or_one_set_end": _ABSENT_CONSTANT,
        "csv-tsv-res/csv03": "the engine keeps 1.0E6 by value and writes 1000000, and CSV has no types",
        "csv-tsv-res/tsv03": "the engine keeps an xsd:negativeInteger as xsd:integer",
    }
)
_FROM = re.compile(r"FROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


def suite() -> list[QueryCase]:
    folder = Path(SHARED) / "conformance" / "sparql11"
    return [c for name in ("query", "results") for c in cases_of(folder / f"manifest-sparql11-{name}.ttl")]


CASES = suite() if SHARED else []


def parameters_of(kind: str) -> list[object]:
    if not SHARED:
        skip = pytest.mark.skip(reason="GBAIP_SHARED is not set: no conformance suites")
        return [pytest.param(None, marks=skip, id="no-suite")]
    return [pytest.param(case, id=case.name, marks=marks_of(case)) for case in CASES if kind in case.kind]


def marks_of(case: QueryCase) -> list[pytest.MarkDecorator]:
    if case.name not in MISSES:
        return []
    return [pytest.mark.xfail(strict=True, raises=AssertionError, reason=MISSES[case.name])]


def ask(case: QueryCase, *, row_format: str = "json") -> Written:
    """Ask as the product does; the base of the query is its file, its dataset the test's or its own."""
    from_graphs = _FROM.findall(case.text)
    guard(case.text, allowed_graphs=from_graphs)
    return case.graph().write(
        f"BASE <{case.query.as_uri()}> {case.text}",
        row_format=row_format,
        graph_format="nt",
        prefixes={},
        limit_bytes=LIMIT_BYTES,
        dataset=OWN_DATASET if from_graphs else case.dataset,
    )


@pytest.mark.skipif(not SHARED, reason="GBAIP_SHARED is not set: no conformance suites")
def test_no_test_of_the_suite_is_left_out() -> None:
    of_formats = [case for case in CASES if case.name.startswith(("csv-tsv-res/", "json-res/"))]
    assert (len(CASES) - len(of_formats), len(of_formats)) == (QUERY_TESTS, RESULT_FORMAT_TESTS)
    assert {case.kind for case in CASES} == {
        "QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11",
    }  # fmt: skip


@pytest.mark.skipif(not SHARED, reason="GBAIP_SHARED is not set: no conformance suites")
def test_at_least_318_query_tests_are_expected_to_pass() -> None:
    missed = [name for name in MISSES if not name.startswith(("csv-tsv-res/", "json-res/"))]
    assert set(MISSES) <= {case.name for case in CASES}
    assert QUERY_TESTS - len(missed) >= 318


@pytest.mark.parametrize("case", parameters_of("QueryEvaluationTest"))
def test_a_query_is_answered_as_expected(case: QueryCase) -> None:
    assert case.result is not None
    row_format = "tsv" if case.result.suffix == ".tsv" else "json"
    assert_as_expected(case, case.result, row_format)


@pytest.mark.parametrize("case", parameters_of("CSVResultFormatTest"))
def test_rows_are_written_as_csv_as_expected(case: QueryCase) -> None:
    assert case.result is not None
    assert_as_expected(case, case.result, "csv")


def assert_as_expected(case: QueryCase, result: Path, row_format: str) -> None:
    ordered = orders(case.text)
    written = ask(case, row_format=row_format)
    found = (
        by_value(Graph().parse(data=written.body, format="nt"))
        if written.form == "graph"
        else answered(written.body, row_format, ordered=ordered)
    )
    assert isomorphic(found, expected(result, ordered=ordered)), written.body.decode()


def syntax_fault(case: QueryCase) -> QueryRefused | None:
    """Return why a query cannot be read; one with a function that the engine does not have can be."""
    try:
        ask(case)
    except QueryRefused as refused:
        return None if isinstance(refused.__cause__, RuntimeError) else refused
    return None


@pytest.mark.parametrize("case", parameters_of("PositiveSyntaxTest11"))
def test_a_query_that_is_well_formed_is_read(case: QueryCase) -> None:
    assert syntax_fault(case) is None


@pytest.mark.parametrize("case", parameters_of("NegativeSyntaxTest11"))
def test_a_query_that_is_ill_formed_is_refused(case: QueryCase) -> None:
    assert syntax_fault(case) is not None
