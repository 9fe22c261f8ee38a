"""The groups of SPARQL evaluated from the inside out, as the specification defines them, and as slowly.

For the tests of federation: engines take shortcuts that differ where OPTIONAL is not well designed. It knows
IRIs, plain strings, the two filters and the one BIND of those tests, and no more.
https://www.w3.org/TR/sparql11-query/#sparqlAlgebra
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from gbaip_graph.engines.sparql_groups import Element, Group, GroupedQuery
from gbaip_graph.engines.sparql_text import Token

Row = dict[str, str]
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class BottomUp:
    """Evaluates a query on named graphs; ``services`` are the graphs behind endpoints."""

    query: GroupedQuery
    graphs: Mapping[str, frozenset[Triple]]
    services: Mapping[str, frozenset[Triple]]

    def rows(self) -> list[Row]:
        return self.group(self.query.root, frozenset())

    def group(self, group: Group, active: frozenset[Triple]) -> list[Row]:
        rows = self.unfiltered(group, active)
        return [row for row in rows if all(self.holds(one, row) for one in filters(group))]

    def unfiltered(self, group: Group, active: frozenset[Triple]) -> list[Row]:
        rows: list[Row] = [{}]
        for element in group.elements:
            inner = element.groups[0] if element.groups else None
            if element.kind == "optional" and inner:
                rows = self.left_join(rows, self.unfiltered(inner, active), filters(inner))
            elif element.kind == "minus" and inner:
                rows = minus(rows, self.group(inner, active))
            elif element.kind == "bind":
                rows = [{**row, "e": row["a"].strip("<>")} if "a" in row else row for row in rows]
            elif element.kind != "filter":
                rows = join(rows, self.joined(element, active))
        return rows

    def joined(self, element: Element, active: frozenset[Triple]) -> list[Row]:
        if element.kind == "triples":
            return self.triples(element, active)
        if element.kind == "values":
            return self.values(element)
        if element.kind == "graph":
            return self.group(element.groups[0], self.graphs[named(element.target)])
        if element.kind == "service":
            return self.group(element.groups[0], self.services[named(element.target)])
        found = [row for group in element.groups for row in self.group(group, active)]
        if element.kind == "where":
            return [{name: row[name] for name in ("a", "b") if name in row} for row in found]
        return found

    def triples(self, element: Element, active: frozenset[Triple]) -> list[Row]:
        terms = [mark.text for mark in self.query.marks[element.first : element.last + 1] if mark.text != "."]
        rows: list[Row] = [{}]
        for start in range(0, len(terms), 3):
            pattern = terms[start : start + 3]
            rows = join(rows, [row for triple in active if (row := matched(pattern, triple)) is not None])
        return rows

    def values(self, element: Element) -> list[Row]:
        marks = self.query.marks[element.first + 1 : element.last + 1]
        brace = next(index for index, mark in enumerate(marks) if mark.text == "{")
        names = [mark.text[1:] for mark in marks[:brace] if mark.kind == "variable"]
        cells = [mark.text for mark in marks[brace:] if mark.text not in "(){}"]
        if not names:
            return [{}] if "(" in [mark.text for mark in marks[brace:]] else []
        rows = (cells[start : start + len(names)] for start in range(0, len(cells), len(names)))
        return [
            {name: cell for name, cell in zip(names, row, strict=True) if cell != "UNDEF"} for row in rows
        ]

    def left_join(self, left: list[Row], right: list[Row], conditions: list[Element]) -> list[Row]:
        found = []
        for row in left:
            joined = [one for one in join([row], right) if all(self.holds(test, one) for test in conditions)]
            found += joined or [row]
        return found

    def holds(self, element: Element, row: Row) -> bool:
        """Evaluate ``?x != <iri>`` or ``BOUND(?c) || ?a != ?b``; an error holds not."""
        marks = [mark.text for mark in self.query.marks[element.first : element.last + 1]]
        if "BOUND" in marks:
            return "c" in row or ("a" in row and "b" in row and row["a"] != row["b"])
        return marks[2][1:] in row and row[marks[2][1:]] != marks[4]


def filters(group: Group) -> list[Element]:
    return [element for element in group.elements if element.kind == "filter"]


def named(target: Token | None) -> str:
    return target.text[1:-1] if target else ""


def matched(pattern: list[str], triple: Triple) -> Row | None:
    row: Row = {}
    for wanted, term in zip(pattern, triple, strict=True):
        if row.setdefault(wanted[1:], term) != term if wanted.startswith("?") else wanted != term:
            return None
    return row


def join(left: Iterable[Row], right: Iterable[Row]) -> list[Row]:
    return [
        {**a, **b} for a, b in product(left, list(right)) if all(a[k] == b[k] for k in a.keys() & b.keys())
    ]


def minus(left: list[Row], right: list[Row]) -> list[Row]:
    return [
        row
        for row in left
        if not any(
            row.keys() & other.keys() and all(row[k] == other[k] for k in row.keys() & other.keys())
            for other in right
        )
    ]
