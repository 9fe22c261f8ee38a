"""What is wrong with a broken Turtle file, said in one finding: what was expected, where, and how to mend it.

For the parser; it looks at the text again only after the parse has failed.
"""

from __future__ import annotations

import difflib
import enum
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.tokens import IRI_INSIDE, LINE_END, STRING_INSIDE, TOKEN

SYNTAX = "syntax"

# Longer tokens are cut in messages, so that one finding stays on one line.
_SHOWN_CHARACTERS = 40
_MUST_BE_ESCAPED = "~!$&'()*+,;=/?#@%"
_IRI_INSIDE = re.compile(IRI_INSIDE)
_STRING_INSIDE = {quote: re.compile(inside) for quote, inside in STRING_INSIDE.items()}


class Fault(Exception):
    """The first thing in a text that is not Turtle, at an offset in code points."""

    def __init__(self, offset: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.offset = offset
        self.what = what
        self.mend = mend


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


def invalid(text: str, fault: Fault, *, file: str) -> InvalidData:
    """Turn a fault into the error that the callers of the parser see."""
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    line = bisect_right(starts, fault.offset)
    column = fault.offset - starts[line - 1] + 1
    return InvalidData([Finding(file, line, column, SYNTAX, fault.what, fault.mend)])


def fault_of_token(
    text: str, kind: str, token: str, offset: int, *, expected: Expected, opened: str = ""
) -> Fault:
    """Say why the token that begins at an offset does not fit; ``opened`` names the bracket that is open."""
    if kind == "broken":
        return _broken(text, offset)
    found = _described(kind, token)
    mend = f"Close {opened}." if kind == "end" and opened else _mend(kind, token, expected)
    end = _previous_end(text, offset)
    if expected in _MISSING_MARKS and LINE_END.search(text, end, offset):
        line = len(LINE_END.findall(text, 0, offset)) + 1
        where = "" if kind == "end" else f" in line {line}"
        return Fault(end, f"expected {expected.what}, found {found}{where}", mend)
    if kind == "end":
        offset = end
    return Fault(offset, f"expected {expected.what}, found {found}", mend)


#: Where one of these is missing at the end of a line, the finding points at that line, not at the next token.
_MISSING_MARKS = frozenset(
    {
        Expected.AFTER_OBJECT,
        Expected.AFTER_BRACKETED_OBJECT,
        Expected.DECLARATION_END,
    }
)


def unknown_prefix(offset: int, name: str, prefix: str, *, declared: Mapping[str, str]) -> Fault:
    """Name a prefix that is not declared, with its declaration or the nearest known ones."""
    what = f"the prefix `{prefix}:` of `{_cut(name)}` is not declared"
    if prefix in PREFIXES:
        mend = f"Add `@prefix {prefix}: <{PREFIXES[prefix]}> .` at the top of the file."
    elif near := difflib.get_close_matches(prefix, sorted({*PREFIXES, *declared}), n=3):
        mend = f"Write {' or '.join(f'`{other}:`' for other in near)}, or declare the prefix."
    else:
        mend = f"Declare it with `@prefix {prefix}: <namespace> .`, or write the IRI in full in `<` and `>`."
    return Fault(offset, what, mend)


def relative_iri(offset: int, token: str) -> Fault:
    """Refuse a relative IRI in a file without a base."""
    what = f"the IRI {_cut(token)} is relative and the file has no base"
    return Fault(offset, what, "Write the IRI in full, from its scheme on, or use a prefix.")


def surrogate(offset: int, written: str) -> Fault:
    """Refuse an escape that names no character."""
    what = f"`{written}` is the number of no character"
    return Fault(offset, what, "Write the character itself, or its code point as `\\uXXXX` or `\\UXXXXXXXX`.")


def _cut(text: str) -> str:
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return LINE_END.sub(" ", shown)


def _described(kind: str, token: str) -> str:
    if kind == "end":
        return "the end of the file"
    names = {
        "name": "the name",
        "word": "the word",
        "string": "the string",
        "number": "the number",
        "iri": "the IRI",
    }
    names |= {"blank": "the blank node", "language": "the language tag"}
    return f"{names[kind]} `{_cut(token)}`" if kind in names else f"`{token}`"


def _mend(kind: str, token: str, expected: Expected) -> str:
    if kind == "word" and expected in _WORD_HINTS:
        return _mend_of_word(token, expected)
    if kind == "language" and expected is Expected.STATEMENT:
        return "Turtle has only the declarations `@prefix` and `@base`, in small letters."
    return expected.mend


_WORD_HINTS = frozenset(
    {Expected.STATEMENT, Expected.PREDICATE, Expected.OBJECT, Expected.ITEM, Expected.DATATYPE}
)


def _mend_of_word(word: str, expected: Expected) -> str:
    if word == "a" and expected is Expected.OBJECT:
        return "`a` stands before a class; end the statement before it with ` .` if it ends with ` ;`."
    right = {"a"} if expected is Expected.PREDICATE else {"true", "false"}
    if word.lower() in right:
        return f"Write `{word.lower()}` in small letters."
    return f"Write `{word}` with a prefix, in `<` and `>`, or in quotation marks."


def _previous_end(text: str, offset: int) -> int:
    """Return where the last token before an offset ends, comments and white space left out."""
    end = 0
    for match in TOKEN.finditer(text, 0, offset):
        kind = match.lastgroup or ""
        if kind != "comment" and not match[kind].isspace():
            end = match.end(kind)
    return end


#: Characters that no token begins with, but that people write: what is wrong and how to mend it.
_NO_TOKEN = {
    "%": ("`%` is not followed by two hexadecimal digits", "Write `%25` or `\\%` for a percent sign."),
    "\\": ("a backslash that escapes nothing here", "Write the name as an IRI in `<` and `>`."),
    "{": ("`{` is not Turtle", "Braces belong to TriG and N3; take them out."),
    "}": ("`}` is not Turtle", "Braces belong to TriG and N3; take them out."),
    "=": ("`=` is not Turtle", "Write a property between subject and object."),
    "_": ("`_` begins no name", "A blank node is written `_:label`; other names need a prefix."),
    "@": ("`@` without a language tag", 'Write the tag after the string, for example `"text"@en`.'),
}


def _broken(text: str, offset: int) -> Fault:
    character = text[offset]
    if character in "\"'":
        return _broken_string(text, offset)
    if character == "<":
        return _broken_iri(text, offset)
    if character in _NO_TOKEN:
        return Fault(offset, *_NO_TOKEN[character])
    if character in _MUST_BE_ESCAPED and offset and not text[offset - 1].isspace():
        mend = f"Write `\\{character}`, or the IRI in `<` and `>`."
        return Fault(offset, f"`{character}` in a name is not escaped", mend)
    return _strange_character(character, offset)


def _strange_character(character: str, offset: int) -> Fault:
    named = f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
    if character.isprintable():
        named = f"`{character}` ({named})"
    if character in "“”‘’«»「」":
        return Fault(offset, f"{named} does not begin a string", 'Write straight quotation marks: `"`.')
    return Fault(
        offset, f"the character {named} does not belong here", "Delete it, or put text in quotation marks."
    )


def _broken_string(text: str, offset: int) -> Fault:
    character = text[offset]
    quote = character * 3 if text.startswith(character * 3, offset) else character
    if offset and text[offset - 1] == character:
        return Fault(
            offset, "one quotation mark too many", f"Delete it, or write it as `\\{character}` in the string."
        )
    inside = _STRING_INSIDE[quote].match(text, offset + len(quote))
    stop = inside.end() if inside else offset
    if text.startswith("\\", stop):
        return _broken_escape(text, stop, "a string")
    if len(quote) == 3:
        return Fault(offset, "the long string that begins here is never closed", f"Close it with `{quote}`.")
    mend = f"Close it with `{quote}`; a line break inside is written `\\n`."
    return Fault(offset, "the string that begins here is not closed in its line", mend)


def _broken_iri(text: str, offset: int) -> Fault:
    inside = _IRI_INSIDE.match(text, offset + 1)
    stop = inside.end() if inside else offset
    if text.startswith("\\", stop):
        return _broken_escape(text, stop, "an IRI")
    if stop >= len(text) or text[stop] in "\r\n":
        return Fault(offset, "the IRI that begins here is not closed", "Close it with `>`.")
    character = text[stop]
    shown = (
        "a space"
        if character == " "
        else f"`{character}`"
        if character.isprintable()
        else f"U+{ord(character):04X}"
    )
    return Fault(
        stop, f"an IRI must not contain {shown}", "Percent-encode the character, or close the IRI with `>`."
    )


def _broken_escape(text: str, offset: int, where: str) -> Fault:
    kind = text[offset + 1 : offset + 2]
    if kind in ("u", "U"):
        digits = "four" if kind == "u" else "eight"
        return Fault(
            offset, f"`\\{kind}` needs {digits} hexadecimal digits", "For example `\\u00E9` for `é`."
        )
    mend = (
        "Write a backslash as `\\\\`."
        if where == "a string"
        else "An IRI has only the escapes `\\uXXXX`, `\\UXXXXXXXX`."
    )
    return Fault(offset, f"`\\{kind}` is no escape in {where}", mend)
