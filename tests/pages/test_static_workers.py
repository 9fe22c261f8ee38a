"""Shares of one work in several processes: their results, their errors, and that none is left."""

from __future__ import annotations

import os
import signal

import pytest

from gbaip_graph.errors import QueryRefused, StoreFailed
from gbaip_graph.pages.static_workers import share


def squares(jobs, tick):
    found = []
    for job in jobs:
        found.append(job * job)
        tick(1)
    return found


@pytest.mark.parametrize("processes", [1, 2, 5, 50])
def test_every_job_is_done_once(processes):
    parts = share(range(10), squares, processes=processes, tick=lambda done: None)
    assert sorted(found for part in parts for found in part) == [job * job for job in range(10)]


@pytest.mark.parametrize("processes", [1, 3])
def test_each_job_that_is_done_is_told(processes):
    told = []
    share(range(10), squares, processes=processes, tick=told.append)
    assert sum(told) == 10


def test_no_work_needs_no_process():
    assert share([], squares, processes=2, tick=lambda done: None) == []


def test_an_error_crosses_with_its_words():
    def refuse(jobs, tick):
        raise QueryRefused("no", where="here", mend="Do not.")

    with pytest.raises(QueryRefused) as raised:
        share(range(4), refuse, processes=2, tick=lambda done: None)
    assert str(raised.value) == "here: no\n  Do not."


def test_a_process_that_is_killed_is_an_error():
    def vanish(jobs, tick):
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(StoreFailed, match="killed"):
        share(range(4), vanish, processes=2, tick=lambda done: None)


def test_ctrl_c_is_for_the_process_that_waits():
    def interrupted(jobs, tick):
        os.kill(os.getpid(), signal.SIGINT)
        return list(jobs)

    assert share(range(2), interrupted, processes=2, tick=lambda done: None) == [[0], [1]]


def test_no_process_is_left_after_an_error(monkeypatch):
    started = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: started.append(fork()) or started[-1])

    def refuse(jobs, tick):
        tick(1)
        signal.pause()

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        share(range(4), refuse, processes=2, tick=stop)
    assert [child for child in started if is_there(child)] == []


def is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
