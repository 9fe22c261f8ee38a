"""Periods of the graph in words and as days: ``2019-04-01/2019-04-14`` is "1 to 14 April 2019".

For labels and tables; reading the text is ``timespan``'s work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pictures.words import say
from gbaip_graph.timespan import OPEN, bounds

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: What the graph calls a date that the document itself tells.
STATED = "https://w3id.org/gbaip/concept/basis/stated"


@dataclass(frozen=True)
class Period:
    """When something was, as one document tells or as was inferred from it; None for an open end."""

    edtf: str
    basis: str
    first: date | None
    last: date | None

    @property
    def is_stated(self) -> bool:
        """Whether the document itself tells the date."""
        return self.basis == STATED

    @property
    def days(self) -> int:
        """How many days the period has; an open one has more than any other."""
        if self.first is None or self.last is None:
            return date.max.toordinal()
        return (self.last - self.first).days + 1

    def overlaps(self, other: Period) -> bool:
        """Tell whether two periods have a day in common."""
        starts = [period.first or date.min for period in (self, other)]
        ends = [period.last or date.max for period in (self, other)]
        return max(starts) <= min(ends)


def read_period(edtf: str, basis: str = "") -> Period | None:
    """Return a period; None for a text that is no date."""
    try:
        first, last = bounds(edtf)
    except InvalidValue:
        return None
    return Period(edtf, basis, *(date.fromisoformat(day) if day else None for day in (first, last)))


def best(periods: list[Period]) -> Period | None:
    """Return the period that says most: the shortest, one that was stated before one that was inferred."""
    return min(periods, key=lambda period: (period.days, not period.is_stated, period.edtf), default=None)


def in_words(edtf: str, language: str, *, is_short: bool = False) -> str:
    """Write an EDTF text as people read it; ``is_short`` for labels with English months of three letters.

    >>> in_words("2019-04-01/2019-04-14", "en"), in_words("2018-07/2019-12~", "zh-Hant")
    ('1–14 April 2019', '2018年7月–2019年12月左右')
    """
    words = _in_words(edtf, language)
    if is_short and language == "en":
        for month in _MONTHS:
            words = words.replace(month, month[:3])
    return words


def _in_words(edtf: str, language: str) -> str:
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(start, language)
    if end == OPEN:
        return say("period.since", language, start=_one(start, language))
    if start == OPEN:
        return say("period.until", language, end=_one(end, language))
    words = _beginning(start, end, language), _ending(start, end, language)
    return (" – " if " " in words[0] and language == "en" else "–").join(words)


def _one(text: str, language: str) -> str:
    plain = text.rstrip("~?%")
    year, *rest = plain.split("-")
    if language == "en":
        month = _MONTHS[int(rest[0]) - 1] if rest else ""
        day = str(int(rest[1])) if len(rest) > 1 else ""
        words = " ".join(part for part in (day, month, year) if part)
    else:
        units = zip((year, *rest), "年月日", strict=False)
        words = "".join(f"{int(part)}{unit}" for part, unit in units)
    return words if plain == text else say("period.about", language, date=words)


def _beginning(start: str, end: str, language: str) -> str:
    """Leave out of an English beginning what its end tells: ``1–14 April 2019``."""
    if language != "en" or not (start + end).replace("-", "").isdigit() or start[:4] != end[:4]:
        return _one(start, language)
    same_month = len(start) == len(end) == len("2019-04-01") and start[:7] == end[:7]
    return str(int(start[8:])) if same_month else _one(start, language).removesuffix(f" {start[:4]}")


def _ending(start: str, end: str, language: str) -> str:
    """Leave out of a Chinese end what its beginning told: ``2019年4月1日–14日``."""
    words = _one(end, language)
    if language == "en" or start[:4] != end[:4]:
        return words
    words = words.removeprefix(f"{int(end[:4])}年") if len(end.rstrip("~?%")) > len("2019") else words
    if len(end) == len("2019-04-01") and start[:7] == end[:7]:
        words = words.removeprefix(f"{int(end[5:7])}月")
    return words
