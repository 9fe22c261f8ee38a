"""The ``#+`` lines of a saved query, with the place of each key, and what any of its tables may get wrong.

For the reading of headers and the lint; it knows neither parameters nor columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gbaip_graph.ask.suggestions import did_you_mean
from gbaip_graph.findings import Finding

HEADER_MARK = "#+"
_REPEATED = ("parameter", "endpoint")
_TYPE_NAMES = {
    str: "text in quotes",
    list: "a list of texts",
    bool: "true or false",
    dict: "a table",
    int: "a whole number",
}

#: The keys of a table, each with the type of its value or several.
KeyTypes = Mapping[str, type | tuple[type, ...]]


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

        ``section`` is ``""``, ``columns``, ``parameter`` or ``endpoint``; ``number`` counts the tables of the
        last two from 0.
        """
        current, count, best = "", -1, 1
        for line, content in enumerate(self.lines, start=1):
            opened = re.match(r"\s*\[+([\w-]+)\]+", content)
            if opened:
                current = opened[1]
                count += current == section
            if current != section or (section in _REPEATED and count != number):
                continue
            if opened:
                best = line
            elif key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[.=]", content):
                return line
        return best

    def finding(self, line: int, what: str, mend: str) -> Finding:
        """Make a finding of rule ``header``."""
        return Finding(self.file, line, 1, "header", what, mend)


def right_values(table: Mapping[str, Any], types: KeyTypes) -> dict[str, Any]:
    """Return what has a known key and a value of its type."""
    return {key: value for key, value in table.items() if key in types and _is_of(value, types[key])}


def texts(values: Sequence[Any]) -> tuple[str, ...]:
    """Return the texts of a list, without what is none."""
    return tuple(value for value in values if isinstance(value, str))


def wrong_keys(
    table: Mapping[str, Any],
    types: KeyTypes,
    header: Header,
    section: str,
    *,
    parent: str = "",
    number: int = 0,
) -> Iterator[Finding]:
    """Find unknown keys and values of the wrong type."""
    for key, value in table.items():
        line = header.line_of(section, key if not parent else parent[:-1], number=number)
        if key not in types:
            mend = f"{did_you_mean(key, types)}There are: {', '.join(parent + known for known in types)}."
            yield header.finding(line, f"the header key {parent}{key} is unknown", mend)
        elif not _is_of(value, types[key]):
            wanted = types[key]
            name = _TYPE_NAMES[wanted[0] if isinstance(wanted, tuple) else wanted]
            yield header.finding(line, f"{parent}{key} is no {name.removeprefix('a ')}", f"Write {name}.")


def wrong_kind(kind: Any, kinds: tuple[str, ...], what: str, line: int, header: Header) -> Iterator[Finding]:
    """Find a kind that is missing or unknown."""
    listed = f"There are: {', '.join(kinds)}."
    if kind is None:
        yield header.finding(line, f"the {what} has no kind", listed)
    elif kind not in kinds:
        yield header.finding(
            line, f'the {what} has the unknown kind "{kind}"', did_you_mean(str(kind), kinds) + listed
        )


def _is_of(value: Any, types: type | tuple[type, ...]) -> bool:
    """Tell whether a value is of a type; true and false are no whole numbers here."""
    return isinstance(value, types) and (types is not int or not isinstance(value, bool))
