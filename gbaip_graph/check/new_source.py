"""Make the skeleton of a new document: its source record, its passages and its entry in the catalogue.

For ``gbaip new source``. What it can work out it does not ask for, and says what it assumed; the facts of the
document are the curator's to enter.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from gbaip_graph.check.own_copy import PLAIN_TEXT, read_copy
from gbaip_graph.errors import InvalidValue, UnknownName, UsageError
from gbaip_graph.file_writing import replace_file
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH, PREFIXES, compact, expand
from gbaip_graph.passages import NORMALISATION, normalise, passage_records, split_paragraphs
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle, read_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, RDF_LANG_STRING, XSD, Iri, Literal, LocatedTriple, Triple

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "pt", "ja")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SOURCE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LISTED_ID = re.compile(r"doc-([0-9]+)\Z")
#: What an IRI may not hold (RFC 3987, https://www.rfc-editor.org/rfc/rfc3987#section-2.2).
_NOT_IN_AN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f]")
_REGISTERS = ("agency", "body")
_CHARACTER = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LATIN_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class NewSource:
    """What a curator says of a new document; only what cannot be worked out has to be said.

    ``text`` is a copy of the whole document; without it, the document is known by its ``address`` alone.
    """

    source_id: str
    text: Path | None = None
    title: str = ""
    issued: str = ""
    publisher: str = ""
    language: str = ""
    address: str = ""
    hosted_by: str = ""


@dataclass(frozen=True)
class Skeleton:
    """The files that were written, the passages that the new one holds, and what was assumed."""

    source_id: str
    files: tuple[Path, ...]
    passages: int
    is_held: bool
    assumed: tuple[str, ...]


def create_source(root: Root, said: NewSource, *, today: date) -> Skeleton:
    """Write the file of a new document and its entry in the catalogue, both in canonical form.

    Raises ``UsageError`` where the document is there already, or where something is missing that cannot be
    worked out; ``UnknownName`` for an unknown publisher, ``InvalidValue`` for a bad id, day, language or
    address, ``InvalidData`` for a text that is not UTF-8. Nothing is written then.
    """
    file = _free_file(root, said)
    text = _text(said)
    assumed: list[str] = []
    source = list(_source_triples(root, said, text, assumed))
    passages = _passages(said.source_id, text)
    catalogue = root.data_dir / "catalogue.ttl"
    entry = _catalogue_entry(root, said.source_id, today)
    written = {file: write_canonical([*source, *passages]), catalogue: write_canonical(entry)}
    for path, content in written.items():
        replace_file(path, content)
    number = sum(triple.predicate == IRI_TYPE for triple in passages)
    return Skeleton(said.source_id, tuple(written), number, bool(text), tuple(assumed))


def render_skeleton(root: Root, made: Skeleton) -> str:
    """Return for people what was written and assumed, and what to do next."""
    noun = "passage" if made.passages == 1 else "passages"
    lines = [f"wrote {root.relative(made.files[0])} ({made.passages} {noun})"]
    lines += [f"wrote {root.relative(path)}" for path in made.files[1:]]
    lines += [f"assumed: {note}" for note in made.assumed]
    passage = "the passage that states it" if made.is_held else f"passage:{made.source_id}.listed"
    steps = [
        f"Enter each fact with gbaip:statedIn {passage}, as data/README.md says.",
        "gbaip check --fix writes the canonical form and the spans in use; gbaip check judges the rest.",
    ]
    if made.is_held:
        steps.append(f"gbaip cite --all --source-dir FOLDER verifies the text, as {made.source_id}.txt.")
    else:
        steps.append(f"gbaip ask facts-to-verify --document source:{made.source_id} lists what to confirm.")
    return "\n".join([*lines, "Next:", *(f"  {number}. {step}" for number, step in enumerate(steps, 1))])


def _free_file(root: Root, said: NewSource) -> Path:
    if not _SOURCE_ID.match(said.source_id):
        mend = "Write small ASCII letters, digits and single hyphens, such as pr-2024-09-05."
        raise InvalidValue(f"{said.source_id!r} is no id of a document", mend=mend)
    file = root.data_dir / "sources" / f"{said.source_id}.ttl"
    if file.exists():
        mend = "Choose another id, or go on entering in that file."
        raise UsageError(f"{root.relative(file)} is there already", mend=mend)
    if not said.text and not said.address:
        mend = "Give --text with a copy of the document, or --address where it was not held."
        raise UsageError("neither a text nor an address", mend=mend)
    return file


def _text(said: NewSource) -> str:
    text = read_copy(said.text) if said.text else ""
    if said.text and not split_paragraphs(text):
        raise UsageError(f"{said.text} holds no paragraph", mend=PLAIN_TEXT)
    return text


# ------------------------------------------------------------------------------------- the source record


def _source_triples(root: Root, said: NewSource, text: str, assumed: list[str]) -> Iterator[Triple]:
    source = Iri(expand(f"source:{said.source_id}"))
    language = _language(said, text, assumed)
    neighbours = _neighbours(root, said.address)

    def link(name: str, target: str) -> Triple:
        return Triple(source, Iri(expand(name)), Iri(expand(target)))

    def plain(name: str, value: str) -> Triple:
        return Triple(source, Iri(expand(name)), Literal(value))

    yield Triple(source, IRI_TYPE, Iri(expand("gbaip:SourceDocument")))
    title = Literal(_title(said, text, assumed), RDF_LANG_STRING, language)
    yield Triple(source, Iri(expand("dcterms:title")), title)
    publisher = _publisher(root, said, neighbours, assumed)
    yield link("dcterms:publisher", publisher)
    yield plain("dcterms:language", language)
    if issued := _issued(said, assumed):
        yield Triple(source, Iri(expand("dcterms:issued")), Literal(issued, XSD + "date"))
    if listed := _LISTED_ID.match(said.source_id):
        yield plain("dcterms:identifier", listed[1])
    yield link("gbaip:hasReading", "reading:full-text" if text else "reading:reference")
    if text:
        yield plain("gbaip:normalisationMethod", NORMALISATION)
    if said.address:
        yield Triple(source, Iri(expand("dcterms:source")), Iri(_iri(said.address)))
        yield link("gbaip:hasHostKind", _host_kind(said, publisher, neighbours, assumed))
    if said.hosted_by:
        yield link("gbaip:hostedBy", _registered(root, said.hosted_by))


def _title(said: NewSource, text: str, assumed: list[str]) -> str:
    if said.title:
        return normalise(said.title)
    first = next(iter(split_paragraphs(text)), None)
    if first is None or first.number or first.item:  # no text, or one that begins with a sentence or an item
        raise UsageError("no title line in the text, and no title given", mend="Give --title as printed.")
    lines = (normalise(line) for line in text.splitlines())
    title = next(line for line in lines if line)
    assumed.append(f"title {title!r}, the first line of the text; else --title")
    return title


def _language(said: NewSource, text: str, assumed: list[str]) -> str:
    if not said.language:
        if _is_in_characters(said.title + text):
            mend = "Give --language zh-Hant, zh-Hans or ja."
            raise UsageError("the document is in Chinese or Japanese; which, cannot be worked out", mend=mend)
        assumed.append("language en; else --language")
    elif said.language not in LANGUAGES:
        raise InvalidValue(
            f"{said.language!r} is no language of a document here", mend=f"One of {', '.join(LANGUAGES)}."
        )
    return said.language or "en"


def _is_in_characters(text: str) -> bool:
    """Tell whether Han characters and kana outnumber Latin letters, so that English cannot be assumed."""
    return len(_CHARACTER.findall(text)) > len(_LATIN_LETTER.findall(text))


def _issued(said: NewSource, assumed: list[str]) -> str:
    if not said.issued:
        assumed.append("no known day of publication; else --issued, or gbaip:takesPlaceDuring in the file")
        return ""
    try:
        return date.fromisoformat(said.issued).isoformat()
    except ValueError:
        mend = "Write the day of publication as 2024-09-05, or leave it out where it is not known."
        raise InvalidValue(f"{said.issued!r} is no day", mend=mend) from None


def _iri(address: str) -> str:
    if not re.match(r"https?://[^/]", address):
        raise InvalidValue(f"{address!r} is no address", mend="Write it with https:// or http://.")
    return _NOT_IN_AN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", address)


def _publisher(root: Root, said: NewSource, neighbours: _Neighbours, assumed: list[str]) -> str:
    if said.publisher:
        return _registered(root, said.publisher)
    if len(neighbours.publishers) == 1:
        (publisher,) = neighbours.publishers
        assumed.append(f"publisher {publisher}, as of all documents at {neighbours.host}; else --publisher")
        return publisher
    mend = "Give --publisher agency:... or body:..., who published the original and not a copy."
    raise UsageError("who published it cannot be worked out", mend=mend)


def _host_kind(said: NewSource, publisher: str, neighbours: _Neighbours, assumed: list[str]) -> str:
    if said.hosted_by:
        return "host-kind:mirror"
    if len(neighbours.host_kinds) == 1:
        (kind,) = neighbours.host_kinds
        why = f"as of all documents at {neighbours.host}"
    else:
        kind = "host-kind:official" if publisher.startswith("agency:") else "host-kind:press"
        why = f"as {publisher} published it"
    assumed.append(f"{kind}, {why}; a copy needs --hosted-by")
    return kind


@dataclass(frozen=True)
class _Neighbours:
    """Who published the documents at one host, and what kind of host it is; copies are not counted."""

    host: str
    publishers: frozenset[str]
    host_kinds: frozenset[str]


def _neighbours(root: Root, address: str) -> _Neighbours:
    host = urlsplit(address).hostname or ""
    publishers: set[str] = set()
    kinds: set[str] = set()
    for file in sorted((root.data_dir / "sources").glob("*.ttl")) if host else []:
        if host.encode() in file.read_bytes():
            about = _links_of(read_turtle(file, file=root.relative(file)).triples, file.stem)
            at_host = any(urlsplit(iri).hostname == host for iri in about["dcterms:source"])
            if at_host and not about["gbaip:hostedBy"]:
                publishers.update(compact(iri) for iri in about["dcterms:publisher"])
                kinds.update(compact(iri) for iri in about["gbaip:hasHostKind"])
    return _Neighbours(host, frozenset(publishers), frozenset(kinds))


def _links_of(triples: Iterable[LocatedTriple], source_id: str) -> dict[str, list[str]]:
    links: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        if triple.subject == Iri(expand(f"source:{source_id}")) and isinstance(triple.object, Iri):
            links[compact(triple.predicate.value)].append(triple.object.value)
    return links


def _registered(root: Root, name: str) -> str:
    """Return the compact name of an agency or body; raises ``UnknownName`` for one of no register."""
    known = {
        compact(triple.subject.value)
        for register in _REGISTERS
        if (file := root.data_dir / "register" / f"{register}.ttl").is_file()
        for triple in read_turtle(file, file=root.relative(file)).triples
        if triple.predicate == IRI_TYPE and isinstance(triple.subject, Iri)
    }
    wanted = compact(name)
    if wanted not in known:
        near = difflib.get_close_matches(wanted, sorted(known), n=3, cutoff=0.5)
        mend = f"Add it to data/register/ first, or did you mean {' or '.join(near) or 'another'}?"
        raise UnknownName(f"no agency or body {name} in the registers", mend=mend)
    return wanted


# ------------------------------------------------------------------------------ passages and the catalogue


def _passages(source_id: str, text: str) -> tuple[LocatedTriple, ...]:
    """Return a passage for each paragraph of the text; without a text, the one that cites the list."""
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("gbaip", "passage", "source"))
    listed = f"passage:{source_id}.listed a gbaip:Passage ; gbaip:partOfSource source:{source_id} .\n"
    return parse_turtle(head + (passage_records(source_id, text) if text else listed)).triples


def _catalogue_entry(root: Root, source_id: str, today: date) -> list[Triple]:
    """Return the catalogue with an entry for the new document."""
    file = root.data_dir / "catalogue.ttl"
    there = read_turtle(file, file=root.relative(file)).triples if file.is_file() else ()
    graph = Iri(f"{GRAPH}sources/{source_id}")
    facts = Literal(f"Facts of the document {source_id}", RDF_LANG_STRING, "en")
    if any(triple.subject == graph for triple in there):
        mend = "Remove that entry, or choose another id."
        raise UsageError(f"{root.relative(file)} describes sources/{source_id} already", mend=mend)
    return [
        *(Triple(triple.subject, triple.predicate, triple.object) for triple in there),
        Triple(graph, IRI_TYPE, Iri(expand("void:Dataset"))),
        Triple(graph, Iri(expand("dcterms:title")), facts),
        Triple(graph, Iri(expand("dcterms:created")), Literal(today.isoformat(), XSD + "date")),
        Triple(graph, Iri(expand("dcterms:license")), Iri(LICENCE)),
        Triple(graph, Iri(expand("prov:wasDerivedFrom")), Iri(expand(f"source:{source_id}"))),
    ]
