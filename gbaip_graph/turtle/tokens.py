r"""The tokens of Turtle as one compiled expression, and the decoding of their escapes.

For the two parsers and the fault finder. Every quantifier that could go back is possessive, so the scan is
linear in the length of the text.

https://www.w3.org/TR/turtle/#terminals
"""

from __future__ import annotations

import re

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"\\[tbnrf\"'\\]|{_UCHAR}"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PERCENT = "%[0-9A-Fa-f]{2}"
#: A local name without backslashes; not all of a name can be written so.
PLAIN_LOCAL = (
    rf"(?:[{_BASE}_0-9:]|{_PERCENT})(?:[{_INNER}:]|{_PERCENT})*+(?:\.++(?:[{_INNER}:]|{_PERCENT})++)*+"
)
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_PLX})(?:[{_INNER}:]|{_PLX})*+(?:\.++(?:[{_INNER}:]|{_PLX})++)*+"
_DIGITS = "[0-9]++"
_EXPONENT = rf"[eE][+-]?{_DIGITS}"

PREFIX_NAME = rf"[{_BASE}][{_INNER}]*+(?:\.++[{_INNER}]++)*+"
#: How far an IRI or a string is well-formed, without its closing mark; a fault lies where these stop.
IRI_INSIDE = rf"(?:[^\x00-\x20<>\"{{}}|^`\\]++|{_UCHAR})*+"
STRING_INSIDE = {
    '"""': rf"(?:\"{{0,2}}+(?:[^\"\\]|{_ESCAPE}))*+",
    "'''": rf"(?:'{{0,2}}+(?:[^'\\]|{_ESCAPE}))*+",
    '"': rf"(?:[^\"\\\n\r]++|{_ESCAPE})*+",
    "'": rf"(?:[^'\\\n\r]++|{_ESCAPE})*+",
}
IRI = f"<{IRI_INSIDE}>"
# An empty short string is no start of a long one.
_STRING = "|".join(
    rf"{quote}(?!{quote}{quote}){inside}{quote}" if len(quote) == 1 else f"{quote}{inside}{quote}"
    for quote, inside in STRING_INSIDE.items()
)
BLANK_LABEL = rf"_:[{_BASE}_0-9][{_INNER}]*+(?:\.++[{_INNER}]++)*+"
LANGUAGE = r"@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+"
BLANK_SPACE = r"[ \t\r\n]*+"

#: One match is one token and the white space after it; ``lastgroup`` names its kind.
TOKEN = re.compile(
    rf"""(?:(?P<name>(?:{PREFIX_NAME})?+:(?:{_LOCAL})?+)
    |(?P<mark>[;,\[\]()]|\.(?![0-9])|\^\^)
    |(?P<string>{_STRING})
    |(?P<language>{LANGUAGE})
    |(?P<number>[+-]?(?:{_DIGITS}(?:\.[0-9]*+{_EXPONENT}|\.{_DIGITS}|{_EXPONENT})?+|\.{_DIGITS}(?:{_EXPONENT})?+))
    |(?P<word>[{_BASE}][{_INNER}]*+)
    |(?P<iri>{IRI})
    |(?P<blank>{BLANK_LABEL})
    |(?P<comment>\#[^\r\n]*+)
    |(?P<broken>.)
    )[\ \t\r\n]*+""",
    re.VERBOSE | re.DOTALL,
)
LEADING_SPACE = re.compile(BLANK_SPACE)
LINE_END = re.compile(r"\r\n|\n|\r")
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class BadEscape(ValueError):
    """A numeric escape of no character; ``offset`` counts from the start of the token."""

    def __init__(self, offset: int, written: str) -> None:
        super().__init__(written)
        self.offset = offset
        self.written = written


def _character(match: re.Match[str]) -> str:
    short, long, single = match.group(1), match.group(2), match.group(3)
    if single is not None:
        return _SHORT.get(single, single)
    code = int(short or long, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise BadEscape(match.start(), match.group())
    return chr(code)


def unescape(token: str) -> str:
    r"""Replace the escapes of an IRI, a string or a local name.

    Raises ``BadEscape`` for a surrogate or a number above U+10FFFF.

    >>> unescape(r"caf\u00e9 \"x\"")
    'café "x"'
    """
    return ESCAPE.sub(_character, token) if "\\" in token else token


def string_content(token: str) -> str:
    """Return what a string token of any of the four quotings says."""
    width = 3 if token.startswith(('"""', "'''")) else 1
    return unescape(token)[width:-width]
