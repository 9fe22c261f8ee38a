"""How terms are spelled in Turtle: quoting, escapes, shorthand, and an order in which numbers count.

For the writers of Turtle. It decides no layout and knows no prefix.

https://www.w3.org/TR/turtle/#sec-escapes
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from gbaip_graph.turtle.terms import XSD_BOOLEAN, XSD_DECIMAL, XSD_DOUBLE, XSD_INTEGER

#: Datatype -> the lexical forms that may stand without quotation marks.
SHORTHAND = {
    XSD_INTEGER: re.compile(r"[+-]?[0-9]+"),
    XSD_DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD_DOUBLE: re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD_BOOLEAN: re.compile("true|false"),
}
# Controls, line and paragraph separators, zero-width and bidirectional characters and non-characters. They
# are listed here, not asked of unicodedata, so that every Python version writes the same bytes.
INVISIBLE = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
_TO_ESCAPE = re.compile(rf'["\\{INVISIBLE}]')
# Line breaks and tabs stand as they are between three quotation marks; so does a quotation mark that is
# neither the last character nor the first of three.
_TO_ESCAPE_IN_LONG = re.compile(rf'"(?=""|\Z)|(?![\n\t])[\\{INVISIBLE}]')
_TO_ESCAPE_IN_IRI = re.compile(f"[{INVISIBLE}]")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DIGITS = re.compile("([0-9]+)")

NaturalKey: TypeAlias = tuple[tuple[str | tuple[int, str], ...], str]


def quoted(lexical: str) -> str:
    r"""Return a lexical form as a string of one line.

    >>> print(quoted('a "b"'))
    "a \"b\""
    """
    return f'"{_TO_ESCAPE.sub(_escaped, lexical)}"'


def quoted_in_lines(lexical: str) -> str:
    """Return a lexical form as a string that keeps its line breaks and tabs."""
    return f'"""{_TO_ESCAPE_IN_LONG.sub(_escaped, lexical)}"""'


def bracketed_iri(iri: str) -> str:
    """Return an IRI, absolute or relative, in ``<`` and ``>``, with what cannot be seen escaped."""
    return f"<{_TO_ESCAPE_IN_IRI.sub(_escaped, iri)}>"


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    return _SHORT_ESCAPES.get(character) or (f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}")


def natural(text: str) -> NaturalKey:
    """Return a key that orders runs of digits as numbers, of any length, and ties by the text itself.

    >>> sorted(["p-10", "p-9"], key=natural)
    ['p-9', 'p-10']
    """
    parts = _DIGITS.split(text)
    key: list[str | tuple[int, str]] = []
    for index, part in enumerate(parts):
        number = part.lstrip("0")
        key.append((len(number), number) if index % 2 else part)
    return tuple(key), text


# Subjects and predicates come back for every triple; a file has some thousands of them.
natural_of_name = lru_cache(maxsize=1 << 16)(natural)
