"""What a token names: prefixed names, IRIs and blank nodes to terms, under the declarations so far.

For the grammar. It keeps the declared prefixes and the base, and remembers every token it has read.
"""

from __future__ import annotations

import re

from gbaip_graph.turtle.faults import Fault, relative_iri, surrogate, unknown_prefix
from gbaip_graph.turtle.iri_resolution import is_absolute, resolve
from gbaip_graph.turtle.terms import BlankNode, Iri, Position, Subject
from gbaip_graph.turtle.tokens import NOT_IN_IRI, BadEscape, string_content, unescape

_LOCAL_ESCAPE = re.compile(r"\\(.)")


class NameTable:
    """Prefixes, their places and the base as declared so far, and the terms of the tokens already read."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.prefix_positions: dict[str, Position] = {}
        self._known: dict[str, Subject] = {}

    def declare_prefix(self, prefix: str, token: str, offset: int, *, at: Position) -> None:
        """Declare a prefix for the IRI token that begins at this offset."""
        self.prefixes[prefix] = self._absolute(token, offset)
        self.prefix_positions[prefix] = at
        self._known.clear()

    def declare_base(self, token: str, offset: int) -> None:
        """Set the base that later relative IRIs are resolved against."""
        self.base = self._absolute(token, offset)
        self._known.clear()

    def resource(self, kind: str, token: str, offset: int) -> Subject | None:
        """Return the IRI or blank node that a token names, or ``None`` for a token of another kind."""
        known = self._known.get(token)
        if known is not None:
            return known
        if kind == "name":
            named: Subject = self._prefixed(token, offset)
        elif kind == "iri":
            named = Iri(self._absolute(token, offset))
        elif kind == "blank":
            named = BlankNode(token[2:])
        else:
            return None
        self._known[token] = named
        return named

    def _prefixed(self, token: str, offset: int) -> Iri:
        prefix, _, local = token.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            raise unknown_prefix(offset, token, prefix, declared=self.prefixes)
        return Iri(namespace + (_LOCAL_ESCAPE.sub(r"\1", local) if "\\" in local else local))

    def _absolute(self, token: str, offset: int) -> str:
        iri = decoded(token, offset)[1:-1]
        if "\\" in token and (wrong := NOT_IN_IRI.search(iri)):
            what = f"an IRI must not contain the character U+{ord(wrong.group()):04X}, not even escaped"
            raise Fault(offset, what, "Percent-encode the character, or correct the IRI.")
        if is_absolute(iri):
            return iri
        if not self.base:
            raise relative_iri(offset, token)
        return resolve(iri, self.base)


def decoded(token: str, offset: int) -> str:
    """Replace the escapes in a token; raise ``Fault`` at an escape that names no character."""
    try:
        return unescape(token)
    except BadEscape as bad:
        raise surrogate(offset + bad.offset, bad.written) from None


def decoded_string(token: str, offset: int) -> str:
    """Return what a string token says; raise ``Fault`` at an escape that names no character."""
    try:
        return string_content(token)
    except BadEscape as bad:
        raise surrogate(offset + bad.offset, bad.written) from None
