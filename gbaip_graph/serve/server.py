"""Run the application: listen, reload on SIGHUP, end on SIGTERM.

What ``gbaip serve`` does.
"""

from __future__ import annotations

import asyncio
import logging
import signal

import uvicorn
from fastapi import FastAPI

from gbaip_graph.errors import StoreDamaged
from gbaip_graph.layout import Root
from gbaip_graph.serve.app import LOADER, create_app
from gbaip_graph.serve.connections import limited
from gbaip_graph.serve.settings import Settings

_LOG = logging.getLogger("gbaip.serve")
# Running queries are ended with the server; nobody waits longer for an answer than for this.
_SHUTDOWN_LIMIT_S = 5
# An address of 8 KB of Chinese is 24 KB when it is percent-encoded; what is longer is sent with POST.
_HEAD_LIMIT_BYTES = 32 * 1024


class _Server(uvicorn.Server):
    """Says where it listens, and takes SIGHUP for a reload."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app
        self._reloads: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.should_exit:
            return
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._reload)
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                print(f"http://{host}:{port}/", flush=True)

    def _reload(self) -> None:
        task = asyncio.get_running_loop().create_task(reload_graph(self._app))
        self._reloads.add(task)
        task.add_done_callback(self._reloads.discard)


async def reload_graph(app: FastAPI) -> None:
    """Load the graph of the files as they are now; the old one answers until the new one does, or stays."""
    try:
        await app.state.engine.pool.start()
    except StoreDamaged as error:
        _LOG.error("the graph was not reloaded: %s", error)
    else:
        _LOG.warning("the graph was reloaded: %s", app.state.engine.facts.digest)


def serve(root: Root, settings: Settings, *, loader: str = LOADER) -> None:
    """Serve a root until a signal ends it; prints the address when it can answer."""
    app = create_app(root, settings, loader=loader)
    connection = limited(
        read_limit_s=settings.read_limit_s,
        client_connections=settings.client_connections,
        head_limit_bytes=_HEAD_LIMIT_BYTES,
    )
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_LIMIT_S,
        timeout_keep_alive=5,
        http=connection,
        ws="none",
        h11_max_incomplete_event_size=_HEAD_LIMIT_BYTES,
    )
    _Server(config, app).run()
