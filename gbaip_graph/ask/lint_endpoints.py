"""Rules for the endpoints of a saved question: SERVICE names declared ones only, and rows are marked.

For the lint; the form of the header has been judged before.
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.ask.header_lines import Header
from gbaip_graph.ask.lint_text import QueryText
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.service_clause import MARKER
from gbaip_graph.engines.sparql_text import Token
from gbaip_graph.findings import Finding


def endpoint_findings(query: SavedQuery, header: Header, text: QueryText) -> Iterator[Finding]:
    """Find SERVICE with other than a declared endpoint, and endpoints that are not used."""
    declared = {endpoint.iri: endpoint.name for endpoint in query.endpoints}
    named = [text.iri_of(target) for target in targets(text)]
    for target, iri in zip(targets(text), named, strict=True):
        if iri not in declared:
            what = f"SERVICE names {iri or target.text}, which the header does not declare"
            listed = ", ".join(f"<{one}>" for one in declared) or "none"
            mend = f"Declare it in an [[endpoint]]. Declared: {listed}."
            yield text.finding(target, "endpoint", what, mend)
    for number, endpoint in enumerate(query.endpoints):
        line = header.line_of("endpoint", "name", number=number)
        if endpoint.iri not in named:
            what = f"the endpoint {endpoint.name} is declared, but no SERVICE names it"
            mend = f"Write SERVICE <{endpoint.iri}> {{ ... }}, or remove it."
            yield Finding(query.file, line, 1, "endpoint", what, mend)


def marker_findings(query: SavedQuery, text: QueryText, variables: tuple[str, ...]) -> Iterator[Finding]:
    """Find a question that does not tell of its rows by which endpoint they were served."""
    if not query.endpoints:
        return
    wanted = [f"{MARKER}{number if number > 1 else ''}" for number in range(1, len(targets(text)) + 1)]
    missing = ", ".join(f"?{name}" for name in wanted if name not in variables)
    if missing:
        select = next(token for token in text.tokens if token.upper == "SELECT")
        mend = "Select it, one for each SERVICE, so that each row tells which endpoint it came from."
        yield text.finding(select, "endpoint", f"the query does not select {missing}", mend)


def targets(text: QueryText) -> list[Token]:
    """Return the token behind each SERVICE, SILENT left out."""
    return [
        text.tokens[index + (2 if text.tokens[index + 1].upper == "SILENT" else 1)]
        for index, token in enumerate(text.tokens[:-2])
        if token.upper == "SERVICE"
    ]


def without_services(text: str) -> str:
    """Return a query of the same shape that reaches nobody, each token where it was.

    GRAPH takes what SERVICE takes: https://www.w3.org/TR/sparql11-query/#rGraphGraphPattern

    >>> without_services("ASK { SERVICE SILENT <urn:e> { ?s ?p ?o } }")
    'ASK { GRAPH          <urn:e> { ?s ?p ?o } }'
    """
    tokens = QueryText(text, "").tokens
    for index, token in enumerate(tokens):
        if token.upper != "SERVICE":
            continue
        text = text[: token.start] + "GRAPH  " + text[token.end :]
        behind = tokens[index + 1]
        if behind.upper == "SILENT":
            text = text[: behind.start] + " " * len(behind.text) + text[behind.end :]
    return text
