"""The grammar of Turtle 1.1 as states that each read one token.

For the parser. Open brackets wait on a list of frames, so no depth of nesting overflows.

https://www.w3.org/TR/turtle/#sec-grammar-grammar
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Protocol

from gbaip_graph.turtle.faults import Fault
from gbaip_graph.turtle.names import NameTable, decoded_string
from gbaip_graph.turtle.terms import (
    IRI_FIRST,
    IRI_NIL,
    IRI_REST,
    IRI_TYPE,
    RDF_LANG_STRING,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_DOUBLE,
    XSD_INTEGER,
    BlankNode,
    Comment,
    Iri,
    Literal,
    LocatedTriple,
    Position,
    Subject,
    Term,
)
from gbaip_graph.turtle.tokens import LEADING_SPACE, LINE_END, TOKEN
from gbaip_graph.turtle.unexpected import Expected, fault_of_token


class _State(Protocol):
    """Reads one token (kind, text, offset) and returns the state that reads the next."""

    def __call__(self, kind: str, text: str, offset: int, /) -> _State: ...


_NOWHERE_YET = Position(0, 0)


@dataclass(slots=True)
class _Frame:
    """A statement, or what stands between ``[`` and ``]`` or ``(`` and ``)``, as far as it is read."""

    opened_by: str
    opened_at: Position
    subject: Subject | None = None
    subject_at: Position = _NOWHERE_YET
    predicate: Iri = IRI_TYPE
    predicate_at: Position = _NOWHERE_YET
    items: list[tuple[Term, Position]] = field(default_factory=list)


class Grammar:
    """One reading of one text: ``read`` fills ``triples``, ``comments`` and ``names``."""

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self.names = NameTable(base)
        self.triples: list[LocatedTriple] = []
        self.comments: list[Comment] = []
        self._line_starts = [0, *(match.end() for match in LINE_END.finditer(text)), len(text) + 1]
        self._line, self._line_start, self._next_line = 1, 0, self._line_starts[1]
        self._frame = _Frame("", Position(1, 1))
        self._outer: list[_Frame] = []
        self._pending = ""  # the prefix or the string that the next token belongs to
        self._pending_at = Position(1, 1)
        self._blank_stem = _unused_stem(text)
        self._blank_count = 0

    def read(self) -> None:
        """Read the whole text; raise ``Fault`` at the first token that does not fit."""
        state: _State = self._statement
        leading = LEADING_SPACE.match(self.text)
        for match in TOKEN.finditer(self.text, leading.end() if leading else 0):
            kind = match.lastgroup or ""
            if kind == "comment":
                self.comments.append(Comment(match[kind], self._position(match.start())))
            else:
                state = state(kind, match[kind], match.start())
        if state != self._statement:
            state("end", "", len(self.text))

    def _position(self, offset: int) -> Position:
        if offset >= self._next_line:
            self._line = bisect_right(self._line_starts, offset)
            self._line_start = self._line_starts[self._line - 1]
            self._next_line = self._line_starts[self._line]
        return Position(self._line, offset - self._line_start + 1)

    def _refusal(self, kind: str, text: str, offset: int, expected: Expected) -> Fault:
        frame = self._frame
        opened = f"the `{frame.opened_by}` of line {frame.opened_at.line}" if frame.opened_by else ""
        return fault_of_token(self.text, kind, text, offset, expected=expected, opened=opened)

    def _new_blank(self) -> BlankNode:
        self._blank_count += 1
        return BlankNode(f"{self._blank_stem}{self._blank_count}")

    # Statements and declarations

    def _statement(self, kind: str, text: str, offset: int) -> _State:
        subject = self.names.resource(kind, text, offset)
        if subject is not None:
            return self._place(subject, self._position(offset))
        if text in ("[", "("):
            return self._open(text, offset)
        self._pending_at = self._position(offset)
        if text == "@prefix" or (kind == "word" and text.lower() == "prefix"):
            return self._prefix_dotted if text == "@prefix" else self._prefix_bare
        if text == "@base" or (kind == "word" and text.lower() == "base"):
            return self._base_dotted if text == "@base" else self._base_bare
        raise self._refusal(kind, text, offset, Expected.STATEMENT)

    def _prefix_dotted(self, kind: str, text: str, offset: int) -> _State:
        self._take_prefix(kind, text, offset)
        return self._namespace_dotted

    def _prefix_bare(self, kind: str, text: str, offset: int) -> _State:
        self._take_prefix(kind, text, offset)
        return self._namespace_bare

    def _take_prefix(self, kind: str, text: str, offset: int) -> None:
        if kind != "name" or text.index(":") != len(text) - 1:
            raise self._refusal(kind, text, offset, Expected.PREFIX)
        self._pending = text[:-1]

    def _namespace_dotted(self, kind: str, text: str, offset: int) -> _State:
        self._namespace_bare(kind, text, offset)
        return self._declaration_end

    def _namespace_bare(self, kind: str, text: str, offset: int) -> _State:
        if kind != "iri":
            raise self._refusal(kind, text, offset, Expected.NAMESPACE)
        self.names.declare_prefix(self._pending, text, offset, at=self._pending_at)
        return self._statement

    def _base_dotted(self, kind: str, text: str, offset: int) -> _State:
        self._base_bare(kind, text, offset)
        return self._declaration_end

    def _base_bare(self, kind: str, text: str, offset: int) -> _State:
        if kind != "iri":
            raise self._refusal(kind, text, offset, Expected.BASE)
        self.names.declare_base(text, offset)
        return self._statement

    def _declaration_end(self, kind: str, text: str, offset: int) -> _State:
        if text != ".":
            raise self._refusal(kind, text, offset, Expected.DECLARATION_END)
        return self._statement

    # Predicates and objects

    def _verb(self, kind: str, text: str, offset: int) -> _State:
        predicate = IRI_TYPE if text == "a" else self.names.resource(kind, text, offset)
        if not isinstance(predicate, Iri):
            raise self._refusal(kind, text, offset, Expected.PREDICATE)
        self._frame.predicate = predicate
        self._frame.predicate_at = self._position(offset)
        return self._object

    def _object(self, kind: str, text: str, offset: int) -> _State:
        term: Term | None = self.names.resource(kind, text, offset)
        if term is not None:
            return self._place(term, self._position(offset))
        if kind == "string":
            self._pending = decoded_string(text, offset)
            self._pending_at = self._position(offset)
            return self._after_string
        if text in ("[", "("):
            return self._open(text, offset)
        term = _shorthand(kind, text)
        if term is None:
            raise self._refusal(
                kind, text, offset, Expected.ITEM if self._frame.opened_by == "(" else Expected.OBJECT
            )
        return self._place(term, self._position(offset))

    def _after_string(self, kind: str, text: str, offset: int) -> _State:
        if kind == "language":
            return self._place(Literal(self._pending, RDF_LANG_STRING, text[1:]), self._pending_at)
        if text == "^^":
            return self._datatype
        return self._place(Literal(self._pending), self._pending_at)(kind, text, offset)

    def _datatype(self, kind: str, text: str, offset: int) -> _State:
        datatype = self.names.resource(kind, text, offset)
        if not isinstance(datatype, Iri):
            raise self._refusal(kind, text, offset, Expected.DATATYPE)
        return self._place(Literal(self._pending, datatype.value), self._pending_at)

    def _place(self, term: Term, at: Position) -> _State:
        """Put a finished term where the frame wants it: as an item, as the subject or as an object."""
        frame = self._frame
        if frame.opened_by == "(":
            frame.items.append((term, at))
            return self._item
        if frame.subject is not None:
            self.triples.append(
                LocatedTriple(frame.subject, frame.predicate, term, frame.subject_at, frame.predicate_at, at)
            )
            return self._after_object
        assert not isinstance(term, Literal)  # noqa: S101 - no state reads a literal before a subject
        frame.subject, frame.subject_at = term, at
        return self._verb

    def _after_object(self, kind: str, text: str, offset: int) -> _State:
        if text == ";":
            return self._after_semicolon
        if text == ",":
            return self._object
        return self._close_predicates(kind, text, offset, Expected.AFTER_OBJECT)

    def _after_semicolon(self, kind: str, text: str, offset: int) -> _State:
        if text == ";":
            return self._after_semicolon
        if text in (".", "]") or kind == "end":
            return self._close_predicates(kind, text, offset, Expected.AFTER_SEMICOLON)
        return self._verb(kind, text, offset)

    def _close_predicates(self, kind: str, text: str, offset: int, expected: Expected) -> _State:
        if text == "." and not self._frame.opened_by:
            self._frame.subject = None
            return self._statement
        if text == "]" and self._frame.opened_by:
            return self._close_bracket()
        raise self._refusal(kind, text, offset, expected.within(self._frame.opened_by))

    # Brackets

    def _open(self, mark: str, offset: int) -> _State:
        at = self._position(offset)
        self._outer.append(self._frame)
        self._frame = _Frame(mark, at)
        if mark == "(":
            return self._item
        self._frame.subject, self._frame.subject_at = self._new_blank(), at
        return self._first_in_bracket

    def _first_in_bracket(self, kind: str, text: str, offset: int) -> _State:
        return self._close_bracket(empty=True) if text == "]" else self._verb(kind, text, offset)

    def _close_bracket(self, *, empty: bool = False) -> _State:
        node, at = self._frame.subject, self._frame.opened_at
        assert node is not None  # noqa: S101 - a bracket opens with its node
        self._frame = self._outer.pop()
        following = self._place(node, at)
        return self._verb_or_end if following == self._verb and not empty else following

    def _verb_or_end(self, kind: str, text: str, offset: int) -> _State:
        if text == ".":
            return self._close_predicates(kind, text, offset, Expected.AFTER_OBJECT)
        return self._verb(kind, text, offset)

    def _item(self, kind: str, text: str, offset: int) -> _State:
        return (
            self._close_collection(self._position(offset))
            if text == ")"
            else self._object(kind, text, offset)
        )

    def _close_collection(self, closed_at: Position) -> _State:
        """Write the cells of a collection; each cell stands where its item stands, ``rdf:nil`` at the end."""
        items, opened_at = self._frame.items, self._frame.opened_at
        self._frame = self._outer.pop()
        cells: list[Subject] = [*(self._new_blank() for _ in items), IRI_NIL]
        places = [*(at for _, at in items[1:]), closed_at]
        for (item, at), cell, rest, rest_at in zip(items, cells, cells[1:], places, strict=False):
            self.triples.append(LocatedTriple(cell, IRI_FIRST, item, at, at, at))
            self.triples.append(LocatedTriple(cell, IRI_REST, rest, at, at, rest_at))
        return self._place(cells[0], opened_at)


def _shorthand(kind: str, text: str) -> Literal | None:
    if kind == "number":
        if "e" in text or "E" in text:
            return Literal(text, XSD_DOUBLE)
        return Literal(text, XSD_DECIMAL if "." in text else XSD_INTEGER)
    if kind == "word" and text in ("true", "false"):
        return Literal(text, XSD_BOOLEAN)
    return None


def _unused_stem(text: str) -> str:
    """Return a stem for labels of unnamed blank nodes that no label of the text begins with."""
    stem = "anon"
    while f"_:{stem}" in text:
        stem += "x"
    return stem
