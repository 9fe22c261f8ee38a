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
from gbaip_graph.ask.evaluation import evaluate_here, with_labels
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.formats import import_formats, write_answer
from gbaip_graph.ask.pages import page_of
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.remote_answers import Broken, read_rows
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.suggestions import import_early, unknown_name
from gbaip_graph.build.partitions import VOID_EXTENSION
from gbaip_graph.build.store import read_published
from gbaip_graph.engines.answers import AnswerTooLong
from gbaip_graph.engines.oxigraph import QueryableGraph, write_triples
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import GbaipError, QueryRefused
from gbaip_graph.layout import Root
from gbaip_graph.link.reconciliation.model import MatchQuery
from gbaip_graph.link.reconciliation.service import Match, Propose, Reconciliation, Suggest
from gbaip_graph.namespaces import BASE, PREFIXES
from gbaip_graph.pages.page import PageMissing, PageRequest
from gbaip_graph.pages.record import typed_below
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from gbaip_graph.serve.describing import describe, replacement
from gbaip_graph.serve.messages import (
    DatasetTask,
    DescribeTask,
    Done,
    GraphTask,
    PageFileTask,
    PageTask,
    QuestionTask,
    ReconcileTask,
    Refusal,
    Rendered,
    SelfDescriptionTask,
    SparqlTask,
)
from gbaip_graph.serve.self_description import SERVICE_DESCRIPTION, served_at, service
from gbaip_graph.serve.served_graph import ServedGraph
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Triple

#: Formats that show labels, and so are written term by term.
_FOR_PEOPLE = frozenset({"html", "md"})


@dataclass(frozen=True)
class GraphFacts:
    """What the server knows of the loaded graph: its digest, its size, the IRIs of its named graphs.

    The size of a remote store is not known. The saved questions are those that the workers answer, which a
    reload may have changed.
    """

    digest: str
    triples: int | None
    graphs: tuple[str, ...]
    questions: tuple[SavedQuery, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """The state of a worker, which opens no file: the saved questions are read before it is forked.

    ``nquads`` and ``description`` are those of the build, where there is one.
    """

    root: Root
    graph: ServedGraph
    told: GraphFacts
    nquads: bytes = b""
    description: tuple[Triple, ...] = ()

    @cached_property
    def questions(self) -> Mapping[str, SavedQuery]:
        """The saved questions that a worker can answer, which asks nobody else, by their names."""
        return MappingProxyType({query.name: query for query in self.told.questions if not query.endpoints})

    @cached_property
    def site(self) -> Site:
        """The pages on this graph."""
        # It tells of all routes, and these import what starts tasks.
        from gbaip_graph.serve.openapi import openapi_document  # noqa: PLC0415

        questions = {query.name: query for query in self.told.questions}
        return Site(
            load_skin(), self.graph, self.root, MappingProxyType(questions), self.told.digest,
            api_document=openapi_document(self.told.questions),
        )  # fmt: skip

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """The reconciliation service, with its index of names."""
        return Reconciliation(self.graph)


def load(folder: str) -> Loaded:
    """Load the built graph of a root; what ``engines.host`` calls once."""
    root = Root(Path(folder))
    published = read_published(root, examples=example_triples)
    graph = QueryableGraph.from_nquads(published.nquads, keeps_labels=True)
    graph.keep_union_apart()
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
    import_formats()
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
    if not state.graph.is_remote:  # what workers would fetch again for every reader
        state.site.labels(typed_below(state.graph, BASE))
    for path in state.site.examples():
        perform(state, PageTask(PageRequest(path, "en"), 1 << 25))
    if easy := next((q.name for q in state.questions.values() if not q.parameters), None):
        for format_name in ("json", "csv", "tsv", "html", "md"):
            perform(state, QuestionTask(easy, (), format_name, "en", 1 << 20, limit_rows=1))


def perform(state: Loaded, task: Any) -> tuple[Done | Rendered | Refusal, bytes]:
    """Do one task; every error that has words becomes a ``Refusal``."""
    try:
        return _PERFORMERS[type(task)](state, task)
    except AnswerTooLong:
        return Refusal("AnswerTooLong", "the answer is longer than is sent at once"), b""
    except PageMissing as missing:
        kind = "PageRetired" if missing.is_retired else "PageMissing"
        return Refusal(kind, missing.path, mend=missing.successor), b""
    except GbaipError as error:
        return Refusal(type(error).__name__, error.what, error.where, error.mend), b""


def _sparql(state: Loaded, task: SparqlTask) -> tuple[Done | Refusal, bytes]:
    guard(
        task.text,
        limit_chars=task.limit_chars,
        limit_depth=task.limit_depth,
        allowed_graphs=state.told.graphs,
    )
    is_for_people = task.row_format in _FOR_PEOPLE
    written = state.graph.write(
        task.text,
        row_format="json" if is_for_people else task.row_format,
        graph_format=task.graph_format,
        prefixes=PREFIXES,
        dataset=task.dataset,
        limit_bytes=task.limit_bytes,
    )
    if is_for_people and written.form != "graph":
        return Done(written.form), _for_people(state, task, written.body)
    return Done(written.form), written.body


def _for_people(state: Loaded, task: SparqlTask, rows: bytes) -> bytes:
    """Write rows or a truth value, which are read back from JSON, with their labels."""
    try:
        answer = with_labels(state.graph, read_rows(rows), language=task.language)
    except Broken as error:
        raise QueryRefused("the answer has terms that tables do not show", mend="Ask for JSON.") from error
    body = write_answer(answer, task.row_format, task.language).encode()
    if len(body) > task.limit_bytes:
        raise AnswerTooLong
    return body


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


def _page(state: Loaded, task: PageTask) -> tuple[Rendered | Refusal, bytes]:
    page = state.site.render(task.request)
    if len(page.content) > task.limit_bytes:
        raise AnswerTooLong
    return Rendered(page.status, page.content_type), page.content


def _page_file(state: Loaded, task: PageFileTask) -> tuple[Rendered | Refusal, bytes]:
    page = state.site.file(task.name, task.base, task.parameters)
    return Rendered(page.status, page.content_type), page.content


_PERFORMERS: Mapping[type, Callable[[Loaded, Any], tuple[Done | Rendered | Refusal, bytes]]] = (
    MappingProxyType(
        {
            SparqlTask: _sparql,
            QuestionTask: _question,
            GraphTask: _graph,
            DescribeTask: _describe,
            DatasetTask: _dataset,
            PageTask: _page,
            PageFileTask: _page_file,
            ReconcileTask: _reconcile,
            SelfDescriptionTask: _self_description,
        }
    )
)
