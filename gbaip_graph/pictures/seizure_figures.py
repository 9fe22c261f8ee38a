"""Which figures of seizures may stand on one scale: one measure, currency and side, operations of one kind.

For the picture of seizures; what would mix them is refused with the choices that do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.ask.things import Choice, find_thing
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact
from gbaip_graph.pictures.desk import Desk, Told
from gbaip_graph.pictures.periods import Period, best, read_period
from gbaip_graph.pictures.picture import NoPicture, Variant
from gbaip_graph.pictures.words import listed

#: Different units of the same goods, never drawn together; the question of seizures by year has them too.
MEASURES = tuple(
    PREFIXES["measure"] + name for name in ("infringing-items", "goods-value", "cases", "batches", "pairs")
)
SIDES = tuple(PREFIXES["place"] + name for name in ("hong-kong", "guangdong", "macao"))
SINGLE, YEAR, OTHER = "operation", "year", "other"
#: What a caller may choose, in this order.
PARAMETERS = ("measure", "side", "currency", "of")
# No single operation of the sources lasts half a year; a count of a longer period is one of several.
_LONGEST_OPERATION_DAYS = 183
_SIDES_OF_BODIES = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT DISTINCT ?body ?side WHERE {{
  VALUES ?side {{ {" ".join(f"<{side}>" for side in SIDES)} }}
  ?operation a gbaip:Operation .
  ?figure gbaip:measures ?operation ; gbaip:countedBy ?body .
  ?body gbaip:hasJurisdiction/gbaip:containedIn* ?side .
}}
ORDER BY ?body ?side"""


@dataclass(frozen=True)
class Figure:
    """A figure of an operation as one document tells it; ``kind`` is SINGLE, YEAR or OTHER."""

    told: Told
    side: str
    kind: str
    period: Period | None

    @property
    def operation(self) -> str:
        """The operation, or the set."""
        return self.told["operation"]

    def value_of(self, parameter: str) -> str:
        """Return what a figure has in place of a parameter."""
        return {"side": self.side, "of": self.kind}.get(parameter, "") or self.told.get(parameter, "")


