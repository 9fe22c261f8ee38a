"""All checks of a root in their order, and one finding for one fault.

For ``gbaip check``. Which checks there are is said in ``profile``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gbaip_graph.build.input_files import MAX_FILE_BYTES
from gbaip_graph.build.load import LoadedData, load_root
from gbaip_graph.build.reason import infer
from gbaip_graph.check.file_manifest import FileManifest, manifest_findings
from gbaip_graph.check.limits import run_checks, time_limit_s
from gbaip_graph.check.profile import OWN, Profile
from gbaip_graph.errors import InvalidData, ReasoningClash
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.layout import Root


def check_root(
    root: Root,
    *,
    max_file_bytes: int = MAX_FILE_BYTES,
    limit_s: float | None = None,
    reference: bool = False,
    manifest: FileManifest | None = None,
    profile: Profile = OWN,
) -> tuple[Finding, ...]:
    """Return every finding on the files of a root, in the order of their addresses; empty where all is well.

    Where files cannot be read, only that is reported: the other checks would judge a part. ``limit_s`` is the
    time in seconds that the judging by shapes may take (default: by the size of the files); ``reference``
    asks pySHACL alone, about everything. ``manifest`` tells which files were expected, and how much is in
    them; files are matched by their places below the root.
    """
    try:
        loaded = load_root(root, max_file_bytes=max_file_bytes)
    except InvalidData as error:
        return error.findings
    size_bytes = sum(path.stat().st_size for path in (*root.shape_files(), *root.data_files()))
    judged = run_checks(
        lambda: judge(loaded, profile, reference=reference),
        at="shapes",
        size_bytes=size_bytes,
        limit_s=time_limit_s(size_bytes, reference=reference) if limit_s is None else limit_s,
    )
    trusted = {finding for check in profile.trusted for finding in check(loaded)}
    unexpected = manifest_findings(loaded, manifest) if manifest is not None else ()
    found = without_consequences({*judged, *trusted, *unexpected})
    # Records that are wrong in themselves also contradict the ontology, so that is asked about the others.
    return found or _closure_findings(loaded)


def judge(loaded: LoadedData, profile: Profile, *, reference: bool = False) -> tuple[Finding, ...]:
    """Ask the checks of a profile that give text of the files to engines; the caller sets the limits.

    Ill-formed shapes are reported alone: what an engine makes of them says nothing about the data.
    """
    chosen = profile.by_reference() if reference else profile
    found = {finding for check in chosen.on_shapes for finding in check(loaded)}
    if all(finding.severity == "warning" for finding in found):
        found.update(finding for check in chosen.on_everything for finding in check(loaded))
    return tuple(sorted(found))


def without_consequences(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out findings that only follow from another one: one fault, one finding.

    What is left out is kept as further evidence of the finding that it follows from.
    """
    found = sorted(findings)
    by_focus: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_focus[finding.focus_node].append(finding)
    missing_span = next((finding for finding in found if finding.rule == "span-without-record"), None)
    causes = {finding: cause for finding in found if (cause := _cause(finding, by_focus, missing_span))}
    evidence: dict[Finding, list[ShaclEvidence]] = defaultdict(list)
    for finding in causes:
        own = () if finding.evidence is None else (finding.evidence,)
        evidence[_first_cause(finding, causes)] += (*own, *finding.same_fault)
    return tuple(
        replace(finding, same_fault=(*finding.same_fault, *evidence[finding]))
        for finding in found
        if finding not in causes
    )


def _cause(
    finding: Finding, by_focus: Mapping[str, list[Finding]], missing_span: Finding | None
) -> Finding | None:
    """Return the finding that this one only follows from."""
    for cause in by_focus.get(finding.focus_node, ()):
        if cause != finding and _explains(cause, finding):
            return cause
    # The slug of a span that is misspelt where it is used leaves the right one without use.
    if finding.rule == "span-without-use":
        return missing_span
    if not (finding.value and _is_shape(finding)):
        return None
    return next((cause for cause in by_focus.get(finding.value, ()) if cause.rule in _MISTYPED), None)


def _first_cause(finding: Finding, causes: Mapping[Finding, Finding]) -> Finding:
    passed = {finding}
    while (cause := causes.get(finding)) is not None and cause not in passed:
        passed.add(cause)
        finding = cause
    return finding


def _explains(cause: Finding, finding: Finding) -> bool:
    """Say whether a finding on a record follows from another on the same record."""
    if cause.rule in _DANGLING and finding.path == cause.path:
        return _is_shape(finding) or finding.rule == "citation-of-own-source"
    if cause.rule.startswith("shape:involvement.") and finding.rule == "slug":
        return True
    return any(cause.rule == rule and finding.rule.startswith(followers) for rule, followers in _FOLLOW_FROM)


def _is_shape(finding: Finding) -> bool:
    return finding.rule.startswith("shape:")


def _closure_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Report a contradiction between data and ontology as a finding; its cause has the address."""
    try:
        infer(loaded)
    except ReasoningClash as error:
        file, line, column = error.where.rsplit(":", 2)
        return (Finding(file, int(line), int(column), "contradiction", error.what, error.mend),)
    return ()


#: A record with one of these is not what other records take it for.
_MISTYPED = frozenset({"unknown-term", "record-kind", "untyped-record"})
_DANGLING = frozenset({"dangling-reference", "span-without-record"})
#: Rule -> beginnings of the rules whose findings on the same record follow from it. A misspelt property, for
#: one, is also missing and not allowed.
_FOLLOW_FROM: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("unknown-term", ("shape:", "record-kind", "record-without-citation", "slug")),
    ("record-kind", ("shape:", "slug")),
    ("dangling-reference", ("slug",)),
    ("duplicate-involvement", ("slug",)),
    ("record-without-citation", ("shape:record.statedIn",)),
    ("shape:span.notBefore", ("span",)),
)
