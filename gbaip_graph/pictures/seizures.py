"""What joint operations seized: a bar for each figure of one measure, in one currency, counted by one side.

Nothing is added up; ``seizure_figures`` refuses what cannot be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gbaip_graph.ask.languages import Label
from gbaip_graph.pictures import citations, exactness
from gbaip_graph.pictures.bars import Bar, Row, draw_rows
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import both_sizes
from gbaip_graph.pictures.periods import best, in_words
from gbaip_graph.pictures.picture import Picture, TableCell, Variant
from gbaip_graph.pictures.seizure_figures import PARAMETERS, Figure, Figures, choose, read_figures, variants
from gbaip_graph.pictures.words import listed, tick_number, whole_number

NAME = "seizures-by-operation"
_COLOUR = "picture-b"
_THINGS = ("operation", "measure", "countedBy", "exactness", "source", "basis")
_COLUMNS = ("operation", "period", "basis", "number", "exactness", "estimate", "counted-by")


def draw_seizures(desk: Desk, **given: str) -> Picture:
    """Draw the picture of a measure, a side, a currency, and ``of``: operation or year.

    Without any of them it is that of the most operations. Raises ``NoPicture`` and ``InvalidValue``.
    """
    figures = read_figures(desk)
    chosen = choose(desk, figures, given)
    desk.learn(figure.told[column] for figure in chosen for column in _THINGS)
    desk.learn(figure.side for figure in chosen)
    title, description = _title(desk, chosen[0]), _description(desk, chosen, figures)
    rows = _rows(desk, chosen)
    wide, narrow = both_sizes(
        lambda is_wide: draw_rows(desk, rows, colour=_COLOUR, is_wide=is_wide),
        name=NAME, title=title, description=description, language=desk.language,
    )  # fmt: skip
    head = (*(desk.say(f"column.{name}") for name in _COLUMNS), *citations.columns(desk))
    return Picture(
        NAME, title, description, desk.language, head, _table(desk, chosen), wide, narrow,
        tuple((parameter, value) for parameter in PARAMETERS if (value := chosen[0].value_of(parameter))),
    )  # fmt: skip


def seizure_variants(desk: Desk) -> tuple[Variant, ...]:
    """Return every choice of parameters that gives a picture."""
    return variants(desk, read_figures(desk).all)


def _title(desk: Desk, figure: Figure) -> str:
    currency = figure.told["currency"]
    title = desk.say(
        "seizures.title",
        measure=desk.label(figure.told["measure"]).text,
        currency=desk.say("seizures.currency", currency=currency) if currency else "",
        kind=desk.say(f"seizures.kind-{figure.kind}"),
        side=desk.label(figure.side).text,
    )
    return title[0].upper() + title[1:]


def _description(desk: Desk, chosen: Sequence[Figure], figures: Figures) -> str:
    same = ("measure", "side", "currency")
    alike = [
        figure for figure in figures.all
        if all(figure.value_of(name) == chosen[0].value_of(name) for name in same)
    ]  # fmt: skip
    bodies = dict.fromkeys(desk.name(figure.told["countedBy"]) for figure in chosen)
    return desk.say(
        "seizures.description",
        kind=desk.say(f"seizures.kind-{chosen[0].kind}"),
        bodies=listed(list(bodies), desk.language),
        left=len(set(map(_drawn, alike)) - set(map(_drawn, chosen))),
    )


def _drawn(figure: Figure) -> tuple[str, ...]:
    """Return what two documents have in common that tell the same of one operation."""
    return tuple(figure.told[name] for name in ("operation", "value", "exactness", "isEstimate", "countedBy"))


def _rows(desk: Desk, chosen: Sequence[Figure]) -> list[Row]:
    operations: dict[str, list[Figure]] = {}
    for figure in sorted(chosen, key=_time):
        operations.setdefault(figure.operation, []).append(figure)
    bodies = {figure.told["countedBy"] for figure in chosen}
    return [_row(desk, told, names_body=len(bodies) > 1) for told in operations.values()]


def _time(figure: Figure) -> tuple[str, str, str, float, str]:
    first, last = (figure.period.first, figure.period.last) if figure.period else (None, None)
    return (
        str(first or "9999"),
        str(last or ""),
        figure.operation,
        float(figure.told["value"]),
        figure.told["source"],
    )


def _row(desk: Desk, told: Sequence[Figure], *, names_body: bool) -> Row:
    different = {_drawn(figure): figure for figure in reversed(told)}
    bars = {key: _bar(desk, different[key]) for key in dict.fromkeys(map(_drawn, told))}
    period = best([figure.period for figure in told if figure.period])
    when = in_words(period.edtf, desk.language) if period else desk.say("date.none")
    body = desk.label(told[0].told["countedBy"])
    title = desk.say(
        "seizures.bar", operation=desk.name(told[0].operation), period=when,
        body=desk.name(told[0].told["countedBy"]),
        figure=listed([bar.words for bar in bars.values()], desk.language),
    )  # fmt: skip
    note = body if names_body else Label("")
    short = in_words(period.edtf, desk.language, is_short=True) if period else when
    return Row(short, note, desk.link(told[0].operation), title, tuple(bars.values()))


def _bar(desk: Desk, figure: Figure) -> Bar:
    value = float(figure.told["value"])
    kind = exactness.kind_of(figure.told["exactness"])
    words = exactness.in_words(desk, kind, tick_number(value, desk.language))
    if figure.told["isEstimate"] == "true":
        words = desk.say("seizures.estimate", figure=words)
    return Bar(value, kind, words)


def _table(desk: Desk, chosen: Sequence[Figure]) -> tuple[tuple[TableCell, ...], ...]:
    ordered = sorted(chosen, key=_time)
    told = [figure.told for figure in ordered]
    cited = citations.find_citations(desk, told, thing="operation", figure="value")
    return tuple((*_cells(desk, figure), *cited(figure.operation, figure.told)) for figure in ordered)


def _cells(desk: Desk, figure: Figure) -> tuple[TableCell, ...]:
    told: Mapping[str, str] = figure.told
    number = whole_number(float(told["value"]), desk.language)
    return (
        desk.cell(told["operation"]),
        desk.own(in_words(told["period"], desk.language) if told["period"] else desk.say("date.none")),
        desk.cell(told["basis"]),
        desk.own(f"{told['currency']} {number}".lstrip()),
        desk.cell(told["exactness"]),
        desk.own(desk.say("word.yes") if told["isEstimate"] == "true" else ""),
        desk.cell(told["countedBy"]),
    )
