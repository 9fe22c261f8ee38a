"""Whether a record's slug says what the record is: its class by its kind, and the parts that slugs are made
of.

For ``gbaip check``. Time spans, whose slugs hold their whole content, are judged in ``spans``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import DATA, ONTOLOGY, PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, LocatedTriple

_ORG = PREFIXES["org"]
#: Kind of record (the path below ``id/``) -> classes that its records may have.
CLASSES_BY_KIND: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "agency": frozenset({ONTOLOGY + "Agency"}),
        "area": frozenset({ONTOLOGY + "CooperationArea"}),
        "body": frozenset({_ORG + "Organization"}),
        "commitment": frozenset({ONTOLOGY + "Commitment"}),
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
_IN_ACTIVITY, _HAS_PARTY, _HAS_ROLE = (Iri(ONTOLOGY + name) for name in ("inActivity", "hasParty", "hasRole"))
_INVOLVEMENT = Iri(ONTOLOGY + "Involvement")


def slug_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each record whose IRI does not fit its class or its content."""
    return tuple(sorted({finding for file in loaded.data for finding in _judge(file)}))


def _judge(file: LoadedFile) -> Iterator[Finding]:
    for triple in file.document.triples:
        if triple.predicate != IRI_TYPE or not isinstance(triple.subject, Iri):
            continue
        if not triple.subject.value.startswith(DATA):
            continue
        yield from _kind(file, triple, triple.subject)
        if triple.object == _INVOLVEMENT:
            yield from _involvement(file, triple, triple.subject)


def _kind(file: LoadedFile, triple: LocatedTriple, subject: Iri) -> Iterator[Finding]:
    kind, _, slug = subject.value.removeprefix(DATA).partition("/")
    allowed = CLASSES_BY_KIND.get(kind, frozenset())
    written = triple.object.value if isinstance(triple.object, Iri) else ""
    if written not in allowed:
        right = " or ".join(sorted(compact(iri) for iri in allowed)) or "no class"
        yield _finding(
            file,
            triple,
            f"{compact(subject.value)} is a {compact(written)}",
            f"A record of this kind is a {right}.",
        )
    if not _SLUG.match(slug):
        mend = "Write it in small ASCII letters, digits and single hyphens, parts joined by a dot."
        yield _finding(file, triple, f"the slug of {compact(subject.value)} has the wrong form", mend)


def _involvement(file: LoadedFile, triple: LocatedTriple, subject: Iri) -> Iterator[Finding]:
    parts = [_slug_of(file, subject, predicate) for predicate in (_IN_ACTIVITY, _HAS_PARTY, _HAS_ROLE)]
    if not all(parts):
        return  # the shapes say what is missing
    right = "inv:" + ".".join(parts)
    if compact(subject.value) != right:
        yield _finding(
            file, triple, f"{compact(subject.value)} does not name what it involves", f"Call it {right}."
        )


def _slug_of(file: LoadedFile, subject: Iri, predicate: Iri) -> str:
    found = (t.object for t in file.document.triples if t.subject == subject and t.predicate == predicate)
    term = next(found, None)
    if not isinstance(term, Iri):
        return ""
    kind, slug = term.value.rsplit("/", 2)[-2:]
    # The holder of a post takes part as a tenure, whose slug begins with the person's.
    return slug.partition(".")[0] if kind == "tenure" else slug


def _finding(file: LoadedFile, triple: LocatedTriple, message: str, mend: str) -> Finding:
    at, focus = triple.subject_at, compact(triple.subject.value) if isinstance(triple.subject, Iri) else ""
    return Finding(file.path, at.line, at.column, "slug", message, mend, focus_node=focus)
