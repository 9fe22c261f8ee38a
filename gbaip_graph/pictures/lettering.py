"""How wide a text will be, and texts shortened or broken to a width; no font is opened.

For labels in pictures. Widths are those of a common sans serif with some room, so that a text set in
another font still fits.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

# Widths in thousandths of the size, from the metrics that Helvetica, Arial and Liberation Sans share.
_NARROW = dict.fromkeys("ijl'|", 222) | dict.fromkeys("ft.,:;/!I []()", 278) | dict.fromkeys("r-", 333)
_WIDE = dict.fromkeys("mM", 833) | {"W": 944, "w": 722, "@": 1015, "%": 889, "&": 667}
_CAPITAL, _OTHER, _FULL = 690, 556, 1000
# Fonts of screens such as DejaVu or Verdana run up to a sixth wider.
_ROOM = 1.17
ELLIPSIS = "\u2026"
# Chinese breaks between any two characters, but no line begins with these.
_NO_BEGINNING = "\uff0c\u3002\u3001\uff1b\uff1a\uff09\u300d\u300b,.;:)"
_WORDS = re.compile(
    r"\s*(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)"
)


def width(text: str, size: float) -> float:
    """Return about how wide a text is, in the units of ``size``."""
    return sum(map(_width, text)) * size * _ROOM / 1000


def shorten(text: str, room: float, size: float) -> str:
    """Cut a text to a width, with an ellipsis where something is missing."""
    if width(text, size) <= room:
        return text
    left = room - width(ELLIPSIS, size)
    ends = accumulate(width(sign, size) for sign in text)
    kept = text[: next((place for place, end in enumerate(ends) if end > left), len(text))]
    return kept.rstrip(" ,;:(-\uff0c\u3001") + ELLIPSIS


def break_lines(text: str, room: float, size: float, *, lines: int) -> tuple[str, ...]:
    """Break a text into lines of a width, at most ``lines``; the last is shortened."""
    broken: list[str] = [""]
    for word in _WORDS.findall(text):
        longer = broken[-1] + (word if broken[-1] else word.lstrip())
        fits = width(longer, size) <= room or word.strip() in _NO_BEGINNING
        if fits or not broken[-1]:
            broken[-1] = longer
        elif len(broken) < lines:
            broken.append(word.lstrip())
        else:
            broken[-1] = longer  # too long now, so that it is shortened below
            break
    return tuple(shorten(line, room + _hanging(line, size), size) for line in broken)


def _hanging(line: str, size: float) -> float:
    """Return by how much a line may be longer: a mark that begins no line hangs over the edge."""
    return size * _ROOM if line.endswith(tuple(_NO_BEGINNING)) else 0.0


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _FULL
    if unicodedata.combining(character):
        return 0
    known = _NARROW.get(character) or _WIDE.get(character)
    return known or (_CAPITAL if character.isupper() else _OTHER)
