"""A fault in a Turtle text, and the finding it becomes; faults of names and IRIs.

For the parsers; each fault is said with what is wrong, where, and how to mend it.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Mapping

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.tokens import LINE_END

SYNTAX = "syntax"

# Longer tokens are cut in messages, so that one finding stays on one line.
_SHOWN_CHARACTERS = 40


class Fault(Exception):
    """The first thing in a text that is not Turtle, at an offset in code points."""

    def __init__(self, offset: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.offset = offset
        self.what = what
        self.mend = mend


def invalid(text: str, fault: Fault, *, file: str) -> InvalidData:
    """Turn a fault into the error that the callers of the parser see."""
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    line = bisect_right(starts, fault.offset)
    column = fault.offset - starts[line - 1] + 1
    return InvalidData([Finding(file, line, column, SYNTAX, fault.what, fault.mend)])


def shown(text: str) -> str:
    r"""Return a text as messages show it: cut when long, with invisible characters as ``\uXXXX``.

    >>> shown("a\ufeffb")
    'a\\uFEFFb'
    """
    whole = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return "".join(
        one if one.isprintable() else " " if one in "\r\n" else f"\\u{ord(one):04X}" for one in whole
    )


def unknown_prefix(offset: int, name: str, prefix: str, *, declared: Mapping[str, str]) -> Fault:
    """Name a prefix that is not declared, with its declaration or the nearest known ones."""
    what = f"the prefix `{shown(prefix)}:` of `{shown(name)}` is not declared"
    if prefix in PREFIXES:
        mend = f"Add `@prefix {prefix}: <{PREFIXES[prefix]}> .` at the top of the file."
    elif near := difflib.get_close_matches(prefix, sorted({*PREFIXES, *declared}), n=3):
        mend = f"Write {' or '.join(f'`{other}:`' for other in near)}, or declare the prefix."
    else:
        mend = f"Declare it with `@prefix {prefix}: <namespace> .`, or write the IRI in full in `<` and `>`."
    return Fault(offset, what, mend)


def relative_iri(offset: int, token: str) -> Fault:
    """Refuse a relative IRI in a file without a base."""
    what = f"the IRI `{shown(token)}` is relative and the file has no base"
    return Fault(offset, what, "Write the IRI in full, from its scheme on, or use a prefix.")


def surrogate(offset: int, written: str) -> Fault:
    """Refuse an escape that names no character."""
    what = f"`{written}` is the number of no character"
    return Fault(offset, what, "Write the character itself, or its code point as `\\uXXXX` or `\\UXXXXXXXX`.")
