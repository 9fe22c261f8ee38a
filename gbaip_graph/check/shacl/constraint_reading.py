"""What the readers of single constraints have in common: their types, and how a parameter is read.

For ``sure_conformance`` and ``sure_texts``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol, TypeAlias

from gbaip_graph.check.shacl.model import Shape
from gbaip_graph.check.shacl.plain_values import is_plain
from gbaip_graph.turtle.terms import XSD_INTEGER, Iri, Literal, Subject, Term

#: Focus node and its value nodes, each once -> whether they surely conform.
Conforms: TypeAlias = Callable[[Term, Collection[Term]], bool]


class NotRead(ValueError):
    """A shape says something that this pre-check does not read."""


class Reader(Protocol):
    """What a reader may ask while it reads a shape."""

    def members(self, node: Term) -> tuple[Term, ...]:
        """Return the members of a list; raises ``NotRead`` for what is none."""

    def shape(self, node: Term) -> Callable[[Term], bool]:
        """Return the test of another shape; raises ``NotRead`` where it leads back to this one."""

    def described(self, node: Term) -> Shape:
        """Return another shape itself; raises ``NotRead`` where there is none."""

    def below(self, top: Term) -> frozenset[Term]:
        """Return a class and all its subclasses."""

    def objects(self, subject: Subject, predicate: Iri) -> Collection[Term]:
        """Return the objects of the triples with this subject and predicate."""

    def predicates(self, subject: Subject) -> Collection[Iri]:
        """Return the properties that a subject has."""


def one_value(shape: Shape, parameter: str) -> Term:
    """Return the only value of a parameter; raises ``NotRead`` for none or several."""
    values = shape.of(parameter)
    if len(values) != 1:
        raise NotRead(f"sh:{parameter} is given {len(values)} times")
    return values[0]


def plain_number(shape: Shape, parameter: str) -> int:
    """Return a parameter that is a plain whole number; raises ``NotRead`` for anything else."""
    value = one_value(shape, parameter)
    if not isinstance(value, Literal) or value.datatype != XSD_INTEGER or not is_plain(value):
        raise NotRead(f"sh:{parameter} is no plain whole number")
    return int(value.lexical)


def is_yes(shape: Shape, parameter: str) -> bool:
    """Return a parameter that is true or false; raises ``NotRead`` for anything else."""
    value = one_value(shape, parameter)
    if not isinstance(value, Literal) or not is_plain(value) or value.lexical not in ("true", "false"):
        raise NotRead(f"sh:{parameter} is neither true nor false")
    return value.lexical == "true"


def always_conforms(_: Term, __: Collection[Term]) -> bool:
    """Conform, whatever the values: the parameter says nothing."""
    return True
