"""The terms of SHACL Core and SHACL-SPARQL, so that a misspelt one is found.

From the vocabulary of the recommendation (https://www.w3.org/TR/shacl/#shacl-rdf); rules, functions and
JavaScript of other notes are left out, as the judge runs without them.
"""

from __future__ import annotations

from gbaip_graph.namespaces import PREFIXES

_NAMES = """
    AbstractResult AndConstraintComponent AndConstraintComponent-and BlankNode BlankNodeOrIRI
    BlankNodeOrLiteral ClassConstraintComponent ClassConstraintComponent-class
    ClosedConstraintComponent ClosedConstraintComponent-closed
    ClosedConstraintComponent-ignoredProperties ConstraintComponent DatatypeConstraintComponent
    DatatypeConstraintComponent-datatype DisjointConstraintComponent
    DisjointConstraintComponent-disjoint EqualsConstraintComponent
    EqualsConstraintComponent-equals HasValueConstraintComponent
    HasValueConstraintComponent-hasValue IRI IRIOrLiteral InConstraintComponent
    InConstraintComponent-in Info LanguageInConstraintComponent
    LanguageInConstraintComponent-languageIn LessThanConstraintComponent
    LessThanConstraintComponent-lessThan LessThanOrEqualsConstraintComponent
    LessThanOrEqualsConstraintComponent-lessThanOrEquals Literal MaxCountConstraintComponent
    MaxCountConstraintComponent-maxCount MaxExclusiveConstraintComponent
    MaxExclusiveConstraintComponent-maxExclusive MaxInclusiveConstraintComponent
    MaxInclusiveConstraintComponent-maxInclusive MaxLengthConstraintComponent
    MaxLengthConstraintComponent-maxLength MinCountConstraintComponent
    MinCountConstraintComponent-minCount MinExclusiveConstraintComponent
    MinExclusiveConstraintComponent-minExclusive MinInclusiveConstraintComponent
    MinInclusiveConstraintComponent-minInclusive MinLengthConstraintComponent
    MinLengthConstraintComponent-minLength NodeConstraintComponent NodeConstraintComponent-node
    NodeKind NodeKindConstraintComponent NodeKindConstraintComponent-nodeKind NodeShape
    NotConstraintComponent NotConstraintComponent-not OrConstraintComponent
    OrConstraintComponent-or Parameter Parameterizable PatternConstraintComponent
    PatternConstraintComponent-flags PatternConstraintComponent-pattern PrefixDeclaration
    PropertyConstraintComponent PropertyConstraintComponent-property PropertyGroup PropertyShape
    QualifiedMaxCountConstraintComponent QualifiedMaxCountConstraintComponent-qualifiedMaxCount
    QualifiedMaxCountConstraintComponent-qualifiedValueShape
    QualifiedMaxCountConstraintComponent-qualifiedValueShapesDisjoint
    QualifiedMinCountConstraintComponent QualifiedMinCountConstraintComponent-qualifiedMinCount
    QualifiedMinCountConstraintComponent-qualifiedValueShape
    QualifiedMinCountConstraintComponent-qualifiedValueShapesDisjoint SPARQLAskExecutable
    SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent
    SPARQLConstraintComponent-sparql SPARQLExecutable SPARQLSelectExecutable
    SPARQLSelectValidator Severity Shape UniqueLangConstraintComponent
    UniqueLangConstraintComponent-uniqueLang ValidationReport ValidationResult Validator
    Violation Warning XoneConstraintComponent XoneConstraintComponent-xone alternativePath and
    ask class closed conforms datatype deactivated declare defaultValue description detail
    disjoint entailment equals flags focusNode group hasValue ignoredProperties in inversePath
    labelTemplate languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive
    maxLength message minCount minExclusive minInclusive minLength name namespace node nodeKind
    nodeValidator not oneOrMorePath optional or order parameter path pattern prefix prefixes
    property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint result resultMessage resultPath resultSeverity select severity
    shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape
    sparql suggestedShapesGraph targetClass targetNode targetObjectsOf targetSubjectsOf
    uniqueLang validator value xone zeroOrMorePath zeroOrOnePath
"""

#: Full IRIs of all terms.
SHACL_TERMS = frozenset(PREFIXES["sh"] + name for name in _NAMES.split())
