"""A copying that is interrupted, in processes of its own: the earlier copy stays, and none of them does."""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pages.static_copy import Copied, Tell, write_copy
from gbaip_graph.pages.static_folder import MARKER, replaced, write_file
from tests.pages.copied_site import copy_to, files_of, open_small, write_small_root

INTERRUPTED, CANNOT_BE_WRITTEN = 130, 2
# Less than a page has, so that the first one is the one that does not fit.
ROOM_BYTES = 1000


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return open_small(write_small_root(tmp_path_factory.mktemp("root")).path)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return a copy of which one file tells it apart from a newer one."""
    folder = tmp_path / "place" / "site"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("earlier", encoding="utf-8")
    (folder / MARKER).write_text(json.dumps({"entries": ["index.html"]}), encoding="utf-8")
    return folder


def when_some_are_done(do: Callable[[], None]) -> Tell:
    def tell(what: str, done: int, total: int) -> None:
        if done >= 20:
            do()

    return tell


def quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def run_apart(work: Callable[[], object]) -> int:
    """Do work in a session of its own and return the exit code once all processes of it have ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_end(work)
    os.close(writing)
    status = os.waitpid(child, 0)[1]
    os.read(reading, 1)  # comes back when nobody holds the other end any more
    os.close(reading)
    return os.waitstatus_to_exitcode(status)


def _work_and_end(work: Callable[[], object]) -> None:
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work()
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except InvalidValue as error:
        code = CANNOT_BE_WRITTEN if "the copy cannot be written" in error.what else 1
    finally:
        os._exit(code)


def interrupt_all() -> None:
    """Do what Ctrl-C does: interrupt every process of the terminal."""
    os.killpg(0, signal.SIGINT)


@pytest.mark.parametrize("processes", [1, 3])
def test_ctrl_c_leaves_the_earlier_copy_and_nothing_else(earlier, small, processes):
    before = files_of(earlier.parent)
    tell = when_some_are_done(interrupt_all)
    assert run_apart(lambda: write_copy(small, earlier, processes=processes, tell=tell)) == INTERRUPTED
    assert files_of(earlier.parent) == before
    assert os.listdir(earlier.parent) == ["site"]


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_a_signal_that_ends_the_program_leaves_the_earlier_copy_and_no_process(earlier, small, sent):
    before = files_of(earlier)
    tell = when_some_are_done(lambda: os.kill(os.getpid(), sent))
    assert run_apart(lambda: write_copy(small, earlier, processes=3, tell=tell)) == -sent
    assert files_of(earlier) == before


def test_what_a_kill_has_left_is_in_the_way_of_no_later_copy(earlier, small):
    tell = when_some_are_done(lambda: os.kill(os.getpid(), signal.SIGKILL))
    run_apart(lambda: write_copy(small, earlier, processes=3, tell=tell))
    copy_to(earlier, small)
    assert "en" in os.listdir(earlier)


@pytest.mark.parametrize("processes", [1, 3])
def test_a_file_for_which_there_is_no_room_leaves_the_earlier_copy_and_nothing_else(
    earlier, small, processes
):
    def copy_without_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, ROOM_BYTES))
        write_copy(small, earlier, processes=processes, tell=quiet)

    before = files_of(earlier.parent)
    assert run_apart(copy_without_room) == CANNOT_BE_WRITTEN
    assert files_of(earlier.parent) == before
    assert os.listdir(earlier.parent) == ["site"]


def test_a_place_that_nobody_may_write_to_is_told_before_anything_is_made(small):
    with pytest.raises(InvalidValue, match="/proc/site: the copy cannot be written"):
        write_copy(small, Path("/proc/site"), processes=1, tell=quiet)


def test_ctrl_c_between_the_two_renames_brings_the_earlier_copy_back(earlier, monkeypatch):
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name.startswith(".site-new-"):
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    before = files_of(earlier.parent)
    with pytest.raises(KeyboardInterrupt), replaced(earlier) as new:
        write_file(new, "index.html", b"newer")
    assert files_of(earlier.parent) == before
    assert os.listdir(earlier.parent) == ["site"]
