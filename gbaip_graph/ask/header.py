"""The ``#+`` header of a saved query, read from TOML into records, each fault with its line.

For the catalogue and the lint. It judges the form of the header, not whether it is complete, and no SPARQL.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from gbaip_graph.ask.saved_query import Column, ColumnKind, Parameter, ParameterKind, SavedQuery
from gbaip_graph.ask.suggestions import did_you_mean
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import CONCEPT_SCHEMES, expand

HEADER_MARK = "#+"
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TOP_TYPES = {
    "title": dict, "description": str, "facts": list, "parameter": list, "columns": dict, "cites": bool,
    "why-no-citation": str,
}  # fmt: skip
_PARAMETER_TYPES = {
    "name": str, "kind": str, "required": bool, "description": str, "example": str, "default": str,
    "class": (str, list), "scheme": str, "values": list,
}  # fmt: skip
_COLUMN_TYPES = {"kind": str, "description": str}
_TITLE_TYPES = {"en": str, "zh-Hant": str, "zh-Hans": str}
_TYPE_NAMES = {str: "text in quotes", list: "a list of texts", bool: "true or false", dict: "a table"}


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


@dataclass(frozen=True)
class Header:
    """The header lines of a file, which begin at its first line."""

    lines: tuple[str, ...]
    file: str

    @classmethod
    def of(cls, text: str, file: str) -> Header:
        """Take the lines from the top of a file that begin with ``#+``."""
        lines = []
        for line in text.split("\n"):
            if not line.startswith(HEADER_MARK):
                break
            lines.append(line.removeprefix(HEADER_MARK).removeprefix(" ").rstrip("\r"))
        return cls(tuple(lines), file)

    @property
    def toml(self) -> str:
        """The TOML document; its line numbers are those of the file."""
        return "\n".join(self.lines) + "\n"

    def line_of(self, section: str, key: str = "", *, number: int = 0) -> int:
        """Return the line of a key, of its section where it has none, or 1.

        ``section`` is ``""``, ``columns`` or ``parameter``; ``number`` counts the parameters from 0.
        """
        current, count, best = "", -1, 1
        for line, content in enumerate(self.lines, start=1):
            opened = re.match(r"\s*\[+([\w-]+)\]+", content)
            if opened:
                current = opened[1]
                count += current == "parameter"
            if current != section or (section == "parameter" and count != number):
                continue
            if opened:
                best = line
            elif key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[.=]", content):
                return line
        return best

    def finding(self, line: int, what: str, mend: str) -> Finding:
        """Make a finding of rule ``header``."""
        return Finding(self.file, line, 1, "header", what, mend)


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
    top = _right(table, _TOP_TYPES)
    columns = {
        key: _right(value, _COLUMN_TYPES)
        for key, value in top.get("columns", {}).items()
        if isinstance(value, dict)
    }
    parameters = [_right(one, _PARAMETER_TYPES) for one in top.get("parameter", []) if isinstance(one, dict)]
    return SavedQuery(
        name,
        file,
        text,
        title=MappingProxyType(_right(top.get("title", {}), _TITLE_TYPES)),
        description=top.get("description", ""),
        facts=_texts(top.get("facts", [])),
        parameters=tuple(_parameter(one) for one in parameters if "name" in one and "kind" in one),
        columns=tuple(
            Column(key, one.get("kind", "any"), one.get("description", "")) for key, one in columns.items()
        ),
        cites=top.get("cites", True),
        why_no_citation=top.get("why-no-citation", ""),
    )


def _parameter(table: Mapping[str, Any]) -> Parameter:
    plain = {key: value for key, value in table.items() if key in {known.name for known in fields(Parameter)}}
    classes = table.get("class", [])
    plain["classes"] = (classes,) if isinstance(classes, str) else _texts(classes)
    plain["values"] = _texts(table.get("values", []))
    return Parameter(**plain)


def _right(table: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key in types and isinstance(value, types[key])}


