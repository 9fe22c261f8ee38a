"""Names that nothing declares, in shapes, in their queries and in data: mostly misspelt ones.

For anyone's files. A shape about a misspelt property asks nothing, and a record of a misspelt class is asked
nothing; both pass in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.check.shacl.model import SH
from gbaip_graph.check.silent_pass.declared_terms import DeclaredTerms, declared_terms, nearest
from gbaip_graph.check.silent_pass.query_terms import query_terms
from gbaip_graph.check.silent_pass.shapes_in_place import ShapesInPlace
from gbaip_graph.check.silent_pass.vocabularies import VOCABULARIES, is_unknown
from gbaip_graph.findings import Finding, Severity
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.faults import shown
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_REST, IRI_TYPE, Iri, LocatedTriple, Position, Subject

RULE = "unknown-term"
_PATH_KINDS = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
#: Shape properties whose values name a class or a property of the data.
_NAMING = frozenset(
    Iri(SH + name)
    for name in ("path", "class", "targetClass", "targetSubjectsOf", "targetObjectsOf", "lessThan",
                 "lessThanOrEquals", "equals", "disjoint", *_PATH_KINDS)
)  # fmt: skip
#: Shape properties that lead to lists of properties.
_LISTING = frozenset(
    Iri(SH + name) for name in ("path", "alternativePath", "ignoredProperties", *_PATH_KINDS)
)


def misspelt_vocabulary_findings(loaded: LoadedData) -> Iterator[Finding]:
    """Find names in the namespaces of RDF, RDFS, OWL, XSD and SHACL that are no terms of them."""
    for file in (*loaded.ontologies, *loaded.shapes, *loaded.data):
        for triple in file.document.triples:
            for term, at in ((triple.predicate, triple.predicate_at), (triple.object, triple.object_at)):
                if isinstance(term, Iri) and is_unknown(term.value):
                    yield _unknown(file, at, term.value, triple, mend=_vocabulary_mend(term.value))


def _vocabulary_mend(iri: str) -> str:
    namespace = next(one for one in VOCABULARIES if iri.startswith(one))
    near = nearest(iri, VOCABULARIES[namespace])
    return f"Did you mean {compact(near)}?" if near else f"Use a term of {namespace}, or one of your own."


def undeclared_in_shapes(loaded: LoadedData) -> Iterator[Finding]:
    """Find classes and properties that shapes name and nothing declares, where an ontology is given.

    What is wrong in the ontology's own namespaces is a violation, each time it stands there. Of a foreign one
    the ontology may just not speak: that is a warning, once.
    """
    declared = declared_terms(loaded)
    if not any(file.document.triples for file in loaded.ontologies):
        return
    warned: set[str] = set()
    for file in loaded.shapes:
        cells = _listed_in_paths(file)
        for triple in file.document.triples:
            is_naming = triple.predicate in _NAMING or (
                triple.predicate == IRI_FIRST and triple.subject in cells
            )
            if is_naming and isinstance(triple.object, Iri):
                yield from _undeclared(file, triple, triple.object.value, declared, warned)


def _undeclared(
    file: LoadedFile, triple: LocatedTriple, iri: str, declared: DeclaredTerms, warned: set[str]
) -> Iterator[Finding]:
    if iri in declared.described or iri.startswith(tuple(VOCABULARIES)) or iri in warned:
        return
    severity: Severity = "violation" if declared.is_own(iri) else "warning"
    if severity == "warning":
        warned.add(iri)
    yield _unknown(file, triple.object_at, iri, triple, mend=declared.meant(iri), severity=severity)


def _listed_in_paths(file: LoadedFile) -> set[Subject]:
    """Return the cells of the lists of properties."""
    leading = {IRI_REST, IRI_FIRST, *_LISTING}
    next_of: dict[Subject, list[Subject]] = {}
    waiting: list[Subject] = []
    for triple in file.document.triples:
        if triple.predicate in leading and isinstance(triple.object, Subject):
            next_of.setdefault(triple.subject, []).append(triple.object)
        if triple.predicate in _LISTING and isinstance(triple.object, Subject):
            waiting.append(triple.object)
    found: set[Subject] = set()
    while waiting:
        node = waiting.pop()
        if node not in found and not isinstance(node, Iri):
            found.add(node)
            waiting += next_of.get(node, ())
    return found


def undeclared_in_queries(loaded: LoadedData, shapes: ShapesInPlace) -> Iterator[Finding]:
    """Find names of the ontology's own namespaces in SPARQL that are neither terms nor records."""
    declared = declared_terms(loaded)
    named = [
        (node, predicate, text, iri, line)
        for node, predicate, text in shapes.graph.queries()
        for iri, line in query_terms(text)
        if declared.is_misspelt(iri)
    ]
    spoken_of = _spoken_of(loaded) if named else frozenset()
    for node, predicate, text, iri, line in named:
        if iri not in spoken_of:
            what = f"nothing declares {shown(compact(iri))}, in line {line} of the query"
            at = shapes.written_query(node, predicate, text)
            yield shapes.finding(node, RULE, what, mend=declared.meant(iri), path=predicate, value=at)


def _spoken_of(loaded: LoadedData) -> frozenset[str]:
    """Return the IRIs that the data describe or point to; a query may well name such a record."""
    return frozenset(
        term.value
        for file in loaded.data
        for triple in file.document.triples
        for term in (triple.subject, triple.object if triple.predicate != IRI_TYPE else None)
        if isinstance(term, Iri)
    )


def undeclared_in_data(loaded: LoadedData) -> Iterator[Finding]:
    """Find properties and classes of the data in a namespace of the ontology that it does not declare."""
    declared = declared_terms(loaded)
    for file in loaded.data:
        for triple in file.document.triples:
            used = [(triple.predicate, triple.predicate_at)]
            if triple.predicate == IRI_TYPE and isinstance(triple.object, Iri):
                used.append((triple.object, triple.object_at))
            for term, at in used:
                if declared.is_misspelt(term.value):
                    yield _unknown(file, at, term.value, triple, mend=declared.meant(term.value))


def _unknown(
    file: LoadedFile, at: Position, iri: str, triple: LocatedTriple, *, mend: str,
    severity: Severity = "violation",
) -> Finding:  # fmt: skip
    focus = compact(triple.subject.value) if isinstance(triple.subject, Iri) else ""
    what = f"nothing declares {shown(compact(iri))}"
    return Finding(
        file.path, at.line, at.column, RULE, what, mend, severity, focus_node=focus, is_triple=True
    )
