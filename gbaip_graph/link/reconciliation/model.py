"""What is asked and answered in reconciliation, in no version of the protocol in particular.

``wire_0`` and ``wire_1`` read and write these as the versions do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: A value of a property as it is asked for: a thing by its id, or a text, number or truth value.
Value = str | int | float | bool

Quantifier = Literal["any", "all", "none"]
TypeStrict = Literal["any", "should", "all"]


@dataclass(frozen=True)
class Asked:
    """One value that a property is compared with; ``is_id`` where it names a thing."""

    value: Value
    is_id: bool = False


@dataclass(frozen=True)
class Condition:
    """What a property of the thing should be; without it a candidate is out only where it is ``required``."""

    property_id: str
    values: tuple[Asked, ...]
    required: bool = False
    quantifier: Quantifier = "any"


@dataclass(frozen=True)
class MatchQuery:
    """One query of a batch: a name, ids, types and conditions; ``limit`` counts candidates."""

    name: str = ""
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    type_strict: TypeStrict = "any"
    conditions: tuple[Condition, ...] = ()
    limit: int = 10
    language: str = ""


@dataclass(frozen=True)
class Named:
    """An id with the name that a person is shown, and the language of that name."""

    id: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Type:
    """A class with those above it."""

    named: Named
    broader: tuple[Type, ...] = ()


@dataclass(frozen=True)
class Feature:
    """What a score is made of."""

    id: str
    name: str
    value: float | bool


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant; ``score`` is from 0 to 100, ``match`` says that no other can be."""

    named: Named
    types: tuple[Type, ...]
    score: float
    match: bool
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True)
class PropertyWanted:
    """A property whose values are wanted; ``limit`` is None for all."""

    id: str
    limit: int | None = None


@dataclass(frozen=True)
class Cell:
    """One value of a property; ``kind`` is that of the protocol."""

    kind: Literal["thing", "str", "int", "float", "date"]
    value: str | int | float
    name: str = ""
    language: str = ""


@dataclass(frozen=True)
class Extended:
    """The values of some properties of some things: ``rows`` are in the order of the ids, as asked."""

    properties: tuple[Named, ...]
    rows: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]
