"""All names of things in all languages, and which of them a text finds, the best first.

For the search page. A graph in this process is read once; one behind an endpoint is asked for each search,
for a bounded number of names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.namespaces import expand
from gbaip_graph.pages.addresses import page_path
from gbaip_graph.turtle.terms import Iri, Literal, Term

# Of a remote store; more is answered with the best of these, and the page says so.
REMOTE_NAMES = 500
# Each word is one more pass over all names; nobody writes more.
_MOST_WORDS = 8
_NAMES = tuple(map(expand, ("skos:prefLabel", "skos:altLabel", "rdfs:label", "dcterms:title")))
_NAME_OF, _NAME_TEXT = expand("gbaip:nameOf"), expand("gbaip:nameText")
_DEPRECATED = expand("owl:deprecated")
_ALL = f"""
SELECT DISTINCT ?thing ?name WHERE {{
  {{ VALUES ?property {{ {" ".join(f"<{name}>" for name in _NAMES)} }} ?thing ?property ?name }}
  UNION {{ ?usage <{_NAME_OF}> ?thing ; <{_NAME_TEXT}> ?name }}
  $filters
}}"""
_RETIRED = f"SELECT DISTINCT ?thing WHERE {{ ?thing <{_DEPRECATED}> true }}"
#: How a name answers a search, the best first.
EXACT, PREFIX, WORD, SUBSTRING = range(4)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing; ``folded`` is what searches are compared with."""

    thing: str
    text: str
    language: str
    folded: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, the name by which, and how well that name fits."""

    name: Name
    rank: int


@dataclass(frozen=True)
class Found:
    """What a search finds, the best first; ``is_cut`` says that a store may have more."""

    hits: tuple[Hit, ...]
    is_cut: bool = False


def fold(text: str) -> str:
    """Return a text without what searches do not tell apart: case, accents, width of letters, blanks.

    >>> fold("  Ｃafé  MACAU ")
    'cafe macau'
    """
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


def load_names(graph: AskedGraph) -> tuple[Name, ...]:
    """Read every name of what has a page and is no mistake."""
    rows = graph.select(_ALL.replace("$filters", "")).rows
    retired = {thing.value for (thing,) in graph.select(_RETIRED).rows if isinstance(thing, Iri)}
    return tuple(name for name in _names(rows) if name.thing not in retired)


def find(names: Iterable[Name], text: str, *, language: str) -> tuple[Hit, ...]:
    """Return each thing once, by its best name: exact, beginning, whole words, any part, in this order.

    Among equals a name in the language comes first, then the shorter one.
    """
    wanted = fold(text)
    words = wanted.split()[:_MOST_WORDS]
    best: dict[str, tuple[tuple[object, ...], Hit]] = {}
    for name in names if words else ():
        if not all(word in name.folded for word in words):
            continue
        hit = Hit(name, _rank(name.folded, wanted, words))
        key = (hit.rank, name.language != language, len(name.folded), name.folded, name.thing, name.text)
        if name.thing not in best or key < best[name.thing][0]:
            best[name.thing] = key, hit
    return tuple(hit for _, hit in sorted(best.values(), key=lambda pair: pair[0]))


def _rank(folded: str, wanted: str, words: Sequence[str]) -> int:
    if folded == wanted:
        return EXACT
    if folded.startswith(wanted):
        return PREFIX
    return WORD if all(_begins_a_word(folded, word) for word in words) else SUBSTRING


def _begins_a_word(folded: str, word: str) -> bool:
    place = folded.find(word)
    while place > 0 and folded[place - 1].isalnum():
        place = folded.find(word, place + 1)
    return place >= 0


def ask_names(graph: AskedGraph, text: str, *, language: str) -> Found:
    """Ask a store for names that hold all words; it tells case apart from case only as SPARQL does."""
    words = text.split()[:_MOST_WORDS]
    if not words:
        return Found(())
    filters = " ".join(
        f"FILTER(CONTAINS(LCASE(STR(?name)), {encode(Literal(word.lower()))}))" for word in words
    )
    query = (
        f"{_ALL.replace('$filters', filters)} ORDER BY STRLEN(STR(?name)) ?thing ?name LIMIT {REMOTE_NAMES}"
    )
    rows = graph.select(query).rows
    return Found(find(_names(rows), text, language=language), is_cut=len(rows) >= REMOTE_NAMES)


def _names(rows: Iterable[Sequence[Term | None]]) -> Iterator[Name]:
    for thing, name in rows:
        if isinstance(thing, Iri) and isinstance(name, Literal) and page_path(thing.value):
            yield Name(thing.value, name.lexical, name.language, fold(name.lexical))
