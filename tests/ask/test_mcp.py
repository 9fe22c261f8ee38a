"""The saved questions as MCP tools: a real client asks the real process over standard input and output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio.from_thread
import pytest
from jsonschema import Draft202012Validator, validate
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult, Tool

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.saved import answer_query
from gbaip_graph.build.store import open_graph
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri
from tests.ask.mcp_root import KINDS, write_root

CHECKOUT = Path(__file__).resolve().parents[2]
ROOT = Root(CHECKOUT)
#: A tool asks no endpoint of others.
CATALOGUE = {query.name: query for query in load_catalogue(ROOT) if not query.endpoints}
COMMAND = [sys.executable, "-m", "gbaip_graph.cli"]
RIGHT = {name: value for name, (_, value) in KINDS.items()}
TIME_LIMIT_S = 2.0
ROWS = 200  # of each answer; the client judges each by the schema, which takes longer than to answer


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


@pytest.fixture(scope="module")
def shipped() -> Iterator[Session]:
    """Return a session with the tools of the shipped questions."""
    with session(ROOT.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def own_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_root(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture(scope="module")
def own(own_root: Path, own_environment: dict[str, str]) -> Iterator[Session]:
    """Return a session with the tools of the root whose questions take every kind of value."""
    with session(own_root, "--time-limit", str(TIME_LIMIT_S), environment=own_environment) as opened:
        yield opened


# --------------------------------------------------------------------------------------------- the tools


def test_each_question_is_a_tool_that_only_reads(shipped: Session) -> None:
    tools = shipped.tools()
    assert list(tools) == list(CATALOGUE)
    for tool in tools.values():
        told = tool.annotations
        assert told is not None
        assert (told.read_only_hint, told.destructive_hint, told.open_world_hint) == (True, False, False)


def test_a_tool_tells_what_the_header_tells(shipped: Session) -> None:
    tool, query = shipped.tools()["name-on-date"], CATALOGUE["name-on-date"]
    assert tool.title == query.title["en"]
    assert query.description in (tool.description or "")
    described = tool.input_schema["properties"]
    assert {
        p.name: p.description
        for p in query.parameters
        if p.description not in described[p.name]["description"]
    } == {}
    assert tool.input_schema["required"] == [p.name for p in query.parameters if p.required]


def test_a_question_without_citations_says_why(shipped: Session) -> None:
    query = CATALOGUE["coverage-by-year"]
    assert not query.cites
    assert query.why_no_citation in (shipped.tools()[query.name].description or "")


def test_every_schema_is_a_schema_that_its_own_examples_and_defaults_fit(
    shipped: Session, own: Session
) -> None:
    for tool in (*shipped.tools().values(), *own.tools().values()):
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        for described in tool.input_schema["properties"].values():
            for value in [
                *described.get("examples", []),
                *([described["default"]] if "default" in described else []),
            ]:
                validate(value, described)


def test_what_a_question_is_not_asked_is_no_argument(shipped: Session) -> None:
    assert all(tool.input_schema["additionalProperties"] is False for tool in shipped.tools().values())


# ------------------------------------------------------------------------------------------- the answers


def examples(tool: Tool) -> dict[str, Any]:
    described = tool.input_schema["properties"]
    return {name: described[name]["examples"][0] for name in tool.input_schema["required"]}


@pytest.mark.slow
def test_every_question_gives_the_rows_of_the_command_line_each_with_its_citation(shipped: Session) -> None:
    graph = open_graph(ROOT)
    for name, tool in shipped.tools().items():
        asked = examples(tool)
        answer = shipped.call(name, {**asked, "limit": ROWS})
        told = answer.structured_content
        whole = answer_query(graph, CATALOGUE[name], asked.items())
        assert (told["count"], len(told["rows"])) == (len(whole.rows), min(len(whole.rows), ROWS)), name
        for row, expected in zip(told["rows"], whole.rows, strict=False):
            assert_tells(row, expected, cites=CATALOGUE[name].cites)
        assert json.loads(answer.content[0].text) == told  # type: ignore[union-attr]


def assert_tells(row: Mapping[str, Any], expected: Mapping[str, Any], *, cites: bool) -> None:
    """Hold a row against that of the embedded answer: the same cells, and the citation in one place."""
    cells = dict(row)
    if cites:
        citation = dict(cells.pop("citation"))
        assert citation.pop("title")
        cells |= {**citation, "source": {"iri": citation["source"]}}
    assert {name for name, term in expected.items() if term is not None} == set(cells)
    for name, cell in cells.items():
        term = expected[name]
        if isinstance(term, Iri):
            assert cell["iri"] == term.value
        elif isinstance(cell, bool | str):
            assert str(cell).lower() == term.lexical.lower()
        else:
            assert float(cell) == float(term.lexical)


def test_a_figure_is_told_with_its_exactness_and_its_citation(shipped: Session) -> None:
    rows = shipped.rows("figures-of", {"record": "op:customs-2018-19"})
    (goods,) = [row for row in rows if row["measure"]["iri"].endswith("/infringing-items")]
    assert (goods["value"], goods["exactness"]["label"]) == (112000, "about")
    cited = goods["citation"]
    assert cited["source"] == "https://w3id.org/gbaip/id/source/ipd-2018-19"
    assert (cited["item"], cited["paragraph"]) == (8, 1)
    assert cited["title"]


def test_pages_together_are_the_whole_answer(shipped: Session) -> None:
    whole = shipped.rows("disagreements", {"limit": 1000})
    rows: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        told = shipped.call("disagreements", {"limit": 30, **after}).structured_content
        rows += told["rows"]
        if "next" not in told:
            break
        after = {"after": told["next"]}
    assert rows == whole
    assert len(rows) > 90


def test_labels_are_in_the_wanted_language_or_say_which_they_are_in(shipped: Session, own: Session) -> None:
    (row, *_) = shipped.rows("names-of", {"entity": "agency:ced", "lang": "zh-Hant"})
    assert "language" not in row["kind"] or row["kind"]["language"] != "zh-Hant"
    (echo, *_) = own.rows("echo", {**RIGHT, "lang": "en"})
    assert echo["eventGiven"] == {
        "iri": "https://w3id.org/gbaip/id/event/fair", "label": "春天市集", "language": "zh-Hant",
    }  # fmt: skip
    (echo, *_) = own.rows("echo", {**RIGHT, "lang": "zh-Hans"})
    assert echo["eventGiven"]["language"] == "zh-Hant"


def test_a_value_of_each_kind_comes_back_as_it_was_given(own: Session) -> None:
    rows = own.rows("echo", RIGHT)
    single = {f"{name}Given": value for name, value in RIGHT.items() if name not in ("event", "several")}
    assert [row.pop("severalGiven") for row in rows] == RIGHT["several"]
    for row in rows:
        assert row.pop("eventGiven")["label"] == "春天市集"
        assert row.pop("citation") == {
            "source": "https://w3id.org/gbaip/id/source/letter", "title": "A letter", "paragraph": 1,
        }  # fmt: skip
        assert row == single


def test_a_null_is_a_value_that_was_not_given(shipped: Session) -> None:
    assert shipped.rows(
        "seizures-by-year", {"from": None, "to": None, "lang": None, "limit": 1000}
    ) == shipped.rows("seizures-by-year", {"limit": 1000})


# ------------------------------------------------------------------------------------------ wrong and hostile


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"event": "event:fare"}, "event:fair"),
        ({"event": "source:letter"}, "is no gbaip:Event"),
        ({"evnt": "event:fair"}, "Did you mean event?"),
        ({"event": None}, "it is missing"),
        ({"event": {"iri": "event:fair"}}, "is no value"),
        ({"event": True}, "true is no value"),
        ({"event": ["event:fair", "event:fair"]}, "one value"),
        ({"tongue": "fr"}, "There are: en, zh-Hant, zh-Hans."),
        ({"size": "medium"}, "There are: small, large."),
        ({"whole": 1.5}, "no whole number"),
        ({"whole": "many"}, "no whole number"),
        ({"whole": 10**30}, "no whole number"),
        ({"part": "1e3"}, "no decimal number"),
        ({"day": "2023-02-29"}, "no day of the calendar"),
        ({"year": 24}, "no year"),
        ({"several": [1, 2, 3, 4]}, "it has 4 values"),
        ({"several": [[1]]}, "several"),
        ({"several": []}, "several"),
        ({"words": " "}, "no text"),
        ({"lang": "fr"}, "There are: en, zh-Hant, zh-Hans."),
        ({"lang": 5}, "5 is no text"),
        ({"limit": 0}, "from 1 to 1000"),
        ({"limit": 1001}, "from 1 to 1000"),
        ({"limit": "ten"}, "from 1 to 1000"),
        ({"limit": True}, "from 1 to 1000"),
        ({"after": "nothing"}, "key"),
        ({"words": "x" * 40_000}, "longer than 32768 characters"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_would_be_right(
    own: Session, wrong: dict[str, Any], told: str
) -> None:
    assert told in own.refusal("echo", {**RIGHT, **wrong})


def test_a_tool_that_is_not_there_is_an_error_of_the_protocol(own: Session) -> None:
    with pytest.raises(
        MCPError, match=r'there is no tool "ecko"\n  Did you mean echo\? There are: echo, runaway\.'
    ):
        own.call("ecko", RIGHT)


HOSTILE = (
    '" } UNION { ?s ?p ?o } #', "' OR 1=1 --", "event:fair> } DROP ALL #", "<file:///etc/passwd>", "\\",
    '\\"', '"""', "\0", "\u2028\u202e", "a\r\nb", "$event", "?event", "{{7*7}}", "%s%n{0}",
    "../../etc/passwd", "\U0001f600" * 500, "SERVICE <http://localhost/> { ?s ?p ?o }", "1e309", "NaN", "٣",
    "x" * 30_000,
)  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_hostile_value_is_a_value_or_refused_and_changes_no_question(own: Session, name: str) -> None:
    for value in HOSTILE:
        answer = own.call("echo", {**RIGHT, name: value})
        if answer.is_error:
            assert f"parameter {name} of echo" in answer.content[0].text  # type: ignore[union-attr]
        else:
            assert [row[f"{name}Given"] for row in answer.structured_content["rows"]] == [value] * 2
    assert len(own.rows("echo", RIGHT)) == 2


