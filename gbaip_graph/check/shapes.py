"""Judge the written data by the shapes and give every result its file, line and column.

For ``gbaip check``. The judge is pySHACL; this module only finds addresses and words the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from gbaip_graph.build.load import LoadedData
from gbaip_graph.check.addresses import Addresses, merged_triples
from gbaip_graph.check.shacl.model import Shape, ShapesGraph, read_shapes
from gbaip_graph.check.shacl.paths import write_path
from gbaip_graph.check.shacl.sparql_constraints import refuse_forbidden
from gbaip_graph.check.shacl.validate import validate_shapes
from gbaip_graph.check.shape_words import (
    ShapeWords,
    all_prefixes,
    component_of,
    path_text,
    show,
    words_for,
)
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused
from gbaip_graph.findings import Finding, ShaclEvidence
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term, Triple


def shape_findings(loaded: LoadedData, *, reference: bool = False) -> tuple[Finding, ...]:
    """Return one finding for each value, or else each property, that a shape refuses, by their addresses.

    A value that fails in two ways is one fault, and so is a property that is counted wrong because one of its
    values is. ``reference`` asks pySHACL alone, about everything.
    """
    shapes = read_shapes(merged_triples("s", loaded.shapes))
    if refused := tuple(refused_queries(shapes, Addresses(loaded))):
        return refused
    results = validation_results(loaded, shapes=shapes, reference=reference)
    return findings_of_results(results, loaded, shapes=shapes)


def findings_of_results(
    results: Iterable[ValidationResult], loaded: LoadedData, *, shapes: ShapesGraph
) -> tuple[Finding, ...]:
    """Return the findings that results are, at their places in the files that were loaded."""
    addresses = Addresses(loaded)
    words = ShapeWords(shapes, all_prefixes(file.document.prefixes for file in loaded.shapes))
    wording = _Wording(words, addresses, {file.path: file.document.prefixes for file in loaded.data})
    return tuple(sorted(_finding(*fault, wording) for fault in _faults(results)))


@dataclass(frozen=True)
class _Wording:
    """What findings are worded with: the words of the shapes, the places, the prefixes of the data files."""

    words: ShapeWords
    addresses: Addresses
    prefixes: Mapping[str, Mapping[str, str]]


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
            found, focus = addresses.find(node, path=predicate), _key(node)
            what = f"{focus}: {error.what}"
            at = found.at
            yield Finding(found.file, at.line, at.column, "query", what, error.mend, focus_node=focus)


def _faults(
    results: Iterable[ValidationResult],
) -> Iterator[tuple[ValidationResult, tuple[ValidationResult, ...]]]:
    """Return one result for each fault, and the others that the fault has brought about."""
    found: dict[tuple[Term, str], dict[tuple[Iri | None, Term | None], list[ValidationResult]]] = {}
    for result in results:
        of_shape = found.setdefault((result.focus_node, result.shape), {})
        of_shape.setdefault((result.path, result.value), []).append(result)
    for of_shape in found.values():
        without_value = [alike for alike in of_shape.values() if alike[0].value is None]
        with_value = [alike for alike in of_shape.values() if alike[0].value is not None]
        if not with_value:
            yield from ((alike[0], tuple(alike[1:])) for alike in without_value)
            continue
        # A property that is counted wrong is so because of its values: the first of them carries that along.
        counted = chain.from_iterable(without_value)
        yield with_value[0][0], (*with_value[0][1:], *counted)
        yield from ((alike[0], tuple(alike[1:])) for alike in with_value[1:])


def _finding(result: ValidationResult, same_fault: Iterable[ValidationResult], wording: _Wording) -> Finding:
    # A property that is not allowed is the fault itself; elsewhere it is the value.
    value = None if component_of(result) == "Closed" else result.value
    address = wording.addresses.find(result.focus_node, path=result.path, value=value)
    rule = wording.words.rule(result)
    told = result.value if result.value != result.focus_node else None
    return Finding(
        file=address.file,
        line=address.at.line,
        column=address.at.column,
        rule=rule,
        message=_message(result, told, rule, wording.words, wording.prefixes.get(address.file, {})),
        mend=" ".join(result.messages) or _demand(result, wording),
        severity="violation" if result.is_violation else "warning",
        focus_node=_key(result.focus_node),
        path=compact(result.path.value) if result.path else "",
        value=compact(told.value) if isinstance(told, Iri) else "",
        is_triple=address.is_triple,
        evidence=_evidence(result, wording.words),
        same_fault=tuple(_evidence(other, wording.words) for other in same_fault),
    )


def _message(
    result: ValidationResult, told: Term | None, rule: str, words: ShapeWords, prefixes: Mapping[str, str]
) -> str:
    shape = words.shape(result)
    longer = path_text(shape.path, prefixes) if shape is not None and shape.path is not None else ""
    path = show(result.path, prefixes) or longer
    names = (show(result.focus_node, prefixes), path, show(told, prefixes))
    return " ".join((*filter(None, names), words_for(result, rule)))


def _key(term: Term) -> str:
    """Return the name by which findings on one record belong together."""
    return f"_:{term.label}" if isinstance(term, BlankNode) else show(term, {})


def _demand(result: ValidationResult, wording: _Wording) -> str:
    """Say what a shape demands that has no message of its own, and where."""
    demand, shape = wording.words.demand(result), wording.words.shape(result)
    if not demand or shape is None:
        return ""
    found = wording.addresses.find(shape.node)
    return f"{found.file}:{found.at.line} says: {demand}."


def _evidence(result: ValidationResult, words: ShapeWords) -> ShaclEvidence:
    path, path_triples = (result.path, ()) if result.path else _longer_path(words.shape(result))
    return ShaclEvidence(
        focus_node=result.focus_node,
        path=path,
        value=result.value,
        component=result.component,
        shape=result.source_shape,
        severity=result.severity,
        constraint=result.shape if result.shape != result.source_shape else "",
        path_triples=path_triples,
    )


def _longer_path(shape: Shape | None) -> tuple[Iri | BlankNode | None, tuple[Triple, ...]]:
    """Return the path of a property shape as pySHACL is given it."""
    if shape is None or shape.path is None:
        return None, ()
    path, triples = write_path(shape.path, "path")
    return (None if isinstance(path, Literal) else path), triples
