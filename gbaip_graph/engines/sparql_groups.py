"""The groups of a query and what stands in each, by tokens: which part joins which, and where SERVICE is.

For federation. It reads the form of group graph patterns only, and no expression or triple; a query that is
no SPARQL may be read as anything, and the engine refuses it later.
https://www.w3.org/TR/sparql11-query/#rGroupGraphPattern
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gbaip_graph.engines.sparql_text import Token, place, significant, tokenize
from gbaip_graph.errors import QueryRefused

ElementKind = Literal[
    "triples", "filter", "bind", "values", "optional", "minus", "graph", "service", "group", "where"
]

_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_KEYWORDS = frozenset(["FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH", "SERVICE"])
_FORMS = frozenset(["SELECT", "CONSTRUCT", "ASK", "DESCRIBE"])


@dataclass(frozen=True)
class Element:
    """One element of a group, from its token ``first`` to ``last``; a group with ``UNION`` is one element.

    ``where`` is what a subquery selects from. ``target`` is the name of a graph or an endpoint.
    """

    kind: ElementKind
    first: int
    last: int
    groups: tuple[Group, ...] = ()
    target: Token | None = None
    is_silent: bool = False


@dataclass(frozen=True)
class Group:
    """A group in braces, which are the tokens ``first`` and ``last``."""

    first: int
    last: int
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class GroupedQuery:
    """A query, its significant tokens, the place of its form among them, and its outermost group."""

    text: str
    marks: tuple[Token, ...]
    form: int
    root: Group

    @property
    def prologue(self) -> str:
        """What stands before the query form: its prefixes and base."""
        return self.text[: self.marks[self.form].start]

    def text_of(self, part: Element) -> str:
        """Return the characters of an element."""
        return self.text[self.marks[part.first].start : self.marks[part.last].end]

    def inside(self, group: Group) -> str:
        """Return what stands between the braces of a group."""
        return self.text[self.marks[group.first].end : self.marks[group.last].start]

    def variables(self, first: int, last: int) -> frozenset[str]:
        """Return the names of the variables between two tokens, both included."""
        return frozenset(
            mark.text[1:] for mark in self.marks[first : last + 1] if mark.kind in ("variable", "parameter")
        )


def group_query(text: str) -> GroupedQuery:
    """Read the groups of a query; raises ``QueryRefused`` where brackets do not match."""
    marks = significant(tokenize(text))
    form = next((index for index, mark in enumerate(marks) if mark.upper in _FORMS), None)
    if form is None:
        raise QueryRefused("this is no query", mend="Write a SELECT, ASK, CONSTRUCT or DESCRIBE.")
    reader = _Reader(text, marks)
    start = form + 1
    if marks[form].upper == "CONSTRUCT" and reader.at(start) == "{":
        start = reader.behind(start)
    return GroupedQuery(text, marks, form, reader.group(reader.opening(start)))


def services(group: Group) -> Iterator[tuple[tuple[Group, Element], ...]]:
    """Yield the way to each SERVICE from the outermost group on, in the order of the text."""
    for element in group.elements:
        here = (group, element)
        if element.kind == "service":
            yield (here,)
        for inner in element.groups:
            yield from ((here, *way) for way in services(inner))


class _Reader:
    """Reads groups from tokens; every method takes and returns places in them."""

    def __init__(self, text: str, marks: Sequence[Token]) -> None:
        self._text = text
        self._marks = marks

    def at(self, index: int) -> str:
        """Return a token as it is compared: keywords in capitals."""
        if index >= len(self._marks):
            raise QueryRefused("the query ends inside a group", mend="Close every bracket.")
        return self._marks[index].upper or self._marks[index].text

    def behind(self, index: int) -> int:
        """Return the place behind the bracket that closes the one here."""
        depth = 0
        while True:
            depth += self.at(index) in _OPENING
            depth -= self.at(index) in _CLOSING
            index += 1
            if depth <= 0:
                return index

    def opening(self, index: int) -> int:
        """Return the place of the next brace that stands in no other bracket."""
        while self.at(index) != "{":
            index = self.behind(index) if self.at(index) in _OPENING else index + 1
        return index

    def group(self, first: int) -> Group:
        """Read the group whose brace opens here."""
        if self.at(first) != "{":
            raise self._unexpected(first, "{")
        if self.at(first + 1) == "SELECT":
            inner = self.group(self.opening(first + 2))
            where = Element("where", first + 1, self.behind(first) - 2, (inner,))
            return Group(first, self.behind(first) - 1, (where,))
        elements, index = [], first + 1
        while self.at(index) != "}":
            if self.at(index) == ".":
                index += 1
                continue
            element = self._element(index)
            elements.append(element)
            index = element.last + 1
        return Group(first, index, tuple(elements))

    def _element(self, first: int) -> Element:
        word = self.at(first)
        if word in ("OPTIONAL", "MINUS"):
            group = self.group(first + 1)
            return Element("optional" if word == "OPTIONAL" else "minus", first, group.last, (group,))
        if word in ("GRAPH", "SERVICE"):
            return self._named(first)
        if word == "{":
            return self._union(first)
        return self._without_groups(first, word)

    def _without_groups(self, first: int, word: str) -> Element:
        if word == "FILTER":
            return Element("filter", first, self._behind_constraint(first + 1) - 1)
        if word == "BIND":
            return Element("bind", first, self.behind(first + 1) - 1)
        if word == "VALUES":
            return Element("values", first, self.behind(self.opening(first + 1)) - 1)
        return Element("triples", first, self._end_of_triples(first))

    def _named(self, first: int) -> Element:
        is_silent = self.at(first + 1) == "SILENT"
        target = self._marks[first + 1 + is_silent] if self.at(first + 1 + is_silent) else None
        group = self.group(first + 2 + is_silent)
        kind: ElementKind = "graph" if self.at(first) == "GRAPH" else "service"
        return Element(kind, first, group.last, (group,), target, is_silent)

    def _union(self, first: int) -> Element:
        groups = [self.group(first)]
        while self.at(groups[-1].last + 1) == "UNION":
            groups.append(self.group(groups[-1].last + 2))
        return Element("group", first, groups[-1].last, tuple(groups))

    def _behind_constraint(self, index: int) -> int:
        while self.at(index) not in _OPENING:  # NOT EXISTS, EXISTS, or the name of a function
            index += 1
        return self.behind(index)

    def _end_of_triples(self, index: int) -> int:
        while self.at(index) not in _KEYWORDS and self.at(index) not in ("{", "}"):
            index = self.behind(index) if self.at(index) in _OPENING else index + 1
        return index - 2 if self.at(index - 1) == "." else index - 1

    def _unexpected(self, index: int, wanted: str) -> QueryRefused:
        where = place(self._text, self._marks[index].start)
        return QueryRefused(f"here stands {self.at(index)}, where {wanted} should", where=where)
