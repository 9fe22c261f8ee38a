"""The saved questions over HTTP: their list, their answers in every format, page by page.

The same files and parameters as ``gbaip ask`` takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gbaip_graph.ask.json_schemas import parameter_example, parameter_schema
from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.parameters import unknown_parameter
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.serve.answering import Body, Engine, etag_of, has_it, not_modified, respond
from gbaip_graph.serve.forms import MOST_PARAMETERS
from gbaip_graph.serve.media import ROWS, Media, wanted_format
from gbaip_graph.serve.messages import QuestionTask
from gbaip_graph.serve.problems import Problem

_MEBIBYTE = 1024 * 1024
#: Said of the answer, not of the question.
CONTROLS = ("format", "lang", "limit", "after")
MOST_ROWS_A_PAGE = 100_000
#: Formats of a saved question; labels stand beside the IRIs, so there is no XML of the engine's own.
FORMATS = (*(media for media in ROWS if media.name != "xml"), Media("csv-bom", "text/csv"))


def questions_router(engine: Engine) -> APIRouter:
    """Return the routes ``/queries`` and ``/queries/{name}``, also with an extension."""
    router = APIRouter()

    @router.api_route("/queries", methods=["GET", "HEAD"], include_in_schema=False)
    async def all_questions(request: Request) -> Response:
        questions, base = engine.facts.questions, str(request.base_url)
        tag = etag_of(engine.facts, "queries", base, *(query.text for query in questions))
        if known := has_it(request, tag):
            return not_modified(known)
        listed = [_described(query, base) for query in questions]
        content = json.dumps({"queries": listed}, ensure_ascii=False, indent=2).encode()
        return respond(request, Body(content, "application/json"), tag)

    @router.api_route("/queries/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def one_question(request: Request, name: str) -> Response:
        stem, dot, extension = name.rpartition(".")
        questions = engine.facts.questions
        query = next((known for known in questions if known.name == (stem if dot else name)), None)
        if query is None:
            raise Problem(
                "not-found",
                404,
                "There is no such question",
                f"GET /queries lists the {len(questions)} there are.",
            ).raised()
        return await _answer(request, engine, query, extension if dot else "")

    return router


async def _answer(request: Request, engine: Engine, query: SavedQuery, extension: str) -> Response:
    _asks_nobody(query)
    given = given_parameters(request)
    controls = _controls(given)
    parameters = tuple((name, value) for name, value in given if name not in CONTROLS)
    _known(query, parameters)
    media = _wanted(request, extension or controls.get("format", ""))
    language, limit = _language(controls), _limit(controls)
    after = controls.get("after", "")
    parts = ("question", query.text, repr(parameters), media.name, language, str(limit), after)
    tag = etag_of(engine.facts, *parts)
    if known := has_it(request, tag):
        return not_modified(known)
    settings = engine.settings
    task = QuestionTask(
        query.name, parameters, media.name, language, settings.answer_limit_mb * _MEBIBYTE, limit, after
    )
    outcome = await engine.run(request, task)
    links: tuple[tuple[str, str], ...] = ()
    if outcome.header.cursor:
        following = urlencode([*((n, v) for n, v in given if n != "after"), ("after", outcome.header.cursor)])
        links = (("Link", f'<{request.url.path}?{following}>; rel="next"'),)
    if media.name == "csv-bom":  # for programs that know a file by its name
        links += (("Content-Disposition", f'attachment; filename="{query.name}.csv"'),)
    # By the graph that answered, which a reload may have changed since the tag above.
    return respond(request, Body(outcome.body, media.content_type, links), etag_of(outcome.told, *parts))


def _asks_nobody(query: SavedQuery) -> None:
    """Refuse a question that asks endpoints of others: the server reaches out to nobody."""
    if not query.endpoints:
        return
    asked = " ".join(f"--with {endpoint.name}=URL" for endpoint in query.endpoints)
    raise Problem(
        "asks-others",
        501,
        "The question asks endpoints of others, and this server asks nobody",
        f"It joins this graph with {', '.join(f'<{endpoint.iri}>' for endpoint in query.endpoints)}.",
        {"mend": f"Ask it yourself: gbaip ask {query.name} {asked}"},
    ).raised()


def given_parameters(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of an address in their order; raises 422 for what is no UTF-8."""
    try:
        text = request.scope["query_string"].decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        what = f"percent-encoded UTF-8 is expected, and at most {MOST_PARAMETERS} of them"
        raise _invalid("", f"the parameters cannot be read: {what}").raised() from None


def _controls(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    controls: dict[str, str] = {}
    for name, value in given:
        if name in CONTROLS and name in controls:
            raise _invalid(name, f"{name} is given twice").raised()
        if name in CONTROLS:
            controls[name] = value
    return controls


def _known(query: SavedQuery, parameters: Iterable[tuple[str, str]]) -> None:
    """Refuse a parameter that the question does not have, before a worker is asked."""
    for name, _ in parameters:
        if query.parameter(name) is None:
            error = unknown_parameter(query, name)
            raise Problem(
                "unknown-parameter",
                422,
                "The question has no such parameter",
                error.what,
                {"parameter": name, "mend": error.mend},
            ).raised()


def _wanted(request: Request, name: str) -> Media:
    media = wanted_format(name, request, FORMATS)
    if media is None:
        types = {"available": [one.media_type for one in FORMATS], "formats": [one.name for one in FORMATS]}
        raise Problem("not-acceptable", 406, "None of the wanted formats is there", more=types).raised()
    return media


def _language(controls: Mapping[str, str]) -> str:
    language = controls.get("lang", "en")
    if language not in FALLBACKS:
        raise _invalid("lang", f"{language!r} is no language of the graph: {', '.join(FALLBACKS)}").raised()
    return language


def _limit(controls: Mapping[str, str]) -> int | None:
    text = controls.get("limit")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_ROWS_A_PAGE:
        raise _invalid("limit", f"limit is a number of rows from 1 to {MOST_ROWS_A_PAGE}").raised()
    return int(text)


def _invalid(parameter: str, detail: str) -> Problem:
    more = {"parameter": parameter} if parameter else {}
    return Problem("invalid-value", 422, "A value is not what the parameter takes", detail, more)


def _described(query: SavedQuery, base: str) -> Mapping[str, object]:
    return {
        "name": query.name,
        "address": f"{base}queries/{query.name}",
        "title": dict(query.title),
        "description": query.description,
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "endpoints": [
            {"name": one.name, "iri": one.iri, "description": one.description} for one in query.endpoints
        ],
        "columns": [{"name": c.name, "kind": c.kind, "description": c.description} for c in query.columns],
        "formats": [media.name for media in FORMATS],
    }


def _parameter(parameter: Parameter) -> Mapping[str, object]:
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "required": parameter.required,
        "list": parameter.is_list,
        "description": parameter.description,
        "schema": parameter_schema(parameter),
        "example": parameter_example(parameter),
    }
