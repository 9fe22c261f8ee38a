"""Answers as comma- and tab-separated values: https://www.w3.org/TR/sparql11-results-csv-tsv/.

With a label column after each column of IRIs, and one column ``boolean`` for the answer to ASK, for which
that standard has no form. Values stay as they are, also those that begin with ``=``, ``+``, ``-`` or ``@``:
the standard wants the plain lexical form, an apostrophe before it would be part of the value for every
program but a spreadsheet, and the graph holds reviewed data. ``csv-bom`` is for spreadsheets alone: it begins
with the mark by which they know UTF-8, and a text that they would calculate has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.cells import NUMERIC_TYPES, plain_text, with_labels
from gbaip_graph.build.nquads import write_term
from gbaip_graph.turtle.terms import XSD_DECIMAL, XSD_DOUBLE, XSD_INTEGER, Literal, Term

_BYTE_ORDER_MARK = "\ufeff"
#: What makes a spreadsheet calculate a cell, or send what it holds elsewhere.
#: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SHORT_FORMS = {
    XSD_INTEGER: re.compile(r"[+-]?[0-9]+"),
    XSD_DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD_DOUBLE: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
}


def write_csv(answer: Answer, language: str) -> str:
    """Write comma-separated values with lines ended by CR LF; empty cells and empty strings look the same."""
    return _csv(answer, language, plain_text)


def write_csv_bom(answer: Answer, language: str) -> str:
    """Write comma-separated values for spreadsheets, which so read UTF-8 and calculate nothing."""
    return _BYTE_ORDER_MARK + _csv(answer, language, _never_a_formula)


def _csv(answer: Answer, language: str, write: Callable[[Term | None], str]) -> str:
    if answer.form == "boolean":
        return f"boolean\r\n{str(answer.boolean).lower()}\r\n"
    names, rows = with_labels(answer, language)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([write(cell) for cell in row] for row in rows)
    return target.getvalue()


def _never_a_formula(cell: Term | None) -> str:
    text = plain_text(cell)
    is_number = isinstance(cell, Literal) and cell.datatype in NUMERIC_TYPES
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def write_tsv(answer: Answer, language: str) -> str:
    """Write tab-separated values: terms as in Turtle, names with ``?``, lines ended by LF."""
    if answer.form == "boolean":
        return f"?boolean\n{str(answer.boolean).lower()}\n"
    names, rows = with_labels(answer, language)
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if cell is None else _turtle(cell) for cell in row) for row in rows]
    return "\n".join(lines) + "\n"


def _turtle(cell: Term) -> str:
    if isinstance(cell, Literal):
        short = _SHORT_FORMS.get(cell.datatype)
        if short and short.fullmatch(cell.lexical):
            return cell.lexical
    return write_term(cell)
