"""Reports of real findings: the same bytes on every run, the results of the judge, valid by the schemas."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from rdflib import SH, Graph

from gbaip_graph.build.load import load_root
from gbaip_graph.check.addresses import merged_triples
from gbaip_graph.check.reports.formats import FORMATS, write_report
from gbaip_graph.check.reports.json_document import findings_schema
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.run import check_root
from gbaip_graph.check.shacl.model import read_shapes
from gbaip_graph.check.shapes import validation_results
from gbaip_graph.engines.rdf_terms import from_rdflib
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri
from tests.check.conftest import LETTER_1, canonical

#: A record of a misspelt class, values that fail in two ways, properties that are missing and too many.
FAULTY = """
event:odd a gbaip:Event ; skos:prefLabel "Odd | ::error::"@en , "Odder"@en ; gbaip:ordinal "two" , 0 ;
    gbaip:hasEventKind role:host ; gbaip:colour "red" ; gbaip:takesPlaceIn agency:mill-office ;
    gbaip:statedIn passage:letter-1.p1 .
figure:odd a gbaip:Figure ; gbaip:measures event:odd ; gbaip:value "many" , "more" ;
    gbaip:hasMeasure measure:participants ; gbaip:statedIn passage:letter-1.p1 .
inv:odd a gbaip:Involvment ; gbaip:inActivity event:odd ; gbaip:hasRole event:odd .
"""
WRITE_ALL = """
import hashlib, sys
from pathlib import Path
from gbaip_graph.check.reports.formats import FORMATS, write_report
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.run import check_root
from gbaip_graph.layout import Root

root = Path(sys.argv[1])
found = Report.of(check_root(Root(root)), root, root)
for name in FORMATS:
    print(name, hashlib.sha256(write_report(found, name).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def faulty(_conforming: Path, tmp_path_factory: pytest.TempPathFactory) -> Root:
    root = Root(Path(shutil.copytree(_conforming, tmp_path_factory.mktemp("faulty") / "root")))
    (root.path / "data/sources/letter-1.ttl").write_text(canonical(LETTER_1 + FAULTY), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def report(faulty: Root) -> Report:
    return Report.of(check_root(faulty), faulty.path, faulty.path)


def test_bytes_are_the_same_on_every_run(faulty: Root, report: Report, repository: Path):
    assert len(report.findings) > 5
    written = [
        subprocess.run(
            [sys.executable, "-c", WRITE_ALL, str(faulty.path)],
            cwd=repository,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert written[0] == written[1]
    assert len(written[0].splitlines()) == len(FORMATS)


def test_turtle_has_every_result_of_the_judge_with_its_own_terms(faulty: Root, report: Report):
    loaded = load_root(faulty)
    shapes = read_shapes(merged_triples("s", loaded.shapes))
    wanted = Counter(
        (one.focus_node, one.path, one.value, Iri(one.component), Iri(one.source_shape), Iri(one.severity))
        for one in validation_results(loaded, shapes=shapes, reference=True)
    )
    graph = Graph().parse(data=write_report(report, "turtle"), format="turtle")
    properties = (
        SH.focusNode,
        SH.resultPath,
        SH.value,
        SH.sourceConstraintComponent,
        SH.sourceShape,
        SH.resultSeverity,
    )
    found = Counter(
        tuple(
            from_rdflib(term) if (term := graph.value(node, name)) is not None else None
            for name in properties
        )
        for node in graph.subjects(SH.sourceShape, None)
    )
    assert len(wanted) > 8
    assert found == wanted


def test_turtle_has_a_result_for_each_finding_of_no_shape_too(report: Report):
    graph = Graph().parse(data=write_report(report, "turtle"), format="turtle")
    own = {
        str(component).rpartition("/")[2]
        for component in graph.objects(None, SH.sourceConstraintComponent)
        if str(component).startswith("https://w3id.org/gbaip/check/rule/")
    }
    assert own == {finding.rule for finding in report.findings if finding.evidence is None}


def test_sarif_and_json_are_valid_by_their_schemas(report: Report, repository: Path):
    sarif = repository / "vendor" / "sarif" / "sarif-2.1.0-rtm.5.json"
    schema = json.loads(sarif.read_text(encoding="utf-8-sig"))
    Draft4Validator(schema).validate(json.loads(write_report(report, "sarif")))
    Draft202012Validator(findings_schema()).validate(json.loads(write_report(report, "json")))
