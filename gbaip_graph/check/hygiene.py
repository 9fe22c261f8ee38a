"""Run the hygiene queries of ``queries/checks/``: each must return no row, and a row is a finding.

For ``gbaip check``. A new check is a new query file; nothing here need change.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gbaip_graph.build.load import LoadedData
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.check.addresses import Address, Addresses
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.errors import InvalidData, QueryRefused, QueryStopped
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Term

_REQUIRED = ("message", "mend")
_PLACE = re.compile(r"line (\d+), column (\d+)")


class Places(Protocol):
    """What knows where a record stands."""

    def find(self, focus: Term, *, path: Iri | None, value: Term | None, graph: str) -> Address:
        """Return the place of a triple, or the nearest thing to it."""


@dataclass(frozen=True)
class HygieneQuery:
    """A query whose rows are findings: ``?focus``, and where they help ``?graph``, ``?path``, ``?value``."""

    rule: str
    message: str
    mend: str
    text: str


def hygiene_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each row of each hygiene query over what was written, each file in its graph."""
    graph = QueryableGraph.from_nquads(
        write_nquads(Quad(*triple, file.graph) for file in loaded.data for triple in file.triples())
    )
    queries, findings = _read_all(loaded.root)
    try:
        # One worker for all, without files and network: the root, and its queries, may be a stranger's.
        outcomes = run_limited(lambda: [_outcome(query, graph) for query in queries])
    except QueryStopped as error:
        stopped = Finding("queries/checks", 0, 0, "query", error.what, error.mend)
        return tuple(sorted([*findings, stopped]))
    addresses = Addresses(loaded)
    for query, outcome in zip(queries, outcomes, strict=True):
        if isinstance(outcome, QueryRefused):
            findings.append(finding_of_refusal(query, outcome))
        else:
            findings += _found(query, outcome, addresses)
    return tuple(sorted(findings))


def _read_all(root: Root) -> tuple[list[HygieneQuery], list[Finding]]:
    queries: list[HygieneQuery] = []
    findings: list[Finding] = []
    for file in _query_files(root):
        try:
            queries.append(_read(file, root))
        except InvalidData as error:
            findings += error.findings
    return queries, findings


def _outcome(query: HygieneQuery, graph: QueryableGraph) -> Solutions | QueryRefused:
    try:
        guard(query.text)
        return graph.select(query.text)
    except QueryRefused as error:
        return error


def read_hygiene_queries(root: Root) -> tuple[HygieneQuery, ...]:
    """Read ``queries/checks/*.rq``. Raises ``InvalidData`` for a header that cannot be read."""
    return tuple(_read(file, root) for file in _query_files(root))


def _query_files(root: Root) -> list[Path]:
    return sorted((root.queries_dir / "checks").glob("*.rq"))


def _read(file: Path, root: Root) -> HygieneQuery:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        what = f"the file is no UTF-8: byte {error.start + 1} cannot be read"
        raise InvalidData(
            [Finding(root.relative(file), 0, 0, "query-header", what, "Save it as UTF-8.")]
        ) from error
    lines = [line[2:].strip() for line in text.splitlines() if line.startswith("#+")]
    try:
        header = tomllib.loads("\n".join(lines))
        message, mend = (str(header[key]) for key in _REQUIRED)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        mend = 'A hygiene query begins with `#+ message = "..."` and `#+ mend = "..."`.'
        finding = Finding(
            root.relative(file), 1, 1, "query-header", f"the header cannot be read: {error}", mend
        )
        raise InvalidData([finding]) from error
    return HygieneQuery(file.stem, message, mend, text)


def _found(query: HygieneQuery, solutions: Solutions, addresses: Addresses) -> Iterator[Finding]:
    for row in solutions.rows:
        cells = dict(zip(solutions.variables, row, strict=True))
        yield finding_of_row(query, cells, addresses)


def finding_of_refusal(query: HygieneQuery, error: QueryRefused) -> Finding:
    """Return the finding on a query that was not run."""
    place = _PLACE.search(error.where)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    file = f"queries/checks/{query.rule}.rq"
    return Finding(file, line, column, "query", error.what, error.mend)


def finding_of_row(query: HygieneQuery, cells: Mapping[str, Term | None], addresses: Places) -> Finding:
    """Return what one row of a hygiene query means, at the place that it names."""
    focus, path, value, graph = (cells.get(name) for name in ("focus", "path", "value", "graph"))
    subject = focus if isinstance(focus, Iri | BlankNode) else Iri("")
    predicate = path if isinstance(path, Iri) else None
    address = addresses.find(
        subject, path=predicate, value=value, graph=graph.value if isinstance(graph, Iri) else ""
    )
    told = [compact(term.value) for term in (subject, predicate, value) if isinstance(term, Iri)]
    return Finding(
        file=address.file,
        line=address.at.line,
        column=address.at.column,
        rule=query.rule,
        message=f"{query.message}: {' '.join(told)}",
        mend=query.mend,
        focus_node=told[0] if told else "",
        path=compact(predicate.value) if predicate else "",
        value=compact(value.value) if isinstance(value, Iri) else "",
    )
