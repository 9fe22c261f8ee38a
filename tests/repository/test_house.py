"""The rules of the house: modules, public names, words that do not belong, and IRIs that stay."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gbaip_graph
from gbaip_graph.ask.answer import Answer
from gbaip_graph.namespaces import CONCEPT, DATA, ONTOLOGY
from tests.repository.released_iris import CHECKOUT, iris, released

FOLDER = CHECKOUT.path
MODULES = sorted((FOLDER / "gbaip_graph").rglob("*.py"))
LONGEST_MODULE_LINES = 320  # past 300 a file asks to be split; a little is left for the one that grows
TEXTS = {".cff", ".csv", ".md", ".py", ".rq", ".toml", ".ttl", ".txt", ""}
#: In parts, because this file is searched too: places on one machine, and hosts that packages come from.
FORBIDDEN = tuple(
    map(
        "".join,
        [("/wo", "rk/"), ("/ho", "me/"), ("/ro", "ot/"), ("/tm", "p/venv"), ("/tm", "p/briefs"),
         ("pypi", ".org"), ("python", "hosted")],
    )
)  # fmt: skip
NO_NAMES = ("utils", "helpers", "common", "manager", "misc")


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_a_module_opens_with_what_it_is_for(module):
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_no_module_is_too_long():
    lines = {file.name: file.read_text(encoding="utf-8").count("\n") for file in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE_LINES} == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [file.name for file in MODULES if any(word in file.stem.split("_") for word in NO_NAMES)] == []


def tracked_texts() -> list[Path]:
    """Return the text files of the project, without what tools leave behind."""
    found = []
    for parent, folders, names in os.walk(FOLDER):
        kept = [name for name in folders if name in {".ci"} or not name.startswith((".", "__"))]
        folders[:] = sorted(set(kept) - {"build", "dist"} if Path(parent) == FOLDER else kept)
        found += [Path(parent) / name for name in names if Path(name).suffix in TEXTS and name != ".git"]
    return found


def test_no_file_names_a_place_on_one_machine_or_a_host_of_packages():
    found = {}
    for file in tracked_texts():
        text = file.read_text(encoding="utf-8")
        words = [word for word in FORBIDDEN if word in text]
        if words:
            found[file.relative_to(FOLDER).as_posix()] = words
    assert found == {}


# ------------------------------------------------------------------------------------------- public names


def test_the_public_names_are_these():
    assert sorted(gbaip_graph.__all__) == ["__version__", "ask", "load", "picture"]


ASK = (
    "(name: 'str', *, root: 'str | Path | None' = None, language: 'str' = 'en',"
    " endpoints: 'Mapping[str, str] | None' = None, **parameters: 'object')"
    " -> 'Answer'"
)


def test_the_calls_of_the_python_api_are_these():
    code = "import gbaip_graph as g, inspect as i; print(i.signature(g.load), i.signature(g.ask), sep='\\n')"
    printed = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=FOLDER)
    assert printed.splitlines() == ["(root: 'str | Path | None' = None) -> 'Dataset'", ASK]


def test_the_package_that_takes_the_place_of_ask_is_called_alike():
    # Importing gbaip_graph.ask.answer, above, put the package where the function was.
    assert inspect.ismodule(gbaip_graph.ask)
    assert str(inspect.signature(gbaip_graph.ask)) == ASK


def test_a_second_question_is_answered_too(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    answers = [gbaip_graph.ask("sme-seminar-attendance") for _ in range(2)]
    assert answers[0].rows == answers[1].rows != ()


def test_the_public_names_of_an_answer_are_these():
    fields = set(Answer.__dataclass_fields__)
    methods = {name for name in vars(Answer) if not name.startswith("_")} - fields
    assert fields == {"boolean", "columns", "labels", "language", "parameters", "query", "rows", "triples"}
    assert methods == {"form", "label", "title", "to_format", "to_pandas"}
    assert hasattr(Answer, "_repr_html_")


# ------------------------------------------------------------------------------------------- released IRIs


def test_no_released_iri_has_vanished():
    # A mistaken record stays, with owl:deprecated and dcterms:isReplacedBy.
    assert released() - iris(CHECKOUT) == set()


@pytest.mark.parametrize("namespace", [DATA, CONCEPT, ONTOLOGY])
def test_the_list_of_released_iris_holds_names_of_each_kind(namespace):
    assert any(iri.startswith(namespace) for iri in released())


def test_iris_have_no_version_extension_or_language_in_them():
    wrong = re.compile(r"\.(ttl|html|json)$|/v?\d+\.\d+\.\d+(/|$)|[/.@](zh-han[ts]|en)$")
    assert {iri for iri in released() if wrong.search(iri)} == set()
