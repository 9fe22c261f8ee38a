"""What Lighthouse gives the pages: performance, accessibility, best practices, of 100 each.

Run as ``python -m benchmarks.lighthouse --tools FOLDER`` on a quiet machine, where the folder has what
``npm ci`` installs of ``tests/browser/package.json``; it ends with exit code 1 where the median of a page is
below its limit. Lighthouse plays a slow telephone on a slow line.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.check_speed import machine
from benchmarks.page_speed import serving
from tests.browser.test_lighthouse import judged, scores

RUNS = 3
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}
PAGES = {
    "home": "",
    "event": "id/event/sme-seminar-2024",
    "agency": "id/agency/ced",
    "document": "id/source/ipd-2018-19",
    "answer": "queries/roles-in-event?event=event:sme-seminar-2024",
    "search": "search?q=customs",
    "pictures": "pictures",
    "timeline": "pictures/timeline",
    "map": "pictures/greater-bay-area",
    "editor": "sparql",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the checkout, judge each page some times, print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path, required=True, help="folder that has node_modules")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each page (default: {RUNS})")
    told = parser.parse_args(arguments)
    print("\n".join(machine()))
    print(f"medians of {told.runs} runs: {', '.join(LEAST)}")
    medians = {}
    with serving() as address:
        for name, path in PAGES.items():
            url = f"{address.rstrip('/')}/en/{path}"
            found = medians[name] = median_scores(url, told.tools / "node_modules", told.runs)
            print(f"  {name:10} {'  '.join(f'{points:3}' for points in found.values())}", flush=True)
    missed = [name for name, found in medians.items() if any(found[kind] < LEAST[kind] for kind in LEAST)]
    print(f"below the limits of {', '.join(map(str, LEAST.values()))}: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def median_scores(url: str, node_tools: Path, runs: int) -> dict[str, int]:
    """Return the median points of each category for a page."""
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="gbaip-lighthouse-") as folder:
            found.append(scores(judged(url, node_tools=node_tools, folder=Path(folder))))
    return {name: round(statistics.median(one[name] for one in found)) for name in LEAST}


if __name__ == "__main__":
    sys.exit(main())
