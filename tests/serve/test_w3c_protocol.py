"""The SPARQL 1.1 Protocol tests of the W3C over real HTTP; tests of updates are answered as read-only.

https://www.w3.org/TR/sparql11-protocol/ and ``conformance/sparql11/protocol/manifest.ttl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.serve.server_process import running

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
HTS = Namespace("http://www.w3.org/2011/http-statusCodes#")
CNT = Namespace("http://www.w3.org/2011/content#")
ROWS = {
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
}  # fmt: skip
RDF = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json", "application/trig"}
NUMBER_OF_TESTS = 34


@dataclass(frozen=True)
class Exchange:
    """One request of a test and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format_name: str


def exchanges(manifest: Graph, test: Node) -> Iterator[Exchange]:
    requests = Collection(manifest, manifest.value(manifest.value(test, MF.action), HT.requests))
    for request in requests:
        yield exchange(manifest, request)


def exchange(manifest: Graph, request: Node) -> Exchange:
    headers = {
        str(manifest.value(header, HT.fieldName)): str(manifest.value(header, HT.fieldValue))
        for header in Collection(manifest, manifest.value(request, HT.headers))
        if manifest.value(header, HT.fieldName)
    }
    body = manifest.value(request, HT.body)
    encoding = str(manifest.value(body, CNT.characterEncoding) or "UTF-8")
    text = str(manifest.value(body, CNT.chars) or "") if body is not None else ""
    answer = manifest.value(request, HT.resp)
    boolean = manifest.value(answer, MF.expectedBoolean)
    return Exchange(
        method=str(manifest.value(request, HT.methodName)),
        path=str(manifest.value(request, HT.absolutePath)),
        headers=headers,
        body=text.encode(encoding),
        statuses=frozenset(str(one).rpartition("StatusCode")[2] for one in manifest.objects(answer, MF.expectedStatus)),
        boolean=None if boolean is None else str(boolean) == "true",
        format_name=str(manifest.value(answer, MF.expectedFormat) or ""),
    )


def send(address: str, wanted: Exchange) -> httpx.Response:
    path = wanted.path.replace("/sparql/", "/sparql", 1)
    headers = {name: value for name, value in wanted.headers.items() if name.lower() != "content-length"}
    with httpx.Client(base_url=address, timeout=30) as client:
        return client.request(wanted.method, path, headers=headers, content=wanted.body)


def status_fits(status: int, expected: frozenset[str]) -> bool:
    return f"{status // 100}xx" in expected or str(status) in expected


def boolean_of(answer: httpx.Response) -> bool:
    if "json" in answer.headers["content-type"]:
        return bool(json.loads(answer.text)["boolean"])
    tree = ElementTree.fromstring(answer.text)  # noqa: S314 - our own server's text
    return tree.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"


def cases_of(manifest: Graph) -> dict[str, Node]:
    (entries,) = manifest.objects(None, MF.entries)
    return {str(test).rpartition("#")[2].rpartition("/")[2]: test for test in Collection(manifest, entries)}


@pytest.fixture(scope="module")
def manifest(shared: Path) -> Graph:
    file = shared / "conformance" / "sparql11" / "protocol" / "manifest.ttl"
    return Graph().parse(file, publicID="http://example.org/protocol#")


@pytest.fixture(scope="module")
def server(shared: Path) -> Iterator[str]:
    folder = shared / "conformance" / "sparql11" / "protocol"
    with running(folder, loader="tests.serve.w3c_store:load", settings={"workers": 2}) as (address, _):
        yield address


def test_every_query_test_passes_and_every_update_is_refused_as_read_only(manifest: Graph, server: str):
    found = cases_of(manifest)
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
    if not status_fits(answer.status_code, wanted.statuses):
        return f"{answer.status_code}, not {sorted(wanted.statuses)}: {answer.text[:200]}"
    if wanted.boolean is not None and boolean_of(answer) != wanted.boolean:
        return f"the answer is {not wanted.boolean}"
    media_type = answer.headers["content-type"].partition(";")[0]
    expected = {"boolean": ROWS, "tabular": ROWS, "RDF": RDF}.get(wanted.format_name)
    return "" if expected is None or media_type in expected else f"the format is {media_type}"
