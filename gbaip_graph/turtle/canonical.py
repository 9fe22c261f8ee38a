"""The one canonical form of Turtle in data files: what is equal as a graph is equal byte by byte.

For the formatter and the loader's comparison. It keeps no comments, which data files do not have, and
writes no blank nodes, which have no name to be ordered by.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.iri_resolution import is_absolute
from gbaip_graph.turtle.spelling import SHORTHAND, NaturalKey, bracketed_iri, natural, quoted
from gbaip_graph.turtle.terms import (
    IRI_TYPE,
    XSD_DOUBLE,
    XSD_STRING,
    BlankNode,
    Iri,
    Literal,
    LocatedTriple,
    Term,
    Triple,
)
from gbaip_graph.turtle.tokens import LANGUAGE, NOT_IN_IRI

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_GBAIP = PREFIXES["gbaip"]
_OTHERS = 3
BLANK_NODE = "blank-node"
#: Predicates that do not stand in alphabetical order with the others.
_PREDICATE_RANK = {
    IRI_TYPE.value: 0,
    _SKOS + "prefLabel": 1,
    _SKOS + "altLabel": 2,
    _GBAIP + "statedIn": 4,
    _SKOS + "editorialNote": 5,
}
_LANGUAGE_RANK = {"": 0, "en": 1, "zh-Hant": 2, "zh-Hans": 3}
_OTHER_LANGUAGE = 4

_SAFE_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(LANGUAGE)

_AnyTriple: TypeAlias = LocatedTriple | Triple


#: What is to be written: subject -> IRI of the predicate -> object -> its language tag.
_Records: TypeAlias = dict[str, dict[str, dict[str, str]]]
_PredicateKey: TypeAlias = tuple[int, NaturalKey, str]


def write_canonical(
    triples: Iterable[_AnyTriple], *, prefixes: Mapping[str, str] = PREFIXES, file: str = ""
) -> str:
    """Write triples in the canonical form, with declarations of the prefixes that are used.

    Subjects and predicates stand in the natural order of their compact names, one value a line; a repeated
    triple is written once. Raises ``InvalidData`` for a blank node, named in ``file``, and ``ValueError`` for
    a term that Turtle cannot hold.

    >>> print(write_canonical([Triple(Iri(PREFIXES["org"] + "x"), IRI_TYPE, Iri(PREFIXES["org"] + "Post"))]))
    @prefix org: <http://www.w3.org/ns/org#> .
    <BLANKLINE>
    org:x a org:Post .
    <BLANKLINE>
    """
    triples = list(triples)
    _refuse_blank_nodes(triples, file=file)
    names = _CompactNames(prefixes)
    records = _records(triples, names)
    order = {
        predicate: _predicate_key(predicate, names) for record in records.values() for predicate in record
    }
    blocks = ["".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(names.used))]
    blocks += [_block(subject, records[subject], order) for subject in sorted(records, key=natural)]
    return "\n".join(block for block in blocks if block)


def _refuse_blank_nodes(triples: Iterable[_AnyTriple], *, file: str) -> None:
    findings = [
        _blank_node_finding(triple, term, file=file)
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, BlankNode)
    ]
    if findings:
        raise InvalidData(findings)


def _blank_node_finding(triple: _AnyTriple, node: BlankNode, *, file: str) -> Finding:
    line = column = 0
    if isinstance(triple, LocatedTriple):
        at = triple.subject_at if node is triple.subject else triple.object_at
        line, column = at.line, at.column
    what = f"the blank node `_:{node.label}` cannot stand in the canonical form"
    return Finding(file, line, column, BLANK_NODE, what, "Give the record an IRI of its own.")


def _records(triples: Iterable[_AnyTriple], names: _CompactNames) -> _Records:
    """Gather what is to be written; a repeated triple is one."""
    records: _Records = defaultdict(lambda: defaultdict(dict))
    for triple in triples:
        subject, term = triple.subject, triple.object
        assert isinstance(subject, Iri)  # noqa: S101 - blank nodes have been refused
        written = _written(term, names)
        language = term.language if isinstance(term, Literal) else ""
        records[names.of(subject.value)][triple.predicate.value][written] = language
    return records


def _predicate_key(predicate: str, names: _CompactNames) -> _PredicateKey:
    """Return what a predicate is ordered by, and last its name."""
    name = "a" if predicate == IRI_TYPE.value else names.of(predicate)
    return _PREDICATE_RANK.get(predicate, _OTHERS), natural(name), name


def _block(subject: str, record: dict[str, dict[str, str]], order: Mapping[str, _PredicateKey]) -> str:
    pairs = " ;\n    ".join(
        f"{order[predicate][-1]} {written}"
        for predicate in sorted(record, key=order.__getitem__)
        for written in _in_order(record[predicate])
    )
    return f"{subject} {pairs} .\n"


def _in_order(objects: dict[str, str]) -> Iterable[str]:
    if len(objects) == 1:  # as most are; the keys cost more than all the rest
        return objects
    return sorted(objects, key=lambda written: (*_language_key(objects[written]), natural(written)))


def _language_key(language: str) -> tuple[int, str]:
    return _LANGUAGE_RANK.get(language, _OTHER_LANGUAGE), language


def _written(term: Term, names: _CompactNames) -> str:
    if isinstance(term, Iri):
        return names.of(term.value)
    assert isinstance(term, Literal)  # noqa: S101 - blank nodes have been refused
    shorthand = None if term.datatype == XSD_DOUBLE else SHORTHAND.get(term.datatype)
    if shorthand and shorthand.fullmatch(term.lexical):
        return term.lexical
    if _SURROGATE.search(term.lexical):
        raise ValueError(f"the literal {term.lexical!r} holds half a character")
    text = quoted(term.lexical)
    if term.language:
        return f"{text}@{_language_tag(term.language)}"
    return text if term.datatype == XSD_STRING else f"{text}^^{names.of(term.datatype)}"


def _language_tag(language: str) -> str:
    if not _LANGUAGE.fullmatch(f"@{language}"):
        raise ValueError(f"{language!r} is no language tag that Turtle can hold")
    return language


class _CompactNames:
    """Compact names under some prefixes; remembers which prefixes were used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.used: set[str] = set()
        # The longest namespace fits best; among equal namespaces the first prefix.
        self._by_stem: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for prefix, namespace in sorted(prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            self._by_stem[_stem(namespace)].append((prefix, namespace))
        self._known: dict[str, str] = {}

    def of(self, iri: str) -> str:
        """Return the compact name of an IRI, or the IRI in ``<`` and ``>`` where no prefix fits safely."""
        known = self._known.get(iri)
        if known is None:
            known = self._known[iri] = self._compact(iri)
        return known

    def _compact(self, iri: str) -> str:
        for prefix, namespace in self._by_stem.get(_stem(iri), ()):
            if iri.startswith(namespace) and _SAFE_LOCAL_NAME.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        if not is_absolute(iri) or NOT_IN_IRI.search(iri) or _SURROGATE.search(iri):
            raise ValueError(f"{iri!r} is no absolute IRI that Turtle can hold")
        return bracketed_iri(iri)


def _stem(iri: str) -> str:
    """Return an IRI up to its last ``/`` or ``#``, of which a safe local name has none."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
