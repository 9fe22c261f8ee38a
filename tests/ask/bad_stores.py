"""HTTP servers on the loopback address that answer a query wrongly, each in its own way."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"
ONE_ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/s"}}]}}'
NO_LENGTH = -1

Respond = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def bad_stores() -> Iterator[Callable[[Respond], str]]:
    """Yield a function that starts a server with one answer to everything and returns its address."""
    servers = []

    def start(respond: Respond) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.asked = dict(parse_qsl(body.decode()))
                respond(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/sparql"

    try:
        yield start
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def sends(
    body: bytes, *, status: int = 200, media_type: str = JSON, length: int | None = None, **more: str
) -> Respond:
    """Answer with a body; ``length`` is what is said of it, -1 nothing; a name's ``_`` stands for ``-``."""

    def respond(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        if length != NO_LENGTH:
            handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in more.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return respond


def drips(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Send something for ever, never the end."""
    sends(b"", length=1 << 30)(handler)
    stop = threading.Event()
    try:
        while not stop.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()
    except OSError:
        return


def hangs(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Say nothing until the client goes."""
    handler.connection.settimeout(20)
    try:
        handler.connection.recv(1)
    except OSError:
        return


def drips_headers(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Send one header after another, never the last."""
    stop = threading.Event()
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not stop.wait(0.02):
            handler.wfile.write(b"X-More: yes\r\n")
            handler.wfile.flush()
    except OSError:
        return


def floods(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Send much at once, for ever."""
    sends(b"", length=1 << 40)(handler)
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        return
