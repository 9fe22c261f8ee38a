"""An answer: rows, a yes or no, or triples, with the labels of its IRIs in every language.

What the Python API returns and the formats write; it runs no query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from gbaip_graph.ask.languages import Label, Labels, check_language, choose_label
from gbaip_graph.ask.saved_query import Column, SavedQuery
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.errors import UsageError
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import Term, Triple

if TYPE_CHECKING:
    import pandas

Form = Literal["rows", "boolean", "graph"]


@dataclass(frozen=True)
class Row(Mapping[str, Term | None]):
    """One row: ``row["party"]`` is a term, or None where the cell is empty."""

    columns: tuple[str, ...]
    cells: tuple[Term | None, ...]

    def __getitem__(self, column: str) -> Term | None:
        try:
            return self.cells[self.columns.index(column)]
        except ValueError:
            raise KeyError(column) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True)
class Answer:
    """The answer to a saved question or, where ``query`` is None, to an own query.

    SELECT fills ``columns`` and ``rows``, ASK ``boolean``, CONSTRUCT and DESCRIBE ``triples``. ``parameters``
    are the terms that were bound, for a list a tuple of them; ``language`` is the one that formats use unless
    told otherwise.
    """

    query: SavedQuery | None
    parameters: Mapping[str, Bound] = field(default_factory=lambda: MappingProxyType({}))
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    triples: tuple[Triple, ...] | None = None
    labels: Labels = field(default_factory=lambda: MappingProxyType({}))
    language: str = "en"

    @property
    def form(self) -> Form:
        """Which of the three kinds of answer this is."""
        if self.triples is not None:
            return "graph"
        return "rows" if self.boolean is None else "boolean"

    def title(self, language: str = "") -> str:
        """Return the question's title, or ``""`` for an own query."""
        return self.query.title_in(language or self.language) if self.query else ""

    def label(self, iri: str, language: str = "") -> Label:
        """Return the best label of an IRI, or its compact name without a language."""
        chosen = choose_label(self.labels.get(iri, ()), check_language(language or self.language))
        return chosen or Label(compact(iri))

    def to_format(self, name: str = "", language: str = "", *, width: int | None = None) -> str:
        """Write the answer as text in one of ``formats.FORMATS``; without a name as ``table`` or ``turtle``.

        ``width`` is that of the terminal in columns; without it a table has lines as long as they need to be.
        Raises ``UnknownName`` for a format that this form of answer does not have.
        """
        from gbaip_graph.ask.formats import write_answer  # noqa: PLC0415 - the formats read answers

        return write_answer(self, name, check_language(language or self.language), width=width)

    def to_pandas(self, language: str = "") -> pandas.DataFrame:
        """Return the rows as a ``pandas.DataFrame`` with a label column beside each column of IRIs.

        Numbers, truth values and empty cells are Python's own. Raises ``UsageError`` without pandas.
        """
        from gbaip_graph.ask.cells import plain_value, with_labels  # noqa: PLC0415

        try:
            import pandas  # noqa: PLC0415 - an optional extra
        except ImportError:
            mend = 'Install it: pip install "gbaip-graph[pandas]".'
            raise UsageError("pandas is not installed", mend=mend) from None
        names, rows = with_labels(self, check_language(language or self.language))
        return pandas.DataFrame([[plain_value(cell) for cell in row] for row in rows], columns=list(names))

    def _repr_html_(self) -> str:
        """Show the answer in a notebook."""
        from html import escape  # noqa: PLC0415 - only notebooks need it

        return f"<pre>{escape(self.to_format())}</pre>" if self.form == "graph" else self.to_format("html")
