"""Batches of queries and extensions, read from JSON by the versions of the protocol.

0.1 and 0.2 send objects in a form, 1.0-draft a JSON body. What breaks the protocol is refused with the path
of the member that is wrong. https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from gbaip_graph.errors import InvalidValue
from gbaip_graph.link.reconciliation.model import (
    Asked,
    Condition,
    MatchQuery,
    PropertyWanted,
    Quantifier,
    TypeStrict,
)

BATCH_LIMIT_QUERIES = 100
CANDIDATES_LIMIT = 100
EXTEND_LIMIT_CELLS = 20_000  # ids times properties
_NAME_LIMIT_CHARACTERS = 10_000  # a whole page pasted by mistake is refused, a long name is not
_QUALIFIERS = ("ExactMatch",)


class TooMany(Exception):
    """The batch is longer than is answered at once."""


def read_json(text: str | bytes) -> Any:
    """Parse JSON; raises ``InvalidValue`` with line and column."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        place = (
            f" at line {error.lineno}, column {error.colno}"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise InvalidValue(f"this is no JSON{place}", mend="Send a JSON document in UTF-8.") from None


def _no_number(name: str) -> float:
    raise InvalidValue(f"{name} is no JSON number", mend="Send a number.")


def queries_0(document: Any) -> dict[str, MatchQuery]:
    """Read a batch of 0.1 or 0.2: an object of queries by their keys."""
    batch = _object(document, "queries")
    if len(batch) > BATCH_LIMIT_QUERIES:
        raise TooMany(f"{len(batch)} queries; at most {BATCH_LIMIT_QUERIES} are answered at once")
    return {name: _query_0(_object(query, name), name) for name, query in batch.items()}


def _query_0(query: Mapping[str, Any], at: str) -> MatchQuery:
    _only(query, ("query", "type", "limit", "properties", "type_strict"), at)
    properties = _list(query.get("properties", []), f"{at}.properties")
    if "query" not in query and not properties:
        raise _wrong(at, "it has neither query nor properties", "Say what is looked for.")
    strict = query.get("type_strict", "any")
    if strict not in ("any", "should", "all"):
        raise _wrong(f"{at}.type_strict", f"{strict!r} is unknown", "There are: any, should, all.")
    types = query.get("type", [])
    return MatchQuery(
        name=_text(query.get("query", ""), f"{at}.query"),
        types=_texts(types if isinstance(types, list) else [types], f"{at}.type"),
        type_strict=cast(TypeStrict, strict),
        conditions=tuple(_condition_0(one, f"{at}.properties[{n}]") for n, one in enumerate(properties)),
        limit=_limit(query.get("limit"), f"{at}.limit"),
    )


def _condition_0(document: Any, at: str) -> Condition:
    condition = _object(document, at)
    for wanted in ("pid", "v"):
        if wanted not in condition:
            raise _wrong(at, f"it has no {wanted}", f"Give {wanted}.")
    return Condition(_text(condition["pid"], f"{at}.pid"), _asked(condition["v"], f"{at}.v"))


def queries_1(document: Any) -> list[MatchQuery]:
    """Read a batch of 1.0-draft: a list of queries."""
    batch = _list(_member(_object(document, "the body"), "queries", "the body"), "queries")
    if len(batch) > BATCH_LIMIT_QUERIES:
        raise TooMany(f"{len(batch)} queries; at most {BATCH_LIMIT_QUERIES} are answered at once")
    return [_query_1(_object(query, f"queries[{n}]"), f"queries[{n}]") for n, query in enumerate(batch)]


def _query_1(query: Mapping[str, Any], at: str) -> MatchQuery:
    _only(query, ("type", "limit", "lang", "dir", "conditions"), at)
    conditions = _list(_member(query, "conditions", at), f"{at}.conditions")
    if not conditions:
        raise _wrong(f"{at}.conditions", "it is empty", "Give one condition at least.")
    names, ids, others = [], [], []
    for number, one in enumerate(conditions):
        place = f"{at}.conditions[{number}]"
        condition = _object(one, place)
        _only(condition, (
            "matchType", "propertyId", "propertyValue", "required", "matchQuantifier", "matchQualifier",
        ), place)  # fmt: skip
        kind = _member(condition, "matchType", place)
        values = _asked(_member(condition, "propertyValue", place), f"{place}.propertyValue")
        if kind == "name":
            names += [str(asked.value) for asked in values]
        elif kind == "id":
            ids += [str(asked.value) for asked in values]
        elif kind == "property":
            others.append(_condition_1(condition, values, place))
        else:
            raise _wrong(f"{place}.matchType", f"{kind!r} is unknown", "There are: name, id, property.")
    types = [query["type"]] if "type" in query else []
    return MatchQuery(
        name=" ".join(names),
        ids=tuple(ids),
        types=_texts(types, f"{at}.type"),
        conditions=tuple(others),
        limit=_limit(query.get("limit"), f"{at}.limit"),
        language=_text(query.get("lang", ""), f"{at}.lang"),
    )


