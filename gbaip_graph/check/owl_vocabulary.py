"""The reserved vocabulary of OWL 2 and what the RL profile admits of it, as plain sets of IRIs.

For the profile checker; it holds names only, no rules. Tables: https://www.w3.org/TR/owl2-syntax/#IRIs and
https://www.w3.org/TR/owl2-profiles/#Entities_3.
"""

from __future__ import annotations

from gbaip_graph.namespaces import PREFIXES

RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
XSD = PREFIXES["xsd"]
OWL = PREFIXES["owl"]

RESERVED_NAMESPACES = (RDF, RDFS, XSD, OWL)


def _names(namespace: str, names: str) -> frozenset[str]:
    return frozenset(namespace + name for name in names.split())


RDF_TYPE = RDF + "type"
RDF_FIRST = RDF + "first"
RDF_REST = RDF + "rest"
RDF_NIL = RDF + "nil"
THING = OWL + "Thing"
XSD_DATE = XSD + "date"

#: Types that declare an entity.
CLASS = OWL + "Class"
DATATYPE = RDFS + "Datatype"
OBJECT_PROPERTY = OWL + "ObjectProperty"
DATA_PROPERTY = OWL + "DatatypeProperty"
ANNOTATION_PROPERTY = OWL + "AnnotationProperty"
INDIVIDUAL = OWL + "NamedIndividual"
DECLARATIONS = (CLASS, DATATYPE, OBJECT_PROPERTY, DATA_PROPERTY, ANNOTATION_PROPERTY, INDIVIDUAL)

#: Datatypes of the RL profile. ``rdf:langString`` is how RDF 1.1 types a literal with a language tag, which
#: OWL 2 reads as ``rdf:PlainLiteral``; it may type a literal and may not be a data range.
RL_DATATYPES = (
    _names(RDF, "PlainLiteral XMLLiteral")
    | _names(RDFS, "Literal")
    | _names(
        XSD,
        "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long"
        " int short byte unsignedLong unsignedInt unsignedShort unsignedByte float double string"
        " normalizedString token language Name NCName NMTOKEN boolean hexBinary base64Binary anyURI"
        " dateTime dateTimeStamp",
    )
)
LANG_STRING = RDF + "langString"

#: Datatypes OWL 2 has and the RL profile leaves out.
NON_RL_DATATYPES = _names(OWL, "real rational")

BUILT_IN_CLASSES = _names(OWL, "Thing Nothing")
BUILT_IN_OBJECT_PROPERTIES = _names(OWL, "topObjectProperty bottomObjectProperty")
BUILT_IN_DATA_PROPERTIES = _names(OWL, "topDataProperty bottomDataProperty")
BUILT_IN_ANNOTATION_PROPERTIES = _names(RDFS, "label comment seeAlso isDefinedBy") | _names(
    OWL, "versionInfo deprecated backwardCompatibleWith incompatibleWith priorVersion"
)

#: Predicates and types that carry the syntax of OWL 2 in RDF (https://www.w3.org/TR/owl2-mapping-to-rdf/).
SYNTAX = (
    _names(RDF, "type first rest nil List")
    | _names(RDFS, "subClassOf subPropertyOf domain range Datatype")
    | _names(
        OWL,
        "AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty"
        " AsymmetricProperty Axiom Class DatatypeProperty FunctionalProperty"
        " InverseFunctionalProperty IrreflexiveProperty NamedIndividual NegativePropertyAssertion"
        " ObjectProperty Ontology ReflexiveProperty Restriction SymmetricProperty TransitiveProperty"
        " allValuesFrom annotatedProperty annotatedSource annotatedTarget assertionProperty"
        " cardinality complementOf datatypeComplementOf differentFrom disjointUnionOf disjointWith"
        " distinctMembers equivalentClass equivalentProperty hasKey hasSelf hasValue imports"
        " intersectionOf inverseOf maxCardinality maxQualifiedCardinality members minCardinality"
        " minQualifiedCardinality onClass onDataRange onDatatype onProperties onProperty oneOf"
        " propertyChainAxiom propertyDisjointWith qualifiedCardinality sameAs someValuesFrom"
        " sourceIndividual targetIndividual targetValue unionOf versionIRI withRestrictions",
    )
)

RESERVED_TERMS = (
    SYNTAX
    | RL_DATATYPES
    | NON_RL_DATATYPES
    | BUILT_IN_CLASSES
    | BUILT_IN_OBJECT_PROPERTIES
    | BUILT_IN_DATA_PROPERTIES
    | BUILT_IN_ANNOTATION_PROPERTIES
    | {LANG_STRING, XSD_DATE}
)
