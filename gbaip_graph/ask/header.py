"""The ``#+`` header of a saved query, read from TOML into records, each fault with its line.

For the catalogue and the lint. It judges the form of the header, not whether it is complete, and no SPARQL.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from gbaip_graph.ask.header_endpoints import endpoint_faults, read_endpoint
from gbaip_graph.ask.header_lines import (
    HEADER_MARK,
    Header,
    KeyTypes,
    right_values,
    texts,
    wrong_keys,
    wrong_kind,
)
from gbaip_graph.ask.header_parameters import parameter_faults, read_parameter
from gbaip_graph.ask.saved_query import Column, ColumnKind, SavedQuery
from gbaip_graph.findings import Finding

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_TOP_TYPES: KeyTypes = {
    "title": dict, "description": str, "facts": list, "parameter": list, "endpoint": list, "columns": dict,
    "cites": bool, "why-no-citation": str,
}  # fmt: skip
_COLUMN_TYPES: KeyTypes = {"kind": str, "description": str}
_TITLE_TYPES: KeyTypes = {"en": str, "zh-Hant": str, "zh-Hans": str}


def read_saved_query(path: Path, *, file: str) -> tuple[SavedQuery, tuple[Finding, ...]]:
    """Read one ``.rq`` file; ``file`` is its name in findings.

    Returns the query with what could be read of its header, and the findings of rule ``header``; a file that
    is no UTF-8 gives an empty query.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"the file is no UTF-8: byte {error.start + 1} cannot be read"
        finding = Finding(file, 0, 0, "header", what, "Save it as UTF-8.")
        return SavedQuery(path.stem, file, ""), (finding,)
    header = Header.of(text, file)
    try:
        table = tomllib.loads(header.toml)
    except tomllib.TOMLDecodeError as error:
        return SavedQuery(path.stem, file, text), (_toml_fault(error, header),)
    query = _saved_query(path.stem, file, text, table)
    return query, tuple(sorted(_faults(table, header)))


def _toml_fault(error: tomllib.TOMLDecodeError, header: Header) -> Finding:
    message = str(error)
    found = _TOML_PLACE.search(message)
    line, column = (int(found[1]), int(found[2])) if found and found[1] else (max(len(header.lines), 1), 1)
    what = f"the header is no TOML: {_TOML_PLACE.sub('', message)}"
    mark_length = len(HEADER_MARK) + 1
    return Finding(
        header.file, line, column + mark_length, "header", what, "Correct it: https://toml.io/en/v1.0.0"
    )


def _saved_query(name: str, file: str, text: str, table: Mapping[str, Any]) -> SavedQuery:
    """Make the record from what has the right type; ``_faults`` tells of the rest."""
    top = right_values(table, _TOP_TYPES)
    columns = {
        key: right_values(value, _COLUMN_TYPES)
        for key, value in top.get("columns", {}).items()
        if isinstance(value, dict)
    }
    parameters = map(read_parameter, top.get("parameter", []))
    endpoints = map(read_endpoint, top.get("endpoint", []))
    return SavedQuery(
        name,
        file,
        text,
        title=MappingProxyType(right_values(top.get("title", {}), _TITLE_TYPES)),
        description=top.get("description", ""),
        facts=texts(top.get("facts", [])),
        parameters=tuple(one for one in parameters if one is not None),
        endpoints=tuple(one for one in endpoints if one is not None),
        columns=tuple(
            Column(key, one.get("kind", "any"), one.get("description", "")) for key, one in columns.items()
        ),
        cites=top.get("cites", True),
        why_no_citation=top.get("why-no-citation", ""),
    )


def _faults(table: Mapping[str, Any], header: Header) -> Iterator[Finding]:
    yield from wrong_keys(table, _TOP_TYPES, header, "")
    top = right_values(table, _TOP_TYPES)
    yield from wrong_keys(top.get("title", {}), _TITLE_TYPES, header, "", parent="title.")
    for name, column in top.get("columns", {}).items():
        yield from _column_faults(name, column, header)
    yield from endpoint_faults(top.get("endpoint", []), header)
    seen: set[str] = set()
    for number, parameter in enumerate(top.get("parameter", [])):
        yield from parameter_faults(parameter, number, header)
        name = parameter.get("name") if isinstance(parameter, dict) else None
        if name in seen:
            what = f"the parameter {name} is described twice"
            yield header.finding(
                header.line_of("parameter", "name", number=number), what, "Remove one of them."
            )
        seen.add(str(name))


def _column_faults(name: str, column: Any, header: Header) -> Iterator[Finding]:
    line = header.line_of("columns", name)
    if not isinstance(column, dict):
        yield header.finding(
            line, f"the column {name} is no table", 'Write { kind = "text", description = "..." }.'
        )
        return
    yield from wrong_keys(column, _COLUMN_TYPES, header, "columns", parent=f"{name}.")
    yield from wrong_kind(column.get("kind"), get_args(ColumnKind), f"column {name}", line, header)
