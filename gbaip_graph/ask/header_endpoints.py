"""The ``[[endpoint]]`` tables of a header as records, and what is wrong in them, each with its line.

For the reading of headers; whether the query uses them is the matter of the lint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from gbaip_graph.ask.header_lines import Header, KeyTypes, right_values, wrong_keys
from gbaip_graph.ask.saved_query import DeclaredEndpoint
from gbaip_graph.findings import Finding

_TYPES: KeyTypes = {"name": str, "iri": str, "description": str}
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\=]+\Z")


def read_endpoint(table: Any) -> DeclaredEndpoint | None:
    """Return the record of one table with what has the right type; None without a name or an IRI."""
    known = right_values(table, _TYPES) if isinstance(table, dict) else {}
    return DeclaredEndpoint(**known) if {"name", "iri"} <= known.keys() else None


def endpoint_faults(tables: Sequence[Any], header: Header) -> Iterator[Finding]:
    """Find what is wrong in the tables, and what stands in two of them."""
    seen: set[tuple[str, str]] = set()
    for number, table in enumerate(tables):
        if not isinstance(table, dict):
            line = header.line_of("", "endpoint")
            yield header.finding(line, "endpoint is no list of tables", "Write [[endpoint]].")
            return
        yield from wrong_keys(table, _TYPES, header, "endpoint", number=number)
        yield from _wrong_values(table, number, header)
        for key in ("name", "iri"):
            value = str(table.get(key))
            if (key, value) in seen:
                line = header.line_of("endpoint", key, number=number)
                yield header.finding(line, f"two endpoints have the {key} {value}", "Remove one of them.")
            seen.add((key, value))


def _wrong_values(table: dict[str, Any], number: int, header: Header) -> Iterator[Finding]:
    name, iri = table.get("name"), table.get("iri")
    if not isinstance(name, str) or not _NAME.match(name):
        line = header.line_of("endpoint", "name", number=number)
        yield header.finding(
            line, "the endpoint has no name in small letters, digits and -", 'Write name = "geonames".'
        )
    if not isinstance(iri, str) or not _IRI.match(iri):
        line = header.line_of("endpoint", "iri", number=number)
        mend = 'Write iri = "https://example.org/sparql", without "=" in it.'
        yield header.finding(line, f"the endpoint {name} has no IRI that SERVICE can name", mend)
