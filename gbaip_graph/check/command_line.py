"""The ``check`` command behind its options: what is judged, and how.

For ``cli.py``; the judging is done by the modules it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from gbaip_graph.build.file_rules import SourceKind
from gbaip_graph.build.input_files import BYTES_PER_MB
from gbaip_graph.check.changes.report import ChangeReport
from gbaip_graph.check.cross_check import cross_check_findings
from gbaip_graph.check.delivery import deliver, report_of, write_output
from gbaip_graph.check.file_manifest import FileManifest, read_file_manifest
from gbaip_graph.check.limits import time_limit_s
from gbaip_graph.check.profile import ANYONES, OWN, Profile
from gbaip_graph.check.reports.formats import FORMATS
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.visible import visible
from gbaip_graph.check.run import check_root
from gbaip_graph.check.stored import SelectingGraph, stored_findings
from gbaip_graph.check.strangers import judge_inputs, manifest_of, read_kinds
from gbaip_graph.engines.second_shacl import import_second_engine
from gbaip_graph.errors import UnknownName, UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root, find_root

_Echo = Callable[[str], None]


@dataclass(frozen=True)
class CheckOptions:
    """The options of the command, by their names."""

    fix: bool
    format_name: str
    output: Path | None
    allow_warnings: bool
    base: str | None
    added: tuple[Path, ...]
    removed: tuple[Path, ...]
    shapes: tuple[Path, ...]
    data: tuple[Path, ...]
    ontology: tuple[Path, ...]
    reference: bool
    cross_check: bool
    max_file_mb: float
    time_limit_s: float | None
    manifest: Path | None
    write_manifest: Path | None

    @property
    def is_of_files(self) -> bool:
        """Whether anyone's files are named, instead of a root."""
        return bool(self.shapes or self.data or self.ontology)

    @property
    def is_of_change(self) -> bool:
        """Whether a change is judged, instead of what there is."""
        return bool(self.base is not None or self.added or self.removed)

    @property
    def max_file_bytes(self) -> int:
        """The size of the largest file that is read."""
        return int(self.max_file_mb * BYTES_PER_MB)

    def limit_s(self, paths: Iterable[Path]) -> float | None:
        """Return the seconds that the judging may take; None for the limit that goes with the files."""
        if self.time_limit_s is not None or not self.cross_check:
            return self.time_limit_s
        return time_limit_s(_size_bytes(paths), reference=True)  # both engines judge everything

    def recorded(self, folder: Path | None = None) -> FileManifest | None:
        """Return the manifest, whose paths lead from the folder, or else from its own."""
        return read_file_manifest(self.manifest, folder=folder) if self.manifest else None

    def profile(self, own: Profile) -> Profile:
        """Return the rules, with the second engine where it is asked for."""
        if not self.cross_check:
            return own
        import_second_engine()
        return replace(own, on_everything=(*own.on_everything, cross_check_findings))


def run_check(
    options: CheckOptions,
    *,
    root: Path | None,
    echo: _Echo,
    echo_err: _Echo,
    store: SelectingGraph | None = None,
) -> int:
    """Judge, report and return the exit code. ``root`` is the folder that was named, if one was.

    ``store`` is judged in the place of the root's data, by the queries alone. Raises ``UsageError`` for
    options that do not go together, and where nothing can be read or written.
    """
    if options.format_name not in FORMATS:
        raise UnknownName(
            f"there is no format {options.format_name!r}", mend=f"There are: {', '.join(FORMATS)}."
        )
    _refuse_contradictions(options, root)
    if store is not None:
        _refuse_with_store(options)
        stored = Report.of(stored_findings(find_root(root), store), Path())
        return _deliver(stored, options, echo)
    if options.write_manifest is not None:
        _record(options, options.write_manifest)
        return 0
    found: tuple[Finding, ...] | ChangeReport
    if options.is_of_files:
        found, folder = _of_files(options), Path()
    else:
        chosen = find_root(root)
        if options.fix:
            is_printed_alone = options.output is not None or options.format_name == "text"
            _fix_first(chosen, echo if is_printed_alone else echo_err)
        found, folder = _of_root(chosen, options), chosen.path
    report = report_of(found, folder, format_name=options.format_name)
    return _deliver(report, options, echo)


def _deliver(report: Report, options: CheckOptions, echo: _Echo) -> int:
    return deliver(
        report,
        options.format_name,
        output=options.output,
        allow_warnings=options.allow_warnings,
        echo=echo,
    )


