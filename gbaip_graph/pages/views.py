"""What templates show: a thing by its label, a value, a citation, each with the language it is in.

For every kind of page; made from terms and labels, no query is run here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from gbaip_graph.ask.languages import Label, Labels, choose_label
from gbaip_graph.namespaces import DATA, compact
from gbaip_graph.pages.addresses import Addresses, page_path
from gbaip_graph.turtle.terms import Iri, Literal, Term

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

SAFE_ADDRESSES = ("https://", "http://")
PASSAGE = DATA + "passage/"
_SOURCE = DATA + "source/"
#: Places of a document that have a word instead of a number.
_WORDED = ("p0", "beginning", "listed")
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Named:
    """A thing as it is shown: its label, the label's language, its page or address, ``""`` for neither.

    ``is_foreign`` says that the label is in another language than the page, which is then told. Where the
    text is a name of its time, ``otherwise`` is the label of the record.
    """

    iri: str
    text: str
    language: str
    href: str = ""
    is_foreign: bool = False
    is_outside: bool = False
    otherwise: str = ""
    otherwise_language: str = ""


@dataclass(frozen=True)
class Citation:
    """Where something is stated: a document and a place in it, such as ``pr-2024-09-05`` and ``¶1``.

    ``follows`` says that the citation before it is of the same document, so that its name need not be seen
    again.
    """

    source: str
    position: str
    href: str
    title: str
    title_language: str = ""
    follows: bool = False

    @property
    def text(self) -> str:
        """Document and place in one."""
        return f"{self.source} {self.position}".rstrip()


@dataclass(frozen=True)
class Cell:
    """A cell of a table or a value of a fact: things one after another, or a text."""

    things: tuple[Named, ...] = ()
    text: str = ""
    language: str = ""
    note: str = ""
    is_number: bool = False


class Viewer:
    """Makes views for one page: labels in its language, addresses as they are written in it."""

    def __init__(
        self, addresses: Addresses, language: str, labels: Labels, *, words: Mapping[str, str]
    ) -> None:
        self.addresses = addresses
        self._words = words
        self.language = language
        self._labels = labels

    def call(self, headings: Mapping[str, Named]) -> None:
        """Call records that have no label by the headings of their pages."""
        self._labels = {
            **self._labels,
            **{iri: (Label(heading.text, heading.language),) for iri, heading in headings.items()},
        }

    def named(self, iri: str) -> Named:
        """Return a thing as it is shown."""
        label = choose_label(self._labels.get(iri, ()), self.language) or _fallback(iri, self._words)
        path = page_path(iri)
        is_foreign = label.language not in ("", self.language)
        if path is not None:
            return Named(iri, label.text, label.language, self.addresses.to(path), is_foreign)
        href = iri if iri.startswith(SAFE_ADDRESSES) else ""
        return Named(iri, label.text, label.language, href, is_foreign, is_outside=True)

    def cell(self, *terms: Term) -> Cell:
        """Return terms as a cell; several literals stand with commas."""
        things = tuple(self.named(term.value) for term in terms if isinstance(term, Iri))
        texts = [term for term in terms if isinstance(term, Literal)]
        language = texts[0].language if texts else ""
        return Cell(things, ", ".join(text.lexical for text in texts), language)

    def citations(self, passages: Iterable[str]) -> tuple[Citation, ...]:
        """Return citations in the order of their documents and places."""
        found = [self._citation(passage) for passage in sorted(set(passages), key=_place)]
        before = [None, *(one.source for one in found)]
        return tuple(
            replace(one, follows=one.source == last and bool(one.position))
            for one, last in zip(found, before, strict=False)
        )

    def _citation(self, passage: str) -> Citation:
        source, position = split_passage(passage, self._words)
        title = choose_label(self._labels.get(_SOURCE + source, ()), self.language) or Label(source)
        path = page_path(passage)
        href = self.addresses.to(path) if path else ""
        return Citation(source, position, href, title.text, title.language)


def split_passage(passage: str, words: Mapping[str, str] = _NO_WORDS) -> tuple[str, str]:
    """Return the document of a passage and its place in it; ``words`` are those for ``p0`` and the like.

    >>> split_passage("https://w3id.org/gbaip/id/passage/ipd-2018-19.i08.p1")
    ('ipd-2018-19', '8 ¶1')
    """
    source, _, place = passage.removeprefix(PASSAGE).partition(".")
    written = [words.get(part) or _numbered(part) for part in place.split(".")]
    return source, " ".join(written).rstrip()


def _numbered(part: str) -> str:
    kind, number = part[:1], part[1:]
    if not number.isdigit():
        return part
    return {"i": str(int(number)), "p": f"¶{number}"}.get(kind, part)


def passage_in_words(passage: str, say: Callable[..., str]) -> str:
    """Return the document of a passage and its place in words, for a heading; ``say`` gives texts.

    >>> passage_in_words(PASSAGE + "a.i08.p1", lambda key, **values: f"{key} {' '.join(values.values())}")
    'passage.of a passage.item 8 passage.paragraph 1'
    """
    source, _, place = passage.removeprefix(PASSAGE).partition(".")
    words = ""
    for part in reversed(place.split(".")):
        kind, number = part[:1], part[1:].lstrip("0")
        if part in _WORDED:
            words = say(f"cite.place.{part}")
        elif kind == "p" and number.isdigit():
            words = say("passage.paragraph", number=number)
        elif kind == "i" and number.isdigit():
            words = say("passage.item", number=number, rest=words)
        else:
            words = f"{part} {words}".rstrip()
    return say("passage.of", source=source, place=words)


def source_of(passage: str) -> str:
    """Return the IRI of the document of a passage."""
    return _SOURCE + split_passage(passage)[0]


def _place(passage: str) -> tuple[str, list[tuple[int, str]]]:
    source, *parts = passage.removeprefix(PASSAGE).split(".")
    numbers = [(int("".join(filter(str.isdigit, part)) or 0), part) for part in parts]
    return source, numbers


def _fallback(iri: str, words: Mapping[str, str]) -> Label:
    """Name what has no label: a passage by its place, a span by its date, a record by its compact name."""
    if iri.startswith(PASSAGE):
        return Label(" ".join(split_passage(iri, words)).rstrip())
    if iri.startswith(DATA + "span/"):
        return Label(iri.removeprefix(DATA + "span/").partition(".")[0].replace("_", "/"))
    return Label(compact(iri))


def viewer_of(site: Site, addresses: Addresses, language: str, iris: Iterable[str]) -> Viewer:
    """Return the viewer for a page that names these things, and documents that their passages are in."""
    wanted = set(iris)
    wanted |= {source_of(iri) for iri in wanted if iri.startswith(PASSAGE)}
    words = {part: site.text(f"cite.place.{part}", language) for part in _WORDED}
    return Viewer(addresses, language, site.labels(wanted), words=words)
