"""Pages over HTTP: their addresses, their headers, and a page for whatever goes wrong with one.

Rendering is the work of the workers; this only routes, so that no page can hold up the server.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.picture_files import file_policy
from gbaip_graph.pages.skin import POLICY, Asset, Skin
from gbaip_graph.serve.answering import Body, Engine, etag_of, for_once, has_it, not_modified, respond
from gbaip_graph.serve.kept import differs_each_time
from gbaip_graph.serve.languages import wanted_language
from gbaip_graph.serve.messages import PageFileTask, PageTask, Rendered
from gbaip_graph.serve.problems import Problem
from gbaip_graph.serve.questions import given_parameters

_MEBIBYTE = 1024 * 1024
_YEAR = "public, max-age=31536000, immutable"
_POLICY = "Content-Security-Policy"
#: A page may load its own parts only, and no other site may frame it or learn where its reader came from.
HEADERS = (
    (_POLICY, f"{POLICY}; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
#: Files at the root that are made of the graph: feeds, the calendar, the list of all pages, what to crawl.
_FILES = re.compile(r"sitemap\.xml|robots\.txt|feed\.[A-Za-z-]+\.atom|events\.[A-Za-z-]+\.ics")
_IN_LANGUAGE = re.compile(rf"/({'|'.join(LANGUAGES)})(?:/|\Z)")
#: What the script of a page asks for below it; it reads problems as documents.
_FOR_SCRIPTS = ".json"
_PATH = re.compile(r"[A-Za-z0-9._~/-]*\Z")


def pages_router(engine: Engine, skin: Skin) -> APIRouter:
    """Return the routes of the pages, of what they are made with, and of the files for machines."""
    router = APIRouter()
    pages = _Pages(engine, skin)
    assets = {one.name: _whole(one) for one in skin.assets.values()}

    @router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def front(request: Request) -> Response:
        return RedirectResponse(f"/{wanted_language(request)}/", 303, headers={"Vary": "Accept-Language"})

    for language in LANGUAGES:
        _add_language(router, pages, language)

    @router.api_route("/static/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def asset(request: Request, name: str) -> Response:
        body = assets.get(name)
        if body is None:
            raise Problem("not-found", 404, "There is nothing at this address").raised()
        if known := has_it(request, name):
            return not_modified(known)
        response = respond(request, body, name)
        response.headers["Cache-Control"] = _YEAR
        return response

    @router.api_route("/{file}", methods=["GET", "HEAD"], include_in_schema=False)
    async def file(request: Request, file: str) -> Response:
        if not _FILES.fullmatch(file):
            raise Problem("not-found", 404, "There is nothing at this address").raised()
        return await pages.send(request, PageFileTask(file, _base(request)))

    @router.api_route("/pictures/{file}", methods=["GET", "HEAD"], include_in_schema=False)
    async def picture(request: Request, file: str) -> Response:
        parameters = tuple(given_parameters(request))
        return await pages.send(request, PageFileTask(f"pictures/{file}", _base(request), parameters))

    return router


def _whole(asset: Asset) -> Body:
    """Return an asset as it is sent: compressed once, and so as well as can be."""
    zipped = gzip.compress(asset.content, mtime=0)
    return Body(asset.content, asset.content_type, HEADERS, zipped)


def _add_language(router: APIRouter, pages: _Pages, language: str) -> None:
    @router.api_route(f"/{language}/{{path:path}}", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if not _PATH.match(path) or len(path) > 1024:  # longer than any slug; nothing is looked up for it
            raise Problem("not-found", 404, "There is nothing at this address").raised()
        if path.endswith("/"):
            where = f"/{language}/{quote(path.strip('/'))}".rstrip("/")
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(where + ("/" if where == f"/{language}" else "") + query, 308)
        asked = PageRequest(
            path, language, tuple(given_parameters(request)), _base(request),
            limit_chars=pages.engine.settings.query_length_limit_chars,
            limit_depth=pages.engine.settings.query_depth_limit,
        )  # fmt: skip
        return await pages.send(request, PageTask(asked, pages.limit_bytes))

    @router.api_route(f"/{language}", methods=["GET", "HEAD"], include_in_schema=False)
    async def front_of_language() -> Response:
        return RedirectResponse(f"/{language}/", 308)


@dataclass(frozen=True)
class _Pages:
    """Has pages made, and sends them."""

    engine: Engine
    skin: Skin

    @property
    def limit_bytes(self) -> int:
        """The size up to which a page is sent."""
        return self.engine.settings.answer_limit_mb * _MEBIBYTE

    async def send(self, request: Request, task: PageTask | PageFileTask) -> Response:
        """Return the page or file of a task, or that the client has it already."""
        parts = ("page", self.skin.digest, repr(task))
        text = request.query_params.get("query", "") if isinstance(task, PageTask) else ""
        if known := has_it(request, etag_of(self.engine.facts, *parts)):
            return not_modified(known)
        outcome = await self.engine.run(request, task, text=text)
        body = Body(outcome.body, outcome.header.content_type, _headers_of(outcome.header, outcome.body))
        response = respond(request, body, etag_of(outcome.told, *parts))
        response.status_code = outcome.header.status
        return for_once(response) if differs_each_time(text) else response


def _headers_of(rendered: Rendered, body: bytes) -> tuple[tuple[str, str], ...]:
    """Return the headers of a page; a picture that is opened by itself may use its own style."""
    if rendered.content_type != "image/svg+xml":
        return HEADERS
    kept = (header for header in HEADERS if header[0] != _POLICY)
    return (*kept, (_POLICY, file_policy(body)))


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def problem_page(request: Request, problem: Problem, skin: Skin) -> Response | None:
    """Return a problem as a page, where a page was asked for; None where it was something else."""
    found = _IN_LANGUAGE.match(request.url.path)
    if found is None or request.url.path.endswith(_FOR_SCRIPTS):
        return None
    language = found[1]
    more: Mapping[str, object] = problem.more
    path = request.url.path.removeprefix(f"/{language}").strip("/")
    asked = PageRequest(path if _PATH.match(path) else "", language)
    title_key, mend_key = f"error.title.{problem.status}", f"error.mend.{problem.status}"
    title = skin.text(title_key, language) if title_key in skin.texts else problem.title
    successor = str(more.get("mend", "")) if problem.kind == "gone" else ""
    mend = (
        ""
        if successor
        else str(more.get("mend", "")) or (skin.text(mend_key, language) if mend_key in skin.texts else "")
    )
    page = skin.page(
        asked, "error.html", status=problem.status,
        title=title, detail=problem.detail, mend=mend, successor=successor,
    )  # fmt: skip
    headers = {"Cache-Control": "no-store", **dict(HEADERS), **problem.headers}
    return Response(page.content, page.status, headers=headers, media_type=page.content_type)
