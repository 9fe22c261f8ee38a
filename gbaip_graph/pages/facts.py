"""Facts as rows and values: what a page of a thing has gathered from the graph, ready to be shown.

It runs no query: ``gathering`` has fetched what is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gbaip_graph.ask.languages import Label
from gbaip_graph.namespaces import compact, expand
from gbaip_graph.pages.names_then import name_on
from gbaip_graph.pages.record import Span, Statement, iris_of
from gbaip_graph.pages.tables import (
    FACTS,
    FIGURE,
    FIGURE_PARTS,
    LABEL,
    NAME,
    WHEN,
    kind_of,
    rank_of,
)
from gbaip_graph.pages.views import PASSAGE, Cell, Citation, Named, Viewer, passage_in_words
from gbaip_graph.pictures.periods import in_words
from gbaip_graph.turtle.terms import Iri, Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

TAKES_PLACE = expand("gbaip:takesPlaceDuring")
_STATED = expand("basis:stated")
_EXACTNESS, _VALUE, _CURRENCY, _ESTIMATE, _BASIS = FIGURE_PARTS
_NAME_TEXT, _NOTE = expand("gbaip:nameText"), expand("skos:editorialNote")
_IN_ACTIVITY, _MEASURES = expand("gbaip:inActivity"), expand("gbaip:measures")
#: Whose date is the date of a record that has none of its own.
DATED_BY = (_IN_ACTIVITY, _MEASURES)
# Behind every date there is.
_UNDATED = ("9999-99", "")
_ROLE = expand("gbaip:hasRole")
_HAS_PARTY = expand("gbaip:hasParty")
_TRUE = frozenset({"true", "1"})
#: Of which a heading is made where a record has no label.
_HEADED_BY = tuple(
    map(
        expand,
        ("gbaip:hasParty", "gbaip:hasRole", "gbaip:inActivity", "gbaip:hasMeasure", "gbaip:measures",
         "org:member", "org:role", "org:organization", "gbaip:nameOf"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class FactRow:
    """A record in a table: its cells, where it is stated, its own page and what that is headed by."""

    thing: Named
    heading: Named
    cells: tuple[Cell, ...]
    citations: tuple[Citation, ...]
    notes: tuple[Cell, ...]
    order: tuple[object, ...]

    @property
    def note_place(self) -> int:
        """Which cell has the room for notes: the one that has the longest names."""
        lengths = [sum(len(one.text) for one in cell.things) for cell in self.cells]
        return lengths.index(max(lengths)) if lengths else 0

    def only(self, places: Sequence[int]) -> FactRow:
        """Return the row with the cells at some places."""
        return replace(self, cells=tuple(self.cells[place] for place in places))


@dataclass(frozen=True)
class Facts:
    """What a page has gathered; see ``gathering``."""

    site: Site
    language: str
    viewer: Viewer
    about: Mapping[str, tuple[Statement, ...]]
    spans: Mapping[str, Span]
    dates: Mapping[str, tuple[str, ...]]
    stated: Mapping[tuple[str, str], tuple[str, ...]]
    counts: Mapping[str, int] = field(default_factory=dict)
    thing: str = ""

    @property
    def when(self) -> Cell:
        """The date of the thing of the page."""
        return self._date(self.dates.get(self.thing, ()))

    def text(self, key: str, **values: object) -> str:
        """Return a text of the pages."""
        return self.site.text(key, self.language, **values)

    def property_named(self, predicate: str) -> Named:
        """Return a property with its label; those of other vocabularies have theirs among the texts."""
        named = self.viewer.named(predicate)
        for key in (f"property.{compact(predicate)}", f"column.{compact(predicate)}"):
            if key in self.site.skin.texts:
                return replace(named, text=self.text(key), language=self.language, is_foreign=False)
        return named

    def column_title(self, column: str) -> str:
        """Return what stands over a column."""
        key = f"column.{column}"
        if key in self.site.skin.texts:
            return self.text(key)
        return self.property_named(expand(column)).text

    def citations(self, statement: Statement) -> tuple[Citation, ...]:
        """Return where the graph of a statement says that its subject is stated."""
        return self.citations_of((statement,))

    def citations_of(self, statements: Iterable[Statement]) -> tuple[Citation, ...]:
        """Return where the same statement of several graphs is stated."""
        passages = [p for one in statements for p in self.stated.get((one.subject, one.graph), ())]
        return self.viewer.citations(passages)

    def passages_of(self, statements: Iterable[Statement]) -> set[str]:
        """Return all passages that state the subjects."""
        return {p for one in statements for p in self.stated.get((one.subject, one.graph), ())}

    def value(self, statement: Statement) -> Cell:
        """Return the value of a statement: a date in words, a thing by its label, a text."""
        if isinstance(statement.value, Iri) and statement.value.value in self.spans:
            return self._date((statement.value.value,))
        cell = self.viewer.cell(statement.value)
        if isinstance(statement.value, Literal) and statement.value.lexical in ("true", "false"):
            return replace(cell, text=self.text(f"value.{statement.value.lexical}"))
        return cell

    def heading(self, thing: str, own: Sequence[Statement]) -> Named:
        """Return what a page is headed by: the label, or for a record without one what it connects."""
        named = self.viewer.named(thing)
        if thing in self.spans:
            text = in_words(self.spans[thing].edtf, self.language)
            return replace(named, text=text, language=self.language, is_foreign=False)
        if thing.startswith(PASSAGE):
            text = passage_in_words(thing, self.text)
            return replace(named, text=text, language=self.language, is_foreign=False)
        if named.text != compact(thing):
            return named
        values = {one.predicate: one for one in own}
        parts = [self.value(values[name]) for name in _HEADED_BY if name in values]
        texts = [part.text or ", ".join(one.text for one in part.things) for part in parts]
        kind = kind_of(thing)
        text = self.text(f"kind.{kind}") if kind else named.text
        return replace(named, text=f"{text}: {' · '.join(texts)}" if texts else text, language=self.language)

    def row(self, thing: str, columns: Sequence[str]) -> FactRow:
        """Return a record as a row of a table."""
        statements = self.about.get(thing, ())
        cells = tuple(self._cell(thing, column, statements) for column in columns)
        written = (one.value for one in statements if one.predicate == _NOTE)
        texts = dict.fromkeys(note for note in written if isinstance(note, Literal))
        notes = tuple(Cell(text=note.lexical, language=note.language) for note in texts)
        citations = self.viewer.citations(self.passages_of(statements))
        shown = tuple((cell.text.zfill(6) if cell.text.isdigit() else cell.text) for cell in cells)
        order = (*self.begins(thing), shown, thing)
        return FactRow(
            self.viewer.named(thing), self.heading(thing, statements), cells, citations, notes, order
        )

    def begins(self, thing: str) -> tuple[tuple[str, str], tuple[int, ...]]:
        """Return what the order of a record's row begins with: when, and in which roles."""
        statements = self.about.get(thing, ())
        spans = (self.spans[span] for span in self._spans_of(thing, statements) if span in self.spans)
        when = min((span.key for span in spans), default=_UNDATED)
        return when, tuple(rank_of(role) for role in iris_of(statements, _ROLE))

    def _cell(self, thing: str, column: str, statements: Sequence[Statement]) -> Cell:
        if column == LABEL:
            return Cell((self.viewer.named(thing),))
        if column == WHEN:
            return self._date(self._spans_of(thing, statements))
        if column == FIGURE:
            return self._figure(statements)
        if column == FACTS:
            return Cell(text=str(self.counts.get(thing, 0)), is_number=True)
        if column == NAME:
            return self.viewer.cell(*(one.value for one in statements if one.predicate == _NAME_TEXT))
        predicate = expand(column)
        values = dict.fromkeys(one.value for one in statements if one.predicate == predicate)
        cell = self.viewer.cell(*values)
        if predicate == _HAS_PARTY:
            cell = replace(cell, things=tuple(self._then(one, thing, statements) for one in cell.things))
        return replace(cell, is_number=cell.text.isdigit())

    def _then(self, party: Named, involvement: str, statements: Sequence[Statement]) -> Named:
        """Return a party by the name that it had when the activity took place."""
        names = self.site.names_then.get(party.iri)
        spans = [self.spans[span] for span in self._spans_of(involvement, statements) if span in self.spans]
        day = min((span.first for span in spans if span.first), default="")
        if not names or not day:
            return party
        then = name_on(names, day, label=Label(party.text, party.language))
        if then is None:
            return party
        return replace(party, text=then.text, otherwise=party.text, otherwise_language=party.language)

    def _spans_of(self, thing: str, statements: Sequence[Statement]) -> tuple[str, ...]:
        """Return when a record takes place, or else what it is a record of."""
        own = tuple(iris_of(statements, TAKES_PLACE))
        if own:
            return tuple(dict.fromkeys(own))
        of = [iri for predicate in DATED_BY for iri in iris_of(statements, predicate)]
        return tuple(dict.fromkeys(span for iri in of for span in self.dates.get(iri, ())))

    def _date(self, spans: Iterable[str]) -> Cell:
        known = {self.spans[span] for span in spans if span in self.spans}
        bases: dict[str, set[str]] = {}
        for span in sorted(known, key=lambda one: one.key):
            bases.setdefault(in_words(span.edtf, self.language), set()).add(self._basis(span))
        # A date that one document states needs no inference of another.
        dates = [(date, "" if "" in told else "; ".join(sorted(told))) for date, told in bases.items()]
        if len(dates) == 1:
            return Cell(text=dates[0][0], language=self.language, note=dates[0][1])
        texts = [f"{date} ({basis})" if basis else date for date, basis in dates]
        return Cell(text="; ".join(texts), language=self.language if texts else "")

    def _basis(self, span: Span) -> str:
        """Return what a date rests on where it is not just stated, with what was stated of it."""
        if span.basis == _STATED:
            return ""
        basis = self.viewer.named(span.basis).text
        if not span.stated or span.stated == span.edtf:
            return basis
        return self.text("date.stated", stated=in_words(span.stated, self.language), basis=basis)

    def _figure(self, statements: Sequence[Statement]) -> Cell:
        """Return a figure in full with its exactness before it and its currency behind it."""
        values = {one.predicate: one.value for one in statements}
        value, exactness = values.get(_VALUE), values.get(_EXACTNESS)
        currency, estimate, basis = values.get(_CURRENCY), values.get(_ESTIMATE), values.get(_BASIS)
        if not isinstance(value, Literal):
            return Cell()
        words = [self.viewer.named(exactness.value).text] if isinstance(exactness, Iri) else []
        number = grouped(value.lexical)
        text = f"{number} {currency.lexical}" if isinstance(currency, Literal) else number
        is_estimate = isinstance(estimate, Literal) and estimate.lexical in _TRUE
        words += [self.text("figure.estimate")] if is_estimate else []
        words += [self.viewer.named(basis.value).text] if isinstance(basis, Iri) else []
        return Cell(text=text, note="; ".join(words), is_number=True)


def grouped(number: str) -> str:
    """Write a number with narrow spaces between its thousands.

    >>> grouped("8300000").replace("\\u202f", "_")
    '8_300_000'
    """
    whole, point, rest = number.partition(".")
    if not whole.lstrip("-").isdigit():
        return number
    return f"{int(whole):,}".replace(",", "\u202f") + (point + rest)
