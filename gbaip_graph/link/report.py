"""How many links there are, by target, relation, state and kind of evidence.

For ``gbaip link report``. It counts what the mapping files say and judges nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gbaip_graph.layout import MAPPING_SUFFIX, Root
from gbaip_graph.sssom.mapping import Mapping, MappingSet
from gbaip_graph.sssom.reader import read_mapping_set

_UNTOLD = "untold"


@dataclass(frozen=True)
class LinkReport:
    """Counts of the rows of mapping files; ``links`` are the rows that hold, ``denied`` the negative ones."""

    rows: int
    links: int
    denied: int
    by_target: dict[str, int]
    by_relation: dict[str, int]
    by_state: dict[str, int]
    by_evidence: dict[str, int]
    by_package: dict[str, int]
    by_licence: dict[str, int]

    def to_text(self) -> str:
        """Return the report for people."""
        lines = [f"{self.rows} rows: {self.links} links, {self.denied} denied"]
        for title, counts in self._tables().items():
            lines += ["", title, *(f"  {count:5d}  {name}" for name, count in counts.items())]
        return "\n".join(lines) + "\n"

    def to_json(self) -> str:
        """Return the report for programs."""
        return json.dumps(vars(self), indent=2, ensure_ascii=False) + "\n"

    def _tables(self) -> dict[str, dict[str, int]]:
        return {
            "links by target": self.by_target,
            "links by relation": self.by_relation,
            "rows by state of review": self.by_state,
            "rows by kind of evidence": self.by_evidence,
            "rows by where the evidence stands": self.by_package,
            "rows by licence of the evidence": self.by_licence,
        }


def shipped_sets(root: Root) -> tuple[MappingSet, ...]:
    """Read all mapping files of a root; raises ``InvalidData`` for the first that cannot be read."""
    return tuple(read_mapping_set(path, file=root.relative(path)) for path in root.link_files())


def link_report(sets: Iterable[MappingSet]) -> LinkReport:
    """Count the rows of mapping sets."""
    named = [(one, _target(mapping_set)) for mapping_set in sets for one in mapping_set]
    rows = [one for one, _ in named]
    return LinkReport(
        rows=len(rows),
        links=sum(one.holds for one in rows),
        denied=sum(one.is_negative for one in rows),
        by_target=_counts(target for one, target in named if one.holds),
        by_relation=_counts(one.predicate_id for one in rows if one.holds),
        by_state=_counts(one.review_state for one in rows),
        by_evidence=_counts(one.evidence_kind for one in rows),
        by_package=_counts(_package(one) for one in rows),
        by_licence=_counts(one.evidence_licence for one in rows),
    )


def _target(mapping_set: MappingSet) -> str:
    return mapping_set.file.rsplit("/", 1)[-1].removesuffix(MAPPING_SUFFIX)


def _package(one: Mapping) -> str:
    return f"{one.evidence_package} {one.evidence_version}".strip()


def _counts(names: Iterable[str]) -> dict[str, int]:
    counted = Counter(name or _UNTOLD for name in names)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
