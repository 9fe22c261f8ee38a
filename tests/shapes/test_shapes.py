"""The shapes themselves: their names, their messages and the terms that they use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pyshacl
import pytest
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph

from gbaip_graph.check.shacl_terms import SHACL_TERMS
from gbaip_graph.namespaces import PREFIXES, compact, expand
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal
from tests.shapes.fixture_files import (
    ROOT,
    shipped_shapes,
    triples_of,
)
from tests.shapes.shape_mutants import SH, list_cells, local, term, values
from tests.shapes.shipped import (
    COMPONENTS,
    NODE_SHAPES,
    OTHER_TERMS,
    PROPERTY_SHAPES,
    SPARQL_CONSTRAINTS,
    ids,
    name_of,
    path_of,
    shipped_data,
    users_of,
)

#: Everything that speaks to a curator.
SPEAKING = [*NODE_SHAPES, *PROPERTY_SHAPES, *SPARQL_CONSTRAINTS]
BUILT_IN = frozenset({expand("rdf:type"), expand("owl:deprecated")})


def iris(name: str) -> set[Iri]:
    """Return the IRIs that stand with a SHACL term."""
    return {t.object for t in shipped_shapes() if t.predicate == term(name) and isinstance(t.object, Iri)}


def texts(name: str) -> set[str]:
    """Return the texts that stand with a SHACL term."""
    return {
        t.object.lexical
        for t in shipped_shapes()
        if t.predicate == term(name) and isinstance(t.object, Literal)
    }


def described(class_name: str) -> set[str]:
    """Return the shipped records of a class."""
    found = {
        t.subject for t in shipped_data() if (t.predicate, t.object) == (IRI_TYPE, Iri(expand(class_name)))
    }
    return {subject.value for subject in found if isinstance(subject, Iri)}


@cache
def declared_terms() -> frozenset[str]:
    ontology = triples_of(ROOT.ontology_file)
    return BUILT_IN | {
        t.subject.value for t in ontology if t.predicate == IRI_TYPE and isinstance(t.subject, Iri)
    }


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=ids(PROPERTY_SHAPES))
def test_a_property_shape_is_named_by_a_class_and_its_property(shape: Iri) -> None:
    owners = {name_of(node) for node in NODE_SHAPES} | {"record"}
    owner, _, property = name_of(shape).partition(".")
    assert owner in owners
    assert property.removesuffix("Optional") == compact(path_of(shape).value).partition(":")[2]


def test_every_property_shape_and_every_query_has_an_iri() -> None:
    kinds = {term("PropertyShape"), term("SPARQLConstraint"), term("NodeShape")}
    typed = {t.subject for t in shipped_shapes() if t.predicate == IRI_TYPE and t.object in kinds}
    pathed = {t.subject for t in shipped_shapes() if t.predicate == term("path")}
    assert {shape for shape in typed | pathed if not name_of(shape)} == set()


@pytest.mark.parametrize("shape", SPEAKING, ids=ids(SPEAKING))
def test_one_message_in_english_ends_in_a_full_stop(shape: Iri) -> None:
    (message,) = values(shipped_shapes(), shape, "message")
    assert isinstance(message, Literal)
    assert (message.language, message.lexical[-1]) == ("en", ".")


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=ids(PROPERTY_SHAPES))
def test_a_property_shape_belongs_to_a_node_shape(shape: Iri) -> None:
    assert users_of(shape) != []


def test_every_property_of_a_node_shape_is_described() -> None:
    linked = {t.object for t in shipped_shapes() if t.predicate == term("property")}
    assert linked == set(PROPERTY_SHAPES)


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=ids(NODE_SHAPES))
def test_a_node_shape_is_closed_and_asks_for_an_iri(shape: Iri) -> None:
    assert values(shipped_shapes(), shape, "closed") == [Literal("true", expand("xsd:boolean"))]
    assert values(shipped_shapes(), shape, "nodeKind") == [term("IRI")]


def test_the_shapes_use_only_terms_of_the_recommendation() -> None:
    used = {
        t.value
        for triple in shipped_shapes()
        for t in triple
        if isinstance(t, Iri) and t.value.startswith(SH)
    }
    assert used - SHACL_TERMS == set()


def test_every_term_of_the_shapes_is_known_to_these_tests() -> None:
    used = {local(triple.predicate) for triple in shipped_shapes()} - {""}
    assert used == COMPONENTS.keys() | OTHER_TERMS


def test_every_class_and_property_that_the_shapes_name_is_declared() -> None:
    naming = ("path", "class", "targetClass", "targetSubjectsOf", "hasValue", "lessThanOrEquals")
    assert {iri.value for name in naming for iri in iris(name)} - declared_terms() == set()


def test_every_datatype_that_the_shapes_name_is_of_xsd_or_rdf() -> None:
    used = {compact(iri.value) for iri in iris("datatype")}
    assert used == {"rdf:langString", "xsd:boolean", "xsd:date", "xsd:decimal", "xsd:integer", "xsd:string"}


def query_terms(constraint: Iri) -> Iterator[str]:
    (query,) = values(shipped_shapes(), constraint, "select")
    assert isinstance(query, Literal)
    yield from (
        expand(name) for name in re.findall(r"(?<![\w?$-])[a-z][a-z-]*:[A-Za-z][\w-]*", query.lexical)
    )


@pytest.mark.parametrize("constraint", SPARQL_CONSTRAINTS, ids=ids(SPARQL_CONSTRAINTS))
def test_a_query_names_declared_terms_and_described_concepts(constraint: Iri) -> None:
    assert set(query_terms(constraint)) - declared_terms() - described("skos:Concept") == set()


def test_the_queries_have_the_prefixes_of_the_project() -> None:
    declarations = [t.object for t in shipped_shapes() if t.predicate == term("declare")]
    pairs = {
        tuple(told.lexical for told in (*prefix, *namespace) if isinstance(told, Literal))
        for node in declarations
        for prefix, namespace in [[values(shipped_shapes(), node, name) for name in ("prefix", "namespace")]]
    }
    assert pairs - set(PREFIXES.items()) == set()


def test_the_patterns_name_every_scheme_that_is_described() -> None:
    schemes = {
        found[1] for pattern in texts("pattern") if (found := re.search(r"/concept/([a-z-]+)/", pattern))
    }
    assert {expand(f"scheme:{scheme}") for scheme in schemes} == described("skos:ConceptScheme")


def test_every_concept_that_a_list_allows_is_described() -> None:
    lists = [t.object for t in shipped_shapes() if t.predicate == term("in")]
    allowed = {
        member
        for head in lists
        for _, member in list_cells(shipped_shapes(), head)
        if isinstance(member, Iri)
    }
    assert {concept.value for concept in allowed} - described("skos:Concept") == set()


def judge_the_shapes(*texts: str) -> None:
    """Judge shapes by the SHACL of SHACL; pySHACL raises where they are ill-formed."""
    shapes = Graph()
    for text in texts:
        shapes.parse(data=text, format="turtle")
    pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True, inference="none", advanced=False)


def test_the_shapes_conform_to_the_shapes_of_shapes() -> None:
    judge_the_shapes(*(path.read_text(encoding="utf-8") for path in ROOT.shape_files()))


def test_the_shapes_of_shapes_refuse_a_count_that_is_a_text() -> None:
    text = (ROOT.path / "shapes" / "place.ttl").read_text(encoding="utf-8")
    ill_formed = text.replace(
        "sh:path gbaip:containedIn ;", 'sh:path gbaip:containedIn ; sh:maxCount "one" ;'
    )
    with pytest.raises(ReportableRuntimeError, match="sh:maxCount"):
        judge_the_shapes(ill_formed)


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=ids(NODE_SHAPES))
def test_a_node_shape_has_exactly_one_target(shape: Iri) -> None:
    targets = [t for t in shipped_shapes() if t.subject == shape and local(t.predicate).startswith("target")]
    assert len(targets) == 1
