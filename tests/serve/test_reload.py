"""Reload and end of a real server: readers see the old or the new graph, runaway queries hold up no end."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.serve.raw_client import Line
from tests.serve.server_process import running
from tests.serve.small_graph import LINKS

pytestmark = pytest.mark.slow

VALUES = "SELECT ?s ?v WHERE { ?s <http://example.org/value> ?v } ORDER BY ?s"
#: Looks at as many triples as the other, and says whether they are of one version with a row or two.
VERSIONS = "SELECT ?v (COUNT(?s) AS ?n) { ?s <http://example.org/value> ?v } GROUP BY ?v"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LOADER = "tests.serve.small_graph:load"
READERS = 8
#: What the end of the server may take; the test gives a loaded machine as much again.
END_LIMIT_S = 10
LOADED_S = 10


@dataclass
class Server:
    """A server whose graph has the version that a file tells."""

    address: str
    pid: int
    folder: Path
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    tags: dict[str, str] = field(default_factory=dict)

    def reload(self, version: str) -> None:
        """Tell the server to load another version, and wait until it answers."""
        (self.folder / "version").write_text(version, encoding="utf-8")
        os.kill(self.pid, signal.SIGHUP)
        deadline = time.monotonic() + 60
        with Line(self.address) as line:
            while json.loads(line.get("/ready").body)["graph"] != f"version-{version}":
                assert time.monotonic() < deadline
                time.sleep(0.01)

    def read(self, client: httpx.Client) -> None:
        """Ask for all values, and note what is wrong: none, mixed, or under the tag of another version."""
        answer = client.post("/sparql", data={"query": VALUES})
        if answer.status_code != 200:
            self.faults.append(answer.text)
            return
        rows = [row["v"]["value"] for row in json.loads(answer.content)["results"]["bindings"]]
        self.note({version: rows.count(version) for version in set(rows)}, answer.headers["etag"])

    def count(self, line: Line, *, way: int) -> None:
        """Ask how many values there are of which version, and note what is wrong; answers to GET are kept."""
        answer = line.query(VERSIONS) if way % 2 else line.get(f"/sparql?query={quote(VERSIONS)}")
        if answer.status != 200:
            self.faults.append(answer.body.decode())
            return
        rows = json.loads(answer.body)["results"]["bindings"]
        self.note({row["v"]["value"]: int(row["n"]["value"]) for row in rows}, answer.header("etag"))

    def note(self, counts: Mapping[str, int], tag: str) -> None:
        if list(counts.values()) != [LINKS]:
            self.faults.append(f"values of the versions {counts}")
            return
        (version,) = counts
        self.seen.add(version)
        if self.tags.setdefault(tag, version) != version:
            self.faults.append(f"version {version} under the tag of {self.tags[tag]}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "version").write_text("first", encoding="utf-8")
    settings = {"workers": 4, "client_tasks": 2 * READERS, "query_time_limit_s": 60}
    with running(tmp_path, loader=LOADER, settings=settings) as (address, process):
        yield Server(address, process.pid, tmp_path)


def read_while_reloading(server: Server, reads: int, reloads: int) -> None:
    """Read with all readers at once; reload again each time that so many more reads are done.

    They go on until the last graph is loaded.
    """
    left = [reads // READERS] * READERS
    are_loaded = threading.Event()

    def reader(number: int) -> None:
        with Line(server.address) as line:
            while left[number] > 0 or not are_loaded.is_set():
                left[number] -= 1
                server.count(line, way=left[number])

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for number in range(reloads):
        while sum(left) > reads - number * reads // reloads:
            time.sleep(0.005)
        server.reload(f"round-{number}")
    are_loaded.set()
    for thread in threads:
        thread.join()


def test_readers_of_a_reload_loop_see_the_old_or_the_new_graph(server: Server) -> None:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        for version in ("second", "third"):
            server.read(client)
            server.reload(version)
        server.read(client)
    read_while_reloading(server, reads=1_000, reloads=2)
    assert server.faults == []
    assert {"first", "second", "third"} < server.seen


def test_twenty_thousand_readers_of_a_reload_loop_see_the_old_or_the_new_graph(server: Server) -> None:
    read_while_reloading(server, reads=20_000, reloads=12)
    assert server.faults == []
    assert len(server.seen) > 6


def test_a_query_that_runs_while_the_graph_is_reloaded_ends_on_the_old_one(server: Server) -> None:
    slow = "SELECT ?v (COUNT(*) AS ?n) WHERE { ?s <http://example.org/value> ?v . ?a ?b ?c } GROUP BY ?v"
    with ThreadPoolExecutor(1) as threads:
        running_query = threads.submit(
            httpx.post, f"{server.address}/sparql", data={"query": slow}, timeout=60
        )
        server.reload("second")
        (row,) = running_query.result().json()["results"]["bindings"]
    assert row["v"]["value"] in ("first", "second")
    assert int(row["n"]["value"]) == LINKS * (2 * LINKS + 1)


def test_a_graph_that_cannot_be_loaded_leaves_the_old_one(server: Server) -> None:
    (server.folder / "version").write_bytes(b"\xff\xfe")
    os.kill(server.pid, signal.SIGHUP)
    with httpx.Client(base_url=server.address) as client:
        for _ in range(150):  # for longer than a load takes
            server.read(client)
    assert (server.faults, server.seen) == ([], {"first"})


def test_an_answer_that_a_client_has_is_not_sent_again_until_the_graph_changes(server: Server) -> None:
    ask = {"url": f"{server.address}/sparql", "params": {"query": VALUES}}
    tag = httpx.get(**ask).headers["etag"]  # type: ignore[arg-type]
    assert httpx.get(**ask, headers={"If-None-Match": tag}).status_code == 304  # type: ignore[arg-type]
    server.reload("second")
    assert httpx.get(**ask, headers={"If-None-Match": tag}).status_code == 200  # type: ignore[arg-type]


def test_ten_runaway_queries_do_not_hold_up_the_end_of_the_server(tmp_path: Path) -> None:
    settings = {"workers": 4, "client_tasks": 10, "query_time_limit_s": 60}
    with (
        running(tmp_path, loader=LOADER, settings=settings) as (address, process),
        ThreadPoolExecutor(10) as threads,
    ):
        answers = [
            threads.submit(httpx.post, f"{address}/sparql", data={"query": RUNAWAY}, timeout=60)
            for _ in range(10)
        ]
        while sum(map(int, open_requests(address))) < 10:
            time.sleep(0.05)
        before = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(END_LIMIT_S + LOADED_S)
        seconds = time.monotonic() - before
        statuses = {answer.result().status_code for answer in answers}
    assert seconds < END_LIMIT_S + LOADED_S
    assert statuses == {503}


def open_requests(address: str) -> list[bool]:
    """Say of each connection with the server whether all of its request has been read, but no answer sent."""
    port = f"{int(address.rpartition(':')[2]):04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    mine = [row for row in rows if row[1].endswith(f":{port}") and row[3] == "01"]
    return [row[4] == "00000000:00000000" for row in mine]


def test_the_end_of_the_server_leaves_no_process(tmp_path: Path) -> None:
    with running(tmp_path, loader=LOADER, settings={"workers": 2}) as (_, process):
        family = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(END_LIMIT_S + LOADED_S)
    assert len(family) == 3  # the host and its workers
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def test_a_killed_server_leaves_no_process(tmp_path: Path) -> None:
    with running(tmp_path, loader=LOADER, settings={"workers": 2}) as (_, process):
        family = descendants(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + END_LIMIT_S + LOADED_S
        while (left := [pid for pid in family if is_running(pid)]) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert left == []


def descendants(pid: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]
    return children + [other for child in children for other in descendants(child)]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
