"""What a change says, in words: facts added, removed and changed, for each record with its label.

It judges nothing. The order is that of the names, so the same change always reads the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gbaip_graph.build.nquads import write_term
from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.namespaces import compact, expand
from gbaip_graph.turtle.terms import IRI_TYPE, XSD, XSD_STRING, Iri, Literal, Subject, Term, Triple

_LABELS = tuple(
    Iri(expand(name))
    for name in ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name", "gbaip:edtf", "gbaip:nameText")
)
_PLAIN_TYPES = frozenset(XSD + name for name in ("integer", "decimal", "boolean", "date"))
_MOST_CHARACTERS = 60  # a longer value is cut: a line of a report should stay a line


@dataclass(frozen=True)
class FactChange:
    """The values of one property that went and came; both, where one took the place of another."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_replacement(self) -> bool:
        """Whether one value took the place of one other."""
        return len(self.before) == len(self.after) == 1

    def __str__(self) -> str:
        if self.is_replacement:
            return f"{self.path} {self.before[0]} -> {self.after[0]}"
        gone = (f"- {self.path} {value}" for value in self.before)
        return "\n".join((*gone, *(f"+ {self.path} {value}" for value in self.after)))


@dataclass(frozen=True)
class RecordChange:
    """What changed of one record; ``kind`` is ``added``, ``removed`` or ``changed``."""

    name: str
    label: str
    kind: str
    facts: tuple[FactChange, ...]


@dataclass(frozen=True)
class Difference:
    """What changed of every record, by their names; the counts are of facts, a replacement is one changed."""

    records: tuple[RecordChange, ...] = ()

    @property
    def added(self) -> int:
        """How many facts were added."""
        return sum(len(fact.after) for fact in self._facts() if not fact.is_replacement)

    @property
    def removed(self) -> int:
        """How many facts were removed."""
        return sum(len(fact.before) for fact in self._facts() if not fact.is_replacement)

    @property
    def changed(self) -> int:
        """How many facts have another value."""
        return sum(fact.is_replacement for fact in self._facts())

    def _facts(self) -> Iterator[FactChange]:
        return (fact for record in self.records for fact in record.facts)


def difference(
    *, added: Collection[Triple], removed: Collection[Triple], before: TripleIndex, after: TripleIndex
) -> Difference:
    """Return in words how two graphs differ, which differ in these triples."""
    subjects = {triple.subject for triple in (*added, *removed)}
    gone, come = _by_subject(removed), _by_subject(added)
    changes = (
        _record(subject, gone.get(subject, {}), come.get(subject, {}), before, after) for subject in subjects
    )
    return Difference(tuple(sorted(changes, key=lambda change: (change.name, change.facts[0].path))))


_Facts = Mapping[Iri, list[Term]]


def _by_subject(triples: Iterable[Triple]) -> Mapping[Subject, dict[Iri, list[Term]]]:
    found: dict[Subject, dict[Iri, list[Term]]] = {}
    for subject, predicate, object in triples:
        found.setdefault(subject, {}).setdefault(predicate, []).append(object)
    return found


def _record(
    subject: Subject, gone: _Facts, come: _Facts, before: TripleIndex, after: TripleIndex
) -> RecordChange:
    was, is_there = (any(True for _ in index.outgoing(subject)) for index in (before, after))
    kind = "changed" if was and is_there else "added" if is_there else "removed"
    facts = (
        FactChange(
            "a" if path == IRI_TYPE else compact(path.value),
            tuple(sorted(_told(value, before) for value in gone.get(path, ()))),
            tuple(sorted(_told(value, after) for value in come.get(path, ()))),
        )
        for path in {*gone, *come}
    )
    label = label_of(subject, after) or label_of(subject, before)
    return RecordChange(_name(subject), label, kind, tuple(sorted(facts, key=lambda fact: fact.path)))


def label_of(node: Subject, index: TripleIndex) -> str:
    """Return how a record is called, in English where it has an English name; empty where it has none."""
    for path in _LABELS:
        labels = [one for one in index.objects(node, path) if isinstance(one, Literal)]
        if labels:
            return _cut(
                min(labels, key=lambda one: (one.language != "en", one.language, one.lexical)).lexical
            )
    return ""


def _told(value: Term, index: TripleIndex) -> str:
    if isinstance(value, Literal):
        if value.datatype in _PLAIN_TYPES:
            return value.lexical
        text = write_term(Literal(_cut(value.lexical), value.datatype, value.language))
        return text if value.language or value.datatype == XSD_STRING else text.replace("<" + XSD, "<xsd:")
    label = label_of(value, index)
    return f'{_name(value)} "{label}"' if label else _name(value)


def _name(node: Subject) -> str:
    return compact(node.value) if isinstance(node, Iri) else "a record without a name"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_CHARACTERS else line[: _MOST_CHARACTERS - 3] + "..."
