"""Judge the written data by the shapes and give every result its file, line and column.

For ``gbaip check``. The judge is pySHACL; this module only finds addresses and words the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from gbaip_graph.build.load import LoadedData
from gbaip_graph.check.addresses import Addresses, merged_triples
from gbaip_graph.check.shacl.model import ShapesGraph, read_shapes
from gbaip_graph.check.shacl.sparql_constraints import refuse_forbidden
from gbaip_graph.check.shacl.validate import validate_shapes
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import Iri, Literal, Term

#: What a constraint component says of a value, or of the property, in the words of a message.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Class": "is of another class than this place allows",
        "Closed": "is not allowed here",
        "Datatype": "is of the wrong datatype",
        "HasValue": "is not the one value that is allowed here",
        "In": "is none of the values that are allowed here",
        "LanguageIn": "has a language tag that is not allowed here",
        "LessThanOrEquals": "is later than what it must not pass",
        "MaxCount": "is given too often",
        "MinCount": "is missing",
        "MinInclusive": "is too small",
        "MinLength": "is too short",
        "NodeKind": "is no IRI",
        "Or": "is of another class or datatype than this place allows",
        "Pattern": "is outside what is allowed here",
        "QualifiedMinCount": "is missing in English",
        "UniqueLang": "is given twice in one language",
    }
)


def shape_findings(loaded: LoadedData, *, reference: bool = False) -> tuple[Finding, ...]:
    """Return one finding for each value, or else each property, that a shape refuses, by their addresses.

    A value that fails in two ways is one fault, and so is a property that is counted wrong because one of its
    values is. ``reference`` asks pySHACL alone, about everything.
    """
    shapes = read_shapes(merged_triples("s", loaded.shapes))
    addresses = Addresses(loaded)
    if refused := tuple(refused_queries(shapes, addresses)):
        return refused
    results = validation_results(loaded, shapes=shapes, reference=reference)
    return tuple(sorted(_finding(result, addresses) for result in _one_for_each_fault(results)))


def validation_results(
    loaded: LoadedData, *, shapes: ShapesGraph, reference: bool = False
) -> tuple[ValidationResult, ...]:
    """Return what the shapes say of the data, each result for itself.

    The queries in the shapes must have passed the guard.
    """
    return validate_shapes(
        merged_triples("d", loaded.data),
        shapes=shapes,
        ontology=merged_triples("o", loaded.ontologies),
        reference=reference,
    )


def refused_queries(shapes: ShapesGraph, addresses: Addresses) -> Iterator[Finding]:
    """Find SPARQL in shapes that no engine may be given: it reaches out, or SHACL forbids it."""
    for node, predicate, text in shapes.queries():
        try:
            guard(text)
            refuse_forbidden(text)
        except QueryRefused as error:
            found, focus = addresses.find(node, path=predicate), _show(node)
            what = f"{focus}: {error.what}"
            at = found.at
            yield Finding(found.file, at.line, at.column, "query", what, error.mend, focus_node=focus)


def _one_for_each_fault(results: Iterable[ValidationResult]) -> Iterator[ValidationResult]:
    found: dict[tuple[Term, str], dict[tuple[Iri | None, Term | None], ValidationResult]] = {}
    for result in results:
        of_shape = found.setdefault((result.focus_node, result.shape), {})
        of_shape.setdefault((result.path, result.value), result)
    for of_shape in found.values():
        with_value = [result for result in of_shape.values() if result.value is not None]
        yield from with_value or of_shape.values()


def _finding(result: ValidationResult, addresses: Addresses) -> Finding:
    component = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    # A property that is not allowed is the fault itself; elsewhere it is the value.
    value = None if component == "Closed" else result.value
    address = addresses.find(result.focus_node, path=result.path, value=value)
    focus = _show(result.focus_node)
    path = compact(result.path.value) if result.path else ""
    told = _show(result.value) if result.value not in (None, result.focus_node) else ""
    rule = compact(result.shape)
    words = _WORDS.get(component) or f"breaks the rule {rule.rpartition('.')[2]}"
    return Finding(
        file=address.file,
        line=address.at.line,
        column=address.at.column,
        rule=rule,
        message=" ".join(part for part in (focus, path, told) if part) + f" {words}",
        mend=" ".join(result.messages),
        severity="violation" if result.is_violation else "warning",
        focus_node=focus,
        path=path,
        value=told if isinstance(result.value, Iri) else "",
        is_triple=address.is_triple,
        evidence=ShaclEvidence(
            focus_node=result.focus_node,
            path=result.path,
            value=result.value,
            component=result.component,
            shape=result.source_shape,
            severity=result.severity,
            constraint=result.shape if result.shape != result.source_shape else "",
        ),
    )


def _show(term: Term | None) -> str:
    if isinstance(term, Literal):
        return f'"{term.lexical}"' + (f"@{term.language}" if term.language else "")
    if isinstance(term, Iri):
        return compact(term.value)
    return f"_:{term.label}" if term is not None else ""
