"""Faults put into a generated graph are found, each once, with an address; and so are the failing fixtures.

What the fast path says is compared with pySHACL alone on the same graphs.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.generate import generate
from benchmarks.synthetic.faults.breakage import shown
from benchmarks.synthetic.faults.kinds import IN_DOCUMENTS, IN_REGISTERS
from benchmarks.synthetic.faults.text_kinds import TEXT_KINDS
from gbaip_graph.build.load import LoadedData, LoadedFile, load_root
from gbaip_graph.check.addresses import merged_triples
from gbaip_graph.check.run import check_root
from gbaip_graph.check.shacl.model import read_shapes
from gbaip_graph.check.shapes import shape_findings, validation_results
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root, find_root
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import BlankNode
from tests.shapes.fixture_files import FOLDER, Fixture, fixtures, folders, names

FAULTS = 60  # every kind at least once
TRIPLES_TO_BREAK = 9_000
TRIPLES_TO_SPOIL = 60_000  # some fifty files, one fault in each
SHARE_OF_THE_TRIPLE_ITSELF = 0.7
TIME_LIMIT_S = 300.0  # what is found does not depend on how busy the machine is


class Told(NamedTuple):
    """What two engines must say alike."""

    focus: str
    path: str
    value: str
    component: str
    shape: str
    severity: str


@dataclass(frozen=True)
class Judged:
    """A graph with faults, what ``faults.json`` tells of them, and what the check found."""

    root: Root
    faults: list[dict[str, Any]]
    findings: tuple[Finding, ...]


def judged(folder: Path, **options: int) -> Judged:
    generate(folder, **options)
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    return Judged(Root(folder), faults, check_root(Root(folder), limit_s=TIME_LIMIT_S))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judged(tmp_path_factory.mktemp("broken"), triples=TRIPLES_TO_BREAK, faults=FAULTS)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judged(tmp_path_factory.mktemp("spoilt"), triples=TRIPLES_TO_SPOIL, unreadable=len(TEXT_KINDS))


def told(result: ValidationResult) -> Told:
    focus, path, value = (
        f"_:{term.label}" if isinstance(term, BlankNode) else shown(term)
        for term in (result.focus_node, result.path, result.value)
    )
    return Told(
        focus, path, value, compact(result.component), compact(result.shape), compact(result.severity)
    )


def results(loaded: LoadedData, *, reference: bool) -> Counter[Told]:
    shapes = read_shapes(merged_triples("s", loaded.shapes))
    return Counter(map(told, validation_results(loaded, shapes=shapes, reference=reference)))


def on_existing_lines(findings: Iterable[Finding], root: Path) -> bool:
    lines = {
        finding.file: (root / finding.file).read_bytes().decode("utf-8", errors="replace").split("\n")
        for finding in findings
    }
    return all(
        1 <= finding.line <= len(lines[finding.file])
        and 1 <= finding.column <= len(lines[finding.file][finding.line - 1]) + 1
        for finding in findings
    )


def share_of_the_triple_itself(one: Judged) -> float:
    at = {(fault["file"], line) for fault in one.faults if not fault["is_missing"] for line in fault["lines"]}
    return sum((finding.file, finding.line) in at for finding in one.findings) / len(one.findings)


def test_there_are_more_than_twenty_five_kinds_of_each_sort_of_fault(broken: Judged, spoilt: Judged) -> None:
    assert {fault["kind"] for fault in broken.faults} == {*IN_DOCUMENTS, *IN_REGISTERS}
    assert {fault["kind"] for fault in spoilt.faults} == {*TEXT_KINDS}
    assert min(len(IN_DOCUMENTS), len(TEXT_KINDS)) > 25


def test_every_injected_fault_is_found_once_and_nothing_else(broken: Judged) -> None:
    wanted = Counter((f["file"], f["expected"]["rule"], f["expected"]["focus"]) for f in broken.faults)
    assert Counter((f.file, f.rule, f.focus_node) for f in broken.findings) == wanted


def test_every_file_that_cannot_be_read_is_found_once_and_nothing_else(spoilt: Judged) -> None:
    wanted = Counter((f["file"], f["expected"]["rule"], *f["lines"]) for f in spoilt.faults)
    assert Counter((f.file, f.rule, f.line) for f in spoilt.findings) == wanted


def test_a_finding_names_the_property_that_was_broken(broken: Judged) -> None:
    wanted = {(f["expected"]["rule"], f["expected"]["focus"]): f["expected"]["path"] for f in broken.faults}
    found = {(f.rule, f.focus_node): f.path for f in broken.findings}
    assert found == wanted


@pytest.mark.parametrize("graph", ["broken", "spoilt"])
def test_every_finding_has_an_address_that_exists(graph: str, request: pytest.FixtureRequest) -> None:
    one: Judged = request.getfixturevalue(graph)
    assert on_existing_lines(one.findings, one.root.path)


def test_most_findings_have_the_address_of_the_offending_triple_itself(broken: Judged) -> None:
    assert share_of_the_triple_itself(broken) >= SHARE_OF_THE_TRIPLE_ITSELF


def test_what_is_missing_is_reported_where_it_should_stand(broken: Judged) -> None:
    missing = {
        (f["file"], f["expected"]["rule"], f["expected"]["focus"]): f["lines"]
        for f in broken.faults
        if f["is_missing"]
    }
    found = {(f.file, f.rule, f.focus_node): f.line for f in broken.findings}
    assert {key: [found[key]] for key in missing} == missing


@pytest.mark.slow  # pySHACL alone needs some seconds for this graph
def test_the_same_results_as_pyshacl_on_the_broken_graph(broken: Judged) -> None:
    loaded = load_root(broken.root)
    alone = results(loaded, reference=True)
    assert results(loaded, reference=False) == alone
    wanted = {tuple(expected(fault).values()) for fault in broken.faults if is_of_shape(fault)}
    found = {(told.shape, told.focus, told.path, told.component, told.value) for told in alone}
    assert wanted - found == set()


def is_of_shape(fault: Mapping[str, Any]) -> bool:
    return str(fault["expected"]["rule"]).startswith("shape:")


def expected(fault: Mapping[str, Any]) -> dict[str, str]:
    """Return a fault's finding as pySHACL would tell it."""
    name = fault["expected"]["component"]
    component = "sh:SPARQLConstraintComponent" if name == "SPARQL" else f"sh:{name}ConstraintComponent"
    return {**fault["expected"], "component": component}


