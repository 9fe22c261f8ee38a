"""The SERVICE tests of the W3C: a query over real servers, each loaded with the data of one endpoint.

``conformance/sparql11/service/manifest.ttl``; the addresses of the tests are led to the loopback.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph, Namespace
from rdflib.compare import to_canonical_graph
from rdflib.query import Result

from gbaip_graph.ask.federation import federate
from gbaip_graph.ask.remote import RemoteGraph
from gbaip_graph.ask.service_clause import Endpoints
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.turtle.terms import BlankNode, Iri, Term
from tests.ask.remote_stores import oxigraph

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SHARED = os.environ.get("GBAIP_SHARED")
FOLDER = Path(SHARED or ".") / "conformance" / "sparql11" / "service"
BASE = "https://example.org/service/"


@dataclass(frozen=True)
class ServiceTest:
    name: str
    query: str
    data: str | None
    endpoints: dict[str, str]
    result: str


def parameters() -> list[object]:
    if not SHARED:
        skip = pytest.mark.skip(reason="GBAIP_SHARED is not set: no conformance suites")
        return [pytest.param(None, marks=skip, id="no-suite")]
    return [pytest.param(test, id=test.query.removesuffix(".rq")) for test in listed()]


def listed() -> Iterator[ServiceTest]:
    manifest = Graph().parse(FOLDER / "manifest.ttl", format="turtle", publicID=BASE)
    for test, action in sorted(manifest.subject_objects(MF.action), key=lambda pair: str(pair[0])):
        data = manifest.value(action, QT.data)
        yield ServiceTest(
            str(manifest.value(test, MF.name)),
            str(manifest.value(action, QT.query)).removeprefix(BASE),
            str(data).removeprefix(BASE) if data else None,
            {
                str(manifest.value(one, QT.endpoint)): str(manifest.value(one, QT.data)).removeprefix(BASE)
                for one in manifest.objects(action, QT.serviceData)
            },
            str(manifest.value(test, MF.result)).removeprefix(BASE),
        )


def quads(file: str | None) -> bytes:
    if file is None:
        return b""
    triples = to_canonical_graph(Graph().parse(FOLDER / file, format="turtle"))
    text = triples.serialize(format="nt")
    return "".join(
        f"{line.removesuffix('.').strip()} <urn:g> .\n" for line in text.splitlines() if line
    ).encode()


def plain(cell: Term | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, BlankNode):
        return "_:"
    return f"<{cell.value}>" if isinstance(cell, Iri) else f'"{cell.lexical}"{cell.datatype}'


def rows(solutions: Solutions) -> list[dict[str, str]]:
    found = (
        {name: plain(cell) for name, cell in zip(solutions.variables, row, strict=True) if cell}
        for row in solutions.rows
    )
    return sorted(found, key=str)


def expected(file: str) -> list[dict[str, str]]:
    graph = Result.parse(str(FOLDER / file), format="xml")
    found = (
        {
            str(name): (
                f"<{cell}>" if cell.n3().startswith("<") else f'"{cell}"{cell.datatype or XSD_STRING}'
            )
            for name, cell in row.items()
        }
        for row in graph.bindings
    )
    return sorted(found, key=str)


XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@pytest.mark.parametrize("test", parameters())
def test_a_service_test_of_the_w3c_is_passed(test: ServiceTest) -> None:
    local = QueryableGraph.from_nquads(quads(test.data))
    with ExitStack() as servers:
        remote = {}
        for iri, file in sorted(test.endpoints.items()):
            address = servers.enter_context(oxigraph(quads(file)))
            remote[iri] = RemoteGraph(address, time_limit_s=10)
        endpoints = Endpoints(
            local=local.select, remote=lambda iri, text: remote[iri].select(text), allowed=frozenset(remote)
        )
        text = federate((FOLDER / test.query).read_text(encoding="utf-8"), endpoints)
    assert rows(local.select(text)) == expected(test.result)


def test_the_suite_has_seven_tests(shared: Path) -> None:
    assert len(list(listed())) == 7
