"""A list of files with their digests and numbers of triples, so that a file that was cut or changed is found.

A Turtle file that ends behind a statement is good Turtle however much of it is missing; only a count that was
taken before can tell. For ``gbaip check --manifest FILE``, which also takes the manifest of a built graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.build.input_files import read_regular_file
from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.errors import InvalidData, UsageError
from gbaip_graph.findings import Finding

FORMAT = 1
_MEND = "Take the file from where it is whole, or renew the manifest if the change was meant."
_SHAPE_OF_FILE = 'A manifest is {"format": 1, "files": {"path": {"sha256": "...", "triples": 12}}} in JSON.'


@dataclass(frozen=True)
class Recorded:
    """What is recorded of a file; ``triples`` is None where they were not counted."""

    name: str
    sha256: str
    triples: int | None


@dataclass(frozen=True)
class FileManifest:
    """The recorded files by their resolved paths, and the name of the manifest."""

    name: str
    files: Mapping[Path, Recorded]


def read_file_manifest(path: Path, *, folder: Path | None = None) -> FileManifest:
    """Read a manifest whose paths lead from its own folder, or from ``folder``.

    Raises ``UsageError`` for what is no manifest.
    """
    try:
        content = json.loads(read_regular_file(path))
        recorded = list(_recorded(content))
    except (InvalidData, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = "the manifest cannot be read"
        raise UsageError(what, where=path.as_posix(), mend=_SHAPE_OF_FILE) from error
    top = path.parent if folder is None else folder
    return FileManifest(path.as_posix(), {(top / one.name).resolve(): one for one in recorded})


def _recorded(content: Mapping[str, Mapping[str, object]]) -> Iterator[Recorded]:
    """Return the files of a manifest of either kind; that of a build has digests alone."""
    if "files" not in content:
        for part in ("inputs", "shapes"):
            yield from (Recorded(name, str(sha256), None) for name, sha256 in content[part].items())
        return
    for name, said in content["files"].items():
        if not isinstance(said, Mapping):
            raise TypeError(name)
        yield Recorded(name, str(said["sha256"]), int(said["triples"]))


def manifest_findings(loaded: LoadedData, manifest: FileManifest) -> tuple[Finding, ...]:
    """Return one finding for each file that is not as recorded, is missing, or was not recorded."""
    files = {(loaded.root.path / file.path).resolve(): file for file in _files(loaded)}
    found = [_changed(files[path], recorded) for path, recorded in manifest.files.items() if path in files]
    missing = (recorded for path, recorded in manifest.files.items() if path not in files)
    more = (file for path, file in files.items() if path not in manifest.files)
    return tuple(
        sorted(
            [
                *(finding for finding in found if finding is not None),
                *(_missing(recorded, manifest) for recorded in missing),
                *(_unrecorded(file) for file in more),
            ]
        )
    )


def write_file_manifest(loaded: LoadedData, folder: Path) -> str:
    """Return the manifest of loaded files as JSON, with paths that lead from this folder."""
    top = folder.resolve()
    files = {
        _name_from(top, loaded.root.path / file.path): {"sha256": file.sha256, "triples": _count(file)}
        for file in _files(loaded)
    }
    return json.dumps({"format": FORMAT, "files": files}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _name_from(top: Path, file: Path) -> str:
    path = file.resolve()
    return (path.relative_to(top) if path.is_relative_to(top) else path).as_posix()


def _files(loaded: LoadedData) -> Iterable[LoadedFile]:
    return (file for file in (*loaded.ontologies, *loaded.shapes, *loaded.data, *loaded.links) if file.path)


def _count(file: LoadedFile) -> int:
    return len(set(file.triples()))


def _changed(file: LoadedFile, recorded: Recorded) -> Finding | None:
    if file.sha256 == recorded.sha256:
        return None
    triples = _count(file)
    line = max((triple.object_at.line for triple in file.document.triples), default=0)
    if recorded.triples is None or triples == recorded.triples:
        what = "the file is another one than the manifest records: its digest differs"
    else:
        cut = "; it may have been cut" if triples < recorded.triples else ""
        what = f"the file has {triples} triples, the manifest records {recorded.triples}{cut}"
    return Finding(file.path, line, 1 if line else 0, "not-as-recorded", what, _MEND)


def _missing(recorded: Recorded, manifest: FileManifest) -> Finding:
    what = f"{recorded.name} is recorded in {manifest.name} and was not given"
    return Finding(recorded.name, 0, 0, "missing-file", what, "Give the file too, or renew the manifest.")


def _unrecorded(file: LoadedFile) -> Finding:
    what = "the manifest does not record this file"
    return Finding(file.path, 0, 0, "unrecorded-file", what, "Leave the file out, or renew the manifest.")
