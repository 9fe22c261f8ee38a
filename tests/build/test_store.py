from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from gbaip_graph.build import store
from gbaip_graph.build.manifest import input_digests, key_of, read_manifest
from gbaip_graph.build.store import BuildNotKept, build_root, cache_directory, open_graph
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidData, InvalidValue
from gbaip_graph.layout import Root

PROJECT = Path(__file__).resolve().parents[2]
BUILT = ["gbaip.nq", "manifest.json", "statistics.json", "void.ttl"]
MILL_NAME = """SELECT ?name WHERE {
    <https://w3id.org/gbaip/id/agency/mill> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name
    FILTER(LANGMATCHES(LANG(?name), "en")) }"""


def mill_name(graph: QueryableGraph) -> str:
    ((name,),) = graph.select(MILL_NAME).rows
    return name.lexical


def rename_mill(root: Root, name: str) -> None:
    file = root.data_dir / "register/all.ttl"
    file.write_text(file.read_text().replace("Mill Office", name))


def forbid_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> dict[str, bytes]:
        raise AssertionError("built again")

    monkeypatch.setattr(store, "_make", refuse)


def in_subprocess(code: str, root: Root, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(root.path)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


BUILD = """
import sys
from pathlib import Path
from gbaip_graph.build.store import build_root, open_graph
from gbaip_graph.layout import Root
root = Root(Path(sys.argv[1]))
"""


# --- what is written ---


def test_a_build_writes_its_four_files(make_root):
    report = build_root(make_root())
    assert sorted(file.name for file in report.directory.iterdir()) == BUILT


def test_nothing_is_left_beside_a_build(make_root):
    root = make_root()
    build_root(root)
    build_root(root)
    assert sorted(file.name for file in root.path.iterdir()) == ["build", "data", "ontology"]


def test_the_report_counts_what_the_graph_holds(make_root):
    report = build_root(make_root())
    graph = QueryableGraph.from_nquads((report.directory / "gbaip.nq").read_bytes())
    ((total,),) = graph.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
    assert report.total == int(total.lexical)
    assert report.inferred == 16
    assert report.written + report.inferred + report.ontology == len(graph)


def test_the_lines_of_a_build_are_sorted_and_distinct(make_root):
    lines = (build_root(make_root()).directory / "gbaip.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_input_gives_the_same_bytes_in_every_process(make_root, tmp_path, seed):
    root = make_root()
    build_root(root, out=tmp_path / "here")
    ran = in_subprocess(BUILD + "build_root(root)", root, PYTHONHASHSEED=seed)
    assert ran.returncode == 0, ran.stderr
    assert {name: (root.build_dir / name).read_bytes() for name in BUILT} == {
        name: (tmp_path / "here" / name).read_bytes() for name in BUILT
    }


def test_the_manifest_names_every_input_and_every_shape(make_root):
    root = make_root(raw={"shapes/place.ttl": "# no shape yet\n"})
    build_root(root)
    manifest = read_manifest(root.build_dir)
    assert list(manifest.inputs) == [
        "data/register/all.ttl",
        "data/sources/letter-1.ttl",
        "ontology/gbaip.ttl",
    ]
    assert list(manifest.shapes) == ["shapes/place.ttl"]


def test_wrong_data_writes_nothing_and_keeps_the_old_build(make_root):
    root = make_root()
    before = build_root(root).digests
    (root.data_dir / "register/all.ttl").write_text("no turtle")
    with pytest.raises(InvalidData):
        build_root(root)
    assert read_manifest(root.build_dir).outputs["gbaip.nq"] == before["gbaip.nq"]


def test_a_directory_that_cannot_be_written_is_refused(make_root, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidValue, match="cannot be written"):
        build_root(make_root(), out=tmp_path / "file" / "build")


# --- opening ---


def test_a_fitting_build_is_opened_without_building(make_root, monkeypatch):
    root = make_root()
    build_root(root)
    forbid_building(monkeypatch)
    assert mill_name(open_graph(root)) == "Mill Office"


def test_a_root_without_a_build_is_built_into_the_cache_once(make_root, own_cache, monkeypatch):
    root = make_root()
    open_graph(root)
    forbid_building(monkeypatch)
    assert mill_name(open_graph(root)) == "Mill Office"
    assert [build.name for build in own_cache.iterdir()] == [key_of(input_digests(root))]
    assert not root.build_dir.exists()


def test_a_changed_file_is_seen_though_an_older_build_is_there(make_root):
    root = make_root()
    build_root(root)
    rename_mill(root, "Mill House")
    assert mill_name(open_graph(root)) == "Mill House"


def test_a_file_that_cannot_be_read_is_refused_and_not_passed_over(make_root):
    root = make_root()
    build_root(root)
    (root.data_dir / "register/folder.ttl").mkdir()
    with pytest.raises(InvalidData, match="no regular file, so it is not read"):
        open_graph(root)


def test_a_pipe_among_the_data_is_refused_and_not_waited_for(make_root):
    root = make_root()
    os.mkfifo(root.data_dir / "register/pipe.ttl")
    with pytest.raises(InvalidData, match="no regular file, so it is not read"):
        open_graph(root)


def test_a_removed_file_is_seen(make_root):
    root = make_root()
    build_root(root)
    (root.data_dir / "sources/letter-1.ttl").unlink()
    assert "https://w3id.org/gbaip/graph/sources/letter-1" not in open_graph(root).graph_names()


def test_a_changed_builder_is_not_answered_by_an_older_graph(make_root, monkeypatch):
    root = make_root()
    build_root(root)
    manifest = root.build_dir / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**content, "builder": "0" * 64}))
    forbid_building(monkeypatch)
    with pytest.raises(AssertionError, match="built again"):
        open_graph(root)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[: content.rindex(b"\n", 0, -1) + 1],
        lambda content: content.replace(b"Mill Office", b"Mint Office"),
        lambda content: b"",
    ],
    ids=["cut", "cut-after-a-line", "altered", "emptied"],
)
def test_a_damaged_graph_is_noticed_and_built_again(make_root, damage):
    root = make_root()
    build_root(root)
    file = root.build_dir / "gbaip.nq"
    file.write_bytes(damage(file.read_bytes()))
    assert mill_name(open_graph(root)) == "Mill Office"


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 1}', '{"format": 99}', "null"])
def test_a_damaged_manifest_is_no_manifest(make_root, content):
    root = make_root()
    build_root(root)
    (root.build_dir / "manifest.json").write_text(content)
    assert mill_name(open_graph(root)) == "Mill Office"


