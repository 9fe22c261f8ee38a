"""What the pages of a static copy lead to, as paths of files below its folder.

Reads what the project's own templates wrote, whose attributes stand in double quotes; it is no parser of
HTML in general.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

INDEX = "index.html"
_ADDRESS = re.compile(rb'\s(?:href|src|action|xlink:href)="([^"]*)"')
_MARKUP = (".html", ".svg")
# Of another site, or of a mail program; ``//`` begins an address of another site too.
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# As nearly all addresses of a page are written: up to the root of the copy, then down, without any escape.
_DOWN = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?")


def links_of(name: str, content: bytes, base: str = "") -> Iterator[str]:
    """Yield the files of the copy that a file of it leads to, in the order of their first place.

    ``base`` is the address of the copy, for addresses that are written whole. An address that leads out of
    the copy's folder comes as it stands there, which is the name of no file.
    """
    if name.endswith(_MARKUP):
        up = "../" * name.count("/")
        for address in dict.fromkeys(_ADDRESS.findall(content)):
            written = address.decode()
            below = written.removeprefix(up)
            if up and below != written and _DOWN.fullmatch(below):
                yield f"{below}{INDEX}" if below.endswith("/") or not below else below
            elif (target := _target(name, html.unescape(written), base)) is not None:
                yield target


def _target(name: str, address: str, base: str) -> str | None:
    """Return the file that an address in a file leads to, None where that is outside or the file itself."""
    if base and (address == base or address.startswith(f"{base}/")):
        address = address.removeprefix(base) or "/"
    if _OUTSIDE.match(address):
        return None
    path = unquote(urlsplit(address).path)
    if not path:
        return None
    folder = "" if path.startswith("/") else posixpath.dirname(name)
    found = posixpath.normpath(posixpath.join(folder, path.lstrip("/") or "."))
    if path.endswith("/") or found == ".":
        found = posixpath.join("" if found == "." else found, INDEX)
    return found
