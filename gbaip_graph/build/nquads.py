"""Write N-Quads so that the same graph always gives the same bytes; it reads none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from gbaip_graph.turtle.terms import XSD_STRING, BlankNode, Iri, Subject, Term, Triple


class Quad(NamedTuple):
    """A triple in the graph of that IRI."""

    subject: Subject
    predicate: Iri
    object: Term
    graph: str


_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def write_nquads(quads: Iterable[Quad]) -> bytes:
    """Write quads as sorted, distinct lines in UTF-8.

    Terms are written as in https://www.w3.org/TR/rdf12-n-quads/#canonical-quads. Empty input gives empty
    bytes.
    """
    lines = {
        f"{write_triple(Triple(quad.subject, quad.predicate, quad.object))} <{quad.graph}> .\n"
        for quad in quads
    }
    return "".join(sorted(lines)).encode()


def write_triple(triple: Triple) -> str:
    """Write a triple as N-Triples does, without the full stop: a key that puts triples in a stable order."""
    return f"{write_term(triple.subject)} {write_term(triple.predicate)} {write_term(triple.object)}"


def write_term(term: Term) -> str:
    """Write one term as N-Triples does.

    >>> write_term(Iri("https://w3id.org/gbaip/ns#Event"))
    '<https://w3id.org/gbaip/ns#Event>'
    """
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, BlankNode):
        return f"_:{term.label}"
    text = '"' + _TO_ESCAPE.sub(_escape, term.lexical) + '"'
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype == XSD_STRING else f"{text}^^<{term.datatype}>"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
