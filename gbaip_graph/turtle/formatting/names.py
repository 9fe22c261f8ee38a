"""Names as the formatter spells them: one spelling for one IRI under the declarations so far.

For the reader of the formatter. A relative IRI, and a name whose prefix stands for one, stay what they are:
what they mean depends on where the file lies.
"""

from __future__ import annotations

import re

from gbaip_graph.turtle.formatting.scan import Token
from gbaip_graph.turtle.iri_resolution import is_absolute
from gbaip_graph.turtle.spelling import SHORTHAND, bracketed_iri, quoted, quoted_in_lines
from gbaip_graph.turtle.terms import XSD_STRING
from gbaip_graph.turtle.tokens import PLAIN_LOCAL, string_content, unescape

_LOCAL_ESCAPE = re.compile(r"\\(.)")
_PLAIN_LOCAL = re.compile(PLAIN_LOCAL)
# Of what a name can hold, all but letters, digits, percent-encoded characters and inner marks.
_TO_ESCAPE_IN_LOCAL = re.compile(r"[~!$&'()*+,;=/?#@]|%(?![0-9A-Fa-f]{2})|^[-.]|\.$")


class Names:
    """The prefixes declared so far and the spellings found under them."""

    def __init__(self) -> None:
        self._namespaces: dict[str, str] = {}
        self._prefixes: dict[str, set[str]] = {}
        self._longest = 0
        self._known: dict[str, str] = {}

    def declare(self, prefix: str, token: Token) -> str:
        """Declare a prefix for an IRI token; return the IRI as it is spelled."""
        iri = unescape(token.text)[1:-1]
        if prefix in self._namespaces:
            self._prefixes[self._namespaces[prefix]].discard(prefix)
        self._namespaces[prefix] = iri
        self._prefixes.setdefault(iri, set()).add(prefix)
        self._longest = max(self._longest, len(iri))
        self._known.clear()
        return bracketed_iri(iri)

    def iri_of(self, token: Token) -> str:
        """Return the IRI that a token names, or a relative one as it is written."""
        if token.kind == "iri":
            return unescape(token.text)[1:-1]
        prefix, _, local = token.text.partition(":")
        return self._namespaces[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)

    def spelled(self, token: Token) -> str:
        """Return the one spelling of a name, an IRI or a blank node."""
        known = self._known.get(token.text)
        if known is None:
            known = self._known[token.text] = self._spelled(token)
        return known

    def _spelled(self, token: Token) -> str:
        if token.kind == "blank":
            return token.text
        iri = self.iri_of(token)
        if is_absolute(iri):
            return self._compact(iri)
        if token.kind == "iri":
            return bracketed_iri(iri)
        prefix, _, local = token.text.partition(":")
        plain = _LOCAL_ESCAPE.sub(r"\1", local)
        return f"{prefix}:" + _TO_ESCAPE_IN_LOCAL.sub(r"\\\g<0>", plain)

    def _compact(self, iri: str) -> str:
        in_full = bracketed_iri(iri)
        if "\\" in in_full:
            return in_full
        # The longest namespace fits best; among equal namespaces the first prefix.
        for end in range(min(len(iri) - 1, self._longest), 0, -1):
            prefixes = self._prefixes.get(iri[:end])
            if prefixes and is_absolute(iri[:end]) and _PLAIN_LOCAL.fullmatch(iri, end):
                return f"{min(prefixes)}:{iri[end:]}"
        return in_full

    def literal(self, string: Token, language: str, datatype: Token | None) -> str:
        """Return the one spelling of a literal from its tokens; ``language`` is without its mark."""
        lexical = string_content(string.text)
        datatype_iri = self.iri_of(datatype) if datatype else XSD_STRING
        shorthand = SHORTHAND.get(datatype_iri)
        if shorthand and shorthand.fullmatch(lexical):
            return lexical
        text = quoted_in_lines(lexical) if "\n" in lexical else quoted(lexical)
        if language:
            return f"{text}@{language}"
        return text if datatype is None or datatype_iri == XSD_STRING else f"{text}^^{self.spelled(datatype)}"
