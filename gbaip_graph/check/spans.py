"""Time spans follow from their slugs: judge the records against them, and make the records that are used.

For ``gbaip check`` and ``gbaip check --fix``. A curator writes only ``gbaip:takesPlaceDuring span:2018-11``;
the record behind it is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.errors import InvalidData, InvalidValue
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact
from gbaip_graph.timespan import bounds, check_stated, edtf_of_slug, precision
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.terms import IRI_TYPE, XSD, Iri, Literal, LocatedTriple, Position, Triple

#: Where the records of spans stand, below the root.
SPAN_REGISTER = "data/register/span.ttl"
_SPAN = PREFIXES["span"]
_CLASS = Iri(ONTOLOGY + "TimeSpan")
_EDTF, _STATED_EDTF, _NOT_BEFORE, _NOT_AFTER, _PRECISION, _BASIS, _DURING = (
    Iri(ONTOLOGY + name)
    for name in (
        "edtf",
        "statedEdtf",
        "notBefore",
        "notAfter",
        "hasPrecision",
        "hasBasis",
        "takesPlaceDuring",
    )
)
_NOTE = Iri(PREFIXES["skos"] + "editorialNote")
_DEPRECATED = Iri(PREFIXES["owl"] + "deprecated")
#: What the slug settles. That the first three are there is the shapes' affair.
_FOLLOWING = (_EDTF, _PRECISION, _BASIS, _NOT_BEFORE, _NOT_AFTER)
_WRITTEN_WHERE_KNOWN = (_NOT_BEFORE, _NOT_AFTER, _STATED_EDTF)
#: With these bases the year is what was inferred, so the source states the rest.
_YEAR_INFERRED = frozenset({"from-title", "from-publication"})
_LENGTH_WITH_MONTH = len("2018-11")


def span_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each statement of a span record that its slug does not bear out."""
    return tuple(sorted(finding for file in loaded.data for finding in _judge_file(file)))


def span_record(slug: str) -> tuple[Triple, ...]:
    """Return the record of a span from its slug.

    Dates whose year was taken from a title or from the day of publication get the rest as
    ``gbaip:statedEdtf``. Raises ``InvalidValue`` for a text that is no span's slug.
    """
    edtf, basis = edtf_of_slug(slug)
    first, last = bounds(edtf)
    subject = Iri(_SPAN + slug)
    record = [
        Triple(subject, IRI_TYPE, _CLASS),
        Triple(subject, _EDTF, Literal(edtf)),
        Triple(subject, _PRECISION, Iri(PREFIXES["precision"] + precision(edtf))),
        Triple(subject, _BASIS, Iri(PREFIXES["basis"] + basis)),
    ]
    for predicate, day in ((_NOT_BEFORE, first), (_NOT_AFTER, last)):
        if day is not None:
            record.append(Triple(subject, predicate, Literal(day, XSD + "date")))
    stated = _without_year(edtf) if basis in _YEAR_INFERRED else ""
    if stated:
        record.append(Triple(subject, _STATED_EDTF, Literal(stated)))
    return tuple(record)


def span_register(documents: Mapping[str, TurtleDocument]) -> tuple[Triple, ...]:
    """Return what ``data/register/span.ttl`` is to hold: the records of the spans that the files use.

    ``documents`` are all data files by their path below the root. Of what the register holds already, notes
    and stated dates of used spans are kept, and whatever is deprecated or no span. Raises ``InvalidData``
    where a span is used whose slug is none.
    """
    records: set[Triple] = set()
    findings = []
    held = _held(documents)
    for subject, (file, at) in _used(documents).items():
        try:
            record = span_record(subject.value.removeprefix(_SPAN))
        except InvalidValue as error:
            findings.append(_finding(file, at, subject, error.what, error.mend))
            continue
        by_hand = {t for t in held if t.subject == subject and t.predicate in (_STATED_EDTF, _NOTE)}
        own_stated = any(triple.predicate == _STATED_EDTF for triple in by_hand)
        records |= by_hand
        records |= {triple for triple in record if not (own_stated and triple.predicate == _STATED_EDTF)}
    if findings:
        raise InvalidData(findings)
    described = {triple.subject for triple in records}
    return tuple(records | {triple for triple in _kept(held) if triple.subject not in described})


def _used(documents: Mapping[str, TurtleDocument]) -> dict[Iri, tuple[str, Position]]:
    """Return the spans in use and where each is first used."""
    used: dict[Iri, tuple[str, Position]] = {}
    for file, document in documents.items():
        for triple in document.triples:
            value = triple.object
            if triple.predicate == _DURING and isinstance(value, Iri) and value.value.startswith(_SPAN):
                used.setdefault(value, (file, triple.object_at))
    return used


def _held(documents: Mapping[str, TurtleDocument]) -> set[Triple]:
    register = documents.get(SPAN_REGISTER)
    return {Triple(t.subject, t.predicate, t.object) for t in register.triples} if register else set()


def _kept(held: set[Triple]) -> Iterator[Triple]:
    deprecated = {triple.subject for triple in held if triple.predicate == _DEPRECATED}
    for triple in held:
        is_span = isinstance(triple.subject, Iri) and triple.subject.value.startswith(_SPAN)
        if not is_span or triple.subject in deprecated:
            yield triple


def _without_year(edtf: str) -> str:
    ends = edtf.split("/")
    # "about" a month is our reading of words such as "the past year"; no part of it was printed.
    if "~" in edtf or any(len(end) < _LENGTH_WITH_MONTH for end in ends):
        return ""
    return "/".join("XXXX" + end[4:] for end in ends)


def _judge_file(file: LoadedFile) -> Iterator[Finding]:
    for triple in file.document.triples:
        if triple.predicate == IRI_TYPE and triple.object == _CLASS and isinstance(triple.subject, Iri):
            yield from _judge_span(file, triple, triple.subject)


def _judge_span(file: LoadedFile, typed: LocatedTriple, subject: Iri) -> Iterator[Finding]:
    try:
        right = {t.predicate: t.object for t in span_record(subject.value.removeprefix(_SPAN))}
    except InvalidValue as error:
        yield _finding(file.path, typed.subject_at, subject, error.what, error.mend)
        return
    written = {t.predicate: t for t in file.document.triples if t.subject == subject}
    mend = "Run `gbaip check --fix`, which writes spans from their slugs."
    for predicate in _FOLLOWING:
        found, name = written.get(predicate), compact(predicate.value)
        if found is not None and found.object != right.get(predicate):
            yield _finding(file.path, found.object_at, subject, f"{name} does not follow from the slug", mend)
    for predicate in _WRITTEN_WHERE_KNOWN:
        if predicate in right and predicate not in written:
            what = f"{compact(predicate.value)} is missing"
            yield _finding(file.path, typed.subject_at, subject, what, mend)
    yield from _judge_stated(file, subject, written.get(_STATED_EDTF))


def _judge_stated(file: LoadedFile, subject: Iri, stated: LocatedTriple | None) -> Iterator[Finding]:
    if stated is not None and isinstance(stated.object, Literal):
        try:
            check_stated(stated.object.lexical)
        except InvalidValue as error:
            yield _finding(file.path, stated.object_at, subject, error.what, error.mend)


def _finding(file: str, at: Position, subject: Iri, what: str, mend: str) -> Finding:
    focus = compact(subject.value)
    return Finding(file, at.line, at.column, "span", f"{focus}: {what}", mend, focus_node=focus)
