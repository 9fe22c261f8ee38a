"""The IRIs that a query names, each with its line: full ones, and prefixed names under its own prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gbaip_graph.engines.sparql_text import declared_prefixes, position, significant, tokenize

_ESCAPE = re.compile(r"\\(.)")
_PREFIX_LINE = re.compile(r"PREFIX [^:]*: <[^>]*>\n")


def query_terms(text: str) -> Iterator[tuple[str, int]]:
    """Return the IRIs in the patterns of a query, each once, with its line behind the PREFIX lines."""
    begin = _end_of_prologue(text)
    tokens = significant(tokenize(text))
    prefixes = declared_prefixes(tokens)
    seen: set[str] = set()
    for before, token in zip((None, None, *tokens), tokens, strict=False):
        is_declaration = token.kind == "iri" and before is not None and before.upper == "PREFIX"
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            iri = prefixes.get(prefix, "") + _ESCAPE.sub(r"\1", local) if local else ""
        else:
            iri = token.text[1:-1] if token.kind == "iri" and not is_declaration else ""
        if iri and iri not in seen:
            seen.add(iri)
            yield iri, position(text, token.start)[0] - text.count("\n", 0, begin)


def _end_of_prologue(text: str) -> int:
    end = 0
    while (line := _PREFIX_LINE.match(text, end)) is not None:
        end = line.end()
    return end
