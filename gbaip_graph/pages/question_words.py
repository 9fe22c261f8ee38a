"""What the header of a saved question says, in the language of a page where that is known.

For every page that names a question. Headers have an English and a Chinese title and are English otherwise;
translations stand among the texts and count only as long as the English is the same.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.saved_query import Column, Parameter, SavedQuery

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site


def title_of(site: Site, query: SavedQuery, language: str) -> tuple[str, str]:
    """Return the title and its language: the wanted one, or the nearest to it that there is."""
    key = f"question.title.{query.name}"
    if not query.title.get(language) and (known := _told(site, key, query.title.get("en", ""), language)):
        return known, language
    tag = next((tag for tag in FALLBACKS[language] if query.title.get(tag)), "")
    return (query.title[tag], tag) if tag else (query.name, "")


def description_of(site: Site, query: SavedQuery, language: str) -> tuple[str, str]:
    """Return the description and its language, which is English where it is not translated."""
    known = _told(site, f"question.told.{query.name}", query.description, language)
    return (known, language) if known else (query.description, "en")


def field_description(site: Site, query: SavedQuery, parameter: Parameter, language: str) -> tuple[str, str]:
    """Return the description of a parameter and its language."""
    known = _told(site, f"question.field.{query.name}.{parameter.name}", parameter.description, language)
    return (known, language) if known else (parameter.description, "en")


def column_description(site: Site, column: Column, language: str) -> tuple[str, str]:
    """Return the description of a column and its language; many questions have the same columns."""
    texts = site.skin.texts
    numbered = (texts.get(f"question.held.{number}") for number in itertools.count())
    known = itertools.takewhile(lambda versions: versions is not None, numbered)
    for versions in known:
        if versions and versions["en"] == column.description:
            return versions[language], language
    return column.description, "en"


def _told(site: Site, key: str, english: str, language: str) -> str:
    versions = site.skin.texts.get(key)
    return versions[language] if versions and versions["en"] == english else ""
