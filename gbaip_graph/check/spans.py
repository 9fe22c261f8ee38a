"""Time spans follow from their slugs: judge the records against them, and write the records that are used.

For ``gbaip check`` and ``gbaip check --fix``. A curator writes only ``gbaip:takesPlaceDuring span:2018-11``;
the record behind it is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.errors import InvalidValue
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact
from gbaip_graph.timespan import bounds, check_stated, edtf_of_slug, precision
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, XSD, Iri, Literal, Position, Triple

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


def write_spans(root: Root) -> Path | None:
    """Write ``data/register/span.ttl`` with the records of the spans in use; None where nothing changed.

    Editorial notes and stated dates that were added by hand are kept. Raises ``InvalidData`` for a file that
    cannot be read, ``InvalidValue`` for a slug that is no span's.
    """
    register = root.data_dir / "register" / "span.ttl"
    used = sorted(_used(root), key=lambda span: span.value)
    if not used:
        return None
    kept = {
        triple for triple in _by_hand(register) if isinstance(triple.subject, Iri) and triple.subject in used
    }
    records: set[Triple] = set(kept)
    for subject in used:
        own_stated = any(triple.subject == subject and triple.predicate == _STATED_EDTF for triple in kept)
        record = span_record(subject.value.removeprefix(_SPAN))
        records.update(triple for triple in record if not (own_stated and triple.predicate == _STATED_EDTF))
    text = write_canonical(records)
    if register.is_file() and register.read_text(encoding="utf-8") == text:
        return None
    register.parent.mkdir(parents=True, exist_ok=True)
    register.write_text(text, encoding="utf-8")
    return register


def _used(root: Root) -> set[Iri]:
    used = set()
    for file in root.data_files():
        for triple in read_turtle(file, file=root.relative(file)).triples:
            object = triple.object
            if triple.predicate == _DURING and isinstance(object, Iri) and object.value.startswith(_SPAN):
                used.add(object)
    return used


def _by_hand(register: Path) -> Iterator[Triple]:
    if not register.is_file():
        return
    for triple in read_turtle(register, file=str(register)).triples:
        if triple.predicate in (_STATED_EDTF, _NOTE):
            yield Triple(triple.subject, triple.predicate, triple.object)


def _without_year(edtf: str) -> str:
    ends = edtf.split("/")
    if any(len(end) < _LENGTH_WITH_MONTH for end in ends):
        return ""
    return "/".join("XXXX" + end[4:] for end in ends)


def _judge_file(file: LoadedFile) -> Iterator[Finding]:
    document = file.document
    for triple in document.triples:
        if triple.predicate == IRI_TYPE and triple.object == _CLASS and isinstance(triple.subject, Iri):
            written = {t.predicate: t for t in document.triples if t.subject == triple.subject}
            try:
                right = span_record(triple.subject.value.removeprefix(_SPAN))
            except InvalidValue as error:
                yield _finding(file, triple.subject_at, triple.subject, error.what, error.mend)
                continue
            yield from _compare(
                file, triple.subject, right, {p: (t.object, t.object_at) for p, t in written.items()}
            )


def _compare(
    file: LoadedFile, subject: Iri, right: Iterable[Triple], written: dict[Iri, tuple[object, Position]]
) -> Iterator[Finding]:
    expected = {triple.predicate: triple.object for triple in right}
    for predicate, (value, at) in written.items():
        if predicate == _STATED_EDTF and isinstance(value, Literal):
            try:
                check_stated(value.lexical)
            except InvalidValue as error:
                yield _finding(file, at, subject, error.what, error.mend)
        elif (
            predicate in (_NOT_BEFORE, _NOT_AFTER, _EDTF, _PRECISION, _BASIS)
            and expected.get(predicate) != value
        ):
            what = f"{compact(predicate.value)} does not follow from the slug"
            yield _finding(
                file, at, subject, what, "Run `gbaip check --fix`, which writes spans from their slugs."
            )


def _finding(file: LoadedFile, at: Position, subject: Iri, what: str, mend: str) -> Finding:
    focus = compact(subject.value)
    return Finding(file.path, at.line, at.column, "span", f"{focus}: {what}", mend, focus_node=focus)
