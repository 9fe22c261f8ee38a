"""The media types of answers, and which of them a request wants.

https://www.rfc-editor.org/rfc/rfc9110#name-accept
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

# More ranges than any client sends; the rest of a longer header is not read.
_MOST_RANGES = 50


@dataclass(frozen=True)
class Media:
    """A format: its short name, its media type, and other types and names it goes by."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    is_text: bool = True

    @property
    def content_type(self) -> str:
        """The media type with its character set where it is text."""
        return f"{self.media_type}; charset=utf-8" if self.is_text else self.media_type


#: Of rows and truth values, the usual one first.
ROWS = (
    Media("json", "application/sparql-results+json", ("application/json",), is_text=False),
    Media("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), is_text=False),
    Media("csv", "text/csv"),
    Media("tsv", "text/tab-separated-values"),
    Media("html", "text/html", ("application/xhtml+xml",)),
    Media("md", "text/markdown"),
)
#: Of graphs, the usual one first.
GRAPHS = (
    Media("turtle", "text/turtle", ("application/x-turtle",)),
    Media("nt", "application/n-triples", ("text/plain",), is_text=False),
    Media("nq", "application/n-quads", is_text=False),
    Media("trig", "application/trig", is_text=False),
    Media("rdf", "application/rdf+xml", is_text=False),
    Media("jsonld", "application/ld+json", ("application/json",), is_text=False),
)


@dataclass(frozen=True)
class _Range:
    type: str
    quality: float

    def rank(self, media: Media) -> tuple[int, float] | None:
        """Return how specifically the range means this type, and its quality; None where it does not."""
        for specificity, meant in (
            (3, {media.media_type}),
            (2, set(media.aliases)),
            (1, {_kind(media)}),
            (0, {"*/*"}),
        ):
            if self.type in meant:
                return specificity, self.quality
        return None


def _kind(media: Media) -> str:
    return media.media_type.partition("/")[0] + "/*"


def choose(accept: str | None, offered: Sequence[Media]) -> Media | None:
    """Return the offered type that the header wants most, the first of equals; None where it wants none.

    Without a header the first is taken.

    >>> choose("text/csv;q=0.5, application/json", ROWS).name
    'json'
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    best: tuple[float, int, int] | None = None
    chosen = None
    for place, media in enumerate(offered):
        ranked = max(filter(None, (one.rank(media) for one in ranges)), default=None)
        if ranked is None or ranked[1] <= 0:
            continue
        specificity, quality = ranked
        if best is None or (quality, specificity, -place) > best:
            best, chosen = (quality, specificity, -place), media
    return chosen


def wanted_format(name: str, request: Request, offered: Sequence[Media]) -> Media | None:
    """Return the format of that name, or for none what the client accepts; None where that is not offered.

    Several Accept headers are one wish (https://www.rfc-editor.org/rfc/rfc9110#section-5.3).
    """
    return named(name, offered) if name else choose(", ".join(request.headers.getlist("accept")), offered)


def named(name: str, offered: Sequence[Media]) -> Media | None:
    """Return the type with that short name or media type, as ``?format=`` and file extensions give it."""
    wanted = _EXTENSIONS.get(name.lower(), name.lower())
    return next((m for m in offered if wanted in (m.name, m.media_type, *m.aliases)), None)


_EXTENSIONS = {"ttl": "turtle", "srj": "json", "srx": "xml", "htm": "html", "markdown": "md", "rdfxml": "rdf"}


def _ranges(accept: str) -> list[_Range]:
    return [_range(part) for part in accept.split(",")[:_MOST_RANGES] if part.strip()]


def _range(part: str) -> _Range:
    media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        value = float(quality)
    except ValueError:
        value = 0.0
    return _Range("*/*" if media_type == "*" else media_type, value if 0 <= value <= 1 else 0.0)
