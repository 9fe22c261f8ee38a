"""The pull request that the README shows, from its diff to its annotation, by the real command."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## In continuous integration\n")[2].partition("\n## ")[0]


def block(name: str) -> str:
    (found,) = re.findall(rf"<!-- pull request: {name} -->\n```\w+\n(.*?)```\n", SECTION, flags=re.DOTALL)
    return str(found)


def git(folder: Path, *arguments: str, stdin: str = "") -> str:
    named = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(
        ["git", *named, *arguments], cwd=folder, input=stdin, capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.fixture(scope="module")
def pull_request(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout whose last commit is the README's diff."""
    folder = tmp_path_factory.mktemp("pull-request")
    for name in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(CHECKOUT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Before")
    git(folder, "apply", "--index", stdin=block("diff"))
    git(folder, "commit", "--quiet", "--message=The pull request")
    return folder


def ran(pull_request: Path, command: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(command)
    assert program == "gbaip"
    kept = {
        name: value for name, value in os.environ.items() if name not in ("GBAIP_ROOT", "GITHUB_STEP_SUMMARY")
    }
    environment = kept | {"PYTHONPATH": str(CHECKOUT), "XDG_CACHE_HOME": str(pull_request.parent)}
    return subprocess.run(
        [sys.executable, "-m", "gbaip_graph.cli", *arguments],
        cwd=pull_request, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def shown_changes(diff: str) -> Iterator[str]:
    lines = diff.splitlines()
    yield from (line for line in lines if line.startswith(("+", "-")) and not line.startswith(("+++", "---")))


def test_the_diff_of_the_readme_is_one_edit() -> None:
    assert [line[0] for line in shown_changes(block("diff"))] == ["-", "+"]


def test_the_diff_of_the_readme_is_what_git_shows(pull_request: Path) -> None:
    shown = git(pull_request, "diff", "HEAD~1", "HEAD").splitlines(keepends=True)
    assert "".join(line for line in shown if not line.startswith(("diff ", "index "))) == block("diff")


@pytest.mark.parametrize("name", ["github", "text"])
def test_the_command_prints_what_the_readme_shows(name: str, pull_request: Path) -> None:
    command, _, printed = block(name).removeprefix("$ ").partition("\n")
    found = ran(pull_request, command)
    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout == printed


def test_the_annotation_is_at_the_line_that_the_readme_names(pull_request: Path) -> None:
    (line,) = re.findall(r"annotation in line (\d+) of that file", SECTION)
    assert f"line={line}," in block("github")
    (number,) = re.findall(r"^@@ -\d+,\d+ \+(\d+),", block("diff"), re.MULTILINE)
    hunk = [one for one in block("diff").splitlines()[3:] if not one.startswith("-")]
    assert hunk[int(line) - int(number)].startswith("+")


@pytest.mark.parametrize("text", re.findall(r"^```yaml\n(.*?)^```", SECTION, flags=re.DOTALL | re.MULTILINE))
def test_what_others_write_names_inputs_and_hooks_there_are(text: str) -> None:
    written = yaml.safe_load(text)
    inputs = set(yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))["inputs"])
    hooks = {hook["id"] for hook in yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    for step in written.get("steps", []):
        assert step["uses"].startswith("actions/") or set(step["with"]) <= inputs
    for one in written.get("repos", []):
        assert {hook["id"] for hook in one["hooks"]} <= hooks


def test_the_readme_lists_the_inputs_of_the_action() -> None:
    inputs = yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    told = SECTION.partition("Inputs are ")[2].partition(". ")[0]
    assert set(re.findall(r"`([a-z]+)`", told)) - {"github"} == set(inputs)
