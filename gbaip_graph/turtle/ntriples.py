"""N-Triples to the same triples with places as the Turtle parser gives.

For reading what was built and exchanged: one triple a line, no prefixes, no shorthand.

https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

import re

from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.faults import Fault, invalid
from gbaip_graph.turtle.names import NameTable, decoded_string
from gbaip_graph.turtle.terms import (
    RDF_LANG_STRING,
    XSD_STRING,
    Iri,
    Literal,
    LocatedTriple,
    Position,
    Subject,
    Term,
)
from gbaip_graph.turtle.tokens import BLANK_LABEL, IRI, LANGUAGE, STRING_INSIDE

_SPACE = r"[ \t]*+"
_RESOURCE = f"{IRI}|{BLANK_LABEL}"
_STRING = f'"{STRING_INSIDE[chr(34)]}"'
_OBJECT = (
    f"(?P<object>{_RESOURCE})|(?P<string>{_STRING})(?:\\^\\^(?P<datatype>{IRI})|(?P<language>{LANGUAGE}))?"
)
_STATEMENT = re.compile(
    rf"{_SPACE}(?:(?P<subject>{_RESOURCE}){_SPACE}(?P<predicate>{IRI}){_SPACE}(?:{_OBJECT}){_SPACE}\.{_SPACE})?"
    r"(?:#[^\r\n]*+)?"
)
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")


def parse_n_triples(text: str, *, file: str = "") -> TurtleDocument:
    """Parse N-Triples 1.1; comments are not kept.

    Raises ``InvalidData`` with one finding of rule ``syntax``, at the line that is no triple.

    >>> parse_n_triples("<urn:s> <urn:p> <urn:o> .").triples[0].object_at
    Position(line=1, column=17)
    """
    names = NameTable("")
    triples: list[LocatedTriple] = []
    try:
        for number, line in enumerate(_LINE.finditer(text), start=1):
            if (triple := _triple(line, number, names)) is not None:
                triples.append(triple)
    except Fault as fault:
        raise invalid(text, fault, file=file) from None
    return TurtleDocument(tuple(triples), {}, {}, file=file)


def _triple(line: re.Match[str], number: int, names: NameTable) -> LocatedTriple | None:
    """Read one line; ``None`` for a line that is empty or a comment."""
    start = line.start()
    found = _STATEMENT.fullmatch(line[1])
    if found is None:
        raise Fault(start, "this line is no triple of N-Triples", "Write `<s> <p> <o> .` with IRIs in full.")
    if not found["subject"]:
        return None
    predicate = names.resource("iri", found["predicate"], start + found.start("predicate"))
    assert isinstance(predicate, Iri)  # noqa: S101 - the token is an IRI
    return LocatedTriple(
        _resource(found, "subject", start, names),
        predicate,
        _object(found, start, names),
        Position(number, found.start("subject") + 1),
        Position(number, found.start("predicate") + 1),
        Position(number, found.start("object" if found["object"] else "string") + 1),
    )


def _resource(found: re.Match[str], part: str, start: int, names: NameTable) -> Subject:
    token = found[part]
    named = names.resource("iri" if token[0] == "<" else "blank", token, start + found.start(part))
    assert named is not None  # noqa: S101 - the token is an IRI or a blank node
    return named


def _object(found: re.Match[str], start: int, names: NameTable) -> Term:
    if found["object"]:
        return _resource(found, "object", start, names)
    lexical = decoded_string(found["string"], start + found.start("string"))
    if found["language"]:
        return Literal(lexical, RDF_LANG_STRING, found["language"][1:])
    if not found["datatype"]:
        return Literal(lexical, XSD_STRING)
    datatype = _resource(found, "datatype", start, names)
    assert isinstance(datatype, Iri)  # noqa: S101 - the token is an IRI
    return Literal(lexical, datatype.value)
