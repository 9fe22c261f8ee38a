"""What pictures say in their own words, in every language: ``texts.toml``, read once.

For titles, notes, keys and refusals; what the graph says is labelled in the graph.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from gbaip_graph.ask.languages import FALLBACKS


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return ``{key: {language: text}}``; raises ``ValueError`` where a text lacks a language."""
    read = tomllib.loads((files("gbaip_graph.pictures") / "texts.toml").read_text(encoding="utf-8"))
    for key, versions in read.items():
        if tuple(versions) != tuple(FALLBACKS):
            raise ValueError(f"texts.toml: {key} has not the languages {tuple(FALLBACKS)}")
    return read


def say(key: str, language: str, **values: object) -> str:
    """Return a text with its values; raises ``KeyError`` where there is none of that key."""
    return texts()[key][language].format_map(values)


def listed(items: list[str] | tuple[str, ...], language: str) -> str:
    """Write several things one after another.

    >>> listed(["a", "b"], "zh-Hant")
    'a、b'
    """
    return (", " if language == "en" else "、").join(items)


def whole_number(value: float, language: str) -> str:
    """Write a number as people of the language do: with thousands, in Chinese with 萬 where it is round.

    >>> whole_number(112000, "en"), whole_number(112000, "zh-Hant"), whole_number(8300000, "zh-Hans")
    ('112,000', '11.2萬', '830万')
    """
    if language == "en" or value < 10_000 or value % 100:
        return f"{value:,.12g}"
    return f"{value / 10_000:,.10g}" + ("萬" if language == "zh-Hant" else "万")


def tick_number(value: float, language: str) -> str:
    """Write a round number shortly for an axis.

    >>> tick_number(20_000_000, "en"), tick_number(50_000, "en")
    ('20 million', '50,000')
    """
    if language == "en" and value >= 1_000_000:
        return f"{value / 1_000_000:,.10g} million"
    return whole_number(value, language)
