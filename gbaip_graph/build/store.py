"""Build the graph of a root and open it again: from its build folder, the user's cache, or memory.

For the commands and the query floor. A built graph is trusted only when its manifest fits the files, the code
and its own bytes.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gbaip_graph.build.manifest import (
    GRAPH_FILE,
    MANIFEST_FILE,
    VOID_FILE,
    digest,
    input_digests,
    key_of,
    question_digests,
    read_manifest,
)
from gbaip_graph.build.switch import places, switch_in
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue, StoreDamaged
from gbaip_graph.layout import Root

if TYPE_CHECKING:
    from gbaip_graph.build.assemble import Examples

# A root that is being edited leaves a cached build for every state it was asked in; a few are enough to go
# back to.
_CACHED_BUILDS = 8


class BuildNotKept(RuntimeWarning):
    """The graph was built in memory, because the cache cannot be written; every start builds it again."""


@dataclass(frozen=True)
class BuildReport:
    """What a build wrote: its directory, its files' digests, and its counts of triples."""

    directory: Path
    digests: Mapping[str, str]
    total: int
    written: int
    inferred: int
    ontology: int


@dataclass(frozen=True)
class Published:
    """A graph as N-Quads and its description in Turtle, both of one build."""

    nquads: bytes
    description: bytes


def build_root(root: Root, *, out: Path | None = None, examples: Examples | None = None) -> BuildReport:
    """Build the graph of a root into ``build/`` or another directory, all of it or nothing.

    Writes ``gbaip.nq``, ``statistics.json``, ``void.ttl`` and ``manifest.json``; the same input gives the
    same bytes. ``examples`` says the saved questions, which then stand in the graph too. Raises
    ``InvalidData`` and ``ReasoningClash`` for wrong data, ``InvalidValue`` where the directory cannot be
    written.
    """
    directory = out or root.build_dir
    files = _make(root, examples)
    try:
        switch_in(directory, files, verify=_verify)
    except OSError as error:
        mend = "Name a folder that can be written."
        raise InvalidValue(
            f"the build cannot be written: {error}", where=str(directory), mend=mend
        ) from error
    return _report(directory)


def open_graph(root: Root, *, examples: Examples | None = None) -> QueryableGraph:
    """Open the graph of a root; builds it first where no build fits the files as they are now.

    A fitting ``build/`` is used as it is. Otherwise the graph comes from the user's cache directory and is
    built there, or in memory with the warning ``BuildNotKept`` where that cannot be written. ``examples`` are
    for what is built; who asks a question needs none, and is spared the building after each change of one.
    Raises what ``build_root`` raises for wrong data.
    """
    return QueryableGraph.from_nquads(read_nquads(root, examples=examples))


def read_nquads(root: Root, *, examples: Examples | None = None) -> bytes:
    """Return the built graph of a root as N-Quads, found or built as ``open_graph`` tells."""
    return _found_or_made(_Wanted(root, (GRAPH_FILE,)), examples)[GRAPH_FILE]


def read_published(root: Root, *, examples: Examples) -> Published:
    """Return the built graph of a root whose examples are its saved questions as they are now.

    Raises what ``build_root`` raises for wrong data.
    """
    wanted = _Wanted(root, (GRAPH_FILE, VOID_FILE), question_digests(root))
    files = _found_or_made(wanted, examples)
    return Published(files[GRAPH_FILE], files[VOID_FILE])


@dataclass(frozen=True)
class _Wanted:
    """Which files of the build of a root are wanted, and of which questions, where that matters."""

    root: Root
    names: tuple[str, ...]
    questions: Mapping[str, str] | None = None


def _found_or_made(wanted: _Wanted, examples: Examples | None) -> Mapping[str, bytes]:
    inputs = input_digests(wanted.root)
    if (found := _trusted(places(wanted.root.build_dir), inputs, wanted)) is not None:
        return found
    cache = cache_directory(os.environ)
    directory = cache / key_of(inputs) if cache else None
    if directory and (found := _trusted(places(directory), inputs, wanted)) is not None:
        return found
    files = _make(wanted.root, examples)
    _keep(directory, files)
    return files


def _trusted(
    directories: Iterable[Path], inputs: Mapping[str, str], wanted: _Wanted
) -> Mapping[str, bytes] | None:
    """Return files of the first directory whose manifest fits the inputs and the bytes of these files."""
    for directory in directories:
        manifest = read_manifest(directory)
        if manifest is not None and manifest.fits(inputs, wanted.questions):
            contents = {name: _read_or_none(directory / name) for name in wanted.names}
            whole = {
                name: content
                for name, content in contents.items()
                if content is not None and digest(content) == manifest.outputs.get(name)
            }
            if len(whole) == len(contents):
                return whole
    return None


def cache_directory(environment: Mapping[str, str]) -> Path | None:
    """Return the user's cache directory for built graphs, or None where the user has no home.

    Follows https://specifications.freedesktop.org/basedir-spec/latest/ (a relative XDG_CACHE_HOME is
    ignored).
    """
    named = Path(environment.get("XDG_CACHE_HOME") or ".")
    try:
        base = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "gbaip-graph"


def _keep(directory: Path | None, files: Mapping[str, bytes]) -> None:
    """Keep a build in the cache; another process that keeps the same build first is as good."""
    try:
        if directory is None:
            raise OSError("the user has no home directory")
        switch_in(directory, files, verify=_verify)
        _forget_oldest(directory.parent)
    except OSError as error:
        if directory is None or read_manifest(directory) is None:
            message = f"the graph was built in memory and not kept: {error}; XDG_CACHE_HOME names the cache"
            warnings.warn(message, BuildNotKept, stacklevel=5)


def _forget_oldest(cache: Path) -> None:
    whole = (build for build in cache.iterdir() if not build.name.startswith("."))  # others are being made
    builds = sorted(whole, key=lambda build: build.stat().st_mtime, reverse=True)
    for build in builds[_CACHED_BUILDS:]:
        shutil.rmtree(build, ignore_errors=True)


def _make(root: Root, examples: Examples | None = None) -> dict[str, bytes]:
    """Make the files of a build in memory."""
    # The reasoner and its engine take longer to import than a question takes to answer.
    from gbaip_graph.build.assemble import assemble  # noqa: PLC0415

    return assemble(root, examples=examples)


def _verify(directory: Path) -> None:
    """Read a written build back; raises ``StoreDamaged`` where it is not what its manifest says."""
    manifest = read_manifest(directory)
    content = _read_or_none(directory / GRAPH_FILE)
    if manifest is None or content is None or digest(content) != manifest.outputs[GRAPH_FILE]:
        raise StoreDamaged(
            "the build was not written as it was made", where=str(directory), mend="Run `gbaip build` again."
        )
    QueryableGraph.from_nquads(content)


def _report(directory: Path) -> BuildReport:
    manifest = read_manifest(directory)
    if manifest is None:
        raise StoreDamaged("the build has no manifest", where=str(directory), mend="Run `gbaip build` again.")
    counts = manifest.triples
    return BuildReport(
        directory=directory,
        digests={**manifest.outputs, MANIFEST_FILE: digest(manifest.write())},
        total=counts["total"],
        written=counts["written"],
        inferred=counts["inferred"],
        ontology=counts["ontology"],
    )


def _read_or_none(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
