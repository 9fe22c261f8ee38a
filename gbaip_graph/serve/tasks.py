"""What a worker does for a request: run a query on the loaded graph and write the answer's bytes.

Runs inside the limited workers; the server only copies what comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.evaluation import evaluate_here
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.formats import write_answer
from gbaip_graph.ask.pages import page_of
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.suggestions import import_early, unknown_name
from gbaip_graph.build.partitions import VOID_EXTENSION
from gbaip_graph.build.store import read_published
from gbaip_graph.engines.answers import AnswerTooLong, Dataset
from gbaip_graph.engines.oxigraph import QueryableGraph, write_triples
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import GbaipError
from gbaip_graph.layout import Root
from gbaip_graph.link.reconciliation.model import MatchQuery
from gbaip_graph.link.reconciliation.service import Match, Propose, Reconciliation, Request, Suggest
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.serve.describing import describe, replacement
from gbaip_graph.serve.self_description import SERVICE_DESCRIPTION, served_at, service
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Triple

#: Formats that show labels, and so are written term by term.
_FOR_PEOPLE = frozenset({"html", "md"})


_OWN = Dataset()


@dataclass(frozen=True)
class GraphFacts:
    """What the server knows of the loaded graph: its digest, its size, the IRIs of its named graphs.

    The saved questions are those that the workers answer, which a reload may have changed.
    """

    digest: str
    triples: int
    graphs: tuple[str, ...]
    questions: tuple[SavedQuery, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """The state of a worker, which opens no file: the saved questions are read before it is forked.

    ``nquads`` and ``description`` are those of the build, where there is one.
    """

    root: Root
    graph: QueryableGraph
    told: GraphFacts
    nquads: bytes = b""
    description: tuple[Triple, ...] = ()

    @cached_property
    def questions(self) -> Mapping[str, SavedQuery]:
        """The saved questions that a worker can answer, which asks nobody else, by their names."""
        return MappingProxyType({query.name: query for query in self.told.questions if not query.endpoints})

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """The reconciliation service, with its index of names."""
        return Reconciliation(self.graph)


@dataclass(frozen=True)
class SparqlTask:
    """A query by the protocol; formats are short names of ``media``.

    A graph of the dataset that the store does not have is an empty one; nothing is ever fetched.
    """

    text: str
    row_format: str
    graph_format: str
    limit_bytes: int
    limit_chars: int
    limit_depth: int
    dataset: Dataset = _OWN
    language: str = "en"


@dataclass(frozen=True)
class QuestionTask:
    """A saved question with its parameters as they were given; ``after`` is the cursor of the page before."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    format_name: str
    language: str
    limit_bytes: int
    limit_rows: int | None = None
    after: str = ""


@dataclass(frozen=True)
class GraphTask:
    """One whole graph: a named one, or the default graph for None."""

    name: str | None
    graph_format: str
    limit_bytes: int


@dataclass(frozen=True)
class DescribeTask:
    """What the graph says of one thing."""

    iri: str
    graph_format: str
    limit_bytes: int


@dataclass(frozen=True)
class DatasetTask:
    """All named graphs with their names, or their union in a format that has no names."""

    graph_format: str
    limit_bytes: int


@dataclass(frozen=True)
class SelfDescriptionTask:
    """The description of the graph in VoID and DCAT; with the service, that of the endpoint too.

    ``base`` is the address of the server with a ``/`` at its end.
    """

    base: str
    graph_format: str
    limit_bytes: int
    of_service: bool


@dataclass(frozen=True)
class ReconcileTask:
    """A request to the reconciliation service."""

    request: Request
    language: str


