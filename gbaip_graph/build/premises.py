"""Which triples the rules of OWL 2 RL can use at all, so that the engine is given nothing idle.

Why leaving out the rest loses nothing: apart from equality, every rule of OWL 2 Profiles, section 4.3, that
reads a triple ``s p o`` of the data either needs ``p`` to be ``rdf:type`` or needs an axiom that names ``p``.
A triple whose property no axiom names, as all those with literals here, is therefore no premise of any rule.
Equality would copy such triples from one name of a thing to another, but one thing has one IRI here: a
derived ``owl:sameAs`` is refused as a clash, so there is none. The datatype rules judge lexical forms, which
the loader has done on the text itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Triple

_OWL, _RDF, _RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
_LOGICAL_NAMESPACES = (_OWL, _RDF, _RDFS)
#: Terms of the logical vocabularies that say nothing in logic.
_ANNOTATIONS = frozenset(
    {
        _RDFS + "label", _RDFS + "comment", _RDFS + "seeAlso", _RDFS + "isDefinedBy",
        _OWL + "backwardCompatibleWith", _OWL + "deprecated", _OWL + "imports", _OWL + "incompatibleWith",
        _OWL + "priorVersion", _OWL + "versionIRI", _OWL + "versionInfo",
    }
)  # fmt: skip
#: Types that only declare what a name is; any other type, such as owl:TransitiveProperty, is an axiom.
_DECLARATIONS = frozenset(
    {
        _OWL + "AnnotationProperty", _OWL + "Class", _OWL + "DatatypeProperty", _OWL + "ObjectProperty",
        _OWL + "Ontology", _RDF + "Property", _RDFS + "Class", _RDFS + "Datatype",
    }
)  # fmt: skip


def axioms(ontology: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return the triples of the ontology that say something in logic: no labels, definitions or mappings."""
    return tuple(triple for triple in ontology if _is_logical(triple.predicate))


def names_in_axioms(ontology: Iterable[Triple]) -> frozenset[str]:
    """Return every IRI that an axiom names, beyond the declaration of what it is."""
    named: set[str] = set()
    for triple in axioms(ontology):
        declares = isinstance(triple.object, Iri) and triple.object.value in _DECLARATIONS
        if not (triple.predicate == IRI_TYPE and declares):
            named.update(term.value for term in (triple.subject, triple.object) if isinstance(term, Iri))
    return frozenset(named)


def premises(*, ontology: Iterable[Triple], written: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return the written triples that a rule can use: types, statements in OWL, and properties in axioms."""
    named = names_in_axioms(ontology)
    return tuple(
        triple for triple in written if triple.predicate.value in named or _is_logical(triple.predicate)
    )


def _is_logical(predicate: Iri) -> bool:
    return predicate.value.startswith(_LOGICAL_NAMESPACES) and predicate.value not in _ANNOTATIONS
