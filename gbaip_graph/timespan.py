"""Read time spans: the first and last possible day, the precision and the slug of an EDTF text.

For whoever writes or checks ``gbaip:TimeSpan`` records. Covers the part of EDTF levels 0 and 1 that the data
use (https://www.loc.gov/standards/datetime/) and refuses the rest; it compares no spans and guesses no year.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from gbaip_graph.errors import InvalidValue

STATED = "stated"
OPEN = ".."

#: Longest first, so that reading a slug never stops at a shorter word. They are the same in both directions.
_QUALIFIER_WORDS = {"%": "-uncertain-about", "?": "-uncertain", "~": "-about"}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?\Z")
_DATE_WITHOUT_YEAR = re.compile(r"XXXX-([0-9]{2}|XX)(?:-([0-9]{2}))?[~?%]?\Z")
_BASIS = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")
_FORMS = (
    "Write 2018, 2018-11 or 2018-11-05, an interval such as 2018-07/2019-12~ or 2004/.., each with ~, ? or %."
)
#: A leap year: 29 February without a year is a day.
_STAND_IN_YEAR = "2000"


@dataclass(frozen=True, slots=True)
class _Date:
    first: date
    last: date
    precision: str


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """Return the first and the last possible day as ISO dates; None where that end is open.

    A qualifier (``~``, ``?``, ``%``) never widens the span. Raises ``InvalidValue`` for an unknown end
    (``2004/``), a missing year, reversed ends, and every form outside the part of EDTF that the data use.

    >>> bounds("2018-07/2019-12~")
    ('2018-07-01', '2019-12-31')
    >>> bounds("2004/..")
    ('2004-01-01', None)
    """
    start, end = _ends(edtf)
    if start and end and start.first > end.last:
        raise InvalidValue(f"{edtf!r} ends before it begins", mend="Write the earlier date first.")
    return start.first.isoformat() if start else None, end.last.isoformat() if end else None


def precision(edtf: str) -> str:
    """Return ``day``, ``month`` or ``year`` for one date, ``interval`` for two; raises as ``bounds`` does.

    >>> precision("2018-11~")
    'month'
    """
    bounds(edtf)
    if "/" in edtf:
        return "interval"
    return _read_date(edtf, within=edtf).precision


def slug(edtf: str, basis: str = STATED) -> str:
    """Return a span's slug: the EDTF text in characters for an IRI, and the basis unless it is stated.

    Raises ``InvalidValue`` as ``bounds`` does, and for a basis that is not lower-case words with hyphens.

    >>> slug("2018-07/2019-12~")
    '2018-07_2019-12-about'
    >>> slug("2018-08/2019-10", basis="from-members")
    '2018-08_2019-10.from-members'
    """
    bounds(edtf)
    if not _BASIS.match(basis):
        raise InvalidValue(
            f"{basis!r} is no basis", mend="Name it in lower-case words, such as from-members."
        )
    text = edtf.replace("/", "_").replace(OPEN, "open")
    for qualifier, word in _QUALIFIER_WORDS.items():
        text = text.replace(qualifier, word)
    return text if basis == STATED else f"{text}.{basis}"


def edtf_of_slug(span_slug: str) -> tuple[str, str]:
    """Return the EDTF text and the basis of a span's slug, the inverse of ``slug``.

    Raises ``InvalidValue`` for a text that ``slug`` never returns.

    >>> edtf_of_slug("2004_open")
    ('2004/..', 'stated')
    """
    text, _, basis = span_slug.partition(".")
    for qualifier, word in _QUALIFIER_WORDS.items():
        text = text.replace(word, qualifier)
    edtf, basis = text.replace("open", OPEN).replace("_", "/"), basis or STATED
    if slug(edtf, basis) != span_slug:
        raise InvalidValue(f"{span_slug!r} is not the slug of a span", mend=f"Write {slug(edtf, basis)}.")
    return edtf, basis


def check_stated(edtf: str) -> None:
    """Check a ``gbaip:statedEdtf``: what ``bounds`` accepts, ``XXXX-09-05`` and ``XXXX-XX-15``.

    Raises ``InvalidValue`` for anything else. A text without a year has no bounds; the inferred
    ``gbaip:edtf`` beside it has them.
    """
    ends = edtf.split("/")
    if len(ends) > 2 or not any(end.startswith("XXXX") for end in ends):
        bounds(edtf)
        return
    for end in ends:
        match = _DATE_WITHOUT_YEAR.match(end)
        if match:
            # A day of an unknown month may be any up to the 31st, as January's is.
            month = "01" if match[1] == "XX" else match[1]
            _day_range(_STAND_IN_YEAR, month, match[2], within=edtf)
        elif end != OPEN:
            _read_date(end, within=edtf)


def _ends(edtf: str) -> tuple[_Date | None, _Date | None]:
    start, slash, end = edtf.partition("/")
    if not slash:
        only = _read_date(edtf, within=edtf)
        return only, only
    if "" in (start, end):
        raise InvalidValue(
            f"{edtf!r} has an unknown end, which says nothing that can be compared",
            mend="Write .. for an end that is open, or the date of the end with ~ where it is about.",
        )
    if start == end == OPEN:
        raise InvalidValue(
            f"{edtf!r} is open at both ends", mend="Name at least one end, or leave the span out."
        )
    return (
        None if start == OPEN else _read_date(start, within=edtf),
        None if end == OPEN else _read_date(end, within=edtf),
    )


def _read_date(text: str, *, within: str) -> _Date:
    match = _DATE.match(text)
    if match:
        return _day_range(*match.groups(), within=within)
    if text.startswith("XXXX"):
        raise InvalidValue(
            f"{within!r} has no year, so it has no bounds",
            mend="Keep it in gbaip:statedEdtf and write the inferred year, with its basis, in gbaip:edtf.",
        )
    raise InvalidValue(f"{within!r} is not a date or an interval in the EDTF forms used here", mend=_FORMS)


def _day_range(year: str, month: str | None, day: str | None, *, within: str) -> _Date:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InvalidValue(f"{within!r} names no day of the calendar ({error})", mend=_FORMS) from error
    if day:
        return _Date(first, first, "day")
    if month:
        last_day = calendar.monthrange(first.year, first.month)[1]
        return _Date(first, first.replace(day=last_day), "month")
    return _Date(first, first.replace(month=12, day=31), "year")
