"""The queries of the checks on a real store: findings name records; what a store does wrong is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph.build.store import read_nquads
from gbaip_graph.cli import main
from gbaip_graph.layout import Root
from tests.ask.bad_stores import bad_stores, sends
from tests.ask.remote_stores import RunningStore, free_port, running_oxigraph

ROOT = Root(Path(__file__).resolve().parent.parent.parent)
ID, GRAPH = "https://w3id.org/gbaip/id/", "https://w3id.org/gbaip/graph/"
NS = "https://w3id.org/gbaip/ns#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
#: The same fault in a graph of records, in that of what was inferred, and in one of somebody else.
FAULTS = "".join(
    f"<{ID}event/{slug}> {TYPE} <{NS}Event> <{graph}> .\n"
    f"<{ID}event/{slug}> <{NS}takesPlaceIn> <{ID}place/nowhere> <{graph}> .\n"
    for slug, graph in (
        ("fair", f"{GRAPH}register/event"),
        ("inferred", f"{GRAPH}inferred"),
        ("stranger", "http://example.org/graph"),
    )
)


@pytest.fixture(scope="module")
def store() -> Iterator[RunningStore]:
    with running_oxigraph() as running:
        yield running


def checked(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--root", str(ROOT.path), "check", *options])
    return result.exit_code, result.output


def test_the_shipped_graph_has_no_findings_in_a_store(store):
    store.load(read_nquads(ROOT))
    assert checked("--store", store.address) == (0, "no findings\n")


def test_a_finding_names_its_record_and_only_records_are_judged(store):
    store.load(FAULTS.encode())
    code, told = checked("--store", store.address, "--format", "json")
    findings = json.loads(told)["findings"]
    dangling = [one for one in findings if one["rule"] == "dangling-reference"]
    assert code == 1
    assert [(one["file"], one.get("line"), one["focusNode"], one["value"]) for one in dangling] == [
        (f"{ID}event/fair", None, "event:fair", "place:nowhere")
    ]
    assert not [one for one in findings if "stranger" in one["file"] or "inferred" in one["file"]]


def test_a_store_that_does_wrong_is_an_error():
    with bad_stores() as start:
        code, told = checked("--store", start(sends(b"<html>", media_type="text/html")))
    assert (code, "sent text/html" in told) == (1, True)


def test_a_store_that_is_down_is_an_error():
    code, told = checked("--store", f"http://127.0.0.1:{free_port()}/")
    assert (code, "cannot be asked" in told) == (1, True)


@pytest.mark.parametrize("option", ["--fix", "--reference", "--cross-check", "--base=HEAD", "--added=x.ttl"])
def test_what_judges_files_does_not_go_with_a_store(option: str):
    code, told = checked("--store", "http://127.0.0.1:1/", option)
    assert (code, "--store and" in told) == (2, True)
