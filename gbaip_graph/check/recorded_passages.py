"""Read from the data files what citing needs: the digest of each passage, and the records that rest on it.

For ``gbaip cite``. It trusts the shapes for everything else about these records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact
from gbaip_graph.passages import NORMALISATION, split_passage_slug
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Iri, Literal, LocatedTriple, Position

_PASSAGE = PREFIXES["passage"]
_SOURCE = PREFIXES["source"]
#: A file without any of these has nothing that citing needs.
_TELLING = (b"statedIn", b"textDigest", b"partOfSource")
_STATED_IN = Iri(ONTOLOGY + "statedIn")
_PART_OF_SOURCE = Iri(ONTOLOGY + "partOfSource")
_TEXT_DIGEST = Iri(ONTOLOGY + "textDigest")
_NORMALISATION_METHOD = Iri(ONTOLOGY + "normalisationMethod")


@dataclass(frozen=True, order=True)
class Fact:
    """A record that rests on a passage, as a compact name, and where it stands in the data."""

    record: str
    file: str
    line: int


@dataclass(frozen=True)
class RecordedPassages:
    """Digests by source id and paragraph key, facts by passage slug, and all passages by source id."""

    digests: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    facts: dict[str, set[Fact]] = field(default_factory=lambda: defaultdict(set))
    passages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def not_held(self) -> tuple[str, ...]:
        """The ids of documents that have passages but no digest, in their order."""
        return tuple(sorted(self.passages.keys() - self.digests.keys()))


def read_recorded(root: Root, *, mentioning: str = "") -> RecordedPassages:
    """Read passages and facts; only from the files that mention a source id where one is given.

    Raises ``InvalidData`` for a file that is no Turtle, a passage whose IRI names no paragraph, and a
    document whose digests were made by another method.
    """
    recorded = RecordedPassages()
    for file in root.data_files():
        content = file.read_bytes()
        # Registers and concepts cite nothing; parsing them would be most of the time a citation takes.
        if mentioning.encode() in content and any(word in content for word in _TELLING):
            name = root.relative(file)
            _enter(recorded, read_turtle(file, file=name).triples, name)
    return recorded


def _enter(recorded: RecordedPassages, triples: Iterable[LocatedTriple], file: str) -> None:
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, Iri):
            continue
        if triple.predicate == _STATED_IN and isinstance(value, Iri):
            fact = Fact(compact(subject.value), file, triple.subject_at.line)
            recorded.facts[value.value.removeprefix(_PASSAGE)].add(fact)
        elif triple.predicate == _PART_OF_SOURCE and isinstance(value, Iri):
            slug = subject.value.removeprefix(_PASSAGE)
            recorded.passages[value.value.removeprefix(_SOURCE)].append(slug)
        elif triple.predicate == _TEXT_DIGEST and isinstance(value, Literal):
            source_id, key = _slug_parts(subject, triple.subject_at, file)
            recorded.digests[source_id][key] = value.lexical
        elif triple.predicate == _NORMALISATION_METHOD and isinstance(value, Literal):
            _check_method(value.lexical, triple.object_at, file)


def _slug_parts(subject: Iri, at: Position, file: str) -> tuple[str, str]:
    try:
        return split_passage_slug(subject.value.removeprefix(_PASSAGE))
    except ValueError as error:
        mend = "Name it passage:<source id>.i08.p1, or passage:<source id>.p3 in a document without items."
        raise InvalidData([Finding(file, at.line, at.column, "passage-slug", str(error), mend)]) from error


def _check_method(method: str, at: Position, file: str) -> None:
    if method != NORMALISATION:
        message = f"digests by method {method!r} cannot be compared; this program knows {NORMALISATION}"
        mend = f"Make the digests anew by {NORMALISATION}, or install the program that goes with the data."
        raise InvalidData([Finding(file, at.line, at.column, "normalisation-method", message, mend)])
