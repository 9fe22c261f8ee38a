"""What a built graph holds, in numbers: statistics for people and programs, a description in VoID and DCAT.

For the builder, which writes both beside the graph. It counts what it is given and reads no file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from gbaip_graph.build.catalogue_description import DATASET, catalogue_description
from gbaip_graph.build.load import ONTOLOGY_GRAPH
from gbaip_graph.build.nquads import Quad
from gbaip_graph.build.partitions import number, partitions, say
from gbaip_graph.namespaces import DATA, EXAMPLES_GRAPH, INFERRED_GRAPH, PREFIXES, compact
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Triple

_VOID = PREFIXES["void"]
_STATED_IN = Iri(PREFIXES["gbaip"] + "statedIn")
_UNWRITTEN = frozenset({EXAMPLES_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH})


def statistics(quads: Sequence[Quad]) -> str:
    """Count a dataset as JSON: triples by graph, records by class as written, literals by language."""
    written = [quad for quad in quads if quad.graph not in _UNWRITTEN]
    graphs = Counter(quad.graph for quad in quads)
    records = _records_by_class(written)
    counts = {
        "triples": count_triples(quads),
        "sources": records["gbaip:SourceDocument"],
        "passages": records["gbaip:Passage"],
        "passages_cited": len({quad.object for quad in written if quad.predicate == _STATED_IN}),
        "figures": records["gbaip:Figure"],
        "involvements": records["gbaip:Involvement"],
        "records": dict(sorted(records.items())),
        "literals_by_language": dict(sorted(_languages(written).items())),
        "graphs": {compact(graph): count for graph, count in sorted(graphs.items())},
    }
    return json.dumps(counts, indent=2, ensure_ascii=False) + "\n"


def count_triples(quads: Sequence[Quad]) -> dict[str, int]:
    """Count triples by origin; ``total`` counts one that stands in several graphs once, as a query does."""
    graphs = Counter(quad.graph for quad in set(quads))
    return {
        "total": len(_union(quads)),
        "written": sum(count for graph, count in graphs.items() if graph not in _UNWRITTEN),
        "inferred": graphs[INFERRED_GRAPH],
        "ontology": graphs[ONTOLOGY_GRAPH],
        "examples": graphs[EXAMPLES_GRAPH],
    }


def void_description(quads: Sequence[Quad], *, nquads: bytes = b"") -> str:
    """Describe a dataset in VoID (https://www.w3.org/TR/void/) and DCAT as Turtle.

    The numbers are those that a query over the union of all graphs counts; each named graph is a subset.
    ``nquads`` are the quads as they are written.
    """
    triples = _union(quads)
    graphs = Counter(quad.graph for quad in quads)
    return write_canonical(
        [
            *catalogue_description(quads, triples, nquads=nquads),
            *_totals(triples),
            *partitions(DATASET, triples),
            *_subsets(graphs),
        ]
    )


def _union(quads: Iterable[Quad]) -> set[Triple]:
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}


def _records_by_class(written: Iterable[Quad]) -> Counter[str]:
    typed = {(quad.subject, quad.object) for quad in written if quad.predicate == IRI_TYPE}
    return Counter(compact(class_.value) for _, class_ in typed if isinstance(class_, Iri))


def _languages(written: Iterable[Quad]) -> Counter[str]:
    return Counter(
        quad.object.language for quad in written if isinstance(quad.object, Literal) and quad.object.language
    )


def _totals(triples: set[Triple]) -> Iterator[Triple]:
    counted = {
        "triples": len(triples),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "distinctObjects": len({triple.object for triple in triples}),
        "properties": len({triple.predicate for triple in triples}),
        "classes": len({triple.object for triple in triples if triple.predicate == IRI_TYPE}),
        "entities": len(
            {t.subject for t in triples if isinstance(t.subject, Iri) and t.subject.value.startswith(DATA)}
        ),
    }
    for name, count in counted.items():
        yield say(DATASET, _VOID + name, number(count))


def _subsets(graphs: Counter[str]) -> Iterator[Triple]:
    for graph, count in graphs.items():
        yield say(DATASET, _VOID + "subset", Iri(graph))
        yield say(graph, IRI_TYPE.value, Iri(_VOID + "Dataset"))
        yield say(graph, _VOID + "triples", number(count))
