"""Check a change: against a git revision, or of triples to add and to take out.

For ``gbaip check --base REV`` and ``--added/--removed FILE``. Only what the change can affect is judged, on
both sides of it; where that cannot be bounded, both sides are judged in full and the report says why.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from gbaip_graph.build.input_files import MAX_FILE_BYTES
from gbaip_graph.build.load import load_root
from gbaip_graph.build.places import misplaced
from gbaip_graph.build.reason import infer
from gbaip_graph.build.store import cache_directory
from gbaip_graph.check.changes.difference import Difference, difference
from gbaip_graph.check.changes.facts import Facts, JudgedFacts, Rules, Side, judge_facts
from gbaip_graph.check.changes.files import (
    FOLDERS,
    ChangedFile,
    FileState,
    RootFiles,
    apart,
    hierarchy,
    is_data,
    is_mapping,
    parsed,
    read_root,
    state_of,
    state_of_patch,
)
from gbaip_graph.check.changes.overlay import FiledGraph, OverlayGraph
from gbaip_graph.check.changes.reasoning import why_reasoning
from gbaip_graph.check.changes.report import ChangeReport, Split, split
from gbaip_graph.check.changes.revision import Revision, read_revision
from gbaip_graph.check.changes.stored_index import StoredIndex, open_index
from gbaip_graph.check.run import check_root
from gbaip_graph.check.shacl.model import SUB_CLASS_OF
from gbaip_graph.errors import InvalidData, ReasoningClash, UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import BlankNode, Triple

_NOT_JUDGED = "the facts are judged once every file can be read and keeps to the rules for files"
_TO_REMOVE = "Write the triples to take out without blank nodes: no label finds them again."


def check_change(
    root: Root,
    *,
    base: str | None = None,
    added: Sequence[Path] = (),
    removed: Sequence[Path] = (),
    max_file_bytes: int = MAX_FILE_BYTES,
) -> ChangeReport:
    """Return what a change of a root does: to its facts, in words, and to the findings of a check.

    ``base`` is a git revision that the files of the root are compared with, as they lie there, committed or
    not. ``added`` and ``removed`` are files of triples (Turtle or N-Triples) that the root is imagined with
    and without. Raises ``UsageError`` where neither or both are given, and where git or the revision is
    missing; ``InvalidData`` where a file of triples cannot be read.
    """
    if (base is None) == (not added and not removed):
        what = "a change is told either by a revision or by files of triples"
        raise UsageError(what, mend="Give --base REV, or else --added FILE and --removed FILE.")
    if base is None:
        return _of_triples(root, added=added, removed=removed)
    revision = read_revision(root.path, base, below=FOLDERS)
    return _since(root, revision, max_file_bytes=max_file_bytes)


def _since(root: Root, revision: Revision, *, max_file_bytes: int) -> ChangeReport:
    files = read_root(root, revision, max_file_bytes=max_file_bytes)
    changed = [file for file in files.changed if is_data(file.path)]
    before, after = (
        {file.path: state_of(root, file.path, content(file)) for file in changed} for content in _SIDES
    )
    because = _whole_because(files)
    broken = [*misplaced(root), *files.unread, *_findings_of(after)]
    told, judged = Difference(), None
    try:
        with closing(_opened(root, files)) as index:
            facts = _facts(root, index, before=before, after=after)
            told = _difference(facts)
            if not because and not broken:
                judged = _judged(facts)
    except InvalidData as error:  # a file that did not change cannot be parsed
        broken = sorted({*broken, *error.findings})
    paths = tuple(file.path for file in files.changed)
    if because:
        return _in_full(root, revision, files, told, because)
    if judged is None:
        there = [finding for finding in broken if finding.file not in paths]
        parts = split(before=[*there, *_findings_of(before)], after=broken)
        return _report(revision.commit, paths, told, parts, notes=(_NOT_JUDGED,), is_judged=False)
    parts = split(before=[*judged.before, *_findings_of(before)], after=judged.after)
    return _report(revision.commit, paths, told, parts, notes=judged.notes, focus_nodes=judged.focus_nodes)


_SIDES: tuple[Callable[[ChangedFile], bytes | None], ...] = (
    lambda file: file.before,
    lambda file: file.after,
)


def _findings_of(states: Mapping[str, FileState]) -> list[Finding]:
    return [finding for state in states.values() for finding in state.findings]


def _whole_because(files: RootFiles) -> str:
    """Return why both sides have to be judged in full, or the empty text."""
    for file in files.changed:
        if not is_data(file.path):
            if is_mapping(file.path):
                return f"{file.path} is different, and links are judged as a whole"
            kind = _KINDS.get(file.path.partition("/")[0], "it")
            return f"{file.path} is different, and every record may depend on {kind}"
    return ""


_KINDS = {"ontology": "the ontology", "shapes": "the shapes", "queries": "the hygiene queries"}


def _in_full(
    root: Root, revision: Revision, files: RootFiles, told: Difference, because: str
) -> ChangeReport:
    """Judge both sides in full, that before in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="gbaip-before-") as name:
        for folder in FOLDERS:
            if (root.path / folder).is_dir():
                shutil.copytree(root.path / folder, Path(name) / folder)
        for file in files.changed:
            there = Path(name) / file.path
            if file.before is None:
                there.unlink()
            else:
                there.parent.mkdir(parents=True, exist_ok=True)
                there.write_bytes(file.before)
        before = check_root(Root(Path(name)))
    parts = split(before=before, after=check_root(root))
    paths = tuple(file.path for file in files.changed)
    note = f"everything was judged, before and after: {because}"
    return _report(revision.commit, paths, told, parts, notes=(note,), is_full=True)


