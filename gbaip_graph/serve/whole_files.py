"""The whole graph as files, also in parts, so that a long download can be taken up again.

https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

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
from gbaip_graph.serve.media import GRAPHS, Media, named
from gbaip_graph.serve.messages import DatasetTask
from gbaip_graph.serve.problems import Problem

_MEBIBYTE = 1024 * 1024
#: How much longer than an answer a file may be.
_FILE_FACTOR = 8
#: Of the whole graph, as extension and format; its named graphs are lost in Turtle.
FILES = {"nq": "nq", "trig": "trig", "ttl": "turtle"}
# Several parts at once are not sent: a server may send the whole instead.
_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class _File:
    """A file as it is kept: its bytes, the same as gzip, and its tag."""

    content: bytes
    zipped: bytes
    tag: str


def files_router(engine: Engine) -> APIRouter:
    """Return the route of the files of the whole graph; it keeps those of the graph that is served."""
    router = APIRouter()
    kept: dict[tuple[str, str], _File] = {}

    @router.api_route("/data/gbaip.{extension}", methods=["GET", "HEAD"], include_in_schema=False)
    async def whole(request: Request, extension: str) -> Response:
        media = named(FILES.get(extension, ""), GRAPHS)
        if media is None:
            there = ", ".join(f"gbaip.{known}" for known in FILES)
            raise Problem("not-found", 404, "There is no such file", f"There are {there}.").raised()
        if known := has_it(request, etag_of(engine.facts, "file", media.name)):
            return not_modified(known)
        file = kept.get((engine.facts.digest, media.name)) or await _written(request, engine, media, kept)
        if part := _wanted_part(request, file):
            return _part(file, part, media)
        headers = (("Accept-Ranges", "bytes"),)
        return respond(request, Body(file.content, media.content_type, headers, file.zipped), file.tag)

    return router


async def _written(
    request: Request, engine: Engine, media: Media, kept: dict[tuple[str, str], _File]
) -> _File:
    limit_bytes = _FILE_FACTOR * engine.settings.answer_limit_mb * _MEBIBYTE
    outcome = await engine.run(request, DatasetTask(media.name, limit_bytes))
    zipped = await asyncio.to_thread(zip_content, outcome.body)
    file = _File(outcome.body, zipped, etag_of(outcome.told, "file", media.name))
    for old in [one for one in kept if one[0] != outcome.told.digest]:
        del kept[old]
    kept[outcome.told.digest, media.name] = file
    return file


def _wanted_part(request: Request, file: _File) -> tuple[int, int] | None:
    """Return the first and last byte that a request wants, None where it is to be sent the whole.

    That is so for HEAD, for a part that cannot be read, and where ``If-Range`` names other bytes than these
    (https://www.rfc-editor.org/rfc/rfc9110#name-if-range). Raises 416 where there is no such part.
    """
    wanted = _RANGE.match(request.headers.get("range", ""))
    if request.method == "HEAD" or wanted is None or not (wanted[1] or wanted[2]):
        return None
    if request.headers.get("if-range", f'"{file.tag}"').strip() != f'"{file.tag}"':
        return None
    total = len(file.content)
    if not wanted[1]:
        first, last = max(total - int(wanted[2]), 0), total - 1
    elif wanted[2] and int(wanted[2]) < int(wanted[1]):
        return None
    else:
        first, last = int(wanted[1]), min(int(wanted[2] or total), total - 1)
    if first > last:
        raise Problem(
            "range-not-satisfiable",
            416,
            "There is no such part",
            f"The file has {total} bytes.",
            headers={"Content-Range": f"bytes */{total}", "Accept-Ranges": "bytes"},
        ).raised()
    return first, last


def _part(file: _File, part: tuple[int, int], media: Media) -> Response:
    first, last = part
    headers = {
        "Content-Range": f"bytes {first}-{last}/{len(file.content)}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.tag}"',
        "Cache-Control": "no-cache",
        "Vary": VARY,
        "Content-Type": media.content_type,
        **CORS,
    }
    return Response(file.content[first : last + 1], 206, headers=headers)
