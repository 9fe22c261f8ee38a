"""The answer to a saved question as a table: cells with links, exactness beside figures, one citation a row.

For the pages of questions; the columns that say how exact, in which currency or on which basis stand within
the cell that they are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.ask.cells import NUMERIC_TYPES
from gbaip_graph.ask.pages import page_of
from gbaip_graph.ask.saved_query import Column, SavedQuery
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.sparql_binding import Bound, encode
from gbaip_graph.namespaces import DATA, compact, expand
from gbaip_graph.pages.facts import grouped
from gbaip_graph.pages.gathering import gather_about
from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.record import statements_about
from gbaip_graph.pages.tables import kind_of
from gbaip_graph.pages.views import Cell, Citation, Named, Viewer, viewer_of
from gbaip_graph.pictures.periods import in_words
from gbaip_graph.turtle.terms import XSD, XSD_BOOLEAN, BlankNode, Iri, Literal, Term

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: Columns of a citation; they are shown as one link.
_CITED = ("source", "item", "paragraph")
#: The bounds of a period, which its words tell.
_BOUNDS = ("first", "last")
_DATED = frozenset({"period", "attested"})
_NUMBERED = frozenset({"decimal", "integer", "any"})
_STATED = expand("basis:stated")
_SOURCE = DATA + "source/"
_DATE = XSD + "date"
_TRUE = frozenset({"true", "1"})
_SOURCES_A_QUERY = 100  # a remote store may take no longer query than some 10,000 characters
_EDTF = re.compile(r"\d{4}[\d./~X-]*\Z", re.ASCII)
_Judge = Callable[[Column], bool]
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PASSAGES = f"""
SELECT ?passage ?source ?item ?paragraph WHERE {{
  VALUES ?source {{ $sources }}
  ?passage <{expand("gbaip:partOfSource")}> ?source
  OPTIONAL {{ ?passage <{expand("gbaip:itemNumber")}> ?item }}
  OPTIONAL {{ ?passage <{expand("gbaip:paragraphNumber")}> ?paragraph }}
}}"""


@dataclass(frozen=True)
class ShownColumn:
    """A column of the table; ``beside`` are the places of columns whose values stand within its cells."""

    column: Column
    place: int
    title: str
    beside: tuple[int, ...] = ()

    @property
    def is_date(self) -> bool:
        """Whether the column holds dates as EDTF text, which are shown in words."""
        return self.column.name in _DATED


@dataclass(frozen=True)
class AnswerRow:
    """A row as it is shown, and where it is stated."""

    cells: tuple[Cell, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer, or one page of it: rows ``first`` to ``last`` of ``count``; ``following`` leads on.

    ``boolean`` is None but for a question that is answered with yes or no; ``sources`` are the documents
    that the whole answer names.
    """

    columns: tuple[ShownColumn, ...] = ()
    rows: tuple[AnswerRow, ...] = ()
    count: int = 0
    first: int = 0
    last: int = 0
    following: str = ""
    is_cited: bool = False
    boolean: bool | None = None
    sources: tuple[Named, ...] = ()


def ask(
    site: Site, request: PageRequest, query: SavedQuery, terms: Mapping[str, Bound], text: str, *, limit: int
) -> ShownAnswer:
    """Run a bound question and return one page of its rows; raises ``InvalidValue`` for a wrong ``after``."""
    result = site.graph.query(text)
    if not isinstance(result, Solutions):
        return ShownAnswer(boolean=bool(result))
    described = {column.name: column for column in query.columns}
    columns = tuple(described.get(name) or Column(name) for name in result.variables)
    rows = tuple(Row(result.variables, cells) for cells in result.rows)
    answer = Answer(query, terms, columns=columns, rows=rows, language=request.language)
    page, following = page_of(answer, limit_rows=limit, after=request.value("after"), version=site.version)
    first = next((place for place, row in enumerate(rows) if page.rows and row is page.rows[0]), 0)
    table = _Table(site, request, page, _sources(rows))
    return ShownAnswer(
        table.columns, table.rows(), len(rows), first + 1, first + len(page.rows), following,
        table.is_cited, sources=tuple(map(table.viewer.named, table.sources)),
    )  # fmt: skip


def _sources(rows: Iterable[Row]) -> tuple[str, ...]:
    found = {
        cell.value
        for row in rows
        for cell in row.cells
        if isinstance(cell, Iri) and cell.value.startswith(_SOURCE)
    }
    return tuple(sorted(found))


