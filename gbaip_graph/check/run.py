"""All checks of a root in their order, and one finding for one fault.

For ``gbaip check``. A new check is one more line in ``_CHECKS``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from gbaip_graph.build.load import LoadedData, load_root
from gbaip_graph.build.reason import infer
from gbaip_graph.check.hygiene import hygiene_findings
from gbaip_graph.check.record_slugs import slug_findings
from gbaip_graph.check.rl_profile import profile_findings
from gbaip_graph.check.shapes import shape_findings
from gbaip_graph.check.spans import span_findings
from gbaip_graph.check.vocabulary import vocabulary_findings
from gbaip_graph.errors import InvalidData, ReasoningClash
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root

Check = Callable[[LoadedData], tuple[Finding, ...]]


def check_root(root: Root) -> tuple[Finding, ...]:
    """Return every finding on the files of a root, in the order of their addresses; empty where all is well.

    Where files cannot be read, only that is reported: the other checks would judge a part.
    """
    try:
        loaded = load_root(root)
    except InvalidData as error:
        return error.findings
    if not loaded.shapes:
        return (_NO_SHAPES,)  # by nothing at all, everything would be judged good
    found = without_consequences({finding for check in _CHECKS for finding in check(loaded)})
    # Records that are wrong in themselves also contradict the ontology, so that is asked about the others.
    return found or _closure_findings(loaded)


def without_consequences(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out findings that only follow from another one: one fault, one finding."""
    found = tuple(findings)
    by_focus: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_focus[finding.focus_node].append(finding)
    mistyped = {finding.focus_node for finding in found if finding.rule in _MISTYPED}
    is_span_missing = any(finding.rule == "span-without-record" for finding in found)
    return tuple(
        finding
        for finding in sorted(found)
        if not any(_explains(cause, finding) for cause in by_focus[finding.focus_node] if cause != finding)
        and not (finding.value in mistyped and _is_shape(finding))
        # The slug of a span that is misspelt where it is used leaves the right one without use.
        and not (is_span_missing and finding.rule == "span-without-use")
    )


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


def _profile_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Report what leaves the OWL 2 RL profile; the one allowed departure, xsd:date, is not repeated."""
    found = profile_findings(loaded.ontology.document.triples, file=loaded.ontology.path)
    return tuple(finding for finding in found if finding.severity == "violation")


_NO_SHAPES = Finding(
    "shapes", 0, 0, "no-shapes", "the folder holds no shape to judge by", "Add the project's shapes/ folder."
)
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
_CHECKS: tuple[Check, ...] = (
    vocabulary_findings,
    slug_findings,
    span_findings,
    hygiene_findings,
    shape_findings,
    _profile_findings,
)
