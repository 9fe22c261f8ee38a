"""The OpenAPI document against the server: valid, whole, and 2,000 generated requests find no fault."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.routing import Match, Route

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.build.store import build_root
from gbaip_graph.layout import Root
from gbaip_graph.serve.app import create_app
from gbaip_graph.serve.openapi import openapi_document
from gbaip_graph.serve.settings import Settings
from tests.serve.raw_client import Line
from tests.serve.server_process import running

CHECKOUT = Path(__file__).resolve().parents[2]
ROOT = Root(CHECKOUT)
CATALOGUE = load_catalogue(ROOT)
DOCUMENT = openapi_document(CATALOGUE)
#: Of those without parameters, which differ in their answers alone: one with citations and one without.
PLAIN_QUESTIONS = ("bodies-renamed", "coverage-by-year")
#: Documents with items, figures, roles, meetings and names, in a graph that answers every question fast.
SOURCES = (
    "ipd-2018-19", "pr-2022-08-12", "pr-2023-09-06", "pr-2024-09-05", "pr-2024-12-30", "doc-014", "doc-066",
)  # fmt: skip
#: A value that fits its schema may still name nothing in the graph, which no schema can say.
NOT_CHECKED = "positive_data_acceptance"
CASES = 2000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server with questions of every kind on a part of the shipped graph."""
    root = Root(tmp_path_factory.mktemp("part"))
    for folder in ("ontology", "data/concepts", "data/register"):
        shutil.copytree(ROOT.path / folder, root.path / folder)
    root.queries_dir.mkdir()
    for query in CATALOGUE:
        if not query.endpoints and (query.parameters or query.name in PLAIN_QUESTIONS):
            shutil.copy(ROOT.path / query.file, root.queries_dir)
    shutil.copy(ROOT.data_dir / "catalogue.ttl", root.data_dir)
    (root.data_dir / "sources").mkdir()
    for source in SOURCES:
        shutil.copy(ROOT.data_dir / "sources" / f"{source}.ttl", root.data_dir / "sources")
    build_root(root)
    with running(root.path, settings={"workers": 2, "client_tasks": 16}) as (served, process):
        yield served
        assert process.poll() is None


def test_the_document_is_valid() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def example_of(path: str, operation: Mapping[str, Any]) -> str:
    """Return the address that the examples of an operation make; what has none is left out."""
    said = [part for part in operation.get("parameters", ()) if "example" in part]
    for part in said:
        path = path.replace(f"{{{part['name']}}}", quote(str(part["example"])))
    query = [(part["name"], part["example"]) for part in said if part["in"] == "query"]
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def reads(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {path: operations["get"] for path, operations in document["paths"].items() if "get" in operations}


#: Pages and what they are made with.
FOR_PEOPLE = re.compile(r"/(?:(?:en|zh-Han[ts])(?:/.*)?|static/.*|pictures/.*|\{file\})?\Z")


def routes() -> Iterator[Route]:
    """Go through the routes; where FastAPI keeps those of a router together, through these."""
    for route in create_app(ROOT, Settings()).routes:
        inner = getattr(route, "original_router", None)
        yield from (one for one in (inner.routes if inner else [route]) if isinstance(one, Route))


def test_every_route_is_in_the_document_and_every_path_is_a_route() -> None:
    readable = [route for route in routes() if "GET" in (route.methods or ())]
    met = set()
    for path, operation in reads(DOCUMENT).items():
        scope = {"type": "http", "method": "GET", "path": example_of(path, operation).partition("?")[0]}
        found = next((route for route in readable if route.matches(scope)[0] is Match.FULL), None)
        assert found is not None, path
        met.add(found.path)
    others = {route.path for route in readable} - met
    assert {path for path in others if not FOR_PEOPLE.match(path)} == set()


def test_every_refusal_is_a_problem() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            refused = {status: told for status, told in operation["responses"].items() if int(status) >= 400}
            assert all(list(told["content"]) == ["application/problem+json"] for told in refused.values()), (
                path
            )
            assert {"400", "413"} <= set(refused), path


@pytest.mark.slow
def test_every_example_of_the_document_is_answered(address: str) -> None:
    with Line(address) as line:
        described = reads(json.loads(line.get("/openapi.json").body))
        addresses = [example_of(path, operation) for path, operation in described.items()]
        statuses = {path: line.get(path).status for path in addresses}
    assert len(statuses) > 30
    assert {path: status for path, status in statuses.items() if status not in (200, 206, 303)} == {}


@pytest.mark.slow
def test_two_thousand_generated_requests_find_no_fault_of_the_server_or_the_document(
    address: str, tmp_path: Path
) -> None:
    command = [
        *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
        *("--no-color", "run", f"{address}/openapi.json"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "3"),
        *("--checks", "all", "--exclude-checks", NOT_CHECKED, "--continue-on-failure"),
        # How fast it is, is a matter of other tests.
        *("--generation-deterministic", "--suppress-health-check", "all", "--request-timeout", "60"),
        # A kept connection that the server gives up is begun again, as by every client.
        *("--request-retries", "1"),
        *("--report", "json", "--report-json-path", "report.json"),
    ]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.serve.schemathesis_hooks", "PYTHONPATH": str(CHECKOUT)}
    ended = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **hooks}, capture_output=True, text=True, check=False
    )
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["failures"] == [], ended.stdout[-5000:]
    assert report["errors"] == [], ended.stdout[-5000:]
    assert ended.returncode == 0, ended.stdout[-5000:]
    told = report["operations"]
    assert (told["tested"], told["errored"]) == (told["total"], 0)
    assert told["total"] > 35
    assert report["test_cases"]["generated"] >= CASES
