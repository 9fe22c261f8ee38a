"""The MCP process: what it writes, how it ends, and that nothing ends it before."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ask.mcp_root import KINDS, write_root
from tests.ask.mcp_session import CHECKOUT, COMMAND

RIGHT = {name: value for name, (_, value) in KINDS.items()}


@pytest.fixture(scope="module")
def own_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_root(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}


@contextmanager
def process(root: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    command = [*COMMAND, "--root", str(root), "mcp"]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def message(method: str, number: int | None = None, **params: Any) -> bytes:
    document = {
        "jsonrpc": "2.0",
        "method": method,
        "params": params,
        **({} if number is None else {"id": number}),
    }
    return json.dumps(document).encode() + b"\n"


GREETING = message(
    "initialize",
    0,
    protocolVersion="2025-06-18",
    capabilities={},
    clientInfo={"name": "test", "version": "1"},
) + message("notifications/initialized")


def test_nothing_but_the_protocol_is_written_and_the_end_of_input_is_the_end(
    own_root: Path, own_environment: dict[str, str]
) -> None:
    with process(own_root, own_environment) as started:
        said = [GREETING, b"no JSON\n", b'{"jsonrpc": "2.0"}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n"]
        said += [message("tools/call", n, name="echo", arguments={**RIGHT, "whole": n}) for n in range(1, 4)]
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(b"".join(said))
        started.stdin.flush()
        answers: dict[Any, Any] = {}
        while not {0, 1, 2, 3} <= answers.keys():
            line = started.stdout.readline()
            answer = json.loads(line)
            assert answer["jsonrpc"] == "2.0"
            answers[answer.get("id")] = answer
        rest, complaint = started.communicate(timeout=30)
    assert (rest, started.returncode) == (b"", 0)
    assert complaint == b""
    given = [answers[n]["result"]["structuredContent"]["rows"][0]["wholeGiven"] for n in range(1, 4)]
    assert given == [1, 2, 3]


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]


def test_an_engine_that_is_killed_is_replaced(own_root: Path, own_environment: dict[str, str]) -> None:
    with process(own_root, own_environment) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(GREETING)
        started.stdin.flush()
        started.stdout.readline()
        (host,) = children(started.pid)
        os.kill(host, signal.SIGKILL)
        for number in range(1, 9):
            started.stdin.write(message("tools/call", number, name="echo", arguments=RIGHT))
            started.stdin.flush()
            result = json.loads(started.stdout.readline())["result"]
            if not result.get("isError"):
                break
        assert len(result["structuredContent"]["rows"]) == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_process_that_is_ended_leaves_no_other(
    own_root: Path, own_environment: dict[str, str], how: signal.Signals
) -> None:
    with process(own_root, own_environment) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(GREETING)
        started.stdin.flush()
        started.stdout.readline()
        (host,) = children(started.pid)
        family = [host, *children(host)]
        started.send_signal(how)
        started.wait(30)
        deadline = time.monotonic() + 30
        while (left := list(filter(is_running, family))) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert len(family) == 3
    assert left == []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_wrong_data_are_told_before_anything_is_served(
    tmp_path: Path, own_environment: dict[str, str]
) -> None:
    root = write_root(tmp_path)
    (root / "data" / "sources" / "letter.ttl").write_text("nonsense", encoding="utf-8")
    ended = subprocess.run(
        [*COMMAND, "--root", str(root), "mcp"], cwd=CHECKOUT, input=GREETING, capture_output=True,
        env=own_environment, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"data/sources/letter.ttl:1:1" in ended.stderr


def test_without_the_extra_the_command_says_how_to_install_it() -> None:
    text = "import sys; sys.modules['mcp'] = None; from gbaip_graph.cli import main; main(['mcp'])"
    ended = subprocess.run(
        [sys.executable, "-c", text], cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "pip install 'gbaip-graph[mcp]'" in ended.stderr
