"""Say where a reader can confirm what rests on a passage of which no digest was recorded.

For ``gbaip cite``. Such a passage belongs to a document that was not held in full; nothing of it can be
compared, so it tells the document's address, how it was read and which records rest on it.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gbaip_graph.check.recorded_passages import Fact
from gbaip_graph.errors import UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES, compact, expand
from gbaip_graph.passages import KEYS_WITHOUT_DIGEST
from gbaip_graph.timespan import edtf_of_slug
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Iri, Literal, LocatedTriple, Term

_PASSAGE = PREFIXES["passage"]
_WHAT_IT_HOLDS = {
    "beginning": "what was seen in the beginning of the text",
    "listed": "what a list of documents tells of it; the text was not seen",
}


@dataclass(frozen=True)
class PassageNotHeld:
    """A passage without a digest: its document, where that stands, and the records that rest on it.

    ``published`` is a day or an EDTF text, empty where it is not known; ``copied_by`` is for copies only.
    """

    passage: str
    document: str
    title: str
    publisher: str
    published: str
    language: str
    address: str
    host_kind: str
    copied_by: str
    facts: tuple[Fact, ...]


def has_no_digest(passage: str) -> bool:
    """Tell by its name whether a passage is one of a document that was not held.

    >>> has_no_digest("passage:doc-014.beginning"), has_no_digest("passage:ipd-2018-19.i08.p1")
    (True, False)
    """
    source_id, _, key = _slug(passage).rpartition(".")
    return bool(source_id) and key in KEYS_WITHOUT_DIGEST


def describe_passage(root: Root, passage: str) -> PassageNotHeld:
    """Return what is known of a passage without a digest (compact name, slug or IRI).

    Raises ``UnknownName`` for a passage that the data do not hold, and ``InvalidData`` for a bad file.
    """
    slug = _slug(passage)
    source_id = slug.rpartition(".")[0]
    file = root.data_dir / "sources" / f"{source_id}.ttl"
    name = root.relative(file)
    triples = read_turtle(file, file=name).triples if file.is_file() else ()
    values = _values(triples)
    if expand("gbaip:partOfSource") not in values[_PASSAGE + slug]:
        raise _unknown(root, slug, values)
    source = values[expand(f"source:{source_id}")]

    def label(property_name: str) -> str:
        targets = source.get(expand(property_name), ())
        return ", ".join(_label(root, term.value) for term in targets if isinstance(term, Iri))

    return PassageNotHeld(
        passage=f"passage:{slug}",
        document=f"source:{source_id}",
        title=_text(source, "dcterms:title"),
        publisher=label("dcterms:publisher"),
        published=_published(source),
        language=_text(source, "dcterms:language"),
        address=_text(source, "dcterms:source"),
        host_kind=label("gbaip:hasHostKind"),
        copied_by=label("gbaip:hostedBy"),
        facts=_facts(triples, slug, name),
    )


def render_description(found: PassageNotHeld) -> str:
    """Return the description for people: the document, where it stands, and what rests on the passage."""
    copied = f", {found.copied_by}" if found.copied_by else ""
    document = ", ".join(part for part in (found.publisher, found.published, found.language) if part)
    return "\n".join(
        [
            found.passage,
            "",
            f"  {found.title}",
            f"  {document}",
            f"  {found.address} ({found.host_kind}{copied})",
            f"  Passage: {_WHAT_IT_HOLDS[found.passage.rpartition('.')[2]]}.",
            "",
            "No digest was recorded, as the full text was not held: no copy can be verified by it.",
            *_what_rests_on_it(found),
        ]
    )


def _what_rests_on_it(found: PassageNotHeld) -> tuple[str, ...]:
    number = len(found.facts)
    if not number:
        return ("No record rests on this passage.",)
    resting = "1 record rests" if number == 1 else f"{number} records rest"
    return (
        f"{resting} on this passage. With the page open, confirm what is listed by",
        f"  gbaip ask facts-to-verify --document {found.document}",
    )


def _slug(passage: str) -> str:
    return passage.removeprefix(_PASSAGE).removeprefix("passage:")


def _values(triples: Iterable[LocatedTriple]) -> Mapping[str, Mapping[str, tuple[Term, ...]]]:
    values: dict[str, dict[str, tuple[Term, ...]]] = defaultdict(dict)
    for triple in triples:
        of_record = values[triple.subject.value] if isinstance(triple.subject, Iri) else {}
        of_record[triple.predicate.value] = (*of_record.get(triple.predicate.value, ()), triple.object)
    return values


def _facts(triples: Iterable[LocatedTriple], slug: str, file: str) -> tuple[Fact, ...]:
    citing = (Iri(expand("gbaip:statedIn")), Iri(_PASSAGE + slug))
    found = {
        Fact(compact(triple.subject.value), file, triple.subject_at.line)
        for triple in triples
        if (triple.predicate, triple.object) == citing and isinstance(triple.subject, Iri)
    }
    return tuple(sorted(found))


def _text(source: Mapping[str, tuple[Term, ...]], name: str) -> str:
    """Return the first value of a property as text, empty where there is none."""
    for term in source.get(expand(name), ()):
        return term.lexical if isinstance(term, Literal) else term.value if isinstance(term, Iri) else ""
    return ""


def _published(source: Mapping[str, tuple[Term, ...]]) -> str:
    span = _text(source, "gbaip:takesPlaceDuring").removeprefix(PREFIXES["span"])
    return _text(source, "dcterms:issued") or (edtf_of_slug(span)[0] if span else "")


def _label(root: Root, iri: str) -> str:
    """Return the English label of a register or a concept scheme; the compact name where there is none."""
    kind = compact(iri).partition(":")[0]
    for folder in ("register", "concepts"):
        file = root.data_dir / folder / f"{kind}.ttl"
        if file.is_file():
            for triple in read_turtle(file, file=root.relative(file)).triples:
                named = triple.subject == Iri(iri) and triple.predicate == Iri(expand("skos:prefLabel"))
                if named and isinstance(triple.object, Literal) and triple.object.language == "en":
                    return triple.object.lexical
    return compact(iri)


def _unknown(root: Root, slug: str, values: Mapping[str, Mapping[str, tuple[Term, ...]]]) -> UnknownName:
    part_of = expand("gbaip:partOfSource")
    passages = sorted(compact(iri) for iri, found in values.items() if part_of in found)
    if passages:
        return UnknownName(f"no passage:{slug}", mend=f"This document has {', '.join(passages[:3])}.")
    known = [file.stem for file in sorted((root.data_dir / "sources").glob("*.ttl"))]
    near = difflib.get_close_matches(slug.rpartition(".")[0], known, n=3, cutoff=0)
    return UnknownName(f"no passage:{slug}", mend=f"Nearest documents: {', '.join(near) or 'none'}.")
