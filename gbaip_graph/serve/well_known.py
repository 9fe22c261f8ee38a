"""The description of the graph in VoID and DCAT, where clients look for it: ``/.well-known/void``.

https://www.w3.org/TR/void/#well-known
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gbaip_graph.serve.answering import CORS, Engine
from gbaip_graph.serve.linked_data import wanted_media
from gbaip_graph.serve.service_description import describe_self

_ADDRESS = "/.well-known/void"


def well_known_router(engine: Engine) -> APIRouter:
    """Return the route of the description, and that of the IRIs which it describes."""
    router = APIRouter()

    @router.api_route(_ADDRESS, methods=["GET", "HEAD"], include_in_schema=False)
    async def description(request: Request) -> Response:
        media = wanted_media(request, request.query_params.get("format", ""))
        return await describe_self(request, engine, media, of_service=False)

    @router.api_route("/dataset", methods=["GET", "HEAD"], include_in_schema=False)
    async def dataset() -> Response:
        return _lead_on()

    @router.api_route("/dataset/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def part_of_dataset(path: str) -> Response:
        return _lead_on()

    return router


def _lead_on() -> Response:
    return RedirectResponse(_ADDRESS, 303, headers={"Vary": "Accept", **CORS})
