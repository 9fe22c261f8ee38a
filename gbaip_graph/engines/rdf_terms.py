"""Terms of the project to rdflib's and back, for the engines that work on rdflib graphs.

Lexical forms pass unchanged in both directions; it builds no graph.
"""

from __future__ import annotations

from rdflib.term import BNode, IdentifiedNode, Node, URIRef
from rdflib.term import Literal as RdflibLiteral

from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Iri, Literal, Subject, Term


def to_rdflib(term: Term) -> IdentifiedNode | RdflibLiteral:
    """Turn a term into rdflib's, without letting rdflib rewrite the lexical form."""
    if isinstance(term, Literal):
        return _literal(term)
    return URIRef(term.value) if isinstance(term, Iri) else BNode(term.label)


def from_rdflib(node: Node) -> Term:
    """Turn rdflib's node into a term; raises ``TypeError`` for variables and graphs."""
    if isinstance(node, RdflibLiteral):
        language = node.language or ""
        datatype = RDF_LANG_STRING if language else str(node.datatype or XSD_STRING)
        return Literal(str(node), datatype, language)
    return subject_from_rdflib(node)


def subject_from_rdflib(node: Node) -> Subject:
    """Turn rdflib's IRI or blank node into a term; raises ``TypeError`` for anything else."""
    if isinstance(node, URIRef):
        return Iri(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    raise TypeError(f"{node!r} is no term of a triple")


def _literal(literal: Literal) -> RdflibLiteral:
    if literal.language:
        return RdflibLiteral(literal.lexical, lang=literal.language)
    return RdflibLiteral(literal.lexical, datatype=URIRef(literal.datatype), normalize=False)
