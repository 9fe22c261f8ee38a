"""The formats of answers by name, each written by a module of its own.

For commands and the Python API; rows and truth values have seven formats, graphs two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.delimited import write_csv, write_csv_bom, write_tsv
from gbaip_graph.ask.graph_text import write_n_triples, write_turtle
from gbaip_graph.ask.markup import write_html, write_markdown
from gbaip_graph.ask.results_json import write_json
from gbaip_graph.ask.suggestions import unknown_name
from gbaip_graph.ask.text_table import write_table

_Writer = Callable[[Answer, str], str]

_ROW_FORMATS: Mapping[str, _Writer] = {
    "table": write_table,
    "csv": write_csv,
    "csv-bom": write_csv_bom,
    "tsv": write_tsv,
    "json": write_json,
    "md": write_markdown,
    "html": write_html,
}
_GRAPH_FORMATS: Mapping[str, _Writer] = {"turtle": write_turtle, "nt": write_n_triples}

#: Every format, those of rows first.
FORMATS = (*_ROW_FORMATS, *_GRAPH_FORMATS)


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
    return known[name](answer, language)
