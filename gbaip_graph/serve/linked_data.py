"""Things by their addresses: ``/id/...`` leads to ``/data/...``; the ontology and the named graphs by theirs.

https://www.w3.org/TR/cooluris/ - the thing itself cannot be sent, so its address leads on with 303. The
ontology is a document, at ``/ns``, whose terms are parts of it. A browser is led to the page instead.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gbaip_graph.build.load import ONTOLOGY_GRAPH
from gbaip_graph.namespaces import GRAPH, ONTOLOGY, expand
from gbaip_graph.pages.addresses import thing_of
from gbaip_graph.serve.answering import CORS, Body, Engine, etag_of, has_it, not_modified, respond
from gbaip_graph.serve.languages import wanted_language
from gbaip_graph.serve.media import GRAPHS, Media, named, wanted_format
from gbaip_graph.serve.messages import DescribeTask, GraphTask, SparqlTask
from gbaip_graph.serve.problems import Problem
from gbaip_graph.serve.protocol import not_acceptable

_MEBIBYTE = 1024 * 1024
_PAGE = Media("page", "text/html", ("application/xhtml+xml",))
#: What follows the base in the IRI of a thing: id/<kind>/<slug>, concept/<scheme> or concept/<scheme>/<term>.
_PATH = re.compile(r"(?:(?:id|concept)/[a-z0-9-]+/[A-Za-z0-9][A-Za-z0-9._~-]*|concept/[a-z0-9-]+)\Z")
_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){2}\Z", re.ASCII)
_GRAPH_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*\Z")


def linked_data_router(engine: Engine) -> APIRouter:
    """Return the routes ``/id``, ``/concept`` and ``/data`` of things, ``/ns`` and ``/graph``."""
    router = APIRouter()

    @router.api_route("/id/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def thing(request: Request, path: str) -> Response:
        return _lead_on(request, f"id/{path}")

    @router.api_route("/concept/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def concept(request: Request, path: str) -> Response:
        return _lead_on(request, f"concept/{path}")

    @router.api_route("/data/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def data(request: Request, path: str) -> Response:
        return await _describe(request, engine, path)

    @router.api_route("/ns", methods=["GET", "HEAD"], include_in_schema=False)
    async def ontology(request: Request) -> Response:
        if wants_page(request):
            return _see_page(request, "ns")
        return await _ontology(request, engine)

    @router.api_route("/ns/{version}", methods=["GET", "HEAD"], include_in_schema=False)
    async def ontology_version(request: Request, version: str) -> Response:
        return await _ontology_version(request, engine, version)

    @router.api_route("/graph/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def graph(request: Request, path: str) -> Response:
        if not _GRAPH_PATH.match(path):
            raise _unknown(f"graph/{path}").raised()
        parameters = [("graph", GRAPH + path), *request.query_params.multi_items()]
        return _see(f"/sparql/graphs?{urlencode(parameters)}")

    return router


def _lead_on(request: Request, path: str) -> Response:
    if not _PATH.match(path):
        raise _unknown(path).raised()
    if wants_page(request):
        return _see_page(request, path)
    address = f"/data/{quote(path)}"
    if request.url.query:
        address += f"?{request.url.query}"
    return _see(address)


def wants_page(request: Request) -> bool:
    """Say whether a client would rather have a page than any format of a graph, as a browser would."""
    if "format" in request.query_params:
        return False
    return wanted_format("", request, (*GRAPHS, _PAGE)) is _PAGE


def _see_page(request: Request, path: str) -> Response:
    address = f"/{wanted_language(request)}/{quote(path)}"
    return RedirectResponse(address, 303, headers={"Vary": "Accept, Accept-Language", **CORS})


def _see(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"Vary": "Accept", **CORS})


async def _describe(request: Request, engine: Engine, path: str) -> Response:
    name, extension = _split(path)
    iri = thing_of(name)
    if iri is None:
        raise _unknown(path).raised()
    media = wanted_media(request, extension or request.query_params.get("format", ""))
    if known := has_it(request, etag_of(engine.facts, "data", iri, media.name)):
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


async def _ontology(request: Request, engine: Engine) -> Response:
    media = wanted_media(request, request.query_params.get("format", ""))
    if known := has_it(request, etag_of(engine.facts, "ontology", media.name)):
        return not_modified(known)
    task = GraphTask(ONTOLOGY_GRAPH, media.name, engine.settings.answer_limit_mb * _MEBIBYTE)
    outcome = await engine.run(request, task)
    links = (("Link", f'<{ONTOLOGY.removesuffix("#")}>; rel="describes"'),)
    tag = etag_of(outcome.told, "ontology", media.name)
    return respond(request, Body(outcome.body, media.content_type, links), tag)


async def _ontology_version(request: Request, engine: Engine, version: str) -> Response:
    """Lead on to the ontology where it has that version; older ones are in the releases of the project."""
    if not _VERSION.match(version):
        raise _unknown(f"ns/{version}").raised()
    own = ONTOLOGY.removesuffix("#")
    text = f"ASK {{ <{own}> <{expand('owl:versionIRI')}> <{own}/{version}> }}"
    task = SparqlTask(text, "csv", "turtle", _MEBIBYTE, limit_chars=len(text), limit_depth=1)
    outcome = await engine.run(request, task, text=text)
    if outcome.body.strip() != b"true":
        raise _unknown(f"ns/{version}").raised()
    return _see("/ns")


def _split(path: str) -> tuple[str, str]:
    """Tell an extension from a slug, which may have points itself."""
    name, dot, extension = path.rpartition(".")
    return (name, extension) if dot and named(extension, GRAPHS) else (path, "")


def wanted_media(request: Request, name: str) -> Media:
    """Return the format of a graph, by its name or by what the client accepts; raises 406."""
    media = wanted_format(name, request, GRAPHS)
    if media is None and not name and "text/html" in request.headers.get("accept", ""):
        media = GRAPHS[0]  # a browser is shown Turtle rather than nothing
    if media is None:
        raise not_acceptable(GRAPHS).raised()
    return media


def _unknown(path: str) -> Problem:
    return Problem("not-found", 404, "There is nothing at this address", f"The graph says nothing of {path}")


def _gone(replaced_by: str) -> Problem:
    more = {"replacedBy": replaced_by} if replaced_by else {}
    headers = {"Link": f'<{replaced_by}>; rel="successor-version"'} if replaced_by else {}
    return Problem("gone", 410, "This thing was a mistake and is no longer used", "", more, headers)
