"""Compare a reader's own copy of a document with the recorded passages, and name the facts at risk.

For ``gbaip cite``. What is shown of a paragraph comes from the reader's copy alone: the project holds
digests, never words, so it tells that a paragraph has changed, but not what stood there before.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gbaip_graph.check.own_copy import PLAIN_TEXT, read_copy
from gbaip_graph.check.recorded_passages import Fact, RecordedPassages, read_recorded
from gbaip_graph.errors import InvalidData, UnknownName, UsageError
from gbaip_graph.findings import Finding, render_findings
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.passages import NORMALISATION, Paragraph, split_paragraphs, split_passage_slug

Status = Literal["verified", "moved", "changed", "missing"]

_PASSAGE = PREFIXES["passage"]


@dataclass(frozen=True)
class Citation:
    """One passage against a reader's copy.

    ``text`` is the paragraph from the copy (of ``moved_to`` where it moved; empty where it is missing).
    ``facts_at_risk`` are the records stated in the passage unless it is verified.
    """

    passage: str
    source_id: str
    key: str
    status: Status
    digest: str
    text: str = ""
    moved_to: str = ""
    facts_at_risk: tuple[Fact, ...] = ()

    @property
    def matches(self) -> bool:
        """Whether the paragraph at the passage's own position has the recorded digest."""
        return self.status == "verified"


@dataclass(frozen=True)
class SourceReport:
    """All passages of one document against a reader's copy.

    ``problem`` says why there are no citations (no copy, not UTF-8); ``unrecorded`` are the keys of
    paragraphs in the copy that the data do not know.
    """

    source_id: str
    citations: tuple[Citation, ...] = ()
    unrecorded: tuple[str, ...] = ()
    problem: Finding | None = None


