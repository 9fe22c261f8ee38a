"""Read the mapping files of a root as RDF with places, by the rules that our own mapping files keep to.

For the loader. Whether what is linked is there, and is called what a row says, needs the whole graph and is
for the checks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import MAPPING_SUFFIX, Root
from gbaip_graph.sssom.house import house_findings
from gbaip_graph.sssom.reader import parse_mapping_set
from gbaip_graph.sssom.triples import mapping_triples
from gbaip_graph.sssom.writer import mapping_set_text
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.document import TurtleDocument


def link_document(content: bytes, *, name: str, graph: str) -> TurtleDocument:
    """Return the triples of a mapping file, each with the place of the cell that says it.

    Raises ``InvalidData`` with everything that is wrong in the file.
    """
    text = decode_turtle(content, file=name)
    mapping_set = parse_mapping_set(text, file=name)
    findings = tuple(house_findings(mapping_set, graph=graph))
    findings = findings or tuple(_not_canonical(text, mapping_set_text(mapping_set), name))
    if findings:
        raise InvalidData(findings)
    return TurtleDocument(mapping_triples(mapping_set), mapping_set.curie_map, {}, file=name)


def canonical_link_text(content: bytes, *, name: str, graph: str) -> str:
    """Return a mapping file in its canonical form; raises ``InvalidData`` for what writing does not mend."""
    text = unicodedata.normalize("NFC", decode_turtle(content, file=name))
    mapping_set = parse_mapping_set(text, file=name)
    if findings := tuple(house_findings(mapping_set, graph=graph)):
        raise InvalidData(findings)
    return mapping_set_text(mapping_set)


def _not_canonical(text: str, canonical: str, name: str) -> Iterator[Finding]:
    pairs = zip_longest(text.split("\n"), canonical.split("\n"), fillvalue="")
    for number, (line, other) in enumerate(pairs, start=1):
        if line != other:
            column = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), None)
            column = 1 + (min(len(line), len(other)) if column is None else column)
            message = "not in the canonical form from here on"
            yield Finding(name, number, column, "not-canonical", message, "Run `gbaip check --fix`.")
            return


def misplaced_links(root: Root) -> Iterator[Finding]:
    """Find files beside the mapping files that nobody would read."""
    folder = root.data_dir / "links"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.endswith(MAPPING_SUFFIX) and path.is_file() and not path.is_symlink():
            continue
        if path.suffix != ".ttl":  # of which the rules of data files speak
            mend = f"Name a mapping file <target>{MAPPING_SUFFIX}, and put everything else elsewhere."
            yield Finding(
                root.relative(path), 0, 0, "misplaced-file", "this is not read as a mapping file", mend
            )
