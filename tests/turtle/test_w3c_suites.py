"""The W3C test suites of Turtle and N-Triples, read from the shared conformance folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.compare import isomorphic

from gbaip_graph.errors import InvalidData
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.parser import parse_turtle
from tests.turtle.rdflib_terms import rdflib_graph

SHARED = os.environ.get("GBAIP_SHARED", "")
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
TURTLE_TESTS = 313
N_TRIPLES_TESTS = 70


@dataclass(frozen=True)
class SuiteTest:
    kind: str
    action: Path
    base: str
    result: Path | None

    @property
    def text(self) -> str:
        return self.action.read_bytes().decode("utf-8")


def suite(folder: str) -> Iterator[SuiteTest]:
    root = Path(SHARED) / "conformance" / "turtle" / folder
    base = f"{BASE}{folder}/"
    manifest = Graph().parse(root / "manifest.ttl", format="turtle", publicID=f"{base}manifest.ttl")
    for entry, kind in sorted(manifest.subject_objects(RDF.type)):
        action, result = manifest.value(entry, MF.action), manifest.value(entry, MF.result)
        if action is not None:
            yield SuiteTest(
                str(kind).rpartition("#Test")[2],
                root / str(action).removeprefix(base),
                str(action),
                root / str(result).removeprefix(base) if result else None,
            )


def parameters_of(folder: str, *, kind: str) -> list[object]:
    if not SHARED:
        skip = pytest.mark.skip(reason="GBAIP_SHARED is not set: no conformance suites")
        return [pytest.param(None, marks=skip, id="no-suite")]
    return [pytest.param(test, id=test.action.name) for test in suite(folder) if test.kind.endswith(kind)]


@pytest.mark.skipif(not SHARED, reason="GBAIP_SHARED is not set: no conformance suites")
def test_no_test_of_the_suites_is_left_out() -> None:
    counts = [len(list(suite(folder))) for folder in ("rdf-turtle", "rdf-n-triples")]
    assert counts == [TURTLE_TESTS, N_TRIPLES_TESTS]


@pytest.mark.parametrize("test", parameters_of("rdf-turtle", kind="PositiveSyntax"))
def test_good_turtle_is_parsed(test: SuiteTest) -> None:
    document = parse_turtle(test.text, file=test.action.name, base=test.base)
    assert document.file == test.action.name


def assert_one_finding_inside_the_text(parse: Callable[[], TurtleDocument], text: str) -> None:
    with pytest.raises(InvalidData) as refused:
        parse()
    (finding,) = refused.value.findings
    lines = text.split("\n")
    assert (finding.file, finding.rule) == ("bad", "syntax")
    assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
    assert finding.message
    assert finding.mend


@pytest.mark.parametrize("test", parameters_of("rdf-turtle", kind="NegativeSyntax"))
def test_bad_turtle_is_refused_with_one_finding(test: SuiteTest) -> None:
    assert_one_finding_inside_the_text(lambda: parse_turtle(test.text, file="bad", base=test.base), test.text)


@pytest.mark.parametrize("test", parameters_of("rdf-turtle", kind="Eval"))
def test_turtle_says_what_its_expected_n_triples_say(test: SuiteTest) -> None:
    assert test.result is not None
    expected = parse_n_triples(test.result.read_bytes().decode("utf-8"))
    assert isomorphic(
        rdflib_graph(parse_turtle(test.text, base=test.base).triples),
        rdflib_graph(expected.triples),
    )


@pytest.mark.parametrize("test", parameters_of("rdf-n-triples", kind="PositiveSyntax"))
def test_good_n_triples_are_the_same_to_both_parsers(test: SuiteTest) -> None:
    assert parse_n_triples(test.text).triples == parse_turtle(test.text).triples


@pytest.mark.parametrize("test", parameters_of("rdf-n-triples", kind="NegativeSyntax"))
def test_bad_n_triples_are_refused_with_one_finding(test: SuiteTest) -> None:
    assert_one_finding_inside_the_text(lambda: parse_n_triples(test.text, file="bad"), test.text)
