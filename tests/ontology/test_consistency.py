"""Two reasoners agree: the ontology is consistent and every class can have members.

HermiT gets the triples as they are, without data: it refuses ``xsd:date`` in facts (the one date of the
header is an annotation, which it passes over). rustdl reads no Turtle and passes over
``owl:AllDisjointClasses``, so it gets RDF/XML with disjointness written pairwise. Both are given a class that
cannot have members, to show that they would see one.
"""

from __future__ import annotations

import io
import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection

from gbaip_graph.layout import find_root

if TYPE_CHECKING:
    import rustdl

GBAIP = Namespace("https://w3id.org/gbaip/ns#")
IMPOSSIBLE = GBAIP.Impossible

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs java on the PATH")


@pytest.fixture
def ontology() -> Graph:
    return Graph().parse(find_root().ontology_file, format="turtle")


@pytest.fixture
def ontology_with_an_impossible_class(ontology: Graph) -> Graph:
    ontology.add((IMPOSSIBLE, RDF.type, OWL.Class))
    ontology.add((IMPOSSIBLE, RDFS.subClassOf, GBAIP.Agency))
    ontology.add((IMPOSSIBLE, RDFS.subClassOf, GBAIP.Figure))
    return ontology


@pytest.fixture
def ontology_with_a_contradiction(ontology: Graph) -> Graph:
    both = URIRef("https://w3id.org/gbaip/id/agency/both")
    ontology.add((both, RDF.type, GBAIP.Agency))
    ontology.add((both, RDF.type, GBAIP.Figure))
    return ontology


def with_pairwise_disjointness(ontology: Graph) -> Graph:
    copy = Graph()
    copy += ontology
    for node in list(copy.subjects(RDF.type, OWL.AllDisjointClasses)):
        assert isinstance(node, BNode)
        members = Collection(copy, copy.value(node, OWL.members))
        for one, other in itertools.combinations(list(members), 2):
            copy.add((one, OWL.disjointWith, other))
        members.clear()
        copy.remove((node, None, None))
    return copy


def hermit_unsatisfiable(ontology: Graph) -> set[str]:
    import owlready2  # noqa: PLC0415 - its import looks for Java and takes a while

    world = owlready2.World()
    try:
        triples = io.BytesIO(ontology.serialize(format="nt", encoding="utf-8"))
        loaded = world.get_ontology(str(GBAIP)).load(fileobj=triples)
        with loaded:
            owlready2.sync_reasoner_hermit(world, debug=0)
        return {cls.iri for cls in world.inconsistent_classes()} - {str(OWL.Nothing)}
    finally:
        world.close()


@needs_java
def test_hermit_finds_no_class_that_cannot_have_members(ontology: Graph) -> None:
    assert hermit_unsatisfiable(ontology) == set()


@needs_java
def test_hermit_finds_a_planted_class_below_two_disjoint_ones(
    ontology_with_an_impossible_class: Graph,
) -> None:
    assert hermit_unsatisfiable(ontology_with_an_impossible_class) == {str(IMPOSSIBLE)}


@needs_java
def test_hermit_finds_a_planted_contradiction(ontology_with_a_contradiction: Graph) -> None:
    import owlready2  # noqa: PLC0415

    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        hermit_unsatisfiable(ontology_with_a_contradiction)


def rustdl_classification(ontology: Graph) -> rustdl.Classification:
    import rustdl  # noqa: PLC0415 - native code, loaded only where it is used

    rdf_xml = with_pairwise_disjointness(ontology).serialize(format="xml", encoding="utf-8")
    return rustdl.classify_bytes(rdf_xml, format="rdf-xml", per_pair_timeout_ms=0, global_timeout_ms=0)


def test_rustdl_finds_the_ontology_consistent_and_every_class_satisfiable(ontology: Graph) -> None:
    found = rustdl_classification(ontology)
    assert (found.complete, found.consistency_undetermined, found.inconsistent) == (True, False, False)
    assert found.unsatisfiable == []


def test_rustdl_drops_no_axiom_of_the_ontology(ontology: Graph, tmp_path: Path) -> None:
    import rustdl  # noqa: PLC0415

    copy = tmp_path / "gbaip.rdf"
    with_pairwise_disjointness(ontology).serialize(copy, format="xml", encoding="utf-8")
    assert rustdl.dropped_axioms(str(copy)) == {}


def test_rustdl_reads_every_class_of_the_ontology(ontology: Graph) -> None:
    named = {str(cls) for cls in ontology.subjects(RDF.type, OWL.Class) if isinstance(cls, URIRef)}
    assert set(rustdl_classification(ontology).classes) >= named


def test_rustdl_finds_a_planted_class_below_two_disjoint_ones(
    ontology_with_an_impossible_class: Graph,
) -> None:
    assert rustdl_classification(ontology_with_an_impossible_class).unsatisfiable == [str(IMPOSSIBLE)]


def test_rustdl_finds_a_planted_contradiction(ontology_with_a_contradiction: Graph) -> None:
    assert rustdl_classification(ontology_with_a_contradiction).inconsistent
