"""What the grammar wants at each place, and what to say where another token stands there.

For the grammar; it looks at the text again only after the parse has failed.
"""

from __future__ import annotations

import enum

from gbaip_graph.turtle.broken_tokens import broken_token
from gbaip_graph.turtle.faults import Fault, shown
from gbaip_graph.turtle.tokens import LINE_END, TOKEN


class Expected(enum.Enum):
    """What the grammar wants at a place: a description and a way to mend what stands there."""

    STATEMENT = (
        "a subject or a declaration",
        "Begin the statement with a name, an IRI in `<` and `>`, or `@prefix`.",
    )
    PREFIX = (
        "a prefix that ends in a colon",
        "Write `@prefix name: <namespace> .`, with a colon after the name.",
    )
    NAMESPACE = (
        "a namespace in `<` and `>`",
        "Write `@prefix name: <namespace> .`, with the namespace in `<` and `>`.",
    )
    BASE = ("a base IRI in `<` and `>`", "Write `@base <IRI> .`, with the IRI in `<` and `>`.")
    DECLARATION_END = ("`.` after the declaration", "End a declaration that begins with `@` with ` .`.")
    PREDICATE = ("a predicate", "Write a property here: a name, an IRI in `<` and `>`, or `a` for a class.")
    OBJECT = (
        "an object",
        "Write a name, an IRI, a literal in quotation marks, a number, `true` or `false` here.",
    )
    ITEM = ("an item or `)`", "Close the collection with `)`.")
    DATATYPE = ("a datatype after `^^`", "Name the datatype, for example `^^xsd:date`.")
    AFTER_OBJECT = ("`,`, `;` or `.` after the object", "End the statement with ` .`, or go on with ` ;`.")
    AFTER_SEMICOLON = ("a predicate or `.`", "End the statement with ` .`.")
    AFTER_BRACKETED_OBJECT = (
        "`,`, `;` or `]` after the object",
        "Close the bracket with `]`, or go on with ` ;`.",
    )
    AFTER_BRACKETED_SEMICOLON = ("a predicate or `]`", "Close the bracket with `]`.")

    @property
    def what(self) -> str:
        """What is expected, as part of a sentence."""
        return self.value[0]

    @property
    def mend(self) -> str:
        """How to mend it, as a sentence."""
        return self.value[1]

    def within(self, opened_by: str) -> Expected:
        """Return what is expected at the same place inside an open bracket."""
        if not opened_by:
            return self
        inside = {
            Expected.AFTER_OBJECT: Expected.AFTER_BRACKETED_OBJECT,
            Expected.AFTER_SEMICOLON: Expected.AFTER_BRACKETED_SEMICOLON,
        }
        return inside.get(self, self)


#: Where one of these is missing at the end of a line, the finding points at that line, not at the next token.
_MISSING_MARKS = frozenset({Expected.AFTER_OBJECT, Expected.AFTER_BRACKETED_OBJECT, Expected.DECLARATION_END})
_WORD_HINTS = frozenset(
    {Expected.STATEMENT, Expected.PREDICATE, Expected.OBJECT, Expected.ITEM, Expected.DATATYPE}
)
_KINDS = {
    "name": "the name",
    "word": "the word",
    "string": "the string",
    "number": "the number",
    "iri": "the IRI",
    "blank": "the blank node",
    "language": "the language tag",
}
BYTE_ORDER_MARK = "\ufeff"


def fault_of_token(
    text: str, kind: str, token: str, offset: int, *, expected: Expected, opened: str = ""
) -> Fault:
    """Say why the token that begins at an offset does not fit; ``opened`` names the bracket that is open."""
    if kind == "broken":
        return broken_token(text, offset)
    if token.startswith(BYTE_ORDER_MARK):
        return Fault(
            offset, "a byte order mark stands here", "Delete it and save the file as UTF-8 without one."
        )
    end = _previous_end(text, offset)
    mend = _mend(kind, token, expected, text[offset - 1 : offset])
    if kind == "end" and opened:
        mend = f"Close {opened}."
    what = f"expected {expected.what}, found {_described(kind, token)}"
    if kind == "end":
        return Fault(end, what, mend)
    if expected in _MISSING_MARKS and LINE_END.search(text, end, offset):
        line = len(LINE_END.findall(text, 0, offset)) + 1
        return Fault(end, f"{what} in line {line}", mend)
    return Fault(offset, what, mend)


def _described(kind: str, token: str) -> str:
    if kind == "end":
        return "the end of the file"
    return f"{_KINDS[kind]} `{shown(token)}`" if kind in _KINDS else f"`{token}`"


def _mend(kind: str, token: str, expected: Expected, before: str) -> str:
    if kind == "word" and expected in _WORD_HINTS:
        return _mend_of_word(token, expected)
    if kind == "language" and expected is Expected.STATEMENT:
        return "Turtle has only the declarations `@prefix` and `@base`, in small letters."
    if expected is Expected.AFTER_OBJECT and before in ('"', "'"):
        return f"Write a quotation mark inside a string as `\\{before}`."
    if expected is Expected.AFTER_OBJECT and kind == "number" and before.isdigit():
        return 'Write a date as `"2018-12-31"^^xsd:date`.'
    return expected.mend


def _mend_of_word(word: str, expected: Expected) -> str:
    if word == "a" and expected is Expected.OBJECT:
        return "`a` stands before a class; end the statement before it with ` .` if it ends with ` ;`."
    right = {"a"} if expected is Expected.PREDICATE else {"true", "false"}
    if word != word.lower() and word.lower() in right:
        return f"Write `{word.lower()}` in small letters."
    return f"Write `{shown(word)}` with a prefix, in `<` and `>`, or in quotation marks."


def _previous_end(text: str, offset: int) -> int:
    """Return where the last token before an offset ends, comments and white space left out."""
    end = 0
    for match in TOKEN.finditer(text, 0, offset):
        kind = match.lastgroup or ""
        if kind != "comment" and not match[kind].isspace():
            end = match.end(kind)
    return end
