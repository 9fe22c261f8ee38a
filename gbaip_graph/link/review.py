"""What a person decides about a candidate: accepted or rejected, beside what the matcher thought of it.

For ``gbaip link review``. It changes one row of a mapping file and keeps both confidences; whoever proposes
again leaves decided pairs out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.file_writing import replace_file
from gbaip_graph.link.names import visible
from gbaip_graph.sssom.mapping import Mapping, MappingSet
from gbaip_graph.sssom.reader import parse_mapping_set, read_mapping_set
from gbaip_graph.sssom.writer import mapping_set_text

DECIDED = ("accepted", "rejected")
_SHOWN_ROWS = 10


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A state for a pair, by whom and when; ``agreement`` is the reviewer's confidence, -1 to 1."""

    subject_id: str
    object_id: str
    state: str
    reviewer_id: str
    date: str
    agreement: float | None = None
    again: bool = False


def review_file(file: Path, decision: Decision) -> Mapping:
    """Write a decision into a mapping file and return the row; the file is replaced whole or not at all.

    Raises ``UnknownName`` where the file has no such pair, ``InvalidValue`` where it is decided already, and
    ``InvalidData`` where the file, or what would become of it, is no mapping file.
    """
    mapping_set = read_mapping_set(file)
    reviewed, row = decide(mapping_set, decision)
    text = mapping_set_text(reviewed)
    parse_mapping_set(text, file=file.as_posix())
    replace_file(file, text)
    return row


def decide(mapping_set: MappingSet, decision: Decision) -> tuple[MappingSet, Mapping]:
    """Return the set with the decision in each row of the pair, and the first of these rows."""
    rows = [one for one in mapping_set if _is_meant(one, decision)]
    if not rows:
        raise UnknownName(_no_such_pair(decision), where=mapping_set.file, mend=_pairs(mapping_set.mappings))
    for row in rows:
        if row.review_state in DECIDED and not decision.again:
            mend = "Add --again to decide anew."
            raise InvalidValue(f"the pair is {row.review_state} already", where=mapping_set.file, mend=mend)
    changed = {id(row): _reviewed(row, decision) for row in rows}
    mappings = tuple(changed.get(id(one), one) for one in mapping_set)
    return replace(mapping_set, mappings=mappings), changed[id(rows[0])]


def _is_meant(one: Mapping, decision: Decision) -> bool:
    return (one.subject_id, one.object_id) == (decision.subject_id, decision.object_id)


def _no_such_pair(decision: Decision) -> str:
    return f"there is no mapping of {visible(decision.subject_id)} to {visible(decision.object_id)}"


def _pairs(mappings: Sequence[Mapping]) -> str:
    shown = [f"{one.subject_id} {one.object_id}" for one in mappings[:_SHOWN_ROWS]]
    rest = len(mappings) - len(shown)
    return "The file has: " + ", ".join(shown) + (f" and {rest} more." if rest > 0 else ".")


def _reviewed(row: Mapping, decision: Decision) -> Mapping:
    return replace(
        row,
        review_state=decision.state,
        reviewer_id=decision.reviewer_id,
        review_date=decision.date,
        reviewer_agreement=decision.agreement,
    )
