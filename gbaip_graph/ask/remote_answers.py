"""What a SPARQL endpoint sends, read strictly: rows and truth values from JSON, triples from N-Triples.

For ``remote``; whatever is not whole and well-formed is ``Broken``, with what is wrong as its text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.tag_case import cased_tag
from gbaip_graph.errors import InvalidData
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Iri, Literal, Term, Triple

ROWS_TYPE, TRIPLES_TYPE = "application/sparql-results+json", "application/n-triples"
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
#: Virtuoso writes them as numbers.
_TRUTHS = {"1": "true", "0": "false"}


class Broken(Exception):
    """An answer that cannot be read whole."""


def read_rows(body: bytes) -> Solutions | bool:
    """Read SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    try:
        document: Mapping[str, Any] = json.loads(body)
        if "boolean" in document:
            return _truth(document["boolean"])
        variables = tuple(map(_text, document["head"]["vars"]))
        bindings = document["results"]["bindings"]
        rows = tuple(tuple(_cell(row.get(name)) for name in variables) for row in bindings)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Broken(f"broken SPARQL JSON: {error}") from error
    return Solutions(variables, rows)


def read_triples(body: bytes) -> tuple[Triple, ...]:
    """Read N-Triples; each triple once, in the order of their text."""
    try:
        document = parse_n_triples(body.decode())
    except (UnicodeDecodeError, InvalidData) as error:
        raise Broken(f"broken N-Triples: {error}") from error
    found = {Triple(t.subject, t.predicate, _as_here(t.object)) for t in document.triples}
    return tuple(sorted(found, key=str))


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("a truth value is neither true nor false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a name or value is no string")
    return value


def _cell(found: Mapping[str, object] | None) -> Term | None:
    if found is None:
        return None
    kind, value = found["type"], _text(found["value"])
    if kind == "uri":
        return Iri(value)
    if kind == "bnode":
        return BlankNode(value)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"{kind} is no kind of term")
    if language := found.get("xml:lang"):
        return _as_here(Literal(value, RDF_LANG_STRING, _text(language)))
    return _as_here(Literal(value, _text(found.get("datatype") or XSD_STRING)))


def _as_here(term: Term) -> Term:
    """Return a literal as the engine here writes it: stores differ in the case of tags and in booleans."""
    if not isinstance(term, Literal):
        return term
    if term.datatype == _BOOLEAN:
        return Literal(_TRUTHS.get(term.lexical, term.lexical), _BOOLEAN)
    return Literal(term.lexical, term.datatype, cased_tag(term.language)) if term.language else term
