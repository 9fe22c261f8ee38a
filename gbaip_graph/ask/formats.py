"""The formats of answers by name, each written by a module of its own.

For commands and the Python API; rows and truth values have seven formats, graphs two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.suggestions import unknown_name
from gbaip_graph.ask.text_table import import_wrapping, write_table

_Writer = Callable[[Answer, str], str]

# Who asks for a table does not pay for reading the modules of the others.
_ROW_FORMATS: Mapping[str, str] = {
    "table": "text_table:write_table",
    "csv": "delimited:write_csv",
    "csv-bom": "delimited:write_csv_bom",
    "tsv": "delimited:write_tsv",
    "json": "results_json:write_json",
    "md": "markup:write_markdown",
    "html": "markup:write_html",
}
_GRAPH_FORMATS: Mapping[str, str] = {
    "turtle": "graph_text:write_turtle",
    "nt": "graph_text:write_n_triples",
}

#: Every format, those of rows first.
FORMATS = (*_ROW_FORMATS, *_GRAPH_FORMATS)


def import_format(name: str, *, width: int | None) -> None:
    """Import what writes rows in a format, as ``write_answer`` does; an unknown one is left to that."""
    if name in ("", "table") and width is not None:
        import_wrapping()
    elif name in _ROW_FORMATS:
        _writer(_ROW_FORMATS[name])


def import_formats() -> None:
    """Import the modules of all formats, for a process that will not be allowed to open files."""
    for place in (*_ROW_FORMATS.values(), *_GRAPH_FORMATS.values()):
        _writer(place)


def write_answer(answer: Answer, name: str, language: str, *, width: int | None = None) -> str:
    """Write an answer in a format, ``""`` for the usual one; ``width`` is that of the terminal, if any.

    Raises ``UnknownName`` where this form of answer has no such format.
    """
    known = _GRAPH_FORMATS if answer.form == "graph" else _ROW_FORMATS
    name = name or next(iter(known))
    if name not in known:
        what = "format of triples" if answer.form == "graph" else "format of rows"
        raise unknown_name(what, name, known)
    if name == "table":
        return write_table(answer, language, width=width)
    return _writer(known[name])(answer, language)


def _writer(place: str) -> _Writer:
    module, _, function = place.partition(":")
    found: _Writer = getattr(import_module(f"gbaip_graph.ask.{module}"), function)
    return found
