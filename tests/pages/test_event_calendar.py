"""The calendar against RFC 5545, read by a reader of its lines written from the RFC."""

from __future__ import annotations

import re

import pytest

from gbaip_graph.pages.event_calendar import write
from gbaip_graph.pages.page import LANGUAGES
from tests.pages.machine_site import BASE, FAIR, MachineSite, graph_of
from tests.repository.released_iris import CHECKOUT

EVENT = "https://w3id.org/gbaip/id/event/"
_ESCAPE = re.compile(r"\\([\\;,nN])")
_LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[A-Za-z-]+)*):(.*)\Z")


@pytest.fixture(scope="module")
def fair():
    return MachineSite(graph_of(FAIR))


@pytest.fixture(scope="module")
def shipped():
    from gbaip_graph.build.store import open_graph  # noqa: PLC0415

    return MachineSite(open_graph(CHECKOUT))


def unfolded(calendar: bytes) -> list[str]:
    """Return the lines as they were before they were folded."""
    assert calendar.endswith(b"\r\n")
    return calendar.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def events(calendar: bytes) -> list[dict[str, str]]:
    """Return the properties of each event, text without its escapes, parameters behind the names."""
    found: list[dict[str, str]] = []
    for line in unfolded(calendar):
        name, parameters, value = _LINE.match(line).groups()
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line not in {"END:VEVENT", "END:VCALENDAR"}:
            assert name + parameters not in found[-1]
            is_text = name in ("SUMMARY", "LOCATION", "DESCRIPTION")
            found[-1][name + parameters] = _ESCAPE.sub(_unescaped, value) if is_text else value
    return found


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def test_an_event_of_two_days_ends_on_the_day_after_them(fair):
    visit = next(event for event in events(write(fair, BASE, "en")) if event["UID"] == EVENT + "visit")
    assert (visit["DTSTART;VALUE=DATE"], visit["DTEND;VALUE=DATE"]) == ("20200228", "20200301")


def test_events_known_by_month_or_window_or_not_at_all_and_mistakes_are_left_out(fair):
    shown = [event["UID"].removeprefix(EVENT) for event in events(write(fair, BASE, "en"))]
    assert shown == ["fair", "show", "show#2019-12-31", "visit"]


def test_the_calendar_says_how_many_events_it_leaves_out(fair):
    told = [line for line in unfolded(write(fair, BASE, "en")) if line.startswith("X-WR-CALDESC:")]
    assert told[0].startswith(r"X-WR-CALDESC:Of 6 events\, the 3 whose days are known\; 3 of which")


def test_of_a_day_and_the_month_that_it_lies_in_the_day_is_told(fair):
    described = events(write(fair, BASE, "en"))[0]["DESCRIPTION"].split("\n")
    assert described[:2] == ["Date: 29–30 November 2018 (from the title)", "Place: Market"]


def test_text_comes_out_of_its_escapes_as_it_went_in(fair):
    described = events(write(fair, BASE, "en"))[0]["DESCRIPTION"].split("\n")
    assert described[2] == r"Source: A letter; on \ fairs, & <b>more</b> (The office, 1 January 2018)"


def test_a_summary_tells_the_language_that_it_is_in(fair):
    summaries = [
        (key, event[key])
        for event in events(write(fair, BASE, "zh-Hans"))
        for key in event
        if key.startswith("SUMMARY")
    ]
    assert summaries[0] == ("SUMMARY;LANGUAGE=zh-Hant", "市集")
    assert summaries[1] == ("SUMMARY;LANGUAGE=en", "The show")


def test_an_event_leads_to_its_page_and_without_an_address_of_the_site_to_its_iri(fair):
    with_base, without = (events(write(fair, base, "zh-Hant"))[0]["URL"] for base in (BASE, ""))
    assert with_base == "https://site.example/zh-Hant/id/event/fair"
    assert without == "https://w3id.org/gbaip/id/event/fair"


def test_an_event_is_stamped_with_the_last_day_on_which_its_file_changed(fair):
    stamps = {event["UID"]: event["DTSTAMP"] for event in events(write(fair, BASE, "en"))}
    assert stamps[EVENT + "fair"] == "20260506T000000Z"


def test_a_graph_without_events_is_a_calendar_without_events():
    calendar = write(MachineSite(graph_of({"empty": "place:x a gbaip:Place ."})), BASE, "en")
    assert events(calendar) == []
    assert unfolded(calendar)[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_calendar_keeps_to_the_rfc(shipped, language):
    calendar = write(shipped, BASE, language)
    lines = calendar.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]  # no line ends within a character
    assert b"\n" not in calendar.replace(b"\r\n", b"")
    found = events(calendar)
    assert len(found) > 50
    assert len({event["UID"] for event in found}) == len(found)
    assert all(event["DTSTART;VALUE=DATE"] < event["DTEND;VALUE=DATE"] for event in found)
    assert write(shipped, BASE, language) == calendar
