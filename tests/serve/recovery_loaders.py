"""Loaders of a graph that meet a kill or a full disk while they build it, for the tests of recovery."""

from __future__ import annotations

import os
import resource
import signal

from gbaip_graph.serve.tasks import Loaded, load

_FILE_LIMIT_BYTES = 2048


def load_and_be_killed(folder: str) -> Loaded:
    """Build, and kill the server and this process in the middle of writing."""

    def kill(_: int) -> None:
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    os.fsync = kill
    return load(folder)


def load_slowly(folder: str) -> Loaded:
    """Wait for longer than any test, as a long build would."""
    signal.pause()
    return load(folder)


def load_on_a_full_disk(folder: str) -> Loaded:
    """Build where no file can be longer than the kernel lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT_BYTES, most))
    try:
        return load(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
