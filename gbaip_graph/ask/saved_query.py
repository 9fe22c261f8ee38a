"""A saved question or export as records: what its header says of parameters and columns, and its text.

The values that the whole query floor passes around; reading the files is the catalogue's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

ParameterKind = Literal["iri", "concept", "text", "language", "integer", "decimal", "date", "year", "choice"]
#: Kinds whose values have an order, and so bounds.
BOUNDED_KINDS = ("integer", "decimal", "date", "year")
#: Kinds that a list cannot hold, because engines disagree on which decimals are equal within ``IN``.
UNLISTED_KINDS = ("decimal",)
#: Of a list whose header does not say; every list has a bound, so that no request makes a query grow past it.
LIST_LENGTH = 20
LIST_LENGTH_LIMIT = 50  # an address of 50 long IRIs still fits the 8 KiB that servers and proxies take
ColumnKind = Literal[
    "iri", "concept", "text", "language", "integer", "decimal", "date", "year", "boolean", "any"
]  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """A typed parameter ``$name``.

    A list takes several values, as many as ``min_length`` to ``max_length`` say; every other parameter takes
    one, and has one example and at most one default. Values are those of a ``choice``; with a
    ``values_query``, its first column has them. ``minimum`` and ``maximum`` are written as values are, or "".
    """

    name: str
    kind: ParameterKind
    required: bool = False
    description: str = ""
    examples: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    scheme: str = ""
    values: tuple[str, ...] = ()
    values_query: str = ""
    minimum: str = ""
    maximum: str = ""
    is_list: bool = False
    min_length: int = 1
    max_length: int = 1

    @property
    def example(self) -> str:
        """The example, of a list its first value; ``""`` where there is none."""
        return next(iter(self.examples), "")

    @property
    def default(self) -> str | None:
        """The default, of a list its first value; None where there is none."""
        return next(iter(self.defaults), None)

    @property
    def option(self) -> str:
        """The name as it is written on the command line, without the dashes before it."""
        return self.name.replace("_", "-")


@dataclass(frozen=True)
class Column:
    """A column ``?name`` of the answer; ``any`` where a query does not say what it holds."""

    name: str
    kind: ColumnKind = "any"
    description: str = ""


@dataclass(frozen=True)
class DeclaredEndpoint:
    """A SPARQL endpoint of others that a question joins our graph with.

    ``iri`` is what SERVICE names; whoever asks says at which address it is.
    """

    name: str
    iri: str
    description: str = ""


@dataclass(frozen=True)
class SavedQuery:
    """One ``.rq`` file. ``text`` is the whole file, so that line numbers of errors fit it.

    ``title`` and ``description`` are empty where the header lacks them; the lint tells.
    """

    name: str
    file: str
    text: str
    title: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    description: str = ""
    facts: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    endpoints: tuple[DeclaredEndpoint, ...] = ()
    columns: tuple[Column, ...] = ()
    cites: bool = True
    why_no_citation: str = ""

    def title_in(self, language: str) -> str:
        """Return the title in a language, in English where it has none, or the name of the file."""
        return self.title.get(language) or self.title.get("en") or self.name

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name.

        It may be written with ``-`` for ``_``, and with a ``_`` behind it where Python has a keyword:
        ``from_``.
        """
        wanted = name.removesuffix("_").replace("-", "_")
        return next((known for known in self.parameters if known.name in (name, wanted)), None)
