"""Pictures as files: SVG with its own style, and the table beside it as CSV; both may lie anywhere.

Whoever sends them adds ``file_policy``, since pages admit no style of their own.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pages.addresses import Addresses, page_path
from gbaip_graph.pages.page import LANGUAGES, Page, PageMissing, PageRequest, Parameters
from gbaip_graph.pages.picture_choices import fill_in, plain, to_begin_with
from gbaip_graph.pages.picture_pages import ENDINGS, PATH, names
from gbaip_graph.pictures import NAMES, NoPicture, Picture, TableCell, draw

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: ``pictures/<name>.<language>.<ending>``.
FILE = re.compile(
    r"pictures/(?P<name>[a-z-]+)"
    rf"\.(?P<language>{'|'.join(LANGUAGES)})\.(?P<ending>svg|csv|excel\.csv)"
)
_CSV = "text/csv; charset=utf-8"
# By it a spreadsheet knows that the file is in UTF-8.
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def file_names(site: Site) -> Iterator[str]:
    """Return the name of every file of a picture; parameters choose what it shows."""
    for name in names(site):
        yield from (f"{PATH}/{name}.{language}.{ending}" for language in LANGUAGES for ending in ENDINGS)


def render_file(site: Site, found: re.Match[str], base: str, parameters: Parameters) -> Page:
    """Make a file of a picture; raises ``PageMissing`` and ``InvalidValue``, also where it would mislead."""
    name, language, ending = found["name"], found["language"], found["ending"]
    if name not in NAMES:
        raise PageMissing(found[0])
    given = plain(parameters) or to_begin_with(site, name)
    addresses = site.skin.addresses(PageRequest(PATH, language, base=base))
    try:
        picture = draw(
            name, site.graph, language=language, questions=site.questions,
            link=lambda iri: _absolute(addresses, base, iri, language), **fill_in(given),
        )  # fmt: skip
    except NoPicture as error:
        raise InvalidValue(error.what, mend=error.mend) from error
    if ending == "svg":
        return Page(picture.to_svg().encode(), content_type="image/svg+xml")
    content = _csv(picture).encode()
    return Page(_BYTE_ORDER_MARK + content if ending.startswith("excel") else content, content_type=_CSV)


def _absolute(addresses: Addresses, base: str, iri: str, language: str) -> str:
    """Return the whole address of a page, since a file may lie anywhere; the IRI where there is no server."""
    path = page_path(iri)
    return addresses.absolute(path, language) if base and path else iri


def file_policy(content: bytes) -> str:
    """Return the policy that a file of a picture is sent with: its own style sheet and nothing else.

    https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    hashes = (hashlib.sha256(style).digest() for style in _STYLE.findall(content))
    sources = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes) or "'none'"
    return f"default-src 'none'; style-src {sources}; base-uri 'none'; frame-ancestors 'none'"


def _csv(picture: Picture) -> str:
    """Write the table of a picture; behind a column of things stands one with their IRIs."""
    has_things = [any(row[place].iri for row in picture.rows) for place in range(len(picture.columns))]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    for row in (tuple(TableCell(title, iri=f"{title} (IRI)") for title in picture.columns), *picture.rows):
        cells = zip(row, has_things, strict=True)
        writer.writerow([part for cell, has in cells for part in (cell.text, cell.iri)[: 1 + has]])
    return target.getvalue()
