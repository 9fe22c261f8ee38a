"""SPARQL 1.1 as tokens with places, and the guard that a foreign query passes before any engine reads it.

Pure text work for the query floor; it parses no grammar and knows no engine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal

from gbaip_graph.errors import QueryRefused

Kind = Literal[
    "space", "comment", "string", "unclosed", "iri", "parameter", "variable", "blank", "name", "language",
    "number", "word", "mark",
]  # fmt: skip

QUERY_LENGTH_LIMIT_CHARACTERS = 64 * 1024  # the longest honest query of the project has 4,000
QUERY_DEPTH_LIMIT = 100  # the engine's parser overflows its stack at some 2,000; honest queries stay below 20

_PREFIX_LENGTH_LIMIT_CHARACTERS = 200  # keeps tokenizing linear: a longer "prefix" is read as words
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = _NAME + r"\-"
_LOCAL = r"(?:[" + _CHARS + r":]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_LOCAL_FIRST = r"(?:[" + _BASE + r"_0-9:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_PREFIX = rf"(?:[{_BASE}][{_CHARS}.]{{0,{_PREFIX_LENGTH_LIMIT_CHARACTERS}}}+(?<!\.))?:"

_TOKEN = (
    r"(?P<space>[ \t\r\n]++)"
    r"|(?P<comment>#[^\r\n]*+)"
    r'|(?P<string>"""(?:"{0,2}+(?:[^"\\]|\\[\s\S]))*+"""'
    r"|'''(?:'{0,2}+(?:[^'\\]|\\[\s\S]))*+'''"
    r'|(?!""")"(?:[^"\\\r\n]|\\[^\r\n])*+"'
    r"|(?!''')'(?:[^'\\\r\n]|\\[^\r\n])*+')"
    r"|(?P<unclosed>\"\"\"|'''|\"|')"
    r"|(?P<iri><(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)"
    rf"|(?P<parameter>\$[{_NAME}]++)"
    rf"|(?P<variable>\?[{_NAME}]++)"
    rf"|(?P<blank>_:[{_BASE}_0-9][{_CHARS}]*+(?:\.++[{_CHARS}]++)*+)"
    rf"|(?P<name>{_PREFIX}(?:{_LOCAL_FIRST}{_LOCAL}*+(?:\.++{_LOCAL}++)*+)?+)"
    r"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)"
    r"|(?P<number>(?:\d++\.\d*+|\.\d++|\d++)[eE][+-]?\d++|\d*+\.\d++|\d++)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*+)"
    r"|(?P<mark>\^\^|&&|\|\||!=|<=|>=|[\s\S])"
)
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPENING = frozenset("({[")
_CLOSING = frozenset(")}]")
_PILING = frozenset(["!", "^", "^^", "+", "-", "<", "*"])
_OPERAND_KINDS = frozenset(["string", "iri", "parameter", "variable", "name", "language", "number"])
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
#: ``//`` stands in no expression, so such an IRI behind an operand is never a comparison.
_PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its characters and the offset of the first of them.

    ``parameter`` is ``$name``, ``variable`` is ``?name``, ``name`` a prefixed name, ``word`` a keyword or
    function.
    """

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)

    @property
    def upper(self) -> str:
        """The upper-case text of a word, as keywords are compared; empty for every other kind."""
        return self.text.upper() if self.kind == "word" else ""


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a query into tokens that together are the whole text.

    Follows https://www.w3.org/TR/sparql11-query/#sparqlGrammar with the longest match; whatever fits
    nothing is a ``mark`` of one character.

    >>> [token.text for token in tokenize("ASK { $x a 'SERVICE' }") if token.kind != "space"]
    ['ASK', '{', '$x', 'a', "'SERVICE'", '}']
    """
    found = _pattern().finditer(text)
    return tuple(Token(match.lastgroup, match.group(), match.start()) for match in found)  # type: ignore[arg-type]


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the pattern when it is first needed: it takes 20 ms, and most commands need none."""
    return re.compile(_TOKEN)


def significant(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Drop white space and comments."""
    return tuple(token for token in tokens if token.kind not in ("space", "comment"))


def place(text: str, offset: int) -> str:
    """Name a place in a query for people: ``line 2, column 5``."""
    line, column = position(text, offset)
    return f"line {line}, column {column}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1, columns in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def declared_prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares, each with its IRI; takes significant tokens."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.upper == "PREFIX" and name.kind == "name" and name.text.endswith(":") and iri.kind == "iri"
    }


def guard(
    text: str,
    *,
    limit_chars: int = QUERY_LENGTH_LIMIT_CHARACTERS,
    limit_depth: int = QUERY_DEPTH_LIMIT,
    allowed_graphs: Collection[str] = (),
    takes_service: bool = False,
) -> None:
    """Refuse a query that could reach out, change something or break the engine's parser.

    ``limit_chars`` counts code points, ``limit_depth`` nested brackets. ``FROM`` may name the IRIs in
    ``allowed_graphs``; ``takes_service`` lets SERVICE pass to who takes it out. Raises ``QueryRefused`` with
    line and column; what passes can still be bad SPARQL.
    """
    if len(text) > limit_chars:
        raise QueryRefused(
            f"the query has {len(text)} characters; the limit is {limit_chars}",
            mend="Shorten it, or ask in several queries.",
        )
    tokens = tokenize(text)
    marks = significant(tokens)
    faults = chain(
        _ambiguous(marks), _broken(text, tokens), _too_deep(marks, limit_depth),
        _reaching_out(marks, allowed_graphs, takes_service), _undeclared(marks),
    )  # fmt: skip
    for token, what, mend in faults:
        raise QueryRefused(what, where=place(text, token.start), mend=mend)


