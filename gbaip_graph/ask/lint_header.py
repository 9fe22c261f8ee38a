"""What a complete header of a saved query has, and which names it may not use.

For the lint; the form of the header has been judged before.
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.ask.cells import LABEL_SUFFIX
from gbaip_graph.ask.header_lines import Header
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.findings import Finding

#: Options of the command, of ``gbaip_graph.ask`` and of addresses, which no parameter may hide.
RESERVED_NAMES = frozenset(
    [
        "name",
        "root",
        "lang",
        "language",
        "format",
        "sparql",
        "lint",
        "help",
        "version",
        "time_limit",
        "store",
        "limit",
        "after",
        "memory_limit",
        "with",
        "endpoints",
    ]
)


def header_findings(query: SavedQuery, header: Header) -> Iterator[Finding]:
    """Yield what is missing in a header, each at its line."""
    yield from _missing_texts(query, header)
    yield from _parameters(query, header)
    for number, endpoint in enumerate(query.endpoints):
        if not endpoint.description:
            line = header.line_of("endpoint", "name", number=number)
            what = f"the endpoint {endpoint.name} has no description"
            yield header.finding(line, what, 'Write description = "...": what it must hold.')
    for column in query.columns:
        line = header.line_of("columns", column.name)
        if not column.description:
            what = f"the column {column.name} has no description"
            yield header.finding(line, what, 'Write description = "..." in it.')
        if any(column.name == other.name + LABEL_SUFFIX for other in query.columns):
            what = f"the column {column.name} has the name of a label column"
            yield header.finding(line, what, "Give it another name.")


def _missing_texts(query: SavedQuery, header: Header) -> Iterator[Finding]:
    for language in ("en", "zh-Hant"):
        if not query.title.get(language):
            what = f"the header has no title.{language}"
            yield header.finding(
                header.line_of("", "title"), what, f'Write title.{language} = "..." as a question.'
            )
    if not query.description:
        yield header.finding(1, "the header has no description", 'Write description = "...".')
    if not query.facts:
        yield header.finding(1, "the header names no facts", 'Write facts = ["<source> <passage>: ..."].')
    if not query.cites and not query.why_no_citation:
        mend = 'Write why-no-citation = "...".'
        yield header.finding(
            header.line_of("", "cites"), "the header does not say why nothing is cited", mend
        )
    if query.cites and query.why_no_citation:
        line = header.line_of("", "why-no-citation")
        mend = "Remove it, or write cites = false."
        yield header.finding(line, "the header says why nothing is cited, but the query cites", mend)


def _parameters(query: SavedQuery, header: Header) -> Iterator[Finding]:
    for number, parameter in enumerate(query.parameters):
        line = header.line_of("parameter", "name", number=number)
        for key, text in (("description", parameter.description), ("example", parameter.example)):
            if not text:
                what = f"the parameter {parameter.name} has no {key}"
                yield header.finding(line, what, f'Write {key} = "...".')
        if parameter.name in RESERVED_NAMES:
            what = f"the parameter {parameter.name} has the name of an option of the command"
            yield header.finding(line, what, "Give it another name.")
