"""Notices of events in the words of a language: dates as exact as they are known, places, status, documents.

For the feeds and the calendars, which write the same lines each in its own format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gbaip_graph.ask.languages import Label, choose_label
from gbaip_graph.namespaces import compact
from gbaip_graph.pages.addresses import Addresses, page_path
from gbaip_graph.pages.notices import STATED, Document, Notice, is_window
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.plain_text import one_line
from gbaip_graph.pages.record import Span
from gbaip_graph.pictures.periods import in_words

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site


class NoticeWords:
    """Writes notices in a language, with the addresses of a site; ``base`` is ``""`` where it has none."""

    def __init__(
        self, site: Site, base: str, language: str, notices: Iterable[Notice], *, is_static: bool
    ) -> None:
        self._site = site
        self._base = base
        self._language = language
        self._addresses = Addresses(PageRequest("", language, base=base, is_static=is_static), {})
        self._labels = site.labels(_named_in(notices))

    def text(self, key: str, **values: object) -> str:
        """Return a text of the feeds and calendars."""
        return self._site.text(f"machines.{key}", self._language, **values)

    def address(self, iri: str) -> str:
        """Return the address of the page of a thing; its IRI where the address of the site is not known."""
        path = page_path(iri)
        return self._addresses.absolute(path, self._language) if self._base and path else iri

    def label(self, iri: str) -> Label:
        """Return the label of a thing on one line; its compact name where it has none."""
        label = choose_label(self._labels.get(iri, ()), self._language) or Label("")
        return Label(one_line(label.text), label.language) if one_line(label.text) else Label(compact(iri))

    def lines(self, notice: Notice) -> tuple[str, ...]:
        """Return what is told of an event: dates, places, status, and each document that states it."""
        dates = self._list(map(self._date, notice.spans)) or self.text("no-date")
        places = self.places(notice)
        statuses = self._names(notice.statuses)
        return (
            self.text("when", dates=dates),
            *([self.text("where", places=places)] if places else []),
            *([self.text("status", status=statuses)] if statuses else []),
            *(self.text("source", document=self._document(document)) for document in notice.documents),
        )

    def places(self, notice: Notice) -> str:
        """Return the names of the places of an event, ``""`` where none is known."""
        return self._names(notice.places)

    def _names(self, iris: Iterable[str]) -> str:
        return self._list(self.label(iri).text for iri in iris)

    def _list(self, texts: Iterable[str]) -> str:
        return self.text("comma").join(texts)

    def _date(self, span: Span) -> str:
        """Write a date, and what it rests on where the source does not state it."""
        dates = one_line(in_words(span.edtf, self._language))
        dates = self.text("window", dates=dates) if is_window(span) else dates
        if span.basis == STATED:
            return dates
        return self.text("with-basis", dates=dates, basis=self.label(span.basis).text)

    def _document(self, document: Document) -> str:
        told = [self.label(document.publisher).text] if document.publisher else []
        told += [one_line(in_words(document.issued, self._language))] if document.issued else []
        title = self.label(document.iri).text
        return self.text("cited", title=title, told=self.text("apart").join(told)) if told else title


def _named_in(notices: Iterable[Notice]) -> set[str]:
    return {
        iri
        for notice in notices
        for iri in (
            notice.iri,
            *notice.places,
            *notice.statuses,
            *(span.basis for span in notice.spans),
            *(iri for document in notice.documents for iri in (document.iri, document.publisher) if iri),
        )
    }


def as_timestamp(day: str) -> str:
    """Return the beginning of a day as RFC 3339 writes points in time.

    >>> as_timestamp("2026-11-21")
    '2026-11-21T00:00:00Z'
    """
    return f"{day}T00:00:00Z"
