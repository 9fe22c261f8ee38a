"""What is wrong where no token begins: strings and IRIs that never end, bad escapes, stray characters.

For the report of a parse that has failed.
"""

from __future__ import annotations

import re
import unicodedata

from gbaip_graph.turtle.faults import Fault
from gbaip_graph.turtle.tokens import IRI_INSIDE, STRING_INSIDE

_MUST_BE_ESCAPED = "~!$&'()*+,;=/?#@%"
_IRI_INSIDE = re.compile(IRI_INSIDE)
_STRING_INSIDE = {quote: re.compile(inside) for quote, inside in STRING_INSIDE.items()}

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


def broken_token(text: str, offset: int) -> Fault:
    """Say why no token begins at an offset."""
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
    mend = "Write a plain space." if character.isspace() else "Delete it, or put text in quotation marks."
    return Fault(offset, f"the character {named} does not belong here", mend)


def _broken_string(text: str, offset: int) -> Fault:
    character = text[offset]
    quote = character * 3 if text.startswith(character * 3, offset) else character
    if offset and text[offset - 1] == character:
        mend = f"Delete it, or write it as `\\{character}` in the string."
        return Fault(offset, "one quotation mark too many", mend)
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
    what = f"an IRI must not contain {_named(text[stop])}"
    return Fault(stop, what, "Percent-encode the character, or close the IRI with `>`.")


def _named(character: str) -> str:
    if character == " ":
        return "a space"
    return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"


def _broken_escape(text: str, offset: int, where: str) -> Fault:
    kind = text[offset + 1 : offset + 2]
    if kind in ("u", "U"):
        digits = "four" if kind == "u" else "eight"
        what = f"`\\{kind}` needs {digits} hexadecimal digits"
        return Fault(offset, what, "For example `\\u00E9` for `é`.")
    if where == "a string":
        mend = "Write a backslash as `\\\\`."
    else:
        mend = "An IRI has only the escapes `\\uXXXX` and `\\UXXXXXXXX`."
    return Fault(offset, f"`\\{kind}` is no escape in {where}", mend)
