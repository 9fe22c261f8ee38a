"""How long the look-ups of one client take while another sends nothing but hostile queries.

For ``benchmarks.serve_speed --hostile``.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Sequence
from itertools import cycle

from benchmarks.serving import queries
from benchmarks.serving.client import Connection, Target, ask_until, requests
from benchmarks.serving.servers import Server

#: What a look-up of another client may take in 99 of 100 cases, on a machine that does nothing else.
TAIL_LIMIT_S = 0.05
_HOSTILE, _HONEST = "127.0.0.2", "127.0.0.3"
_CONNECTIONS = 4
_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
RUNAWAYS = (
    f"SELECT (COUNT(*) AS ?n) WHERE {{ {_CROSS} }} # NUMBER",
    f"SELECT * WHERE {{ {_CROSS} }} ORDER BY ?c ?f ?i # NUMBER",
    f"SELECT DISTINCT ?a ?d ?g WHERE {{ {_CROSS} }} # NUMBER",
    f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f), STR(?i))) AS ?x) WHERE {{ {_CROSS} }} # NUMBER",
    "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<urn:none>)* ?b . ?c (!<urn:none>)* ?d } # NUMBER",
)


def measure_hostile(server: Server, *, seconds: float) -> int:
    """Look up alone, then beside hostile queries; print both, and return 1 where the tail is too long."""
    alone = _look_up(server.target, seconds)
    context = multiprocessing.get_context("spawn")
    is_over = context.Event()
    told = context.Queue()
    attackers = [
        context.Process(target=_attack, args=(server.target, number, is_over, told))
        for number in range(_CONNECTIONS)
    ]
    for attacker in attackers:
        attacker.start()
    time.sleep(1.0)
    beside = _look_up(server.target, seconds)
    is_over.set()
    statuses = [told.get() for _ in attackers]
    for attacker in attackers:
        attacker.join()
    _tell("look-ups alone", alone)
    _tell("look-ups beside hostile queries", beside)
    sent = {
        status: sum(one.get(status, 0) for one in statuses) for status in {s for o in statuses for s in o}
    }
    print(f"what the hostile client got: {sent}")
    return 0 if p99(beside) < TAIL_LIMIT_S else 1


def _look_up(target: Target, seconds: float) -> Sequence[float]:
    start = time.monotonic()
    run = ask_until(target, queries.LOOK_UP, _HONEST, (start, start + seconds), {})
    if run.faults:
        raise SystemExit(f"a look-up was not answered: {run.faults[0]}")
    return run.seconds


def _attack(target: Target, number: int, is_over: object, told: object) -> None:
    """Send one runaway after the other, whatever comes back."""
    statuses: dict[int, int] = {}
    texts = cycle(RUNAWAYS[number:] + RUNAWAYS[:number])
    with Connection(target, _HOSTILE) as connection:
        while not is_over.is_set():  # type: ignore[attr-defined]
            status = connection.ask(next(requests(target, next(texts)))).status
            statuses[status] = statuses.get(status, 0) + 1
    told.put(statuses)  # type: ignore[attr-defined]


def _tell(name: str, seconds: Sequence[float]) -> None:
    print(
        f"{name:32} {len(seconds):6} median {statistics.median(seconds) * 1000:6.1f} ms"
        f"  p99 {p99(seconds) * 1000:6.1f} ms  longest {max(seconds) * 1000:6.1f} ms"
    )


def p99(seconds: Sequence[float]) -> float:
    """Return what 99 of 100 stay under."""
    return statistics.quantiles(seconds, n=100)[98]
