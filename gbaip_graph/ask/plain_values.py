"""Values that need no graph to be judged: texts, numbers, days and years, as typed literals within bounds.

For parameters of these kinds; every way to write one number gives one literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gbaip_graph.ask.saved_query import Parameter
from gbaip_graph.errors import InvalidValue
from gbaip_graph.turtle.terms import XSD, XSD_DECIMAL, XSD_INTEGER, Literal

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)  # what every engine holds in 64 bits
_DECIMAL = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{1,18})?|\.\d{1,18})", re.ASCII)
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # NUL, and halves of characters


@dataclass(frozen=True)
class PlainKind:
    """How values of a kind are read, what one is called, how it is written, and what puts them in order."""

    read: Callable[[str], Literal | None]
    name: str
    form: str
    order: Callable[[str], Any] = str


def plain_literal(parameter: Parameter, value: str, *, where: str) -> Literal:
    """Return a value of a plain kind as a literal; raises ``InvalidValue`` past its bounds too.

    A year becomes an ``xsd:integer``, to be compared with ``YEAR(...)``.
    """
    kind = PLAIN_KINDS[parameter.kind]
    term = kind.read(value)
    if term is None:
        raise InvalidValue(f'"{value}" is no {kind.name}', where=where, mend=_form(parameter, kind))
    fault = _past_bounds(parameter, value, kind)
    if fault:
        raise InvalidValue(f'"{value}" is {fault}', where=where, mend=_form(parameter, kind))
    return term


def bounds_text(parameter: Parameter) -> str:
    """Return the bounds of a parameter for people, with a blank before them, or ``""``.

    >>> bounds_text(Parameter("size", "integer", minimum="1", maximum="9"))
    ' from 1 to 9'
    """
    if parameter.minimum and parameter.maximum:
        return f" from {parameter.minimum} to {parameter.maximum}"
    if parameter.minimum:
        return f" from {parameter.minimum} on"
    return f" up to {parameter.maximum}" if parameter.maximum else ""


def _form(parameter: Parameter, kind: PlainKind) -> str:
    example = f", such as {parameter.example}" if parameter.example else ""
    return f"Write {kind.form}{bounds_text(parameter)}{example}."


def _past_bounds(parameter: Parameter, value: str, kind: PlainKind) -> str:
    if parameter.minimum and kind.order(value) < kind.order(parameter.minimum):
        return f"below the minimum {parameter.minimum}"
    if parameter.maximum and kind.order(value) > kind.order(parameter.maximum):
        return f"above the maximum {parameter.maximum}"
    return ""


def _day(value: str) -> Literal | None:
    try:
        known = _DAY.fullmatch(value) and date.fromisoformat(value)
    except ValueError:
        return None
    return Literal(value, XSD + "date") if known else None


def _year(value: str) -> Literal | None:
    return Literal(str(int(value)), XSD_INTEGER) if _YEAR.fullmatch(value) else None


def _integer(value: str) -> Literal | None:
    return Literal(str(int(value)), XSD_INTEGER) if _INTEGER.fullmatch(value) else None


def _decimal(value: str) -> Literal | None:
    """Read a decimal number in its canonical form: https://www.w3.org/TR/xmlschema11-2/#f-decimalCanmap."""
    if not _DECIMAL.fullmatch(value):
        return None
    whole, _, fraction = f"{Decimal(value):f}".partition(".")
    fraction = fraction.rstrip("0")
    lexical = f"{whole}.{fraction}" if fraction else whole
    return Literal("0" if lexical == "-0" else lexical, XSD_DECIMAL)


def _text(value: str) -> Literal | None:
    return Literal(value) if value.strip() and not _NO_TEXT.search(value) else None


PLAIN_KINDS: Mapping[str, PlainKind] = {
    "date": PlainKind(_day, "day of the calendar", "year-month-day", date.fromisoformat),
    "year": PlainKind(_year, "year", "four digits", int),
    "integer": PlainKind(_integer, "whole number", "digits", int),
    "decimal": PlainKind(_decimal, "decimal number", "digits, with a point where one is needed", Decimal),
    "text": PlainKind(_text, "text", "some characters, none of them NUL"),
}
