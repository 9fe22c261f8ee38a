"""The two sides of a mapping as things: ours, a record that was given, or what the mapping itself tells.

For the conflict check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gbaip_graph.link.codes import countries_of_code
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.kinds import kind_of
from gbaip_graph.link.names import NAME_LIMIT_CHARACTERS
from gbaip_graph.namespaces import BASE, compact
from gbaip_graph.sssom.mapping import Mapping

KnownBy = Literal["graph", "record", "mapping", "nothing"]

# What a name of a body has and a name of a place has not.
_BODY_WORDS = re.compile(
    r"\b(?:government|university|department|bureau|ministry|council|commission|authority|administration|"
    r"association|federation|institute|company|limited)\b|政府|大學|大学|委員會|委员会|協會|协会|管理局|[署廳厅]\Z",
    re.IGNORECASE,
)

_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_SEVERAL = re.compile(r" [|/] ")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a mapping, who tells what is known of it, and whether its kind is read out of its name."""

    entity: Entity
    known_by: KnownBy
    kind_is_guessed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether more is known than the label that the mapping gives."""
        return self.known_by in ("graph", "record")


class Sides:
    """Finds the things that mappings speak of."""

    def __init__(self, ours: Iterable[Entity], records: Iterable[Entity]) -> None:
        self._ours = {one.id: one for one in ours}
        self._records = {comparable(one.id): one for one in records}

    @property
    def records(self) -> Iterable[Entity]:
        """The records that were given."""
        return self._records.values()

    def subject(self, mapping: Mapping) -> Side:
        """Return the left side of a mapping."""
        return self._side(mapping.subject_iri, mapping.subject_label, _category(mapping, "subject"))

    def object(self, mapping: Mapping) -> Side:
        """Return the right side of a mapping."""
        return self._side(mapping.object_iri, mapping.object_label, _category(mapping, "object"))

    def _side(self, iri: str, label: str, category: str) -> Side:
        own = self._ours.get(compact(iri)) if iri.startswith(BASE) else None
        if own is not None:
            return Side(own, "graph")
        record = self._records.get(comparable(iri))
        if record is not None:
            return Side(record, "record")
        names = tuple(Name(part, kind="main") for part in _parts(label))
        kind = kind_of(category)
        guessed = "" if kind else "body" if _BODY_WORDS.search(label) else ""
        entity = Entity(iri, names, kind=kind or guessed, countries=countries_of_code(iri))
        return Side(entity, "mapping" if names else "nothing", kind_is_guessed=bool(guessed))


def _parts(label: str) -> list[str]:
    """Return a label and the names in it: in several languages, or with what it lies in."""
    if not 0 < len(label) <= NAME_LIMIT_CHARACTERS:
        return []
    without = _BRACKETS.sub("", label).strip()
    parts = (label, without, *_SEVERAL.split(without), *without.split(", "))
    return [part for part in dict.fromkeys(parts) if part]


def _category(mapping: Mapping, side: str) -> str:
    return mapping.other.get(f"{side}_category", "") or mapping.other.get(f"{side}_type", "")


def comparable(iri: str) -> str:
    """Write an IRI so that http and https, and a slash at its end, make no difference.

    >>> comparable("http://sws.geonames.org/1821275/") == comparable("https://sws.geonames.org/1821275")
    True
    """
    return iri.strip().removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