STRANGE = ({"a": {}}, [[[[]]]], [None], [{"a": 1}], False)


@pytest.mark.parametrize("name", [*RIGHT, "lang", "limit", "after", "toString", "__class__", ""])
def test_a_value_of_a_strange_type_is_refused(own: Session, name: str) -> None:
    for value in STRANGE:
        assert name in own.refusal("echo", {**RIGHT, name: value})


@pytest.mark.parametrize("value", [1e308, -(2**70), 0.1 + 0.2])
@pytest.mark.parametrize("name", [name for name in RIGHT if name not in ("words", "part")])
def test_a_strange_number_is_refused(own: Session, name: str, value: float) -> None:
    assert f"parameter {name} of echo" in own.refusal("echo", {**RIGHT, name: value})


def test_a_number_is_a_decimal_with_all_its_digits_and_a_text_as_json_writes_it(own: Session) -> None:
    number = 0.1 + 0.2
    (row, *_) = own.rows("echo", {**RIGHT, "part": number, "words": number})
    assert (row["partGiven"], row["wordsGiven"]) == (number, json.dumps(number))


def test_a_question_that_runs_on_is_stopped_and_the_others_go_on(own: Session) -> None:
    assert f"stopped after {TIME_LIMIT_S:g} s" in own.refusal("runaway", {})
    assert len(own.rows("echo", RIGHT)) == 2


