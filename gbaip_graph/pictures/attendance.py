"""How many people came to the seminars for small and medium enterprises: a bar for each stated figure.

The exactness of a figure is a mark and a word; an edition without a figure keeps its place and stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gbaip_graph.ask.languages import Label
from gbaip_graph.pictures import citations, exactness
from gbaip_graph.pictures.bars import Bar, Row, draw_rows
from gbaip_graph.pictures.desk import Desk, Told
from gbaip_graph.pictures.frame import both_sizes
from gbaip_graph.pictures.periods import Period, best, in_words, read_period
from gbaip_graph.pictures.picture import Picture, TableCell
from gbaip_graph.pictures.words import listed, whole_number

NAME = "sme-seminar-attendance"
_COLOUR = "picture-a"
_THINGS = ("event", "place", "mode", "exactness", "source", "basis")
_COLUMNS = ("event", "period", "basis", "place", "participants", "exactness", "counted-by")


@dataclass(frozen=True)
class _Edition:
    iri: str
    period: Period | None
    place: str
    figures: tuple[tuple[float, str], ...]


def draw_attendance(desk: Desk) -> Picture:
    """Draw the picture; it has no parameters."""
    told = desk.ask("sme-seminar-attendance")
    with_figure = {row["event"] for row in told}
    without = tuple(row for row in desk.ask("seminars-over-time") if row["event"] not in with_figure)
    desk.learn(row[column] for row in (*told, *without) for column in _THINGS)
    title, description = desk.say("attendance.title"), desk.say("attendance.description")
    rows = [_row(desk, edition) for edition in _editions((*told, *without))]
    wide, narrow = both_sizes(
        lambda is_wide: draw_rows(desk, rows, colour=_COLOUR, is_wide=is_wide),
        name=NAME, title=title, description=description, language=desk.language,
    )  # fmt: skip
    columns, table = _table(desk, (*told, *without))
    return Picture(NAME, title, description, desk.language, columns, table, wide, narrow)


def _editions(told: Sequence[Told]) -> list[_Edition]:
    """Return every edition in the order of time, each with its distinct figures."""
    found: list[_Edition] = []
    for event in dict.fromkeys(row["event"] for row in told):
        rows = [row for row in told if row["event"] == event]
        periods = [period for row in rows if (period := read_period(row["period"], row["basis"]))]
        figures = dict.fromkeys(
            (float(row["participants"]), row["exactness"]) for row in rows if row["participants"]
        )
        place = next((row[column] for row in rows for column in ("place", "mode") if row[column]), "")
        found.append(_Edition(event, best(periods), place, tuple(figures)))
    return sorted(found, key=_time)


def _time(edition: _Edition) -> tuple[str, str, str]:
    period = edition.period
    first, last = (str(day or "") for day in (period.first, period.last)) if period else ("9999", "")
    return first, last, edition.iri


def _row(desk: Desk, edition: _Edition) -> Row:
    period = in_words(edition.period.edtf, desk.language) if edition.period else desk.say("date.none")
    bars = tuple(_bar(desk, *figure) for figure in edition.figures)
    key, figure = ("attendance.bar", listed([bar.words for bar in bars], desk.language))
    title = desk.say(
        key if bars else "attendance.gap", edition=desk.name(edition.iri), period=period, figure=figure
    )
    place = desk.label(edition.place) if edition.place else Label("")
    short = in_words(edition.period.edtf, desk.language, is_short=True) if edition.period else period
    return Row(short, place, desk.link(edition.iri), title, bars, desk.say("attendance.none"))


def _bar(desk: Desk, value: float, concept: str) -> Bar:
    kind = exactness.kind_of(concept)
    return Bar(value, kind, exactness.in_words(desk, kind, whole_number(value, desk.language)))


def _table(desk: Desk, told: Sequence[Told]) -> tuple[tuple[str, ...], tuple[tuple[TableCell, ...], ...]]:
    cited = citations.find_citations(desk, told, thing="event", figure="participants")
    rows = tuple(
        (*_cells(desk, row), *cited(row["event"], row))
        for row in sorted(told, key=lambda row: (row["period"] or "9999", row["event"], row["source"]))
    )
    return (*(desk.say(f"column.{name}") for name in _COLUMNS), *citations.columns(desk)), rows


def _cells(desk: Desk, row: Told) -> tuple[TableCell, ...]:
    value = row["participants"]
    return (
        desk.cell(row["event"]),
        desk.own(in_words(row["period"], desk.language) if row["period"] else desk.say("date.none")),
        desk.cell(row["basis"]),
        desk.cell(row["place"] or row["mode"]),
        desk.own(whole_number(float(value), desk.language) if value else desk.say("value.none")),
        desk.cell(row["exactness"]),
        desk.own(desk.say("counted.nobody") if value else ""),
    )
