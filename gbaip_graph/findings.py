"""Findings: what is wrong in a file, at which line and column, and how to mend it.

The one record that the loader, the checks and the reports share. It reads no file itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from gbaip_graph.turtle.terms import BlankNode, Iri, Term, Triple

Severity = Literal["violation", "warning"]


@dataclass(frozen=True)
class ShaclEvidence:
    """The terms of a SHACL validation result (https://www.w3.org/TR/shacl/#results-validation-result).

    ``path`` is None for a node shape; for a path of several steps it is a blank node, which ``path_triples``
    describe. ``component``, ``shape`` and ``severity`` are IRIs, ``shape`` a blank node's label where the
    shape has no name; ``constraint`` is that of a SPARQL constraint, else empty.
    """

    focus_node: Term
    path: Iri | BlankNode | None
    value: Term | None
    component: str
    shape: str
    severity: str
    constraint: str = ""
    path_triples: tuple[Triple, ...] = ()


@dataclass(frozen=True, order=True)
class Finding:
    """One finding. ``line`` and ``column`` count from 1; 0 means that the file as a whole is meant.

    ``rule`` is a stable name (``syntax``, ``unknown-term``, ``shape/figure.value`` ...), ``focus_node`` and
    ``path`` are compact names or IRIs where the finding is about a record, and so is ``value`` where it is
    about a reference to another one. ``evidence`` holds the terms themselves where a shape was broken,
    ``same_fault`` those of further results that this fault has brought about, and ``is_triple`` says that the
    address is that of the very triple.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    mend: str = ""
    severity: Severity = "violation"
    focus_node: str = ""
    path: str = ""
    value: str = ""
    is_triple: bool = field(default=False, compare=False)
    evidence: ShaclEvidence | None = field(default=None, compare=False)
    same_fault: tuple[ShaclEvidence, ...] = field(default=(), compare=False)

    @property
    def address(self) -> str:
        """``file:line:column``, or the file alone where no line is meant."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def render_findings(findings: Iterable[Finding]) -> str:
    """Render findings for people, one block each, in the order of their addresses."""
    blocks = []
    for finding in sorted(findings):
        block = f"{finding.address}: {finding.severity}: {finding.message} [{finding.rule}]"
        if finding.mend:
            block += f"\n  {finding.mend}"
        blocks.append(block)
    return "\n".join(blocks)
