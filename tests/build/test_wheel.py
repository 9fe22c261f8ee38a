from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gbaip_graph.build.releases import ReleaseRecord, write_release

PROJECT = Path(__file__).resolve().parents[2]
PACKED = ("pyproject.toml", "hatch_build.py", "LICENSE", "LICENSE-DATA", "CHANGELOG.md")
OPEN = """
from gbaip_graph.build.releases import read_releases
from gbaip_graph.build.store import open_graph
from gbaip_graph.layout import find_root
print(len(open_graph(find_root())))
print(*(record.version for record in read_releases(find_root())))
"""
RECORD = ReleaseRecord("0.1.0", "2026-11-21", "0" * 64, {"event/fair": "0" * 16})


@pytest.fixture
def project(make_root) -> Path:
    """Make a project with the real code and a small invented graph."""
    root = make_root().path
    without_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "gbaip_graph", root / "gbaip_graph", ignore=without_caches)
    for folder in ("shapes", "queries"):
        (root / folder).mkdir()
        (root / folder / "README.md").write_text("Nothing here yet.\n")
    (root / "README.md").write_text("A small graph.\n")
    (root / "data" / "releases").mkdir()
    (root / "data" / "releases" / "0.1.0.tsv").write_text(write_release(RECORD))
    for name in PACKED:
        shutil.copy(PROJECT / name, root / name)
    return root


def pack(project: Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(into)]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_the_graph_in_the_wheel_is_opened_without_building(project, tmp_path):
    packed = pack(project, tmp_path / "wheels")
    assert packed.returncode == 0, packed.stderr
    (wheel,) = (tmp_path / "wheels").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "no-folder").write_text("")
    # No cache can be written and every warning is an error: only the graph in the wheel can answer.
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "XDG_CACHE_HOME": str(tmp_path / "no-folder")}
    opened = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPEN],
        cwd=tmp_path / "wheels",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert opened.returncode == 0, opened.stderr
    triples, releases = opened.stdout.splitlines()
    assert int(triples) > 100
    assert releases == "0.1.0"


def test_wrong_data_packs_no_wheel_and_says_where(project, tmp_path):
    (project / "data/register/all.ttl").write_text("no turtle")
    packed = pack(project, tmp_path / "wheels")
    assert packed.returncode != 0
    assert "data/register/all.ttl:1:" in packed.stderr
    assert not list((tmp_path / "wheels").glob("*.whl"))
