"""A saved question or export as records: what its header says of parameters and columns, and its text.

The values that the whole query floor passes around; reading the files is the catalogue's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

ParameterKind = Literal["iri", "concept", "text", "language", "integer", "decimal", "date", "year", "choice"]
ColumnKind = Literal[
    "iri", "concept", "text", "language", "integer", "decimal", "date", "year", "boolean", "any"
]  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """A typed parameter ``$name``; ``default`` is None where there is none."""

    name: str
    kind: ParameterKind
    required: bool = False
    description: str = ""
    example: str = ""
    default: str | None = None
    classes: tuple[str, ...] = ()
    scheme: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column ``?name`` of the answer; ``any`` where a query does not say what it holds."""

    name: str
    kind: ColumnKind = "any"
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
