"""The application: its routers, its limits on requests, its error pages.

For ``gbaip serve`` and the tests; ``create_app`` takes everything it needs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gbaip_graph import __version__
from gbaip_graph.engines.host import HostOptions
from gbaip_graph.engines.pool import EnginePool
from gbaip_graph.layout import Root
from gbaip_graph.pages.skin import load_skin
from gbaip_graph.serve.answering import Engine
from gbaip_graph.serve.gate import Gate
from gbaip_graph.serve.linked_data import linked_data_router
from gbaip_graph.serve.openapi import openapi_document
from gbaip_graph.serve.operations import Counting, Metrics, operations_router
from gbaip_graph.serve.page_routes import pages_router, problem_page
from gbaip_graph.serve.problems import Problem, ProblemRaised, of_error
from gbaip_graph.serve.protocol import sparql_router
from gbaip_graph.serve.questions import questions_router
from gbaip_graph.serve.reconcile import reconcile_router
from gbaip_graph.serve.remote import RemotePool
from gbaip_graph.serve.settings import Settings
from gbaip_graph.serve.well_known import well_known_router
from gbaip_graph.serve.whole_files import files_router

_MEBIBYTE = 1024 * 1024
#: What loads the graph of a root in the engine host.
LOADER = "gbaip_graph.serve.tasks:load"


def create_app(
    root: Root, settings: Settings, *, more: Sequence[APIRouter] = (), loader: str = LOADER
) -> FastAPI:
    """Return the application of a root; whoever runs it starts its engine, which ends with it.

    ``loader`` is the function, ``module:name``, that loads the graph from the path of the root. Raises
    ``InvalidValue`` where the store of the settings is no address.
    """
    pool = _pool(root, settings, loader)
    engine = Engine(pool, settings)
    skin = load_skin()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await pool.close()

    app = FastAPI(title="gbaip-graph", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    metrics = Metrics(engine)
    app.state.pool, app.state.engine, app.state.metrics, app.state.skin = pool, engine, metrics, skin
    routers = (
        sparql_router(engine),
        questions_router(engine),
        files_router(engine),
        linked_data_router(engine),
        well_known_router(engine),
        reconcile_router(engine),
        operations_router(engine, metrics),
        *more,
        pages_router(engine, skin),
    )
    for router in routers:
        app.include_router(router)
    app.openapi = lambda: openapi_document(engine.facts.questions)  # type: ignore[method-assign]
    app.add_middleware(Counting, metrics=metrics)
    app.add_middleware(
        Gate, body_limit_bytes=settings.body_limit_kb * 1024, read_limit_s=settings.read_limit_s
    )
    app.add_exception_handler(ProblemRaised, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _failure)
    return app


def _pool(root: Root, settings: Settings, loader: str) -> EnginePool | RemotePool:
    """Return what answers: workers with the graph of the root, or the store that the settings name."""
    if settings.store:
        limit_bytes = settings.answer_limit_mb * _MEBIBYTE
        return RemotePool(root, settings.store, workers=settings.workers, limit_bytes=limit_bytes)
    return EnginePool(
        HostOptions(
            loader=loader,
            performer="gbaip_graph.serve.tasks:perform",
            argument=str(root.path),
            workers=settings.workers,
            memory_limit_bytes=settings.query_memory_limit_mb * _MEBIBYTE,
        )
    )


def _told(request: Request, problem: Problem) -> Response:
    """Return a problem as whoever asked can read it: a page for people, a document for programs."""
    return problem_page(request, problem, request.app.state.skin) or problem.response()


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemRaised):
        raise error
    return _told(request, error.problem)


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    kinds = {
        404: ("not-found", "There is nothing at this address"),
        405: ("method-not-allowed", "Not this way"),
    }
    kind, title = kinds.get(error.status_code, ("bad-request", str(error.detail)))
    return _told(request, Problem(kind, error.status_code, title, headers=dict(error.headers or {})))


async def _failure(request: Request, _: Exception) -> Response:
    """The one place for errors that nobody foresaw; the log has the traceback, the client a sentence."""
    return _told(request, of_error("", "an error that nobody foresaw; the log of the server has more"))
