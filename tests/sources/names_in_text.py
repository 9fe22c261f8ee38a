"""Find the capitalised names in a paragraph, for the tests of completeness and of copied sentences.

A name is a run of capitalised words; which body bears it is for the records to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that stand inside names without a capital.
CONNECTORS = _words("of and the for on in to cum")
#: Abbreviations of common nouns, which name no body or event; forms of address; words before numbers.
_COMMON_NOUNS = _words("IP IPR IPRs SME SMEs R&D Mr Ms Mrs Dr Item Items")
#: Words that open a sentence and are never the first of a name.
_OPENERS = _words(
    "the a an in on at of to for from by with as under during since after before among between around about "
    "over being taking speaking also besides moreover however these those this that it its they their there "
    "such and but or if when while where which who"
)
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
#: What may stand between two words of one name.
_WITHIN = re.compile(r"[\s()/&’'-]+\Z")
_SENTENCE_BREAK = re.compile(r"(?:\A|[.?!:;][\"”’)]*\s+|(?:\A|\s|\()[\"“])\Z")


@dataclass(frozen=True)
class Token:
    """A word and where it begins in its text."""

    text: str
    at: int

    @property
    def until(self) -> int:
        """Where the word ends in the text."""
        return self.at + len(self.text)

    @property
    def is_capitalised(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[0].isupper()


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words of a text; hyphens, slashes and apostrophes part words, ``R&D`` is one."""
    return tuple(Token(match[0], match.start()) for match in _TOKEN.finditer(text))


def plain_words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that stand somewhere without a capital, so that a sentence may open with them."""
    return frozenset(token.text for text in texts for token in tokens_of(text) if not token.is_capitalised)


def name_words(text: str, *, plain: Collection[str] = ()) -> tuple[int, ...]:
    """Return the indexes among ``tokens_of(text)`` of words that have a capital because they name something.

    The first word of a sentence or quotation counts unless it is an opener, or a plain word before one
    without a capital.
    """
    tokens = tokens_of(text)
    return tuple(
        index
        for index, token in enumerate(tokens)
        if token.is_capitalised
        and token.text not in _COMMON_NOUNS
        and not _opens_sentence(text, tokens, index, plain)
    )


def _opens_sentence(text: str, tokens: Sequence[Token], index: int, plain: Collection[str]) -> bool:
    token = tokens[index]
    heading_number = index == 1 and tokens[0].text.isdigit() and text.startswith(f"{tokens[0].text}. ")
    if not heading_number and not _SENTENCE_BREAK.search(text[: token.at]):
        return False
    word = token.text.lower()
    if word in _OPENERS:
        return True
    goes_on = index + 1 < len(tokens) and tokens[index + 1].is_capitalised
    return _is_plain(word, plain) and not (goes_on and text[token.until : tokens[index + 1].at] in (" ", "-"))


def _is_plain(word: str, plain: Collection[str]) -> bool:
    """Tell whether a word, or the verb of which it is the -ing form, stands somewhere without a capital."""
    stem = word.removesuffix("ing")
    return word in plain or (stem != word and (stem in plain or f"{stem}e" in plain))


def runs_of(text: str, indexes: Sequence[int]) -> tuple[str, ...]:
    """Return the stretches of a text that words of one name, with the connectors between them, make up."""
    tokens = tokens_of(text)
    runs: list[list[int]] = []
    for index in indexes:
        if runs and _belongs(text, tokens, runs[-1][-1], index):
            runs[-1].append(index)
        else:
            runs.append([index])
    return tuple(text[tokens[run[0]].at : tokens[run[-1]].until] for run in runs)


def _belongs(text: str, tokens: Sequence[Token], last: int, index: int) -> bool:
    between = tokens[last + 1 : index]
    gaps = [text[one.until : other.at] for one, other in pairwise(tokens[last : index + 1])]
    return all(token.text in CONNECTORS | {"s"} for token in between) and all(map(_WITHIN.match, gaps))


def parts_of(run: str) -> tuple[str, ...]:
    """Return the names in a run that connectors, slashes, hyphens and brackets part.

    >>> parts_of("Guangdong-Hong Kong and Macao")
    ('Guangdong', 'Hong Kong', 'Macao')
    """
    words = "|".join(CONNECTORS)
    return tuple(
        part
        for part in re.split(rf"(?:[/()-]|\b(?:{words})\b|\s)*(?:[/()-]|\b(?:{words})\b)\s*", run)
        if part
    )


def occurrences(name: str, tokens: Sequence[Token]) -> tuple[range, ...]:
    """Return where a name stands among words: the same ones in the same case, article apart."""
    wanted = [token.text for token in tokens_of(name)]
    if len(wanted) > 1 and wanted[0] in {"the", "The"}:
        wanted = wanted[1:]
    if not wanted:
        return ()
    return tuple(
        range(start, start + len(wanted))
        for start in range(len(tokens) - len(wanted) + 1)
        if wanted == [token.text for token in tokens[start : start + len(wanted)]]
    )
