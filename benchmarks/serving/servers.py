"""Start the servers that are compared, each on a free port of the loopback address, with the same triples.

For ``benchmarks.serve_speed``. The others get the union of all graphs as their one graph, in memory, which is
the least work for them.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.client import Connection, Target, requests

HERE = Path(__file__).resolve().parent
_START_LIMIT_S = 180.0
_END_LIMIT_S = 15.0


@dataclass(frozen=True)
class Server:
    """A server that answers: where, and its process."""

    target: Target
    pid: int


@contextmanager
def gbaip(root: Path, settings: Mapping[str, object] | None = None) -> Iterator[Server]:
    """Run ``gbaip serve``."""
    port = _free_port()
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in (settings or {}).items()]
    command = [sys.executable, "-m", "gbaip_graph.cli", f"--root={root}", "serve", f"--port={port}", *flags]
    with _running(command, Target(port, "/sparql")) as server:
        yield server


@contextmanager
def oxigraph(triples: Path) -> Iterator[Server]:
    """Run Oxigraph's own server, of PyPI's ``oxigraph``, and load the triples over HTTP."""
    port = _free_port()
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    with _running([program, "serve", "--bind", f"127.0.0.1:{port}"], Target(port, "/query")) as server:
        body = triples.read_bytes()
        head = (
            "POST /store?default HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/n-triples\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with Connection(server.target, "127.0.0.1") as connection:
            assert connection.ask(head.encode() + body).status in (200, 201, 204)
        yield server


@contextmanager
def rdflib_endpoint(triples: Path, python: Path) -> Iterator[Server]:
    """Run rdflib-endpoint by the Python that has it."""
    port = _free_port()
    command = [str(python), str(HERE / "rdflib_endpoint_server.py"), str(triples), str(port)]
    with _running(command, Target(port, "/")) as server:
        yield server


@contextmanager
def _running(command: Sequence[str], target: Target) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, target)
        yield Server(target, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_END_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], target: Target) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            # From another address: with the same, a port that nobody listens at yet may be given to us, and
            # we would talk to ourselves.
            with Connection(target, "127.0.0.2") as connection:
                if connection.ask(next(requests(target, "ASK {}"))).status == 200:
                    return
        except ConnectionError:
            time.sleep(0.1)
    raise SystemExit(f"{process.args!r} did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def merged_triples(nquads: bytes) -> bytes:
    """Return the union of all graphs as N-Triples, each triple once."""
    return b"".join(sorted({line.rpartition(b" <")[0] + b" .\n" for line in nquads.splitlines()}))
