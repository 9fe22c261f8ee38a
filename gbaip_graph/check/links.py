"""Judge the links of the mapping files: by their own shapes, and by what the graph holds and calls things.

For ``gbaip check``. Whether a link is right in the world is for ``gbaip link check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.pair_slices import ReadableGraph
from gbaip_graph.check.shapes import shape_findings
from gbaip_graph.check.silent_pass.all_rules import ill_formed_shapes, silences_of_shapes
from gbaip_graph.check.silent_pass.undeclared_terms import misspelt_vocabulary_findings
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import Iri, Literal, LocatedTriple

_SKOS, _RDFS, _GBAIP = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["gbaip"]
_LABELS = (_SKOS + "prefLabel", _SKOS + "altLabel", _RDFS + "label", PREFIXES["dcterms"] + "title")
_NAME_OF, _NAME_TEXT = Iri(_GBAIP + "nameOf"), Iri(_GBAIP + "nameText")
_SOURCE = Iri(PREFIXES["owl"] + "annotatedSource")
_SUBJECT_LABEL = Iri("https://w3id.org/sssom/subject_label")
_SHOWN_NAMES = 3  # enough to see which was meant


def ill_formed_link_shapes(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return what makes the shapes of links judge nothing, or less than they seem to."""
    if not loaded.link_shapes:
        return ()
    apart = _links_alone(loaded)
    found = {*ill_formed_shapes(apart), *silences_of_shapes(apart), *misspelt_vocabulary_findings(apart)}
    return tuple(sorted(found))


def link_shape_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return what the shapes of links refuse; they see the links alone."""
    if not (loaded.links and loaded.link_shapes):
        return ()
    return shape_findings(_links_alone(loaded))


def _links_alone(loaded: LoadedData) -> LoadedData:
    return replace(loaded, data=loaded.links, shapes=loaded.link_shapes)


def link_subject_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return the links of things that the graph does not hold, or does not call so."""
    if not loaded.links:
        return ()
    files = (loaded.ontology, *loaded.data)
    graph = MemoryIndex(triple for file in files for triple in file.triples())
    return findings_by_names(loaded.links, (graph,))


def findings_by_names(links: Iterable[LoadedFile], graphs: Sequence[ReadableGraph]) -> tuple[Finding, ...]:
    """Return the links of things that no graph holds, or that none calls so."""
    return tuple(sorted(finding for file in links for finding in _subjects(file, graphs)))


def _names(thing: Iri, graphs: Sequence[ReadableGraph]) -> set[str] | None:
    """Return the names of a thing in all languages, or None where nothing is said of it."""
    said = [pair for graph in graphs for pair in graph.outgoing(thing)]
    usages = [usage for graph in graphs for usage in graph.subjects(_NAME_OF, thing)]
    texts = (text for graph in graphs for usage in usages for text in graph.objects(usage, _NAME_TEXT))
    labels = (value for predicate, value in said if predicate.value in _LABELS)
    names = {term.lexical for term in (*labels, *texts) if isinstance(term, Literal)}
    return names if said else None


def _subjects(file: LoadedFile, graphs: Sequence[ReadableGraph]) -> Iterator[Finding]:
    labels = {
        triple.subject: triple for triple in file.document.triples if triple.predicate == _SUBJECT_LABEL
    }
    for triple in file.document.triples:
        if triple.predicate == _SOURCE and isinstance(triple.object, Iri):
            yield from _subject(file, triple, labels.get(triple.subject), _names(triple.object, graphs))


def _subject(
    file: LoadedFile, source: LocatedTriple, label: LocatedTriple | None, names: set[str] | None
) -> Iterator[Finding]:
    iri = source.object.value if isinstance(source.object, Iri) else ""
    name, at = compact(iri), source.object_at
    if names is None:
        mend = "Write the name of a record, concept or term that the graph holds."
        message = f"the graph holds no {name}"
        yield Finding(file.path, at.line, at.column, "unknown-subject", message, mend, focus_node=name)
    elif label is not None and isinstance(label.object, Literal) and label.object.lexical not in names:
        at, shown = label.object_at, ", ".join(sorted(names)[:_SHOWN_NAMES])
        message = f"the graph does not call {name} {label.object.lexical!r}"
        mend = f"Write one of its names: {shown}." if shown else "Give it a label first."
        yield Finding(file.path, at.line, at.column, "subject-label", message, mend, focus_node=name)
