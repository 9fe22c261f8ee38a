"""The reconciliation service over HTTP: 0.1 and 0.2 at ``/reconcile``, 1.0-draft at ``/reconcile/1.0-draft``.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ and
https://reconciliation-api.github.io/specs/draft/ - what is asked is read here, and answered in a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.errors import InvalidValue
from gbaip_graph.link.reconciliation import asked_for
from gbaip_graph.link.reconciliation.data_set import whole
from gbaip_graph.link.reconciliation.service import (
    Extend,
    Kind,
    Manifest,
    Match,
    Preview,
    Propose,
    Suggest,
    Version,
)
from gbaip_graph.link.reconciliation.service import Request as Asked
from gbaip_graph.namespaces import BASE
from gbaip_graph.serve.answering import CORS, Body, Engine, etag_of, has_it, not_modified, respond
from gbaip_graph.serve.forms import read_form
from gbaip_graph.serve.messages import ReconcileTask
from gbaip_graph.serve.openapi_reconcile import BASE_0, BASE_1
from gbaip_graph.serve.problems import Problem, ProblemRaised

_JSON, _HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"
_VARY = "Accept-Encoding, Accept-Language"
_FORM = "application/x-www-form-urlencoded"
_LONGEST_NUMBER = 10

Reader = Callable[[Request], Coroutine[Any, Any, Asked]]
Read = TypeVar("Read")
# A preview is shown in a frame of any site, and needs nothing but its text.
_PREVIEW_POLICY = "default-src 'none'; style-src 'none'; base-uri 'none'; form-action 'none'"
_FEATURES = (
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Features</title></head><body>"
    "<h1>What a score is made of</h1><dl>"
    "<dt id=\"name\">name</dt><dd>How near a name is spelt, of a hundred; 100 is the same spelling.</dd>"
    "<dt id=\"type\">type</dt><dd>Whether the thing is of a type that was asked for.</dd>"
    "<dt id=\"property-1\">property-1, property-2 ...</dt><dd>Whether a property is as asked for.</dd>"
    "</dl></body></html>"
)  # fmt: skip


class _OpenRoute(APIRoute):
    """A route whose every answer, refusals too, may be read by a page of any site."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with CORS headers on what it answers."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                response = await handle(request)
            except ProblemRaised as error:
                response = error.problem.response()
            response.headers.update(CORS)
            return response

        return handler


def reconcile_router(engine: Engine) -> APIRouter:
    """Return the routes of all versions."""
    router = APIRouter(route_class=_OpenRoute)

    def add(path: str, read: Reader, methods: tuple[str, ...] = ("GET",)) -> None:
        async def route(request: Request) -> Response:
            return await _answer(request, engine, await read(request))

        async def options() -> Response:
            return _preflight(methods)

        read_methods = [*methods, *(["HEAD"] if "GET" in methods else [])]
        router.add_api_route(path, route, methods=read_methods, include_in_schema=False)
        router.add_api_route(path, options, methods=["OPTIONS"], include_in_schema=False)

    add(BASE_0, _entry_0, ("GET", "POST"))
    add(BASE_1, _manifest_1)
    add(f"{BASE_1}/match", _match_1, ("POST",))
    add(f"{BASE_1}/extend", _extend_1, ("POST",))
    for base in (BASE_0, BASE_1):
        for kind in ("entity", "type", "property"):
            add(f"{base}/suggest/{kind}", _suggest(kind, 1 if base == BASE_1 else 0))
            add(f"{base}/flyout/{kind}", _flyout)
        add(f"{base}/extend/propose", _propose_1 if base == BASE_1 else _propose_0)
        add(f"{base}/preview", _preview)
        router.add_api_route(f"{base}/view", _view, methods=["GET", "HEAD"], include_in_schema=False)
        router.add_api_route(f"{base}/features", _features, methods=["GET", "HEAD"], include_in_schema=False)
    return router


async def _entry_0(request: Request) -> Asked:
    """Read what the one address of 0.1 and 0.2 is asked: queries, an extension, or nothing."""
    given = await _form(request)
    wanted = [name for name in ("queries", "extend") if name in given]
    if len(wanted) > 1:
        raise _bad("queries and extend are asked at once; send one of them")
    if "queries" in given:
        return Match(
            0, tuple(_read(lambda: asked_for.queries_0(asked_for.read_json(given["queries"]))).items())
        )
    if "extend" in given:
        ids, wanted_ = _read(lambda: asked_for.extension(asked_for.read_json(given["extend"]), "extend"))
        return Extend(0, ids, wanted_)
    if request.method == "POST":
        raise _bad("there is neither queries nor extend; send one of them as a form")
    return Manifest(0, _base(request, BASE_0))


async def _manifest_1(request: Request) -> Asked:
    return Manifest(1, _base(request, BASE_1))


async def _match_1(request: Request) -> Asked:
    body = await request.body()
    queries = _read(lambda: asked_for.queries_1(asked_for.read_json(body)))
    return Match(1, tuple(("", query) for query in queries))


