"""The files that others run ``gbaip`` from: the action, the hooks for pre-commit, and the workflow.

Their shell text is run with bash, by the command of this environment, also with values that mean harm.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from gbaip_graph.check.reports.formats import FORMATS
from gbaip_graph.cli import main

CHECKOUT = Path(__file__).resolve().parents[2]
ACTION = CHECKOUT / "action.yml"
HOOKS = CHECKOUT / ".pre-commit-hooks.yaml"
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
FILES = [ACTION, HOOKS, *WORKFLOWS]
#: As GitHub runs a step whose shell is bash.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
HOSTILE = (
    "$(touch canary)", "`touch canary`", "; touch canary", "' ; touch canary ; '", '" ; touch canary ; "',
    "| touch canary", "&& touch canary", "> canary", "--root=$(touch canary)", "-h", "a b", "*",
    "${IFS}touch", "x\ntouch canary", "x\r\n::add-mask::x", "x\x1b[2J",
)  # fmt: skip
#: Those with a line break or another control character, which the action refuses before anything else.
UNPRINTABLE = tuple(value for value in HOSTILE if any(ord(one) < 32 for one in value))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(path: Path) -> list[dict[str, Any]]:
    content = read(path)
    if "runs" in content:
        return list(content["runs"]["steps"])
    return [step for job in content["jobs"].values() for step in job["steps"]]


def step(name: str) -> dict[str, Any]:
    (found,) = (one for one in steps_of(ACTION) if one.get("name") == name)
    return found


STEPS = [
    pytest.param(one, id=f"{path.name}-{number}")
    for path in (ACTION, *WORKFLOWS)
    for number, one in enumerate(steps_of(path))
]

# --------------------------------------------------------------------------------------- what the files say


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_yaml_without_keys_that_stand_twice(path: Path) -> None:
    keys = [(node.start_mark.line, node.value) for node in _keys(yaml.compose(path.read_text("utf-8")))]
    assert keys


def _keys(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        assert len(names) == len(set(names)), f"line {node.start_mark.line + 1}: {names}"
        for key, value in node.value:
            yield key
            yield from _keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _keys(value)


@pytest.mark.parametrize("one", STEPS)
def test_no_shell_text_holds_an_expression(one: dict[str, Any]) -> None:
    assert "${{" not in one.get("run", "")


@pytest.mark.parametrize("one", STEPS)
def test_an_action_is_of_a_version(one: dict[str, Any]) -> None:
    if "uses" in one and one["uses"] != "./":
        assert re.fullmatch(r"[a-z-]+/[a-z/-]+@([0-9a-f]{40}|v[0-9]+)", one["uses"])


def test_an_action_that_is_pinned_says_its_version() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ACTION, *WORKFLOWS)]
    pinned = [line for text in texts for line in text.splitlines() if re.search("@[0-9a-f]{40}", line)]
    assert len(pinned) == 3
    assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in pinned)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_only_and_one_job_write_its_findings(path: Path) -> None:
    content = read(path)
    assert content["permissions"] == {"contents": "read"}
    granted = {job: one["permissions"] for job, one in content["jobs"].items() if "permissions" in one}
    assert granted == {"code-scanning": {"contents": "read", "security-events": "write"}}
    assert content["jobs"]["code-scanning"]["if"] == "github.event_name == 'push'"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_on_pull_requests_without_rights(path: Path) -> None:
    # YAML 1.1 takes the key ``on`` for a truth value.
    assert set(read(path)[True]) == {"pull_request", "push"}


def test_each_input_of_the_action_is_used() -> None:
    used = re.findall(r"\$\{\{ inputs\.([a-z]+) \}\}", ACTION.read_text(encoding="utf-8"))
    assert sorted(used) == sorted(read(ACTION)["inputs"])


def test_the_workflows_give_the_action_inputs_that_it_has() -> None:
    given = {name for path in WORKFLOWS for one in steps_of(path) if one.get("uses") == "./"
             for name in one.get("with", {})}  # fmt: skip
    assert given == {"format"}
    assert given <= set(read(ACTION)["inputs"])


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


def test_every_option_in_the_action_is_one_of_the_command() -> None:
    named = set(re.findall(r"(--[a-z-]+)=", step("Check")["run"]))
    assert named - {"--depth"} == {"--root", "--format", "--shapes", "--data", "--ontology", "--base"}
    assert named - {"--depth"} - options(main) <= options(main.commands["check"])


def test_the_formats_in_the_action_are_those_of_the_command() -> None:
    told = read(ACTION)["inputs"]["format"]["description"].partition("One of ")[2].partition(";")[0]
    assert set(re.split(", | and ", told)) == set(FORMATS)


@pytest.mark.parametrize("hook", read(HOOKS), ids=lambda hook: hook["id"])
def test_a_hook_names_a_command_and_options_there_are(hook: dict[str, Any]) -> None:
    program, *words = shlex.split(hook["entry"])
    (command,) = (word for word in words if not word.startswith("-"))
    before = words[: words.index(command)]
    behind = [*words[words.index(command) + 1 :], *hook.get("args", [])]
    told = re.findall(r"--[a-z-]+", hook["description"])
    assert program == "gbaip"
    assert {word.partition("=")[0] for word in before} <= options(main)
    assert {word.partition("=")[0] for word in (*behind, *told)} <= options(main.commands[command])


@pytest.mark.parametrize("one", STEPS)
def test_a_command_in_a_workflow_has_options_there_are(one: dict[str, Any]) -> None:
    for line in one.get("run", "").splitlines():
        if line.startswith("gbaip "):
            _, command, *arguments = shlex.split(line)
            assert {argument for argument in arguments if argument.startswith("-")} <= options(
                main.commands[command]
            )


# ------------------------------------------------------------------------------------- the shell text at work


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the installed ``gbaip``, or one with a stand-in that starts the same program."""
    beside_python = Path(sys.executable).parent
    if (beside_python / "gbaip").is_file():
        return beside_python
    folder = tmp_path_factory.mktemp("commands")
    program = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); from gbaip_graph.cli import main; main()"
    (folder / "gbaip").write_text(f'#!/bin/sh\nexec "{sys.executable}" -c {shlex.quote(program)} "$@"\n')
    (folder / "gbaip").chmod(0o755)
    return folder


