"""Text that is safe to show: nothing invisible, nothing that moves a cursor or turns writing around.

For reports, which quote what strangers wrote.
"""

from __future__ import annotations

import unicodedata

#: Control, format, surrogate and private characters, and separators of lines, are written as escapes.
_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: Marks that stand above, below or around the character before them.
_MARK_CATEGORIES = frozenset({"Mn", "Me"})
_SHORT_ESCAPE_LIMIT = 0xFFFF
#: A message quotes values, which may be whole books; nobody reads more of one than a paragraph.
SHOWN_CHARACTERS = 2_000
_CUT = "..."


def visible(text: str, *, keep: str = "") -> str:
    """Return the text with everything escaped that has no shape of its own; ``keep`` names what may stay.

    >>> visible("a\\u202eb")
    'a\\\\u202eb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _escape(character)
        if unicodedata.category(character) in _ESCAPED_CATEGORIES and character not in keep
        else character
        for character in text
    )


def shown(text: str, *, keep: str = "", most: int = SHOWN_CHARACTERS) -> str:
    """Return the visible text, cut to so many characters.

    >>> shown("abcdef", most=3)
    'abc...'
    """
    return visible(text if len(text) <= most else text[:most] + _CUT, keep=keep)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= _SHORT_ESCAPE_LIMIT else f"\\U{code:08x}"


def columns(text: str) -> int:
    """Return how many columns of a terminal a visible text takes; Chinese characters take two.

    >>> columns("a香港")
    5
    """
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in _MARK_CATEGORIES:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
