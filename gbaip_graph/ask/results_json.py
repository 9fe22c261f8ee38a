"""Answers as SPARQL 1.1 Query Results JSON, with a label variable after each variable of IRIs.

https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

import json

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.cells import with_labels
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Iri, Term


def write_json(answer: Answer, language: str) -> str:
    """Write the answer as JSON; empty cells are left out, a label in another language carries that tag."""
    document: dict[str, object] = {"head": {}, "boolean": answer.boolean}
    if answer.form == "rows":
        names, rows = with_labels(answer, language)
        bindings = [
            {name: _term(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
            for row in rows
        ]
        document = {"head": {"vars": list(names)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _term(cell: Term) -> dict[str, str]:
    if isinstance(cell, Iri):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, BlankNode):
        return {"type": "bnode", "value": cell.label}
    term = {"type": "literal", "value": cell.lexical}
    if cell.language:
        term["xml:lang"] = cell.language
    elif cell.datatype not in (XSD_STRING, RDF_LANG_STRING):
        term["datatype"] = cell.datatype
    return term