def _refuse_with_store(options: CheckOptions) -> None:
    """Refuse what judges files or changes: the queries are asked of a store as it is."""
    others = {
        "--fix": options.fix,
        "--base, --added or --removed": options.is_of_change,
        "--shapes, --data or --ontology": options.is_of_files,
        "--reference": options.reference,
        "--cross-check": options.cross_check,
        "--manifest or --write-manifest": bool(options.manifest or options.write_manifest),
    }
    _refuse_together({"--store": True}, others)


def _refuse_contradictions(options: CheckOptions, root: Path | None) -> None:
    files = {"--shapes, --data or --ontology": options.is_of_files}
    triples = {"--added or --removed": bool(options.added or options.removed)}
    change = {"--base, --added or --removed of a root": options.is_of_change and not options.is_of_files}
    for one, others in (
        (files, {"--root": root is not None, "--fix": options.fix, **triples}),
        (triples, {"--base": options.base is not None}),
        (
            {"--manifest": options.manifest is not None},
            {"--write-manifest": options.write_manifest is not None},
        ),
        (
            change,
            {
                "--reference": options.reference,
                "--cross-check": options.cross_check,
                "--manifest": options.manifest is not None,
                "--time-limit": options.time_limit_s is not None,
            },
        ),
    ):
        _refuse_together(one, others)
    if options.write_manifest is not None and not options.is_of_files:
        raise UsageError("--write-manifest is for files that are named", mend=_NAME_BOTH)


def _refuse_together(one: Mapping[str, bool], others: Mapping[str, bool]) -> None:
    for name, is_given in one.items():
        for other in (other for other, is_also in others.items() if is_given and is_also):
            raise UsageError(f"{name} and {other} were given together", mend="Give one of them.")


def _of_root(root: Root, options: CheckOptions) -> tuple[Finding, ...] | ChangeReport:
    if options.is_of_change:
        from gbaip_graph.check.changes.checking import check_change  # noqa: PLC0415 - only for changes

        return check_change(
            root,
            base=options.base,
            added=options.added,
            removed=options.removed,
            max_file_bytes=options.max_file_bytes,
        )
    return check_root(
        root,
        max_file_bytes=options.max_file_bytes,
        limit_s=options.limit_s((root.ontology_file, *root.shape_files(), *root.data_files())),
        reference=options.reference,
        manifest=options.recorded(root.path),
        profile=options.profile(OWN),
    )


def _of_files(options: CheckOptions) -> tuple[Finding, ...] | ChangeReport:
    if not (options.shapes and options.data):  # nothing would be judged
        raise UsageError(f"{'--data' if options.shapes else '--shapes'} is missing", mend=_NAME_BOTH)
    paths = {
        SourceKind.ONTOLOGY: options.ontology,
        SourceKind.SHAPES: options.shapes,
        SourceKind.DATA: options.data,
    }
    read = read_kinds(
        shapes=options.shapes,
        data=options.data,
        ontology=options.ontology,
        max_file_bytes=options.max_file_bytes,
    )
    limit_s, profile = options.limit_s(chain.from_iterable(paths.values())), options.profile(ANYONES)
    if options.base is not None:
        from gbaip_graph.check.changes.anyones import check_files_since  # noqa: PLC0415 - only for changes

        return check_files_since(
            options.base,
            paths=paths,
            read=read,
            judge=lambda inputs: judge_inputs(
                inputs, limit_s=limit_s, reference=options.reference, profile=profile
            ),
        )
    return judge_inputs(
        read,
        limit_s=limit_s,
        reference=options.reference,
        manifest=options.recorded(),
        profile=profile,
    )


def _record(options: CheckOptions, output: Path) -> None:
    """Write the manifest of anyone's files, with paths that lead from its own folder."""
    manifest = manifest_of(
        shapes=options.shapes,
        data=options.data,
        ontology=options.ontology,
        folder=output.parent,
        max_file_bytes=options.max_file_bytes,
    )
    write_output(output, manifest)


def _size_bytes(paths: Iterable[Path]) -> int:
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,)))
    return sum(file.stat().st_size for file in files if file.is_file())


def _fix_first(root: Root, echo: _Echo) -> None:
    """Write the canonical form and the time spans in use, and say which files that changed."""
    from gbaip_graph.check.canonical_form import fix_root  # noqa: PLC0415 - only where something is mended

    for path in fix_root(root):
        echo(f"wrote {visible(root.relative(path))}\n")


_NAME_BOTH = "Give --shapes and --data together, and --ontology where there is one."
