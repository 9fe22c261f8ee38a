"""A small page about a thing, for a frame beside a table; every value is escaped."""

from __future__ import annotations

from html import escape

from gbaip_graph.link.reconciliation.data_set import DataSet, Thing, whole
from gbaip_graph.link.reconciliation.model import Named

_NAMES_SHOWN = 12


def preview_page(data_set: DataSet, thing: Thing, language: str) -> str:
    """Return a whole page: what the thing is called, what it is, its other names, its address."""
    named = data_set.named(thing, language)
    title = f"<title>{escape(named.name)}</title>"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{title}'
    lang = escape(named.language or "en")
    body = preview_part(data_set, thing, language)
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def preview_part(data_set: DataSet, thing: Thing, language: str) -> str:
    """Return the same as a part of another page."""
    named = data_set.named(thing, language)
    types = ", ".join(escape(data_set.term(one, language).name) for one in data_set.nearest_types(thing))
    others = [name for name in thing.names if name.text != named.name][:_NAMES_SHOWN]
    items = "".join(f"<li{_lang(name.language)}>{escape(name.text)}</li>" for name in others)
    names = f"<ul>{items}</ul>" if items else ""
    address = escape(whole(thing.id) or thing.id)
    return (
        f"<h1{_lang(named.language)}>{escape(named.name)}</h1><p>{types}</p>{names}"
        f'<p><a href="{address}">{escape(thing.id)}</a></p>'
    )


def term_part(term: Named) -> str:
    """Return what is shown of a class or a property."""
    return f"<h1{_lang(term.language)}>{escape(term.name)}</h1><p>{escape(term.id)}</p>"


def _lang(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""