SHAPES = """\
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:PersonShape a sh:NodeShape ;
    sh:targetClass ex:Person ;
    sh:property ex:PersonShape-name ;
.

ex:PersonShape-name a sh:PropertyShape ;
    sh:path ex:name ;
    sh:minCount 1 ;
    sh:message "Give the person a name: ex:name."@en ;
.
"""
ONTOLOGY = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

<http://example.org/> a owl:Ontology .
ex:Person a owl:Class .
ex:name a owl:DatatypeProperty .
ex:knows a owl:ObjectProperty .
"""
DATA = """\
@prefix ex: <http://example.org/> .

ex:ann a ex:Person ;
    ex:name "Ann" ;
.
"""
NAMELESS = """
ex:bob a ex:Person ;
    ex:knows ex:ann ;
.
"""


def git(folder: Path, *arguments: str) -> str:
    named = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.fixture
def repository_of_others(tmp_path: Path) -> Path:
    """Return a repository of one commit with a graph that is laid out in another way than ours."""
    folder = tmp_path / "theirs"
    for name, text in (("model/shapes.ttl", SHAPES), ("model/own.ttl", ONTOLOGY), ("people/a.ttl", DATA)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=First")
    return folder


def run_step(
    name: str, folder: Path, commands: Path, values: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the shell text of a step of the action with values in place of its expressions."""
    found = step(name)
    script = folder.parent / "step.sh"
    script.write_text(found["run"])
    assert set(values) <= set(found["env"])
    environment = {key: values.get(key, "") for key in found["env"]}
    for own in ("GBAIP_ROOT", "GITHUB_STEP_SUMMARY"):
        environment[own] = ""
    environment |= {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "GITHUB_OUTPUT": str(folder.parent / "output"),
        "RUNNER_TEMP": str(folder.parent),
    }
    return subprocess.run(
        [*BASH, str(script)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def annotations(printed: str) -> list[dict[str, str]]:
    """Return what the workflow commands in an output say of their places, and their messages."""
    found = re.findall(r"^::(error|warning) ([^:]*)::(.*)$", printed, re.MULTILINE)
    return [
        {"level": level, "message": message} | dict(pair.split("=", 1) for pair in told.split(","))
        for level, told, message in found
    ]


THEIRS = {"CHECK_SHAPES": "model/shapes.ttl", "CHECK_DATA": "people", "CHECK_ONTOLOGY": "model/own.ttl",
          "CHECK_FORMAT": "github"}  # fmt: skip


def test_the_action_passes_a_good_graph_of_others(repository_of_others: Path, commands: Path) -> None:
    ran = run_step("Check", repository_of_others, commands, THEIRS)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "::error" not in ran.stdout


def test_the_action_annotates_the_line_of_what_is_wrong(repository_of_others: Path, commands: Path) -> None:
    (repository_of_others / "people" / "a.ttl").write_text(DATA + NAMELESS)
    ran = run_step("Check", repository_of_others, commands, THEIRS)
    assert ran.returncode == 1
    (annotation,) = annotations(ran.stdout)
    assert (annotation["level"], annotation["file"], annotation["line"]) == ("error", "people/a.ttl", "7")
    assert annotation["message"].endswith("%0AGive the person a name: ex:name.")


def test_the_action_judges_what_differs_from_the_base(repository_of_others: Path, commands: Path) -> None:
    (repository_of_others / "people" / "old.ttl").write_text(
        DATA.replace("ann", "eve").replace("name", "knows")
    )
    git(repository_of_others, "add", ".")
    git(repository_of_others, "commit", "--quiet", "--message=Wrong already")
    base = git(repository_of_others, "rev-parse", "HEAD")
    (repository_of_others / "people" / "a.ttl").write_text(DATA + NAMELESS)
    ran = run_step("Check", repository_of_others, commands, THEIRS | {"CHECK_BASE": base})
    assert ran.returncode == 1
    assert [one["file"] for one in annotations(ran.stdout)] == ["people/a.ttl"]


@pytest.mark.parametrize(
    ("format_name", "suffix"), [("sarif", "sarif"), ("json", "json"), ("junit", "xml"), ("turtle", "ttl")]
)
def test_the_action_writes_a_report_for_machines_to_a_file(
    format_name: str, suffix: str, repository_of_others: Path, commands: Path
) -> None:
    (repository_of_others / "people" / "a.ttl").write_text(DATA + NAMELESS)
    ran = run_step("Check", repository_of_others, commands, THEIRS | {"CHECK_FORMAT": format_name})
    report = repository_of_others.parent / f"gbaip-report.{suffix}"
    assert (ran.returncode, ran.stdout) == (1, "")
    assert (repository_of_others.parent / "output").read_text() == f"report={report}\n"
    assert "bob" in report.read_text(encoding="utf-8")


def test_the_action_fetches_a_base_that_a_shallow_checkout_lacks(
    repository_of_others: Path, commands: Path, tmp_path: Path
) -> None:
    base = git(repository_of_others, "rev-parse", "HEAD")
    (repository_of_others / "people" / "a.ttl").write_text(DATA + NAMELESS)
    git(repository_of_others, "commit", "--quiet", "--all", "--message=Second")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository_of_others}", str(shallow))
    ran = run_step("Check", shallow, commands, THEIRS | {"CHECK_BASE": base})
    assert (ran.returncode, len(annotations(ran.stdout))) == (1, 1), ran.stderr


#: How the action ends where an input has a value that nothing is named by. The root is without use where
#: others' files are named, and a file that is not there is a finding.
EXIT_CODES = {
    "CHECK_ROOT": 0,
    "CHECK_SHAPES": 1,
    "CHECK_DATA": 1,
    "CHECK_ONTOLOGY": 1,
    "CHECK_BASE": 2,
    "CHECK_FORMAT": 2,
}


@pytest.mark.parametrize("value", HOSTILE[::4])
@pytest.mark.parametrize("name", EXIT_CODES)
def test_no_value_of_an_input_is_run(
    name: str, value: str, repository_of_others: Path, commands: Path
) -> None:
    ran = run_step("Check", repository_of_others, commands, THEIRS | {name: value})
    assert not list(repository_of_others.rglob("canary"))
    assert "::add-mask::" not in ran.stdout + ran.stderr
    exit_code = 2 if value in UNPRINTABLE else EXIT_CODES[name]
    assert (ran.returncode, "Traceback" in ran.stderr) == (exit_code, False), ran.stderr


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_of_all_inputs_is_run(value: str, repository_of_others: Path, commands: Path) -> None:
    ran = run_step("Check", repository_of_others, commands, dict.fromkeys(step("Check")["env"], value))
    assert not list(repository_of_others.rglob("canary"))
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False), ran.stderr


