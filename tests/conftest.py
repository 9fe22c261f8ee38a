"""Fixtures that several folders of tests share, and the rule that a skip fails where everything must run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run on any skip where ``GBAIP_FAIL_ON_SKIP`` is set, as ``.ci/run`` does."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("GBAIP_FAIL_ON_SKIP") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the source documents and conformance suites, or skip with the reason."""
    named = os.environ.get("GBAIP_SHARED")
    if not named:
        pytest.skip("GBAIP_SHARED names no folder with the source documents and conformance suites")
    return Path(named).resolve()


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the checkout."""
    return REPOSITORY
