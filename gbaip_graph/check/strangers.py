"""Judge anyone's graph: files and folders of shapes, data and ontology, by the rules that hold for all.

For ``gbaip check --shapes ... --data ... --ontology ...``. What is ours alone (form, slugs, spans, prefixes)
does not count here. The files are read outside and everything else is done in a child that can open no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gbaip_graph.build.file_rules import SourceKind
from gbaip_graph.build.input_files import BYTES_PER_MB, MAX_FILE_BYTES, InputFile, InputFiles, read_inputs
from gbaip_graph.build.load import load_contents
from gbaip_graph.check.file_manifest import FileManifest, manifest_findings, write_file_manifest
from gbaip_graph.check.limits import BLAME_TIME_LIMIT_S, STOPPED, run_checks, time_limit_s
from gbaip_graph.check.profile import ANYONES, Profile
from gbaip_graph.check.run import judge
from gbaip_graph.check.slow_patterns import slow_pattern_findings
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding


def check_files(
    *,
    shapes: Sequence[Path],
    data: Sequence[Path],
    ontology: Sequence[Path] = (),
    max_file_bytes: int = MAX_FILE_BYTES,
    limit_s: float | None = None,
    reference: bool = False,
    manifest: FileManifest | None = None,
    profile: Profile = ANYONES,
) -> tuple[Finding, ...]:
    """Return every finding on these files, in the order of their addresses; empty where all is well.

    Paths are files in Turtle (``.ttl``) or N-Triples (``.nt``), or folders of such; findings name them as
    they were given. ``limit_s`` is the time in seconds that the judging may take (default: by the size of the
    files). ``reference`` asks pySHACL alone, about everything. Where a file cannot be read or parsed, that is
    reported for all files and nothing else is: the rest would judge a part. ``manifest`` tells which files
    were expected, and how much is in them.
    """
    read = read_kinds(shapes=shapes, data=data, ontology=ontology, max_file_bytes=max_file_bytes)
    return judge_inputs(read, limit_s=limit_s, reference=reference, manifest=manifest, profile=profile)


def judge_inputs(
    read: Mapping[SourceKind, InputFiles],
    *,
    limit_s: float | None = None,
    reference: bool = False,
    manifest: FileManifest | None = None,
    profile: Profile = ANYONES,
) -> tuple[Finding, ...]:
    """Return every finding on files that were read already; see ``check_files``."""
    unread = [finding for inputs in read.values() for finding in inputs.findings]
    size_bytes = sum(len(file.content) for inputs in read.values() for file in inputs.files)
    seconds = time_limit_s(size_bytes, reference=reference) if limit_s is None else limit_s
    found = run_checks(
        lambda: _judge(read, profile, manifest, reference=reference, is_whole=_is_whole(unread)),
        at=_largest(read.values()),
        size_bytes=size_bytes,
        limit_s=seconds,
    )
    if any(finding.rule == STOPPED for finding in found):
        found = (*found, *_blamed(read, profile, size_bytes))
    return tuple(sorted({*unread, *found}))


def _blamed(read: Mapping[SourceKind, InputFiles], profile: Profile, size_bytes: int) -> tuple[Finding, ...]:
    """Say which pattern kept the check from ending, where it was one."""
    limit_s = BLAME_TIME_LIMIT_S + size_bytes / BYTES_PER_MB
    found = run_checks(
        lambda: slow_pattern_findings(load_contents(_contents(read), rules=profile.file_rules)),
        at="",
        size_bytes=size_bytes,
        limit_s=limit_s,
    )
    return tuple(finding for finding in found if finding.file)


def manifest_of(
    *,
    shapes: Sequence[Path],
    data: Sequence[Path],
    ontology: Sequence[Path] = (),
    folder: Path,
    max_file_bytes: int = MAX_FILE_BYTES,
) -> str:
    """Return a manifest of these files, with paths that lead from a folder, for ``check_files`` later.

    Raises ``InvalidData`` where a file cannot be read or breaks a rule for files.
    """
    read = read_kinds(shapes=shapes, data=data, ontology=ontology, max_file_bytes=max_file_bytes)
    if refused := [finding for inputs in read.values() for finding in inputs.findings]:
        raise InvalidData(refused)
    return write_file_manifest(load_contents(_contents(read), rules=ANYONES.file_rules), folder)


def read_kinds(
    *,
    shapes: Sequence[Path],
    data: Sequence[Path],
    ontology: Sequence[Path],
    max_file_bytes: int = MAX_FILE_BYTES,
) -> Mapping[SourceKind, InputFiles]:
    """Read the files of each kind, as far as they can be read."""
    of_kind = {SourceKind.ONTOLOGY: ontology, SourceKind.SHAPES: shapes, SourceKind.DATA: data}
    return {kind: read_inputs(paths, max_file_bytes=max_file_bytes) for kind, paths in of_kind.items()}


def _contents(read: Mapping[SourceKind, InputFiles]) -> dict[SourceKind, tuple[InputFile, ...]]:
    return {kind: inputs.files for kind, inputs in read.items()}


def _judge(
    read: Mapping[SourceKind, InputFiles],
    profile: Profile,
    manifest: FileManifest | None,
    *,
    reference: bool,
    is_whole: bool,
) -> tuple[Finding, ...]:
    try:
        loaded = load_contents(_contents(read), rules=profile.file_rules)
    except InvalidData as error:
        return error.findings
    if not is_whole:
        return ()
    unexpected = manifest_findings(loaded, manifest) if manifest is not None else ()
    return (*unexpected, *judge(loaded, profile, reference=reference))


def _is_whole(unread: Iterable[Finding]) -> bool:
    return all(finding.severity == "warning" for finding in unread)


def _largest(read: Iterable[InputFiles]) -> str:
    """Return the name of the largest file: where a limit is passed, that is the place to look first."""
    files = [file for inputs in read for file in inputs.files]
    return max(files, key=lambda file: len(file.content)).name if files else "shapes"
