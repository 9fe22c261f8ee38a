"""The terms of RDF, RDFS, OWL, XSD and SHACL, so that a misspelt one is found in anyone's files.

Names only. SHACL's terms of the notes on advanced features and JavaScript are known, but not evaluated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gbaip_graph.check.owl_vocabulary import RESERVED_TERMS
from gbaip_graph.check.shacl_terms import SHACL_TERMS
from gbaip_graph.namespaces import PREFIXES


def _names(prefix: str, names: str) -> frozenset[str]:
    return frozenset(PREFIXES[prefix] + name for name in names.split())


#: https://www.w3.org/TR/shacl-af/ and https://www.w3.org/TR/shacl-js/
_SHACL_NOTES = _names(
    "sh",
    "ExpressionConstraintComponent ExpressionConstraintComponent-expression Function JSConstraint"
    " JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator Rule"
    " SPARQLConstructExecutable SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType"
    " SPARQLUpdateExecutable Target TargetType TripleRule condition construct count distinct else exists"
    " expression filterShape groupConcat if intersection js jsFunctionName jsLibrary jsLibraryURL limit max"
    " memberShape min minus nodes object offset orderBy predicate returnType rule separator subject sum"
    " target then this union update values",
)
_RDF = _names(
    "rdf",
    "Alt Bag CompoundLiteral HTML JSON List PlainLiteral Property Seq Statement XMLLiteral direction first"
    " langString language nil object predicate rest subject type value",
)
_RDFS = _names(
    "rdfs",
    "Class Container ContainerMembershipProperty Datatype Literal Resource comment domain isDefinedBy label"
    " member range seeAlso subClassOf subPropertyOf",
)
_OWL = _names(
    "owl", "DataRange DeprecatedClass DeprecatedProperty OntologyProperty priorVersion onProperties"
)
_XSD = _names(
    "xsd",
    "ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anyAtomicType"
    " anySimpleType anyType anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration"
    " decimal double duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language"
    " length long maxExclusive maxInclusive maxLength minExclusive minInclusive minLength"
    " negativeInteger nonNegativeInteger nonPositiveInteger normalizedString pattern positiveInteger short"
    " string time token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration",
)

_ALL = RESERVED_TERMS | _RDF | _RDFS | _OWL | _XSD | SHACL_TERMS | _SHACL_NOTES
#: Namespace -> its terms.
VOCABULARIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        namespace: frozenset(term for term in _ALL if term.startswith(namespace))
        for namespace in (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd", "sh"))
    }
)


def is_unknown(iri: str) -> bool:
    """Say whether an IRI stands in one of these namespaces without being a term of it."""
    for namespace, terms in VOCABULARIES.items():
        if iri.startswith(namespace):
            local = iri[len(namespace) :]
            # rdf:_1, rdf:_2 ... are the places of a container; a namespace alone is named by ontologies.
            return bool(local) and iri not in terms and not (local[0] == "_" and local[1:].isdigit())
    return False
