"""Literals of the everyday kind, about which every engine says the same, and what they compare as.

For the pre-check, which leaves everything else to the judge: signs, exponents, years before 1, time zones.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD, XSD_STRING, Literal, Term

_DATE = XSD + "date"
_BOOLEANS = frozenset({"true", "false"})
# Longer numbers are read alike too, but nobody needs to rely on that.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,11})\.[0-9]{1,6}\Z")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

# As the engine writes them back; more digits would leave too little room before its 64 bits are full.
_KEPT_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
_KEPT_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,11})\.[0-9]{0,5}[1-9]\Z")
_KEPT_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?\Z")

#: What two plain values of one kind are compared by; values of different kinds are not compared here.
Comparable = tuple[str, Decimal | datetime.date]


def is_plain(literal: Literal) -> bool:
    """Say whether the literal is a well-formed value of a datatype that all engines read alike."""
    return _READERS.get(literal.datatype, _no)(literal.lexical)


def comparable(term: Term) -> Comparable | None:
    """Return kind and value of a plain number or date, None for everything else."""
    if not isinstance(term, Literal) or not is_plain(term):
        return None
    if term.datatype in (XSD + "integer", XSD + "decimal"):
        return "number", Decimal(term.lexical)
    if term.datatype == _DATE:
        return "date", datetime.date.fromisoformat(term.lexical)
    return None


def is_kept(literal: Literal) -> bool:
    """Say whether the SPARQL engine gives the literal back as it was written.

    Oxigraph holds numbers, booleans and times by value, in 64 or 128 bits, and turns the kinds of integer
    into ``xsd:integer``; of other datatypes it keeps the characters.
    """
    test = _KEPT.get(literal.datatype)
    return literal.datatype not in _HELD_BY_VALUE if test is None else test(literal.lexical)


def _no(_: str) -> bool:
    return False


def _yes(_: str) -> bool:
    return True


def _is_date(lexical: str) -> bool:
    if not _PLAIN_DATE.match(lexical):
        return False
    try:
        datetime.date.fromisoformat(lexical)
    except ValueError:
        return False
    return True


_READERS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        XSD_STRING: _yes,
        RDF_LANG_STRING: _yes,
        XSD + "integer": lambda lexical: bool(_INTEGER.match(lexical)),
        XSD + "decimal": lambda lexical: bool(_DECIMAL.match(lexical)),
        XSD + "boolean": _BOOLEANS.__contains__,
        _DATE: _is_date,
    }
)

_KEPT: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        XSD + "integer": lambda lexical: bool(_KEPT_INTEGER.match(lexical)),
        XSD + "decimal": lambda lexical: bool(_KEPT_DECIMAL.match(lexical)),
        XSD + "boolean": _BOOLEANS.__contains__,
        XSD + "dateTime": lambda lexical: bool(_KEPT_DATE_TIME.match(lexical)),
        _DATE: _is_date,
    }
)
_HELD_BY_VALUE = frozenset({
    *(XSD + name for name in ("float", "double", "byte", "short", "int", "long", "time", "dateTimeStamp")),
    *(XSD + name for name in ("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong")),
    *(XSD + sign + "Integer" for sign in ("positive", "negative", "nonPositive", "nonNegative")),
    *(XSD + name for name in ("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")),
    *(XSD + name for name in ("duration", "yearMonthDuration", "dayTimeDuration")),
})  # fmt: skip
