"""The built graph as something that answers SPARQL: the only module that imports pyoxigraph.

For the query floor and the builder. It judges no query text beyond the engine's own grammar and sets no
deadline: the guard in ``sparql_text`` and the limited ``worker`` stand before it wherever a query comes from
outside.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import pyoxigraph

from gbaip_graph.engines.answers import (
    OWN_DATASET,
    Answered,
    AnswerTooLong,
    Dataset,
    Solutions,
    Written,
    as_rows,
    as_triples,
)
from gbaip_graph.engines.from_clauses import dataset_of
from gbaip_graph.engines.refusals import refusals
from gbaip_graph.engines.tag_case import cased_tag, recase
from gbaip_graph.errors import QueryRefused, StoreDamaged
from gbaip_graph.turtle.terms import IRI_TYPE, BlankNode, Iri, Literal, Term, Triple

EngineTerm: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

# The engine's own union of graphs repeats a triple that stands in two of them, which makes every count and
# sum too big (oxigraph issue 1919, seen in 0.5.13). A default graph of its own holds each triple once.
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
# Wherever the words stand; a query that has them in a string is answered as well, only not as fast.
_MAY_NAME_GRAPHS = re.compile(r"GRAPH|FROM", re.IGNORECASE)
#: What relative IRIs in a query lead on from, as the protocol leaves to the service.
_BASE = "https://w3id.org/gbaip/"
_UNION = "urn:gbaip:union"


class QueryableGraph:
    """A loaded dataset that answers queries; it is never changed after loading."""

    is_remote = False
    endpoints: frozenset[str] = frozenset()

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._quads = len(store)
        store.update(_MERGE)
        self._union = store

    @classmethod
    def from_nquads(cls, data: bytes, *, keeps_labels: bool = False) -> QueryableGraph:
        """Load N-Quads (https://www.w3.org/TR/n-quads/) that this project wrote; all in named graphs.

        Raises ``StoreDamaged`` for anything else. 30,000 quads take about 50 ms to load, 60 ms to merge; a
        RocksDB directory opens in 10 ms, but is many files that no one digest vouches for. ``lenient`` leaves
        out the judging of IRIs, for which the manifest vouches. With ``keeps_labels``, for 15 ms more, blank
        nodes are called as in the file, and the same graph is written with the same bytes.
        """
        store, form = pyoxigraph.Store(), pyoxigraph.RdfFormat.N_QUADS
        try:
            if keeps_labels:
                store.bulk_extend(pyoxigraph.parse(data, format=form, lenient=True))
            else:
                store.load(data, format=form, lenient=True)
        except SyntaxError as error:
            raise StoreDamaged(
                f"the built graph is no N-Quads: {error}", mend="Run `gbaip build`."
            ) from error
        return cls(store)

    @classmethod
    def from_ntriples(cls, data: bytes) -> QueryableGraph:
        """Load N-Triples that this project wrote as the one, unnamed graph; blank nodes keep their labels."""
        store = pyoxigraph.Store()
        store.bulk_extend(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True))
        return cls(store)

    def keep_union_apart(self) -> None:
        """Answer what names no graph from a store of the union alone, at the price of half as much memory.

        A store in memory has one list for each term, graphs mixed; half as long a list is read in half of
        the time.
        """
        self._union = pyoxigraph.Store()
        self._union.bulk_extend(self._of(pyoxigraph.DefaultGraph()))

    def _store_for(self, text: str) -> pyoxigraph.Store:
        return self._store if _MAY_NAME_GRAPHS.search(text) else self._union

    def __len__(self) -> int:
        """Count the triples in each of their named graphs."""
        return self._quads

    def graph_names(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return tuple(sorted(name.value for name in self._store.named_graphs()))

    def query(self, text: str) -> Answered:
        """Answer a SPARQL query (https://www.w3.org/TR/sparql11-query/) over the union of all named graphs.

        SELECT gives ``Solutions``, ASK a bool, CONSTRUCT and DESCRIBE triples in the order of their N-Triples
        text. Raises ``QueryRefused`` with line and column where the text cannot be parsed. The engine keeps
        numbers and times by value, so ``1.50`` comes back as ``1.5``, and ``LANG()`` is lower-cased; tags of
        literals come back in their case.
        """
        with refusals():
            result = self._asked(text, OWN_DATASET)
            if isinstance(result, pyoxigraph.QuerySolutions):
                return _solutions(result)
            if isinstance(result, pyoxigraph.QueryBoolean):
                return bool(result)
            return tuple(_triple(found) for found in sorted(result, key=str))

    def write(
        self,
        text: str,
        *,
        row_format: str,
        graph_format: str,
        prefixes: Mapping[str, str],
        limit_bytes: int,
        dataset: Dataset = OWN_DATASET,
    ) -> Written:
        """Answer a query and write the answer by the engine itself, which is ten times faster than by term.

        The formats are names of ``ROW_FORMATS`` and ``GRAPH_FORMATS``. Raises also ``AnswerTooLong``.
        """
        with refusals():
            result = self._asked(text, dataset)
            if isinstance(result, pyoxigraph.QueryBoolean):
                return Written("boolean", _boolean(result, row_format))
            if isinstance(result, pyoxigraph.QuerySolutions):
                buffer = _Bounded(limit_bytes)
                result.serialize(buffer, format=ROW_FORMATS[row_format])
                return Written("rows", recase(buffer.getvalue(), row_format))
            triples = sorted(result, key=str)
            return Written("graph", _written(triples, triples, graph_format, prefixes, limit_bytes))

    def _asked(self, text: str, dataset: Dataset) -> Any:
        dataset = dataset or dataset_of(text)
        if not dataset:
            return self._store_for(text).query(text, base_iri=_BASE)
        named: list[Any] = [_graph_name(iri) for iri in dataset.named]
        if len(dataset.default) < 2:
            default: list[Any] = [_graph_name(iri) for iri in dataset.default]
            return self._store.query(text, base_iri=_BASE, default_graph=default, named_graphs=named)
        # The engine repeats a triple that two of the graphs have; a graph of their union has it once.
        union = pyoxigraph.NamedNode(_UNION)
        store = pyoxigraph.Store()
        for iri in {*dataset.default, *dataset.named}:
            quads = list(self._store.quads_for_pattern(None, None, None, _graph_name(iri)))
            store.extend(quads if iri in dataset.named else ())
            if iri in dataset.default:
                store.extend(pyoxigraph.Quad(q.subject, q.predicate, q.object, union) for q in quads)
        return store.query(text, base_iri=_BASE, default_graph=[union], named_graphs=named)

    def write_graph(
        self, name: str | None, *, graph_format: str, prefixes: Mapping[str, str], limit_bytes: int
    ) -> bytes:
        """Write one named graph, or for None the default graph; raises ``AnswerTooLong`` past the limit."""
        graph = pyoxigraph.DefaultGraph() if name is None else pyoxigraph.NamedNode(name)
        triples = sorted(
            (quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph)), key=str
        )
        return _written(triples, triples, graph_format, prefixes, limit_bytes)

    def write_dataset(self, *, graph_format: str, prefixes: Mapping[str, str], limit_bytes: int) -> bytes:
        """Write all named graphs; in a format without names their union, each triple once."""
        if graph_format not in ("nq", "trig"):
            return self.write_graph(
                None, graph_format=graph_format, prefixes=prefixes, limit_bytes=limit_bytes
            )
        quads = sorted((quad for name in self._store.named_graphs() for quad in self._of(name)), key=str)
        return _written(quads, [quad.triple for quad in quads], graph_format, prefixes, limit_bytes)

    def _of(self, name: Any) -> Iterator[pyoxigraph.Quad]:
        return self._store.quads_for_pattern(None, None, None, name)

    def has_graph(self, name: str) -> bool:
        """Say whether there is a named graph of that IRI; False for what is no IRI."""
        try:
            return bool(self._store.contains_named_graph(pyoxigraph.NamedNode(name)))
        except ValueError:
            return False

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query; raises ``QueryRefused`` for any other form."""
        return as_rows(self.query(text))

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query; raises ``QueryRefused`` for any other form."""
        return as_triples(self.query(text))


def _graph_name(iri: str) -> pyoxigraph.NamedNode:
    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise QueryRefused(
            f"the name of a graph is no IRI: {error}", mend="Name graphs by whole addresses."
        ) from error


class _Bounded(io.BytesIO):
    """A buffer that ends the writing where it has taken more than its limit."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__()
        self._left = limit_bytes

    def write(self, data: Any, /) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise AnswerTooLong
        return super().write(data)


def _written(
    things: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad],
    triples: Iterable[pyoxigraph.Triple],
    graph_format: str,
    prefixes: Mapping[str, str],
    limit_bytes: int,
) -> bytes:
    """Write triples or quads with the prefixes that the triples use; ``AnswerTooLong`` past the limit."""
    buffer = _Bounded(limit_bytes)
    used = _used(prefixes, triples)
    pyoxigraph.serialize(things, buffer, format=GRAPH_FORMATS[graph_format], prefixes=used)
    return recase(buffer.getvalue(), graph_format)


def _boolean(result: pyoxigraph.QueryBoolean, row_format: str) -> bytes:
    if row_format in ("json", "xml"):
        return result.serialize(format=ROW_FORMATS[row_format]) or b""
    return b"true\n" if result else b"false\n"


def _used(prefixes: Mapping[str, str], triples: Iterable[pyoxigraph.Triple]) -> dict[str, str]:
    """Return the prefixes that some IRI of the triples begins with; their namespaces end in / or #."""
    by_length = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
    used: set[str] = set()
    for stem in {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for one in triples for iri in _iris(one)}:
        used.update([next((prefix for prefix, space in by_length if stem.startswith(space)), "")])
    return {prefix: space for prefix, space in prefixes.items() if prefix in used}


def _iris(triple: pyoxigraph.Triple) -> Iterator[str]:
    # The engine writes the type of a thing as ``a``, without its prefix.
    predicate = () if triple.predicate.value == IRI_TYPE.value else (triple.predicate,)
    for term in (triple.subject, *predicate, triple.object):
        if isinstance(term, pyoxigraph.NamedNode):
            yield term.value
        elif isinstance(term, pyoxigraph.Literal):
            yield term.datatype.value


def write_triples(triples: Iterable[Triple], *, graph_format: str, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in one of ``GRAPH_FORMATS`` with the prefixes that they use."""
    ours = sorted((pyoxigraph.Triple(*map(_engine_term, triple)) for triple in triples), key=str)
    written = pyoxigraph.serialize(ours, format=GRAPH_FORMATS[graph_format], prefixes=_used(prefixes, ours))
    return recase(written or b"", graph_format)


def _engine_term(term: Term) -> Any:
    if isinstance(term, Iri):
        return pyoxigraph.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return pyoxigraph.BlankNode(term.label)
    if term.language:
        return pyoxigraph.Literal(term.lexical, language=term.language)
    return pyoxigraph.Literal(term.lexical, datatype=pyoxigraph.NamedNode(term.datatype))


#: https://www.w3.org/TR/sparql11-results-json/ and its sisters.
ROW_FORMATS = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def _solutions(result: pyoxigraph.QuerySolutions) -> Solutions:
    variables = tuple(variable.value for variable in result.variables)
    rows = tuple(tuple(None if cell is None else _term(cell) for cell in row) for row in result)
    return Solutions(variables, rows)


def _term(term: EngineTerm) -> Term:
    if isinstance(term, pyoxigraph.NamedNode):
        return Iri(term.value)
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, term.datatype.value, cased_tag(term.language or ""))
    if isinstance(term, pyoxigraph.BlankNode):
        return BlankNode(term.value)
    raise QueryRefused(
        "the answer holds a triple as a term", mend="Select its subject, predicate and object apart."
    )


def _triple(triple: pyoxigraph.Triple) -> Triple:
    subject, predicate = _term(triple.subject), _term(triple.predicate)
    if isinstance(subject, Literal) or not isinstance(predicate, Iri):
        raise QueryRefused("the answer is no RDF triple", mend="Construct an IRI or blank node as subject.")
    return Triple(subject, predicate, _term(triple.object))
