"""What follows from the written triples, for ``graph/inferred``: the OWL 2 RL closure and the shortcuts.

For the builder. It keeps what readers ask for (classes and object properties of records) and drops what only
a logician wants; a contradiction is refused with its causes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gbaip_graph.build.clash import explain_clash
from gbaip_graph.build.load import LoadedData
from gbaip_graph.build.nquads import Quad, write_nquads, write_triple
from gbaip_graph.build.premises import axioms, premises
from gbaip_graph.build.shortcuts import DEFINITIONS, ORGANISES
from gbaip_graph.engines.owl_rl import close
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.namespaces import GRAPH, PREFIXES
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Triple

_CLASS = Iri(PREFIXES["owl"] + "Class")
_OBJECT_PROPERTY = Iri(PREFIXES["owl"] + "ObjectProperty")
_SAME_AS = Iri(PREFIXES["owl"] + "sameAs")
_EVERYTHING_AND_NOTHING = frozenset({Iri(PREFIXES["owl"] + "Thing"), Iri(PREFIXES["owl"] + "Nothing")})


def infer(loaded: LoadedData) -> tuple[Triple, ...]:
    """Return the new triples about records in a stable order: classes, object properties and shortcuts.

    Raises ``ReasoningClash`` where the data contradict the ontology, naming the written triples and the
    axioms.
    """
    ontology = tuple(loaded.ontology.triples())
    written = tuple(triple for file in loaded.data for triple in file.triples())
    closure = close((*axioms(ontology), *premises(ontology=ontology, written=written)))
    contradictions = (*closure.contradictions, *_identities(closure.triples))
    if contradictions:
        raise explain_clash(loaded, contradictions=contradictions)
    derived = {*_kept(closure.triples, ontology=ontology, written=written), *organised(written)}
    return tuple(sorted(derived.difference(written), key=write_triple))


def organised(written: Iterable[Triple]) -> tuple[Triple, ...]:
    """Derive who organises what: a party of an involvement in the role of organiser."""
    graph = QueryableGraph.from_nquads(write_nquads(Quad(*triple, GRAPH + "written") for triple in written))
    return graph.construct(DEFINITIONS[ORGANISES])


def _identities(triples: Iterable[Triple]) -> tuple[str, ...]:
    """Say which records would be the same thing: one thing has one IRI here, so that is an error."""
    pairs = {
        tuple(sorted((triple.subject.value, triple.object.value)))
        for triple in triples
        if triple.predicate == _SAME_AS
        and triple.subject != triple.object
        and isinstance(triple.subject, Iri)
        and isinstance(triple.object, Iri)
    }
    return tuple(f"{one} and {other} would be one and the same" for one, other in sorted(pairs))


def _kept(
    triples: Iterable[Triple], *, ontology: Iterable[Triple], written: Iterable[Triple]
) -> Iterator[Triple]:
    types = [triple for triple in ontology if triple.predicate == IRI_TYPE]
    classes = {triple.subject for triple in types if triple.object == _CLASS} - _EVERYTHING_AND_NOTHING
    properties = {triple.subject for triple in types if triple.object == _OBJECT_PROPERTY}
    records = {triple.subject for triple in written}
    for triple in triples:
        wanted = triple.object in classes if triple.predicate == IRI_TYPE else triple.predicate in properties
        if wanted and triple.subject in records and isinstance(triple.object, Iri):
            yield triple
