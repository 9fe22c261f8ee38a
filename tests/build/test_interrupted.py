"""Builds that meet a full disk, with real processes: the last good graph stays, and who asks is answered."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gbaip_graph.build.store import build_root, open_graph
from gbaip_graph.layout import Root

PROJECT = Path(__file__).resolve().parents[2]
BUILT = ["gbaip.nq", "manifest.json", "statistics.json", "void.ttl"]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
#: Every file of a build of the small graph is longer, or the next one is.
FILE_LIMIT_BYTES = 2048
LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({FILE_LIMIT_BYTES}, resource.RLIM_INFINITY))
from gbaip_graph.cli import main
main()
"""


def gbaip(
    *arguments: str | Path, is_limited: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    program = ["-c", LIMITED] if is_limited else ["-m", "gbaip_graph.cli"]
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        input=COUNT,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], check=True, capture_output=True
    )
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def can_mount() -> bool:
    with (
        TemporaryDirectory() as folder,
        suppress(OSError, subprocess.CalledProcessError),
        small_disk(Path(folder)),
    ):
        return True
    return False


#: A limit on the length of files stops a write in its middle everywhere; a disk of its own only where one may
#: be mounted, which is no reason to skip anything.
WAYS = ["limit", "disk"] if can_mount() else ["limit"]


class Place:
    """A folder that can be filled up, and programs that then meet that."""

    def __init__(self, folder: Path, way: str) -> None:
        self.folder = folder
        self._way = way
        self._is_full = False

    def fill(self) -> None:
        self._is_full = True
        if self._way == "disk":
            with suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * FILE_LIMIT_BYTES)

    def clear(self) -> None:
        self._is_full = False
        (self.folder / "filler").unlink(missing_ok=True)

    def gbaip(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return gbaip(*arguments, is_limited=self._is_full and self._way == "limit", **environment)

    def left(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir() if file.name != "filler")


@pytest.fixture(params=WAYS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "place"
    folder.mkdir()
    if request.param == "disk":
        with small_disk(folder):
            yield Place(folder, request.param)
    else:
        yield Place(folder, request.param)


MakeRoot = Callable[[], Root]


def test_a_build_that_meets_a_full_disk_says_so_and_leaves_the_old_one(make_root: MakeRoot, place: Place):
    root, out = make_root(), place.folder / "build"
    before = dict(build_root(root, out=out).digests)
    place.fill()
    ran = place.gbaip("--root", root.path, "build", "--out", out)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "the build cannot be written: [Errno" in ran.stderr
    assert str(out) in ran.stderr
    assert place.left() == ["build"]
    place.clear()
    assert dict(build_root(root, out=out).digests) == before


def test_who_asks_with_a_full_cache_is_answered_and_warned(make_root: MakeRoot, place: Place):
    root = make_root()
    ((count,),) = open_graph(root).select(COUNT).rows
    wanted = f"n\n{count.lexical}\n"
    place.fill()
    cache = {"XDG_CACHE_HOME": str(place.folder)}
    ran = place.gbaip("--root", root.path, "ask", "--sparql", "-", "--format", "csv", **cache)
    assert (ran.returncode, ran.stdout) == (0, wanted)
    assert "the graph was built in memory and not kept: [Errno" in ran.stderr
    assert [path.name for path in place.folder.rglob("*.nq")] == []
    place.clear()
    ran = place.gbaip("--root", root.path, "ask", "--sparql", "-", "--format", "csv", **cache)
    assert (ran.stdout, ran.stderr) == (wanted, "")
    assert len(list(place.folder.rglob("gbaip.nq"))) == 1


@pytest.mark.parametrize("name", BUILT)
def test_whatever_file_of_a_build_is_cut_the_same_graph_is_opened(make_root: MakeRoot, name: str):
    root = make_root()
    build_root(root)
    wanted = open_graph(root).select(COUNT)
    file = root.build_dir / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert open_graph(root).select(COUNT) == wanted
