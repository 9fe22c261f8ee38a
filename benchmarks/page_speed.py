"""Time pages of things against the bare data of the same things, from one server in one run.

Run as ``python -m benchmarks.page_speed``; it ends with exit code 1 where the median page takes too many
times what the median data answer takes. Nothing is kept, so every answer is worked out.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.check_speed import machine
from gbaip_graph.build.store import open_graph
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import BASE, DATA
from gbaip_graph.turtle.terms import Iri

CHECKOUT = Path(__file__).resolve().parent.parent
THINGS = 200
HIGHEST_RATIO = 3.0
#: Kinds of records that people look for, each as often as there are records of it.
_KINDS = (
    "agency",
    "body",
    "event",
    "exchange",
    "item",
    "op",
    "person",
    "place",
    "plan",
    "post",
    "series",
    "source",
)


@dataclass(frozen=True)
class Timed:
    """Seconds that each page and each data answer took, thing by thing."""

    page_s: tuple[float, ...]
    data_s: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median page in terms of the median data answer."""
        return statistics.median(self.page_s) / statistics.median(self.data_s)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start a server, ask it in turns, print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=THINGS, help=f"how many (default: {THINGS})")
    things = sample(parser.parse_args(arguments).things)
    with serving() as address, httpx.Client(base_url=address, timeout=30) as client:
        ask(client, things[:20])  # the first answers of a process are slower
        timed = ask(client, things)
    return report(timed)


def sample(count: int) -> tuple[str, ...]:
    """Return the paths of some things, spread evenly over all of those kinds."""
    rows = (
        open_graph(Root(CHECKOUT))
        .select("SELECT DISTINCT ?thing WHERE { ?thing a ?type } ORDER BY ?thing")
        .rows
    )
    things = [thing.value for (thing,) in rows if isinstance(thing, Iri) and thing.value.startswith(DATA)]
    wanted = [thing.removeprefix(BASE) for thing in things if thing.split("/")[-2] in _KINDS]
    step = max(1, len(wanted) // count)
    return tuple(wanted[::step])


@contextmanager
def serving() -> Iterator[str]:
    """Start ``gbaip serve`` on the checkout, keeping no answers; yields its address."""
    options = ["--port", "0", "--kept-answers-mb", "0", "--client-tasks", "4"]
    command = [sys.executable, "-m", "gbaip_graph.cli", "--root", str(CHECKOUT), "serve", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or not (address := process.stdout.readline().strip()):
            raise SystemExit("the server did not start")
        yield address
    finally:
        process.terminate()
        process.wait(15)


def ask(client: httpx.Client, things: Sequence[str]) -> Timed:
    """Ask for the page and the data of each thing in turn, so that a busy moment meets both."""
    page_s, data_s = [], []
    for thing in things:
        page_s.append(duration_s(client, f"/en/{thing}"))
        data_s.append(duration_s(client, f"/data/{thing}"))
    return Timed(tuple(page_s), tuple(data_s))


def duration_s(client: httpx.Client, path: str) -> float:
    """Return the seconds until an answer is there, whole."""
    started = time.perf_counter()
    client.get(path).raise_for_status()
    return time.perf_counter() - started


def report(timed: Timed) -> int:
    """Print the machine, the medians and their ratio; return 1 where it is too high."""
    print("\n".join(machine()))
    print(f"{len(timed.page_s)} things, each asked for in turn, nothing kept:")
    for name, seconds in (("data", timed.data_s), ("page", timed.page_s)):
        ordered = sorted(seconds)
        tail = ordered[int(len(ordered) * 0.95)]
        print(f"  {name}  median {statistics.median(ordered) * 1000:6.1f} ms  p95 {tail * 1000:6.1f} ms")
    verdict = "within" if timed.ratio <= HIGHEST_RATIO else "ABOVE"
    print(f"ratio of the medians {timed.ratio:.2f}, {verdict} the limit of {HIGHEST_RATIO:g}")
    return 0 if timed.ratio <= HIGHEST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
