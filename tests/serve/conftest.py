"""Servers that several files of tests ask: of the shipped graph, and of a small one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serve.server_process import REPOSITORY, running
from tests.serve.small_root import write_root


@pytest.fixture(scope="session")
def shipped() -> Iterator[httpx.Client]:
    """Yield a client of a server of the shipped graph."""
    with (
        running(REPOSITORY, settings={"workers": 2, "client_tasks": 8}) as (address, _),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the small root that ``small`` serves; nobody may change it."""
    return write_root(tmp_path_factory.mktemp("small-root"))


@pytest.fixture(scope="session")
def small(small_folder: Path) -> Iterator[httpx.Client]:
    """Yield a client of a server of the small root."""
    with (
        running(small_folder, settings={"workers": 2, "client_tasks": 8}) as (address, _),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client
