"""Judge the written data by the shapes and give every result its file, line and column.

For ``gbaip check``. The judge is pySHACL; this module only finds addresses and words the findings.
"""

from __future__ import annotations

from gbaip_graph.build.load import LoadedData
from gbaip_graph.check.addresses import Addresses
from gbaip_graph.engines.shacl import ValidationResult, validate
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term, Triple


def shape_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return one finding for each SHACL result, in the order of their addresses."""
    results = validate(
        {triple for file in loaded.data for triple in file.triples()},
        shapes=_without_clashing_blank_nodes(loaded),
        ontology=loaded.ontology.triples(),
    )
    addresses = Addresses(loaded)
    return tuple(sorted(_finding(result, addresses) for result in results))


def _without_clashing_blank_nodes(loaded: LoadedData) -> list[Triple]:
    """Return the triples of all shapes; blank nodes of different files get different labels."""
    return [
        Triple(_relabel(triple.subject, number), triple.predicate, _relabel(triple.object, number))  # type: ignore[arg-type]
        for number, file in enumerate(loaded.shapes)
        for triple in file.triples()
    ]


def _relabel(term: Term, number: int) -> Term:
    return BlankNode(f"f{number}.{term.label}") if isinstance(term, BlankNode) else term


def _finding(result: ValidationResult, addresses: Addresses) -> Finding:
    component = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    # A property that is not allowed is the fault itself; elsewhere it is the value.
    value = None if component == "Closed" else result.value
    address = addresses.find(result.focus_node, path=result.path, value=value)
    focus = result.focus_node.value if isinstance(result.focus_node, Iri) else result.focus_node.label
    told = f" {_show(result.value)}" if result.value is not None else ""
    path = compact(result.path.value) if result.path else ""
    return Finding(
        file=address.file,
        line=address.at.line,
        column=address.at.column,
        rule=compact(result.shape),
        message=" ".join(part for part in (compact(focus), path) if part) + f"{told}: {component} is not met",
        mend=" ".join(result.messages),
        severity="violation" if result.is_violation else "warning",
        focus_node=compact(focus),
        path=path,
    )


def _show(term: Term) -> str:
    if isinstance(term, Literal):
        return f'"{term.lexical}"' + (f"@{term.language}" if term.language else "")
    return compact(term.value) if isinstance(term, Iri) else f"_:{term.label}"
