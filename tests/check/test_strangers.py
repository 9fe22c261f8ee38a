"""Anyone's files: several of them, in two syntaxes, with blank nodes and prefixes of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gbaip_graph.check.file_manifest import read_file_manifest
from gbaip_graph.check.strangers import check_files, manifest_of
from gbaip_graph.errors import UsageError
from gbaip_graph.findings import Finding

PREFIXES = """@prefix e: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
FIRST = PREFIXES.count("\n") + 1
SHAPES = "e:S a sh:NodeShape ; sh:targetClass e:Person ; sh:property [ sh:path e:name ; sh:minCount 1 ] .\n"
NAMED = '[] a e:Person ; e:name "名"@x-own .\n'

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file behind the prefixes and returns its path."""

    def write_file(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text if name.endswith(".nt") else PREFIXES + text, encoding="utf-8")
        return file

    return write_file


def places(findings: tuple[Finding, ...]) -> list[tuple[str, int, str]]:
    return [(Path(one.file).name, one.line, one.rule) for one in findings]


def test_good_files_with_names_of_their_own_have_no_findings(write: Write):
    assert check_files(shapes=[write("s.ttl", SHAPES)], data=[write("d.ttl", NAMED)]) == ()


def test_blank_nodes_of_two_files_stay_apart(write: Write):
    one = write("data/one.ttl", '_:a a e:Person ; e:name "One" .\n')
    write("data/two.ttl", "_:a a e:Person .\n")
    found = check_files(shapes=[write("s.ttl", SHAPES)], data=[one.parent])
    assert places(found) == [("two.ttl", FIRST, "e:S/MinCount")]


def test_a_finding_names_the_file_as_it_was_given(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write("s.ttl", SHAPES)
    write("d.ttl", "e:x a e:Person .\n")
    monkeypatch.chdir(tmp_path)
    found = check_files(shapes=[Path("s.ttl")], data=[Path("d.ttl")])
    assert [one.file for one in found] == ["d.ttl"]


def test_n_triples_are_judged_as_turtle_is(write: Write):
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    data = write("d.nt", f"# one\n<http://example.org/x> {kind} <http://example.org/Person> .\n")
    found = check_files(shapes=[write("s.ttl", SHAPES)], data=[data])
    assert [(one.line, one.severity) for one in found] == [(2, "violation")]


def test_an_ontology_in_two_files_lends_its_classes(write: Write):
    ontology = [
        write("o1.ttl", "e:Person a owl:Class . e:name a owl:DatatypeProperty .\n"),
        write("o2.ttl", "e:Author a owl:Class ; rdfs:subClassOf e:Person .\n"),
    ]
    data = [write("d.ttl", "e:x a e:Author .\n")]
    found = check_files(shapes=[write("s.ttl", SHAPES)], data=data, ontology=ontology)
    assert places(found) == [("d.ttl", FIRST, "e:S/MinCount")]


def test_a_file_that_is_shapes_and_data_at_once_is_read_as_both(write: Write):
    both = write("both.ttl", SHAPES + "e:x a e:Person .\n")
    assert places(check_files(shapes=[both], data=[both])) == [("both.ttl", FIRST + 1, "e:S/MinCount")]


def test_faults_of_all_files_are_reported_before_anything_is_judged(write: Write):
    data = [
        write("a.ttl", "e:x a .\n"),
        write("b.ttl", "e:x a e:Person .\n"),
        write("c.ttl", "e:x e:p 1 ,, 2 .\n"),
    ]
    found = check_files(shapes=[write("s.ttl", SHAPES)], data=data)
    assert [(Path(one.file).name, one.rule) for one in found] == [("a.ttl", "syntax"), ("c.ttl", "syntax")]


def test_what_does_not_end_is_stopped_and_says_so(write: Write):
    shapes = write("s.ttl", SHAPES.replace("sh:minCount 1", 'sh:pattern "^(a+)+$"'))
    data = write("d.ttl", f'e:x a e:Person ; e:name "{"a" * 60}!" .\n')
    found = check_files(shapes=[shapes], data=[data], limit_s=1.0)
    assert [one.rule for one in found] == ["stopped", "slow-pattern"]
    assert found[0].message == "the check was stopped after 1 s"
    assert (Path(found[1].file).name, found[1].line) == ("s.ttl", FIRST)


def test_a_shape_that_two_others_use_is_no_circle(write: Write):
    shapes = (
        SHAPES.replace("sh:minCount 1", "sh:node e:T ; sh:or ( e:T e:T )") + "e:T sh:nodeKind sh:Literal .\n"
    )
    assert check_files(shapes=[write("s.ttl", shapes)], data=[write("d.ttl", NAMED)]) == ()


def test_relative_names_are_those_of_the_file(write: Write):
    data = write("d.ttl", "<#me> a e:Person .\n")
    found = check_files(shapes=[write("s.ttl", SHAPES)], data=[data])
    assert found[0].focus_node == f"{data.as_uri()}#me"


def test_recorded_files_pass_and_a_changed_one_is_found(write: Write, tmp_path: Path):
    shapes, data = write("s.ttl", SHAPES), write("d.ttl", NAMED + '[] a e:Person ; e:name "Two" .\n')
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest_of(shapes=[shapes], data=[data], folder=tmp_path), encoding="utf-8")
    assert check_files(shapes=[shapes], data=[data], manifest=read_file_manifest(manifest)) == ()
    write("d.ttl", NAMED)
    (found,) = check_files(shapes=[shapes], data=[data], manifest=read_file_manifest(manifest))
    assert (found.rule, found.message) == (
        "not-as-recorded",
        "the file has 2 triples, the manifest records 4; it may have been cut",
    )


def test_another_file_of_the_same_size_is_found(write: Write, tmp_path: Path):
    shapes, data = write("s.ttl", SHAPES), write("d.ttl", NAMED)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest_of(shapes=[shapes], data=[data], folder=tmp_path), encoding="utf-8")
    write("d.ttl", NAMED.replace("名", "字"))
    (found,) = check_files(shapes=[shapes], data=[data], manifest=read_file_manifest(manifest))
    assert found.message == "the file is another one than the manifest records: its digest differs"


def test_a_file_that_was_not_recorded_is_found(write: Write, tmp_path: Path):
    shapes, data = write("s.ttl", SHAPES), write("d.ttl", NAMED)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest_of(shapes=[shapes], data=[], folder=tmp_path), encoding="utf-8")
    found = check_files(shapes=[shapes], data=[data], manifest=read_file_manifest(manifest))
    assert places(found) == [("d.ttl", 0, "unrecorded-file")]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"files": 3}', '{"files": {"d.ttl": 1}}', "[" * 100_000, '{"files": {"a": {}}}'],
)
def test_what_is_no_manifest_is_refused(content: str, tmp_path: Path):
    (tmp_path / "m.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="the manifest cannot be read"):
        read_file_manifest(tmp_path / "m.json")


def test_the_manifest_of_a_built_graph_counts_too(tmp_path: Path):
    recorded = {"format": 1, "inputs": {"data/a.ttl": "12"}, "shapes": {"shapes/s.ttl": "34"}}
    (tmp_path / "manifest.json").write_text(json.dumps(recorded), encoding="utf-8")
    found = read_file_manifest(tmp_path / "manifest.json", folder=tmp_path / "root")
    assert [one.sha256 for one in found.files.values()] == ["12", "34"]
