"""Write data files in the canonical form, and the span records that they use.

For ``gbaip check --fix``. It never writes half: all files are read first, and each is replaced in one step.
"""

from __future__ import annotations

import os
from pathlib import Path

from gbaip_graph.check.spans import write_spans
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import read_turtle


def fix_root(root: Root) -> tuple[Path, ...]:
    """Write every data file in its canonical form and return those that changed.

    Raises ``InvalidData``, with nothing written, where a file cannot be read, has blank nodes, or has
    comments, which the canonical form cannot keep.
    """
    findings: list[Finding] = []
    texts = {}
    for file in root.data_files():
        try:
            texts[file] = _canonical(file, root.relative(file))
        except InvalidData as error:
            findings.extend(error.findings)
    if findings:
        raise InvalidData(findings)
    changed = [file for file, text in texts.items() if file.read_text(encoding="utf-8") != text]
    for file in changed:
        _replace(file, texts[file])
    spans = write_spans(root)
    return tuple(sorted({*changed, *([spans] if spans else [])}))


def _canonical(file: Path, name: str) -> str:
    document = read_turtle(file, file=name)
    if document.comments:
        at = document.comments[0].at
        mend = 'Move what it says into skos:editorialNote "..."@en, or remove it.'
        raise InvalidData([Finding(name, at.line, at.column, "comment", "a data file has no comments", mend)])
    return write_canonical(document.triples)


def _replace(file: Path, text: str) -> None:
    temporary = file.with_suffix(".ttl.new")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, file)
