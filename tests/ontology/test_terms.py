"""The terms of ``ontology/gbaip.ttl``: which there are, how they are named, labelled, defined and mapped."""

from __future__ import annotations

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

import gbaip_graph
from gbaip_graph.layout import find_root
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact

GBAIP = Namespace(ONTOLOGY)
HEADER = URIRef(ONTOLOGY.removesuffix("#"))
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")

# The lists of the design, with what the wider record added.
CLASSES = (
    "Agency ExpertGroup UnnamedParty NameUsage CooperationPlan CooperationArea CooperationItem Activity Event"
    " Operation Exchange EventSeries Involvement Tenure Commitment Output Figure TimeSpan SourceDocument"
    " Passage Place Restructuring Disagreement"
)
OBJECT_PROPERTIES = (
    "statedIn partOfSource inActivity hasParty hasRole represents editionOf heldWithin fallsUnder listedIn"
    " inArea continuesItem agreedBy takesPlaceDuring takesPlaceIn measures hasMeasure hasExactness countedBy"
    " subsetOf nameOf hasNameKind hasPrecision hasBasis heldExOfficioBy hasEventKind hasMode hasJurisdiction"
    " containedIn hasTopic hasStatus hasFrequency madeBy hasCommitmentKind hasDestination producedIn"
    " hasOutputKind ofPerson ofPost takesPartIn organises underPlan"
    " hasReading hasHostKind hostedBy parallelTo compares hasDisagreementKind hasChangeKind"
)
DATA_PROPERTIES = (
    "notBefore notAfter edtf value currency isEstimate itemNumber isNewItem ordinal actionCount"
    " paragraphNumber textDigest nameText periodLabel themeTitle statedEdtf isActing"
)
SUPERCLASSES = {
    "Agency": {ORG.FormalOrganization},
    "ExpertGroup": {ORG.OrganizationalCollaboration},
    "CooperationPlan": {PROV.Plan},
    "Event": {GBAIP.Activity, SCHEMA.Event},
    "Operation": {GBAIP.Activity},
    "Exchange": {GBAIP.Activity},
    "Restructuring": {ORG.ChangeEvent},
}
# Activity holds three of the others, so it cannot be disjoint with them.
NOT_DISJOINT = {GBAIP.Activity}

MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
MAPPED_VOCABULARIES = {
    "org": str(ORG),
    "prov": str(PROV),
    "schema": str(SCHEMA),
    "cpov": "http://data.europa.eu/m8g/",
    "skos": PREFIXES["skos"],
    "foaf": PREFIXES["foaf"],
    "dcterms": PREFIXES["dcterms"],
}
ENTITY_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))

ONTOLOGY_GRAPH = Graph().parse(find_root().ontology_file, format="turtle")
OWN_CLASSES = sorted(s for s in ONTOLOGY_GRAPH.subjects(RDF.type, OWL.Class) if s in GBAIP)
OWN_PROPERTIES = sorted(
    s
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for s in ONTOLOGY_GRAPH.subjects(RDF.type, kind)
    if s in GBAIP
)
OWN_TERMS = OWN_CLASSES + OWN_PROPERTIES

each_term = pytest.mark.parametrize("term", OWN_TERMS, ids=compact)
each_class = pytest.mark.parametrize("term", OWN_CLASSES, ids=compact)
each_property = pytest.mark.parametrize("term", OWN_PROPERTIES, ids=compact)


def texts(term: Node, predicate: URIRef, language: str) -> list[str]:
    values = ONTOLOGY_GRAPH.objects(term, predicate)
    return [str(v) for v in values if isinstance(v, Literal) and v.language == language]


def label_of(term: Node) -> str:
    return texts(term, RDFS.label, "en")[0]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (OWL.Class, CLASSES),
        (OWL.ObjectProperty, OBJECT_PROPERTIES),
        (OWL.DatatypeProperty, DATA_PROPERTIES),
    ],
    ids=["classes", "object properties", "data properties"],
)
def test_every_term_of_the_design_exists_as_what_the_design_says(kind: URIRef, names: str) -> None:
    assert [name for name in names.split() if (GBAIP[name], RDF.type, kind) not in ONTOLOGY_GRAPH] == []


@pytest.mark.parametrize("name", SUPERCLASSES)
def test_a_class_stands_below_the_classes_that_the_design_names(name: str) -> None:
    assert set(ONTOLOGY_GRAPH.objects(GBAIP[name], RDFS.subClassOf)) == SUPERCLASSES[name]


@each_term
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_term_has_exactly_one_label_in_each_language(term: URIRef, language: str) -> None:
    assert len(texts(term, RDFS.label, language)) == 1


@each_term
def test_a_term_has_labels_in_no_other_language(term: URIRef) -> None:
    languages = {v.language for v in ONTOLOGY_GRAPH.objects(term, RDFS.label) if isinstance(v, Literal)}
    assert languages == {"en", "zh-Hant", "zh-Hans"}


@each_term
def test_a_term_has_exactly_one_definition_and_it_is_in_english(term: URIRef) -> None:
    definitions = list(ONTOLOGY_GRAPH.objects(term, SKOS.definition))
    assert [v.language for v in definitions if isinstance(v, Literal)] == ["en"]


@each_term
def test_a_definition_ends_with_a_full_stop(term: URIRef) -> None:
    assert texts(term, SKOS.definition, "en")[0].endswith(".")


