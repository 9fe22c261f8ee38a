"""The commented YAML block at the top of a mapping file, in the part of YAML that such blocks are written in.

For the reader: texts, lists, maps of texts and lists of maps, by indentation. Everything else of YAML
(anchors, tags, flow collections, block scalars) is refused rather than guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gbaip_graph.findings import Finding

_PAIR = re.compile(r"(?P<key>[A-Za-z_][A-Za-z0-9_.\-]*|\"[^\"]*\"|'[^']*'):(?:[ \t]+(?P<value>.*))?\Z")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_REFUSED = ("&", "*", "!", "|", ">", "{", "[", "%", "@", "`")
_PLAIN_YAML = (
    "Write `key: value`, or the values below it, two spaces further in, as `key: value` or `- value`."
)


@dataclass(frozen=True)
class _Line:
    number: int
    indent: int
    offset: int
    text: str


@dataclass
class HeaderText:
    """The header's values, the line of each key, what is wrong in it, and where the table begins."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    table_offset: int = 0
    table_line: int = 1


def read_header(text: str, *, file: str) -> HeaderText:
    """Read the lines that begin with ``#`` at the top of a mapping file."""
    header = HeaderText()
    lines = []
    for number, raw in enumerate(_LINE.findall(text), start=1):
        if not raw.startswith("#"):
            break
        header.table_offset += len(raw)
        header.table_line = number + 1
        body = raw[1:].rstrip()
        content = body.lstrip(" ")
        if content and not content.startswith("#") and content != "---":
            indent = len(body) - len(content)
            lines.append(_Line(number, indent, indent + 2, content))
    _Block(header, file).read(lines)
    return header


class _Block:
    """Reads lines by their indentation into the values of a header."""

    def __init__(self, header: HeaderText, file: str) -> None:
        self._header = header
        self._file = file

    def read(self, lines: list[_Line]) -> None:
        top = min((line.indent for line in lines), default=0)
        position = 0
        while position < len(lines):
            line = lines[position]
            end = position + 1
            while end < len(lines) and _belongs(lines[end], line, top):
                end += 1
            self._entry(line, lines[position + 1 : end], top)
            position = end

    def _entry(self, line: _Line, below: list[_Line], top: int) -> None:
        pair = _PAIR.match(line.text)
        if pair is None or line.indent != top:
            self._refuse(line, "this line of the header is not `key: value`")
            return
        key = _unquote(pair["key"])
        if key in self._header.values:
            self._refuse(line, f"`{key}` stands in the header twice")
            return
        value: Any
        if pair["value"]:
            value = self._text(line, pair["value"])
            for extra in below:
                self._refuse(extra, f"`{key}` has a value already, so nothing can stand below it")
        elif below and below[0].text.startswith("-"):
            value = self._list(below)
        else:
            value = self._map(below)
        self._header.values[key] = value
        self._header.lines[key] = line.number

    def _map(self, lines: list[_Line]) -> dict[str, str] | str:
        found: dict[str, str] = {}
        for line in lines:
            pair = _PAIR.match(line.text)
            if pair is None or line.indent != lines[0].indent:
                self._refuse(line, "this line of the header is not `key: value`")
                continue
            key = _unquote(pair["key"])
            if key in found:
                self._refuse(line, f"`{key}` stands here twice")
            found[key] = self._text(line, pair["value"] or "")
        return found or ""

    def _list(self, lines: list[_Line]) -> list[Any]:
        found: list[Any] = []
        for line in lines:
            begins = line.text.startswith("-") and line.indent == lines[0].indent
            text = line.text[1:].strip() if begins else line.text
            pair = _PAIR.match(text)
            if begins and pair is None:
                found.append(self._text(line, text))
            elif pair is None or (not begins and not (found and isinstance(found[-1], dict))):
                self._refuse(line, "this line of the header belongs to no list")
            else:
                if begins:
                    found.append({})
                found[-1][_unquote(pair["key"])] = self._text(line, pair["value"] or "")
        return found

    def _text(self, line: _Line, text: str) -> str:
        text = text.strip()
        if text.startswith(_REFUSED):
            self._refuse(line, f"`{text[:20]}` is YAML that is not read here")
            return ""
        if text[:1] not in ("'", '"'):
            return text.split(" #", 1)[0].rstrip()
        if len(text) < 2 or text[-1] != text[0]:
            self._refuse(line, "a quoted text has no end")
        return _unquote(text)

    def _refuse(self, line: _Line, message: str) -> None:
        finding = Finding(self._file, line.number, line.offset, "mapping-header", message, _PLAIN_YAML)
        self._header.findings.append(finding)


def _belongs(line: _Line, head: _Line, top: int) -> bool:
    """Tell whether a line stands below a key; YAML lets the dashes of a list stand under the key itself."""
    if line.indent > top:
        return True
    return line.text.startswith("-") and head.text.endswith(":")


def _unquote(text: str) -> str:
    if text[:1] == "'" and text[-1:] == "'":
        return text[1:-1].replace("''", "'")
    if text[:1] == '"' and text[-1:] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return text
