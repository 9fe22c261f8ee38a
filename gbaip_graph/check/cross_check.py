"""Ask a second SHACL engine and report where the two differ, with both opinions.

For ``gbaip check --cross-check``. A difference says nothing about who is right; the judge stays pySHACL.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from gbaip_graph.build.load import LoadedData
from gbaip_graph.check.addresses import Addresses, merged_triples
from gbaip_graph.check.shacl.model import read_shapes
from gbaip_graph.check.shacl.validate import second_opinion, validate_shapes
from gbaip_graph.check.shapes import refused_queries
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term

_Key: TypeAlias = tuple[str, str, str, str, str, str]


def cross_check_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each result that only one of the two engines has.

    Results are compared by focus node, path, value, component, shape and severity; blank nodes among them
    count as one. Raises ``UsageError`` where the second engine is not installed.
    """
    shapes = read_shapes(merged_triples("s", loaded.shapes))
    addresses = Addresses(loaded)
    if refused := tuple(refused_queries(shapes, addresses)):
        return refused
    data = tuple(merged_triples("d", loaded.data))
    ontology = tuple(merged_triples("o", loaded.ontologies))
    first = _by_key(validate_shapes(data, shapes=shapes, ontology=ontology))
    second = _by_key(second_opinion(data, shapes=shapes, ontology=ontology))
    return tuple(sorted(_differences(first, second, addresses)))


def _by_key(results: tuple[ValidationResult, ...]) -> dict[_Key, ValidationResult]:
    return {
        (
            _told(result.focus_node),
            _told(result.path),
            _told(result.value),
            result.component,
            result.source_shape if ":" in result.source_shape else "",
            result.severity,
        ): result
        for result in results
    }


def _told(term: Term | None) -> str:
    if isinstance(term, Literal):
        return f'"{term.lexical}"@{term.language.lower()}^^{term.datatype}'
    return "[]" if isinstance(term, BlankNode) else (compact(term.value) if term is not None else "")


def _differences(
    first: dict[_Key, ValidationResult], second: dict[_Key, ValidationResult], addresses: Addresses
) -> Iterator[Finding]:
    for key in first.keys() ^ second.keys():
        one, other = ("pySHACL", "pyshacl-turbo") if key in first else ("pyshacl-turbo", "pySHACL")
        yield _finding((first | second)[key], one, other, addresses)


def _finding(result: ValidationResult, one: str, other: str, addresses: Addresses) -> Finding:
    address = addresses.find(result.focus_node, path=result.path, value=result.value)
    what = " ".join(
        part for part in (_told(result.focus_node), _told(result.path), _told(result.value)) if part
    )
    component = result.component.rpartition("#")[2]
    return Finding(
        file=address.file,
        line=address.at.line,
        column=address.at.column,
        rule="engines-differ",
        message=f"{one} reports {what} ({component} of {compact(result.source_shape)}); {other} does not",
        mend="Compare with the recommendation; tests/check/shacl/engine_differences.py explains known ones.",
        severity="warning",
        focus_node=compact(result.focus_node.value) if isinstance(result.focus_node, Iri) else "",
        path=compact(result.path.value) if result.path else "",
    )