@each_term
def test_a_definition_does_not_begin_with_the_label(term: URIRef) -> None:
    definition = texts(term, SKOS.definition, "en")[0].casefold()
    assert not re.match(rf"{re.escape(label_of(term).casefold())}\b", definition)


@each_class
def test_a_class_is_not_defined_by_its_own_name(term: URIRef) -> None:
    definition = texts(term, SKOS.definition, "en")[0].casefold()
    assert not re.match(rf"(?:an?|the|one) {re.escape(label_of(term).casefold())}\b", definition)


def test_no_two_terms_share_a_definition() -> None:
    definitions = [text for term in OWN_TERMS for text in texts(term, SKOS.definition, "en")]
    assert sorted(set(definitions)) == sorted(definitions)


@each_class
def test_a_class_is_named_in_upper_camel_case(term: URIRef) -> None:
    assert re.fullmatch(r"(?:[A-Z][a-z]+)+", term.removeprefix(ONTOLOGY))


@each_property
def test_a_property_is_named_in_lower_camel_case(term: URIRef) -> None:
    assert re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)*", term.removeprefix(ONTOLOGY))


@each_term
def test_a_term_says_which_ontology_defines_it(term: URIRef) -> None:
    assert list(ONTOLOGY_GRAPH.objects(term, RDFS.isDefinedBy)) == [HEADER]


@each_class
def test_a_class_is_mapped_or_says_that_nothing_fits(term: URIRef) -> None:
    mapped = [o for m in MAPPINGS for o in ONTOLOGY_GRAPH.objects(term, m)]
    notes = texts(term, SKOS.editorialNote, "en") + texts(term, SKOS.scopeNote, "en")
    assert mapped or any("no class" in note.casefold() and "fits" in note.casefold() for note in notes)


@pytest.mark.parametrize("mapping", MAPPINGS, ids=compact)
def test_a_mapping_leads_from_an_own_term_to_one_of_the_vocabularies_mapped(mapping: URIRef) -> None:
    for subject, target in ONTOLOGY_GRAPH.subject_objects(mapping):
        assert subject in OWN_TERMS
        assert str(target).startswith(tuple(MAPPED_VOCABULARIES.values()))


@pytest.mark.parametrize("vocabulary", ["org", "prov", "schema", "cpov"])
def test_each_vocabulary_of_the_field_is_mapped_to(vocabulary: str) -> None:
    targets = [str(o) for m in MAPPINGS for o in ONTOLOGY_GRAPH.objects(None, m)]
    assert any(target.startswith(MAPPED_VOCABULARIES[vocabulary]) for target in targets)


@pytest.mark.parametrize("predicate", [RDFS.domain, RDFS.range, OWL.imports], ids=compact)
def test_the_ontology_has_no_domain_no_range_and_no_import(predicate: URIRef) -> None:
    assert list(ONTOLOGY_GRAPH.subjects(predicate)) == []


@pytest.mark.parametrize("kind", [OWL.FunctionalProperty, OWL.InverseFunctionalProperty], ids=compact)
def test_no_property_is_functional(kind: URIRef) -> None:
    assert list(ONTOLOGY_GRAPH.subjects(RDF.type, kind)) == []


def test_no_property_has_a_named_inverse() -> None:
    named = [s for s in ONTOLOGY_GRAPH.subjects(OWL.inverseOf) if not isinstance(s, BNode)]
    assert named == []


def test_nothing_is_declared_the_same_as_anything() -> None:
    assert list(ONTOLOGY_GRAPH.subjects(OWL.sameAs)) == []


def test_every_foreign_term_is_declared() -> None:
    mentioned = {
        term
        for triple in ONTOLOGY_GRAPH
        for term in triple[1:]
        if isinstance(term, URIRef) and not str(term).startswith((*BUILT_IN, ONTOLOGY))
    }
    values = {HEADER, *(o for _, o in ONTOLOGY_GRAPH.predicate_objects(HEADER))}
    undeclared = {
        compact(str(term))
        for term in mentioned - values
        if not any((term, RDF.type, kind) in ONTOLOGY_GRAPH for kind in ENTITY_TYPES)
    }
    assert undeclared == set()


def test_every_own_term_that_is_mentioned_is_declared() -> None:
    mentioned = {t for triple in ONTOLOGY_GRAPH for t in triple if isinstance(t, URIRef) and t in GBAIP}
    assert {compact(str(term)) for term in mentioned - set(OWN_TERMS)} == set()


def test_one_axiom_makes_the_own_classes_disjoint_but_activity() -> None:
    nodes = list(ONTOLOGY_GRAPH.subjects(RDF.type, OWL.AllDisjointClasses))
    assert len(nodes) == 1
    members = ONTOLOGY_GRAPH.collection(ONTOLOGY_GRAPH.value(nodes[0], OWL.members))
    assert set(members) == set(OWN_CLASSES) - NOT_DISJOINT


def test_the_version_iri_is_the_version_of_the_package() -> None:
    versions = list(ONTOLOGY_GRAPH.objects(HEADER, OWL.versionIRI))
    assert versions == [URIRef(f"{HEADER}/{gbaip_graph.__version__}")]


def test_the_version_info_is_the_end_of_the_version_iri() -> None:
    version = str(ONTOLOGY_GRAPH.value(HEADER, OWL.versionInfo))
    assert str(ONTOLOGY_GRAPH.value(HEADER, OWL.versionIRI)) == f"{HEADER}/{version}"
