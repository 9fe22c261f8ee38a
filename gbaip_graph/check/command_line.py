"""The ``check`` command behind its options: which files are judged, which report is written, which exit code.

For ``cli.py``; the judging is done by the modules it calls.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from gbaip_graph.build.input_files import BYTES_PER_MB, MAX_FILE_BYTES
from gbaip_graph.check.cross_check import cross_check_findings
from gbaip_graph.check.file_manifest import FileManifest, read_file_manifest
from gbaip_graph.check.limits import time_limit_s
from gbaip_graph.check.profile import ANYONES, OWN, Profile
from gbaip_graph.check.reports.formats import write_report
from gbaip_graph.check.reports.github import append_summary
from gbaip_graph.check.reports.report import Report, counted
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.check.run import check_root
from gbaip_graph.check.strangers import check_files, manifest_of
from gbaip_graph.engines.second_shacl import import_second_engine
from gbaip_graph.errors import DataError, UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root

#: GitHub names here the file that the summary of a step is appended to ...
_SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
#: ... and the folder that it has checked the repository out to.
_WORKSPACE_VARIABLE = "GITHUB_WORKSPACE"
#: Formats that are shown beside a change, where a file is known by its path from the top of the repository.
_OF_REPOSITORY = frozenset({"github", "sarif"})


@dataclass(frozen=True)
class Judging:
    """How to judge: by pySHACL alone, by a second engine too, and within which limits.

    ``manifest`` tells what the files held when they were recorded.
    """

    reference: bool = False
    cross_check: bool = False
    max_file_mb: float = MAX_FILE_BYTES / BYTES_PER_MB
    time_limit_s: float | None = None
    manifest: Path | None = None

    @property
    def max_file_bytes(self) -> int:
        """The size in bytes."""
        return int(self.max_file_mb * BYTES_PER_MB)

    def limit_s(self, paths: Iterable[Path]) -> float | None:
        """Return the seconds that the judging may take; None for the limit that goes with the files."""
        if self.time_limit_s is not None or not self.cross_check:
            return self.time_limit_s
        return time_limit_s(_size_bytes(paths), reference=True)

    def recorded(self, folder: Path | None = None) -> FileManifest | None:
        """Return the manifest, whose paths lead from the folder, or else from its own.

        Raises ``UsageError`` where it cannot be read.
        """
        return read_file_manifest(self.manifest, folder=folder) if self.manifest else None

    def profile(self, own: Profile) -> Profile:
        """Return the rules, with the second engine where it is asked for.

        Raises ``UsageError`` where that is not installed.
        """
        if not self.cross_check:
            return own
        import_second_engine()
        return replace(own, on_everything=(*own.on_everything, cross_check_findings))


def findings_of_root(root: Root, how: Judging) -> tuple[Finding, ...]:
    """Judge a root by the rules of the project."""
    return check_root(
        root,
        max_file_bytes=how.max_file_bytes,
        limit_s=how.limit_s((root.ontology_file, *root.shape_files(), *root.data_files())),
        reference=how.reference,
        manifest=how.recorded(root.path),
        profile=how.profile(OWN),
    )


def findings_of_files(files: Mapping[str, Sequence[Path]], how: Judging) -> tuple[Finding, ...]:
    """Judge anyone's files, which are given by the names of their options.

    Raises ``UsageError`` where there are no shapes or no data: nothing would be judged.
    """
    missing = [option for option in ("--shapes", "--data") if not files[option]]
    if missing:
        raise UsageError(
            f"{missing[0]} is missing",
            mend="Give --shapes and --data together, and --ontology where there is one.",
        )
    return check_files(
        shapes=files["--shapes"],
        data=files["--data"],
        ontology=files["--ontology"],
        max_file_bytes=how.max_file_bytes,
        limit_s=how.limit_s(chain.from_iterable(files.values())),
        reference=how.reference,
        manifest=how.recorded(),
        profile=how.profile(ANYONES),
    )


def record_files(files: Mapping[str, Sequence[Path]], how: Judging, output: Path) -> None:
    """Write the manifest of anyone's files, with paths that lead from its own folder.

    Raises ``InvalidData`` for files that cannot be read, ``UsageError`` where it cannot be written.
    """
    manifest = manifest_of(
        shapes=files["--shapes"],
        data=files["--data"],
        ontology=files["--ontology"],
        folder=output.parent,
        max_file_bytes=how.max_file_bytes,
    )
    _write(output, manifest)


def _size_bytes(paths: Iterable[Path]) -> int:
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,)))
    return sum(file.stat().st_size for file in files if file.is_file())


def report_of(
    findings: Iterable[Finding],
    folder: Path,
    *,
    format_name: str,
    environment: Mapping[str, str] = os.environ,
) -> Report:
    """Return a report on files of the folder.

    Paths in it lead from the top of the repository where the format is for its pages, else from the working
    directory.
    """
    folder = folder.resolve()
    is_of_repository = format_name in _OF_REPOSITORY
    top = _repository_of(folder, environment) if is_of_repository else Path.cwd().resolve()
    return Report.of(findings, folder, top)


def _repository_of(folder: Path, environment: Mapping[str, str]) -> Path:
    for above in (folder, *folder.parents):
        if (above / ".git").exists():  # a file in a worktree, a folder elsewhere
            return above
    return Path(environment.get(_WORKSPACE_VARIABLE) or Path.cwd()).resolve()


def deliver(
    report: Report,
    format_name: str,
    *,
    output: Path | None,
    allow_warnings: bool,
    echo: Callable[[str], None],
) -> int:
    """Print or write the report and return the exit code: 0 where nothing is found that counts, else 1.

    Raises ``UsageError`` where the output cannot be written.
    """
    text = write_report(report, format_name)
    if output is None:
        echo(text)
    else:
        _write(output, text)
        echo(f"{counted(report.findings)}; the report is in {visible(str(output))}\n")
    if format_name == "github" and (summary := os.environ.get(_SUMMARY_VARIABLE)):
        append_summary(report, Path(summary))
    counting = report.violations if allow_warnings else report.findings
    return DataError.exit_code if counting else 0


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise UsageError(
            "the report cannot be written there",
            where=visible(str(output)),
            mend="Name a file in an existing folder.",
        ) from error


def fix_first(root: Root, echo: Callable[[str], None]) -> None:
    """Write the canonical form and the time spans in use, and say which files that changed."""
    from gbaip_graph.check.canonical_form import fix_root  # noqa: PLC0415 - only where something is mended

    for path in fix_root(root):
        echo(f"wrote {visible(root.relative(path))}\n")
