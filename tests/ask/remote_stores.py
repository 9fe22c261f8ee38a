"""Real SPARQL servers on the loopback address, loaded with a built graph, for the tests of remote stores."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

START_LIMIT_S = 30.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def with_default_graph(nquads: bytes) -> bytes:
    """Return the quads and, once each, their triples in the default graph, which is our union."""
    triples = {line.rpartition(b" <")[0] for line in nquads.splitlines()}
    return nquads + b"".join(sorted(triple + b" .\n" for triple in triples))


@contextmanager
def oxigraph(nquads: bytes, folder: Path) -> Iterator[str]:
    """Run Oxigraph's own server on the data and yield the address of its endpoint."""
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    data = folder / "data.nq"
    data.write_bytes(with_default_graph(nquads))
    store, port = folder / "store", free_port()
    subprocess.run(
        [program, "load", "--location", str(store), "--file", str(data)], check=True, capture_output=True
    )
    command = [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/query", process)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the endpoint answers; fails where the server has ended."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has ended"
        try:
            if httpx.get(address, params={"query": "ASK {}"}, timeout=2).status_code < 500:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up")
