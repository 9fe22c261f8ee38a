"""Real SPARQL servers on the loopback address, for the tests of remote stores; each can be loaded many times.

Virtuoso is Debian's ``virtuoso-opensource-7-bin``; it runs from a folder of its own, not as a service.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import httpx

#: A server comes up in two seconds; on a machine with much else to do it takes far longer.
START_LIMIT_S = 90.0
_START_TRIES = 3  # another program may have taken a port before the server did
_NO_VIRTUOSO = "Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)"
#: Default for the owner of a new database, which listens on the loopback address and is deleted at the end.
_OWNER = "dba"
# Buffers of 8 KiB; two threads for one client. Without checkpoints nothing is written that nobody reads.
_INI = """\
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
LockFile = virtuoso.lck
ErrorLogFile = virtuoso.log
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 7000
ServerThreads = 10
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {row_limit}
"""


class RunningStore(Protocol):
    """A running server: the address of its endpoint, and a way to load it."""

    address: str

    def load(self, nquads: bytes) -> None:
        """Put quads in the place of all that there are; the default graph is the union of the named ones."""


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


@dataclass
class OxigraphServer:
    """Oxigraph's own server, which keeps its quads in memory."""

    address: str

    def load(self, nquads: bytes) -> None:
        """Put quads in the place of all that there are."""
        base = self.address.removesuffix("/query")
        with httpx.Client(timeout=60) as client:
            client.post(f"{base}/update", data={"update": "CLEAR ALL"}).raise_for_status()
            content = with_default_graph(nquads)
            headers = {"Content-Type": "application/n-quads"}
            client.post(f"{base}/store", content=content, headers=headers).raise_for_status()


@contextmanager
def running_oxigraph() -> Iterator[OxigraphServer]:
    """Run an empty Oxigraph server."""
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))

    def start() -> tuple[subprocess.Popen[bytes], OxigraphServer]:
        address = f"127.0.0.1:{free_port()}"
        process = subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL)
        return process, OxigraphServer(f"http://{address}/query")

    with _running(start) as server:
        yield server


@contextmanager
def oxigraph(nquads: bytes) -> Iterator[str]:
    """Run an Oxigraph server on some quads and yield the address of its endpoint."""
    with running_oxigraph() as server:
        server.load(nquads)
        yield server.address


@dataclass
class VirtuosoServer:
    """Virtuoso on an empty database in a folder; its default graph is the union of its named ones."""

    address: str
    folder: Path
    port: int
    _graphs: set[str] = field(default_factory=set)

    def load(self, nquads: bytes) -> None:
        """Put quads in the place of all that this has loaded; Virtuoso's own graphs stay."""
        (self.folder / "data.nq").write_bytes(nquads)
        clearing = [f"SPARQL CLEAR GRAPH <{graph}>;" for graph in sorted(self._graphs)]
        self._graphs = {line.rpartition(b" <")[2][:-3].decode() for line in nquads.splitlines()}
        # 2: no log, each row for itself; 512: N-Quads. The two names are for quads that have no graph.
        file = f"file_to_string_output('{self.folder}/data.nq')"
        loading = f"DB.DBA.TTLP_MT({file}, 'urn:base', 'urn:none', 512);"
        self.run("\n".join(["log_enable(2, 1);", *clearing, loading]))

    def run(self, statements: str) -> str:
        """Run statements through ``isql-vt`` and return what it prints; fails on any error."""
        command = ["isql-vt", f"127.0.0.1:{self.port}", _OWNER, _OWNER]
        done = subprocess.run(
            command, input=statements + "\n", capture_output=True, text=True, timeout=60, check=True
        )
        assert "*** Error" not in done.stdout + done.stderr, done.stdout + done.stderr
        return done.stdout


def virtuoso_is_missing() -> str:
    """Return why Virtuoso cannot be run, ``""`` where it can."""
    return "" if shutil.which("virtuoso-t") and shutil.which("isql-vt") else _NO_VIRTUOSO


@contextmanager
def running_virtuoso(folder: Path, *, row_limit: int = 1_000_000) -> Iterator[VirtuosoServer]:
    """Run Virtuoso on a new database in the folder."""

    def start() -> tuple[subprocess.Popen[bytes], VirtuosoServer]:
        port, http_port = free_port(), free_port()
        own = folder / str(port)
        own.mkdir()
        (own / "virtuoso.ini").write_text(
            _INI.format(port=port, http_port=http_port, folder=own, row_limit=row_limit), encoding="utf-8"
        )
        command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground", "+wait"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=own, **quiet)
        return process, VirtuosoServer(f"http://127.0.0.1:{http_port}/sparql", own, port)

    with _running(start) as server:
        yield server


_Server = TypeVar("_Server", bound=RunningStore)


@contextmanager
def _running(start: Callable[[], tuple[subprocess.Popen[bytes], _Server]]) -> Iterator[_Server]:
    """Yield a server that answers; it is ended by its process, since what it holds is worth nothing."""
    for _ in range(_START_TRIES):
        process, server = start()
        try:
            if is_answering(server.address, process):
                yield server
                return
        finally:
            process.kill()
            process.wait(10)
    raise AssertionError("the server did not come up")


def is_answering(address: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the endpoint answers; False where the server has ended or takes too long."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(address, params={"query": "ASK {}"}, timeout=2).status_code < 500:
                return True
        except httpx.HTTPError:
            time.sleep(0.05)
    return False
