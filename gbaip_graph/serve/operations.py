"""What those who run the server ask of it: whether it lives, whether it can answer, and how it does.

Routes ``/health``, ``/ready`` and ``/metrics``; https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import logging
import math
import time

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gbaip_graph.errors import StoreDamaged
from gbaip_graph.serve.answering import Engine
from gbaip_graph.serve.problems import Problem

_LOG = logging.getLogger("gbaip.slow")
# From a look-up to the longest query that is let run.
_BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one application."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self._engine = engine
        self._requests = Counter(
            "gbaip_requests_total", "Requests answered.", ["route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "gbaip_request_seconds",
            "Seconds to answer.",
            ["route"],
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self._triples = Gauge("gbaip_triples", "Triples of the graph that answers.", registry=self.registry)

    def count(self, scope: Scope, status: int, taken: float) -> None:
        """Count a request by its route, never by its address, and log it where it was slow."""
        route = getattr(scope.get("route"), "path", "other")
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(taken)
        if taken >= self._engine.settings.slow_query_s:
            # Neither the query nor the values of its parameters: they may tell who asks what.
            _LOG.warning("slow route=%s status=%s seconds=%.3f", route, status, taken)

    def count_kept(self, route: str, status: int, taken: float) -> None:
        """Count a request that was answered by what was kept; ``Keeping`` tells of which route it was."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(taken)

    def text(self) -> bytes:
        """Return the metrics as Prometheus reads them."""
        facts = self._engine.pool.told
        self._triples.set(math.nan if facts is None or facts.triples is None else facts.triples)
        return generate_latest(self.registry)


_NOT_READY = Problem("not-ready", 503, "The graph is not loaded", headers={"Retry-After": "2"})


class Counting:
    """ASGI middleware that counts; Starlette's own kind would hide from routes that a client has gone."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count it by the status of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        statuses: list[int] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        started = time.monotonic()
        try:
            await self._app(scope, receive, sent)
        finally:
            self._metrics.count(scope, statuses[0] if statuses else 500, time.monotonic() - started)


def operations_router(engine: Engine, metrics: Metrics) -> APIRouter:
    """Return the routes of operation."""
    router = APIRouter()

    @router.get("/health", include_in_schema=False)
    async def health() -> Response:
        return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})

    @router.get("/ready", include_in_schema=False)
    async def ready(request: Request) -> Response:
        try:
            facts = await engine.pool.revive()
        except StoreDamaged:
            raise _NOT_READY.raised() from None
        told = {"status": "ready", "graph": facts.digest, "triples": facts.triples}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    @router.get("/metrics", include_in_schema=False)
    async def show_metrics() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
