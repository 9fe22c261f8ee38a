"""A saved question ready to be run: its parameters bound, and its rows in an order that leaves no two open.

For every way of asking, so that all give the same rows in the same order, page by page or at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.sparql_binding import Bound, bind
from gbaip_graph.engines.sparql_text import Token, significant, tokenize

_BRACKETS = {"{": 1, "(": 1, "}": -1, ")": -1}
_KEPT_TEXTS = 256  # more than the questions of one root; reading one text takes a millisecond
# A last line of nothing but variables, as most questions have it, needs no tokens; the first question of a
# process is answered 25 ms sooner without them.
_PLAIN_ORDER = re.compile(r"\nORDER BY((?: \?\w+)+)\s*\Z")
_BEHIND_ORDER = frozenset(["LIMIT", "OFFSET", "VALUES"])


def bound_query(query: SavedQuery, bindings: Mapping[str, Bound]) -> str:
    """Return the text of a question with its parameters bound, in a total order; raises as ``bind`` does."""
    return bind(in_total_order(query.text, tuple(column.name for column in query.columns)), bindings)


@lru_cache(_KEPT_TEXTS)
def in_total_order(text: str, columns: tuple[str, ...]) -> str:
    """Put the columns behind those that a query orders its rows by; a query without an order stays as it is.

    >>> in_total_order("SELECT ?x ?y { ?x ?p ?y } ORDER BY ?x LIMIT 3", ("x", "y"))
    'SELECT ?x ?y { ?x ?p ?y } ORDER BY ?x ?y LIMIT 3'
    """
    if plain := _PLAIN_ORDER.search(text):
        ordered, end = set(plain[1].replace("?", "").split()), plain.end(1)
    elif order := _order(significant(tokenize(text))):
        ordered, end = {token.text[1:] for token in order if token.kind == "variable"}, order[-1].end
    else:
        return text
    further = "".join(f" ?{name}" for name in columns if name not in ordered)
    return text[:end] + further + text[end:]


def _order(marks: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of the outermost ORDER BY, without these two words; none where there is no order."""
    depth, begin = 0, None
    for place, token in enumerate(marks):
        depth += _BRACKETS.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0 and begin is None and token.upper == "ORDER":
            begin = place + 2
        elif depth == 0 and begin is not None and token.upper in _BEHIND_ORDER:
            return marks[begin:place]
    return marks[begin:] if begin is not None else ()
