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
    return without_consequences({finding for check in _CHECKS for finding in check(loaded)})


def without_consequences(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out findings that only follow from another one: one fault, one finding."""
    found = tuple(findings)
    by_focus: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_focus[finding.focus_node].append(finding)
    return tuple(
        sorted(
            f for f in found if not any(_explains(cause, f) for cause in by_focus[f.focus_node] if cause != f)
        )
    )


def _explains(cause: Finding, finding: Finding) -> bool:
    """Say whether a finding on a record follows from another on the same record."""
    is_shape = finding.rule.startswith("shape:")
    if cause.rule == "unknown-term":  # the misspelt property is also missing, and not allowed
        return is_shape
    if cause.rule == "dangling-reference":  # what does not exist has no class and belongs to no source
        return (is_shape or finding.rule == "citation-of-own-source") and cause.path == finding.path
    return (cause.rule, finding.rule) in _SAME_FAULT


def _closure_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Report a contradiction between data and ontology as a finding; its cause has the address."""
    try:
        infer(loaded)
    except ReasoningClash as error:
        return (Finding(error.where or loaded.ontology.path, 0, 0, "contradiction", error.what, error.mend),)
    return ()


def _profile_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Report what leaves the OWL 2 RL profile; the one allowed departure, xsd:date, is not repeated."""
    found = profile_findings(loaded.ontology.document.triples, file=loaded.ontology.path)
    return tuple(finding for finding in found if finding.severity == "violation")


_SAME_FAULT = frozenset(
    {("record-without-citation", "shape:record.statedIn"), ("shape:span.notBefore", "span")}
)
_CHECKS: tuple[Check, ...] = (
    vocabulary_findings,
    slug_findings,
    span_findings,
    hygiene_findings,
    shape_findings,
    _profile_findings,
    _closure_findings,
)
