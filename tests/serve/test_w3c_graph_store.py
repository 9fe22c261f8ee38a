"""The reads of the W3C's Graph Store Protocol tests over real HTTP, and its writes, which are refused.

https://www.w3.org/TR/sparql11-http-rdf-update/ and ``conformance/sparql11/graph-store-protocol``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.serve.server_process import running
from tests.serve.w3c_graph_store import Step, steps

#: What each test of the suite writes: a read-only graph refuses it, and so passes only what is read.
REFUSED = {
    "put_get_repeat_direct": ["PUT", "PUT"],
    "put_delete_get_delete_direct": ["PUT", "DELETE", "DELETE"],
    "post_get_post_get_direct": ["POST", "POST"],
    "head_existing_direct": ["PUT"],
    "put_get_repeat_indirect": ["PUT", "PUT"],
    "put_get_default": ["PUT"],
    "put_delete_get_delete_indirect": ["PUT", "DELETE", "DELETE"],
    "post_get_post_get_indirect": ["POST", "POST"],
    "post_get_new_graph": ["POST"],
    "head_existing_indirect": ["PUT"],
    "put_get_uri_pct_encoded_indirect": ["PUT"],
    "put_get_uri_pct_encoded_twice": ["PUT", "PUT"],
}
NUMBER_OF_TESTS = 13
NUMBER_OF_READS = 18


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "conformance" / "sparql11" / "graph-store-protocol"


@pytest.fixture(scope="module")
def suite(folder: Path) -> list[Step]:
    return list(steps(folder))


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    loader = "tests.serve.w3c_graph_store:load"
    with (
        running(folder, loader=loader, settings={"workers": 2}) as (address, _),
        httpx.Client(base_url=address, timeout=30, follow_redirects=True) as opened,
    ):
        yield opened


def send(client: httpx.Client, step: Step) -> httpx.Response:
    return client.request(
        step.asked.method, step.asked.path, headers=step.asked.headers, content=step.asked.body
    )


def graph_of(turtle: str, base: str) -> Graph:
    return Graph().parse(data=turtle, format="turtle", publicID=base)


def test_no_test_of_the_suite_is_left_out(suite: list[Step]):
    assert len({step.test for step in suite}) == NUMBER_OF_TESTS
    assert sum(step.is_read for step in suite) == NUMBER_OF_READS


def test_every_read_of_a_named_graph_is_answered_as_expected(client: httpx.Client, suite: list[Step]):
    failed = {}
    for step in suite:
        if step.is_read and step.graph is not None:
            answer = send(client, step)
            if fault := fault_of(step, answer):
                failed[step.asked.path] = fault
    assert failed == {}


def fault_of(step: Step, answer: httpx.Response) -> str:
    if not step.asked.expects(answer.status_code):
        return f"{answer.status_code}, not {sorted(step.asked.statuses)}"
    if answer.status_code != 200:
        return ""
    if answer.headers["content-type"] != step.asked.answer_type:
        return f"the type is {answer.headers['content-type']}"
    if step.asked.method == "HEAD":
        return f"a body of {len(answer.content)} bytes" if answer.content else ""
    assert step.graph is not None
    same = isomorphic(graph_of(answer.text, step.graph), graph_of(step.asked.answer_text, step.graph))
    return "" if same else f"another graph: {answer.text}"


def test_the_default_graph_is_the_union_of_the_named_ones(client: httpx.Client, suite: list[Step]):
    (step,) = [step for step in suite if step.is_read and step.graph is None]
    answer = send(client, step)
    assert (answer.status_code, answer.headers["content-type"]) == (200, step.asked.answer_type)
    union = Graph()
    for read in suite:
        if read.is_read:
            union += graph_of(read.turtle, read.graph or "http://default.example/")
    assert union
    assert isomorphic(graph_of(answer.text, "http://default.example/"), union)


def test_every_write_is_refused_as_read_only(client: httpx.Client, suite: list[Step]):
    refused = defaultdict(list)
    for step in suite:
        if not step.is_read:
            answer = send(client, step)
            assert answer.status_code == 405, step
            assert set(answer.headers["allow"].split(", ")) - {"OPTIONS"} == {"GET", "HEAD"}
            assert answer.json()["status"] == 405
            refused[step.test].append(step.asked.method)
    assert refused == REFUSED


def test_a_request_that_names_no_graph_or_two_is_refused(client: httpx.Client):
    for query in ("", "?default&graph=http://a.example/", "?graph=http://a.example/&graph=http://b.example/"):
        assert client.get(f"/sparql/graphs{query}").status_code == 400
