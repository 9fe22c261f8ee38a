"""Read what the data hold about a passage: its records, their numbers, dates and the names they lead to.

For the test of completeness. It reads files as they are written, without inference or judgement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import expand
from gbaip_graph.passages import split_passage_slug
from gbaip_graph.timespan import OPEN, edtf_of_slug
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Iri, Literal, Term

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PASSAGE = expand("passage:x").removesuffix("x")
_TOPIC = expand("topic:x").removesuffix("x")
_CONCEPT = _TOPIC.removesuffix("topic/")
_SPAN = expand("span:x").removesuffix("x")
_NAME_PROPERTIES = tuple(
    map(
        expand,
        (
            "skos:prefLabel",
            "skos:altLabel",
            "gbaip:nameText",
            "gbaip:themeTitle",
            "gbaip:periodLabel",
            "dcterms:title",
        ),
    )
)
#: From what a record points to, only these steps lead to something else that the record is about.
_FURTHER_STEPS = tuple(
    map(
        expand,
        (
            "gbaip:hasJurisdiction",
            "gbaip:represents",
            "gbaip:ofPost",
            "gbaip:ofPerson",
            "gbaip:editionOf",
            "gbaip:nameOf",
            "org:postIn",
        ),
    )
)
#: These bases mean that no passage states the ends of the span.
_DERIVED_BASES = frozenset({"from-members", "from-period"})
_ENDPOINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
#: Only passages with a number: of a document that was not held there is no paragraph to compare.
_PASSAGE_RECORD = re.compile(r"^passage:(\S+\.p[0-9]+) a gbaip:Passage\b", re.MULTILINE)

Values = Mapping[str, tuple[Term, ...]]
Endpoint = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Span:
    """The ends of a time span as years, months and days; None for an open end."""

    start: Endpoint | None
    end: Endpoint | None


def recorded_passages(root: Root) -> tuple[str, ...]:
    """Return the slugs of all numbered passages, without reading anything else of the files."""
    texts = (file.read_text(encoding="utf-8") for file in sorted((root.data_dir / "sources").glob("*.ttl")))
    return tuple(slug for text in texts for slug in _PASSAGE_RECORD.findall(text))


def read_records(root: Root) -> Records:
    """Return the records of all data files of a root."""
    by_source: dict[str, dict[str, Values]] = {}
    registers: dict[str, dict[str, tuple[Term, ...]]] = defaultdict(dict)
    for file in root.data_files():
        if file.parent.name == "sources":
            by_source[file.stem] = dict(_read_file(file))
        else:
            for record, values in _read_file(file):
                registers[record] = _joined(registers[record], values)
    return Records(by_source, registers)


def _read_file(file: Path) -> Iterator[tuple[str, Values]]:
    records: dict[str, dict[str, tuple[Term, ...]]] = defaultdict(dict)
    for triple in read_turtle(file, file=file.name).triples:
        if isinstance(triple.subject, Iri):
            values = records[triple.subject.value]
            values[triple.predicate.value] = (*values.get(triple.predicate.value, ()), triple.object)
    return iter(records.items())


def _joined(one: Values, other: Values) -> dict[str, tuple[Term, ...]]:
    return {key: (*one.get(key, ()), *other.get(key, ())) for key in {**one, **other}}


@dataclass(frozen=True)
class Records:
    """The records of each source document by their IRIs, and those of the registers and concepts."""

    by_source: Mapping[str, Mapping[str, Values]]
    registers: Mapping[str, Values] = field(default_factory=dict)

    def without(self, source_id: str, record: str) -> Records:
        """Return these records but for one of a source document."""
        left = {iri: values for iri, values in self.by_source[source_id].items() if iri != record}
        return replace(self, by_source={**self.by_source, source_id: left})

    def of_class(self, source_id: str, name: str) -> tuple[str, ...]:
        """Return the records of a source document of a class, such as ``gbaip:Figure``."""
        kind = Iri(expand(name))
        return tuple(
            iri for iri, values in self.by_source[source_id].items() if kind in values.get(_TYPE, ())
        )

    def citing(self, slug: str) -> tuple[str, ...]:
        """Return the records that cite a passage; a document's own title is no record of a fact in it."""
        source_id, _ = split_passage_slug(slug)
        passage = Iri(_PASSAGE + slug)
        stated_in = expand("gbaip:statedIn")
        return tuple(
            iri for iri, values in self.by_source[source_id].items() if passage in values.get(stated_in, ())
        )

    def passages_of(self, source_id: str, record: str) -> tuple[str, ...]:
        """Return the slugs of the passages that a record of a source document cites."""
        cited = self.by_source[source_id][record].get(expand("gbaip:statedIn"), ())
        return tuple(term.value.removeprefix(_PASSAGE) for term in cited if isinstance(term, Iri))

    def texts(self, source_id: str, record: str, *properties: str) -> tuple[str, ...]:
        """Return the literals of properties of a record, by its source document and the registers."""
        return tuple(
            term.lexical
            for values in self._values(source_id, record)
            for name in properties
            for term in values.get(expand(name), ())
            if isinstance(term, Literal) and (term.language in ("", "en"))
        )

    def numbers(self, source_id: str, record: str, name: str) -> tuple[Decimal, ...]:
        """Return the numbers that a property gives a record in its source document."""
        found = self.by_source[source_id][record].get(expand(name), ())
        return tuple(Decimal(term.lexical) for term in found if isinstance(term, Literal))

    def links(self, source_id: str, record: str, name: str) -> tuple[str, ...]:
        """Return what a record points to by a property in its source document."""
        found = self.by_source[source_id][record].get(expand(name), ())
        return tuple(term.value for term in found if isinstance(term, Iri))

    def is_a(self, source_id: str, record: str, name: str) -> bool:
        """Tell whether a record of a source document is of a class."""
        return Iri(expand(name)) in self.by_source[source_id][record].get(_TYPE, ())

    def spans(self, source_id: str, record: str) -> tuple[Span, ...]:
        """Return when a record took place as its passages state it; nothing for when a name is attested."""
        if self.is_a(source_id, record, "gbaip:NameUsage"):
            return ()
        slugs = [iri.removeprefix(_SPAN) for iri in self.links(source_id, record, "gbaip:takesPlaceDuring")]
        read = [edtf_of_slug(slug) for slug in slugs]
        return tuple(read_span(edtf) for edtf, basis in read if basis not in _DERIVED_BASES)

    def names(self, source_id: str, record: str) -> frozenset[str]:
        """Return the names of a record and of all that it leads to, by the registers and the document."""
        return frozenset(
            name
            for reached in self._reached(source_id, record)
            for name in self._own_names(source_id, reached)
        )

    def own_names(self, source_id: str, record: str) -> frozenset[str]:
        """Return the labels and titles of a record itself."""
        return self._own_names(source_id, record)

    def _own_names(self, source_id: str, record: str) -> frozenset[str]:
        literals = self.texts(source_id, record, *_NAME_PROPERTIES)
        acting = ("Acting",) if "true" in self.texts(source_id, record, "gbaip:isActing") else ()
        return frozenset({*literals, *acting}) | self._usages.get((source_id, record), frozenset())

    def _reached(self, source_id: str, record: str) -> frozenset[str]:
        direct = {iri for iri in self._pointed_to(source_id, record) if not _says_only_how(iri)}
        further = {
            target for near in direct for target in self._pointed_to(source_id, near, only=_FURTHER_STEPS)
        }
        return frozenset({record} | direct | further)

    def _pointed_to(self, source_id: str, record: str, *, only: tuple[str, ...] = ()) -> Iterator[str]:
        for values in self._values(source_id, record):
            for name, terms in values.items():
                if not only or name in only:
                    yield from (term.value for term in terms if isinstance(term, Iri))

    def _values(self, source_id: str, record: str) -> Iterable[Values]:
        of_source, of_register = self.by_source[source_id].get(record), self.registers.get(record)
        return [values for values in (of_source, of_register) if values]

    @cached_property
    def _usages(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The forms under which each document names a record."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for source_id in self.by_source:
            for usage in self.of_class(source_id, "gbaip:NameUsage"):
                for bearer in self.links(source_id, usage, "gbaip:nameOf"):
                    found[source_id, bearer].update(self.texts(source_id, usage, "gbaip:nameText"))
        return {key: frozenset(names) for key, names in found.items()}


def _says_only_how(iri: str) -> bool:
    """Tell whether this is a concept other than a topic: a role or a kind of event names nothing."""
    return iri.startswith(_CONCEPT) and not iri.startswith(_TOPIC)


def read_span(edtf: str) -> Span:
    """Return the ends of an EDTF text; a single date is both ends.

    >>> read_span("2004/..")
    Span(start=(2004, None, None), end=None)
    """
    first, slash, last = edtf.partition("/")
    return Span(_endpoint(first), _endpoint(last if slash else first))


def _endpoint(text: str) -> Endpoint | None:
    if text == OPEN:
        return None
    match = _ENDPOINT.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not an end of a span")
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None