@dataclass(frozen=True)
class CiteReport:
    """The reports of all documents with digests, in the order of their ids.

    ``not_held`` are the ids of documents that have passages without a digest: there is nothing to verify.
    """

    sources: tuple[SourceReport, ...]
    not_held: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all documents."""
        return tuple(citation for source in self.sources for citation in source.citations)

    @property
    def missing_files(self) -> tuple[str, ...]:
        """The ids of documents of which the folder holds no copy."""
        return tuple(s.source_id for s in self.sources if s.problem and s.problem.rule == "no-copy")

    @property
    def is_verified(self) -> bool:
        """Whether every copy that is there could be read, and all its passages match (at least one)."""
        copies = [source for source in self.sources if source.source_id not in self.missing_files]
        readable = all(source.problem is None for source in copies)
        return readable and bool(self.citations) and all(citation.matches for citation in self.citations)


def cite_passage(root: Root, passage: str, source_file: Path) -> Citation:
    """Compare one passage (compact name, slug or IRI) with the reader's copy of its document.

    Raises ``UnknownName`` for a passage that the data do not hold, ``UsageError`` for a copy that cannot be
    opened and ``InvalidData`` for one that is not UTF-8.
    """
    slug = passage.removeprefix(_PASSAGE).removeprefix("passage:")
    try:
        source_id, key = split_passage_slug(slug)
    except ValueError as error:
        raise UnknownName(
            f"no such passage: {error}", mend="Write passage:<source id>.i08.p1 or .p3."
        ) from None
    recorded = read_recorded(root, mentioning=source_id)
    digests = recorded.digests.get(source_id, {})
    if key not in digests:
        raise _unknown_passage(root, slug, recorded)
    return _compare(source_id, digests, recorded.facts, source_file).cite(key)


def cite_all(root: Root, source_dir: Path) -> CiteReport:
    """Compare every passage of every document with ``<source id>.txt`` in a folder.

    A copy that is missing or not UTF-8 is reported, not raised. Raises ``UsageError`` where there is no
    such folder.
    """
    if not source_dir.is_dir():
        raise UsageError(f"no folder {source_dir}", mend="Name a folder that holds <source id>.txt files.")
    recorded = read_recorded(root)
    return CiteReport(
        tuple(
            _report_source(source_id, digests, recorded.facts, source_dir / f"{source_id}.txt")
            for source_id, digests in sorted(recorded.digests.items())
        ),
        not_held=recorded.not_held,
    )


def _report_source(
    source_id: str, digests: Mapping[str, str], facts: Mapping[str, set[Fact]], copy: Path
) -> SourceReport:
    if not copy.is_file():
        absent = Finding(str(copy), 0, 0, "no-copy", "the folder holds no copy of it", PLAIN_TEXT, "warning")
        return SourceReport(source_id, problem=absent)
    try:
        comparison = _compare(source_id, digests, facts, copy)
    except InvalidData as error:
        return SourceReport(source_id, problem=error.findings[0])
    return SourceReport(
        source_id,
        citations=tuple(comparison.cite(key) for key in sorted(digests, key=_position)),
        unrecorded=comparison.unrecorded(),
    )


def _compare(
    source_id: str, digests: Mapping[str, str], facts: Mapping[str, set[Fact]], copy: Path
) -> _Comparison:
    paragraphs = {paragraph.key: paragraph for paragraph in split_paragraphs(read_copy(copy))}
    found = {key: paragraph.digest for key, paragraph in paragraphs.items()}
    return _Comparison(source_id, digests, facts, paragraphs, found)


@dataclass(frozen=True)
class _Comparison:
    """Recorded digests and facts beside the paragraphs found in a copy and their digests, all by key."""

    source_id: str
    recorded: Mapping[str, str]
    facts: Mapping[str, set[Fact]]
    paragraphs: Mapping[str, Paragraph]
    found: Mapping[str, str]

    def cite(self, key: str) -> Citation:
        """Return what became of the passage with this key."""
        status, shown = self._find(key)
        slug = f"{self.source_id}.{key}"
        return Citation(
            passage=f"passage:{slug}",
            source_id=self.source_id,
            key=key,
            status=status,
            digest=self.recorded[key],
            text=self.paragraphs[shown].text if shown else "",
            moved_to=shown if status == "moved" else "",
            facts_at_risk=() if status == "verified" else tuple(sorted(self.facts.get(slug, ()))),
        )

    def unrecorded(self) -> tuple[str, ...]:
        """Return the keys of paragraphs with neither the position nor the words of a passage."""
        words = set(self.recorded.values())
        return tuple(
            key for key, digest in self.found.items() if key not in self.recorded and digest not in words
        )

    def _find(self, key: str) -> tuple[Status, str]:
        """Return what became of a passage and the key of the paragraph to show, if any."""
        wanted = self.recorded[key]
        if self.found.get(key) == wanted:
            return "verified", key
        # A paragraph with these words that verifies a passage of its own is a twin, not where this one went.
        elsewhere = [k for k, digest in self.found.items() if digest == wanted != self.recorded.get(k)]
        if elsewhere:
            return "moved", min(elsewhere, key=lambda candidate: _distance(candidate, key))
        # A paragraph with another passage's words has only slid into this place.
        if key not in self.found or self.found[key] in self.recorded.values():
            return "missing", ""
        return "changed", key


def render_citation(citation: Citation) -> str:
    """Return one citation for people: the paragraph, whether it matches, and the facts at risk if not."""
    lines = [citation.passage]
    if citation.text:
        lines += ["", f"  {citation.text}", ""]
    return "\n".join([*lines, _verdict(citation), *map(_render_fact, citation.facts_at_risk)])


def render_report(report: CiteReport) -> str:
    """Return the report of all documents for people: one line each, what does not match, and the total."""
    blocks = [_render_source(source) for source in report.sources]
    verified = sum(citation.matches for citation in report.citations)
    total = f"{verified} of {_count(len(report.citations), 'passage')} verified ({NORMALISATION})"
    if report.not_held:
        blocks.append(f"{_count(len(report.not_held), 'document')} not held in full: nothing to verify")
    absent = len(report.missing_files)
    return "\n".join(
        [*blocks, f"{total}; no copy of {_count(absent, 'document')}." if absent else f"{total}."]
    )


def _render_source(source: SourceReport) -> str:
    if source.problem:
        return render_findings([source.problem])
    verified = sum(citation.matches for citation in source.citations)
    lines = [f"{source.source_id}: {verified} of {_count(len(source.citations), 'passage')} verified"]
    for citation in source.citations:
        if not citation.matches:
            lines += [f"{citation.passage}: {_verdict(citation)}", *map(_render_fact, citation.facts_at_risk)]
    if source.unrecorded:
        lines.append(f"{source.source_id}: paragraphs without a passage: {', '.join(source.unrecorded)}")
    return "\n".join(lines)


def _verdict(citation: Citation) -> str:
    if citation.status == "verified":
        return f"Verified: the paragraph matches the recorded digest ({NORMALISATION})."
    what = {
        "moved": f"Moved: these words now stand at {citation.moved_to}.",
        "changed": "Changed: the paragraph does not match the recorded digest.",
        "missing": "Missing: this copy does not hold the paragraph.",
    }[citation.status]
    facts = citation.facts_at_risk
    return f"{what} {_count(len(facts), 'fact')} at risk{':' if facts else '.'}"


def _render_fact(fact: Fact) -> str:
    return f"  {fact.record} ({fact.file}:{fact.line})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _position(key: str) -> tuple[int, int]:
    """Return item and paragraph number of a key; item 0 where it names none."""
    item, _, number = key.rpartition("p")
    return int(item.strip("i.") or 0), int(number)


def _distance(one: str, other: str) -> tuple[int, int]:
    (item, number), (other_item, other_number) = _position(one), _position(other)
    return abs(item - other_item), abs(number - other_number)


def _unknown_passage(root: Root, slug: str, recorded: RecordedPassages) -> UnknownName:
    source_id, key = split_passage_slug(slug)
    digests = recorded.digests.get(source_id, {})
    if source_id in recorded.not_held:
        names = ", ".join(f"passage:{name}" for name in sorted(recorded.passages[source_id]))
        mend = f"It has {names}; gbaip cite says without --source where to read it."
        return UnknownName(f"no paragraph of {source_id} was recorded: it was not held in full", mend=mend)
    if not digests:
        known = ", ".join(sorted(read_recorded(root).digests)) or "none"
        return UnknownName(
            f"no passages of {source_id} in the data", mend=f"Documents with passages: {known}."
        )
    near = difflib.get_close_matches(key, digests, n=3, cutoff=0)
    names = ", ".join(f"passage:{source_id}.{name}" for name in near)
    return UnknownName(f"no passage {key} of {source_id}", mend=f"Nearest of {len(digests)}: {names}.")
