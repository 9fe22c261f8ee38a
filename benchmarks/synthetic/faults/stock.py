"""The records of some files by class, to choose victims from: each record is broken once at most.

For the kinds of faults.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.synthetic.faults.breakage import Breakage
from benchmarks.synthetic.sheet import Sheet, Value, iri, term
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Term, Triple


class NoVictim(LookupError):
    """No record is left that a kind of fault could break."""


@dataclass(frozen=True)
class Record:
    """What one file says of one record: all its triples, in the order in which they were made."""

    name: str
    sheet: Sheet
    triples: tuple[Triple, ...]

    def all(self, predicate: str) -> tuple[Triple, ...]:
        """Return the triples of a property."""
        wanted = iri(predicate)
        return tuple(triple for triple in self.triples if triple.predicate == wanted)

    def the(self, predicate: str) -> Triple:
        """Return the one triple of a property."""
        (triple,) = self.all(predicate)
        return triple

    def reference(self, predicate: str) -> str:
        """Return the compact name of the one value of a property."""
        value = self.the(predicate).object
        return compact(value.value) if isinstance(value, Iri) else ""

    def lexical(self, predicate: str) -> str:
        """Return the lexical form of the one value of a property."""
        value = self.the(predicate).object
        return value.lexical if isinstance(value, Literal) else ""

    def with_value(self, predicate: str, value: Value) -> Triple:
        """Make another triple of this record."""
        return Triple(iri(self.name), iri(predicate), term(value))

    def renamed(self, name: str) -> tuple[Triple, ...]:
        """Make the same triples of a record with another name, its type first."""
        return tuple(triple._replace(subject=iri(name)) for triple in self.triples)


Where = Callable[[Record], bool]


class Stock:
    """The records of some sheets; those with two sheets, and those already broken, are left alone."""

    def __init__(self, sheets: Sequence[Sheet], rng: Random) -> None:
        self.sheets = tuple(sheets)
        self.rng = rng
        self.uses: Counter[Term] = Counter()
        self._of_class: dict[str, list[Record]] = defaultdict(list)
        self._taken: set[str] = set()
        self._kept: set[str] = set()
        self._index()

    def _index(self) -> None:
        found: dict[str, list[Record]] = defaultdict(list)
        for sheet in self.sheets:
            by_subject: dict[str, list[Triple]] = defaultdict(list)
            for triple in sheet.triples:
                assert isinstance(triple.subject, Iri)
                by_subject[triple.subject.value].append(triple)
                self.uses[triple.object] += 1
            for subject, triples in by_subject.items():
                name = compact(subject)
                found[name].append(Record(name, sheet, tuple(triples)))
        for records in found.values():
            if len(records) == 1:
                self._of_class[records[0].reference("rdf:type")].append(records[0])

    def pick(
        self,
        kind: str,
        *having: str,
        lacking: Sequence[str] = (),
        unused: bool = False,
        where: Where = lambda _: True,
    ) -> Record:
        """Choose a record of a class, with exactly one value of some properties and none of others.

        ``unused`` is a record that no other refers to. Raises ``NoVictim`` where there is none.
        """
        for record in self.others(kind):
            if record.name in self._kept:
                continue
            fits = all(len(record.all(name)) == 1 for name in having) and not any(map(record.all, lacking))
            if fits and not (unused and self.uses[iri(record.name)]) and where(record):
                self._taken.add(record.name)
                return record
        raise NoVictim(kind)

    def others(self, kind: str) -> list[Record]:
        """Return the records of a class that are not broken, in an order by chance."""
        left = [record for record in self._of_class[kind] if record.name not in self._taken]
        return self.rng.sample(left, len(left))

    def other(self, kind: str, where: Where = lambda _: True) -> Record:
        """Choose a record to refer to, which stays whole. Raises ``NoVictim`` where there is none."""
        for record in self.others(kind):
            if where(record):
                self._kept.add(record.name)
                return record
        raise NoVictim(kind)

    def is_shared(self, triple: Triple) -> bool:
        """Say whether a value would be in use still if this triple went."""
        return self.uses[triple.object] > 1

    def apply(self, breakage: Breakage) -> None:
        """Change the sheet."""
        breakage.sheet.replace(remove=breakage.remove, add=breakage.add)
        self.uses.subtract(triple.object for triple in breakage.remove)
        self.uses.update(triple.object for triple in breakage.add)


def type_of(triples: Sequence[Triple]) -> Triple:
    """Return the triple that gives a record its class."""
    return next(triple for triple in triples if triple.predicate == IRI_TYPE)
