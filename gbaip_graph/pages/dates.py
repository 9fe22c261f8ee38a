"""Dates as people read them, from EDTF text, in every language.

https://www.loc.gov/standards/datetime/ - level 1 as the graph uses it: days, months, years, intervals, open
ends, ``~`` for about, and ``XXXX`` for a year that is not told.
"""

from __future__ import annotations

import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4}|XXXX|\d{3}X)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?([~?%]?)\Z")
_OPEN = {
    "en": ("until {0}", "since {0}"),
    "zh-Hant": ("{0}或以前", "自{0}起"),
    "zh-Hans": ("{0}或以前", "自{0}起"),
}
_BETWEEN = {"en": "{0} to {1}", "zh-Hant": "{0}至{1}", "zh-Hans": "{0}至{1}"}
_ABOUT = {"en": "about {0}", "zh-Hant": "約{0}", "zh-Hans": "约{0}"}
_DECADE = {"en": "{0}0s", "zh-Hant": "{0}0年代", "zh-Hans": "{0}0年代"}


def shown_date(edtf: str, language: str) -> str:
    """Return a date in words; text that is no date of the graph comes back as it is.

    >>> shown_date("2018-07/2019-12~", "en")
    'July 2018 to about December 2019'
    >>> shown_date("XXXX-09-05", "zh-Hant")
    '9月5日'
    """
    begin, slash, end = edtf.partition("/")
    if not slash:
        return _one(edtf, language)
    if begin in ("", "..") or end in ("", ".."):
        is_begun = end in ("", "..")
        return _OPEN[language][is_begun].format(_one(begin if is_begun else end, language))
    return _BETWEEN[language].format(_one(begin, language), _one(end, language))


def _one(text: str, language: str) -> str:
    found = _DATE.match(text)
    if found is None:
        return text
    year, month, day, mark = found.groups()
    words = _english(year, month, day) if language == "en" else _chinese(year, month, day)
    if year.endswith("X") and year != "XXXX":
        words = _DECADE[language].format(year[:3])
    return _ABOUT[language].format(words) if mark else words


def _english(year: str, month: str | None, day: str | None) -> str:
    parts = [str(int(day))] if day and day.isdigit() else []
    parts += [_MONTHS[int(month) - 1]] if month and month.isdigit() and 0 < int(month) < 13 else []
    parts += [year] if year != "XXXX" else []
    return " ".join(parts)


def _chinese(year: str, month: str | None, day: str | None) -> str:
    words = f"{year}年" if year != "XXXX" else ""
    words += f"{int(month)}月" if month and month.isdigit() else ""
    return words + (f"{int(day)}日" if day and day.isdigit() else "")
