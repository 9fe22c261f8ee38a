"""A real server on a free port of the loopback address, in a process of its own, for the tests.

``python -m tests.serve.server_process LOADER ARGUMENT SETTINGS_JSON`` prints the port when it answers.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LOADER = "gbaip_graph.serve.tasks:load"


@contextmanager
def running(
    argument: Path, *, loader: str = LOADER, settings: Mapping[str, object] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a server and yield its address and process; ends it by its id."""
    command = [sys.executable, "-m", "tests.serve.server_process", loader, str(argument), json.dumps(settings or {})]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port.isdigit(), "the server did not start"
        yield f"http://127.0.0.1:{port}", process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.stdout is not None
        process.stdout.close()


def main(loader: str, argument: str, settings: str) -> None:
    """Serve until a signal ends the process."""
    import socket

    import uvicorn

    from gbaip_graph.layout import Root
    from gbaip_graph.serve.app import create_app
    from gbaip_graph.serve.settings import Settings

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(Root(Path(argument)), Settings(**json.loads(settings)), loader=loader)

    class Told(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(listening.getsockname()[1])

    Told(uvicorn.Config(app, log_level="warning", lifespan="on")).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
