"""Whether a record's slug says what the record is: its class by its kind, and the parts that slugs are made
of.

For ``gbaip check``. Time spans, whose slugs hold their whole content, are judged in ``spans``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import DATA, ONTOLOGY, PREFIXES, compact, expand
from gbaip_graph.passages import KEYS_WITHOUT_DIGEST
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, LocatedTriple, Term

_ORG = PREFIXES["org"]
#: Kind of record (the path below ``id/``) -> classes that its records may have.
CLASSES_BY_KIND: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "agency": frozenset({ONTOLOGY + "Agency"}),
        "area": frozenset({ONTOLOGY + "CooperationArea"}),
        "body": frozenset({_ORG + "Organization"}),
        "change": frozenset({ONTOLOGY + "Restructuring"}),
        "commitment": frozenset({ONTOLOGY + "Commitment"}),
        "disagreement": frozenset({ONTOLOGY + "Disagreement"}),
        "event": frozenset({ONTOLOGY + "Event"}),
        "exchange": frozenset({ONTOLOGY + "Exchange"}),
        "figure": frozenset({ONTOLOGY + "Figure"}),
        "group": frozenset({ONTOLOGY + "ExpertGroup", _ORG + "OrganizationalCollaboration"}),
        "inv": frozenset({ONTOLOGY + "Involvement"}),
        "item": frozenset({ONTOLOGY + "CooperationItem"}),
        "membership": frozenset({_ORG + "Membership"}),
        "name": frozenset({ONTOLOGY + "NameUsage"}),
        "op": frozenset({ONTOLOGY + "Operation"}),
        "output": frozenset({ONTOLOGY + "Output"}),
        "party": frozenset({ONTOLOGY + "UnnamedParty"}),
        "passage": frozenset({ONTOLOGY + "Passage"}),
        "person": frozenset({PREFIXES["foaf"] + "Person"}),
        "place": frozenset({ONTOLOGY + "Place"}),
        "plan": frozenset({ONTOLOGY + "CooperationPlan"}),
        "post": frozenset({_ORG + "Post"}),
        "series": frozenset({ONTOLOGY + "EventSeries"}),
        "source": frozenset({ONTOLOGY + "SourceDocument"}),
        "span": frozenset({ONTOLOGY + "TimeSpan"}),
        "tenure": frozenset({ONTOLOGY + "Tenure"}),
    }
)
_SLUG = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*\Z")


def _properties(*names: str) -> tuple[Iri, ...]:
    return tuple(Iri(expand(name)) for name in names)


#: Kind -> the properties whose values, in this order and joined by dots, are the whole slug.
_MADE_OF: Mapping[str, tuple[Iri, ...]] = MappingProxyType(
    {
        "inv": _properties("gbaip:inActivity", "gbaip:hasParty", "gbaip:hasRole"),
        "tenure": _properties("gbaip:ofPerson", "gbaip:ofPost", "gbaip:takesPlaceDuring"),
    }
)
#: Kind -> the property with whose value the slug begins; a word of one's own follows.
_BEGINS_WITH: Mapping[str, Iri] = MappingProxyType(
    {
        "figure": Iri(expand("gbaip:measures")),
        "membership": Iri(expand("org:organization")),
        "name": Iri(expand("gbaip:nameOf")),
    }
)
_PART_OF_SOURCE, _ITEM_NUMBER, _PARAGRAPH_NUMBER = _properties(
    "gbaip:partOfSource", "gbaip:itemNumber", "gbaip:paragraphNumber"
)
#: In another record's slug these stand with the part before the first dot: the person of a tenure, the dates
#: of a span without their basis.
_SHORTENED = frozenset({"tenure", "span"})

_Values = Mapping[Iri, Term]


def slug_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each record whose IRI does not fit its class or its content."""
    return tuple(sorted({finding for file in loaded.data for finding in _judge(file)}))


def _judge(file: LoadedFile) -> Iterator[Finding]:
    values: dict[Iri, dict[Iri, Term]] = defaultdict(dict)
    for triple in file.document.triples:
        if isinstance(triple.subject, Iri):
            values[triple.subject].setdefault(triple.predicate, triple.object)
    for triple in file.document.triples:
        subject = triple.subject
        if triple.predicate == IRI_TYPE and isinstance(subject, Iri) and subject.value.startswith(DATA):
            yield from _record(file, triple, subject, values[subject])


def _record(file: LoadedFile, triple: LocatedTriple, subject: Iri, values: _Values) -> Iterator[Finding]:
    kind, slug = _kind_and_slug(subject)
    name = compact(subject.value)
    allowed = CLASSES_BY_KIND.get(kind, frozenset())
    written = triple.object.value if isinstance(triple.object, Iri) else ""
    if written not in allowed:
        right = " or ".join(sorted(compact(iri) for iri in allowed)) or "no class"
        message, mend = f"{name} is a {compact(written)}", f"A record of this kind is a {right}."
        at = triple.object_at
        yield Finding(file.path, at.line, at.column, "record-kind", message, mend, focus_node=name)
    right_slug = _right_slug(kind, slug, values)
    if not _SLUG.match(slug):
        mend = "Write it in small ASCII letters, digits and single hyphens, parts joined by a dot."
        yield _slug_finding(file, triple, name, f"the slug of {name} has the wrong form", mend)
    elif right_slug != slug:
        mend = f"Call it {kind}:{right_slug}."
        yield _slug_finding(file, triple, name, f"{name} does not name what it is about", mend)


def _right_slug(kind: str, slug: str, values: _Values) -> str:
    """Return the slug that follows from the record; the one it has where its parts are missing or free."""
    if kind == "passage":
        return _passage_slug(values, slug) or slug
    if kind in _BEGINS_WITH:
        beginning = _part(values, _BEGINS_WITH[kind])
        begins = not beginning or slug.startswith(f"{beginning}.")
        return slug if begins else f"{beginning}.{slug.rpartition('.')[2]}"
    parts = [_part(values, predicate) for predicate in _MADE_OF.get(kind, ())]
    return ".".join(parts) if parts and all(parts) else slug


def _passage_slug(values: _Values, slug: str) -> str:
    source = _part(values, _PART_OF_SOURCE)
    item, paragraph = (values.get(number) for number in (_ITEM_NUMBER, _PARAGRAPH_NUMBER))
    if not source:
        return ""
    if not isinstance(paragraph, Literal):  # of a document that was not held
        key = slug.rpartition(".")[2]
        return f"{source}.{key if key in KEYS_WITHOUT_DIGEST else KEYS_WITHOUT_DIGEST[0]}"
    in_item = f".i{item.lexical:0>2}" if isinstance(item, Literal) else ""
    return f"{source}{in_item}.p{paragraph.lexical}"


def _part(values: _Values, predicate: Iri) -> str:
    term = values.get(predicate)
    if not isinstance(term, Iri):
        return ""
    kind, slug = _kind_and_slug(term)
    return slug.partition(".")[0] if kind in _SHORTENED else slug


def _kind_and_slug(iri: Iri) -> tuple[str, str]:
    """Split the IRI of a record or concept at its last ``/``."""
    kind, slug = iri.value.rsplit("/", 2)[-2:]
    return kind, slug


def _slug_finding(file: LoadedFile, triple: LocatedTriple, name: str, message: str, mend: str) -> Finding:
    at = triple.subject_at
    return Finding(file.path, at.line, at.column, "slug", message, mend, focus_node=name)
