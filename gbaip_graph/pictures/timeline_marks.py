"""What stands on the timeline: a mark for each plan, event, operation and exchange, in lanes.

For the picture, which draws them; dates are those of the saved question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gbaip_graph.namespaces import ONTOLOGY
from gbaip_graph.pictures.desk import Desk, Told
from gbaip_graph.pictures.periods import Period, in_words, read_period

#: Kinds in the order of their lanes, each with the class of its colour.
KINDS: Mapping[str, str] = {
    f"{ONTOLOGY}CooperationPlan": "picture-a",
    f"{ONTOLOGY}Event": "picture-c",
    f"{ONTOLOGY}Operation": "picture-b",
    f"{ONTOLOGY}Exchange": "picture-d",
}
EVENT, PLAN = f"{ONTOLOGY}Event", f"{ONTOLOGY}CooperationPlan"
# Up to this length a mark is a dot: a month is as wide as one.
LONGEST_DOT_DAYS = 45
# A series with fewer dated editions has no lane of its own.
_LEAST_EDITIONS = 3
_SERIES = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT DISTINCT ?event ?series WHERE {{ ?event gbaip:editionOf ?series }} ORDER BY ?event ?series"""


@dataclass(frozen=True)
class Mark:
    """A thing at one of its dates; two where documents disagree by more than how exactly they tell it."""

    thing: str
    kind: str
    period: Period

    @property
    def is_dot(self) -> bool:
        """Whether the thing is short enough to be a dot."""
        return self.period.days <= LONGEST_DOT_DAYS

    @property
    def first(self) -> date:
        """The first possible day."""
        return self.period.first or date.min

    @property
    def last(self) -> date:
        """The last possible day; an open end has the last day there is."""
        return self.period.last or date.max

    def title(self, desk: Desk) -> str:
        """Say what it is, when, and on what the date rests."""
        return desk.say(
            "timeline.mark",
            thing=desk.name(self.thing),
            period=in_words(self.period.edtf, desk.language),
            basis=desk.name(self.period.basis),
        )


@dataclass(frozen=True)
class Lane:
    """Marks of one kind, or of one series; ``series`` is its IRI."""

    kind: str
    marks: tuple[Mark, ...]
    series: str = ""


def marks_of(rows: Sequence[Told]) -> tuple[Mark, ...]:
    """Return the marks of an answer, each thing at the best of its dates."""
    periods: dict[tuple[str, str], list[Period]] = {}
    for row in rows:
        if period := read_period(row["period"], row["basis"]):
            periods.setdefault((row["what"], row["kind"]), []).append(period)
    marks = [
        Mark(thing, kind, period) for (thing, kind), told in periods.items() for period in _different(told)
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.first, mark.last, mark.thing)))


def _different(periods: Iterable[Period]) -> list[Period]:
    """Leave out what a better period agrees with: a document may tell the day, another only the month."""
    kept: list[Period] = []
    for period in sorted(periods, key=lambda period: (period.days, not period.is_stated, period.edtf)):
        if not any(period.overlaps(better) for better in kept):
            kept.append(period)
    return kept


def lanes_of(desk: Desk, marks: Sequence[Mark]) -> tuple[Lane, ...]:
    """Return a lane for each kind; of events also one for each long series, the longest first."""
    series_of = {row["event"]: row["series"] for row in desk.select(_SERIES)}
    editions: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.kind == EVENT and (series := series_of.get(mark.thing)):
            editions.setdefault(series, []).append(mark)
    long = {series: found for series, found in editions.items() if len(found) >= _LEAST_EDITIONS}
    lanes = []
    for kind in KINDS:
        if kind == EVENT:
            for series in sorted(long, key=lambda series: (-len(long[series]), series)):
                lanes.append(Lane(kind, tuple(long[series]), series))
        rest = tuple(mark for mark in marks if mark.kind == kind and series_of.get(mark.thing) not in long)
        if rest:
            lanes.append(Lane(kind, rest))
    return tuple(lanes)