@pytest.fixture
def pip_that_tells(tmp_path: Path) -> Path:
    """Return a folder with a ``python`` that writes its arguments down: the real one would need a network."""
    folder = tmp_path / "fake"
    folder.mkdir()
    (folder / "python").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/arguments"\n')
    (folder / "python").chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("version", "source"),
    [("", "/actions/gbaip here"), ("v0.1.0", "git+https://github.com/owner/gbaip-graph@v0.1.0")],
)
def test_the_action_installs_its_own_code_or_that_of_a_version(
    version: str, source: str, repository_of_others: Path, pip_that_tells: Path
) -> None:
    values = {
        "ACTION_FOLDER": "/actions/gbaip here",
        "ACTION_REPOSITORY": "owner/gbaip-graph",
        "WANTED_VERSION": version,
    }
    ran = run_step("Install gbaip", repository_of_others, pip_that_tells, values)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
    arguments = (repository_of_others.parent / "arguments").read_text().splitlines()
    assert arguments == ["-m", "pip", "install", "--quiet", source]


@pytest.mark.parametrize("value", [*HOSTILE, "--index-url=http://evil.example", "1 @ http://evil.example/x"])
def test_a_version_that_is_no_name_is_refused(
    value: str, repository_of_others: Path, pip_that_tells: Path
) -> None:
    values = {"ACTION_FOLDER": "/x", "ACTION_REPOSITORY": "owner/gbaip-graph", "WANTED_VERSION": value}
    ran = run_step("Install gbaip", repository_of_others, pip_that_tells, values)
    assert ran.returncode == 2
    assert ran.stdout == "::error title=gbaip::The input version is no name of a tag, a branch or a commit.\n"
    assert not (repository_of_others.parent / "arguments").exists()
    assert not list(repository_of_others.rglob("canary"))