async def _extend_1(request: Request) -> Asked:
    body = await request.body()
    ids, wanted = _read(lambda: asked_for.extension(asked_for.read_json(body), "the body"))
    return Extend(1, ids, wanted)


def _suggest(kind: Kind, version: Version) -> Reader:
    async def read(request: Request) -> Asked:
        return Suggest(version, kind, _parameter(request, "prefix"), _number(request, "cursor") or 0)

    return read


async def _propose_0(request: Request) -> Asked:
    return Propose(0, _parameter(request, "type", ""), _number(request, "limit"))


async def _propose_1(request: Request) -> Asked:
    return Propose(1, _parameter(request, "type", ""), _number(request, "limit"))


async def _preview(request: Request) -> Asked:
    return Preview(_parameter(request, "id"))


async def _flyout(request: Request) -> Asked:
    return Preview(_parameter(request, "id"), as_flyout=True)


async def _view(request: Request) -> Response:
    """Lead on to the thing itself."""
    iri = whole(_parameter(request, "id")) or ""
    if not iri.startswith(BASE):
        raise Problem("not-found", 404, "There is nothing of that id").raised()
    return RedirectResponse(f"/{quote(iri.removeprefix(BASE))}", 303)


async def _features(_: Request) -> Response:
    return Response(_FEATURES, media_type=_HTML)


async def _answer(request: Request, engine: Engine, asked: Asked) -> Response:
    language = _language(request)
    tag = etag_of(engine.facts, "reconcile", language, repr(asked))
    if request.method != "POST" and (known := has_it(request, tag)):
        return not_modified(known)
    outcome = await engine.run(request, ReconcileTask(asked, language))
    if outcome.header.form == "nothing":
        raise Problem("not-found", 404, "There is nothing of that id").raised()
    is_page = isinstance(asked, Preview) and not asked.as_flyout
    headers = (("Vary", _VARY), ("Content-Language", language))
    policy = (("Content-Security-Policy", _PREVIEW_POLICY),) if is_page else ()
    tag = etag_of(outcome.told, "reconcile", language, repr(asked))
    return respond(request, Body(outcome.body, _HTML if is_page else _JSON, headers + policy), tag)


def _read(read: Callable[[], Read]) -> Read:
    """Read what a client sent; what breaks the protocol is its fault, and so 400."""
    try:
        return read()
    except asked_for.TooMany as error:
        raise Problem("batch-too-long", 413, "The batch is too long", str(error)).raised() from None
    except InvalidValue as error:
        more = {"mend": error.mend} if error.mend else {}
        title = "The request breaks the protocol"
        raise Problem("bad-request", 400, title, error.what, more).raised() from None


async def _form(request: Request) -> dict[str, str]:
    found = read_form(request.scope["query_string"])
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != _FORM:
            detail = f"Send {_FORM}; JSON belongs to {BASE_1}/match."
            raise Problem("unsupported-media-type", 415, "This type of body is not read", detail).raised()
        found += read_form(await request.body())
    names = [name for name, _ in found]
    for name in names:
        if names.count(name) > 1:
            raise _bad(f"{name} is given twice")
    return dict(found)


def _parameter(request: Request, name: str, default: str | None = None) -> str:
    given = dict(read_form(request.scope["query_string"]))
    if name in given:
        return given[name]
    if default is None:
        raise _bad(f"the parameter {name} is missing")
    return default


def _number(request: Request, name: str) -> int | None:
    text = _parameter(request, name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER):
        raise _bad(f"{name} is no number: {text[:40]}")
    return int(text) if text else None


def _language(request: Request) -> str:
    """Choose a language of the project by ``Accept-Language``; English where none is wanted."""
    wanted = request.headers.get("accept-language", "").lower()
    weighed: list[tuple[float, str]] = []
    for part in wanted.split(","):
        tag, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            weighed.append((float(weight) if weight else 1.0, tag.strip()))
        except ValueError:
            continue
    for value, tag in sorted(weighed, key=lambda pair: -pair[0]):
        if value > 0 and (found := _of_tag(tag)):
            return found
    return "en"


def _of_tag(tag: str) -> str | None:
    if tag.startswith("zh"):
        is_simplified = "hans" in tag or (tag in ("zh-cn", "zh-sg") and "hant" not in tag)
        return "zh-Hans" if is_simplified else "zh-Hant"
    return next(
        (known for known in FALLBACKS if tag == known.lower() or tag.startswith(f"{known.lower()}-")), None
    )


def _base(request: Request, path: str) -> str:
    return str(request.url.replace(path=path, query="", fragment=""))


def _preflight(methods: tuple[str, ...]) -> Response:
    allowed = ", ".join((*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"))
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)


def _bad(detail: str) -> ProblemRaised:
    return Problem("bad-request", 400, "The request cannot be read", detail).raised()
