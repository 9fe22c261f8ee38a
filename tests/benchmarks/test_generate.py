"""The generator makes conforming graphs of the size asked for, the same bytes for the same numbers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from benchmarks.generate import generate, main
from benchmarks.synthetic.graph import LARGEST_DOCUMENT
from gbaip_graph.build.load import load_root
from gbaip_graph.check.run import check_root
from gbaip_graph.layout import Root, find_root

CONCEPTS = Path("data/concepts")


def digest(folder: Path) -> str:
    """Return one digest of the names and contents of all files."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return whole.hexdigest()


def data_triples(root: Root) -> int:
    concepts = root.path / CONCEPTS
    return sum(
        len(f.document.triples) for f in load_root(root).data if concepts not in (root.path / f.path).parents
    )


@pytest.mark.parametrize("triples", [2_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_generated_graph_conforms(tmp_path: Path, triples: int) -> None:
    generate(tmp_path, triples=triples)
    assert check_root(Root(tmp_path)) == ()


@pytest.mark.parametrize("triples", [2_000, 20_000])
def test_a_generated_graph_has_about_the_size_asked_for(tmp_path: Path, triples: int) -> None:
    written = generate(tmp_path, triples=triples)
    assert written == data_triples(Root(tmp_path))
    assert triples <= written <= triples + LARGEST_DOCUMENT


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "one", triples=5_000, faults=20, seed=7)
    generate(tmp_path / "two", triples=5_000, faults=20, seed=7)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_another_seed_gives_another_graph(tmp_path: Path) -> None:
    generate(tmp_path / "one", triples=5_000, seed=7)
    generate(tmp_path / "two", triples=5_000, seed=8)
    assert digest(tmp_path / "one" / "data") != digest(tmp_path / "two" / "data")


def test_a_generated_graph_has_records_of_every_class_of_the_shapes(tmp_path: Path) -> None:
    generate(tmp_path, triples=20_000)
    types = {
        str(triple.object)
        for file in load_root(Root(tmp_path)).data
        for triple in file.document.triples
        if triple.predicate.value.endswith("#type")
    }
    shipped = {
        str(triple.object)
        for file in load_root(find_root()).data
        for triple in file.document.triples
        if triple.predicate.value.endswith("#type")
    }
    assert shipped - types == {"Iri(value='http://www.w3.org/ns/org#OrganizationalCollaboration')"}


def test_the_command_refuses_a_folder_that_holds_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    assert main(["--triples", "2000", "--out", str(tmp_path)]) == 2
    assert "name a new folder" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["own.txt"]
