"""Plans, events, operations and exchanges on one scale of time, a lane for each.

Wide, time runs to the right; on phones it runs down. A full mark has a date that a document tells, an open
one a date that was inferred.
"""

from __future__ import annotations

from datetime import date

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pictures import citations
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import both_sizes
from gbaip_graph.pictures.periods import in_words
from gbaip_graph.pictures.picture import NoPicture, Picture, TableCell
from gbaip_graph.pictures.timeline_marks import Mark, lanes_of, marks_of
from gbaip_graph.pictures.timeline_narrow import draw_narrow
from gbaip_graph.pictures.timeline_wide import draw_wide
from gbaip_graph.turtle.terms import XSD, Literal

NAME = "timeline"
# The year in which the Expert Group was set up.
_BEGINNING = "2003-01-01"
_COLUMNS = ("what", "kind", "period", "basis")


def draw_timeline(desk: Desk, **given: str) -> Picture:
    """Draw the picture from one day to another; raises ``InvalidValue`` for what is no day.

    Without ``from`` it begins with 2003, without ``to`` it ends with the last year that has something.
    """
    days = {name: _day(name, value) for name, value in ({"from": _BEGINNING} | given).items()}
    if "to" in days and days["to"] < days["from"]:
        raise InvalidValue(f"to: {days['to']} is before {days['from']}", mend="Give the earlier day as from.")
    rows = desk.ask("timeline", **{name: Literal(str(day), XSD + "date") for name, day in days.items()})
    marks = marks_of(rows)
    if not marks:
        raise NoPicture(desk.say("timeline.none"))
    desk.learn(row[column] for row in rows for column in ("what", "kind", "source", "basis"))
    lanes = lanes_of(desk, marks)
    desk.learn(lane.series for lane in lanes)
    first, last = days["from"], days.get("to") or _last_day(marks)
    key = "timeline.title-of-year" if first.year == last.year else "timeline.title"
    title = desk.say(key, first=first.year, last=last.year)
    description = desk.say("timeline.description")
    wide, narrow = both_sizes(
        lambda is_wide: (draw_wide if is_wide else draw_narrow)(desk, lanes, first, last),
        name=NAME, title=title, description=description, language=desk.language,
    )  # fmt: skip
    cited = citations.find_citations(desk, rows, thing="what")
    table: tuple[tuple[TableCell, ...], ...] = tuple(
        (
            desk.cell(row["what"]),
            desk.cell(row["kind"]),
            desk.own(in_words(row["period"], desk.language)),
            desk.cell(row["basis"]),
            *cited(row["what"], row),
        )
        for row in rows
    )
    head = (*(desk.say(f"column.{name}") for name in _COLUMNS), *citations.columns(desk))
    return Picture(
        NAME, title, description, desk.language, head, table, wide, narrow, tuple(sorted(given.items()))
    )


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidValue(f'{name}: "{value}" is no day', mend="Write it as 2019-05-01.") from None


def _last_day(marks: tuple[Mark, ...]) -> date:
    ends = [mark.period.last or mark.first for mark in marks]
    return date(max(ends).year, 12, 31)
