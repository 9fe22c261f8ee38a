"""Which module may import which: the floors of the house, and one module before each engine."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "gbaip_graph"
MODULES = {
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(PACKAGE.rglob("*.py"))
}
#: From the lowest floor to the highest; what is in no folder is ground, but for the command line.
FLOORS = ("ground", "engines", "build", "check", "ask", "link", "pictures", "pages", "serve", "cli")
ENGINES = {
    "owlrl": "gbaip_graph.engines.owl_rl",
    "pyoxigraph": "gbaip_graph.engines.oxigraph",
    "pyshacl": "gbaip_graph.engines.shacl",
    "pyshacl_turbo": "gbaip_graph.engines.second_shacl",
}
#: What other packages bring along: the parser whose exceptions the lint catches, what is under the server,
#: and how jsonschema finds schemas that name one another.
COME_ALONG = {"pyparsing", "referencing", "starlette", "h11"}


def imports(module: str) -> Iterator[str]:
    """Return the full names of the modules that a module imports anywhere in its text."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            assert node.module is not None
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in MODULES else node.module for name in names)


def floor(module: str) -> int:
    part = module.split(".")[1]
    return FLOORS.index(part) if part in FLOORS else FLOORS.index("ground")


def own_imports(module: str) -> set[str]:
    return {name for name in imports(module) if name.startswith("gbaip_graph.")}


@pytest.mark.parametrize("module", [name for name in MODULES if name != "gbaip_graph"])
def test_a_module_imports_its_own_floor_and_lower_ones_only(module):
    assert {name for name in own_imports(module) if floor(name) > floor(module)} == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_each_engine_is_imported_by_one_module(engine):
    importers = {module for module in MODULES if engine in {name.split(".")[0] for name in imports(module)}}
    assert importers == {ENGINES[engine]}


def test_the_command_line_is_imported_by_no_module():
    assert {module for module in MODULES if "gbaip_graph.cli" in own_imports(module)} == set()


def test_the_ground_floor_needs_the_standard_library_only():
    ground = [module for module in MODULES if module != "gbaip_graph" and floor(module) == 0]
    needed = {name.split(".")[0] for module in ground for name in imports(module)}
    assert needed - sys.stdlib_module_names == {"gbaip_graph"}


def test_what_is_imported_is_declared_as_a_dependency():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {requirement.split(">")[0].replace("-", "_") for requirement in project["dependencies"]}
    extras = {name for names in project["optional-dependencies"].values() for name in names}
    needed = {name.split(".")[0] for module in MODULES for name in imports(module)}
    optional = {requirement.split(">")[0].replace("-", "_") for requirement in extras}
    known = declared | optional | {"gbaip_graph"}
    assert needed - sys.stdlib_module_names - known == COME_ALONG
