"""Two hundred answers of 10 MB: the server keeps none of their memory, files and threads."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.serve.raw_client import Line
from tests.serve.server_process import running

#: Rows of one long text: 10 MB that cost the engine little, as CSV.
LARGE = f'SELECT * {{ ?s ?p ?o BIND("{"x" * 9000}" AS ?x) }} LIMIT 1150'


@pytest.mark.slow
def test_two_hundred_large_answers_leave_the_server_as_it_was(tmp_path: Path) -> None:
    def ask(line: Line, number: int) -> int:
        # Each is another query; one of twenty is compressed, which takes most of the time.
        coding = "gzip" if number % 20 == 0 else ""
        answer = line.query(f"{LARGE} # {number}", Accept="text/csv", Accept_Encoding=coding)
        assert answer.header("content-encoding") == coding
        return len(gzip.decompress(answer.body) if coding else answer.body)

    with (
        running(tmp_path, loader="tests.serve.small_graph:load", settings={"workers": 2}) as (
            address,
            process,
        ),
        Line(address) as first,
        Line(address) as second,
        ThreadPoolExecutor(2) as threads,
    ):
        lines = (first, second)
        for number in range(2):
            ask(lines[number], number)
        before = state_of(process.pid)
        # The even ones by one thread, the odd ones by the other.
        asked = threads.map(lambda k: [ask(lines[k], number) for number in range(k, 200, 2)], range(2))
        lengths = [length for half in asked for length in half]
        after = state_of(process.pid)
    assert (len(lengths), min(lengths) > 10_000_000) == (200, True)
    assert (after["files"], after["Threads"]) == (before["files"], before["Threads"])
    assert after["VmRSS"] - before["VmRSS"] < 40 * 1024


def state_of(pid: int) -> dict[str, int]:
    """Return memory in KiB, threads and open files of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    numbers = {name: int(found[name].split()[0]) for name in ("VmRSS", "Threads")}
    return {**numbers, "files": len(list(Path(f"/proc/{pid}/fd").iterdir()))}
