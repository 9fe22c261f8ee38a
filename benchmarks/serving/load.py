"""Four clients at once, each a process with an address of its own, and what their requests cost a server.

For ``benchmarks.serve_speed``.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path

from benchmarks.serving.client import ask_until
from benchmarks.serving.servers import Server

CLIENTS = 4
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_AHEAD_S = 0.1


@dataclass(frozen=True)
class Load:
    """What came of it: requests a second of all clients, the median of their seconds, CPU of both sides."""

    rate: float
    median_s: float
    server_cpu_s: float
    client_cpu_s: float


def put_load(
    pool: Pool, server: Server, query: str, *, seconds: float, headers: Mapping[str, str] | None = None
) -> Load:
    """Let all clients ask the same for some seconds, and wait for their last answers.

    Raises ``SystemExit`` where an answer is none.
    """
    start = time.monotonic() + _AHEAD_S
    span = (start, start + seconds)
    jobs = [
        (server.target, query, f"127.0.0.{number + 2}", span, dict(headers or {}))
        for number in range(CLIENTS)
    ]
    before = cpu_s(server.pid)
    runs = pool.starmap(ask_until, jobs, chunksize=1)
    used = cpu_s(server.pid) - before
    if faults := [fault for run in runs for fault in run.faults]:
        raise SystemExit(f"an answer was none: {faults[0]}")
    count = sum(len(run.seconds) for run in runs)
    return Load(
        sum(run.rate for run in runs),
        statistics.median(second for run in runs for second in run.seconds),
        used / count,
        sum(run.cpu_s for run in runs) / count,
    )


def cpu_s(pid: int) -> float:
    """Return the seconds of CPU that a process and those below it have used; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * _TICK_S + sum(map(cpu_s, _children(pid)))


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            yield from map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue  # a thread that has ended meanwhile
