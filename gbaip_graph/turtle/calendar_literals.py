"""Judge dates, times and durations of XSD 1.1: real calendar days, real time zones.

For the judge of literals. Years may have more than four digits and a minus sign; the year 0000 exists.

https://www.w3.org/TR/xmlschema11-2/#dateTime
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# Longer forms are no date that anyone means, and stop some of the engines that read the data after us.
_LIMIT_CHARACTERS = 64

_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = "(?P<month>[0-9]{2})"
_DAY = "(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?"
_MOMENT = f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}"
_ZONE = "(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_DAY_TIME = rf"(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:{_SECONDS})?)?"
_FORMS = {
    "date": (f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?", "YYYY-MM-DD", "2018-12-31"),
    "dateTime": (f"{_MOMENT}{_ZONE}?", "YYYY-MM-DDThh:mm:ss", "2018-12-31T09:30:00+08:00"),
    "dateTimeStamp": (f"{_MOMENT}{_ZONE}", "YYYY-MM-DDThh:mm:ss and time zone", "2018-12-31T09:30:00+08:00"),
    "time": (f"{_TIME}{_ZONE}?", "hh:mm:ss", "09:30:00+08:00"),
    "gYear": (f"{_YEAR}{_ZONE}?", "YYYY", "2018"),
    "gYearMonth": (f"{_YEAR}-{_MONTH}{_ZONE}?", "YYYY-MM", "2018-12"),
    "gMonth": (f"--{_MONTH}{_ZONE}?", "--MM", "--12"),
    "gMonthDay": (f"--{_MONTH}-{_DAY}{_ZONE}?", "--MM-DD", "--12-31"),
    "gDay": (f"---{_DAY}{_ZONE}?", "---DD", "---31"),
    "duration": (rf"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?{_DAY_TIME}", "PnYnMnDTnHnMnS", "P1Y6M"),
    "yearMonthDuration": (r"-?P(?=[0-9])(?:[0-9]+Y)?(?:[0-9]+M)?", "PnYnM", "P1Y6M"),
    "dayTimeDuration": (rf"-?P(?=[0-9T]){_DAY_TIME}", "PnDTnHnMnS", "P3DT12H"),
}  # fmt: skip
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _judge(form: str, shape: str, example: str) -> Callable[[str], str | None]:
    whole = re.compile(form)

    def judge(lexical: str) -> str | None:
        if len(lexical) > _LIMIT_CHARACTERS:
            fault: str | None = f"it has {len(lexical)} characters, more than {_LIMIT_CHARACTERS}"
        elif match := whole.fullmatch(lexical):
            parts = match.groupdict()
            fault = _month_or_day_fault(parts) or _time_fault(parts) or _zone_fault(parts.get("zone"))
        else:
            fault = f"it is not written {shape}"
        return f"{fault}; a right form is `{example}`" if fault else None

    return judge


def _month_or_day_fault(parts: Mapping[str, str | None]) -> str | None:
    month, day = int(parts.get("month") or 1), int(parts.get("day") or 1)
    if not 1 <= month <= 12:
        return f"there is no month {month:02}"
    if not 1 <= day <= 31:
        return f"there is no day {day:02}"
    year = parts.get("year")
    last = _DAYS[month - 1]
    if month == 2 and year is not None and not _is_leap(int(year)):
        last = 28
    if day > last:
        return f"{_MONTH_NAMES[month - 1]}{f' {year}' if year else ''} has {last} days"
    return None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _time_fault(parts: Mapping[str, str | None]) -> str | None:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if minute > 59:
        return f"there is no minute {minute}"
    if second > 59:
        return f"there is no second {second}"
    fraction = (parts.get("fraction") or "").strip(".0")
    if hour > 24 or (hour == 24 and (minute or second or fraction)):
        return "a day ends at 24:00:00"
    return None


def _zone_fault(zone: str | None) -> str | None:
    if zone is None or zone == "Z":
        return None
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        return f"the time zone {zone} is not between -14:00 and +14:00"
    return None


#: datatype -> judge of its lexical form.
CALENDAR_JUDGES: Mapping[str, Callable[[str], str | None]] = {
    name: _judge(*form) for name, form in _FORMS.items()
}
