"""RDF terms, places in a file, and triples that know where they stand.

Values for every module that reads or writes Turtle; nothing here parses or judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD_STRING = XSD + "string"
XSD_INTEGER = XSD + "integer"
XSD_DECIMAL = XSD + "decimal"
XSD_DOUBLE = XSD + "double"
XSD_BOOLEAN = XSD + "boolean"
RDF_LANG_STRING = RDF + "langString"


@dataclass(frozen=True, slots=True)
class Iri:
    """An absolute IRI."""

    value: str


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A blank node; the label holds within one document only."""

    label: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal with the characters that the file holds, never a value made of them."""

    lexical: str
    datatype: str = XSD_STRING
    language: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: line and column count from 1, columns in code points."""

    line: int
    column: int


Subject: TypeAlias = Iri | BlankNode
Term: TypeAlias = Iri | BlankNode | Literal


class Triple(NamedTuple):
    """A triple without a place."""

    subject: Subject
    predicate: Iri
    object: Term


@dataclass(frozen=True, slots=True)
class LocatedTriple:
    """A triple and the places where its three terms begin."""

    subject: Subject
    predicate: Iri
    object: Term
    subject_at: Position
    predicate_at: Position
    object_at: Position


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its ``#`` to the end of its line."""

    text: str
    at: Position


IRI_TYPE = Iri(RDF + "type")
IRI_FIRST = Iri(RDF + "first")
IRI_REST = Iri(RDF + "rest")
IRI_NIL = Iri(RDF + "nil")
