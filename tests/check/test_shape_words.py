"""What is said of a shape: short names, paths as SPARQL writes them, and what the shape demands."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.check.shacl.paths import Alternative, Inverse, Predicate, Repeated, Sequence
from gbaip_graph.check.shacl.paths import Path as ShaclPath
from gbaip_graph.check.shape_words import path_text, short_name, show
from gbaip_graph.check.strangers import check_files
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal

E = {"e": "https://example.org/"}
P, Q = (Predicate(Iri(f"https://example.org/{name}")) for name in "pq")
HEAD = "@prefix e: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPE = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; {} ] .\n"
DATA = "e:a a e:C ; e:p {} .\n"
CLASSES = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\ne:C a owl:Class . e:p a owl:DatatypeProperty .\n"


def found(tmp_path: Path, shape: str, value: str) -> Finding:
    """Return the one violation that a property shape with these parameters finds in a record."""
    texts = {"s.ttl": HEAD + SHAPE.format(shape), "d.ttl": HEAD + DATA.format(value), "o.ttl": HEAD + CLASSES}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shapes, data, ontology = (tmp_path / name for name in texts)
    findings = check_files(shapes=[shapes], data=[data], ontology=[ontology])
    (one,) = (finding for finding in findings if finding.severity == "violation")
    return one


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (P, "e:p"),
        (Inverse(P), "^e:p"),
        (Sequence((P, Inverse(Q))), "e:p/^e:q"),
        (Sequence((P, Alternative((P, Q)))), "e:p/(e:p|e:q)"),
        (Repeated(P, 0), "e:p*"),
        (Repeated(Sequence((P, Q)), 1), "(e:p/e:q)+"),
        (Repeated(Inverse(P), 0, is_bounded=True), "^e:p?"),
    ],
)
def test_a_path_reads_as_sparql_writes_it(path: ShaclPath, text: str):
    assert path_text(path, E) == text


@pytest.mark.parametrize(
    ("iri", "prefixes", "name"),
    [
        ("https://example.org/a", E, "e:a"),
        ("https://example.org/a", {}, "https://example.org/a"),
        ("https://example.org/a", {"": "https://example.org/"}, ":a"),
        ("https://example.org/a/b", {**E, "f": "https://example.org/a/"}, "f:b"),
        ("https://example.org/a b", E, "https://example.org/a b"),
        ("https://example.org/", E, "https://example.org/"),
        ("https://w3id.org/gbaip/ns#Event", {"own": "https://w3id.org/gbaip/ns#"}, "gbaip:Event"),
    ],
)
def test_a_name_is_short_where_a_prefix_fits(iri: str, prefixes: dict[str, str], name: str):
    assert short_name(iri, prefixes) == name


def test_blank_nodes_are_shown_as_their_file_writes_them():
    assert [show(BlankNode(label), E) for label in ("d3.b", "d3.anon7")] == ["_:b", "[]"]


def test_numbers_are_shown_as_their_file_writes_them():
    assert show(Literal("01", "http://www.w3.org/2001/XMLSchema#integer"), E) == "01"


@pytest.mark.parametrize(
    ("shape", "value", "demand"),
    [
        ("sh:maxCount 1", '"x" , "y"', "sh:maxCount 1"),
        ("sh:minLength 3", '"x"', "sh:minLength 3"),
        ('sh:in ( "y" 2 e:b )', '"x"', 'sh:in ( "y" 2 e:b )'),
        ("sh:class e:C", "e:b", "sh:class e:C"),
        ("sh:not [ sh:minLength 1 ]", '"x"', "sh:not [...]"),
    ],
)
def test_a_shape_without_a_message_is_quoted_with_its_place(
    tmp_path: Path, shape: str, value: str, demand: str
):
    assert found(tmp_path, shape, value).mend == f"{(tmp_path / 's.ttl').as_posix()}:3 says: {demand}."


def test_the_message_of_a_shape_comes_before_its_parameters(tmp_path: Path):
    assert found(tmp_path, 'sh:maxCount 1 ; sh:message "One."', '"x" , "y"').mend == "One."


def test_a_shape_without_a_name_is_called_by_the_one_above_it(tmp_path: Path):
    assert found(tmp_path, "sh:maxCount 1", '"x" , "y"').rule == "e:S/MaxCount"


def test_the_message_has_the_names_that_the_data_files_use(tmp_path: Path):
    assert found(tmp_path, "sh:minLength 3", '"x"').message == 'e:a e:p "x" is too short'


def test_a_path_of_several_steps_is_told_in_full(tmp_path: Path):
    shape = "sh:minCount 1 ] ; sh:property [ sh:path ( e:p [ sh:inversePath e:p ] ) ; sh:maxCount 0"
    assert found(tmp_path, shape, "e:b").message == "e:a e:p/^e:p is given too often"
