"""What a worker does for a tool call: answer a saved question, each row with its citation, as JSON.

For ``mcp_tools``, whose protocol it does not know; runs inside the limited workers of the engine host.
"""

from __future__ import annotations

import difflib  # noqa: F401 - a refusal needs it, and the worker opens no file
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.cells import plain_value
from gbaip_graph.ask.evaluation import evaluate_here
from gbaip_graph.ask.json_schemas import column_schema
from gbaip_graph.ask.languages import check_language
from gbaip_graph.ask.pages import page_of
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import Column, SavedQuery
from gbaip_graph.ask.suggestions import unknown_name
from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import GbaipError
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri, Term

#: Columns that together say where a row is stated.
CITATION = ("source", "item", "paragraph")


@dataclass(frozen=True)
class ToolCall:
    """A question with its parameters as they came; ``after`` is the key that the page before ended with."""

    name: str
    parameters: tuple[tuple[str, object], ...]
    language: str
    limit_rows: int
    after: str = ""


@dataclass(frozen=True)
class Answered:
    """The body is the answer, as JSON."""


@dataclass(frozen=True)
class Refused:
    """Why there is no answer, and what would be right."""

    why: str


@dataclass(frozen=True)
class Loaded:
    """The state of a worker, which opens no file: the questions are read before it is forked."""

    graph: QueryableGraph
    digest: str
    questions: Mapping[str, SavedQuery]


def load(folder: str) -> Loaded:
    """Load the graph and the questions of a root; what ``engines.host`` calls once."""
    root = Root(Path(folder))
    questions = {query.name: query for query in load_catalogue(root) if not query.endpoints}
    content = read_nquads(root)
    graph = QueryableGraph.from_nquads(content)
    state = Loaded(graph, hashlib.sha256(content).hexdigest(), MappingProxyType(questions))
    _warm_up(state)
    return state


def _warm_up(state: Loaded) -> None:
    """Ask right and wrong things, so that workers, which open no file, need import nothing."""
    of_kind = {p.kind: (query, p.name) for query in state.questions.values() for p in query.parameters}
    for query, name in of_kind.values():
        right = {p.name: p.example for p in query.parameters if p.required and p.example}
        perform(state, ToolCall(query.name, tuple({**right, name: "?"}.items()), "en", 1))
        perform(state, ToolCall(query.name, tuple(right.items()), "en", 1, after="?"))


def perform(state: Loaded, call: ToolCall) -> tuple[Answered | Refused, bytes]:
    """Answer a call; every error that has words becomes a ``Refused``."""
    try:
        document = _answer(state, call)
    except GbaipError as error:
        return Refused(str(error)), b""
    return Answered(), json.dumps(document, ensure_ascii=False).encode()


def _answer(state: Loaded, call: ToolCall) -> dict[str, Any]:
    query = state.questions.get(call.name)
    if query is None:
        raise unknown_name("question", call.name, state.questions)
    language = check_language(call.language)
    terms = resolve_parameters(query, call.parameters, state.graph, language=language)
    answer = evaluate_here(
        state.graph,
        bound_query(query, terms),
        query=query,
        parameters=MappingProxyType(terms),
        language=language,
    )
    page, following = page_of(answer, limit_rows=call.limit_rows, after=call.after, version=state.digest)
    told = {"question": answer.title(), "count": len(answer.rows)}
    if answer.form == "boolean":
        return {**told, "rows": [], "yes": answer.boolean}
    rows = [row_document(page, row, cites=query.cites) for row in page.rows]
    return {**told, "rows": rows, **({"next": following} if following else {})}


def row_document(answer: Answer, row: Row, *, cites: bool) -> dict[str, Any]:
    """Return a row as JSON has it, without its empty cells; the columns of the citation become one member."""
    own = [name for name in row if not (cites and name in CITATION)]
    document = {name: _cell(answer, term) for name in own if (term := row[name]) is not None}
    return {**document, "citation": _citation(answer, row)} if cites else document


def _citation(answer: Answer, row: Row) -> dict[str, Any]:
    source = row["source"]
    told = (
        {"source": source.value, "title": answer.label(source.value).text} if isinstance(source, Iri) else {}
    )
    place = {name: row.get(name) for name in CITATION[1:]}
    return {**told, **{name: plain_value(term) for name, term in place.items() if term is not None}}


def _cell(answer: Answer, term: Term) -> Any:
    if isinstance(term, Iri):
        label = answer.label(term.value)
        is_other = label.language not in ("", answer.language)
        return {"iri": term.value, "label": label.text, **({"language": label.language} if is_other else {})}
    value = plain_value(term)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def answer_schema(query: SavedQuery) -> dict[str, Any]:
    """Return the JSON schema of the answers to a question."""
    columns = {c.name: _cell_schema(c) for c in query.columns if not (query.cites and c.name in CITATION)}
    if query.cites:
        columns["citation"] = _citation_schema(query)
    row = {
        "type": "object",
        "description": "Empty cells are left out.",
        "properties": columns,
        "required": ["citation"] if query.cites else [],
        "additionalProperties": False,
    }
    properties = {
        "question": {"type": "string"},
        "count": {"type": "integer", "minimum": 0, "description": "Rows of the whole answer."},
        "rows": {"type": "array", "items": row},
        "yes": {"type": "boolean", "description": "The answer, where it is yes or no."},
        "next": {"type": "string", "description": "There are more rows: give this as `after`."},
    }
    required = ["question", "count", "rows"]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _cell_schema(column: Column) -> dict[str, Any]:
    if column.kind not in ("iri", "concept"):
        return column_schema(column)
    properties = {
        "iri": {"type": "string"},
        "label": {"type": "string"},
        "language": {"type": "string", "description": "Of the label, where it is not the wanted one."},
    }
    return {
        "type": "object",
        "description": column.description,
        "properties": properties,
        "required": ["iri", "label"],
        "additionalProperties": False,
    }


def _citation_schema(query: SavedQuery) -> dict[str, Any]:
    described = {column.name: column.description for column in query.columns}
    properties = {
        "source": {"type": "string", "description": described.get("source", "")},
        "title": {"type": "string", "description": "Title of the document."},
        **{name: {"type": "integer", "description": described.get(name, "")} for name in CITATION[1:]},
    }
    return {
        "type": "object",
        "description": "Where the row is stated.",
        "properties": properties,
        "required": ["source", "title"],
        "additionalProperties": False,
    }