class _Table:
    """Makes the rows of one page of an answer."""

    def __init__(
        self,
        site: Site,
        request: PageRequest,
        page: Answer,
        sources: tuple[str, ...],
    ) -> None:
        self._site, self._language = site, request.language
        rows = page.rows
        self._rows, self._all = rows, page.columns
        self._places = {name: place for place, name in enumerate(column.name for column in page.columns)}
        self.sources = sources
        self.is_cited = "source" in self._places
        self.columns = tuple(
            shown
            for shown in self._laid_out()
            if not rows or any(row.cells[shown.place] is not None for row in rows)
        )
        iris = {cell.value for row in rows for cell in row.cells if isinstance(cell, Iri)}
        addresses = site.skin.addresses(request)
        self._passages = _passages(site, rows, self._places) if self.is_cited else {}
        named = iris | set(sources) | {passage for found in self._passages.values() for passage in found}
        self.viewer = viewer_of(site, addresses, request.language, named)
        self._headings = _headings(site, request, self.viewer, iris)

    def rows(self) -> tuple[AnswerRow, ...]:
        """Return every row as it is shown, without the columns that are empty in all of them."""
        return tuple(
            AnswerRow(tuple(self._cell(column, row) for column in self.columns), self._citations(row))
            for row in self._rows
        )

    def _laid_out(self) -> tuple[ShownColumn, ...]:
        """Put the columns that are about another one beside it; citations and bounds are left out."""
        laid: list[ShownColumn] = []
        untold = _BOUNDS if _DATED & self._places.keys() else ()
        for place, column in enumerate(self._all):
            if (self.is_cited and column.name in _CITED) or column.name in untold:
                continue
            about = _about(column.name)
            of = next((n for n in reversed(range(len(laid))) if about and about(laid[n].column)), None)
            if of is None:
                laid.append(ShownColumn(column, place, column_title(self._site, column.name, self._language)))
            else:
                laid[of] = replace(laid[of], beside=(*laid[of].beside, place))
        return tuple(laid)

    def _cell(self, shown: ShownColumn, row: Row) -> Cell:
        term = row.cells[shown.place]
        if term is None:
            return Cell()
        cell = self._term(term, shown.column)
        notes = []
        for place in shown.beside:
            name, value = self._all[place].name, row.cells[place]
            if isinstance(value, Literal) and name.lower().endswith("currency"):
                cell = replace(cell, text=f"{cell.text} {value.lexical}")
            elif isinstance(value, Literal) and name == "isEstimate":
                notes += (
                    [self._site.text("figure.estimate", self._language)] if value.lexical in _TRUE else []
                )
            elif isinstance(value, Iri) and value.value != _STATED:
                notes.append(self._named(value.value).text)
        return replace(cell, note="; ".join(notes))

    def _term(self, term: Term, column: Column) -> Cell:
        if isinstance(term, Iri):
            return Cell((self._named(term.value),))
        if isinstance(term, BlankNode):
            return Cell(text=f"_:{term.label}")
        if term.datatype == _DATE or _is_date(term, column):
            return Cell(text=in_words(term.lexical, self._language), language=self._language)
        if term.datatype == XSD_BOOLEAN:
            answer = "true" if term.lexical in _TRUE else "false"
            return Cell(text=self._site.text(f"value.{answer}", self._language), language=self._language)
        if term.datatype in NUMERIC_TYPES:
            is_year = column.name == "year" or column.kind == "year"
            return Cell(text=term.lexical if is_year else grouped(term.lexical), is_number=True)
        return Cell(text=self._word(term.lexical, column), language=term.language)

    def _word(self, text: str, column: Column) -> str:
        """Return the words of a question in the language of the page, and any other text as it is."""
        tag = next((known for known in LANGUAGES if known.lower() == text.lower()), "")
        key = f"language.{tag}" if column.name == "language" and tag else f"question.value.{text}"
        return self._site.text(key, self._language) if key in self._site.skin.texts else text

    def _named(self, iri: str) -> Named:
        return self._headings.get(iri) or self.viewer.named(iri)

    def _citations(self, row: Row) -> tuple[Citation, ...]:
        if not self.is_cited:
            return ()
        source = row["source"]
        if not isinstance(source, Iri):
            return ()
        passages = self._passages.get(_position(row.cells, self._places), ())
        if len(passages) == 1:
            return self.viewer.citations(passages)
        named = self.viewer.named(source.value)
        name = source.value.removeprefix(_SOURCE)
        return (Citation(name, "", named.href, title=named.text, title_language=named.language),)


def _is_date(term: Literal, column: Column) -> bool:
    """Say whether a text is a date in EDTF; what a document says may be one, or a name, or a number."""
    if term.language or term.datatype in NUMERIC_TYPES:
        return False
    return column.name in _DATED or (column.name == "says" and bool(_EDTF.match(term.lexical)))


def _about(name: str) -> _Judge | None:
    """Return what tells whether a column is the one that a column of this name is about."""
    if name in ("isEstimate", "inferred") or name.lower().endswith(("exactness", "currency")):
        return lambda column: column.kind in _NUMBERED
    return (lambda column: column.name in _DATED) if name == "basis" else None


def _position(cells: Sequence[Term | None], places: Mapping[str, int]) -> tuple[str, ...]:
    """Return the document, item and paragraph of a row as they are written."""
    terms = [cells[places[name]] if name in places else None for name in _CITED]
    return tuple(
        term.value if isinstance(term, Iri) else term.lexical if isinstance(term, Literal) else ""
        for term in terms
    )


def _passages(
    site: Site, rows: Sequence[Row], places: Mapping[str, int]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the passages of the documents that rows name, by document, item and paragraph."""
    sources = sorted({_position(row.cells, places)[0] for row in rows} - {""})
    safe = [encode(Iri(source)) for source in sources if source.startswith(_SOURCE)]
    found: dict[tuple[str, ...], list[str]] = {}
    for start in range(0, len(safe), _SOURCES_A_QUERY):
        text = _PASSAGES.replace("$sources", " ".join(safe[start : start + _SOURCES_A_QUERY]))
        for passage, *position in site.graph.select(text).rows:
            if isinstance(passage, Iri):
                key = _position(position, {name: place for place, name in enumerate(_CITED)})
                found.setdefault(key, []).append(passage.value)
    return {key: tuple(passages) for key, passages in found.items()}


def _headings(site: Site, request: PageRequest, viewer: Viewer, iris: Iterable[str]) -> dict[str, Named]:
    """Return how records without a label are headed: by what they connect."""
    bare = [iri for iri in iris if kind_of(iri) and viewer.named(iri).text == compact(iri)]
    if not bare:
        return {}
    facts = gather_about(site, request, statements_about(site.graph, bare))
    return {iri: facts.heading(iri, statements) for iri, statements in facts.about.items()}


def column_title(site: Site, name: str, language: str) -> str:
    """Return what stands over a column of an answer."""
    key = f"question.column.{name}"
    return site.text(key, language) if key in site.skin.texts else _WORD.sub(" ", name).lower()
