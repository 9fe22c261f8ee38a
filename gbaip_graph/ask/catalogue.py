"""The saved questions and exports of a root: all of them, or one by its name.

For the commands, the lint and the answers; it runs no query.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from gbaip_graph.ask.header import read_saved_query
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.suggestions import unknown_name
from gbaip_graph.errors import InvalidData
from gbaip_graph.layout import Root

Shelf = Literal["questions", "exports"]


def load_catalogue(root: Root, *, shelf: Shelf = "questions") -> tuple[SavedQuery, ...]:
    """Read all questions, or all exports, in the order of their names.

    Raises ``InvalidData`` with the findings of all files at once, each with file:line:column.
    """
    read = [read_saved_query(path, file=root.relative(path)) for path in _files(root, shelf).values()]
    findings = [finding for _, found in read for finding in found]
    if findings:
        raise InvalidData(findings)
    return tuple(query for query, _ in read)


def find_query(root: Root, name: str, *, shelf: Shelf = "questions") -> SavedQuery:
    """Read one question or export by its name, which may be written with ``_`` for ``-``.

    Reads that file only. Raises ``UnknownName`` with the names there are, ``InvalidData`` for a bad header.
    """
    files = _files(root, shelf)
    path = files.get(name) or files.get(_dashed(name))
    if path is None:
        what, folder = ("question", "queries") if shelf == "questions" else ("export", "queries/exports")
        raise unknown_name(what, name, files, nothing=f"The folder {folder}/ holds no .rq file.")
    query, findings = read_saved_query(path, file=root.relative(path))
    if findings:
        raise InvalidData(findings)
    return query


def query_names(root: Root, *, shelf: Shelf = "questions") -> tuple[str, ...]:
    """Return the names of all questions or exports, sorted, without reading them."""
    return tuple(_files(root, shelf))


def _files(root: Root, shelf: Shelf) -> dict[str, Path]:
    folder = root.queries_dir if shelf == "questions" else root.queries_dir / "exports"
    return {path.stem: path for path in sorted(folder.glob("*.rq"))}


def _dashed(name: str) -> str:
    return name.replace("_", "-")