def _of_triples(root: Root, *, added: Sequence[Path], removed: Sequence[Path]) -> ChangeReport:
    files = read_root(root, None)
    come, gone = ({path.as_posix(): state_of_patch(path) for path in paths} for paths in (added, removed))
    paths = tuple(sorted({*come, *gone}))
    if broken := [*misplaced(root), *files.unread, *_findings_of(come), *_findings_of(gone)]:
        there = [finding for finding in broken if finding.file not in paths]
        parts = split(before=there, after=broken)
        return _report("", paths, Difference(), parts, notes=(_NOT_JUDGED,), is_judged=False)
    _refuse_blank_nodes(gone)
    with closing(_opened(root, files)) as index:
        taken = {triple for state in gone.values() for triple in state.triples}
        out_of = _by_file(taken, index)
        into = {path: state.triples for path, state in come.items()}
        after = OverlayGraph(index, added=into, removed=out_of)
        facts = Facts(
            root=root,
            before=Side(index, {}),
            after=Side(after, {path: state.file for path, state in come.items()}),
            changed=frozenset(),
            added=after.added,
            removed=after.removed,
        )
        judged = judge_facts(facts, Rules(root), with_hygiene=False)
        told = _difference(facts)
        notes = [*judged.notes, _NO_HYGIENE]
        if missing := [triple for triple in taken if not index.has(*triple)]:
            notes.append(f"{len(missing)} of the triples to take out are not in the graph")
    parts = split(before=judged.before, after=judged.after)
    return _report("", paths, told, parts, notes=notes, focus_nodes=judged.focus_nodes)


def _refuse_blank_nodes(states: Mapping[str, FileState]) -> None:
    for path, state in states.items():
        for triple in state.file.document.triples:
            if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
                at = triple.subject_at
                where = f"{path}:{at.line}:{at.column}"
                raise UsageError("a blank node cannot be taken out", where=where, mend=_TO_REMOVE)


def _by_file(triples: Iterable[Triple], graph: FiledGraph) -> dict[str, frozenset[Triple]]:
    found: dict[str, set[Triple]] = {}
    for triple in triples:
        for path in graph.files_of(triple):
            found.setdefault(path, set()).add(triple)
    return {path: frozenset(of_file) for path, of_file in found.items()}


def _opened(root: Root, files: RootFiles) -> StoredIndex:
    """Open the graph of a root as it lies there; raises ``InvalidData`` where a file cannot be parsed."""

    def read(path: str) -> Iterable[Triple]:
        file = parsed(root, path)
        return apart(file) if is_data(path) else hierarchy(file, SUB_CLASS_OF)

    return open_index(index_file(root), files.digests, read)


def index_file(root: Root) -> Path | None:
    """Return where the graph of a root is kept, or None where the user has no place for it."""
    cache = cache_directory(os.environ)
    name = hashlib.sha256(str(root.path.resolve()).encode()).hexdigest()[:32]
    # Beside the folder of built graphs, which keeps only the last few of its entries.
    return cache.with_name("gbaip-graph-changes") / f"{name}.sqlite3" if cache else None


def _facts(
    root: Root, index: StoredIndex, *, before: Mapping[str, FileState], after: Mapping[str, FileState]
) -> Facts:
    """Return the change of facts, seen from the graph as it is after it."""
    come = {path: after[path].triples - before[path].triples for path in after}
    gone = {path: before[path].triples - after[path].triples for path in after}
    was = OverlayGraph(index, added=gone, removed=come)
    return Facts(
        root=root,
        before=Side(was, {path: state.file for path, state in before.items()}),
        after=Side(index, {path: state.file for path, state in after.items()}),
        changed=frozenset(
            (triple, path) for sets in (come, gone) for path, triples in sets.items() for triple in triples
        ),
        added=was.removed,
        removed=was.added,
    )


def _judged(facts: Facts) -> JudgedFacts:
    rules = Rules(facts.root)
    judged = judge_facts(facts, rules, with_hygiene=True)
    reason = why_reasoning(
        ontology=tuple(rules.ontology.triples()), added=facts.added, after=facts.after.graph
    )
    if judged.after or not reason:
        return judged
    found = _contradiction(facts.root)
    note = f"the whole graph was reasoned over: {reason}"
    return replace(judged, after=found, notes=(*judged.notes, note))


def _contradiction(root: Root) -> tuple[Finding, ...]:
    """Ask the reasoner, for whom there is no part of a graph."""
    try:
        infer(load_root(root))
    except ReasoningClash as error:
        file, line, column = error.where.rsplit(":", 2)
        return (Finding(file, int(line), int(column), "contradiction", error.what, error.mend),)
    return ()


def _difference(facts: Facts) -> Difference:
    return difference(
        added=facts.added, removed=facts.removed, before=facts.before.graph, after=facts.after.graph
    )


def _report(
    base: str,
    files: tuple[str, ...],
    told: Difference,
    parts: Split,
    *,
    notes: Iterable[str],
    focus_nodes: int = 0,
    is_full: bool = False,
    is_judged: bool = True,
) -> ChangeReport:
    return ChangeReport(
        base=base,
        files=files,
        difference=told,
        new=parts.new,
        fixed=parts.fixed,
        standing=parts.standing,
        focus_nodes=focus_nodes,
        is_full=is_full,
        notes=tuple(notes),
        is_judged=is_judged,
    )


_NO_HYGIENE = "the hygiene queries were not asked: triples that stand in no file of the root have no graph"
