"""The link commands behind their options: read, judge, and write what is printed.

For ``command_line``; it opens the graph and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gbaip_graph.build.store import open_graph
from gbaip_graph.findings import Finding, render_findings
from gbaip_graph.layout import Root
from gbaip_graph.link.candidate_report import as_json, as_mapping_set, explain
from gbaip_graph.link.candidates import CandidateReport, find_candidates
from gbaip_graph.link.conflict_report import as_json as conflicts_as_json
from gbaip_graph.link.conflict_report import as_text as conflicts_as_text
from gbaip_graph.link.conflicts import find_conflicts
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.inputs import SourceOptions, decisions, read_mapping_sets, read_source
from gbaip_graph.link.own_entities import own_entities, own_names
from gbaip_graph.sssom.writer import mapping_set_text

#: A table with more faults than these has one fault many times.
_WARNINGS_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class CandidateWish:
    """What ``gbaip link candidates`` was told."""

    source: str
    select_file: Path | None = None
    template: str = ""
    kind: str = ""
    time_limit_s: float = 30.0
    mappings: tuple[Path, ...] = ()
    format_name: str = "sssom"
    explain: bool = False
    verdicts: tuple[str, ...] = ()
    again: bool = False
    reverse: bool = False
    output: Path | None = None


@dataclass(frozen=True, kw_only=True)
class CheckWish:
    """What ``gbaip link check`` was told."""

    mapping_files: tuple[Path, ...]
    sources: tuple[str, ...] = ()
    select_file: Path | None = None
    template: str = ""
    kind: str = ""
    time_limit_s: float = 30.0
    format_name: str = "text"


def propose(root: Root, wish: CandidateWish, *, today: str) -> tuple[str, str]:
    """Return the candidates as they are printed, and the warnings about what was read."""
    options = SourceOptions(wish.select_file, wish.template, wish.kind, wish.time_limit_s)
    table = read_source(wish.source, options)
    decided = (
        {} if wish.again else decisions(read_mapping_sets((*root.link_files(), *wish.mappings), root=root))
    )
    report = find_candidates(own_entities(open_graph(root)), table.entities, decided=decided)
    if wish.verdicts:
        kept = tuple(one for one in report.candidates if one.verdict in wish.verdicts)
        report = replace(report, candidates=kept)
    return _written(report, wish, today), _warnings(table.findings)


def _written(report: CandidateReport, wish: CandidateWish, today: str) -> str:
    if wish.explain or wish.format_name == "text":
        return explain(report)
    if wish.format_name == "json":
        return as_json(report)
    return mapping_set_text(as_mapping_set(report, date=today, reverse=wish.reverse))


def judge(root: Root, wish: CheckWish) -> tuple[str, str, bool]:
    """Return the conflicts as they are printed, the warnings, and whether there are none."""
    options = SourceOptions(wish.select_file, wish.template, wish.kind, wish.time_limit_s)
    records: list[Entity] = []
    findings: list[Finding] = []
    for source in wish.sources:
        table = read_source(source, options)
        records.extend(table.entities)
        findings.extend(table.findings)
    mapping_sets = read_mapping_sets(wish.mapping_files or root.link_files(), root=root)
    graph = open_graph(root)
    conflicts = find_conflicts(
        mapping_sets, own_entities(graph, with_vocabulary=True), records, names=own_names(graph)
    )
    write = conflicts_as_json if wish.format_name == "json" else conflicts_as_text
    return write(conflicts, mapping_sets), _warnings(findings), all(one.is_notice for one in conflicts)


def _warnings(findings: Sequence[Finding]) -> str:
    told = render_findings(findings[:_WARNINGS_SHOWN])
    rest = len(findings) - _WARNINGS_SHOWN
    return f"{told}\nand {rest} more" if rest > 0 else told
