"""What those who run the server see: health, readiness, metrics, the log, how a start fails."""

from __future__ import annotations

import json
import math
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.serve.server_process import REPOSITORY, running
from tests.serve.test_reload import descendants

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SMALL = "tests.serve.small_graph:load"
ASKED = "what-nobody-is-to-know"
PATIENCE_S = 60


@dataclass(frozen=True)
class Server:
    address: str
    process: subprocess.Popen[str]
    folder: Path
    log: Path

    def get(self, path: str, **more: object) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", timeout=PATIENCE_S, **more)  # type: ignore[arg-type]

    def metrics(self) -> dict[str, float]:
        lines = [line for line in self.get("/metrics").text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a server that calls every request slow."""
    folder = tmp_path_factory.mktemp("operations")
    log = folder / "log"
    settings = {"workers": 2, "slow_query_s": 0.0}
    with (
        log.open("w", encoding="utf-8") as file,
        running(folder, loader=SMALL, settings=settings, log=file) as (address, process),
    ):
        yield Server(address, process, folder, log)


def until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ------------------------------------------------------------------------------------------- readiness


def test_a_living_server_says_so(server: Server) -> None:
    answer = server.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_that_can_answer_tells_of_which_graph(server: Server) -> None:
    answer = server.get("/ready")
    assert answer.json() == {"status": "ready", "graph": "version-0", "triples": 1201}
    assert answer.headers["cache-control"] == "no-store"


def test_a_graph_that_cannot_be_loaded_leaves_the_server_ready_with_the_old_one(server: Server) -> None:
    (server.folder / "version").write_bytes(b"\xff\xfe")
    os.kill(server.process.pid, signal.SIGHUP)
    until(lambda: "the graph was not reloaded: the engine did not start" in server.log.read_text())
    (server.folder / "version").unlink()
    assert (server.get("/ready").status_code, server.get("/ready").json()["graph"]) == (200, "version-0")


def test_the_question_whether_it_is_ready_brings_back_an_engine_that_was_killed(server: Server) -> None:
    before = descendants(server.process.pid)
    os.kill(before[0], signal.SIGKILL)
    until(lambda: server.get("/ready").status_code == 200)
    assert not set(before) & set(descendants(server.process.pid))


@pytest.fixture(scope="module")
def loading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a server whose graph is never loaded."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("loading")
    loader = "tests.serve.recovery_loaders:load_slowly"
    settings = json.dumps({"port": port, "workers": 2})
    command = [sys.executable, "-m", "tests.serve.server_process", loader, str(folder), settings]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        server = Server(f"http://127.0.0.1:{port}", process, folder, folder)
        until(lambda: is_listening(port))
        yield server
        if process.poll() is None:
            process.kill()


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_server_that_loads_lives(loading: Server) -> None:
    assert loading.get("/health").status_code == 200
    assert math.isnan(loading.metrics()["gbaip_triples"])  # it cannot know yet


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/ready", "not-ready"),
        ("/sparql?query=ASK%7B%7D", "no-engine"),
        ("/sparql", "no-engine"),
        ("/queries", "no-engine"),
        ("/queries/names-of?entity=x", "no-engine"),
        ("/data/gbaip.nq", "no-engine"),
        ("/data/id/event/sme-seminar-2024", "no-engine"),
    ],
)
def test_who_asks_a_server_that_loads_is_told_to_come_again(loading: Server, path: str, kind: str) -> None:
    answer = loading.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["type"].rpartition("/")[2] == kind
    assert int(answer.headers["retry-after"]) > 0


def test_a_signal_ends_a_server_that_loads(loading: Server) -> None:
    loading.process.send_signal(signal.SIGTERM)
    loading.process.wait(PATIENCE_S)
    assert loading.process.stdout is not None
    assert loading.process.stdout.read() == ""


# ------------------------------------------------------------------------------------------- metrics and log


def test_requests_are_counted_by_route_and_status(server: Server) -> None:
    good = 'gbaip_requests_total{route="/sparql",status="200"}'
    bad = 'gbaip_requests_total{route="/sparql",status="400"}'
    seconds = 'gbaip_request_seconds_count{route="/sparql"}'
    before = server.metrics()
    for number in range(3):
        server.get("/sparql", params={"query": f"ASK {{}} # {number}"})
    server.get("/sparql", params={"query": "ASK"})
    after = server.metrics()
    told = [after.get(name, 0) - before.get(name, 0) for name in (good, bad, seconds)]
    assert told == [3, 1, 4]


def test_the_size_of_the_graph_is_told(server: Server) -> None:
    assert server.metrics()["gbaip_triples"] == 1201


def test_the_readme_names_the_metrics_there_are(server: Server) -> None:
    text = server.get("/metrics").text
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, flags=re.MULTILINE))
    there = {name for name in kinds if not name.endswith("_created")}
    assert (
        set(re.findall(r"`(gbaip_\w+)`", README.partition("| `/metrics` |")[2].partition("\n")[0])) == there
    )


def test_a_slow_request_is_logged_without_what_was_asked(server: Server) -> None:
    query = f"SELECT ?s WHERE {{ ?s ?p '{ASKED}' }}"
    server.get("/sparql", params={"query": query})
    server.get(f"/queries/{ASKED}", params={"entity": ASKED})
    server.get("/id/event/" + ASKED)
    httpx.post(f"{server.address}/sparql", data={"query": query, "format": ASKED}, timeout=PATIENCE_S)
    until(lambda: "slow route=/id/{path:path} status=" in server.log.read_text())
    assert re.search(r"slow route=/sparql status=200 seconds=\d+\.\d{3}\n", server.log.read_text())
    assert ASKED not in server.log.read_text()
    assert ASKED not in server.get("/metrics").text
    assert "127.0.0.1" not in server.log.read_text()


# ------------------------------------------------------------------------------------------- starts


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gbaip_graph.cli", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def test_a_graph_that_cannot_be_built_is_told_by_file_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "data/register").mkdir(parents=True)
    (tmp_path / "ontology/gbaip.ttl").write_text("", encoding="utf-8")
    (tmp_path / "data/register/a.ttl").write_text("oops", encoding="utf-8")
    ended = start(f"--root={tmp_path}", "serve", "--port=0")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Error: data/register/a.ttl:1:1: violation: ")
    assert "Traceback" not in ended.stderr


def test_an_address_that_is_taken_is_told(server: Server) -> None:
    port = server.address.rpartition(":")[2]
    ended = start("serve", f"--port={port}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"Error: no address to listen on: 127.0.0.1:{port}\n" in ended.stderr
    assert "Traceback" not in ended.stderr


# ------------------------------------------------------------------------------------------- the README


@pytest.fixture(scope="module")
def shipped() -> Iterator[str]:
    with running(REPOSITORY, settings={"workers": 2}) as (address, _):
        yield address


REQUESTS = README.partition("<!-- requests -->\n```console\n")[2].partition("```")[0].splitlines()


@pytest.mark.parametrize("line", REQUESTS)
def test_a_request_of_the_readme_is_answered(shipped: str, line: str) -> None:
    words = shlex.split(line.replace("http://127.0.0.1:8000", shipped))
    assert words[:2] == ["$", "curl"]
    said = {
        words[n]: words[n + 1] for n in range(2, len(words) - 1) if words[n] in ("-H", "--data-urlencode")
    }
    (address,) = [word for word in words if word.startswith("http")]
    headers = dict([said["-H"].split(": ")]) if "-H" in said else {}
    form = dict([said["--data-urlencode"].split("=", 1)]) if "--data-urlencode" in said else None
    method = "POST" if form else "GET"
    answer = httpx.request(
        method, address, headers=headers, data=form, follow_redirects="-L" in words, timeout=PATIENCE_S
    )
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) > 2


ADDRESSES = README.partition("| address | what |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()


@pytest.mark.parametrize("row", ADDRESSES)
def test_an_address_of_the_readme_is_there(shipped: str, row: str) -> None:
    examples = {"{name}": "sme-seminar-attendance", "/id/...": "/id/event/sme-seminar-2024"}
    examples |= {"/concept/...": "/concept/role/organiser", "/data/...": "/data/id/event/sme-seminar-2024"}
    named = re.findall(r"`(/[^`]*)`", row)
    assert named
    for found in named:
        path = found
        for placeholder, example in examples.items():
            path = path.replace(placeholder, example)
        parameters = {"default": ""} if path == "/sparql/graphs" else {}
        answer = httpx.get(f"{shipped}{path}", params=parameters, timeout=PATIENCE_S)
        assert answer.status_code in (200, 303), path
