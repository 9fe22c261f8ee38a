"""Circles of exact matches: a row that leads, over other rows, back to its own subject.

For the reader. Whoever follows exact matches through such a file never arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gbaip_graph.findings import Finding
from gbaip_graph.sssom.mapping import BUILT_IN_PREFIXES, Mapping

EXACT = BUILT_IN_PREFIXES["skos"] + "exactMatch"
_MEND = "Delete the row that is wrong; an exact match holds in both directions and is written once."


def exact_circles(mappings: Sequence[Mapping]) -> Iterator[Finding]:
    """Find the rows by which a circle of exact matches closes; rows that deny a match are left out."""
    onward: dict[str, list[Mapping]] = {}
    for one in mappings:
        if one.predicate_iri == EXACT and not one.is_negative:
            onward.setdefault(one.subject_iri, []).append(one)
    done: set[str] = set()
    for start in onward:
        yield from _closing_rows(start, onward, done)


def _closing_rows(start: str, onward: dict[str, list[Mapping]], done: set[str]) -> Iterator[Finding]:
    """Walk from a subject, without calling itself: a chain may be as long as the file."""
    if start in done:
        return
    path = {start: iter(onward.get(start, ()))}
    while path:
        node = next(reversed(path))
        row = next(path[node], None)
        if row is None:
            done.add(node)
            del path[node]
        elif row.object_iri in path:
            message = f"this exact match closes a circle that leads back to {row.object_id}"
            yield row.finding("object_id", "exact-circle", message, mend=_MEND)
        elif row.object_iri not in done:
            path[row.object_iri] = iter(onward.get(row.object_iri, ()))
