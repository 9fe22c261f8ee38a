"""Measure how long an installed ``gbaip`` takes to answer its first question, against ``import rdflib``.

Run as ``python -m benchmarks.cold_start``; it ends with exit code 1 where the ratio is too high. The wheel is
built and installed into a temporary folder, offline, beside the packages of the Python that runs this.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
QUESTION = "sme-seminar-attendance"
RUNS = 15
HIGHEST_RATIO = 3.0  # what a newcomer should not notice beside the import that every RDF program pays
_READ_LENGTH_BYTES = 1 << 16


def main() -> int:
    """Build, install, measure, print; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="gbaip-cold-start-") as name:
        folder = Path(name)
        binaries = install(build_wheel(folder / "wheel"), folder / "venv")
        medians = measure(binaries, empty=folder / "empty", cache=folder / "cache")
        if any((folder / "cache").glob("**/*")):
            print("the installed graph was not used: something was built into the cache")
            return 1
    return report(medians)


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout with the build tools that are installed, and return its path."""
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(CHECKOUT)], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install a wheel into a new environment that sees this one's packages; return its folder of programs."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    options = ["--quiet", "--no-deps", "--no-index"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(wheel)]
    subprocess.run(pip, check=True)
    packages = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    # A .pth line comes after the environment's own packages and does not run the .pth files of an editable
    # install, so the package that answers is the one from the wheel.
    (packages / "of_the_caller.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def measure(binaries: Path, *, empty: Path, cache: Path) -> dict[str, float]:
    """Return the median seconds of each command, run in turn in an empty folder after an unmeasured round."""
    empty.mkdir()
    cache.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in ("GBAIP_ROOT", "PYTHONPATH")}
    environment = {**kept, "XDG_CACHE_HOME": str(cache), "COLUMNS": "120", "LINES": "40"}
    ask = [str(binaries / "gbaip"), "ask", QUESTION]
    commands = {
        "python -c 'import rdflib'": [str(binaries / "python"), "-c", "import rdflib"],
        f"gbaip ask {QUESTION} | cat": ask,
        f"gbaip ask {QUESTION}": ask,  # on a terminal, where the table is fitted to its width
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, command in commands.items():
            on_terminal = name.startswith("gbaip") and not name.endswith("cat")
            time_s = duration_s(command, folder=empty, environment=environment, on_terminal=on_terminal)
            if run:
                seconds[name].append(time_s)
    return {name: statistics.median(times) for name, times in seconds.items()}


def duration_s(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], on_terminal: bool
) -> float:
    """Return the seconds from the start of a command to its end, its output read; raises where it fails."""
    reading, writing = os.openpty() if on_terminal else os.pipe()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=writing, stdin=subprocess.DEVNULL)
    os.close(writing)
    with contextlib.suppress(OSError):  # reading from a terminal that has been closed is an error on Linux
        while os.read(reading, _READ_LENGTH_BYTES):
            pass
    os.close(reading)
    if process.wait():
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return time.perf_counter() - started


def report(medians: Mapping[str, float]) -> int:
    """Print the machine, the medians and their ratios to the first; return 1 where one is too high."""
    print(f"Python {sysconfig.get_python_version()} ({sys.implementation.name}), {os.cpu_count()} cores")
    print(f"medians of {RUNS} runs in turn:")
    basis = next(iter(medians.values()))
    for name, median_s in medians.items():
        print(f"  {median_s * 1000:6.0f} ms  {median_s / basis:5.2f}  {name}")
    highest = max(medians.values()) / basis
    verdict = "within" if highest <= HIGHEST_RATIO else "ABOVE"
    print(f"highest ratio {highest:.2f}, {verdict} the limit of {HIGHEST_RATIO:g}")
    return 0 if highest <= HIGHEST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
