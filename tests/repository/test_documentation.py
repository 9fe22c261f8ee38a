"""What the README and its neighbours say, against what the project is and does."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph import __version__
from gbaip_graph.cli import main
from gbaip_graph.turtle.parser import read_turtle

CHECKOUT = Path(__file__).resolve().parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COPY, COPIES = "my-copy.txt", "my-copies/"  # how the README calls a reader's own copies


def commands(text: str) -> list[str]:
    """Return the ``gbaip`` commands in the shell blocks of a page, without comments and setting up."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    parts = [part for block in blocks for line in block.splitlines() for part in line.split("&&")]
    bare = (part.partition(" #")[0].strip().removeprefix(".venv/bin/") for part in parts)
    return [command for command in bare if command.startswith("gbaip ")]


@pytest.fixture
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "documentation-cache"))
    monkeypatch.delenv("GBAIP_ROOT", raising=False)


def test_the_readme_shows_commands_of_each_kind_that_reads():
    assert {command.split()[1] for command in commands(README)} == {"ask", "cite"}


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("command", [c for c in commands(README) if c.startswith("gbaip ask")])
def test_a_question_of_the_readme_is_answered(command):
    answered = CliRunner().invoke(main, shlex.split(command)[1:])
    assert (answered.exit_code, answered.stderr) == (0, "")
    assert len(answered.stdout.splitlines()) > 2


@pytest.mark.parametrize("command", [c for c in commands(README) if c.startswith("gbaip cite")])
def test_a_citation_of_the_readme_is_verified(command, shared, tmp_path, monkeypatch):
    shutil.copytree(shared / "sources", tmp_path / COPIES)
    shutil.copy(shared / "sources" / "ipd-2018-19.txt", tmp_path / COPY)
    monkeypatch.chdir(tmp_path)
    cited = CliRunner().invoke(main, shlex.split(command)[1:])
    assert (cited.exit_code, cited.stderr) == (0, "")


@pytest.mark.usefixtures("own_cache")
def test_the_python_of_the_readme_runs():
    pytest.importorskip("pandas")
    (block,) = re.findall(r"^```python\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "sme-seminar-2024" in ran.stdout


@pytest.mark.parametrize("marker", ["ask", "test"])
def test_each_main_command_is_one_line_that_makes_its_own_environment(marker):
    (line,) = re.findall(rf"<!-- command: {marker} -->\n```sh\n([^\n]*)\n```", README)
    assert line.startswith("python3 -m venv ")


def test_the_readme_documents_the_commands_there_are():
    assert set(re.findall(r"^\| `gbaip (\w+)` \|", README, flags=re.MULTILINE)) == set(main.commands)


def test_every_option_that_the_pages_name_exists():
    pages = [README, *(path.read_text(encoding="utf-8") for path in CHECKOUT.glob("*/README.md"))]
    named = {name for page in pages for name in re.findall(r"`gbaip \w+ (--[a-z-]+)", page)}
    options = {name for command in main.commands.values() for one in command.params for name in one.opts}
    assert named <= options


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[><=\[]", requirement)[0] for requirement in requirements}


def test_the_table_of_dependencies_lists_those_of_the_project():
    table = README.partition("## Dependencies")[2].partition("\n\nExtras")[0]
    listed = [
        name for cell in re.findall(r"^\| ([^|]+) \|", table, flags=re.MULTILINE) for name in cell.split(", ")
    ]
    assert sorted(listed) == sorted({"package", "---"} & set(listed) | names_of(PROJECT["dependencies"]))


def test_the_readme_lists_the_extras_of_the_project():
    line = README.partition("\n\nExtras: ")[2].partition("\n")[0]
    extras = {name: names for name, _, names in re.findall(r"`([\w-]+)`( \(([^)]*)\))?", line)}
    assert set(extras) == set(PROJECT["optional-dependencies"])
    for name, listed in extras.items():
        if listed:
            assert set(listed.split(", ")) == names_of(PROJECT["optional-dependencies"][name])


def test_links_between_the_pages_lead_to_files():
    for page in (CHECKOUT / "README.md", *CHECKOUT.glob("*/*.md")):
        text = re.sub(r"`[^`]*`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


# ------------------------------------------------------------------------------------------- one version


def test_the_package_has_the_version_of_the_project():
    assert __version__ == PROJECT["version"]


def test_the_change_log_has_the_version():
    headings = re.findall(r"^## (\S+)", (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == __version__


def test_the_citation_has_the_version():
    citation = (CHECKOUT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (\S+)$", citation, re.MULTILINE) == [__version__]


def test_the_ontology_has_the_version():
    triples = read_turtle(CHECKOUT / "ontology" / "gbaip.ttl", file="gbaip.ttl").triples
    owl = "http://www.w3.org/2002/07/owl#"
    found = {t.predicate.value: t.object for t in triples if t.predicate.value.startswith(owl + "version")}
    assert found[owl + "versionInfo"].lexical == __version__
    assert found[owl + "versionIRI"].value == f"https://w3id.org/gbaip/ns/{__version__}"
