"""Find the dates that a paragraph states, for the test of completeness.

Reads days, months, years, ranges of them and words such as "last year"; it guesses no year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9,.]*[0-9]|st|nd|rd|th| [0-9]{3})"
#: "May and June 2018 and July 2019" is one group: a year belongs to all months before it that lack one.
_GROUP = re.compile(
    rf"\b(?:{_MONTH})\b(?: {_DAY}(?:(?: and |, | to |-){_DAY}(?![0-9 ]*[a-z]{{3}}))*)?"
    rf"(?:(?:,? and |, | of | )(?:(?:{_MONTH})\b(?: {_DAY})?|{_YEAR}\b))*"
)
_ELEMENT = re.compile(rf"(?P<month>\b(?:{_MONTH})\b)|(?P<year>\b{_YEAR}\b)|(?P<day>\b{_DAY})")
_YEARS = re.compile(rf"\b(?P<first>{_YEAR})\s?[-–/]\s?(?P<last>{_YEAR}|[0-9]{{2}})\b")
_PART = re.compile(rf"\b(?:the )?(?P<part>end|mid|middle)(?:-| of )(?P<year>{_YEAR})\b")
_SINCE = re.compile(rf"\b[Ss]ince (?P<year>{_YEAR})\b")
_BARE = re.compile(rf"\b(?P<year>{_YEAR})\b")
_RELATIVE = re.compile(r"\b(?P<word>last year|next year|this year|today|yesterday|tomorrow)\b", re.IGNORECASE)
_YEARS_AWAY = {"last year": -1, "this year": 0, "next year": 1}
_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
#: The months that "mid" and "end" of a year may be entered as.
_MONTHS_OF_PART = {"mid": (6, 7), "middle": (6, 7), "end": (12,)}


@dataclass(frozen=True)
class Point:
    """A stated date: what was left unsaid is None; ``months`` are those that "mid" or "end" can mean."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class DateMention:
    """A date as it stands in a text: a point, an open range (``since``) or a range to ``end``."""

    text: str
    at: int
    start: Point
    end: Point | None = None
    since: bool = False

    @property
    def until(self) -> int:
        """Where the mention ends in the text."""
        return self.at + len(self.text)


def dates_in(text: str, *, issued: date | None = None) -> tuple[DateMention, ...]:
    """Return the dates of a paragraph in their order; words such as "today" only with the day of issue.

    >>> [(date.text, date.start.month, date.start.year) for date in dates_in("In March and May 1999.")]
    [('March', 3, 1999), ('May 1999', 5, 1999)]
    """
    found: list[DateMention] = []
    for reader in (_year_ranges, _parts_of_years, _openings, _groups, _bare_years):
        found += [mention for mention in reader(text) if not _overlaps(mention, found)]
    if issued:
        found += [mention for mention in _relatives(text, issued) if not _overlaps(mention, found)]
    return tuple(_join_ranges(text, sorted(found, key=lambda mention: mention.at)))


def _overlaps(mention: DateMention, others: list[DateMention]) -> bool:
    return any(mention.at < other.until and other.at < mention.until for other in others)


def _year_ranges(text: str) -> Iterator[DateMention]:
    for match in _YEARS.finditer(text):
        first = int(match["first"])
        last = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
        yield DateMention(match[0], match.start(), Point(first), Point(last))


def _parts_of_years(text: str) -> Iterator[DateMention]:
    for match in _PART.finditer(text):
        point = Point(int(match["year"]), months=_MONTHS_OF_PART[match["part"]])
        yield DateMention(match[0], match.start(), point)


def _openings(text: str) -> Iterator[DateMention]:
    for match in _SINCE.finditer(text):
        yield DateMention(match[0], match.start(), Point(int(match["year"])), since=True)


def _bare_years(text: str) -> Iterator[DateMention]:
    for match in _BARE.finditer(text):
        yield DateMention(match[0], match.start(), Point(int(match["year"])))


def _relatives(text: str, issued: date) -> Iterator[DateMention]:
    for match in _RELATIVE.finditer(text):
        word = match["word"].lower()
        if word in _YEARS_AWAY:
            point = Point(issued.year + _YEARS_AWAY[word])
        else:
            day = issued + timedelta(days=_DAYS_AWAY[word])
            point = Point(day.year, day.month, day.day)
        yield DateMention(match[0], match.start(), point)


def _groups(text: str) -> Iterator[DateMention]:
    for match in _GROUP.finditer(text):
        yield from _read_group(text, match.start(), match.end())


def _read_group(text: str, start: int, end: int) -> list[DateMention]:
    found: list[DateMention] = []
    bare_month = False
    for element in _ELEMENT.finditer(text, start, end):
        if element["month"]:
            month = MONTHS.index(element["month"]) + 1
            found.append(DateMention(element[0], element.start(), Point(month=month)))
            bare_month = True
        elif element["day"]:
            if bare_month:
                opened = found.pop()
                at, month_of_day = opened.at, opened.start.month
            else:
                at, month_of_day = element.start(), found[-1].start.month
            found.append(
                DateMention(text[at : element.end()], at, Point(month=month_of_day, day=int(element[0])))
            )
            bare_month = False
        else:
            found = _date_all(text, found, element)
            bare_month = False
    return found


def _date_all(text: str, found: list[DateMention], year: re.Match[str]) -> list[DateMention]:
    """Give a year to all dates of the group that lack one, or to the last month once more."""
    undated = [mention for mention in found if mention.start.year is None]
    if not undated:
        again = replace(found[-1].start, year=int(year[0]))
        return [*found, DateMention(year[0], year.start(), again)]
    dated = [
        replace(mention, start=replace(mention.start, year=mention.start.year or int(year[0])))
        for mention in found
    ]
    last = dated[-1]
    return [*dated[:-1], replace(last, text=text[last.at : year.end()])]


def _join_ranges(text: str, found: list[DateMention]) -> list[DateMention]:
    joined: list[DateMention] = []
    for mention in found:
        if joined and _is_range(text, joined[-1], mention):
            first = joined.pop()
            start = replace(first.start, year=first.start.year or mention.start.year)
            joined.append(DateMention(text[first.at : mention.until], first.at, start, mention.start))
        else:
            joined.append(mention)
    return joined


def _is_range(text: str, first: DateMention, second: DateMention) -> bool:
    if first.end or second.end or first.since or second.since:
        return False
    between = text[first.until : second.at]
    return between == " to " or (between == " and " and text[: first.at].lower().endswith("between "))
