"""Terms that nothing declares: properties and classes in the data, and what the shapes name.

For ``gbaip check``. A misspelt term is found here with the term that was probably meant; what a declared
term may be used for is the shapes' affair.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.check.shacl_terms import SHACL_TERMS
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, LocatedTriple, Position

_SHACL = PREFIXES["sh"]
_LIKENESS = 0.7  # the share of common letters above which a term is offered as what was meant
#: Terms of RDF and OWL themselves, which no ontology declares.
_BUILT_IN = frozenset({IRI_TYPE.value, PREFIXES["owl"] + "deprecated"})
#: Shape properties whose values name a class or a property of the data.
_NAMING_TERMS = frozenset(
    _SHACL + name
    for name in ("path", "class", "targetClass", "targetSubjectsOf", "targetObjectsOf", "lessThan",
                 "lessThanOrEquals", "equals", "disjoint")
)  # fmt: skip


def vocabulary_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each use of an undeclared term, at the place where it stands."""
    declared = {
        triple.subject.value
        for triple in loaded.ontology.triples()
        if triple.predicate == IRI_TYPE and isinstance(triple.subject, Iri)
    } | _BUILT_IN
    in_data = (finding for file in loaded.data for finding in _in_data(file, declared))
    in_shapes = (finding for file in loaded.shapes for finding in _in_shapes(file, declared))
    return tuple(sorted({*in_data, *in_shapes}))


def _in_data(file: LoadedFile, declared: set[str]) -> Iterator[Finding]:
    for triple in file.document.triples:
        if triple.predicate.value not in declared:
            yield _unknown(file, triple.predicate_at, triple.predicate.value, triple, declared)
        is_term = triple.predicate == IRI_TYPE or (
            isinstance(triple.object, Iri) and triple.object.value.startswith(ONTOLOGY)
        )
        if is_term and isinstance(triple.object, Iri) and triple.object.value not in declared:
            yield _unknown(file, triple.object_at, triple.object.value, triple, declared)


def _in_shapes(file: LoadedFile, declared: set[str]) -> Iterator[Finding]:
    for triple in file.document.triples:
        for term, at in ((triple.predicate, triple.predicate_at), (triple.object, triple.object_at)):
            if isinstance(term, Iri) and term.value.startswith(_SHACL) and term.value not in SHACL_TERMS:
                yield _unknown(file, at, term.value, triple, SHACL_TERMS)
        named = triple.object.value if isinstance(triple.object, Iri) else _SHACL
        if triple.predicate.value in _NAMING_TERMS and not named.startswith(_SHACL) and named not in declared:
            yield _unknown(file, triple.object_at, named, triple, declared)


def _unknown(
    file: LoadedFile, at: Position, term: str, triple: LocatedTriple, known: set[str] | frozenset[str]
) -> Finding:
    meant = _meant(compact(term), {compact(iri) for iri in known})
    mend = (
        f"Did you mean {meant}?"
        if meant
        else "Use a term that ontology/gbaip.ttl declares, or declare it there."
    )
    focus = compact(triple.subject.value) if isinstance(triple.subject, Iri) else ""
    return Finding(
        file.path,
        at.line,
        at.column,
        "unknown-term",
        f"nothing declares {compact(term)}",
        mend,
        focus_node=focus,
        is_triple=True,
    )


def _meant(term: str, names: set[str]) -> str:
    """Return the term, class for class and property for property, whose own part is nearest, or ``""``."""
    prefix, _, own = term.rpartition(":")
    like = [name for name in names if _own_part(name)[:1].isupper() == own[:1].isupper()]
    # Of two vocabularies with such a term, that of the prefix which was written comes last and stays.
    near = {_own_part(name): name for name in sorted(like, key=lambda name: name.startswith(f"{prefix}:"))}
    return next((near[found] for found in difflib.get_close_matches(own, near, n=1, cutoff=_LIKENESS)), "")


def _own_part(name: str) -> str:
    return name.rpartition(":")[2]
