"""Text of the graph for formats that are no HTML: on one line, without signs that such a format cannot hold.

For feeds, calendars and site maps; JSON has escapes of its own.
"""

from __future__ import annotations

import html
import re

# Controls and halves of characters, which XML 1.0 refuses, and U+FFFE and U+FFFF with them.
_REFUSED = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
# What turns the direction of all that follows, of other texts too.
_TURNING = r"\u202a-\u202e\u2066-\u2069"
_LEFT_OUT = re.compile(f"[{_REFUSED}{_TURNING}]")
_SPACE = re.compile(r"\s+")


def one_line(text: str) -> str:
    r"""Return text with white space collapsed, without controls and marks that turn the direction.

    >>> one_line("a\r\nb\u202e c")
    'a b c'
    """
    return _SPACE.sub(" ", _LEFT_OUT.sub("", text)).strip()


def element(name: str, text: str = "", **attributes: str) -> str:
    """Write an XML element; ``_`` within the name of an attribute stands for a colon, at its end for nothing.

    >>> element("title", "a < b", xml_lang="en")
    '<title xml:lang="en">a &lt; b</title>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", ":")}="{html.escape(one_line(value))}"'
        for key, value in attributes.items()
        if value
    )
    content = html.escape(one_line(text), quote=False)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"
