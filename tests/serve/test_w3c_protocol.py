"""The SPARQL 1.1 Protocol tests of the W3C over real HTTP; tests of updates are answered as read-only.

https://www.w3.org/TR/sparql11-protocol/ and ``conformance/sparql11/protocol/manifest.ttl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Graph

from tests.serve.server_process import running
from tests.serve.w3c_exchanges import Exchange, exchanges
from tests.w3c_manifests import entries, name_of, read_manifest

ROWS = {
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
    "text/tab-separated-values",
}  # fmt: skip
RDF = {
    "text/turtle",
    "application/rdf+xml",
    "application/n-triples",
    "application/ld+json",
    "application/trig",
}
NUMBER_OF_TESTS = 34


def send(address: str, wanted: Exchange) -> httpx.Response:
    path = wanted.path.replace("/sparql/", "/sparql", 1)
    headers = {name: value for name, value in wanted.headers.items() if name.lower() != "content-length"}
    with httpx.Client(base_url=address, timeout=30) as client:
        return client.request(wanted.method, path, headers=headers, content=wanted.body)


def boolean_of(answer: httpx.Response) -> bool:
    if "json" in answer.headers["content-type"]:
        return bool(json.loads(answer.text)["boolean"])
    tree = ElementTree.fromstring(answer.text)  # noqa: S314 - our own server's text
    return tree.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"


@pytest.fixture(scope="module")
def manifest(shared: Path) -> Graph:
    return read_manifest(shared / "conformance" / "sparql11" / "protocol" / "manifest.ttl")


@pytest.fixture(scope="module")
def server(shared: Path) -> Iterator[str]:
    folder = shared / "conformance" / "sparql11" / "protocol"
    with running(folder, loader="tests.serve.w3c_store:load", settings={"workers": 2}) as (address, _):
        yield address


def test_every_query_test_passes_and_every_update_is_refused_as_read_only(manifest: Graph, server: str):
    found = {name_of(test): test for test in entries(manifest)}
    assert len(found) == NUMBER_OF_TESTS
    failed = {}
    for name, test in found.items():
        for wanted in exchanges(manifest, test):
            answer = send(server, wanted)
            problem = fault_of(name, wanted, answer)
            if problem:
                failed[name] = problem
                break
            if name.startswith("update"):
                break  # what follows asks for what the update would have changed
    assert failed == {}


def fault_of(name: str, wanted: Exchange, answer: httpx.Response) -> str:
    if name.startswith("update"):
        return "" if answer.status_code in (405, 415) else f"an update was answered {answer.status_code}"
    if not wanted.expects(answer.status_code):
        return f"{answer.status_code}, not {sorted(wanted.statuses)}: {answer.text[:200]}"
    if wanted.boolean is not None and boolean_of(answer) != wanted.boolean:
        return f"the answer is {not wanted.boolean}"
    media_type = answer.headers["content-type"].partition(";")[0]
    expected = {"boolean": ROWS, "tabular": ROWS, "RDF": RDF}.get(wanted.format_name)
    return "" if expected is None or media_type in expected else f"the format is {media_type}"
