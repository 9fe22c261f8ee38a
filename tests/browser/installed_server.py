"""A server that runs from the built wheel in an empty folder, as it does for somebody who only installed it.

The wheel is built and installed once in a run of the tests, offline, also where processes share the work.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.cold_start import build_wheel, install

# The crawl and the browser ask side by side; none of them is what the limits on one client are for.
_OPTIONS = ("--port", "0", "--workers", "2", "--client-tasks", "64")
_END_LIMIT_S = 15


def installed_programs(folder: Path) -> Path:
    """Return the folder of programs of an environment with the wheel, which the first caller makes."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            install(build_wheel(folder / "wheel"), folder / "environment")
            (folder / "done").touch()
    return folder / "environment" / "bin"


def environment_without_a_home(folder: Path) -> dict[str, str]:
    """Return variables for a program that finds no cache, no settings and no checkout."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GBAIP_", "PYTHON", "XDG_"))
    }
    empty = {"HOME": "home", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "TMPDIR": "temporary"}
    for name in empty.values():
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {**kept, **{variable: str(folder / name) for variable, name in empty.items()}}


@contextmanager
def served(programs: Path, folder: Path, *, options: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run ``gbaip serve`` in an empty folder and yield its address, without a slash at its end."""
    (folder / "empty").mkdir(parents=True)
    given = [word for option in (options or {}).items() for word in option]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [str(programs / "gbaip"), "serve", *_OPTIONS, *given],
            cwd=folder / "empty",
            env=environment_without_a_home(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), (folder / "log").read_text(encoding="utf-8")
            yield address.rstrip("/")
        finally:
            process.terminate()
            try:
                process.wait(_END_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
    left = sorted(path.name for name in ("empty", "cache") for path in (folder / name).rglob("*"))
    assert left == [], "the server wrote files where it was started, or into a cache"
