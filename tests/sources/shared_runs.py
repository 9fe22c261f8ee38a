"""Find runs of words that a text of the project shares with a source and that are no title and no name.

For the test that no sentence is copied. Words are compared without case and punctuation. A shared run is let
pass only if, without the articles, connectors and ordinals ("the third ...") at its ends, it

- is no longer than eight words, or
- lies wholly within a title: a paragraph of number 0 (title or item heading), or a stretch in double quotes
  that does not end as a sentence does, or
- is a name: somewhere in a source every word of it has a capital or is a connector ("of", "and"), of which
  no three follow each other. A sentence has a verb, and no verb of a running text has a capital.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gbaip_graph.passages import split_paragraphs
from tests.sources.names_in_text import CONNECTORS
from tests.sources.numbers_in_text import ORDINALS

LONGEST_SHARED_RUN = 8
#: Three would allow "of the and of the"; two are in "Development of the Greater Bay Area".
_MOST_CONNECTORS_TOGETHER = 2
_SEED = LONGEST_SHARED_RUN + 1
_WORD = re.compile(r"[^\W_]+")
#: What follows a hyphen or an apostrophe has the capital of the whole: "Sub-administration", "People's".
_COMPOUND = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")


@dataclass(frozen=True)
class Word:
    """A word of a text in lower case and whether it had a capital; an empty one parts cells of a table."""

    text: str
    line: int
    capital: bool = False


@dataclass(frozen=True)
class SharedRun:
    """Where a run that is shared with a source begins, and how many words it has."""

    line: int
    length: int
    source_id: str


@dataclass(frozen=True)
class Sources:
    """The words of source documents, the places of each run of nine, and the titles in them."""

    words: Mapping[str, Sequence[Word]]
    places: Mapping[tuple[str, ...], Sequence[tuple[str, int]]]
    titles: frozenset[str]

    @classmethod
    def of(cls, documents: Mapping[str, str]) -> Sources:
        """Return what is needed to compare texts with these documents."""
        words: dict[str, list[Word]] = {}
        titles: set[str] = set()
        for source_id, text in documents.items():
            paragraphs = split_paragraphs(text)
            words[source_id] = [word for paragraph in paragraphs for word in words_of(paragraph.text)]
            headings = [paragraph.text for paragraph in paragraphs if paragraph.number == 0]
            quoted = [title for paragraph in paragraphs for title in _quoted(paragraph.text)]
            titles.update(_spaced(word.text for word in words_of(title)) for title in headings + quoted)
        return cls(words, _index(words), frozenset(titles))


def words_of(text: str) -> list[Word]:
    """Return the words of a text in lower case with their lines."""
    found: list[Word] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for compound in _COMPOUND.finditer(line):
            capital = compound[0][0].isupper() or compound[0][0].isdigit()
            found += [Word(part.lower(), number, capital) for part in _WORD.findall(compound[0])]
    return found


def words_of_csv(text: str) -> list[Word]:
    """Return the words of a table, with cells parted: neighbours in a row make no sentence."""
    found: list[Word] = []
    rows = csv.reader(io.StringIO(text, newline=""))
    for row in rows:
        for cell in row:
            words = words_of(cell)
            found += [Word(word.text, rows.line_num, word.capital) for word in words]
            found.append(Word("", rows.line_num))
    return found


def shared_runs(words: Sequence[Word], sources: Sources) -> tuple[SharedRun, ...]:
    """Return the longest runs of more than eight words shared with a source, but for titles and names."""
    texts = [word.text for word in words]
    found = []
    for start in range(len(words) - _SEED + 1):
        for source_id, place in sources.places.get(tuple(texts[start : start + _SEED]), ()):
            original = sources.words[source_id]
            if start and place and words[start - 1].text == original[place - 1].text:
                continue  # This run began earlier and was judged there.
            length = _length_of_run(texts, start, original, place)
            if not is_title_or_name(texts[start : start + length], sources):
                found.append(SharedRun(words[start].line, length, source_id))
    return tuple(dict.fromkeys(found))


def is_title_or_name(run: Sequence[str], sources: Sources) -> bool:
    """Tell whether words that stand in a source may stand in the project; see the module's docstring."""
    core = _without_small_words_at_ends(run)
    if len(core) <= LONGEST_SHARED_RUN:
        return True
    if any(_spaced(core) in title for title in sources.titles):
        return True
    return any(_is_name(found) for found in _places_of(core, sources))


def _places_of(run: Sequence[str], sources: Sources) -> Iterator[Sequence[Word]]:
    for source_id, place in sources.places.get(tuple(run[:_SEED]), ()):
        found = sources.words[source_id][place : place + len(run)]
        if [word.text for word in found] == list(run):
            yield found


def _is_name(run: Sequence[Word]) -> bool:
    together = 0
    for word in run:
        together = 0 if word.capital else together + 1
        if together > _MOST_CONNECTORS_TOGETHER or not (word.capital or word.text in CONNECTORS):
            return False
    return True


def _without_small_words_at_ends(run: Sequence[str]) -> Sequence[str]:
    inner = [index for index, word in enumerate(run) if word not in CONNECTORS and word not in ORDINALS]
    return run[inner[0] : inner[-1] + 1] if inner else []


def _length_of_run(texts: Sequence[str], start: int, original: Sequence[Word], place: int) -> int:
    length = _SEED
    while (
        start + length < len(texts)
        and place + length < len(original)
        and texts[start + length] == original[place + length].text
    ):
        length += 1
    return length


def _index(words: Mapping[str, Sequence[Word]]) -> Mapping[tuple[str, ...], Sequence[tuple[str, int]]]:
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for source_id, found in words.items():
        texts = [word.text for word in found]
        for place in range(len(texts) - _SEED + 1):
            places[tuple(texts[place : place + _SEED])].append((source_id, place))
    return dict(places)


def _quoted(text: str) -> list[str]:
    return [
        title for title in _QUOTED.findall(text) if not title.rstrip().endswith((".", ",", ";", "!", "?"))
    ]


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "
