"""Check a change of anyone's files against a git revision: both sides in full, the findings split.

For ``gbaip check --shapes ... --data ... --base REV``. What a change can affect is worked out for roots
alone, whose files have places of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from gbaip_graph.build.file_rules import SourceKind
from gbaip_graph.build.input_files import READ_SUFFIXES, InputFile, InputFiles
from gbaip_graph.build.load import load_contents
from gbaip_graph.check.changes.difference import Difference, difference
from gbaip_graph.check.changes.report import ChangeReport, split
from gbaip_graph.check.changes.revision import read_revision
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.engines.worker import Task, run_limited
from gbaip_graph.errors import InvalidData, QueryStopped
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import BlankNode, Subject, Term, Triple

Inputs = Mapping[SourceKind, InputFiles]
_IN_FULL = "everything was judged, before and after: only in a root it is known what a change can affect"
_NOT_TOLD = "what the change says is not told"
_COMPARISON = Task("the comparison of the facts", "Give it fewer or smaller files")
#: The kinds of file whose triples are facts.
_FACTS = (SourceKind.ONTOLOGY, SourceKind.DATA)


def check_files_since(
    base: str,
    *,
    paths: Mapping[SourceKind, Sequence[Path]],
    read: Inputs,
    judge: Callable[[Inputs], tuple[Finding, ...]],
) -> ChangeReport:
    """Return what the change since a revision does to the facts in these files and to their findings.

    ``paths`` are the files and folders as the command names them, ``read`` is what they hold now. Raises
    ``UsageError`` where git or the revision is missing.
    """
    were = {kind: InputFiles(tuple(_as_they_were(given, base)), ()) for kind, given in paths.items()}
    changed = _changed(were, read)
    told, notes = _told(were, read, changed)
    after = judge(read)
    parts = split(before=judge(were), after=after)
    return ChangeReport(
        base=base,
        files=tuple(sorted(changed)),
        difference=told,
        new=parts.new,
        fixed=parts.fixed,
        standing=parts.standing,
        is_full=True,
        notes=(_IN_FULL, *notes),
        # What is wrong with a file or a shape keeps the data from being judged.
        is_judged=all(finding.evidence or finding.severity == "warning" for finding in after),
    )


def _as_they_were(paths: Iterable[Path], base: str) -> Iterable[InputFile]:
    """Return the files that the paths had in the revision, under the names that they have now."""
    found: dict[str, InputFile] = {}
    for path in paths:
        if path.exists():
            for file in _as_it_was(path, base):
                found.setdefault(file.iri, file)
    return found.values()


def _as_it_was(path: Path, base: str) -> Iterable[InputFile]:
    folder = path if path.is_dir() else path.parent
    revision = read_revision(folder, base, below=(".",))
    wanted = revision.blobs if path.is_dir() else revision.blobs.keys() & {path.name}
    names = sorted(name for name in wanted if Path(name).suffix.lower() in READ_SUFFIXES)
    contents = revision.contents(names)
    for name in names:
        place = folder / name
        yield InputFile(place.as_posix(), place.absolute().as_uri(), place.suffix.lower(), contents[name])


def _changed(were: Inputs, read: Inputs) -> frozenset[str]:
    before, after = (
        {file.name: file.content for inputs in side.values() for file in inputs.files}
        for side in (were, read)
    )
    return frozenset(name for name in {*before, *after} if before.get(name) != after.get(name))


def _told(were: Inputs, read: Inputs, changed: frozenset[str]) -> tuple[Difference, tuple[str, ...]]:
    """Return what the change says, or why that is not told."""
    try:
        return run_limited(lambda: _difference(were, read, changed), task=_COMPARISON), ()
    except InvalidData:
        return Difference(), (f"{_NOT_TOLD}: a file cannot be parsed",)
    except QueryStopped as error:
        return Difference(), (f"{_NOT_TOLD}: {error.what}",)


def _difference(were: Inputs, read: Inputs, changed: frozenset[str]) -> Difference:
    before, after = _triples(were), _triples(read)
    return difference(
        added={triple for triple, file in after if file in changed} - {triple for triple, _ in before},
        removed={triple for triple, file in before if file in changed} - {triple for triple, _ in after},
        before=MemoryIndex(triple for triple, _ in before),
        after=MemoryIndex(triple for triple, _ in after),
    )


def _triples(inputs: Inputs) -> list[tuple[Triple, str]]:
    """Return the facts and their files; a blank node has its file's name, so that it is found again."""
    loaded = load_contents({kind: inputs[kind].files for kind in _FACTS}, rules=())
    return [
        (Triple(_of_file(subject, file.path), predicate, _of_file(object, file.path)), file.path)
        for file in (*loaded.ontologies, *loaded.data)
        for subject, predicate, object in file.triples()
    ]


_AnyTerm = TypeVar("_AnyTerm", Subject, Term)


def _of_file(term: _AnyTerm, path: str) -> _AnyTerm:
    return BlankNode(f"{path}#{term.label}") if isinstance(term, BlankNode) else term
