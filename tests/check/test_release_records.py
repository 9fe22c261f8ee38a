"""Records of releases in the check of a root: good ones are silent, a wrong one is told at its line."""

from __future__ import annotations

import pytest

from gbaip_graph.build.note_release import note_release
from gbaip_graph.check.run import check_root
from gbaip_graph.layout import Root


@pytest.fixture
def released(small_root: Root, monkeypatch: pytest.MonkeyPatch) -> Root:
    """Return a conforming root with one release."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(small_root.path / "cache"))
    (small_root.path / "CHANGELOG.md").write_text("## 0.1.0 - 2002-02-02\n", encoding="utf-8")
    note_release(small_root, "0.1.0", examples=lambda root, graph: ())
    return small_root


def test_a_record_of_a_release_is_no_finding(released):
    assert check_root(released) == ()


def test_a_wrong_record_of_a_release_is_found(released):
    file = released.path / "data" / "releases" / "0.1.0.tsv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("event/fair\t", "event/fair "), encoding="utf-8")
    line = text[: text.index("event/fair\t")].count("\n") + 1
    assert [(found.address, found.rule) for found in check_root(released)] == [
        (f"data/releases/0.1.0.tsv:{line}:1", "release-record")
    ]