@dataclass(frozen=True)
class Done:
    """The answer is the body; ``form`` is rows, boolean or graph, of a description nothing or deprecated too.

    ``cursor`` leads on: to the page behind this one, or from a deprecated thing to its successor.
    """

    form: str
    cursor: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer: the name of the error, what, where and how to mend it."""

    kind: str
    what: str
    where: str = ""
    mend: str = ""


def load(folder: str) -> Loaded:
    """Load the built graph of a root; what ``engines.host`` calls once."""
    root = Root(Path(folder))
    published = read_published(root, examples=example_triples)
    graph = QueryableGraph.from_nquads(published.nquads)
    digest = hashlib.sha256(published.nquads).hexdigest()
    facts = GraphFacts(digest, len(graph), graph.graph_names(), _portable(load_catalogue(root)))
    described = parse_turtle(published.description.decode()).triples
    description = tuple(Triple(found.subject, found.predicate, found.object) for found in described)
    state = Loaded(root, graph, facts, published.nquads, description)
    _warm_up(state)
    return state


def _portable(questions: Iterable[SavedQuery]) -> tuple[SavedQuery, ...]:
    """Return questions that can be sent to the server, which a read-only mapping cannot be."""
    return tuple(replace(query, title=dict(query.title)) for query in questions)


def _warm_up(state: Loaded) -> None:
    """Do one task of each kind, right and wrong, so that workers, which open no file, need import nothing."""
    import_early()
    for text in ("SELECT * WHERE { ?s ?p ?o } LIMIT 1", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "?"):
        for row_format in ("json", "html", "md"):
            perform(state, SparqlTask(text, row_format, "turtle", 1 << 20, limit_chars=1000, limit_depth=10))
    wrong_of_kind = {
        parameter.kind: (query.name, parameter.name)
        for query in state.questions.values()
        for parameter in query.parameters
    }
    for name, parameter in wrong_of_kind.values():
        perform(state, QuestionTask(name, ((parameter, "?"),), "json", "en", 1 << 20))
    for reconciled in (
        Match(0, (("", MatchQuery("Hong Kong")),)),
        Suggest(0, "entity", "h", 0),
        Propose(0, "", 1),
    ):
        perform(state, ReconcileTask(reconciled, "en"))
    if easy := next((q.name for q in state.questions.values() if not q.parameters), None):
        for format_name in ("json", "csv", "tsv", "html", "md"):
            perform(state, QuestionTask(easy, (), format_name, "en", 1 << 20, limit_rows=1))


def perform(state: Loaded, task: Any) -> tuple[Done | Refusal, bytes]:
    """Do one task; every error that has words becomes a ``Refusal``."""
    try:
        return _PERFORMERS[type(task)](state, task)
    except AnswerTooLong:
        return Refusal("AnswerTooLong", "the answer is longer than is sent at once"), b""
    except GbaipError as error:
        return Refusal(type(error).__name__, error.what, error.where, error.mend), b""


def _sparql(state: Loaded, task: SparqlTask) -> tuple[Done | Refusal, bytes]:
    guard(
        task.text,
        limit_chars=task.limit_chars,
        limit_depth=task.limit_depth,
        allowed_graphs=state.told.graphs,
    )
    if task.row_format in _FOR_PEOPLE and not task.dataset:
        return _for_people(state, task)
    written = state.graph.write(
        task.text,
        row_format=task.row_format if task.row_format not in _FOR_PEOPLE else "json",
        graph_format=task.graph_format,
        prefixes=PREFIXES,
        dataset=task.dataset,
        limit_bytes=task.limit_bytes,
    )
    return Done(written.form), written.body


def _for_people(state: Loaded, task: SparqlTask) -> tuple[Done | Refusal, bytes]:
    answer = evaluate_here(
        state.graph, task.text, query=None, parameters=MappingProxyType({}), language=task.language
    )
    name = task.graph_format if answer.form == "graph" else task.row_format
    body = write_answer(answer, name, task.language).encode()
    if len(body) > task.limit_bytes:
        raise AnswerTooLong
    return Done(answer.form), body


def _question(state: Loaded, task: QuestionTask) -> tuple[Done | Refusal, bytes]:
    query = state.questions.get(task.name)
    if query is None:
        raise unknown_name("question", task.name, state.questions)
    terms = resolve_parameters(query, task.parameters, state.graph, language=task.language)
    answer = evaluate_here(
        state.graph,
        bound_query(query, terms),
        query=query,
        parameters=MappingProxyType(terms),
        language=task.language,
    )
    page, cursor = page_of(answer, limit_rows=task.limit_rows, after=task.after, version=state.told.digest)
    body = write_answer(page, task.format_name, task.language).encode()
    if len(body) > task.limit_bytes:
        raise AnswerTooLong
    return Done(answer.form, cursor), body


def _graph(state: Loaded, task: GraphTask) -> tuple[Done | Refusal, bytes]:
    if task.name is not None and not state.graph.has_graph(task.name):
        return Refusal("UnknownName", f"there is no graph <{task.name}>"), b""
    body = state.graph.write_graph(
        task.name, graph_format=task.graph_format, prefixes=PREFIXES, limit_bytes=task.limit_bytes
    )
    return Done("graph"), body


def _describe(state: Loaded, task: DescribeTask) -> tuple[Done | Refusal, bytes]:
    thing = Iri(task.iri)
    triples = describe(state.graph, thing)
    if not triples:
        return Done("nothing"), b""
    if (successor := replacement(triples, thing)) is not None:
        return Done("deprecated", successor), b""
    body = write_triples(triples, graph_format=task.graph_format, prefixes=PREFIXES)
    if len(body) > task.limit_bytes:
        raise AnswerTooLong
    return Done("graph"), body


def _dataset(state: Loaded, task: DatasetTask) -> tuple[Done | Refusal, bytes]:
    if task.graph_format == "nq" and state.nquads:  # as they were built, to the byte
        body = state.nquads
    else:
        body = state.graph.write_dataset(
            graph_format=task.graph_format, prefixes=PREFIXES, limit_bytes=task.limit_bytes
        )
    if len(body) > task.limit_bytes:
        raise AnswerTooLong
    return Done("graph"), body


def _self_description(state: Loaded, task: SelfDescriptionTask) -> tuple[Done | Refusal, bytes]:
    triples = list(served_at(task.base, state.description))
    if task.of_service:
        triples += service(task.base, state.told.graphs)
    prefixes = {**PREFIXES, "sd": SERVICE_DESCRIPTION, "void-ext": VOID_EXTENSION}
    body = write_triples(triples, graph_format=task.graph_format, prefixes=prefixes)
    if len(body) > task.limit_bytes:
        raise AnswerTooLong
    return Done("graph"), body


def _reconcile(state: Loaded, task: ReconcileTask) -> tuple[Done | Refusal, bytes]:
    body = state.reconciliation.answer(task.request, task.language)
    return (Done("nothing"), b"") if body is None else (Done("document"), body)


_PERFORMERS: Mapping[type, Callable[[Loaded, Any], tuple[Done | Refusal, bytes]]] = MappingProxyType(
    {
        SparqlTask: _sparql,
        QuestionTask: _question,
        GraphTask: _graph,
        DescribeTask: _describe,
        DatasetTask: _dataset,
        ReconcileTask: _reconcile,
        SelfDescriptionTask: _self_description,
    }
)
