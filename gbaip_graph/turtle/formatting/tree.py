"""A Turtle text as blocks, pairs and values that know their comments, in the order they are written in.

Values for the reader and the layout of the formatter; terms are spelled in their final form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Comments: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A name, a literal or a labelled blank node."""

    content: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """An unnamed node with its pairs. ``opening`` follows the bracket, ``tail`` stands before it closes."""

    pairs: tuple[Pair, ...]
    opening: str = ""
    tail: Comments = ()
    #: The whole in one line, without comments.
    content: str = field(init=False)

    def __post_init__(self) -> None:
        inside = " ; ".join(f"{pair.predicate} {pair.value.content}" for pair in self.pairs)
        object.__setattr__(self, "content", f"[ {inside} ]" if inside else "[]")


@dataclass(frozen=True, slots=True)
class Collection:
    """A list, whose order says something and stays."""

    items: tuple[Item, ...]
    opening: str = ""
    tail: Comments = ()
    content: str = field(init=False)

    def __post_init__(self) -> None:
        inside = " ".join(item.value.content for item in self.items)
        object.__setattr__(self, "content", f"( {inside} )" if inside else "()")


Value: TypeAlias = Leaf | Bracket | Collection


@dataclass(frozen=True, slots=True)
class Item:
    """A member of a collection, with the comments above it and the one at the end of its line."""

    value: Value
    above: Comments = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicate and one value; ``rank`` is the place of the predicate among those of a record."""

    rank: int
    predicate: str
    value: Value
    above: Comments = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of one subject. ``is_close`` tells that no empty line was before it.

    ``beside_subject`` stands at the end of the line of the subject, ``below`` after the last full stop.
    """

    subject: Value
    pairs: tuple[Pair, ...]
    above: Comments = ()
    beside_subject: str = ""
    tail: Comments = ()
    below: str = ""
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """A prefix, or the base where ``prefix`` is ``None``."""

    prefix: str | None
    iri: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Declarations:
    """Declarations that stand together, in their order."""

    declarations: tuple[Declaration, ...]
    above: Comments = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Comments that belong to no block, such as the head of a section.

    ``is_close`` tells that they stand right below what precedes them.
    """

    lines: Comments
    is_close: bool = False


Element: TypeAlias = Block | Declarations | Remark
