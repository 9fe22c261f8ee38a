"""A real client of the real MCP process, for tests that know no event loop."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio.from_thread
from jsonschema import Draft202012Validator, validate
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, Tool

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "gbaip_graph.cli"]


@dataclass
class Session:
    """A client and its process, asked from threads that know no event loop."""

    client: Client
    portal: anyio.from_thread.BlockingPortal

    def tools(self) -> dict[str, Tool]:
        listed = self.portal.call(self.client.list_tools)
        return {tool.name: tool for tool in listed.tools}

    def call(self, name: str, arguments: Mapping[str, Any] | None = None) -> CallToolResult:
        """Call a tool; the client holds the answer against the schema that the tool has."""
        return self.portal.call(self.client.call_tool, name, dict(arguments or {}))

    def rows(self, name: str, arguments: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        answer = self.call(name, arguments)
        assert not answer.is_error, answer.content
        rows: list[dict[str, Any]] = answer.structured_content["rows"]
        return rows

    def refusal(self, name: str, arguments: Mapping[str, Any]) -> str:
        answer = self.call(name, arguments)
        assert answer.is_error, answer.structured_content
        assert answer.structured_content is None
        (content,) = answer.content
        assert content.type == "text"
        return content.text


@contextmanager
def session(root: Path, *options: str, environment: Mapping[str, str] = os.environ) -> Iterator[Session]:
    arguments = [*COMMAND[1:], "--root", str(root), "mcp", *options]
    server = StdioServerParameters(command=COMMAND[0], args=arguments, cwd=CHECKOUT, env=dict(environment))
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server, read_timeout_seconds=60)) as client,
    ):
        yield Session(client, portal)


def judge_schemas(tool: Tool) -> None:
    """Hold the schemas of a tool against JSON Schema, and its examples and defaults against its schemas."""
    Draft202012Validator.check_schema(tool.input_schema)
    assert tool.output_schema is not None
    Draft202012Validator.check_schema(tool.output_schema)
    for described in tool.input_schema["properties"].values():
        values = [*described.get("examples", []), *([described["default"]] if "default" in described else [])]
        for value in values:
            validate(value, described)
