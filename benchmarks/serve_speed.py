"""Compare ``gbaip serve`` with rdflib-endpoint and ``oxigraph serve``, or see how it bears hostile queries.

Run as ``python -m benchmarks.serve_speed`` or with ``--hostile``; it ends with exit code 1 where a ratio is
too low or a tail too long. Servers, clients and questions are in ``benchmarks.serving``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.pool import Pool
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.serving import queries, servers
from benchmarks.serving.client import Connection, requests
from benchmarks.serving.hostile import measure_hostile
from benchmarks.serving.load import CLIENTS, Load, put_load
from benchmarks.serving.servers import Server
from gbaip_graph.build.store import build_root, read_nquads
from gbaip_graph.layout import Root

OURS, ENGINE, RDFLIB = "gbaip serve", "oxigraph serve", "rdflib-endpoint"
#: Of the others once is enough: rdflib-endpoint answers one query at a time, and each takes seconds.
_ROUNDS_OF_RDFLIB = 1


@dataclass(frozen=True)
class Question:
    """What is asked, and how many times as fast as each of the others ours has to answer."""

    name: str
    text: str
    least: Mapping[str, float]


QUESTIONS = (
    Question("optional-heavy", queries.OPTIONAL_HEAVY, {ENGINE: 0.7, RDFLIB: 12}),
    Question("aggregate by year", queries.BY_YEAR, {ENGINE: 0.7, RDFLIB: 25}),
    Question("1.8 MB", queries.LARGE, {ENGINE: 0.7, RDFLIB: 10}),
)
LEAST_OF_REPEATED = 0.5  # of the look-up of the engine's own server


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the servers, measure, print; return the exit code."""
    asked = _parser().parse_args(arguments)
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"
    )
    with ExitStack() as stack:
        root = stack.enter_context(_root(asked.root, asked.triples))
        if asked.hostile:
            ours = stack.enter_context(servers.gbaip(root, _settings(asked)))
            return measure_hostile(ours, seconds=asked.seconds * asked.rounds)
        triples = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "merged.nt"
        triples.write_bytes(servers.merged_triples(read_nquads(Root(root))))
        compared = {
            OURS: stack.enter_context(servers.gbaip(root, _settings(asked))),
            ENGINE: stack.enter_context(servers.oxigraph(triples)),
            RDFLIB: stack.enter_context(servers.rdflib_endpoint(triples, asked.peer_python)),
        }
        pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(CLIENTS))
        _same_answers(compared)
        good = [_compare(pool, compared, question, asked) for question in QUESTIONS]
        good += _compare_repeated(pool, compared, asked)
    return 0 if all(good) else 1


def _settings(asked: argparse.Namespace) -> Mapping[str, object]:
    return {"workers": asked.workers} if asked.workers else {}


@contextmanager
def _root(given: Path | None, triples: int) -> Iterator[Path]:
    """Yield a root with a built graph, an invented one unless one is given."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="gbaip-serve-speed-") as name:
        folder = Path(name)
        generate(folder, triples=triples, faults=0, unreadable=0, seed=1)
        build_root(Root(folder))
        yield folder


def _same_answers(compared: Mapping[str, Server]) -> None:
    """Ask everything once, which also warms all servers up; raises where a table has not as many cells."""
    for question in (*QUESTIONS, Question("look-up", queries.LOOK_UP, {})):
        cells = {}
        for name, server in compared.items():
            with Connection(server.target, "127.0.0.1") as connection:
                answer = connection.ask(next(requests(server.target, question.text)))
            cells[name] = answer.body.count(b'"type"')
            if name == OURS:
                print(f"{question.name}: {len(answer.body) / 1e6:.2f} MB, {cells[name]} cells")
        if len(set(cells.values())) != 1 or not cells[OURS]:
            raise SystemExit(f"{question.name}: the answers differ: {cells}")


def _compare(
    pool: Pool, compared: Mapping[str, Server], question: Question, asked: argparse.Namespace
) -> bool:
    loads: dict[str, list[Load]] = {name: [] for name in compared}
    for turn in range(asked.rounds):
        for name, server in compared.items():
            if name != RDFLIB or turn < _ROUNDS_OF_RDFLIB:
                loads[name].append(put_load(pool, server, question.text, seconds=asked.seconds))
    print(f"\n{question.name}")
    return _tell(loads, question.least)


def _compare_repeated(
    pool: Pool, compared: Mapping[str, Server], asked: argparse.Namespace
) -> Iterator[bool]:
    """Compare requests that come again, and those whose answer the client has, with the engine's look-up."""
    ours = compared[OURS]
    with Connection(ours.target, "127.0.0.1") as connection:
        tag = connection.ask(next(requests(ours.target, queries.REPEATED))).headers["etag"]
    for name, headers in (("repeated", {}), ("304", {"If-None-Match": tag})):
        loads: dict[str, list[Load]] = {OURS: [], ENGINE: []}
        for _ in range(asked.rounds):
            loads[OURS].append(put_load(pool, ours, queries.REPEATED, seconds=asked.seconds, headers=headers))
            loads[ENGINE].append(put_load(pool, compared[ENGINE], queries.LOOK_UP, seconds=asked.seconds))
        print(f"\n{name}, against a look-up")
        yield _tell(loads, {ENGINE: LEAST_OF_REPEATED})


def _tell(loads: Mapping[str, Sequence[Load]], least: Mapping[str, float]) -> bool:
    """Print a line for each server; say whether ours is fast enough, by the median of the rounds' ratios."""
    is_good = True
    for name, all_of in loads.items():
        cpu_ms = statistics.median(load.server_cpu_s for load in all_of) * 1000
        client_ms = statistics.median(load.client_cpu_s for load in all_of) * 1000
        line = (
            f"  {name:16} {statistics.median(load.rate for load in all_of):9.1f}/s"
            f"  median {statistics.median(load.median_s for load in all_of) * 1000:8.2f} ms"
            f"  CPU {cpu_ms:8.2f} ms, client {client_ms:.2f} ms"
        )
        if name in least:
            pairs = list(zip(loads[OURS], all_of, strict=False))
            ratio = statistics.median(ours.rate / other.rate for ours, other in pairs)
            by_cpu = statistics.median(other.server_cpu_s / ours.server_cpu_s for ours, other in pairs)
            is_enough = ratio >= least[name]
            is_good = is_good and is_enough
            verdict = "" if is_enough else " MISSED"
            line += (
                f"  ours is {ratio:.2f} times as fast (least {least[name]:g}){verdict}; by CPU {by_cpu:.2f}"
            )
        print(line, flush=True)
    return is_good


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve_speed", description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000, help="about how many (default: 100,000)")
    parser.add_argument("--root", type=Path, help="a root with a build, in the place of an invented one")
    parser.add_argument("--rounds", type=int, default=11, help="turns of each server (default: 11)")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each turn (default: 1.5)")
    parser.add_argument("--workers", type=int, help="of ours (default: its own)")
    parser.add_argument("--hostile", action="store_true", help="measure look-ups beside hostile queries")
    parser.add_argument(
        "--peer-python",
        type=Path,
        default=Path(".venv-peers/bin/python"),
        help="the Python that has rdflib-endpoint (default: .venv-peers/bin/python)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
