"""Our terms and triples as rdflib's, with their lexical forms as written."""

from collections.abc import Iterable

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral

from gbaip_graph.turtle.terms import BlankNode, Iri, LocatedTriple, Term


def rdflib_term(term: Term) -> URIRef | BNode | RdflibLiteral:
    if isinstance(term, Iri):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.label)
    if term.language:
        return RdflibLiteral(term.lexical, lang=term.language, normalize=False)
    return RdflibLiteral(term.lexical, datatype=term.datatype, normalize=False)


def rdflib_graph(triples: Iterable[LocatedTriple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add((rdflib_term(triple.subject), rdflib_term(triple.predicate), rdflib_term(triple.object)))
    return graph
