"""Things to be linked, ours or anyone's: their names, kind, country, containers, position and years.

Values that the readers make and the matcher and the conflict check judge; nothing here reads or judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["main", "other", "short", "former"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was written, its language tag ("" where none is told) and what sort of name it is.

    ``short`` names and abbreviations point to many things, and so never decide alone.
    """

    text: str
    language: str = ""
    kind: NameKind = "other"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing. ``id`` is its IRI or compact name, ``kind`` one of ``kinds.FAMILIES`` or "".

    ``countries`` are ISO 3166-1 codes of two letters; ``within`` are names or identifiers of what contains
    it; latitude and longitude are degrees (WGS 84); ``begins`` and ``ends`` are years, months or days as ISO
    8601 writes them, "" where they are not told. ``origin`` says where it was read.
    """

    id: str
    names: tuple[Name, ...]
    kind: str = ""
    countries: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    begins: str = ""
    ends: str = ""
    origin: str = ""

    @property
    def label(self) -> str:
        """The name that a person is shown: the first main one, else the first, else the identifier."""
        main = (name.text for name in self.names if name.kind == "main")
        return next(main, self.names[0].text if self.names else self.id)

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None where they are not both told."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude
