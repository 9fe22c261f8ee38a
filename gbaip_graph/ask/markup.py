"""Answers as a Markdown table and as an accessible HTML fragment.

For notes, pages and notebooks; every value is escaped, a label in another language says so.
"""

from __future__ import annotations

import re
from html import escape

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.cells import NO_ROWS, ShownCell, show

_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>|~#&!])")
_LINE_ENDS = re.compile(r"\r\n?|\n")


def write_markdown(answer: Answer, language: str) -> str:
    """Write a table of GitHub's Markdown; IRIs are links."""
    title = answer.title(language)
    head = f"**{_markdown(title)}**\n\n" if title else ""
    if answer.form == "boolean":
        return f"{head}{str(answer.boolean).lower()}\n"
    if not answer.rows:
        return f"{head}{NO_ROWS}\n"
    lines = [[column.name for column in answer.columns], ["---"] * len(answer.columns)]
    lines += [[_markdown_cell(show(answer, cell, language)) for cell in row.cells] for row in answer.rows]
    return head + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(cell: ShownCell) -> str:
    text = _markdown(cell.marked)
    return f"[{text}](<{cell.iri}>)" if _is_link(cell.iri) else text


def _markdown(text: str) -> str:
    return _LINE_ENDS.sub("<br>", _MARKDOWN_MARKS.sub(r"\\\1", text))


def write_html(answer: Answer, language: str) -> str:
    """Write one table with caption, column headers and the language of each text; IRIs are links."""
    title = escape(answer.title(language) or "Answer")
    lang = language if answer.query and answer.query.title.get(language) else "en"
    caption = f'<caption lang="{lang}">{title}</caption>'
    if answer.form == "boolean":
        row = f'<tr><th scope="row" lang="en">answer</th><td>{str(answer.boolean).lower()}</td></tr>'
        return f"<table>\n{caption}\n<tbody>\n{row}\n</tbody>\n</table>\n"
    headers = "".join(
        f'<th scope="col"{_tooltip(column.description)}>{escape(column.name)}</th>'
        for column in answer.columns
    )
    rows = "".join(
        f"<tr>{''.join(_html_cell(show(answer, cell, language)) for cell in row.cells)}</tr>\n"
        for row in answer.rows
    )
    body = rows or f'<tr><td colspan="{max(len(answer.columns), 1)}" lang="en">{NO_ROWS}</td></tr>\n'
    head = f'<thead lang="en">\n<tr>{headers}</tr>\n</thead>'
    return f"<table>\n{caption}\n{head}\n<tbody>\n{body}</tbody>\n</table>\n"


def _tooltip(description: str) -> str:
    return f' title="{escape(description)}"' if description else ""


def _html_cell(cell: ShownCell) -> str:
    lang = f' lang="{escape(cell.language)}"' if cell.language else ""
    text = _LINE_ENDS.sub("<br>", escape(cell.text))
    content = f'<a href="{escape(cell.iri)}">{text}</a>' if _is_link(cell.iri) else text
    mark = f" <small>[{escape(cell.language)}]</small>" if cell.is_other_language else ""
    return f"<td{lang}>{content}{mark}</td>"


def _is_link(iri: str) -> bool:
    return iri.startswith(("http://", "https://")) and not set(iri) & set("<>\"'\n ")
