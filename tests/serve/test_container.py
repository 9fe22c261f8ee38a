"""The Dockerfile against the command that it runs; whether an engine builds it is not tested here."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from gbaip_graph.cli import main
from gbaip_graph.serve.settings import SETTINGS, read_settings

CHECKOUT = Path(__file__).resolve().parents[2]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = [
    line
    for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def instruction(name: str) -> str:
    (found,) = re.findall(rf"^{name} (.*)$", DOCKERFILE, flags=re.MULTILINE)
    return str(found)


def variables() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in instruction("ENV").split())


def test_its_head_says_that_it_is_untested() -> None:
    assert "Untested" in DOCKERFILE.splitlines()[1]


def test_it_runs_a_command_that_there_is() -> None:
    program, command = json.loads(instruction("ENTRYPOINT"))
    assert program in PROJECT["project"]["scripts"]
    assert command in main.commands


def test_its_flags_and_variables_are_settings_with_good_values() -> None:
    flags = dict(flag.split("=", 1) for flag in json.loads(instruction("CMD")))
    given = {setting.name: flags.pop(setting.flag, None) for setting in SETTINGS}
    settings = read_settings(given, variables())
    assert flags == {}
    own = {name for name in variables() if name.startswith("GBAIP_")}
    assert own <= {setting.variable for setting in SETTINGS}
    assert (settings.host, str(settings.port)) == ("0.0.0.0", instruction("EXPOSE"))  # noqa: S104


def test_its_health_check_asks_an_address_that_there_is() -> None:
    assert f"http://127.0.0.1:{instruction('EXPOSE')}/health'" in DOCKERFILE


def test_it_has_a_python_that_the_project_takes() -> None:
    (least,) = re.findall(r">=(\d+\.\d+)", PROJECT["project"]["requires-python"])
    assert set(re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, flags=re.MULTILINE)) == {least}


def test_nothing_that_the_package_is_built_from_is_left_out() -> None:
    project = PROJECT["project"]
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml",
        "hatch_build.py",
        project["readme"],
        *project["license-files"],
        *included["packages"],
        *included["force-include"],
    }
    assert [(name, pattern) for name in needed for pattern in IGNORED if fnmatch(name, pattern)] == []
