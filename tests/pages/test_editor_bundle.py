"""The bundle of the editor is made of the sources beside it, of pinned packages, with their licences."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from gbaip_graph.pages import editor
from tests.repository.released_iris import CHECKOUT

VENDOR = CHECKOUT.path / "vendor" / "editor"
ASSETS = CHECKOUT.path / "gbaip_graph" / "pages" / "assets"
SOURCES = sorted((VENDOR / "source").glob("*.js"))
DIGESTS = {
    name: digest
    for digest, _, name in (
        line.partition("  ") for line in (VENDOR / "digest").read_text(encoding="utf-8").splitlines()
    )
}
LOCK = json.loads((VENDOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]


@pytest.mark.parametrize("name", DIGESTS)
def test_a_file_is_as_it_was_when_the_bundle_was_made(name):
    folder = ASSETS if name in ("editor.js", "editor-licences.txt") else VENDOR
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == DIGESTS[name]


def test_the_digests_are_those_of_the_bundle_and_of_every_source():
    sources = {f"source/{file.name}" for file in SOURCES}
    made_with = {"build.mjs", "package.json", "package-lock.json"}
    assert set(DIGESTS) == {"editor.js", "editor-licences.txt"} | made_with | sources


def test_the_licence_of_every_package_stands_beside_the_bundle():
    told = (ASSETS / "editor-licences.txt").read_text(encoding="utf-8")
    needed = {
        f"{path.removeprefix('node_modules/')} {package['version']} ({package['license']})"
        for path, package in LOCK.items()
        if path and not package.get("dev") and path != "node_modules/@lezer/lr"  # nothing of it is bundled
    }
    assert set(re.findall(r"^(\S+ [\d.]+ \(.+\))$", told, re.MULTILINE)) == needed
    assert (VENDOR / "LICENSE").read_text(encoding="utf-8") == told


def test_every_package_is_pinned_and_comes_from_no_named_host():
    asked = LOCK[""]["dependencies"] | LOCK[""]["devDependencies"]
    assert {name: LOCK[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [path for path, package in LOCK.items() if "resolved" in package] == []
    assert [path for path, package in LOCK.items() if path and "integrity" not in package] == []


def test_the_page_gives_the_script_the_words_that_it_says_and_no_others():
    said = {
        word for file in SOURCES for word in re.findall(r"\bwords\.(\w+)", file.read_text(encoding="utf-8"))
    }
    assert {key.rpartition(".")[2] for key in editor._WORDS} == said


def test_the_script_evaluates_no_text_and_writes_no_markup():
    own = "".join(file.read_text(encoding="utf-8") for file in SOURCES)
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", own) == []
    )
