"""Where data files may lie and how they are called, before any of them is read.

For the loader: a file in a place the project does not know would be a graph that nobody looks after.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root

_ALLOWED = "data/catalogue.ttl, data/concepts/, data/register/ and data/sources/"
_FOLDERS = frozenset({"concepts", "register", "sources"})
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.ttl")
# Other ways of writing RDF: their parsers are open to attacks that Turtle's is not, so one syntax is read.
_OTHER_RDF = frozenset({".jsonld", ".n3", ".nq", ".nt", ".owl", ".rdf", ".trig", ".xml"})


def misplaced(root: Root) -> Iterator[Finding]:
    """Find data files in wrong places, under wrong names, in other syntaxes, or given twice."""
    files = [path for path in _walk(root.data_dir) if path.suffix.lower() in {".ttl", *_OTHER_RDF}]
    names = [path.relative_to(root.data_dir).as_posix() for path in files]
    for rule, find in RULES:
        for name, message, mend in find(names):
            yield Finding(f"data/{name}", 0, 0, rule, message, mend)
    yield from _linked(root, files)


def _walk(folder: Path) -> list[Path]:
    return sorted(Path(parent) / name for parent, _, names in os.walk(folder) for name in names)


Problem = tuple[str, str, str]


def _misplaced_file(names: list[str]) -> Iterator[Problem]:
    for name in names:
        parts = PurePosixPath(name).parts
        if name != "catalogue.ttl" and (len(parts) != 2 or parts[0] not in _FOLDERS):
            yield name, "no data file belongs here", f"Move it to one of {_ALLOWED}."


def _file_name(names: list[str]) -> Iterator[Problem]:
    for name in names:
        if PurePosixPath(name).suffix.lower() == ".ttl" and not _NAME.fullmatch(PurePosixPath(name).name):
            mend = "Rename it: small letters, digits, hyphens and dots, ending in .ttl."
            yield name, "the file's name cannot be the name of its graph", mend


def _other_syntax(names: list[str]) -> Iterator[Problem]:
    for name in names:
        if PurePosixPath(name).suffix.lower() in _OTHER_RDF:
            yield name, "data is read from Turtle only", "Convert it to Turtle."


def _same_by_case(names: list[str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name in names:
        earlier = first.setdefault(name.casefold(), name)
        if earlier != name:
            mend = "Merge the two files; on some machines they are one."
            yield name, f"differs from data/{earlier} only by the case of letters", mend


def _linked(root: Root, files: list[Path]) -> Iterator[Finding]:
    for path in files:
        if path.resolve() != root.data_dir.resolve() / path.relative_to(root.data_dir):
            name = f"data/{path.relative_to(root.data_dir).as_posix()}"
            mend = "Put the file itself here; a link would give one graph under two names."
            yield Finding(name, 0, 0, "linked-file", "this is a link to another file", mend)


#: Stable name of a rule and the function that finds names that break it.
RULES: tuple[tuple[str, Callable[[list[str]], Iterator[Problem]]], ...] = (
    ("misplaced-file", _misplaced_file),
    ("file-name", _file_name),
    ("other-syntax", _other_syntax),
    ("same-by-case", _same_by_case),
)
