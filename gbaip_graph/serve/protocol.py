"""The SPARQL 1.1 Protocol for queries, and the reads of the Graph Store Protocol.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gbaip_graph.engines.answers import Dataset
from gbaip_graph.serve.answering import Body, Engine, etag_of, for_once, has_it, not_modified, respond
from gbaip_graph.serve.forms import read_form
from gbaip_graph.serve.kept import differs_each_time
from gbaip_graph.serve.media import GRAPHS, ROWS, Media, wanted_format
from gbaip_graph.serve.messages import GraphTask, SparqlTask
from gbaip_graph.serve.problems import Problem
from gbaip_graph.serve.service_description import describe_service

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READS = "GET, HEAD, OPTIONS"
_ASKS = "GET, HEAD, POST, OPTIONS"
_WRITES = ["PUT", "POST", "PATCH", "DELETE"]
_MEBIBYTE = 1024 * 1024

Parameters = list[tuple[str, str]]


def sparql_router(engine: Engine) -> APIRouter:
    """Return the routes ``/sparql`` and ``/sparql/graphs``."""
    router = APIRouter()

    @router.api_route("/sparql", methods=["GET", "HEAD", "POST"], include_in_schema=False)
    async def sparql(request: Request) -> Response:
        return await _asked(request, engine, await _parameters(request))

    @router.options("/sparql", include_in_schema=False)
    async def sparql_options() -> Response:
        return _options(_ASKS)

    @router.api_route("/sparql.{extension}", methods=["GET", "HEAD", "POST"], include_in_schema=False)
    async def in_format(request: Request, extension: str) -> Response:
        return await _asked(request, engine, [("format", extension), *await _parameters(request)])

    @router.options("/sparql.{extension}", include_in_schema=False)
    async def in_format_options() -> Response:
        return _options(_ASKS)

    @router.api_route("/sparql/graphs", methods=["GET", "HEAD"], include_in_schema=False)
    async def graphs(request: Request) -> Response:
        return await _whole_graph(request, engine)

    @router.api_route("/sparql/graphs", methods=_WRITES, include_in_schema=False)
    async def writes() -> Response:
        raise _read_only(_READS).raised()

    @router.options("/sparql/graphs", include_in_schema=False)
    async def graphs_options() -> Response:
        return _options(_READS)

    return router


def _options(methods: str) -> Response:
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)


async def _parameters(request: Request) -> Parameters:
    """Return the parameters of a request in their order; raises 400 and 415 by the protocol."""
    found = read_form(request.scope["query_string"])
    if request.method != "POST":
        return found
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == _UPDATE:
        raise _read_only().raised()
    if media_type not in (_FORM, _QUERY):
        raise Problem(
            "unsupported-media-type",
            415,
            "This type of body is not read",
            f"Send {_QUERY}, or a form as {_FORM}.",
        ).raised()
    body = await request.body()
    if media_type == _FORM:
        return [*found, *read_form(body)]
    if any(name == "query" for name, _ in found):
        raise _bad("the query stands in the address and in the body; send it once").raised()
    return [*found, ("query", _text(body))]


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(f"the query is no UTF-8: byte {error.start + 1} cannot be read").raised() from None


async def _asked(request: Request, engine: Engine, parameters: Parameters) -> Response:
    if request.method != "POST" and not any(name in ("query", "update") for name, _ in parameters):
        return await describe_service(request, engine, _format_of(parameters))
    return await _answer(request, engine, parameters)


async def _answer(request: Request, engine: Engine, parameters: Parameters) -> Response:
    text = _query_of(parameters)
    wanted = _wanted(request, parameters)
    row, graph = wanted[0] or ROWS[0], wanted[1] or GRAPHS[0]
    dataset = Dataset(_all(parameters, "default-graph-uri"), _all(parameters, "named-graph-uri"))
    parts = (text, row.name, graph.name, *dataset.default, "|", *dataset.named)
    tag = etag_of(engine.facts, *parts)
    is_settled = not differs_each_time(text)
    if is_settled and (known := has_it(request, tag)):
        return not_modified(known)
    settings = engine.settings
    task = SparqlTask(
        text=text,
        row_format=row.name,
        graph_format=graph.name,
        limit_bytes=settings.answer_limit_mb * _MEBIBYTE,
        limit_chars=settings.query_length_limit_chars,
        limit_depth=settings.query_depth_limit,
        dataset=dataset,
    )
    outcome = await engine.run(request, task, text=text)
    is_graph = outcome.header.form == "graph"
    if wanted[is_graph] is None:
        raise not_acceptable(GRAPHS if is_graph else ROWS).raised()
    media = graph if is_graph else row
    response = respond(request, Body(outcome.body, media.content_type), etag_of(outcome.told, *parts))
    return response if is_settled else for_once(response)


def _query_of(parameters: Parameters) -> str:
    if any(name == "update" for name, _ in parameters):
        raise _read_only().raised()
    queries = _all(parameters, "query")
    if len(queries) != 1:
        how_many = "no query" if not queries else f"{len(queries)} queries"
        raise _bad(f"there is {how_many}; send one, as the parameter query").raised()
    if any(name.startswith("using-") for name, _ in parameters):
        raise _bad("using-graph-uri belongs to updates; a query takes default-graph-uri").raised()
    return queries[0]


def _all(parameters: Parameters, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in parameters if name == wanted)


def _format_of(parameters: Parameters) -> str:
    return next(iter(_all(parameters, "format")), "")


def _wanted(request: Request, parameters: Parameters) -> tuple[Media | None, Media | None]:
    """Return the format for rows and that for graphs, of which the query decides; None where none will do."""
    name = _format_of(parameters)
    row, graph = (wanted_format(name, request, offered) for offered in (ROWS, GRAPHS))
    if row is None and graph is None:
        raise not_acceptable([*ROWS, *GRAPHS]).raised()
    return row, graph


def not_acceptable(offered: Sequence[Media]) -> Problem:
    """Return the problem of a client that wants none of what there is, with the list of it."""
    types = [media.media_type for media in offered]
    return Problem("not-acceptable", 406, "None of the wanted formats is there", more={"available": types})


async def _whole_graph(request: Request, engine: Engine) -> Response:
    parameters = read_form(request.scope["query_string"])
    names = _all(parameters, "graph")
    is_default = any(name == "default" for name, _ in parameters)
    if len(names) + is_default != 1:
        raise _bad("name one graph: ?default or ?graph=IRI").raised()
    media = wanted_format(_format_of(parameters), request, GRAPHS)
    if media is None:
        raise not_acceptable(GRAPHS).raised()
    parts = ("graph", *names, media.name)
    tag = etag_of(engine.facts, *parts)
    if known := has_it(request, tag):
        return not_modified(known)
    task = GraphTask(names[0] if names else None, media.name, engine.settings.answer_limit_mb * _MEBIBYTE)
    outcome = await engine.run(request, task)
    return respond(request, Body(outcome.body, media.content_type), etag_of(outcome.told, *parts))


def _read_only(allowed: str = _ASKS) -> Problem:
    return Problem(
        "read-only", 405, "The graph is read-only", "Updates are refused.", headers={"Allow": allowed}
    )


def _bad(detail: str) -> Problem:
    return Problem("bad-request", 400, "The request cannot be read", detail)