# -------------------------------------------------------------------------------------------- the process


@contextmanager
def process(root: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    command = [*COMMAND, "--root", str(root), "mcp"]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def message(method: str, number: int | None = None, **params: Any) -> bytes:
    document = {
        "jsonrpc": "2.0",
        "method": method,
        "params": params,
        **({} if number is None else {"id": number}),
    }
    return json.dumps(document).encode() + b"\n"


GREETING = message(
    "initialize",
    0,
    protocolVersion="2025-06-18",
    capabilities={},
    clientInfo={"name": "test", "version": "1"},
) + message("notifications/initialized")


def test_nothing_but_the_protocol_is_written_and_the_end_of_input_is_the_end(
    own_root: Path, own_environment: dict[str, str]
) -> None:
    with process(own_root, own_environment) as started:
        said = [GREETING, b"no JSON\n", b'{"jsonrpc": "2.0"}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n"]
        said += [message("tools/call", n, name="echo", arguments={**RIGHT, "whole": n}) for n in range(1, 4)]
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(b"".join(said))
        started.stdin.flush()
        answers: dict[Any, Any] = {}
        while not {0, 1, 2, 3} <= answers.keys():
            line = started.stdout.readline()
            answer = json.loads(line)
            assert answer["jsonrpc"] == "2.0"
            answers[answer.get("id")] = answer
        rest, complaint = started.communicate(timeout=30)
    assert (rest, started.returncode) == (b"", 0)
    assert complaint == b""
    given = [answers[n]["result"]["structuredContent"]["rows"][0]["wholeGiven"] for n in range(1, 4)]
    assert given == [1, 2, 3]


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]


def test_an_engine_that_is_killed_is_replaced(own_root: Path, own_environment: dict[str, str]) -> None:
    with process(own_root, own_environment) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(GREETING)
        started.stdin.flush()
        started.stdout.readline()
        (host,) = children(started.pid)
        os.kill(host, signal.SIGKILL)
        for number in range(1, 9):
            started.stdin.write(message("tools/call", number, name="echo", arguments=RIGHT))
            started.stdin.flush()
            result = json.loads(started.stdout.readline())["result"]
            if not result.get("isError"):
                break
        assert len(result["structuredContent"]["rows"]) == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_process_that_is_ended_leaves_no_other(
    own_root: Path, own_environment: dict[str, str], how: signal.Signals
) -> None:
    with process(own_root, own_environment) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(GREETING)
        started.stdin.flush()
        started.stdout.readline()
        (host,) = children(started.pid)
        family = [host, *children(host)]
        started.send_signal(how)
        started.wait(30)
        deadline = time.monotonic() + 30
        while (left := list(filter(is_running, family))) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert len(family) == 3
    assert left == []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_wrong_data_are_told_before_anything_is_served(
    tmp_path: Path, own_environment: dict[str, str]
) -> None:
    root = write_root(tmp_path)
    (root / "data" / "sources" / "letter.ttl").write_text("nonsense", encoding="utf-8")
    ended = subprocess.run(
        [*COMMAND, "--root", str(root), "mcp"], cwd=CHECKOUT, input=GREETING, capture_output=True,
        env=own_environment, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"data/sources/letter.ttl:1:1" in ended.stderr


def test_without_the_extra_the_command_says_how_to_install_it() -> None:
    text = "import sys; sys.modules['mcp'] = None; from gbaip_graph.cli import main; main(['mcp'])"
    ended = subprocess.run(
        [sys.executable, "-c", text], cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "pip install 'gbaip-graph[mcp]'" in ended.stderr
