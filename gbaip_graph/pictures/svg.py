"""SVG written as text: elements with escaped content and attributes, numbers without noise.

For the pictures; whatever stands in a label stays text, and the same input gives the same characters.
"""

from __future__ import annotations

import re
from html import escape

NAMESPACE = "http://www.w3.org/2000/svg"
# What XML 1.0 admits in no document, not even escaped: https://www.w3.org/TR/xml/#charsets
_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A scheme such as javascript: never becomes a link, whatever the data say.
_SAFE_LINK = re.compile(r"(?:https?://|[/#?]|\.{1,2}/|[\w\-]+(?:/|\Z))", re.ASCII)


class Markup(str):
    """Text that is SVG already and is not escaped again."""

    __slots__ = ()


def element(name: str, *content: str | Markup, **attributes: str | float | None) -> Markup:
    """Write an element; an attribute's name ends in ``_`` for a Python keyword and has ``_`` for ``-``.

    An attribute that is None or empty is left out.

    >>> element("text", "a < b", class_="label", x=1.50, lang="")
    '<text class="label" x="1.5">a &lt; b</text>'
    """
    written = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value not in (None, "")
    )
    inside = "".join(part if isinstance(part, Markup) else text(part) for part in content)
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def text(characters: str) -> Markup:
    """Escape characters; one that XML does not admit is shown as U+FFFD."""
    return Markup(escape(_NO_CHARACTER.sub("\ufffd", characters)))


def join(parts: list[Markup] | tuple[Markup, ...]) -> Markup:
    """Put markup together, each part on a line of its own."""
    return Markup("\n".join(part for part in parts if part))


def link(href: str, *content: Markup, title: str = "", language: str = "") -> Markup:
    """Put marks into a link with a title; without an address that may be followed they stand alone."""
    named = (element("title", title, lang=language),) if title else ()
    if not _SAFE_LINK.match(href):
        return element("g", *named, *content)
    return element("a", *named, *content, href=href)


def number(value: float) -> str:
    """Write a coordinate with a tenth of a unit at most.

    >>> number(12.04), number(-0.01)
    ('12', '0')
    """
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def points(*pairs: tuple[float, float]) -> str:
    """Write the corners of a polygon or the points of a line."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)


def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-") if key != "viewBox" else key


def _value(value: str | float | None) -> str:
    return text(value) if isinstance(value, str) else number(value or 0)