def _texts(values: list[Any]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _faults(table: Mapping[str, Any], header: Header) -> Iterator[Finding]:
    yield from _wrong_keys(table, _TOP_TYPES, header, "")
    top = _right(table, _TOP_TYPES)
    yield from _wrong_keys(top.get("title", {}), _TITLE_TYPES, header, "", parent="title.")
    for name, column in top.get("columns", {}).items():
        yield from _column_faults(name, column, header)
    seen: set[str] = set()
    for number, parameter in enumerate(top.get("parameter", [])):
        yield from _parameter_faults(parameter, number, header)
        name = parameter.get("name") if isinstance(parameter, dict) else None
        if name in seen:
            what = f"the parameter {name} is described twice"
            yield header.finding(
                header.line_of("parameter", "name", number=number), what, "Remove one of them."
            )
        seen.add(str(name))


def _wrong_keys(
    table: Mapping[str, Any],
    types: Mapping[str, Any],
    header: Header,
    section: str,
    *,
    parent: str = "",
    number: int = 0,
) -> Iterator[Finding]:
    for key, value in table.items():
        line = header.line_of(section, key if not parent else parent[:-1], number=number)
        if key not in types:
            mend = f"{did_you_mean(key, types)}There are: {', '.join(parent + known for known in types)}."
            yield header.finding(line, f"the header key {parent}{key} is unknown", mend)
        elif not isinstance(value, types[key]):
            wanted = types[key][0] if isinstance(types[key], tuple) else types[key]
            yield header.finding(
                line,
                f"{parent}{key} is no {_TYPE_NAMES[wanted].removeprefix('a ')}",
                f"Write {_TYPE_NAMES[wanted]}.",
            )


def _column_faults(name: str, column: Any, header: Header) -> Iterator[Finding]:
    line = header.line_of("columns", name)
    if not isinstance(column, dict):
        yield header.finding(
            line, f"the column {name} is no table", 'Write { kind = "text", description = "..." }.'
        )
        return
    yield from _wrong_keys(column, _COLUMN_TYPES, header, "columns", parent=f"{name}.")
    yield from _wrong_kind(column.get("kind"), get_args(ColumnKind), f"column {name}", line, header)


def _wrong_kind(kind: Any, kinds: tuple[str, ...], what: str, line: int, header: Header) -> Iterator[Finding]:
    listed = f"There are: {', '.join(kinds)}."
    if kind is None:
        yield header.finding(line, f"the {what} has no kind", listed)
    elif kind not in kinds:
        yield header.finding(
            line, f'the {what} has the unknown kind "{kind}"', did_you_mean(str(kind), kinds) + listed
        )


def _parameter_faults(parameter: Any, number: int, header: Header) -> Iterator[Finding]:
    if not isinstance(parameter, dict):
        yield header.finding(
            header.line_of("", "parameter"), "parameter is no list of tables", "Write [[parameter]]."
        )
        return
    yield from _wrong_keys(parameter, _PARAMETER_TYPES, header, "parameter", number=number)
    name = parameter.get("name")
    at = header.line_of("parameter", "name", number=number)
    if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
        yield header.finding(
            at, "the parameter has no name that a variable can have", 'Write name = "event".'
        )
    what = f"parameter {name}"
    kind_line = header.line_of("parameter", "kind", number=number)
    yield from _wrong_kind(parameter.get("kind"), get_args(ParameterKind), what, kind_line, header)
    for key, message, mend in _missing_companions(parameter):
        yield header.finding(header.line_of("parameter", key, number=number), f"the {what} {message}", mend)


def _missing_companions(parameter: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Find what a kind needs beside it: a class, a scheme or values."""
    kind = parameter.get("kind")
    classes = parameter.get("class", [])
    for name in [classes] if isinstance(classes, str) else classes:
        if not _is_name(name):
            yield "class", f"has the class {name!r}, which is no compact name", 'Write class = "gbaip:Event".'
    if kind == "iri" and not classes:
        yield "kind", "has no class", 'Write class = "gbaip:Event".'
    if kind == "concept" and parameter.get("scheme") not in CONCEPT_SCHEMES:
        listed = f"There are: {', '.join(CONCEPT_SCHEMES)}."
        yield "scheme", f'has the unknown scheme "{parameter.get("scheme", "")}"', listed
    if kind == "choice" and not parameter.get("values"):
        yield "kind", "has no values to choose from", 'Write values = ["one", "other"].'
    if parameter.get("required") and "default" in parameter:
        yield "default", "is required and has a default", "Remove one of the two."


def _is_name(name: Any) -> bool:
    try:
        expand(name)
    except (AttributeError, ValueError):
        return False
    return True
