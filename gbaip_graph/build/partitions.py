"""The partitions of a dataset by class and property, as VoID tells them, with all their counts.

For the description of a build. https://www.w3.org/TR/void/#class-property-partitions
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_TYPE, XSD_INTEGER, Iri, Literal, Subject, Term, Triple

#: What VoID lacks for properties with values that are no things: http://ldf.fi/void-ext
VOID_EXTENSION = "http://ldf.fi/void-ext#"
_VOID = PREFIXES["void"]


@dataclass(frozen=True)
class _Schema:
    """Which properties the things of a class have and what these lead to, each with its count of triples."""

    entities: Counter[Iri] = field(default_factory=Counter)
    properties: Counter[tuple[Iri, Iri]] = field(default_factory=Counter)
    object_classes: Counter[tuple[Iri, Iri, Iri]] = field(default_factory=Counter)
    datatypes: Counter[tuple[Iri, Iri, Iri]] = field(default_factory=Counter)


def partitions(dataset: str, triples: Collection[Triple]) -> Iterator[Triple]:
    """Describe the partitions of distinct triples by class and by property.

    A class partition has one partition for each property of its things, and that one for each class, or
    datatype, that the property leads to: what query editors offer while one writes.
    """
    for property_, count in Counter(triple.predicate for triple in triples).items():
        yield from _part(dataset, "property", property_, triples=count)
    schema = _schema(triples)
    for class_, count in schema.entities.items():
        yield from _part(dataset, "class", class_, entities=count)
    for (class_, property_), count in schema.properties.items():
        yield from _part(_node(dataset, "class", class_), "property", property_, triples=count)
    for kind, counts in (("class", schema.object_classes), ("datatype", schema.datatypes)):
        for (class_, property_, value), count in counts.items():
            within = _node(_node(dataset, "class", class_), "property", property_)
            yield from _part(within, kind, value, triples=count)


def _schema(triples: Collection[Triple]) -> _Schema:
    schema, classes = _Schema(), _classes_of(triples)
    for things in classes.values():
        schema.entities.update(things)
    for triple in triples:
        for class_ in classes.get(triple.subject, ()):
            pair = (class_, triple.predicate)
            schema.properties[pair] += 1
            if isinstance(triple.object, Literal):
                schema.datatypes[*pair, Iri(triple.object.datatype)] += 1
            else:
                schema.object_classes.update((*pair, led_to) for led_to in classes.get(triple.object, ()))
    return schema


def _classes_of(triples: Iterable[Triple]) -> Mapping[Subject, Collection[Iri]]:
    classes: defaultdict[Subject, list[Iri]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == IRI_TYPE and isinstance(triple.object, Iri):
            classes[triple.subject].append(triple.object)
    return classes


def _part(whole: str, kind: str, term: Iri, **counts: int) -> Iterator[Triple]:
    node = _node(whole, kind, term)
    vocabulary = VOID_EXTENSION if kind == "datatype" else _VOID
    yield say(whole, f"{vocabulary}{kind}Partition", Iri(node))
    yield say(node, vocabulary + kind, term)
    for name, count in counts.items():
        yield say(node, _VOID + name, number(count))


def _node(whole: str, kind: str, term: Iri) -> str:
    return f"{whole}/{kind}/{compact(term.value).replace(':', '.')}"


def say(subject: str, predicate: str, object_: Term) -> Triple:
    """Return a triple of two IRIs and a term."""
    return Triple(Iri(subject), Iri(predicate), object_)


def number(count: int) -> Literal:
    """Return a count as a literal."""
    return Literal(str(count), XSD_INTEGER)
