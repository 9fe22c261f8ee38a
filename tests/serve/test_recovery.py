"""What the server makes of kills, a full disk and damaged files: its next start answers from a whole one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from gbaip_graph.build.store import build_root
from gbaip_graph.layout import Root
from tests.build.conftest import make_root, own_cache
from tests.serve.server_process import REPOSITORY, running
from tests.serve.test_reload import descendants, is_running

__all__ = ["make_root", "own_cache"]  # fixtures

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
MILL = "<https://w3id.org/gbaip/id/agency/mill> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name"
NAMES = f"SELECT ?name WHERE {{ {MILL} }} ORDER BY ?name"
SETTINGS = {"workers": 2, "client_tasks": 4}
MakeRoot = Callable[[], Root]


def names(address: str) -> list[str]:
    answer = httpx.post(f"{address}/sparql", data={"query": NAMES}, timeout=60)
    return [row["name"]["value"] for row in answer.json()["results"]["bindings"]]


def names_after_a_start(root: Root) -> list[str]:
    with running(root.path, settings=SETTINGS) as (address, _):
        return names(address)


def rename_mill(root: Root, name: str) -> None:
    file = root.data_dir / "register/all.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("Mill Office", name), encoding="utf-8")


def start_and_be_killed(root: Root) -> None:
    with (
        pytest.raises(AssertionError, match="did not start"),
        running(root.path, loader="tests.serve.recovery_loaders:load_and_be_killed", settings=SETTINGS),
    ):
        pass


def test_after_a_kill_in_the_first_build_the_next_start_builds_again(
    make_root: MakeRoot, own_cache: Path
) -> None:
    root = make_root()
    start_and_be_killed(root)
    assert [path for path in own_cache.iterdir() if not path.name.startswith(".")] == []
    assert names_after_a_start(root) == ["Mill Office", "磨坊處"]


def test_after_a_kill_in_a_later_build_the_last_good_graph_is_there(make_root: MakeRoot) -> None:
    root = make_root()
    before = build_root(root)
    rename_mill(root, "Mint Office")
    start_and_be_killed(root)
    assert {path.name: path.read_bytes() for path in root.build_dir.iterdir()}.keys() == before.digests.keys()
    assert names_after_a_start(root) == ["Mint Office", "磨坊處"]


def test_a_server_that_is_killed_while_it_builds_leaves_no_process(make_root: MakeRoot) -> None:
    loader = "tests.serve.recovery_loaders:load_slowly"
    command = [sys.executable, "-m", "tests.serve.server_process", loader, str(make_root().path), "{}"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        while not (family := descendants(process.pid)):
            time.sleep(0.02)
        time.sleep(0.5)  # the child becomes the host only now
        process.kill()
    deadline = time.monotonic() + 20
    while any(map(is_running, family)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [pid for pid in family if is_running(pid)] == []


def test_a_full_disk_is_no_reason_not_to_answer(make_root: MakeRoot, own_cache: Path) -> None:
    root = make_root()
    with running(root.path, loader="tests.serve.recovery_loaders:load_on_a_full_disk", settings=SETTINGS) as (
        address,
        _,
    ):
        assert names(address) == ["Mill Office", "磨坊處"]
    assert list(own_cache.rglob("*.nq")) == []
    assert names_after_a_start(root) == ["Mill Office", "磨坊處"]
    assert len(list(own_cache.rglob("gbaip.nq"))) == 1


@pytest.mark.parametrize("name", ["gbaip.nq", "void.ttl"])
def test_a_build_with_a_cut_file_is_not_served(make_root: MakeRoot, name: str) -> None:
    root = make_root()
    build_root(root)
    file = root.build_dir / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert names_after_a_start(root) == ["Mill Office", "磨坊處"]


def test_files_that_are_damaged_under_a_running_server_change_no_answer(make_root: MakeRoot) -> None:
    root = make_root()
    build_root(root)
    with running(root.path, settings=SETTINGS) as (address, _):
        for file in root.build_dir.iterdir():
            file.write_bytes(b"")
        assert names(address) == ["Mill Office", "磨坊處"]


def test_any_process_below_the_server_may_be_killed_while_it_answers(make_root: MakeRoot) -> None:
    root = make_root()
    build_root(root)
    with running(root.path, settings=SETTINGS) as (address, process), ThreadPoolExecutor(1) as threads:
        wanted = ask(address)
        is_over = threading.Event()
        asking = threads.submit(ask_until, is_over, address)
        host, *workers = descendants(process.pid)
        for pid in (*workers, host):
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.2)
        deadline = time.monotonic() + 30
        while ask(address) != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        is_over.set()
        answers = asking.result()
    # What ran in a killed process is told as stopped.
    assert {status for status, _ in answers} <= {200, 503}
    assert {answer for answer in answers if answer[0] == 200} == {wanted}
    assert answers[-1] == wanted


def ask(address: str) -> tuple[int, str]:
    """Ask in a way that no kept answer is an answer to."""
    answer = httpx.post(f"{address}/sparql?format=csv", data={"query": COUNT}, timeout=60)
    return answer.status_code, answer.text


def ask_until(is_over: threading.Event, address: str) -> list[tuple[int, str]]:
    answers = []
    while not is_over.is_set():
        answers.append(ask(address))
    return [*answers, ask(address)]
