"""The events whose days are known, as a calendar in each language.

https://www.rfc-editor.org/rfc/rfc5545 - for calendars of people. Events known by month, year or window only
are on no day; how many they are, the calendar says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gbaip_graph.pages.notice_words import NoticeWords, as_timestamp
from gbaip_graph.pages.notices import Notice, days_of, fetch_notices

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: Of a line without its end; a longer one goes on in the next, which begins with a space.
LINE_LIMIT_OCTETS = 75
# Each event has to say when it was last changed; of some the graph does not know.
_NEVER = "1970-01-01"
_SPECIAL = re.compile(r"[\\;,]")


def write(site: Site, base: str, language: str, *, is_static: bool = False) -> bytes:
    """Write the calendar; the addresses of its pages begin with ``base``, without one they are IRIs.

    The same graph and base give the same bytes.
    """
    notices = fetch_notices(site.graph)
    days = sorted((days, notice.iri, notice) for notice in notices for days in _days(notice))
    shown = {iri for _, iri, _ in days}
    words = NoticeWords(site, base, language, notices, is_static=is_static)
    name = words.text("calendar")
    told = words.text(
        "calendar-description", shown=len(shown), total=len(notices), left_out=len(notices) - len(shown)
    )
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//gbaip-graph//Events//{language.upper()}",
        "CALSCALE:GREGORIAN",
        *(_text(key, name) for key in ("NAME", "X-WR-CALNAME")),
        *(_text(key, told) for key in ("DESCRIPTION", "X-WR-CALDESC")),
        *(line for (first, last), _, notice in days for line in _event(words, notice, first, last)),
        "END:VCALENDAR",
    ]
    return b"".join(map(_folded, lines))


def _days(notice: Notice) -> list[tuple[str, str]]:
    return sorted({days for span in notice.spans if (days := days_of(span))})


def _event(words: NoticeWords, notice: Notice, first: str, last: str) -> Iterator[str]:
    is_first = _days(notice)[0] == (first, last)
    label = words.label(notice.iri)
    places = words.places(notice)
    yield "BEGIN:VEVENT"
    # Of an event that took place at several times each has an identifier; the first has that of the event.
    yield f"UID:{notice.iri}" + ("" if is_first else f"#{first}")
    yield f"DTSTAMP:{_stamp(notice.changed or _NEVER)}"
    yield f"DTSTART;VALUE=DATE:{_plain(first)}"
    yield f"DTEND;VALUE=DATE:{_plain(_day_after(last))}"
    yield _text("SUMMARY", label.text, label.language)
    if places:
        yield _text("LOCATION", places)
    yield _text("DESCRIPTION", "\n".join(words.lines(notice)))
    yield f"URL:{words.address(notice.iri)}"
    # Nobody is kept busy by what happened elsewhere or long ago.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day_after(day: str) -> str:
    """Return the day on which an event is over, which the calendar does not count to it."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _plain(day: str) -> str:
    return day.replace("-", "")


def _stamp(day: str) -> str:
    return as_timestamp(day).replace("-", "").replace(":", "")


def _text(name: str, text: str, language: str = "") -> str:
    """Write a property whose value is text: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11."""
    head = f"{name};LANGUAGE={language}" if language else name
    return f"{head}:" + _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Write a line in pieces of at most 75 octets, none of which ends within a character."""
    pieces = [b""]
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > LINE_LIMIT_OCTETS:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
