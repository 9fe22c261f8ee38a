"""The generated term reference: what a row says, where it is written, and whether it is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.check.ontology_reference import BEGIN, END, render_reference, with_reference, write_reference
from gbaip_graph.errors import InvalidData
from gbaip_graph.layout import Root, find_root

ONTOLOGY = """
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

gbaip:Event a owl:Class ;
    rdfs:subClassOf schema:Event ;
    rdfs:label "活动场次"@zh-Hans , "event"@en , "活動場次"@zh-Hant ;
    skos:definition "One gathering | or more."@en ;
    skos:scopeNote "Not a series."@en ;
    skos:closeMatch schema:Festival .
gbaip:near a owl:ObjectProperty , owl:TransitiveProperty ;
    owl:propertyChainAxiom ( [ owl:inverseOf gbaip:far ] gbaip:near ) .
gbaip:far a owl:ObjectProperty .
schema:Event a owl:Class .
"""
SHAPES = """
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/gbaip/shape/> .

shape:event a sh:NodeShape ; sh:targetClass gbaip:Event ; sh:property shape:event.far .
shape:event.far sh:path ( [ sh:inversePath gbaip:far ] gbaip:near ) .
"""
CLASS_ROW = (
    "| `gbaip:Event` | event<br>活動場次<br>活动场次 | One gathering \\| or more. *Not a series.* |"
    " below `schema:Event` | close: `schema:Festival` | `shape:event` |"
)
CHAIN_ROW = (
    "| `gbaip:near` |  |  | transitive<br>from inverse of `gbaip:far`, then `gbaip:near` |  |"
    " `shape:event.far` |"
)


@pytest.fixture
def small_root(tmp_path: Path) -> Root:
    for name in ("ontology", "shapes"):
        (tmp_path / name).mkdir()
    (tmp_path / "ontology" / "gbaip.ttl").write_text(ONTOLOGY, encoding="utf-8")
    (tmp_path / "shapes" / "event.ttl").write_text(SHAPES, encoding="utf-8")
    readme = f"# Ontology\n\n{BEGIN}\nold\n{END}\n\nEnd.\n"
    (tmp_path / "ontology" / "README.md").write_text(readme, encoding="utf-8")
    return Root(tmp_path)


def test_a_class_has_a_row_with_labels_definition_superclass_mapping_and_shape(small_root: Root) -> None:
    assert CLASS_ROW in render_reference(small_root).splitlines()


def test_a_property_has_a_row_with_its_chain_and_every_shape_whose_path_goes_through_it(
    small_root: Root,
) -> None:
    assert CHAIN_ROW in render_reference(small_root).splitlines()


def test_a_foreign_term_has_a_row_that_says_what_it_is_declared_as(small_root: Root) -> None:
    assert "| `schema:Event` | class |  |" in render_reference(small_root).splitlines()


def test_the_reference_replaces_what_stands_between_its_marks_and_nothing_else(small_root: Root) -> None:
    text = write_reference(small_root).read_text(encoding="utf-8")
    assert text == f"# Ontology\n\n{BEGIN}\n\n{render_reference(small_root)}\n{END}\n\nEnd.\n"


def test_writing_the_reference_twice_changes_nothing(small_root: Root) -> None:
    first = write_reference(small_root).read_bytes()
    assert write_reference(small_root).read_bytes() == first


@pytest.mark.parametrize("text", ["no marks", f"{END} {BEGIN}", BEGIN])
def test_a_readme_without_its_marks_in_order_is_refused(text: str) -> None:
    with pytest.raises(InvalidData) as refused:
        with_reference(text, "tables\n")
    assert [(f.file, f.rule) for f in refused.value.findings] == [
        ("ontology/README.md", "ontology-reference")
    ]


def test_the_committed_reference_is_current() -> None:
    root = find_root()
    text = (root.path / "ontology" / "README.md").read_text(encoding="utf-8")
    assert text == with_reference(text, render_reference(root)), (
        "The term reference is not current: run python -m gbaip_graph.check.ontology_reference."
    )
