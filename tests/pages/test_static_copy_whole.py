"""The copy of the shipped graph, crawled: every link, and how far each page is from the first one."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gbaip_graph.pages.page import LANGUAGES
from tests.pages.copied_site import copy_to, links_of, open_small
from tests.repository.released_iris import CHECKOUT

CLICKS = 4


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "site"
    copy_to(folder, open_small(CHECKOUT.path), processes=2)
    return folder


@pytest.fixture(scope="module")
def links(site: Path) -> dict[str, set[str]]:
    return links_of(site)


@pytest.mark.slow
def test_no_link_of_the_whole_copy_is_dead(site, links):
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert {(name, target) for name, targets in links.items() for target in targets - files} == set()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_a_few_clicks_from_the_first_one(links, language):
    reached = {f"{language}/index.html"}
    newest = set(reached)
    for _ in range(CLICKS):
        newest = {target for name in newest for target in links.get(name, ())} - reached
        reached |= newest
    pages = {name for name in links if name.startswith(f"{language}/") and name.endswith(".html")}
    assert len(pages) > 3000
    assert pages - reached == set()


@pytest.mark.slow
def test_no_page_of_the_whole_copy_has_a_form(site):
    pages = {file for file in site.rglob("*.html") if file.is_file()}
    assert {file for file in pages if b"<form" in file.read_bytes()} == set()


# Another seed of hashes and another number of processes, and so another order of everything that has none.
_OTHER_COPY = """
import pathlib, sys
from tests.pages.copied_site import copy_to, open_small
root, folder = map(pathlib.Path, sys.argv[1:])
copy_to(folder, open_small(root), processes=3)
"""


@pytest.mark.slow
def test_another_run_with_other_processes_gives_the_same_bytes(site, tmp_path):
    program = [sys.executable, "-c", _OTHER_COPY, str(CHECKOUT.path), str(tmp_path / "site")]
    checkout = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": checkout}
    subprocess.run(program, cwd=checkout, env=environment, check=True, capture_output=True)
    other = digests(tmp_path / "site")
    shutil.rmtree(tmp_path / "site")  # it has 200 MB
    ours = digests(site)
    differing = {name for name in ours.keys() | other.keys() if ours.get(name) != other.get(name)}
    assert differing == set()


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file, so that not all of both copies is in memory."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }
