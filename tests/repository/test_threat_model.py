"""The threat model against the code: every promise names a test that exists, every limit its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from gbaip_graph.serve.server import _HEAD_LIMIT_BYTES, _QUERY_GRACE_S
from gbaip_graph.serve.settings import SETTINGS

CHECKOUT = Path(__file__).resolve().parents[2]
TEXT = (CHECKOUT / "THREAT_MODEL.md").read_text(encoding="utf-8")
TESTS = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)
PROMISES = TEXT.partition("## What is promised")[2].partition("## What is not promised")[0]
#: Of these nothing is promised: where it listens, whom it asks, and from when on it writes to its log.
NO_LIMITS = {"host", "port", "store", "slow_query_s"}


@pytest.mark.parametrize(("file", "name"), TESTS, ids=[name for _, name in TESTS])
def test_a_test_that_holds_a_promise_exists(file: str, name: str) -> None:
    tree = ast.parse((CHECKOUT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PROMISES.splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| promise", "| ---"))]
    assert len(promises) > 30
    assert [row for row in promises if not re.search(r"`tests/[\w/]+\.py::test_\w+` \|$", row)] == []


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if one.name not in NO_LIMITS], ids=lambda one: one.name
)
def test_a_limit_stands_with_its_flag_and_number(setting) -> None:
    assert f"| `{setting.flag}` | {setting.default} |" in TEXT


def test_the_numbers_without_a_flag_are_those_of_the_code() -> None:
    assert f"the head of a request has {_HEAD_LIMIT_BYTES // 1024} KiB" in TEXT
    assert f"run for {_QUERY_GRACE_S} s, then" in TEXT


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(gbaip_graph/[\w/]+\.py)`", TEXT))))
def test_a_module_that_is_named_exists(path: str) -> None:
    assert (CHECKOUT / path).is_file()
