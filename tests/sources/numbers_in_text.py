"""Find the numbers that a paragraph states, for the test of completeness.

Reads digits, number words, ordinals, item references and words of frequency; dates are not its matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["amount", "ordinal", "item", "entry", "heading", "frequency"]

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FIRSTS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
]
_FIRSTS += ["fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_CARDINALS = {word: value for value, word in enumerate(_ONES, start=1)}
_CARDINALS |= {word: value * 10 for value, word in enumerate(_TENS, start=2)}
_CARDINALS |= {"dozen": 12, "twice": 2} | _SCALES
ORDINALS = {word: value for value, word in enumerate(_FIRSTS, start=1)}
_FREQUENCIES = {
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "annual": "annual",
    "annually": "annual",
    "yearly": "annual",
    "biennial": "biennial",
    "biennially": "biennial",
}

_HEADING = re.compile(r"\A(?P<number>[0-9]+)\.(?=\s)")
_ITEMS = re.compile(r"\bItems? \([0-9]+\)(?:(?:, and |, | and )\([0-9]+\))*")
_BRACKETED = re.compile(r"\((?P<number>[0-9]{1,2})\)")
_DIGIT_ORDINAL = re.compile(r"\b(?P<number>[0-9]+)(?:st|nd|rd|th)\b")
_DIGITS = re.compile(
    r"(?:[A-Z]{2,3}\s?)?(?P<sign>[$€£¥])?\s?"
    r"(?P<number>\b[0-9]{1,3}(?:[ ,][0-9]{3})+(?![0-9])|\b[0-9]+(?:\.[0-9]+)?)"
    r"(?: (?P<scale>hundred|thousand|million|billion)\b)?"
)
_WORD = re.compile(
    rf"\b(?P<word>{'|'.join([*_CARDINALS, *ORDINALS, *_FREQUENCIES])})\b"
    rf"(?: (?P<scale>{'|'.join(_SCALES)})\b)?",
    re.IGNORECASE,
)
#: "One of the projects", "no one" and "one another" count nothing.
_ONE_AFTER = re.compile(r"\A(?: of\b| another\b|'s\b|’s\b|-(?:way|sided|stop))")
_ONE_BEFORE = re.compile(r"\b(?:no|any|every|each|which)\s\Z", re.IGNORECASE)
_NEXT_PLAIN_WORD = re.compile(r"(?<![^\W_])[a-z]+")


@dataclass(frozen=True)
class NumberMention:
    """A number as it stands in a text. ``counted`` is the plain word after it, such as "operations".

    ``value`` is a number but for frequencies, whose ``word`` names them. Two amounts of one value and one
    counted word are one statement, made twice.
    """

    text: str
    at: int
    kind: Kind
    value: Decimal = Decimal(0)
    counted: str = ""
    word: str = ""

    @property
    def until(self) -> int:
        """Where the mention ends in the text."""
        return self.at + len(self.text)


def numbers_in(
    text: str, *, is_heading: bool = False, taken: Iterable[tuple[int, int]] = ()
) -> tuple[NumberMention, ...]:
    """Return the numbers of a paragraph in their order, but for those in ``taken`` stretches (its dates).

    >>> [(found.text, str(found.value)) for found in numbers_in("About 4 500 of the nine kinds of ducks.")]
    [('4 500', '4500'), ('nine', '9')]
    """
    found: list[NumberMention] = []
    stretches = list(taken)
    readers = [_items, _entries, _digit_ordinals, _digits, _words]
    for reader in [_headings, *readers] if is_heading else readers:
        for mention in reader(text):
            if not any(mention.at < end and start < mention.until for start, end in stretches):
                found.append(mention)
                stretches.append((mention.at, mention.until))
    return tuple(sorted(found, key=lambda mention: mention.at))


def _headings(text: str) -> Iterator[NumberMention]:
    for match in _HEADING.finditer(text):
        yield NumberMention(match["number"], match.start(), "heading", Decimal(match["number"]))


def _items(text: str) -> Iterator[NumberMention]:
    for items in _ITEMS.finditer(text):
        for match in _BRACKETED.finditer(text, items.start(), items.end()):
            yield NumberMention(match[0], match.start(), "item", Decimal(match["number"]))


def _entries(text: str) -> Iterator[NumberMention]:
    for match in _BRACKETED.finditer(text):
        yield NumberMention(match[0], match.start(), "entry", Decimal(match["number"]))


def _digit_ordinals(text: str) -> Iterator[NumberMention]:
    for match in _DIGIT_ORDINAL.finditer(text):
        yield NumberMention(match[0], match.start(), "ordinal", Decimal(match["number"]))


def _digits(text: str) -> Iterator[NumberMention]:
    for match in _DIGITS.finditer(text):
        start = match.start() if match["sign"] else match.start("number")
        value = Decimal(match["number"].replace(" ", "").replace(",", ""))
        value *= _SCALES.get(match["scale"] or "", 1)
        yield NumberMention(
            text[start : match.end()], start, "amount", value, counted=_counted(text, match.end())
        )


def _words(text: str) -> Iterator[NumberMention]:
    for match in _WORD.finditer(text):
        word = match["word"].lower()
        if word in _FREQUENCIES:
            yield NumberMention(match[0], match.start(), "frequency", word=_FREQUENCIES[word])
        elif word in ORDINALS:
            yield NumberMention(match[0], match.start(), "ordinal", Decimal(ORDINALS[word]))
        elif not (word == "one" and _is_article(text, match)):
            yield NumberMention(
                match[0],
                match.start(),
                "amount",
                Decimal(_CARDINALS[word] * _SCALES.get((match["scale"] or "").lower(), 1)),
                counted=_counted(text, match.end()),
            )


def _is_article(text: str, one: re.Match[str]) -> bool:
    return bool(_ONE_AFTER.match(text[one.end() :]) or _ONE_BEFORE.search(text[: one.start()]))


def _counted(text: str, after: int) -> str:
    found = _NEXT_PLAIN_WORD.search(text, after)
    return found[0] if found else ""