def _condition_1(condition: Mapping[str, Any], values: tuple[Asked, ...], at: str) -> Condition:
    quantifier = condition.get("matchQuantifier", "any")
    if quantifier not in ("any", "all", "none"):
        raise _wrong(f"{at}.matchQuantifier", f"{quantifier!r} is unknown", "There are: any, all, none.")
    qualifier = condition.get("matchQualifier", _QUALIFIERS[0])
    if qualifier not in _QUALIFIERS:
        raise _wrong(
            f"{at}.matchQualifier", f"{qualifier!r} is unknown", f"There is: {', '.join(_QUALIFIERS)}."
        )
    required = condition.get("required", False)
    if not isinstance(required, bool):
        raise _wrong(f"{at}.required", "it is neither true nor false", "Write true or false.")
    property_id = _text(_member(condition, "propertyId", at), f"{at}.propertyId")
    return Condition(property_id, values, required, cast(Quantifier, quantifier))


def extension(document: Any, at: str) -> tuple[tuple[str, ...], tuple[PropertyWanted, ...]]:
    """Read which properties of which things are wanted, in any version."""
    asked = _object(document, at)
    ids = _texts(_list(_member(asked, "ids", at), f"{at}.ids"), f"{at}.ids")
    wanted = _list(_member(asked, "properties", at), f"{at}.properties")
    if len(ids) * max(len(wanted), 1) > EXTEND_LIMIT_CELLS:
        raise TooMany(
            f"{len(ids)} ids and {len(wanted)} properties; at most {EXTEND_LIMIT_CELLS} cells at once"
        )
    return ids, tuple(
        _wanted(_object(one, f"{at}.properties[{n}]"), f"{at}.properties[{n}]")
        for n, one in enumerate(wanted)
    )


def _wanted(document: Mapping[str, Any], at: str) -> PropertyWanted:
    settings = _object(document.get("settings", {}), f"{at}.settings")
    limit = settings.get("limit")
    if isinstance(limit, str) and limit.isdecimal():
        limit = int(limit)  # what forms send
    name = _text(_member(document, "id", at), f"{at}.id")
    return PropertyWanted(name, _limit(limit, f"{at}.settings.limit") if limit not in (None, "", 0) else None)


def _asked(document: Any, at: str) -> tuple[Asked, ...]:
    values = document if isinstance(document, list) else [document]
    return tuple(_one_asked(value, at) for value in values)


def _one_asked(value: Any, at: str) -> Asked:
    if isinstance(value, Mapping):
        return Asked(_text(_member(value, "id", at), f"{at}.id"), is_id=True)
    if isinstance(value, str):
        return Asked(_text(value, at))
    if isinstance(value, int | float):
        return Asked(value)
    raise _wrong(at, "it is no text, number, truth value or thing", 'Write a value, or {"id": "..."}.')


def _limit(value: Any, at: str) -> int:
    if value is None:
        return MatchQuery().limit
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value) or value < 1:
        raise _wrong(at, f"{value!r} is no number of candidates", "Write a whole number from 1 up.")
    return min(int(value), CANDIDATES_LIMIT)


def _object(value: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(at, "it is no object", "Write { ... }.")
    return value


def _list(value: Any, at: str) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(at, "it is no list", "Write [ ... ].")
    return value


def _member(value: Mapping[str, Any], name: str, at: str) -> Any:
    if name not in value:
        raise _wrong(at, f"it has no {name}", f"Give {name}.")
    return value[name]


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str):
        raise _wrong(at, "it is no text", 'Write "...".')
    if len(value) > _NAME_LIMIT_CHARACTERS:
        raise _wrong(at, f"it has {len(value)} characters", f"Send at most {_NAME_LIMIT_CHARACTERS}.")
    if any("\ud800" <= one <= "\udfff" for one in value):
        raise _wrong(at, "it holds half a character", "Send whole characters.")
    return value


def _texts(values: Sequence[Any], at: str) -> tuple[str, ...]:
    return tuple(_text(value, f"{at}[{number}]") for number, value in enumerate(values))


def _only(value: Mapping[str, Any], names: Sequence[str], at: str) -> None:
    for name in value:
        if name not in names:
            raise _wrong(at, f"{name} is unknown", f"There are: {', '.join(names)}.")


def _wrong(at: str, what: str, mend: str) -> InvalidValue:
    return InvalidValue(f"{at}: {what}", mend=mend)
