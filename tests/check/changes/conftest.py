"""The shipped root in a repository of its own, and a place for the stored graphs of a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gbaip_graph.layout import Root
from tests.check.changes.repositories import commit, git

_FOLDERS = ("ontology", "shapes", "queries", "data")


@pytest.fixture(scope="session")
def shipped(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with one commit, in whose folder ``graph`` the project's own root lies."""
    top = tmp_path_factory.mktemp("repository")
    for name in _FOLDERS:
        shutil.copytree(repository / name, top / "graph" / name)
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top, "first")
    return top


@pytest.fixture
def root(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Root]:
    """Return a root of the test's own, below the top of its repository."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(shipped, tmp_path / "repository")
    yield Root(tmp_path / "repository" / "graph")
    shutil.rmtree(tmp_path / "repository")


@pytest.fixture
def edit(root: Root) -> Callable[[str, str, str], None]:
    """Return a function that replaces a text that stands once in a file of the root."""

    def replace(path: str, old: str, new: str) -> None:
        text = (root.path / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        (root.path / path).write_text(text.replace(old, new), encoding="utf-8")

    return replace
