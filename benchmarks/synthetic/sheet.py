"""One Turtle file while it is being made, filled with compact names and written in the canonical form.

For the generator; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from gbaip_graph.namespaces import expand
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.terms import (
    IRI_TYPE,
    RDF_LANG_STRING,
    XSD,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_INTEGER,
    Iri,
    Literal,
    Term,
    Triple,
)

#: A compact name is an IRI; texts are told apart from names by being a ``Literal``.
Value: TypeAlias = str | int | bool | Literal
#: Property -> its value or values; None for none.
Values: TypeAlias = Mapping[str, Value | Sequence[Value] | None]
_MANY_NAMES = 1 << 17  # enough that the names of one neighbourhood are made once


@lru_cache(maxsize=_MANY_NAMES)
def iri(name: str) -> Iri:
    """Return the IRI of a compact name."""
    return Iri(expand(name))


def text(lexical: str, language: str = "en") -> Literal:
    """Return a text in a language."""
    return Literal(lexical, RDF_LANG_STRING, language)


def decimal(lexical: str) -> Literal:
    """Return a number with decimals."""
    return Literal(lexical, XSD_DECIMAL)


def day(iso: str) -> Literal:
    """Return a day."""
    return Literal(iso, XSD + "date")


def term(value: Value) -> Term:
    """Return a value of a record as an RDF term."""
    if isinstance(value, Literal):
        return value
    if isinstance(value, bool):
        return Literal("true" if value else "false", XSD_BOOLEAN)
    return Literal(str(value), XSD_INTEGER) if isinstance(value, int) else iri(value)


class Sheet:
    """The triples of one file, each once. ``path`` is where it goes below the root."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.triples: dict[Triple, None] = {}

    def __len__(self) -> int:
        return len(self.triples)

    def record(self, name: str, kind: str, values: Values, *, cites: str = "") -> str:
        """Add a record of a class with its values, and return its name."""
        subject = iri(name)
        self.triples[Triple(subject, IRI_TYPE, iri(kind))] = None
        for predicate, given in values.items():
            for value in _several(given):
                self.triples[Triple(subject, iri(predicate), term(value))] = None
        if cites:
            self.triples[Triple(subject, iri("gbaip:statedIn"), iri(cites))] = None
        return name

    def replace(self, *, remove: Iterable[Triple] = (), add: Iterable[Triple] = ()) -> None:
        """Take triples out and put others in."""
        for triple in remove:
            del self.triples[triple]
        self.triples.update(dict.fromkeys(add))

    def turtle(self) -> str:
        """Return the file's text in the canonical form."""
        return write_canonical(self.triples)

    def write(self, root: Path) -> None:
        """Write the file below a root."""
        file = root / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.turtle(), encoding="utf-8", newline="\n")


def _several(given: Value | Sequence[Value] | None) -> Iterable[Value]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str | int | Literal) else given
