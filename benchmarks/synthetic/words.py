"""Invented names for invented records: an English label that is always there, Chinese ones now and then.

For the generator. The names belong to no place and no body of the world.
"""

from __future__ import annotations

from random import Random

from benchmarks.synthetic.sheet import text
from gbaip_graph.turtle.terms import Literal

_LANDSCAPES = (
    "Amber Bay", "Birch Hill", "Cedar Lake", "Dune Point", "Elm Valley", "Fern Island", "Granite Pass",
    "Heron Marsh", "Iron Ridge", "Juniper Shore", "Kestrel Rock", "Lantern Quay", "Meadow Ford",
)  # fmt: skip
_TRADITIONAL = (
    "琥珀灣",
    "樺山",
    "雪松湖",
    "沙嘴",
    "榆谷",
    "蕨島",
    "石隘",
    "鷺澤",
    "鐵嶺",
    "松岸",
    "隼岩",
    "燈埠",
    "草津",
)
_SIMPLIFIED = (
    "琥珀湾",
    "桦山",
    "雪松湖",
    "沙嘴",
    "榆谷",
    "蕨岛",
    "石隘",
    "鹭泽",
    "铁岭",
    "松岸",
    "隼岩",
    "灯埠",
    "草津",
)
_SHARE_WITH_CHINESE = 0.4  # about that of the labels in the shipped registers
_NOTES = (
    "The day is not given; the month is that of the heading.",
    "Whether both offices took part on every day is left open.",
    "The number stands in a table without a heading of its own.",
    "The two paragraphs differ in wording and agree in substance.",
)


def labels(rng: Random, kind: str, number: str) -> list[Literal]:
    """Return the labels of a record: one English and, now and then, one in each Chinese script."""
    place = rng.randrange(len(_LANDSCAPES))
    found = [text(f"{kind} {number} of {_LANDSCAPES[place]}")]
    if rng.random() < _SHARE_WITH_CHINESE:
        found.append(text(f"{_TRADITIONAL[place]}{number}號", "zh-Hant"))
        found.append(text(f"{_SIMPLIFIED[place]}{number}号", "zh-Hans"))
    return found


def other_label(rng: Random, number: str) -> Literal:
    """Return another name of a record, in any language that names may have."""
    place = rng.randrange(len(_LANDSCAPES))
    language = rng.choice(("en", "zh-Hant", "zh-Hans", "pt"))
    if language.startswith("zh"):
        words = _TRADITIONAL if language == "zh-Hant" else _SIMPLIFIED
        return text(f"{words[place]}{number}", language)
    return text(f"{_LANDSCAPES[place]} {number}", language)


def note(rng: Random) -> Literal:
    """Return an editorial note."""
    return text(rng.choice(_NOTES))
