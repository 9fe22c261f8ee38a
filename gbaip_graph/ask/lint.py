"""What is missing or wrong in a saved query file, each with its line and how to mend it.

For ``gbaip ask --lint FILE`` and the tests of the shipped queries; both engines read the file, none its data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from gbaip_graph.ask.header import read_saved_query
from gbaip_graph.ask.header_lines import Header
from gbaip_graph.ask.lint_endpoints import endpoint_findings, marker_findings, without_services
from gbaip_graph.ask.lint_header import header_findings
from gbaip_graph.ask.lint_text import (
    QueryText,
    language_findings,
    order_findings,
    parameter_findings,
    prefix_findings,
    term_findings,
    uses,
)
from gbaip_graph.ask.lint_values import example_of, value_findings
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import Bound, bind
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.errors import QueryRefused
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import ONTOLOGY
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Iri

CITATION_COLUMNS = ("source", "item", "paragraph")

_PLACE = re.compile(r"line (\d+), column (\d+)")


def lint_file(path: Path, root: Root) -> tuple[Finding, ...]:
    """Return the findings of one question or export, in the order of their lines; none where all is well.

    Raises ``InvalidData`` where the ontology of the root, whose terms the query must use, cannot be read.
    """
    query, faults = read_saved_query(path, file=root.relative(path))
    header = Header.of(query.text, query.file)
    findings = [*faults, *header_findings(query, header)] if not faults else list(faults)
    refused = _refusal(
        query.file, "read-only", lambda: guard(query.text, takes_service=bool(query.endpoints))
    )
    if refused is not None:
        return tuple(sorted([*findings, refused]))
    text = QueryText(query.text, query.file)
    findings += [*prefix_findings(text), *language_findings(text)]
    declared = _declared_terms(root)
    findings += term_findings(text, declared)
    findings += endpoint_findings(query, header, text)
    findings += parameter_findings(text, [parameter.name for parameter in query.parameters])
    for number, parameter in enumerate(query.parameters):
        if parameter.values_query:
            line = header.line_of("parameter", "values-query", number=number)
            findings += _offering_findings(query, parameter, line, declared)
    result = _parsed(query, query.text, findings)
    if result is not None:
        findings += _bound(query, header)
        findings += _form_findings(query, header, text, result, is_export=path.parent.name == "exports")
    return tuple(sorted(set(findings)))


_Result = Solutions | bool | tuple[object, ...]


def _refusal(file: str, rule: str, call: Callable[[], object]) -> Finding | None:
    try:
        call()
    except QueryRefused as error:
        found = _PLACE.search(error.where)
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        return Finding(file, line, column, rule, error.what, error.mend)
    return None


def _parsed(query: SavedQuery, text: str, findings: list[Finding]) -> _Result | None:
    """Let both engines read a text; returns the answer over an empty graph, or None after a finding.

    No endpoint is asked.
    """
    text = without_services(text)
    empty = QueryableGraph.from_nquads(b"")
    results: list[_Result] = []
    refused = _refusal(query.file, "syntax", lambda: results.append(run_limited(lambda: empty.query(text))))
    refused = refused or _rdflib_refusal(query.file, text)
    if refused is not None:
        findings.append(refused)
        return None
    return results[0]


def _rdflib_refusal(file: str, text: str) -> Finding | None:
    from gbaip_graph.engines.sparql_algebra import algebra_of  # noqa: PLC0415 - only the lint asks rdflib

    return _refusal(file, "syntax", lambda: algebra_of(text))


def _bound(query: SavedQuery, header: Header) -> Iterator[Finding]:
    """Bind the examples: parameters that do not occur or are misplaced, and what engines make of the rest."""
    terms: dict[str, Bound] = {}
    for number, parameter in enumerate(query.parameters):
        line = header.line_of("parameter", "example", number=number)
        if f"${parameter.name}" not in {token.text for token in QueryText(query.text, "").tokens}:
            what = f"the parameter {parameter.name} is described, but ${parameter.name} does not occur"
            yield Finding(query.file, line, 1, "parameter", what, f"Write ${parameter.name} in the query.")
            continue
        yield from value_findings(query, parameter, header, number)
        terms[parameter.name] = example_of(parameter)
    refused = _refusal(query.file, "parameter", lambda: bind(query.text, terms))
    if refused is not None:
        yield refused
        return
    findings: list[Finding] = []
    _parsed(query, bind(query.text, terms), findings)
    for finding in findings:
        what = f"with its parameters bound, {finding.message}"
        mend = "Put each parameter where its kind of value may stand."
        yield Finding(query.file, finding.line, 1, "parameter", what, mend)


def _offering_findings(
    query: SavedQuery, parameter: Parameter, line: int, declared: frozenset[str]
) -> Iterator[Finding]:
    """Judge the query that tells the values of a choice, by the rules for questions."""
    text = QueryText(parameter.values_query, query.file)
    offering = SavedQuery(query.name, query.file, parameter.values_query)
    findings = list(filter(None, [_refusal(query.file, "read-only", lambda: guard(text.text))]))
    if not findings:
        findings += [*prefix_findings(text), *language_findings(text), *term_findings(text, declared)]
        findings += parameter_findings(text, [])
        result = _parsed(offering, text.text, findings)
        if isinstance(result, Solutions):
            findings += order_findings(text)
        elif result is not None:
            mend = "Select the values in the first column."
            findings.append(Finding(query.file, 0, 0, "form", "the query is no SELECT", mend))
    for found in findings:
        what = f"in the values-query of {parameter.name}, {found.message}"
        yield Finding(query.file, line, 1, found.rule, what, found.mend)


def _form_findings(
    query: SavedQuery, header: Header, text: QueryText, result: _Result, *, is_export: bool
) -> Iterator[Finding]:
    is_graph = isinstance(result, tuple)
    if is_graph != is_export:
        what = "an export makes no triples" if is_export else "a question makes triples"
        mend = "Write a CONSTRUCT." if is_export else "Write a SELECT or ASK, or move it to queries/exports/."
        yield Finding(query.file, 0, 0, "form", what, mend)
    if not isinstance(result, Solutions):
        return
    yield from order_findings(text)
    described = tuple(column.name for column in query.columns)
    if described != result.variables:
        selected = _listed(result.variables)
        what = f"the header describes the columns {_listed(described)}; the query selects {selected}"
        mend = "Describe exactly the selected ones, in their order."
        yield Finding(query.file, header.line_of("columns"), 1, "columns", what, mend)
    yield from _citation_findings(query, text, result.variables)
    yield from marker_findings(query, text, result.variables)


def _citation_findings(query: SavedQuery, text: QueryText, variables: tuple[str, ...]) -> Iterator[Finding]:
    missing = [name for name in CITATION_COLUMNS if name not in variables]
    select = next(token for token in text.tokens if token.upper == "SELECT")
    if query.cites and missing:
        what = f"the query does not select {_listed(tuple('?' + name for name in missing))}"
        mend = "Select the citation of each row, or say cites = false and why-no-citation."
        yield text.finding(select, "citation", what, mend)
    tells_figures = uses(text, ONTOLOGY + "value")
    if tells_figures and not any("exactness" in name.lower() for name in variables):
        what = "the query tells figures without their exactness"
        yield text.finding(select, "citation", what, "Select ?exactness.")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _declared_terms(root: Root) -> frozenset[str]:
    document = read_turtle(root.ontology_file, file=root.relative(root.ontology_file))
    subjects = (triple.subject for triple in document.triples)
    return frozenset(one.value for one in subjects if isinstance(one, Iri) and one.value.startswith(ONTOLOGY))
