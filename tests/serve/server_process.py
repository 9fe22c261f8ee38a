"""A real server on a free port of the loopback address, in a process of its own, for the tests.

``python -m tests.serve.server_process LOADER ARGUMENT SETTINGS_JSON`` prints its address when it answers.
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
from typing import IO

from gbaip_graph.layout import Root
from gbaip_graph.serve.server import serve
from gbaip_graph.serve.settings import Settings

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LOADER = "gbaip_graph.serve.tasks:load"


@contextmanager
def running(
    argument: Path,
    *,
    loader: str = LOADER,
    settings: Mapping[str, object] | None = None,
    log: IO[str] | None = None,
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a server and yield its address and process; ends it by its id. Its log may go to a file."""
    command = [
        sys.executable,
        "-m",
        "tests.serve.server_process",
        loader,
        str(argument),
        json.dumps(settings or {}),
    ]
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "the server did not start"
        yield address.rstrip("/"), process
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
    given = {"port": 0, **json.loads(settings)}
    serve(Root(Path(argument)), Settings(**given), loader=loader)


if __name__ == "__main__":
    main(*sys.argv[1:])
