"""Linksets of VoID: for each target and relation, how many links of ours lead there.

For the builder, which adds them to the description of the graph. A link is a plain triple of a mapping file's
graph, so the numbers are those that a query over that graph counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gbaip_graph.build.load import LoadedFile
from gbaip_graph.namespaces import BASE, PREFIXES
from gbaip_graph.sssom.house import RELATIONS
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, XSD_INTEGER, Iri, Literal, Term, Triple

_DATASET = BASE + "dataset"
_VOID, _DCTERMS, _FOAF = PREFIXES["void"], PREFIXES["dcterms"], PREFIXES["foaf"]
_OBJECT_SOURCE = Iri("https://w3id.org/sssom/object_source")
_TITLE, _SEE_ALSO = Iri(_DCTERMS + "title"), Iri("http://www.w3.org/2000/01/rdf-schema#seeAlso")


def with_linksets(description: str, links: Sequence[LoadedFile]) -> str:
    """Add the linksets of mapping files to a description of the graph in Turtle."""
    if not links:
        return description
    written = (Triple(t.subject, t.predicate, t.object) for t in parse_turtle(description).triples)
    return write_canonical([*written, *linkset_triples(links)])


def linkset_triples(links: Sequence[LoadedFile]) -> Iterator[Triple]:
    """Describe the links of mapping files (https://www.w3.org/TR/void/#linkset) and where they lead."""
    for file in links:
        triples = tuple(file.triples())
        target = next((t.object for t in triples if t.predicate == _OBJECT_SOURCE), None)
        if not isinstance(target, Iri):
            continue
        yield from _target(target.value, file.graph, triples)
        counts = Counter(t.predicate.value for t in set(triples) if t.predicate.value in RELATIONS)
        for relation, count in sorted(counts.items()):
            yield from _linkset(file.graph, target, relation, count)


def _target(target: str, graph: str, triples: Sequence[Triple]) -> Iterator[Triple]:
    """Describe another graph by what the header of the mapping file says of it."""
    yield _say(target, IRI_TYPE.value, Iri(_VOID + "Dataset"))
    for triple in triples:
        if triple.subject == Iri(graph) and triple.predicate == _TITLE and isinstance(triple.object, Literal):
            yield _say(target, _TITLE.value, Literal(triple.object.lexical.removeprefix("Links to ")))
        elif triple.subject == Iri(graph) and triple.predicate == _SEE_ALSO:
            yield _say(target, _FOAF + "homepage", triple.object)


def _linkset(graph: str, target: Iri, relation: str, count: int) -> Iterator[Triple]:
    node = f"{_DATASET}/linkset/{graph.rsplit('/', 1)[1]}.{relation.rsplit('#', 1)[1]}"
    yield _say(_DATASET, _VOID + "subset", Iri(node))
    yield _say(node, IRI_TYPE.value, Iri(_VOID + "Linkset"))
    yield _say(node, _VOID + "linkPredicate", Iri(relation))
    yield _say(node, _VOID + "subjectsTarget", Iri(_DATASET))
    yield _say(node, _VOID + "objectsTarget", target)
    yield _say(node, _VOID + "inDataset", Iri(graph))
    yield _say(node, _VOID + "triples", Literal(str(count), XSD_INTEGER))


def _say(subject: str, predicate: str, value: Term) -> Triple:
    return Triple(Iri(subject), Iri(predicate), value)