def test_a_damaged_cache_is_replaced(make_root, own_cache, monkeypatch):
    root = make_root()
    open_graph(root)
    (own_cache / key_of(input_digests(root)) / "gbaip.nq").write_bytes(b"")
    open_graph(root)
    forbid_building(monkeypatch)
    assert mill_name(open_graph(root)) == "Mill Office"


def test_a_cache_that_cannot_be_written_gives_a_graph_in_memory_and_a_warning(
    make_root, tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.warns(BuildNotKept, match="built in memory"):
        graph = open_graph(make_root())
    assert mill_name(graph) == "Mill Office"


def test_a_build_that_another_is_making_is_not_taken_for_an_old_one(make_root, own_cache):
    for number in range(8):
        (own_cache / f"{number}").mkdir(parents=True)
    unfinished = own_cache / ".other-new-1"
    unfinished.mkdir()
    os.utime(unfinished, (0, 0))
    open_graph(make_root())
    assert unfinished.is_dir()


def test_only_the_newest_cached_builds_are_kept(make_root, own_cache):
    root = make_root()
    for number in range(9):
        old = own_cache / f"{number}"
        old.mkdir(parents=True)
        os.utime(old, (number, number))
    open_graph(root)
    newest = {"2", "3", "4", "5", "6", "7", "8", key_of(input_digests(root))}
    assert {build.name for build in own_cache.iterdir()} == newest


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"XDG_CACHE_HOME": "/var/store"}, Path("/var/store/gbaip-graph")),
        ({"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache/gbaip-graph"),
        ({}, Path.home() / ".cache/gbaip-graph"),
    ],
)
def test_the_cache_lies_where_the_user_wants_it(environment, wanted):
    assert cache_directory(environment) == wanted


def test_opening_a_fitting_build_imports_no_reasoner(make_root):
    root = make_root()
    build_root(root)
    code = BUILD + "open_graph(root); print({'rdflib', 'owlrl', 'pyshacl'} & set(sys.modules))"
    assert in_subprocess(code, root).stdout == "set()\n"


# --- kills ---

KILL_AT_RENAME = f"""{BUILD}
import os, signal
count = 0
rename = Path.rename
def counted(self, target):
    global count
    if count == NUMBER:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    return rename(self, target)
Path.rename = counted
build_root(root)
"""

KILL_WHILE_WRITING = f"""{BUILD}
import os, signal
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
build_root(root)
"""


KILLS = {
    "before-the-first-rename": KILL_AT_RENAME.replace("NUMBER", "0"),
    "between-the-renames": KILL_AT_RENAME.replace("NUMBER", "1"),
    "while-writing": KILL_WHILE_WRITING,
}


@pytest.mark.parametrize("code", KILLS.values(), ids=KILLS.keys())
def test_a_killed_build_leaves_the_old_one_good(make_root, monkeypatch, code):
    root = make_root()
    build_root(root)
    assert in_subprocess(code, root).returncode == -9
    forbid_building(monkeypatch)
    assert mill_name(open_graph(root)) == "Mill Office"


@pytest.mark.parametrize("code", KILLS.values(), ids=KILLS.keys())
def test_after_a_killed_build_the_next_one_is_whole(make_root, code):
    root = make_root()
    build_root(root)
    in_subprocess(code, root)
    rename_mill(root, "Mill House")
    build_root(root)
    assert sorted(file.name for file in root.build_dir.iterdir()) == BUILT
    assert mill_name(open_graph(root)) == "Mill House"


def test_what_a_killed_build_left_is_cleared_after_an_hour(make_root):
    root = make_root()
    in_subprocess(KILL_WHILE_WRITING, root)
    (left,) = root.path.glob(".build-new-*")
    os.utime(left, (time.time() - 4000, time.time() - 4000))
    build_root(root)
    assert not left.exists()


def test_no_warning_comes_with_a_good_build(make_root):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        open_graph(make_root())
