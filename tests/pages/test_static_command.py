"""``gbaip export``: which word is a folder, what goes together, and what is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console
from rich.progress import Progress

from gbaip_graph.cli import main
from gbaip_graph.pages.static_command import _drawer
from gbaip_graph.pages.static_target import is_folder
from tests.pages.copied_site import write_small_root


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a call of the program on the small root, from an empty folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = write_small_root(tmp_path / "root").path
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return lambda *arguments: CliRunner().invoke(main, ["--root", str(root), "export", *arguments])


@pytest.mark.parametrize("name", ["site/", "a/b", "./site", "/site", "a/b/"])
def test_a_word_with_a_slash_is_a_folder(name):
    assert is_folder(name)


def test_a_folder_that_there_is_is_a_folder(tmp_path, monkeypatch):
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path)
    assert [name for name in ("site", ".", "schema-org") if is_folder(name)] == ["site", "."]


def test_a_copy_is_written_and_told(run):
    result = run("site/")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("wrote site: ")
    assert Path("site/en/id/event/fair/index.html").is_file()


def test_the_name_of_an_export_writes_no_folder(run):
    result = run("examples", "--format", "nt")
    assert result.exit_code == 0
    assert result.stdout.startswith("<https://w3id.org/gbaip/")
    assert list(Path().iterdir()) == []


def test_without_a_word_the_exports_are_listed(run):
    assert run().stdout.startswith("examples  ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("site/", "--format", "nt"), "--format is for an export by its name"),
        (("examples", "--base", "https://host.example"), "--base is for a copy of the site"),
        (("--base", "https://host.example"), "--base is for a copy of the site"),
        (("site/", "--base", "host.example"), "'host.example' is not the address of a site"),
        (("..",), "this folder is no earlier copy"),
        (("site",), 'there is no export "site"'),
    ],
)
def test_what_does_not_go_together_is_refused(run, arguments, told):
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(Path().iterdir()) == []


def test_a_slash_at_the_end_of_the_address_is_no_part_of_it(run):
    run("site/", "--base", "https://host.example/a/")
    page = Path("site/en/id/event/fair/index.html").read_text(encoding="utf-8")
    assert 'rel="canonical" href="https://host.example/a/en/id/event/fair/"' in page


def test_a_dead_link_is_a_warning(run, tmp_path):
    ontology = tmp_path / "root" / "ontology" / "gbaip.ttl"
    text = ontology.read_text(encoding="utf-8").replace("gbaip:Passage a owl:Class .\n", "")
    ontology.write_text(text, encoding="utf-8")
    result = run("site/")
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: 3 addresses in the copy lead nowhere\n")
    assert "leads to en/ns/Passage/index.html" in result.stderr


def test_a_terminal_is_shown_how_far_it_is():
    shown = io.StringIO()
    with Progress(console=Console(file=shown, force_terminal=True), auto_refresh=False) as progress:
        tell = _drawer(progress)
        tell("pages", 1, 2)
        tell("pages", 2, 2)
    assert "100%" in shown.getvalue()
