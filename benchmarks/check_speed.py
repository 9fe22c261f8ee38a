"""Compare the check with pySHACL alone, and the position scan with rdflib's parser, on graphs by size.

Run as ``python -m benchmarks.check_speed --sizes 10000 100000``. It prints ratios within one run as a table
in Markdown, and ends with exit code 1 where the two do not find the same or where a ratio is too low.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import CHECKOUT, generate

SIZES = (10_000, 100_000, 1_000_000)
FAULTS = 50
RUNS = 3
PYSHACL_UP_TO = (
    100_000  # triples; pySHACL alone takes about a minute for these, and ten for ten times as many
)
LOWEST_SPEED_UP = 5.0  # of the check by shapes over pySHACL alone, from the size below
SPEED_UP_FROM = 100_000
HIGHEST_SCAN_SHARE = 0.5  # of the position scan in rdflib's parse
CHANGE_TIME_LIMIT_S = 0.2  # to judge a change after loading, whatever the size of the graph
CHANGE_WITH_LOADING_TIME_LIMIT_S = 5.0
_KIB_OF_A_MIB = 1024


@dataclass(frozen=True)
class Taken:
    """One measure of one graph: medians in seconds of CPU, the peak memory, and what was found."""

    loading_s: float
    judging_s: float
    peak_mib: float
    found: int
    digest: str

    @property
    def total_s(self) -> float:
        """Loading and judging together."""
        return self.loading_s + self.judging_s


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, measure, print; return the exit code."""
    asked = _parser().parse_args(arguments)
    print("\n".join(machine()), flush=True)
    failures: list[str] = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="gbaip-check-speed-") as folder:
            triples = generate(Path(folder), triples=size, faults=asked.faults)
            print(f"\n### {triples:,} triples, {asked.faults} faults\n", flush=True)
            taken = take_all(Path(folder), runs=asked.runs, with_pyshacl=size <= asked.pyshacl_up_to)
        print("\n".join(table(taken)), flush=True)
        broken = broken_promises(taken, size=size, faults=asked.faults)
        failures += [f"{size:,} triples: {promise}" for promise in broken]
    print("\n" + ("\n".join(failures) or "every promise is kept"))
    return 1 if failures else 0


def machine() -> Iterator[str]:
    """Say on what it was measured."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = info.read_text(encoding="utf-8").splitlines()
        cpu = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), cpu)
    yield f"Python {platform.python_version()}, {os.cpu_count()} cores, {cpu}"


def take_all(root: Path, *, runs: int, with_pyshacl: bool) -> dict[str, Taken]:
    """Take every measure of a graph, in turn, so that a busy moment meets all of them."""
    names = [name for name, *_ in ROWS if with_pyshacl or name != "pyshacl"]
    found: dict[str, list[Taken]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            found[name].append(take(name, root))
    return {name: _median(several) for name, several in found.items()}


def take(name: str, root: Path) -> Taken:
    """Take one measure in a process of its own; raises ``SystemExit`` where it fails."""
    command = [sys.executable, "-m", "benchmarks.measures", name, str(root)]
    with subprocess.Popen(command, cwd=CHECKOUT.path, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = process.stdout.read()
        # Not ``wait``, which does not tell the peak memory.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    measured = json.loads(told)
    seconds = measured["seconds"]
    return Taken(
        loading_s=seconds.get("loading", 0.0),
        judging_s=seconds["judging"],
        peak_mib=usage.ru_maxrss / _KIB_OF_A_MIB,
        found=measured["found"],
        digest=measured["digest"],
    )


def _median(several: Sequence[Taken]) -> Taken:
    return Taken(
        loading_s=statistics.median(taken.loading_s for taken in several),
        judging_s=statistics.median(taken.judging_s for taken in several),
        peak_mib=max(taken.peak_mib for taken in several),
        found=several[0].found,
        digest=several[0].digest,
    )


#: What is measured -> how the table calls it, and what it is compared with.
ROWS = (
    ("rdflib-parse", "rdflib parses", "rdflib-parse"),
    ("position-scan", "our parser, every triple with its places", "rdflib-parse"),
    ("pyshacl", "rdflib and pySHACL alone", "pyshacl"),
    ("shapes", "our loader and the check by shapes", "pyshacl"),
    ("check", "all of `gbaip check`", "pyshacl"),
    ("index", "the graph put on disk for change sets, once", ""),
    ("change", "a change of 20 triples that conforms", ""),
    ("faulty-change", "a change of 20 triples with a fault", ""),
)


def table(taken: dict[str, Taken]) -> Iterator[str]:
    """Lay out the measures of one graph, each with its ratio to what it is compared with."""
    yield "| what | loading, s | judging, s | together, s | times as fast | peak, MiB | found |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, title, basis in ROWS:
        if name not in taken:
            yield f"| {title} | | | not measured | | | |"
            continue
        one = taken[name]
        faster = f"{taken[basis].total_s / one.total_s:.2f}" if basis in taken else ""
        yield (
            f"| {title} | {one.loading_s:.2f} | {one.judging_s:.2f} | {one.total_s:.2f} | {faster} |"
            f" {one.peak_mib:.0f} | {one.found:,} |"
        )


def broken_promises(taken: dict[str, Taken], *, size: int, faults: int) -> Iterator[str]:
    """Say what is not as it should be."""
    if taken["check"].found != faults:
        yield f"gbaip check has {taken['check'].found} findings, not {faults}"
    share = taken["position-scan"].total_s / taken["rdflib-parse"].total_s
    if share > HIGHEST_SCAN_SHARE:
        yield f"the position scan takes {share:.2f} of rdflib's parse, more than {HIGHEST_SCAN_SHARE:g}"
    for name in ("change", "faulty-change"):
        judging_s = taken[name].judging_s
        if judging_s > CHANGE_TIME_LIMIT_S:
            yield f"{name} takes {judging_s:.2f} s after loading, more than {CHANGE_TIME_LIMIT_S:g}"
        if taken[name].total_s > CHANGE_WITH_LOADING_TIME_LIMIT_S:
            yield f"{name} takes {taken[name].total_s:.1f} s, more than {CHANGE_WITH_LOADING_TIME_LIMIT_S:g}"
    if "pyshacl" not in taken:
        return
    if taken["pyshacl"].digest != taken["shapes"].digest:
        yield "the check by shapes and pySHACL alone do not find the same"
    speed_up = taken["pyshacl"].total_s / taken["shapes"].total_s
    if size >= SPEED_UP_FROM and speed_up < LOWEST_SPEED_UP:
        yield f"the check by shapes is {speed_up:.1f} times as fast as pySHACL, not {LOWEST_SPEED_UP:g}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check_speed", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="triples of the graphs")
    parser.add_argument("--faults", type=int, default=FAULTS, help="records that break a rule")
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="runs of each measure, of which the median counts"
    )
    parser.add_argument(
        "--pyshacl-up-to", type=int, default=PYSHACL_UP_TO, help="do not run pySHACL alone on larger graphs"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
