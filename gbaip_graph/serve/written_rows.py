"""Rows and truth values of a remote store in the four formats of SPARQL 1.1, labels and all else left out.

For a server with ``--store``; the embedded engine writes its own. https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from gbaip_graph.build.nquads import write_term
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Iri, Term

_XML_HEAD = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
# A reader of XML would make a new line of it: https://www.w3.org/TR/xml/#sec-line-ends
_CARRIAGE_RETURN = {"\r": "&#13;"}


def write_rows(solutions: Solutions, format_name: str) -> bytes:
    """Write rows as ``json``, ``xml``, ``csv`` or ``tsv``."""
    return _ROWS[format_name](solutions).encode()


def write_boolean(value: bool, format_name: str) -> bytes:
    """Write the answer to ASK; formats of rows alone have no form for it and get its word."""
    word = "true" if value else "false"
    if format_name == "json":
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if format_name == "xml":
        return f"{_XML_HEAD}</head><boolean>{word}</boolean></sparql>".encode()
    return f"{word}\n".encode()


def _json(solutions: Solutions) -> str:
    bindings = [
        {name: _json_term(cell) for name, cell in zip(solutions.variables, row, strict=True) if cell}
        for row in solutions.rows
    ]
    document = {"head": {"vars": solutions.variables}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _json_term(term: Term) -> Mapping[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.label}
    return {"type": "literal", "value": term.lexical, **dict(_told(term.language, term.datatype))}


def _told(language: str, datatype: str) -> Iterator[tuple[str, str]]:
    if language:
        yield "xml:lang", language
    elif datatype not in (XSD_STRING, RDF_LANG_STRING):
        yield "datatype", datatype


def _xml(solutions: Solutions) -> str:
    names = [quoteattr(name) for name in solutions.variables]
    rows = (
        "<result>"
        + "".join(
            f"<binding name={name}>{_xml_term(cell)}</binding>"
            for name, cell in zip(names, row, strict=True)
            if cell
        )
        + "</result>"
        for row in solutions.rows
    )
    head = "".join(f"<variable name={name}/>" for name in names)
    return f"{_XML_HEAD}{head}</head><results>{''.join(rows)}</results></sparql>"


def _xml_term(term: Term) -> str:
    if isinstance(term, Iri):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term.label)}</bnode>"
    told = "".join(f" {name}={quoteattr(value)}" for name, value in _told(term.language, term.datatype))
    return f"<literal{told}>{escape(term.lexical, _CARRIAGE_RETURN)}</literal>"


def _csv(solutions: Solutions) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(solutions.variables)
    writer.writerows([_bare(cell) for cell in row] for row in solutions.rows)
    return text.getvalue()


def _bare(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Iri):
        return term.value
    return f"_:{term.label}" if isinstance(term, BlankNode) else term.lexical


def _tsv(solutions: Solutions) -> str:
    lines = ["\t".join(f"?{name}" for name in solutions.variables)]
    lines += ("\t".join(write_term(cell) if cell else "" for cell in row) for row in solutions.rows)
    return "\n".join(lines) + "\n"


_ROWS: Mapping[str, Callable[[Solutions], str]] = MappingProxyType(
    {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
)
