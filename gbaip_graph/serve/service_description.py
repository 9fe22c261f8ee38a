"""What ``/sparql`` says of itself when it is asked nothing.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from gbaip_graph.serve.answering import Body, Engine, etag_of, has_it, not_modified, respond
from gbaip_graph.serve.media import GRAPHS, ROWS, Media, choose, named
from gbaip_graph.serve.messages import SelfDescriptionTask
from gbaip_graph.serve.problems import Problem

_MEBIBYTE = 1024 * 1024
# It becomes part of IRIs. The header Host, which a client chooses, is in it.
_BASE = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?/(?:[A-Za-z0-9._~-]+/)*\Z")


async def describe_service(request: Request, engine: Engine, format_name: str) -> Response:
    """Answer with the description of the service and its dataset in the wanted graph format."""
    accept = request.headers.get("accept")
    media = named(format_name, GRAPHS) if format_name else choose(accept, GRAPHS)
    if media is None and not format_name and choose(accept, ROWS) is not None:
        media = GRAPHS[0]  # a client that reads only answers to queries learns that it has asked nothing
    if media is None:
        types = [one.media_type for one in GRAPHS]
        raise Problem(
            "not-acceptable", 406, "None of the wanted formats is there", more={"available": types}
        ).raised()
    return await describe_self(request, engine, media, of_service=True)


async def describe_self(request: Request, engine: Engine, media: Media, *, of_service: bool) -> Response:
    """Answer with the description of the graph that is served, and of the service where that is wanted."""
    base = str(request.base_url)
    if not _BASE.match(base):
        raise Problem(
            "bad-request", 400, "The host is no host", "Host names letters, digits and a port."
        ).raised()
    parts = ("service" if of_service else "void", base, media.name)
    if known := has_it(request, etag_of(engine.facts, *parts)):
        return not_modified(known)
    limit = engine.settings.answer_limit_mb * _MEBIBYTE
    outcome = await engine.run(request, SelfDescriptionTask(base, media.name, limit, of_service=of_service))
    return respond(request, Body(outcome.body, media.content_type), etag_of(outcome.told, *parts))