def run_hook(name: str, folder: Path, commands: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: its entry as a list of words, then arguments and names of files."""
    (hook,) = (one for one in read(HOOKS) if one["id"] == name)
    program, *words = shlex.split(hook["entry"])
    environment = os.environ | {"XDG_CACHE_HOME": str(folder.parent / "cache"), "GBAIP_ROOT": ""}
    return subprocess.run(
        [str(commands / program), *words, *(arguments or hook.get("args", []))],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_hook_lays_out_the_files_that_it_is_given(repository_of_others: Path, commands: Path) -> None:
    file = repository_of_others / "people" / "a.ttl"
    file.write_text(DATA.replace(" ;\n    ex:name", "; ex:name"))
    ran = run_hook("gbaip-format", repository_of_others, commands, "people/a.ttl", "model/own.ttl")
    assert (ran.returncode, ran.stdout) == (0, "formatted people/a.ttl\n")
    assert file.read_text() == DATA


def test_the_hook_judges_a_graph_of_others(repository_of_others: Path, commands: Path) -> None:
    (repository_of_others / "people" / "a.ttl").write_text(DATA + NAMELESS)
    arguments = ("--shapes=model/shapes.ttl", "--data=people", "--ontology=model/own.ttl")
    ran = run_hook("gbaip-check", repository_of_others, commands, *arguments)
    assert ran.returncode == 1
    assert ran.stdout.startswith("people/a.ttl:7:1: ")


def test_the_hook_judges_the_usual_folders_and_never_the_graph_of_the_package(
    repository_of_others: Path, commands: Path
) -> None:
    ran = run_hook("gbaip-check", repository_of_others, commands)
    assert ran.returncode != 0
    assert "data" in ran.stdout + ran.stderr


def test_the_hook_for_our_layout_judges_the_repository(repository_of_others: Path, commands: Path) -> None:
    ran = run_hook("gbaip-check-root", repository_of_others, commands)
    assert ran.returncode == 2
    assert "it has no ontology/gbaip.ttl" in ran.stderr


@pytest.mark.parametrize("hook", read(HOOKS), ids=lambda hook: hook["id"])
def test_a_hook_is_for_turtle(hook: dict[str, Any]) -> None:
    assert re.search(hook["files"], "data/x.ttl")
    assert not re.search(hook["files"], "README.md")
