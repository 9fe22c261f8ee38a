"""A small mapping file, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gbaip_graph.errors import InvalidData
from gbaip_graph.sssom.reader import parse_mapping_set

HEADER = """\
#curie_map:
#  place: https://w3id.org/gbaip/id/place/
#  geonames: https://sws.geonames.org/
#mapping_set_id: https://example.org/mappings
#license: https://creativecommons.org/licenses/by/4.0/
"""
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "mapping_date",
)  # fmt: skip
ROW = {
    "subject_id": "place:hong-kong",
    "subject_label": "Hong Kong",
    "predicate_id": "skos:exactMatch",
    "object_id": "geonames:1819730/",
    "object_label": "Hong Kong",
    "mapping_justification": "semapv:ManualMappingCuration",
    "confidence": "0.99",
    "mapping_date": "2026-11-21",
}
#: The line of the first row: the header has five lines, the columns one.
FIRST_ROW = 7


def mapping_text(*rows: Mapping[str, str], header: str = HEADER, columns: Sequence[str] = COLUMNS) -> str:
    """Return a mapping file with these rows, each the usual one but for what it says."""
    lines = ["\t".join({**ROW, **row}.get(column, "") for column in columns) for row in rows or ({},)]
    return header + "\n".join(["\t".join(columns), *lines]) + "\n"


def found(text: str) -> list[tuple[str, int, int]]:
    """Return rule, line and column of what is wrong in a mapping file."""
    try:
        parse_mapping_set(text, file="x.sssom.tsv")
    except InvalidData as error:
        return [(finding.rule, finding.line, finding.column) for finding in error.findings]
    return []
