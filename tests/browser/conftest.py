"""One installed server for each process of the tests, and one Chromium for each file of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.installed_server import installed_programs, served
from tests.browser.page_kinds import BY_NAME, Sample, sampled
from tests.browser.watched_browser import browsing


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment with the built wheel, shared by all processes."""
    base = tmp_path_factory.getbasetemp()
    return installed_programs((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "wheel")


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a server, without a slash at its end. ``GBAIP_BROWSED`` names one that runs."""
    if running := os.environ.get("GBAIP_BROWSED"):
        yield running.rstrip("/")
        return
    programs: Path = request.getfixturevalue("programs")
    with served(programs, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session")
def sample(address: str) -> Sample:
    """Return what tells the path of a sample of a kind of page, by the kind's name."""
    records = sampled(address)
    return lambda name: records.get(name) or BY_NAME[name].path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a running Chromium."""
    with browsing() as found:
        yield found


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for what people look at: ``GBAIP_SCREENSHOTS``, or a temporary one."""
    named = os.environ.get("GBAIP_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def node_tools() -> Path:
    """Return the folder of axe-core and Lighthouse, or skip with the reason."""
    folder = Path(sys.prefix) / "browser-tools" / "node_modules"
    if not folder.is_dir():
        pytest.skip(f"the tools in tests/browser/package.json are not installed in {folder.parent}")
    return folder
