"""Conflicts as they are told: sentences for people, JSON for programs, the worst first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from gbaip_graph.link.conflicts import Conflict
from gbaip_graph.link.names import visible
from gbaip_graph.sssom.mapping import MappingSet


def as_text(conflicts: Sequence[Conflict], mapping_sets: Sequence[MappingSet]) -> str:
    """Tell the conflicts to a person, and how many mappings were judged."""
    judged = sum(len(one) for one in mapping_sets)
    blocks = [_block(one) for one in conflicts]
    notices = sum(one.is_notice for one in conflicts)
    rules = ", ".join(f"{count} {rule}" for rule, count in sorted(Counter(c.rule for c in conflicts).items()))
    counted = f"{judged} mappings, {len(conflicts) - notices} conflicts, {notices} notices"
    return "\n".join([*blocks, f"{counted}: {rules}" if rules else counted]) + "\n"


def _block(one: Conflict) -> str:
    row = one.mapping
    sides = f"{visible(row.subject_id)} {row.predicate_id} {visible(row.object_id)}"
    level = "notice" if one.is_notice else "conflict"
    lines = [f"{row.file}:{row.line}: {level} {one.gravity:.2f} [{one.rule}] {sides}", f"  {one.told}"]
    lines.extend(
        f"  see {other.file}:{other.line} {other.subject_id} {other.object_id}" for other in one.others
    )
    return "\n".join(lines)


def as_json(conflicts: Sequence[Conflict], mapping_sets: Sequence[MappingSet]) -> str:
    """Return the conflicts as JSON."""
    document = {
        "mappings": sum(len(one) for one in mapping_sets),
        "conflicts": [_object(one) for one in conflicts],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _object(one: Conflict) -> dict[str, Any]:
    row = one.mapping
    return {
        "rule": one.rule,
        "level": "notice" if one.is_notice else "conflict",
        "gravity": one.gravity,
        "told": one.told,
        "file": row.file,
        "line": row.line,
        "subject_id": row.subject_id,
        "predicate_id": row.predicate_id,
        "object_id": row.object_id,
        "others": [{"file": other.file, "line": other.line} for other in one.others],
    }
