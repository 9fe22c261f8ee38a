"""A page that is asked for, and the page that comes of it.

Values only: a request names its page by the path below the language; how addresses are written is told by it,
since a static copy has relative ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.engines.sparql_text import QUERY_DEPTH_LIMIT, QUERY_LENGTH_LIMIT_CHARACTERS

#: The languages of the pages, as they stand at the beginning of an address.
LANGUAGES = tuple(FALLBACKS)
HTML = "text/html; charset=utf-8"

Parameters = tuple[tuple[str, str], ...]
#: A page by its path below the language and its parameters.
Choice = tuple[str, Parameters]


@dataclass(frozen=True)
class PageRequest:
    """A page by its path below the language, without a slash at its ends: ``id/event/sme-seminar-2024``.

    ``base`` is the address of the server without a slash at its end, for the few addresses that have to be
    absolute; ``is_static`` says that the page is one of a copy without a server, which has the pages of the
    ``choices``, each in its own folder. The limits are those of a query that somebody has written.
    """

    path: str
    language: str
    parameters: Parameters = ()
    base: str = ""
    is_static: bool = False
    choices: Mapping[Choice, str] = field(default_factory=dict, compare=False, repr=False)
    limit_chars: int = QUERY_LENGTH_LIMIT_CHARACTERS
    limit_depth: int = QUERY_DEPTH_LIMIT

    def value(self, name: str) -> str:
        """Return the last value of a parameter, or ``""``."""
        return next((value for given, value in reversed(self.parameters) if given == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter."""
        return tuple(value for given, value in self.parameters if given == name)


@dataclass(frozen=True)
class Page:
    """A page as it is sent."""

    content: bytes
    status: int = 200
    content_type: str = HTML


class PageMissing(Exception):
    """There is no such page; ``successor`` is the path of the one that stands for a retired thing now.

    ``is_retired`` says that there was one: the thing was a mistake.
    """

    def __init__(self, path: str, *, is_retired: bool = False, successor: str = "") -> None:
        self.path = path
        self.is_retired = is_retired
        self.successor = successor
        super().__init__(path)


@dataclass(frozen=True)
class Kind:
    """One kind of page: what paths begin with, the pages there are, and how one is made.

    ``paths`` and ``render`` take the ``Site`` first; ``rest`` is what follows the first segment of the path.
    ``choices`` gives pages with parameters that a copy without a server has too.
    """

    first: str
    paths: Callable[..., Iterable[str]]
    render: Callable[..., Page]
    choices: Callable[..., Iterable[Choice]] = lambda site: ()
