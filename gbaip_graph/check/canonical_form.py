"""Write data files in the canonical form, and the span records that they use.

For ``gbaip check --fix``. It never writes half: everything is read and judged first, and each file is
replaced in one step.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from gbaip_graph.build.file_rules import RULES, Reading, SourceKind, break_rules
from gbaip_graph.build.link_files import canonical_link_text, misplaced_links
from gbaip_graph.build.places import misplaced
from gbaip_graph.check.spans import SPAN_REGISTER, span_register
from gbaip_graph.errors import InvalidData
from gbaip_graph.file_writing import replace_file
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.parser import parse_turtle

#: What writing the canonical form mends; any other broken rule needs a person first.
_MENDED_BY_WRITING = frozenset({"not-canonical", "not-nfc"})


def fix_root(root: Root) -> tuple[Path, ...]:
    """Write every data and mapping file in its canonical form, with the spans in use; return what changed.

    Raises ``InvalidData``, with nothing written, where a file breaks a rule of the loader or has comments,
    which the canonical form cannot keep; ``InvalidValue`` where a file cannot be written.
    """
    documents = _read_all(root)
    texts = {name: write_canonical(document.triples) for name, document in documents.items()}
    if spans := span_register(documents):
        texts[SPAN_REGISTER] = write_canonical(spans)
    texts |= _link_texts(root)
    changed = [root.path / name for name, text in texts.items() if _differs(root.path / name, text)]
    for file in sorted(changed):
        replace_file(file, texts[root.relative(file)])
    return tuple(sorted(changed))


def canonical_text(file: Path, name: str) -> str:
    """Return a data file in its canonical form; ``name`` is its place below the root.

    Raises ``InvalidData`` where it breaks a rule of the loader or has comments.
    """
    return write_canonical(_read(file, name).triples)


def _link_texts(root: Root) -> dict[str, str]:
    """Return the mapping files in their canonical form, by their places below the root."""
    findings = list(misplaced_links(root))
    texts = {}
    for file in root.link_files():
        name = root.relative(file)
        try:
            texts[name] = canonical_link_text(file.read_bytes(), name=name, graph=root.graph_iri(file))
        except InvalidData as error:
            findings.extend(error.findings)
    if findings:
        raise InvalidData(findings)
    return texts


def _read_all(root: Root) -> dict[str, TurtleDocument]:
    findings = list(misplaced(root))
    documents = {}
    for file in () if findings else root.data_files():
        name = root.relative(file)
        try:
            documents[name] = _read(file, name)
        except InvalidData as error:
            findings.extend(error.findings)
    if findings:
        raise InvalidData(findings)
    return documents


def _read(file: Path, name: str) -> TurtleDocument:
    text = decode_turtle(file.read_bytes(), file=name)
    document = parse_turtle(text, file=name)
    findings = list(_findings(Reading(file=name, kind=SourceKind.DATA, text=text, document=document)))
    if findings:
        raise InvalidData(findings)
    # Composed only after the judging, so that findings have the places of the file as it is.
    return parse_turtle(unicodedata.normalize("NFC", text), file=name)


def _findings(reading: Reading) -> Iterator[Finding]:
    for comment in reading.document.comments:
        mend = 'Move what it says into skos:editorialNote "..."@en, or remove it.'
        yield reading.finding(comment.at, "comment", "a data file has no comments", mend=mend)
    yield from (found for found in break_rules(reading, RULES) if found.rule not in _MENDED_BY_WRITING)


def _differs(file: Path, text: str) -> bool:
    return not file.is_file() or file.read_bytes() != text.encode("utf-8")
