"""Read the list of the public record and what the data make of it, for the test that nothing of it is lost.

The list is shared material: one document a line, with its address and the facts that it is known to state.
What became of each fact stands in ``wider-entered.toml``, what was left out in ``wider-left-out.toml``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from gbaip_graph.namespaces import expand
from gbaip_graph.turtle.terms import Iri, Literal
from tests.sources.entered_records import Records

#: Below ten, a number is often a word of the language; those above are figures, dates, ages and the like.
LEAST_NUMBER_HELD = 10
_NUMBER = re.compile(
    r"(?<![\w.])(?:[A-Z]{2,3}\s?)?\$?(?P<digits>\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>million|billion|m)\b)?"
)
_SCALES = {"million": 10**6, "m": 10**6, "billion": 10**9}
_DIGITS = re.compile(r"\d+(?:[ ,]\d{3})+(?!\d)|\d+(?:\.\d+)?")
_NOTE, _TIME = expand("skos:editorialNote"), expand("gbaip:takesPlaceDuring")


@dataclass(frozen=True)
class ListedDocument:
    """A document of the list: its number, address, kind of host and the facts that it is known to state."""

    number: str
    address: str
    host_kind: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """The records, as compact names, that carry one listed fact; ``fact`` counts from 1."""

    document: str
    fact: int
    records: tuple[str, ...]

    @property
    def source_id(self) -> str:
        """The id of the document in the data."""
        return f"doc-{self.document}"

    @property
    def key(self) -> tuple[str, int]:
        """The document and the number of the fact."""
        return self.document, self.fact

    def __str__(self) -> str:
        return f"document {self.document}, fact {self.fact}"


@dataclass(frozen=True)
class NumberLeftOut:
    """A number in a listed fact, as it stands there, that no record carries."""

    document: str
    fact: int
    text: str
    reason: str

    @property
    def key(self) -> tuple[str, int, str]:
        """The document, the number of the fact and the text."""
        return self.document, self.fact, self.text


@dataclass(frozen=True)
class LeftOutRecord:
    """What was left out: documents and listed facts, each with its reason, and numbers."""

    documents: dict[str, str]
    facts: dict[tuple[str, int], str]
    numbers: tuple[NumberLeftOut, ...]
    clauses: dict[tuple[str, str], str]

    @property
    def reasons(self) -> list[str]:
        """Every reason that is given."""
        numbers = (number.reason for number in self.numbers)
        return [*self.documents.values(), *self.facts.values(), *self.clauses.values(), *numbers]


def read_list(file: Path) -> tuple[ListedDocument, ...]:
    """Return the documents of the list in its order."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(ListedDocument(row["id"], row["url"], row["host"], tuple(row["key_facts"])) for row in rows)


def read_entries(file: Path) -> tuple[Entry, ...]:
    """Return what each listed fact became."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["entered"]
    return tuple(Entry(row["document"], row["fact"], tuple(row["records"])) for row in rows)


def read_left_out_record(file: Path) -> LeftOutRecord:
    """Return what was left out; raises ``KeyError`` or ``TypeError`` for an entry with other keys."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return LeftOutRecord(
        documents={row["id"]: row["reason"] for row in tables["document"]},
        facts={(row["document"], row["fact"]): row["reason"] for row in tables["left-out"]},
        numbers=tuple(NumberLeftOut(**row) for row in tables["number"]),
        clauses={(row["document"], row["text"]): row["reason"] for row in tables["clause"]},
    )


def numbers_of(fact: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the digits of each number from ten up with its value.

    >>> [(text, str(value)) for text, value in numbers_of("2 of 1 300 items, US$11.3 m, in 2014")]
    [('1 300', '1300'), ('11.3', '11300000.0'), ('2014', '2014')]
    """
    for found in _NUMBER.finditer(fact):
        value = _value(found["digits"]) * _SCALES.get(found["scale"] or "", 1)
        if value >= LEAST_NUMBER_HELD:
            yield found["digits"], value


def numbers_carried(records: Records, source_id: str, names: Iterable[str]) -> frozenset[Decimal]:
    """Return the numbers in values, labels, names and dates of records; their notes are not counted."""
    return frozenset(
        number
        for name in names
        for text in _texts(records, source_id, expand(name))
        for number in _numbers_in(text)
    )


def _texts(records: Records, source_id: str, record: str) -> Iterator[str]:
    for values in (records.by_source[source_id].get(record, {}), records.registers.get(record, {})):
        for name, terms in values.items():
            for term in terms:
                if isinstance(term, Literal) and name != _NOTE:
                    yield term.lexical
                elif isinstance(term, Iri) and name == _TIME:
                    yield term.value.rpartition("/")[2]


def _numbers_in(text: str) -> Iterator[Decimal]:
    yield from (_value(digits) for digits in _DIGITS.findall(text))
    yield from (Decimal(digits) for digits in re.findall(r"\d+", text))


def _value(digits: str) -> Decimal:
    return Decimal(digits.replace(" ", "").replace(",", ""))