@cache
def shipped() -> LoadedData:
    return load_root(find_root())


def loaded_file(path: Path) -> LoadedFile:
    name = path.relative_to(FOLDER).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return LoadedFile(name, f"https://fixtures.example/{name}", read_turtle(path, file=name), digest)


def loaded_fixtures(folder: str) -> LoadedData:
    """Return the fixtures of a folder as the data, each in its own file, with the context."""
    paths = [FOLDER / "context.ttl", *sorted((FOLDER / folder).glob("*.ttl"))]
    data = tuple(loaded_file(path) for path in paths)
    return LoadedData(Root(FOLDER), shipped().ontology, shipped().shapes, data)


@cache
def fixture_findings() -> tuple[tuple[Fixture, tuple[Finding, ...]], ...]:
    """Return every failing fixture with the findings in its file."""
    found = []
    for folder in folders():
        findings = shape_findings(loaded_fixtures(folder))
        for fixture in fixtures(folder):
            own = tuple(f for f in findings if f.file == f"{fixture.name}.ttl")
            found.append((fixture, own))
    return tuple(found)


def is_of_its_triple(fixture: Fixture, finding: Finding) -> bool:
    """Say whether a finding is at a triple of the record and the property that the fixture names."""
    (outcome,) = fixture.expected
    document = read_turtle(FOLDER / f"{fixture.name}.ttl")
    return any(
        compact(t.predicate.value) == outcome.path and finding.line in (t.predicate_at.line, t.object_at.line)
        for t in document.triples
    )


@pytest.mark.slow
def test_a_failing_fixture_gives_one_finding_in_its_own_file_and_a_good_one_none() -> None:
    assert {fixture.name: [f.rule for f in own] for fixture, own in fixture_findings()} == {
        fixture.name: [outcome.shape for outcome in fixture.expected] for fixture, _ in fixture_findings()
    }


def test_every_finding_of_a_fixture_has_an_address_that_exists() -> None:
    assert on_existing_lines([finding for _, own in fixture_findings() for finding in own], FOLDER)


def test_most_findings_of_fixtures_are_at_the_offending_triple_itself() -> None:
    found = [is_of_its_triple(fixture, finding) for fixture, own in fixture_findings() for finding in own]
    assert len(found) == len(names("bad"))
    assert sum(found) / len(found) >= SHARE_OF_THE_TRIPLE_ITSELF


@pytest.mark.slow  # pySHACL judges every folder twice
@pytest.mark.parametrize("folder", folders())
def test_the_same_results_as_pyshacl_on_the_fixtures(folder: str) -> None:
    loaded = loaded_fixtures(folder)
    assert results(loaded, reference=False) == results(loaded, reference=True)
