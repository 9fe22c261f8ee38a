"""Queries that join our graph with others: every SERVICE clause becomes the rows that its endpoint sends.

For ``gbaip ask --with`` and saved questions that declare an endpoint. What a clause asks is the matter of
``service_clause``; here nested clauses are taken apart. https://www.w3.org/TR/sparql11-federated-query/
"""

from __future__ import annotations

from gbaip_graph.ask.service_clause import JOINED, Endpoints, rows_as_values
from gbaip_graph.engines.sparql_groups import Element, Group, GroupedQuery, group_query, services
from gbaip_graph.engines.sparql_text import place
from gbaip_graph.errors import QueryRefused

SERVICE_LIMIT = 20  # clauses of one query, those that come of taking nested ones apart included


def federate(text: str, endpoints: Endpoints) -> str:
    """Return the query with the rows of its endpoints in place of its SERVICE clauses.

    Raises ``QueryRefused`` for an endpoint that is not listed and for SERVICE where it cannot be taken out;
    ``StoreFailed`` where an endpoint fails and the clause is not ``SILENT``.
    """
    number = 1
    for _ in range(SERVICE_LIMIT):
        query = group_query(text)
        way = next(services(query.root), None)
        if way is None:
            _refuse_hidden(query)
            return text
        _, service = way[-1]
        if next(services(service.groups[0]), None) is not None:
            text = _with(query, service, _taken_apart(query, service))
        else:
            text = _with(query, service, rows_as_values(query, way, endpoints, number=number))
            number += 1
    raise QueryRefused(
        f"the query has more than {SERVICE_LIMIT} SERVICE clauses", mend="Ask in several queries."
    )


def _with(query: GroupedQuery, element: Element, written: str) -> str:
    start, end = query.marks[element.first].start, query.marks[element.last].end
    return f"{query.text[:start]} {written} {query.text[end:]}"


def _refuse_hidden(query: GroupedQuery) -> None:
    for mark in query.marks:
        if mark.upper == "SERVICE":
            raise QueryRefused(
                "SERVICE stands inside an expression",
                where=place(query.text, mark.start),
                mend="Put it into the group, and test its variables with BOUND.",
            )


def _taken_apart(query: GroupedQuery, service: Element) -> str:
    """Ask each part of a clause by itself where it has other clauses in it, so that all are asked from here.

    An endpoint that we ask would have to ask the others; what it would join is joined on our side instead.
    """
    if service.is_silent:
        where = place(query.text, query.marks[service.first].start)
        raise QueryRefused("SERVICE SILENT has SERVICE in it", where=where, mend="Ask for them side by side.")
    target = service.target.text if service.target else ""
    return f"{{ {_parts(query, service.groups[0], target)} }}"


def _parts(query: GroupedQuery, group: Group, target: str) -> str:
    written: list[str] = []
    joined: list[str] = []
    for element in group.elements:
        has_service = any(True for one in element.groups for _ in services(one))
        if element.kind in JOINED and not has_service:
            joined.append(query.text_of(element) + " ." * (element.kind == "triples"))
            continue
        if joined:
            written.append(f"SERVICE {target} {{ {' '.join(joined)} }}")
            joined = []
        written.append(_part(query, element, target))
    if joined:
        written.append(f"SERVICE {target} {{ {' '.join(joined)} }}")
    return " ".join(written)


def _part(query: GroupedQuery, element: Element, target: str) -> str:
    if element.kind in ("optional", "minus"):
        return f"{element.kind.upper()} {{ {_parts(query, element.groups[0], target)} }}"
    if element.kind == "group":
        return " UNION ".join(f"{{ {_parts(query, one, target)} }}" for one in element.groups)
    words = [mark.upper for mark in query.marks[element.first : element.last + 1]]
    if element.kind in ("graph", "where") or "EXISTS" in words:
        where = place(query.text, query.marks[element.first].start)
        raise QueryRefused(
            "SERVICE stands beside this in another SERVICE", where=where, mend="Ask for them side by side."
        )
    return query.text_of(element)
