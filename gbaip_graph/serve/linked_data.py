"""Things by their addresses: ``/id/...`` leads to ``/data/...``; and the whole graph as files.

https://www.w3.org/TR/cooluris/ - the thing itself cannot be sent, so its address leads on with 303.
"""

from __future__ import annotations

import asyncio
import re
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gbaip_graph.namespaces import BASE
from gbaip_graph.serve.answering import (
    CORS,
    VARY,
    Body,
    Engine,
    etag_of,
    has_it,
    not_modified,
    respond,
    zip_content,
)
from gbaip_graph.serve.media import GRAPHS, Media, choose, named
from gbaip_graph.serve.problems import Problem
from gbaip_graph.serve.protocol import not_acceptable
from gbaip_graph.serve.tasks import DatasetTask, DescribeTask

_MEBIBYTE = 1024 * 1024
#: What follows the base in the IRI of a thing: id/<kind>/<slug> or concept/<scheme>/<term>.
_PATH = re.compile(r"(?:id|concept)/[a-z0-9-]+/[A-Za-z0-9][A-Za-z0-9._~-]*\Z")
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")
#: Of the whole graph; its named graphs are lost in Turtle.
FILES = {"nq": "nq", "trig": "trig", "ttl": "turtle"}


def linked_data_router(engine: Engine) -> APIRouter:
    """Return the routes ``/id``, ``/concept``, ``/data`` and the files of the whole graph."""
    router = APIRouter()
    kept: dict[tuple[str, str], tuple[bytes, bytes]] = {}

    @router.api_route("/data/gbaip.{extension}", methods=["GET", "HEAD"], include_in_schema=False)
    async def whole(request: Request, extension: str) -> Response:
        if extension not in FILES:
            raise _unknown(f"gbaip.{extension}; there are {', '.join(FILES)}").raised()
        return await _file(request, engine, FILES[extension], kept)

    @router.api_route("/id/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def thing(request: Request, path: str) -> Response:
        return _lead_on(request, f"id/{path}")

    @router.api_route("/concept/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def concept(request: Request, path: str) -> Response:
        return _lead_on(request, f"concept/{path}")

    @router.api_route("/data/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def data(request: Request, path: str) -> Response:
        return await _describe(request, engine, path)

    return router


def _lead_on(request: Request, path: str) -> Response:
    if not _PATH.match(path):
        raise _unknown(path).raised()
    address = f"/data/{quote(path)}"
    if request.url.query:
        address += f"?{request.url.query}"
    return RedirectResponse(address, 303, headers={"Vary": "Accept", **CORS})


async def _describe(request: Request, engine: Engine, path: str) -> Response:
    name, extension = _split(path)
    if not _PATH.match(name):
        raise _unknown(path).raised()
    media = _wanted(request, extension or request.query_params.get("format", ""))
    iri = BASE + name
    tag = etag_of(engine.facts, "data", iri, media.name)
    if known := has_it(request, tag):
        return not_modified(known)
    task = DescribeTask(iri, media.name, engine.settings.answer_limit_mb * _MEBIBYTE)
    outcome = await engine.run(request, task)
    if outcome.header.form == "nothing":
        raise _unknown(path).raised()
    if outcome.header.form == "deprecated":
        raise _gone(outcome.header.cursor).raised()
    links = (("Link", f'<{iri}>; rel="describes"'),)
    tag = etag_of(outcome.told, "data", iri, media.name)
    return respond(request, Body(outcome.body, media.content_type, links), tag)


def _split(path: str) -> tuple[str, str]:
    """Tell an extension from a slug, which may have points itself."""
    name, dot, extension = path.rpartition(".")
    return (name, extension) if dot and named(extension, GRAPHS) else (path, "")


def _wanted(request: Request, name: str) -> Media:
    media = named(name, GRAPHS) if name else choose(request.headers.get("accept"), GRAPHS)
    if media is None and not name and "text/html" in request.headers.get("accept", ""):
        media = GRAPHS[0]  # a browser is shown Turtle rather than nothing
    if media is None:
        raise not_acceptable(GRAPHS).raised()
    return media


async def _file(
    request: Request, engine: Engine, format_name: str, kept: dict[tuple[str, str], tuple[bytes, bytes]]
) -> Response:
    media = named(format_name, GRAPHS) or GRAPHS[0]
    tag = etag_of(engine.facts, "file", format_name)
    if known := has_it(request, tag):
        return not_modified(known)
    key = (engine.facts.digest, format_name)
    if key not in kept:
        outcome = await engine.run(request, DatasetTask(format_name, _file_limit(engine)))
        for old in [one for one in kept if one[0] != outcome.told.digest]:
            del kept[old]
        key = (outcome.told.digest, format_name)
        kept[key] = outcome.body, await asyncio.to_thread(zip_content, outcome.body)
        tag = etag_of(outcome.told, "file", format_name)
    content, zipped = kept[key]
    wanted = _RANGE.match(request.headers.get("range", ""))
    if wanted and (wanted[1] or wanted[2]):
        return _part(content, wanted, media, tag)
    return respond(request, Body(content, media.content_type, (("Accept-Ranges", "bytes"),), zipped), tag)


def _file_limit(engine: Engine) -> int:
    return 8 * engine.settings.answer_limit_mb * _MEBIBYTE


def _part(content: bytes, wanted: re.Match[str], media: Media, tag: str) -> Response:
    """Send one part of a file (https://www.rfc-editor.org/rfc/rfc9110#name-range)."""
    total = len(content)
    if wanted[1]:
        first, last = int(wanted[1]), min(int(wanted[2] or total), total - 1)
    else:
        first, last = max(total - int(wanted[2]), 0), total - 1
    if first > last:
        raise Problem(
            "range-not-satisfiable",
            416,
            "There is no such part",
            headers={"Content-Range": f"bytes */{total}"},
        ).raised()
    headers = {
        "Content-Range": f"bytes {first}-{last}/{total}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{tag}"',
        "Vary": VARY,
        "Content-Type": media.content_type,
        **CORS,
    }
    return Response(content[first : last + 1], 206, headers=headers)


def _unknown(path: str) -> Problem:
    return Problem("not-found", 404, "There is nothing at this address", f"The graph says nothing of {path}")


def _gone(replaced_by: str) -> Problem:
    more = {"replacedBy": replaced_by} if replaced_by else {}
    headers = {"Link": f'<{replaced_by}>; rel="successor-version"'} if replaced_by else {}
    return Problem("gone", 410, "This thing was a mistake and is no longer used", "", more, headers)
