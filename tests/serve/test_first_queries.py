"""The first queries of a process are answered, though sixteen threads ask them at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from gbaip_graph.build.store import build_root
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import parse_turtle
from tests.serve.first_queries import THREADS, WAYS
from tests.serve.server_process import REPOSITORY, running
from tests.serve.small_graph import EX

PROCESSES = 50
PROCESSES_AT_A_TIME = 2
SERVERS = 3
ONTOLOGY = """@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://w3id.org/gbaip/ns> a owl:Ontology .
gbaip:Agency a owl:Class .
"""
AGENCIES = """agency:mill a gbaip:Agency ; skos:prefLabel "Mill"@en .
agency:well a gbaip:Agency ; skos:prefLabel "Well"@en .
"""
QUESTION = """#+ title.en = "Which agencies are there?"
#+ title.zh-Hant = "有哪些機構？"
#+ description = "One row for each agency."
#+ facts = ["two agencies of the register"]
#+
#+ [columns]
#+ agency = { kind = "iri", description = "The agency." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?agency WHERE { ?agency a gbaip:Agency } ORDER BY ?agency
"""
ANSWER = {
    "ask": [
        "agency,agencyLabel",
        "https://w3id.org/gbaip/id/agency/mill,Mill",
        "https://w3id.org/gbaip/id/agency/well,Well",
    ],
    "load": ["Mill", "Well"],
    "graph": ["Mill", "Well"],
}


@pytest.fixture
def root(tmp_path: Path) -> Root:
    prefixes = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    files = {
        "ontology/gbaip.ttl": ONTOLOGY,
        "data/register/agency.ttl": write_canonical(parse_turtle(prefixes + AGENCIES).triples),
        "queries/agencies.rq": QUESTION,
    }
    for name, text in files.items():
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    return Root(tmp_path / "root")


def first_answers(root: Root, way: str, cache: Path) -> list[list[str]]:
    """Return what the threads of one fresh process were answered."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.serve.first_queries", str(root.path), way],
        cwd=REPOSITORY,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_all_first_queries_of_fifty_fresh_processes_are_answered_alike(root: Root, tmp_path: Path):
    build_root(root)
    ways = [list(WAYS)[number % len(WAYS)] for number in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES_AT_A_TIME) as processes:
        found = list(processes.map(lambda way: first_answers(root, way, tmp_path / "cache"), ways))
    assert found == [[ANSWER[way]] * THREADS for way in ways]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_first_queries_of_a_graph_that_nobody_has_built_are_answered_alike(
    root: Root, tmp_path: Path, way: str
):
    assert first_answers(root, way, tmp_path / "cache") == [ANSWER[way]] * THREADS


@pytest.mark.slow
def test_all_first_queries_of_fresh_servers_are_answered_alike(tmp_path: Path):
    settings = {"workers": 2, "client_tasks": THREADS}
    text = f"SELECT ?n WHERE {{ <{EX}n1> <{EX}next> ?n }}"
    found = []
    for _ in range(SERVERS):
        loader = "tests.serve.small_graph:load"
        with running(tmp_path, loader=loader, settings=settings) as (address, _process):
            found += first_answers_over_http(address, text)
    assert found == [(200, f"n\r\n{EX}n2\r\n")] * (SERVERS * THREADS)


def first_answers_over_http(address: str, text: str) -> list[tuple[int, str]]:
    together = threading.Barrier(THREADS, timeout=60)

    def one(_: int) -> tuple[int, str]:
        with httpx.Client(base_url=address, timeout=60) as client:
            together.wait()
            answer = client.get("/sparql", params={"query": text, "format": "csv"})
            return answer.status_code, answer.text

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))