@dataclass(frozen=True)
class Figures:
    """All figures of seizures that somebody is said to have counted, parts of other figures left out."""

    desk: Desk
    rows: tuple[Told, ...]

    @cached_property
    def within(self) -> Mapping[str, frozenset[str]]:
        """The sets that each operation belongs to, as any document tells."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            found.setdefault(row["operation"], set()).update(filter(None, [row["within"]]))
        return {operation: frozenset(sets) for operation, sets in found.items()}

    @cached_property
    def all(self) -> tuple[Figure, ...]:
        """Every figure that can be drawn in some picture."""
        sides = {row["body"]: row["side"] for row in self.desk.select(_SIDES_OF_BODIES)}
        periods: dict[str, list[Period]] = {}
        for row in self.rows:
            if period := read_period(row["period"], row["basis"]):
                periods.setdefault(row["operation"], []).append(period)
        counted = [
            row for row in self.rows
            if row["measure"] in MEASURES and row["countedBy"] in sides and not row["subsetOfValue"]
        ]  # fmt: skip
        measured = {row["operation"] for row in counted}
        return tuple(
            Figure(row, sides[row["countedBy"]], self._kind(row, period, measured), period)
            for row in counted
            for period in [best(periods.get(row["operation"], []))]
        )

    def _kind(self, row: Told, period: Period | None, measured: set[str]) -> str:
        """Tell a single operation from the count of a year, and from parts, other sets and other periods."""
        is_set = any(other["actions"] for other in self.rows if other["operation"] == row["operation"])
        is_part = any(
            container in measured and not self._counts_actions(container)
            for container in self.within[row["operation"]]
        )
        if period is None or is_part:
            return OTHER
        if is_set:
            return YEAR if period.edtf.isdigit() else OTHER
        return SINGLE if period.edtf.isdigit() or period.days <= _LONGEST_OPERATION_DAYS else OTHER

    def _counts_actions(self, operation: str) -> bool:
        return any(row["actions"] for row in self.rows if row["operation"] == operation)


def read_figures(desk: Desk) -> Figures:
    """Ask for the figures."""
    return Figures(desk, desk.ask("operations-and-seizures"))


def variants(desk: Desk, figures: Iterable[Figure]) -> tuple[Variant, ...]:
    """Return every choice that gives a picture, that of the most operations first."""
    operations: dict[tuple[str, ...], set[str]] = {}
    for figure in figures:
        if figure.kind != OTHER:
            values = tuple(figure.value_of(parameter) for parameter in PARAMETERS)
            operations.setdefault(values, set()).add(figure.operation)
    ordered = sorted(
        operations, key=lambda values: (-len(operations[values]), MEASURES.index(values[0]), values)
    )
    return tuple(_variant(desk, values) for values in ordered)


def _variant(desk: Desk, values: tuple[str, ...]) -> Variant:
    measure, side, currency, kind = values
    labels = [desk.label(measure).text, desk.label(side).text, currency, desk.say(f"seizures.of-{kind}")]
    given = zip(PARAMETERS, (compact(measure), compact(side), currency, kind), strict=True)
    return Variant(
        tuple((name, value) for name, value in given if value),
        " · ".join(filter(None, labels)),
        desk.language,
    )


def choose(desk: Desk, figures: Figures, given: Mapping[str, str]) -> tuple[Figure, ...]:
    """Return the figures that were asked for; without any parameter those of the most operations.

    Raises ``NoPicture`` where they would mix what cannot be compared, ``InvalidValue`` for an unknown value.
    """
    known = variants(desk, figures.all)
    if not given and known:
        given = dict(known[0].parameters)
    chosen = figures.all
    for parameter in PARAMETERS:
        chosen = _narrowed(desk, chosen, parameter, given.get(parameter, ""))
    if not chosen:
        raise NoPicture(desk.say("seizures.none"), choices=known)
    _check(desk, chosen, figures)
    return chosen


def _narrowed(desk: Desk, chosen: tuple[Figure, ...], parameter: str, value: str) -> tuple[Figure, ...]:
    """Leave the figures of one value; several values, or ``all``, leave what the check then refuses."""
    values = [part.strip() for part in value.split(",") if part.strip() not in ("", "all")]
    if not values:
        return chosen
    present = tuple(sorted({figure.value_of(parameter) for figure in chosen} - {""}))
    if parameter in ("measure", "side"):
        choice = Choice(desk.graph, present, parameter, desk.language)
        wanted = {find_thing(part, choice, where=parameter).value for part in values}
    elif unknown := [part for part in values if part not in present]:
        what = desk.say("seizures.unknown", parameter=parameter, value=unknown[0])
        raise InvalidValue(what, mend=desk.say("refusal.there-are", names=listed(present, desk.language)))
    else:
        wanted = set(values)
    return tuple(figure for figure in chosen if figure.value_of(parameter) in wanted)


def _check(desk: Desk, chosen: Sequence[Figure], figures: Figures) -> None:
    for parameter in PARAMETERS:
        values = sorted({figure.value_of(parameter) for figure in chosen})
        if len(values) > 1 and parameter != "of":
            names = [desk.label(value).text if "://" in value else value for value in values if value]
            _refuse(desk, desk.say(f"seizures.mixed-{parameter}", names=listed(names, desk.language)), chosen)
    comparable = {figure.operation for figure in chosen}
    for operation in sorted(comparable):
        for container in sorted(figures.within[operation] & comparable):
            names_of = {"whole": desk.label(container).text, "part": desk.label(operation).text}
            _refuse(desk, desk.say("seizures.mixed-set", **names_of), chosen)
    if not {figure.kind for figure in chosen} <= {SINGLE} and len({_length(figure) for figure in chosen}) > 1:
        _refuse(desk, desk.say("seizures.mixed-of"), chosen)


def _length(figure: Figure) -> str:
    """Return what has to be the same for two figures of sets to be comparable."""
    return YEAR if figure.kind == YEAR else f"{figure.kind} {figure.period.edtf if figure.period else ''}"


def _refuse(desk: Desk, why: str, chosen: Sequence[Figure]) -> None:
    choices = variants(desk, chosen)
    names = "; ".join(choice.label for choice in choices)
    raise NoPicture(why, mend=desk.say("seizures.choices", choices=names) if names else "", choices=choices)
