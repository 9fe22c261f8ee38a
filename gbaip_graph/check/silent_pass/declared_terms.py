"""What the files declare, which namespaces are the ontology's own, and what a wrong name was meant to be."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.check.silent_pass.vocabularies import VOCABULARIES
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal

_ONTOLOGY = Iri(PREFIXES["owl"] + "Ontology")
_PREFERRED_NAMESPACE = Iri(PREFIXES["vann"] + "preferredNamespaceUri")
_DECLARING = frozenset(
    Iri(PREFIXES[prefix] + name)
    for prefix, name in (
        ("owl", "Class"), ("rdfs", "Class"), ("rdfs", "Datatype"), ("rdf", "Property"),
        ("owl", "ObjectProperty"), ("owl", "DatatypeProperty"), ("owl", "AnnotationProperty"),
        ("owl", "FunctionalProperty"), ("owl", "InverseFunctionalProperty"), ("owl", "SymmetricProperty"),
        ("owl", "TransitiveProperty"), ("owl", "DeprecatedClass"), ("owl", "DeprecatedProperty"),
    )
)  # fmt: skip
_LIKENESS = 0.7  # the share of common letters above which a term is offered as what was meant
# Looking for what was meant takes a while in a large vocabulary; the first few show the way.
_MOST_SUGGESTIONS = 50


@dataclass(frozen=True)
class DeclaredTerms:
    """The terms that files declare. ``own`` are the namespaces of which the ontology declares every term."""

    terms: frozenset[str]
    described: frozenset[str]
    own: tuple[str, ...]

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces in which anything is declared."""
        return frozenset(namespace_of(term) for term in self.terms)

    def is_own(self, iri: str) -> bool:
        """Say whether an IRI is a name in a namespace of the ontology's own."""
        return namespace_of(iri) in self.own

    def is_misspelt(self, iri: str) -> bool:
        """Say whether a name of the ontology's own namespaces is none that it declares."""
        return self.is_own(iri) and iri not in self.described

    def meant(self, iri: str) -> str:
        """Return how to mend a name that nothing declares."""
        if len(self._asked) < _MOST_SUGGESTIONS or iri in self._asked:
            if iri not in self._asked:
                self._asked[iri] = nearest(iri, self.terms)
            if near := self._asked[iri]:
                return f"Did you mean {compact(near)}?"
        return "Declare it in the ontology, or use a term that is declared there."

    @cached_property
    def _asked(self) -> dict[str, str]:
        return {}


def declared_terms(loaded: LoadedData) -> DeclaredTerms:
    """Collect what ontology, shapes and data declare; what the ontology describes counts as declared."""
    typed = [
        triple.subject.value
        for file in (*loaded.ontologies, *loaded.shapes, *loaded.data)
        for triple in file.document.triples
        if triple.predicate == IRI_TYPE and triple.object in _DECLARING and isinstance(triple.subject, Iri)
    ]
    described = {
        triple.subject.value
        for file in loaded.ontologies
        for triple in file.document.triples
        if isinstance(triple.subject, Iri)
    }
    return DeclaredTerms(
        frozenset(typed), frozenset(described.union(typed)), tuple(sorted(_own_namespaces(loaded.ontologies)))
    )


def namespace_of(iri: str) -> str:
    """Return an IRI up to its last ``#`` or ``/``."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def nearest(iri: str, terms: Iterable[str]) -> str:
    """Return the term of the same kind, by its first letter, whose own part is most like, or ``""``."""
    namespace = namespace_of(iri)
    own = iri[len(namespace) :]
    like = [term for term in terms if term[len(namespace_of(term)) :][:1].isupper() == own[:1].isupper()]
    # Of two vocabularies with such a term, that of the namespace which was written comes last and stays.
    by_own = {
        term[len(namespace_of(term)) :]: term
        for term in sorted(like, key=lambda one: one.startswith(namespace))
    }
    return next((by_own[one] for one in difflib.get_close_matches(own, by_own, n=1, cutoff=_LIKENESS)), "")


def _own_namespaces(files: Iterable[LoadedFile]) -> set[str]:
    """Return the namespaces that an ontology says, or else shows, to be its own."""
    preferred: set[str] = set()
    headers: set[str] = set()
    counted: Counter[str] = Counter()
    for triple in (triple for file in files for triple in file.document.triples):
        if triple.predicate == _PREFERRED_NAMESPACE and isinstance(triple.object, Literal):
            preferred.add(triple.object.lexical)
        if triple.predicate == IRI_TYPE and isinstance(triple.subject, Iri):
            if triple.object == _ONTOLOGY:
                headers.add(triple.subject.value.rstrip("#/"))
            elif triple.object in _DECLARING:
                counted[namespace_of(triple.subject.value)] += 1
    for namespace in VOCABULARIES:
        counted.pop(namespace, None)
    of_headers = {one for one in counted if one.rstrip("#/") in headers}
    return preferred | of_headers or {namespace for namespace, _ in counted.most_common(1)}
