"""Run the application: listen, reload on SIGHUP, end on SIGTERM.

What ``gbaip serve`` does.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket

import uvicorn
from fastapi import FastAPI

from gbaip_graph.errors import InvalidValue, StoreDamaged
from gbaip_graph.layout import Root
from gbaip_graph.serve.app import LOADER, create_app
from gbaip_graph.serve.connections import limited
from gbaip_graph.serve.kept import Keeping, KeptAnswers
from gbaip_graph.serve.settings import Settings

_LOG = logging.getLogger("gbaip.serve")
# What still runs after the first is told that the server ends; connections are cut after the second. With
# the end of the engine itself, the server is gone well within ten seconds.
_QUERY_GRACE_S = 2
_SHUTDOWN_LIMIT_S = 4
# An address of 8 KB of Chinese is 24 KB when it is percent-encoded; what is longer is sent with POST.
_HEAD_LIMIT_BYTES = 32 * 1024
_SIGNAL_CHECK_S = 0.1
_MEBIBYTE = 1024 * 1024


class _Server(uvicorn.Server):
    """Listens, loads the graph, says where it answers, and takes SIGHUP for a reload.

    While it loads, it tells whoever asks that it is not ready. ``failure`` is why it did not come up.
    """

    failure: StoreDamaged | None = None

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app
        self._reloads: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:
            # uvicorn has said why, in the words of the system.
            where = f"{self.config.host}:{self.config.port}"
            raise InvalidValue(
                f"no address to listen on: {where}", mend="Give another --host or --port."
            ) from None
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._reload)
        await self._load()
        if not self.should_exit:
            self._tell_addresses()

    async def _load(self) -> None:
        """Load the graph, unless a signal comes before that is done."""
        loading = asyncio.get_running_loop().create_task(self._app.state.pool.start())
        while not loading.done() and not self.should_exit:
            await asyncio.wait({loading}, timeout=_SIGNAL_CHECK_S)
        try:
            if loading.done():
                loading.result()
            else:
                loading.cancel()
        except StoreDamaged as error:
            self.failure, self.should_exit = error, True

    def _tell_addresses(self) -> None:
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                print(f"http://{host}:{port}/", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let queries end for a little while, then end their workers; tell each client so."""
        ending = asyncio.get_running_loop().create_task(self._end_engine())
        try:
            await super().shutdown(sockets)
        finally:
            ending.cancel()

    async def _end_engine(self) -> None:
        await asyncio.sleep(_QUERY_GRACE_S)
        await self._app.state.engine.pool.close()

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
    """Serve a root until a signal ends it; prints the address when it can answer.

    Raises ``StoreDamaged`` where there is no graph to serve, and ``InvalidValue`` where it cannot listen.
    """
    app = create_app(root, settings, loader=loader)
    kept = KeptAnswers(
        limit_bytes=settings.kept_answers_mb * _MEBIBYTE,
        graph=lambda: app.state.pool.told,
        count=app.state.metrics.count_kept,
    )
    connection = limited(
        read_limit_s=settings.read_limit_s,
        client_connections=settings.client_connections,
        head_limit_bytes=_HEAD_LIMIT_BYTES,
        kept=kept if settings.kept_answers_mb else None,
    )
    config = uvicorn.Config(
        Keeping(app, kept),
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
    server = _Server(config, app)
    server.run()
    if server.failure is not None:
        raise server.failure
