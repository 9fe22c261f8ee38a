"""Run checks where they can do no harm: in a child without files and network that a deadline ends.

For whatever lets an engine read a stranger's text: patterns, queries, shapes. What stops or fails there is a
finding, never an error of the program.
"""

from __future__ import annotations

from collections.abc import Callable

from gbaip_graph.build.input_files import BYTES_PER_MB
from gbaip_graph.engines.shacl import import_everything
from gbaip_graph.engines.worker import CARRIED_ERRORS, Task, run_limited
from gbaip_graph.errors import InvalidData, QueryStopped
from gbaip_graph.findings import Finding

#: Hostile files are small, so the limits grow with the size of the input: a full check of the project's own
#: 2 MB takes 5 s and 300 MB, one of 60 MB a minute.
CHECK_TIME_LIMIT_S = 20.0
CHECK_TIME_LIMIT_S_PER_MB = 4.0
CHECK_MEMORY_LIMIT_BYTES = 640 * BYTES_PER_MB
CHECK_MEMORY_LIMIT_BYTES_PER_MB = 64 * BYTES_PER_MB
#: pySHACL alone takes that many times as long as the check that asks it about the unsure nodes only.
REFERENCE_FACTOR = 20
#: For finding out, once a check was stopped, whether a pattern is to blame.
BLAME_TIME_LIMIT_S = 5.0
#: The rule of a finding that says so.
STOPPED = "stopped"

_CHECK = Task("the check", "Give it fewer or smaller files, or simpler patterns and queries in the shapes")


def time_limit_s(size_bytes: int, *, reference: bool = False) -> float:
    """Return the seconds that a check of files of this size may take."""
    limit = CHECK_TIME_LIMIT_S + CHECK_TIME_LIMIT_S_PER_MB * size_bytes / BYTES_PER_MB
    return limit * REFERENCE_FACTOR if reference else limit


def run_checks(
    checks: Callable[[], tuple[Finding, ...]], *, at: str, size_bytes: int, limit_s: float | None = None
) -> tuple[Finding, ...]:
    """Return what the checks find, or that they were stopped or failed, as a finding on the file ``at``.

    ``size_bytes`` is the size of everything they read; ``limit_s`` overrides the time that goes with it.
    """
    import_everything()
    seconds = time_limit_s(size_bytes) if limit_s is None else limit_s
    memory_bytes = CHECK_MEMORY_LIMIT_BYTES + CHECK_MEMORY_LIMIT_BYTES_PER_MB * size_bytes // BYTES_PER_MB
    try:
        return run_limited(
            lambda: _findings(checks), time_limit_s=seconds, memory_limit_bytes=memory_bytes, task=_CHECK
        )
    except QueryStopped as error:
        return (Finding(at, 0, 0, STOPPED, error.what, error.mend),)
    except CARRIED_ERRORS as error:
        what = f"an engine failed on these files, so nothing was judged: {_reason(error)}"
        return (Finding(at, 0, 0, "engine-failure", what, "Take out what is unusual in the shapes."),)


def _findings(checks: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Run the checks; an error that is findings does not outlive the way to the parent, findings do."""
    try:
        return checks()
    except InvalidData as error:
        return error.findings


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:_REASON_LIMIT_CHARACTERS]


_REASON_LIMIT_CHARACTERS = 300
