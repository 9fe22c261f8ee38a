"""Periods of the graph in words and as days: ``2019-04-01/2019-04-14`` is "1 to 14 April 2019".

For labels and tables; reading the text is ``timespan``'s work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pictures.words import say
from gbaip_graph.timespan import OPEN, bounds

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: Level 1 as the graph writes it: https://www.loc.gov/standards/datetime/
_DATE = re.compile(r"(\d{4}|XXXX|\d{3}X)(?:-(0[1-9]|1[0-2]|XX))?(?:-(\d{2}|XX))?([~?%]?)\Z", re.ASCII)
_NO_YEAR = "XXXX"
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
    >>> in_words("XXXX-09-05", "en"), in_words("200X", "en"), in_words("soon", "en")
    ('5 September', '2000s', 'soon')
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
    """Write one date; a year that is not told is left out, and text that is no date stays as it is."""
    found = _DATE.match(text)
    if found is None:
        return text
    year, month, day, mark = found.groups()
    words = _english(year, month, day) if language == "en" else _chinese(year, month, day)
    if year.endswith("X") and year != _NO_YEAR:
        words = say("period.decade", language, decade=f"{year[:3]}0")
    return say("period.about", language, date=words) if mark else words


def _english(year: str, month: str | None, day: str | None) -> str:
    told_month = _MONTHS[int(month) - 1] if month and month.isdigit() else ""
    told_day = str(int(day)) if day and day.isdigit() else ""
    return " ".join(filter(None, (told_day, told_month, "" if year == _NO_YEAR else year)))


def _chinese(year: str, month: str | None, day: str | None) -> str:
    words = "" if year == _NO_YEAR else f"{year}年"
    words += f"{int(month)}月" if month and month.isdigit() else ""
    return words + (f"{int(day)}日" if day and day.isdigit() else "")


def _beginning(start: str, end: str, language: str) -> str:
    """Leave out of an English beginning what its end tells: ``1–14 April 2019``."""
    if language != "en" or not (start + end).replace("-", "").isdigit() or start[:4] != end[:4]:
        return _one(start, language)
    same_month = len(start) == len(end) == len("2019-04-01") and start[:7] == end[:7]
    return str(int(start[8:])) if same_month else _one(start, language).removesuffix(f" {start[:4]}")


def _ending(start: str, end: str, language: str) -> str:
    """Leave out of a Chinese end what its beginning told: ``2019年4月1日–14日``."""
    words = _one(end, language)
    if language == "en" or start[:4] != end[:4] or not end[:4].isdigit():
        return words
    words = words.removeprefix(f"{int(end[:4])}年") if len(end.rstrip("~?%")) > len("2019") else words
    if len(end) == len("2019-04-01") and start[:7] == end[:7]:
        words = words.removeprefix(f"{int(end[5:7])}月")
    return words
