"""Turtle 1.1 to triples that keep their line, column and lexical form.

For the loader and the checks: one clear finding for a broken file.

https://www.w3.org/TR/turtle/
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.faults import Fault, invalid
from gbaip_graph.turtle.grammar import Grammar

__all__ = ["TurtleDocument", "parse_turtle", "read_turtle"]


def parse_turtle(text: str, *, file: str = "", base: str = "") -> TurtleDocument:
    """Parse Turtle 1.1; ``base`` is the IRI that relative IRIs are resolved against.

    Raises ``InvalidData`` with one finding of rule ``syntax``, at the exact line and column.

    >>> document = parse_turtle("@prefix ex: <http://example.org/> . ex:s a ex:C .")
    >>> document.triples[0].object, document.triples[0].object_at
    (Iri(value='http://example.org/C'), Position(line=1, column=44))
    """
    grammar = Grammar(text, base)
    try:
        grammar.read()
    except Fault as fault:
        raise invalid(text, fault, file=file) from None
    return TurtleDocument(
        triples=tuple(grammar.triples),
        prefixes=MappingProxyType(grammar.names.prefixes),
        prefix_positions=MappingProxyType(grammar.names.prefix_positions),
        comments=tuple(grammar.comments),
        file=file,
    )


def read_turtle(path: Path, *, file: str = "", base: str = "") -> TurtleDocument:
    """Read and parse a Turtle file in strict UTF-8; ``file`` is its name in findings (default: the path).

    Raises ``InvalidData`` for a broken file, a byte order mark, a NUL or other bytes than UTF-8.
    """
    name = file or path.as_posix()
    return parse_turtle(decode_turtle(path.read_bytes(), file=name), file=name, base=base)