_Fault = tuple[Token, str, str]


def _broken(text: str, tokens: Sequence[Token]) -> Iterator[_Fault]:
    for token in tokens:
        if "\0" in token.text:
            at = Token("mark", "\0", token.start + token.text.index("\0"))
            yield at, "the query holds a NUL character", "Remove it."
        if token.kind == "unclosed":
            yield token, "a string begins here and does not end", f"Close it with {token.text}."
    kinds = [token.kind for token in tokens]
    expanded = expand_escapes(text)
    if expanded != text and [token.kind for token in tokenize(expanded)] != kinds:
        yield (
            tokens[0],
            "a \\u escape in the query stands for a character that changes its structure",
            'Write such a character itself, or \\", \\\\, \\n in a string.',
        )


def expand_escapes(text: str) -> str:
    """Replace ``\\uXXXX`` and ``\\UXXXXXXXX`` wherever they stand.

    Some engines do so before they read tokens: https://www.w3.org/TR/sparql11-query/#codepointEscape
    """
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if digits is None or int(digits, 16) > 0x10FFFF:
        return match[0]
    return chr(int(digits, 16))


def _too_deep(marks: Sequence[Token], limit: int) -> Iterator[_Fault]:
    depth = piled = 0
    for token in marks:
        is_mark = token.kind == "mark"
        depth += is_mark and token.text in _OPENING
        depth -= is_mark and token.text in _CLOSING
        piled = piled + len(token.text) if is_mark and token.text in _PILING else 0
        if max(depth, piled) > limit:
            yield (
                token,
                f"the query is nested more than {limit} deep",
                "Flatten it, or ask in several queries.",
            )


def _reaching_out(marks: Sequence[Token], allowed: Collection[str], takes_service: bool) -> Iterator[_Fault]:
    for index, token in enumerate(marks):
        word = token.upper
        is_service = "SERVICE" in word and not (takes_service and word == "SERVICE")
        if is_service or _is_glued_service(marks, index):
            yield token, "SERVICE is refused: a query asks this graph only", "Remove the SERVICE clause."
        elif "FROM" in word:
            yield from _foreign_graph(marks, index, allowed)
        elif word in _UPDATES or word.startswith(("INSERT", "DELETE")):
            yield (
                token,
                f"{word} is refused: the graph is read-only",
                "Write a SELECT, ASK, CONSTRUCT or DESCRIBE.",
            )


def _could_hold_service(name: str) -> bool:
    """Tell whether SERVICE, around which the engine needs no blank, stands where it could split a name."""
    folded = name.casefold()
    first = folded.find("service")
    return first >= 0 and (folded.rfind(":") > first or ".service" in folded)


def _is_glued_service(marks: Sequence[Token], index: int) -> bool:
    """Tell whether the engine, which backtracks into names, could read a SERVICE clause out of this one."""
    token = marks[index]
    if token.kind not in ("name", "blank") or not _could_hold_service(token.text):
        return False
    if index and marks[index - 1].upper == "GRAPH":
        return False
    behind = [mark for mark in marks[index + 1 : index + 4] if mark.upper != "SILENT"]
    if behind and behind[0].kind in ("iri", "name", "variable", "parameter"):
        behind = behind[1:]
    return bool(behind) and behind[0].text == "{"


def _foreign_graph(marks: Sequence[Token], index: int, allowed_graphs: Collection[str]) -> Iterator[_Fault]:
    behind = [mark for mark in marks[index + 1 : index + 3] if mark.upper != "NAMED"]
    named = behind[0].text[1:-1] if behind and behind[0].kind == "iri" else None
    if marks[index].upper == "FROM" and named in allowed_graphs:
        return
    allowed = (
        f"Name one of {', '.join(sorted(allowed_graphs))}, or use" if allowed_graphs else "Remove it and use"
    )
    yield (
        marks[index],
        "FROM is refused: a query reads this graph only",
        allowed + " GRAPH <...> { ... } for the graph of one file.",
    )


def _ambiguous(marks: Sequence[Token]) -> Iterator[_Fault]:
    """Find ``?x<2&&'a>'``: an IRI by the grammar, a comparison to engines that read without tokens."""
    open_brackets: list[str] = []
    for index, token in enumerate(marks):
        if token.kind == "mark" and token.text in _OPENING:
            in_values = token.text == "{" and _opens_values(marks, index)
            open_brackets.append("values" if in_values or open_brackets[-1:] == ["values"] else token.text)
        elif token.kind == "mark" and token.text in _CLOSING:
            del open_brackets[-1:]
        elif open_brackets[-1:] == ["("] and _could_compare(marks, index):
            mend = "Put a blank behind < where a comparison is meant."
            yield token, "this reads as an IRI and as a comparison", mend


def _could_compare(marks: Sequence[Token], index: int) -> bool:
    token, before = marks[index], marks[index - 1]
    if token.kind != "iri" or _PLAIN_IRI.match(token.text):
        return False
    return before.kind in _OPERAND_KINDS or before.text == ")" or before.upper in ("TRUE", "FALSE")


def _opens_values(marks: Sequence[Token], index: int) -> bool:
    before = index - 1
    while before >= 0 and (
        marks[before].kind in ("variable", "parameter") or marks[before].text in ("(", ")")
    ):
        before -= 1
    return before >= 0 and marks[before].upper == "VALUES"


def _undeclared(marks: Sequence[Token]) -> Iterator[_Fault]:
    prefixes = declared_prefixes(marks)
    for token in marks:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in prefixes:
            yield (
                token,
                f"the prefix {prefix}: is not declared",
                f"Begin the query with PREFIX {prefix}: <...>.",
            )
