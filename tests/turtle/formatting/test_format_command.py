"""``gbaip format`` on files and folders: what it writes, what it says, and what it leaves alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gbaip_graph.build.input_files import MAX_FILE_BYTES
from gbaip_graph.check.canonical_form import fix_root
from gbaip_graph.cli import main
from gbaip_graph.layout import Root

CHECKOUT = Path(__file__).resolve().parents[3]
UGLY = "# mine\n<urn:s> a <urn:C>; <urn:p> 2,1 .\n"
NEAT = "# mine\n<urn:s> a <urn:C> ;\n    <urn:p> 1 ;\n    <urn:p> 2 ;\n.\n"
BROKEN = "<urn:s> <urn:p> .\n"
DATA = "data/sources/pr-2023-09-06.ttl"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GBAIP_ROOT", raising=False)
    return tmp_path


def gbaip(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_file_is_laid_out_in_place(folder: Path) -> None:
    (folder / "x.ttl").write_text(UGLY)
    ran = gbaip("format", "x.ttl")
    assert (ran.exit_code, ran.output) == (0, "formatted x.ttl\n")
    assert (folder / "x.ttl").read_text() == NEAT


def test_a_file_in_its_form_is_not_written(folder: Path) -> None:
    (folder / "x.ttl").write_text(NEAT)
    before = (folder / "x.ttl").stat()
    ran = gbaip("format", "x.ttl")
    assert (ran.exit_code, ran.output) == (0, "nothing to change in 1 file\n")
    assert (folder / "x.ttl").stat() == before


def test_check_names_the_first_line_that_differs_and_writes_nothing(folder: Path) -> None:
    (folder / "x.ttl").write_text(UGLY)
    ran = gbaip("format", "--check", "x.ttl")
    assert ran.exit_code == 1
    assert ran.output == (
        "x.ttl:2:1: violation: not laid out as `gbaip format` does it, from here on [not-formatted]\n"
        "  Run `gbaip format x.ttl`.\n"
    )
    assert (folder / "x.ttl").read_text() == UGLY


def test_diff_prints_what_would_change_and_writes_nothing(folder: Path) -> None:
    (folder / "x.ttl").write_text(UGLY.removesuffix("\n"))
    ran = gbaip("format", "--diff", "x.ttl")
    assert ran.exit_code == 0
    assert ran.output.splitlines() == [
        "--- a/x.ttl", "+++ b/x.ttl", "@@ -1,2 +1,5 @@", " # mine", "-<urn:s> a <urn:C>; <urn:p> 2,1 .",
        "\\ No newline at end of file", "+<urn:s> a <urn:C> ;", "+    <urn:p> 1 ;", "+    <urn:p> 2 ;", "+.",
    ]  # fmt: skip
    assert (folder / "x.ttl").read_text() == UGLY.removesuffix("\n")


def test_a_diff_can_be_applied(folder: Path) -> None:
    (folder / "x.ttl").write_text(UGLY)
    diff = gbaip("format", "--diff", "--check", "x.ttl").output.partition("x.ttl:2:1")[0]
    subprocess.run(["git", "init", "--quiet"], check=True)
    subprocess.run(["git", "apply"], input=diff, text=True, check=True)
    assert (folder / "x.ttl").read_text() == NEAT


def test_a_file_that_cannot_be_parsed_is_left_alone_and_the_others_are_not(folder: Path) -> None:
    (folder / "bad.ttl").write_text(BROKEN)
    (folder / "good.ttl").write_text(UGLY)
    ran = gbaip("format", ".")
    assert ran.exit_code == 1
    assert ran.output.startswith("formatted good.ttl\nbad.ttl:1:17: violation: ")
    assert "[syntax]" in ran.output
    assert (folder / "bad.ttl").read_text() == BROKEN
    assert (folder / "good.ttl").read_text() == NEAT


@pytest.mark.parametrize(
    ("content", "address"),
    [
        (b"\xef\xbb\xbf<urn:s> <urn:p> 1 .", "x.ttl:1:1"),
        (b"<urn:s> <urn:p> 'caf\xe9' .", "x.ttl:1:21"),
        (b"<urn:s> <urn:p> '\x00' .", "x.ttl:1:18"),
        (b"<urn:s> <urn:p> " + b"[ <urn:p> " * 10_000, "x.ttl:1:"),
        (b"<urn:s> <urn:p> " + b"(" * 10_000 + b")" * 10_000 + b" .", "x.ttl:1:81"),
        (b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "x.ttl:1:6"),
    ],
    ids=["bom", "latin-1", "nul", "cut-off", "deep", "xml"],
)
def test_a_bad_file_ends_in_one_finding_and_stays(folder: Path, content: bytes, address: str) -> None:
    (folder / "x.ttl").write_bytes(content)
    ran = gbaip("format", "x.ttl")
    assert (ran.exit_code, ran.exception.__class__) == (1, SystemExit)
    assert ran.output.startswith(address)
    assert ran.output.count(": violation: ") == 1
    assert (folder / "x.ttl").read_bytes() == content


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "x.ttl").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    ran = gbaip("format", "x.ttl")
    assert (ran.exit_code, ran.output) == (
        1,
        "x.ttl: violation: the file has 64.0 MB; the limit is 64 MB [too-large]\n"
        "  Cut it in several files; what is so large is not read by people.\n",
    )


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "x.ttl")
    ran = gbaip("format", ".")
    assert (ran.exit_code, ran.output.partition(": ")[0]) == (1, "x.ttl")


def test_a_name_that_is_not_there_is_used_wrongly(folder: Path) -> None:
    ran = gbaip("format", "nowhere")
    assert (ran.exit_code, ran.stderr.splitlines()[0]) == (2, "Error: there is no file or folder nowhere")


def test_folders_are_searched_but_for_hidden_ones(folder: Path) -> None:
    for name in ("a/x.ttl", ".venv/x.ttl", "a/b/y.ttl", "a/z.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(UGLY)
    assert gbaip("format", ".", "a/x.ttl").output == "formatted a/x.ttl\nformatted a/b/y.ttl\n"


def test_a_file_keeps_its_mode(folder: Path) -> None:
    (folder / "x.ttl").write_text(UGLY)
    (folder / "x.ttl").chmod(0o640)
    gbaip("format", "x.ttl")
    assert (folder / "x.ttl").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "x.ttl").write_text(UGLY)
    (folder / "link.ttl").symlink_to("real/x.ttl")
    gbaip("format", "link.ttl")
    assert (folder / "link.ttl").is_symlink()
    assert (folder / "real" / "x.ttl").read_text() == NEAT


def test_nothing_is_left_behind(folder: Path) -> None:
    (folder / "x.ttl").write_text(UGLY)
    gbaip("format", "x.ttl")
    assert [path.name for path in folder.iterdir()] == ["x.ttl"]


# ----------------------------------------------------------------------------------------- the project's own


@pytest.fixture
def root(folder: Path) -> Path:
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(CHECKOUT / name, folder / name)
    return folder


def test_the_files_of_the_project_are_in_their_form() -> None:
    ran = gbaip("--root", str(CHECKOUT), "format", "--check")
    assert (ran.exit_code, ran.stdout.partition(" in ")[0]) == (0, "nothing to change")


def test_a_data_file_gets_the_canonical_form_that_check_fix_writes(root: Path) -> None:
    file = root / DATA
    canonical = file.read_bytes()
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    file.write_text("\n\n\n".join([blocks[0], *reversed(blocks[1:])]), encoding="utf-8")
    scrambled = file.read_bytes()
    assert gbaip("format", "data").output == f"formatted {DATA}\n"
    assert file.read_bytes() == canonical
    file.write_bytes(scrambled)
    fix_root(Root(root))
    assert file.read_bytes() == canonical


def test_a_comment_in_a_data_file_is_not_lost(root: Path) -> None:
    file = root / DATA
    text = file.read_text(encoding="utf-8") + "# a note\n"
    file.write_text(text, encoding="utf-8")
    ran = gbaip("format", DATA)
    assert (ran.exit_code, ran.output.splitlines()[0]) == (
        1, f"{DATA}:{text.count(chr(10))}:1: violation: a data file has no comments [comment]"
    )  # fmt: skip
    assert file.read_text(encoding="utf-8") == text


def test_a_folder_named_data_elsewhere_holds_no_data_of_ours(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "x.ttl").write_text(UGLY)
    gbaip("format", "data")
    assert (folder / "data" / "x.ttl").read_text() == NEAT
