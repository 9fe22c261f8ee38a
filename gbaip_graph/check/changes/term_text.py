"""Read back the terms that ``build.nquads.write_term`` wrote: the stored index keeps terms as text.

It trusts its input and judges nothing.
"""

from __future__ import annotations

import re

from gbaip_graph.turtle.terms import RDF_LANG_STRING, BlankNode, Iri, Literal, Subject, Term

_ESCAPE = re.compile(r'\\(?:u([0-9A-F]{4})|([btnfr"\\]))')
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def read_term(text: str) -> Term:
    """Return the term that was written so.

    >>> read_term('"1"^^<http://www.w3.org/2001/XMLSchema#integer>').lexical
    '1'
    """
    if text[0] != '"':
        return read_resource(text)
    end = text.rindex('"')
    lexical, rest = text[1:end], text[end + 1 :]
    if "\\" in lexical:
        lexical = _ESCAPE.sub(_unescaped, lexical)
    if not rest:
        return Literal(lexical)
    return Literal(lexical, RDF_LANG_STRING, rest[1:]) if rest[0] == "@" else Literal(lexical, rest[3:-1])


def read_resource(text: str) -> Subject:
    """Return the IRI or blank node that was written so."""
    return Iri(text[1:-1]) if text[0] == "<" else BlankNode(text[2:])


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _SHORT[match[2]]
