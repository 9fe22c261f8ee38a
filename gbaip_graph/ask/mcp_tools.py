"""The saved questions as tools of the Model Context Protocol, over standard input and output.

What ``gbaip mcp`` does, with the extra ``mcp``. The tools only read; there is none for free SPARQL.
https://modelcontextprotocol.io/specification
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from gbaip_graph import __version__
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.json_schemas import parameter_example, parameter_schema
from gbaip_graph.ask.languages import FALLBACKS
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.ask.suggestions import unknown_name
from gbaip_graph.ask.tool_calls import Refused, ToolCall, answer_schema
from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.host import HostOptions
from gbaip_graph.engines.pool import EnginePool, Outcome
from gbaip_graph.engines.worker import QUERY_MEMORY_LIMIT_BYTES
from gbaip_graph.errors import GbaipError, InvalidValue
from gbaip_graph.layout import Root

#: Said of the answer, not of the question.
CONTROLS = ("lang", "limit", "after")
ROWS_A_PAGE = 100  # some 40 KB, which a model can read
MOST_ROWS_A_PAGE = 1000
_WORKERS = 2
#: More than any question takes; a longer call is refused before it goes to a worker.
_ARGUMENTS_LIMIT_CHARACTERS = 32_768
_INSTRUCTIONS = """\
A cited graph of the co-operation on intellectual property of Guangdong, Hong Kong and Macao. Each tool is a
saved question. Each row has its citation: name the document with the item and the paragraph when you use it.
A number is as exact as the exactness beside it says. Never add numbers of different counting parties,
measures or currencies, nor a set and its members. What no row says, no source says."""


def tool_of(query: SavedQuery) -> Tool:
    """Return a question as a tool."""
    why = f" Rows have no citation: {query.why_no_citation}" if query.why_no_citation else ""
    return Tool(
        name=query.name,
        title=query.title_in("en"),
        description=f"{query.title_in('en')} {query.description}{why}",
        input_schema=arguments_schema(query),
        output_schema=answer_schema(query),
        annotations=ToolAnnotations(
            title=query.title_in("en"),
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def arguments_schema(query: SavedQuery) -> dict[str, Any]:
    """Return the JSON schema of the parameters of a question, and of what is said of its answer."""
    return {
        "type": "object",
        "properties": {**{p.name: _property(p) for p in query.parameters}, **_controls()},
        "required": [parameter.name for parameter in query.parameters if parameter.required],
        "additionalProperties": False,
    }


def _property(parameter: Parameter) -> dict[str, Any]:
    schema, example = parameter_schema(parameter), parameter_example(parameter)
    told = " ".join(filter(None, (_described(parameter), schema.get("description"))))
    return {**schema, "description": told, **({"examples": [example]} if example is not None else {})}


def _described(parameter: Parameter) -> str:
    if parameter.kind not in ("iri", "concept"):
        return parameter.description
    return f"{parameter.description} By its name, such as {parameter.example}, or its whole IRI."


def _controls() -> dict[str, Any]:
    return {
        "lang": {"type": "string", "enum": list(FALLBACKS), "default": "en", "description": "Of labels."},
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_ROWS_A_PAGE,
            "default": ROWS_A_PAGE,
            "description": "Rows at once.",
        },
        "after": {"type": "string", "description": "What `next` said, for the rows behind."},
    }


def call_of(query: SavedQuery, arguments: Mapping[str, Any]) -> ToolCall:
    """Return the call that arguments mean; a null is an argument that was not given.

    Raises ``InvalidValue`` for what is no value at all; the worker judges the values themselves.
    """
    if len(json.dumps(arguments)) > _ARGUMENTS_LIMIT_CHARACTERS:
        what = f"the arguments are longer than {_ARGUMENTS_LIMIT_CHARACTERS} characters"
        raise InvalidValue(what, where=query.name, mend="Give shorter values.")
    given = {name: value for name, value in arguments.items() if value is not None}
    parameters = {name: value for name, value in given.items() if name not in CONTROLS}
    return ToolCall(
        query.name,
        tuple((name, _value(query, name, value)) for name, value in parameters.items()),
        language=_text(query, "lang", given.get("lang", "en")),
        limit_rows=_limit(query, given.get("limit", ROWS_A_PAGE)),
        after=_text(query, "after", given.get("after", "")),
    )


def _value(query: SavedQuery, name: str, value: Any) -> object:
    if isinstance(value, list):
        return [_single(query, name, one) for one in value]
    return _single(query, name, value)


def _single(query: SavedQuery, name: str, value: Any) -> object:
    if isinstance(value, bool | dict | list) or value is None:
        raise _refused(query, name, f"{json.dumps(value)} is no value", "Give a text or a number.")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(query: SavedQuery, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _refused(query, name, f"{json.dumps(value)} is no text", "Give a text.")
    return value


def _limit(query: SavedQuery, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_ROWS_A_PAGE:
        mend = f"Give a whole number from 1 to {MOST_ROWS_A_PAGE}."
        raise _refused(query, "limit", f"{json.dumps(value)} is no number of rows", mend)
    return value


def _refused(query: SavedQuery, name: str, what: str, mend: str) -> InvalidValue:
    return InvalidValue(what, where=f"parameter {name} of {query.name}", mend=mend)


class Tools:
    """The tools of a root, and the engine that answers them."""

    def __init__(self, root: Root, *, time_limit_s: float) -> None:
        # A tool asks no endpoint of others: its worker reaches nobody, and a model chooses no addresses.
        self._questions = {query.name: query for query in load_catalogue(root) if not query.endpoints}
        self._time_limit_s = time_limit_s
        self.pool = EnginePool(
            HostOptions(
                loader="gbaip_graph.ask.tool_calls:load",
                performer="gbaip_graph.ask.tool_calls:perform",
                argument=str(root.path),
                workers=_WORKERS,
                memory_limit_bytes=QUERY_MEMORY_LIMIT_BYTES,
            )
        )

    async def listed(
        self, _: ServerRequestContext[Any], __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """Answer ``tools/list``."""
        return ListToolsResult(tools=list(map(tool_of, self._questions.values())))

    async def called(self, _: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        """Answer ``tools/call``; only a tool that is not there is an error of the protocol."""
        query = self._questions.get(params.name)
        if query is None:
            raise MCPError(INVALID_PARAMS, str(unknown_name("tool", params.name, self._questions)))
        try:
            call = call_of(query, params.arguments or {})
            outcome = await self.pool.run(call, time_limit_s=self._time_limit_s)
        except GbaipError as error:
            return _error(str(error))
        return _result(outcome, self._time_limit_s)


def _result(outcome: Outcome, time_limit_s: float) -> CallToolResult:
    if outcome.kind != "done":
        return _error(_STOPPED.get(outcome.kind, _FAILED).format(time_limit_s=time_limit_s))
    if isinstance(outcome.header, Refused):
        return _error(outcome.header.why)
    text = outcome.body.decode()
    return CallToolResult(content=[_text_content(text)], structured_content=json.loads(text))


_FAILED = "the question failed in the engine"
_STOPPED: Mapping[str, str] = {
    "late": "the question was stopped after {time_limit_s:g} s",
    "busy": "all workers were busy for {time_limit_s:g} s; ask again",
    "memory": "the question needed more memory than a worker may take",
    "crashed": "the question ended its worker; ask something narrower",
}


def _error(text: str) -> CallToolResult:
    return CallToolResult(content=[_text_content(text)], is_error=True)


def _text_content(text: str) -> TextContent:
    return TextContent(type="text", text=text)


def serve_tools(root: Root, *, time_limit_s: float) -> None:
    """Serve the tools of a root until standard input ends.

    Raises ``InvalidData`` and the like for wrong data before anything is served.
    """
    read_nquads(root)  # builds where nothing fits, and says what is wrong, which the engine host cannot
    asyncio.run(_serve(Tools(root, time_limit_s=time_limit_s)))


async def _serve(tools: Tools) -> None:
    server = Server(
        "gbaip-graph",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=tools.listed,
        on_call_tool=tools.called,
    )
    # Only then is the engine started: its output must not go where the protocol is spoken.
    async with stdio_server() as (reading, writing):
        await tools.pool.start()
        try:
            await server.run(reading, writing, server.create_initialization_options())
        finally:
            await tools.pool.close()
