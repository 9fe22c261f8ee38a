"""Cells of an answer as formats show them: label columns for machines, one text with its language for people.

For the formats; it writes none itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from gbaip_graph.ask.answer import Answer
from gbaip_graph.turtle.terms import (
    RDF_LANG_STRING,
    XSD,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_DOUBLE,
    XSD_INTEGER,
    BlankNode,
    Iri,
    Literal,
    Term,
)

Cells = tuple[Term | None, ...]

LABEL_SUFFIX = "Label"
NUMERIC_TYPES = frozenset([XSD_INTEGER, XSD_DECIMAL, XSD_DOUBLE, XSD + "float"])

NO_ROWS = "No rows."


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell for people. ``language`` is that of the text; ``is_other_language`` says to show it."""

    text: str
    language: str = ""
    iri: str = ""
    is_other_language: bool = False
    is_number: bool = False

    @property
    def marked(self) -> str:
        """The text, followed by its language where that is not the wanted one."""
        return f"{self.text} [{self.language}]" if self.is_other_language else self.text


def show(answer: Answer, cell: Term | None, language: str) -> ShownCell:
    """Choose what people see of a cell: an IRI's label, a literal's characters, nothing for an empty cell."""
    if cell is None:
        return ShownCell("")
    if isinstance(cell, BlankNode):
        return ShownCell(f"_:{cell.label}")
    if isinstance(cell, Iri):
        label = answer.label(cell.value, language)
        return ShownCell(label.text, label.language, cell.value, label.language not in ("", language))
    is_other = cell.language not in ("", language)
    return ShownCell(cell.lexical, cell.language, "", is_other, cell.datatype in NUMERIC_TYPES)


def labelled_columns(answer: Answer) -> tuple[str, ...]:
    """Return the columns that get a label column: declared as IRIs, or found to hold one where undeclared.

    A column whose label column would have the name of another column gets none.
    """
    names = {column.name for column in answer.columns}
    return tuple(
        column.name
        for index, column in enumerate(answer.columns)
        if f"{column.name}{LABEL_SUFFIX}" not in names
        and (
            column.kind in ("iri", "concept")
            or (column.kind == "any" and any(isinstance(row.cells[index], Iri) for row in answer.rows))
        )
    )


def with_labels(answer: Answer, language: str) -> tuple[tuple[str, ...], tuple[Cells, ...]]:
    """Return column names and rows with ``<name>Label`` after each column of IRIs."""
    labelled = set(labelled_columns(answer))
    names: list[str] = []
    for column in answer.columns:
        names += [column.name, f"{column.name}{LABEL_SUFFIX}"] if column.name in labelled else [column.name]
    return tuple(names), tuple(_expanded(answer, row.cells, labelled, language) for row in answer.rows)


def _expanded(answer: Answer, cells: Cells, labelled: set[str], language: str) -> Cells:
    expanded: list[Term | None] = []
    for column, cell in zip(answer.columns, cells, strict=True):
        expanded.append(cell)
        if column.name in labelled:
            expanded.append(_label(answer, cell, language))
    return tuple(expanded)


def _label(answer: Answer, cell: Term | None, language: str) -> Literal | None:
    if not isinstance(cell, Iri):
        return None
    label = answer.label(cell.value, language)
    return Literal(label.text, RDF_LANG_STRING, label.language) if label.language else Literal(label.text)


def plain_value(cell: Term | None) -> str | int | float | bool | None:
    """Return a cell as Python's own value: numbers and truth values as such, everything else as text."""
    if not isinstance(cell, Literal):
        return plain_text(cell) or None
    if cell.datatype == XSD_INTEGER:
        return int(cell.lexical)
    if cell.datatype in NUMERIC_TYPES:
        return float(cell.lexical.replace("INF", "inf"))
    if cell.datatype == XSD_BOOLEAN:
        return cell.lexical in ("true", "1")
    return cell.lexical


def plain_text(cell: Term | None) -> str:
    """Return a cell as characters only: an IRI, ``_:label``, a lexical form, or nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Iri):
        return cell.value
    return f"_:{cell.label}" if isinstance(cell, BlankNode) else cell.lexical
