"""What pages say in their own words, in every language: ``texts/*.toml``, read once.

Each text has all languages; what the graph says is labelled in the graph.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from gbaip_graph.pages.page import LANGUAGES

Texts = Mapping[str, Mapping[str, str]]


def load_texts() -> Texts:
    """Return ``{key: {language: text}}``; raises ``ValueError`` where one lacks a language or is twice."""
    texts: dict[str, Mapping[str, str]] = {}
    folder = files("gbaip_graph.pages") / "texts"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            for key, versions in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if key in texts or tuple(versions) != LANGUAGES:
                    raise ValueError(f"{file.name}: {key} stands twice, or has not the languages {LANGUAGES}")
                texts[key] = MappingProxyType(versions)
    return MappingProxyType(texts)


def text_of(texts: Texts, key: str, language: str, values: Mapping[str, object]) -> str:
    """Return a text with its values; raises ``KeyError`` where there is none of that key."""
    return texts[key][language].format_map(values)
