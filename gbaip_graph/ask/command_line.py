"""``ask`` and ``mcp`` behind their options: what stands on the line, who answers, and how it is printed.

For ``cli.py``. It knows neither the questions nor their parameters.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.own_query import ask_sparql
from gbaip_graph.ask.saved import ask_question, joined
from gbaip_graph.errors import UsageError
from gbaip_graph.layout import Root


@dataclass(frozen=True)
class Manner:
    """How a question is to be answered; ``store`` is the address of an endpoint that holds the graph.

    ``endpoints`` are those that SERVICE clauses may name, as ``saved.joined`` takes them.
    """

    format_name: str
    language: str
    time_limit_s: float
    store: str | None = None
    endpoints: tuple[str, ...] = ()


def answer_question(root: Root, question: str, parameters: Sequence[tuple[str, str]], manner: Manner) -> str:
    """Return the answer to a saved question as it is printed."""
    answer = ask_question(
        root, question, parameters,
        language=manner.language, store=_store(root, manner, question), time_limit_s=manner.time_limit_s,
        meanwhile=lambda: _prepare_to_print(manner),
    )  # fmt: skip
    return _printed(answer, manner)


def answer_own_query(root: Root, file: str, manner: Manner) -> str:
    """Return the answer to the query in a file, or in standard input for ``-``, as it is printed."""
    text = read_text(file)
    answer = ask_sparql(
        root, text, language=manner.language, store=_store(root, manner), time_limit_s=manner.time_limit_s
    )
    return _printed(answer, manner)


def _store(root: Root, manner: Manner, question: str = "") -> AskedGraph | None:
    """Return the graph that is asked in place of the built one; HTTP is imported only where it is needed."""
    if manner.store is None and not manner.endpoints:
        return None
    from gbaip_graph.ask.remote import RemoteGraph  # noqa: PLC0415

    held = RemoteGraph(manner.store, time_limit_s=manner.time_limit_s) if manner.store else None
    if not manner.endpoints:
        return held
    return joined(root, manner.endpoints, question=question, time_limit_s=manner.time_limit_s, held=held)


def offer_tools(root: Root, *, time_limit_s: float) -> None:
    """Serve the saved questions as MCP tools until standard input ends; raises ``UsageError`` without mcp."""
    try:
        from gbaip_graph.ask.mcp_tools import serve_tools  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        mend = "Install it: pip install 'gbaip-graph[mcp]'."
        raise UsageError("the package mcp is not installed, or older than 2", mend=mend) from None
    serve_tools(root, time_limit_s=time_limit_s)


def _prepare_to_print(manner: Manner) -> None:
    from gbaip_graph.ask.formats import import_format  # noqa: PLC0415 - while the graph is loaded

    import_format(manner.format_name, width=_width())


def _printed(answer: Answer, manner: Manner) -> str:
    return answer.to_format(manner.format_name, width=_width()).removesuffix("\n")


def _width() -> int | None:
    """Return the columns of the terminal, None where output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else None


def question_and_parameters(arguments: Sequence[str]) -> tuple[str | None, list[tuple[str, str]]]:
    """Split what stands after ``ask``; raises ``UsageError`` where parameters come without a question."""
    if not arguments:
        return None, []
    question, *rest = arguments
    if question.startswith("-"):
        mend = "Name the question first: gbaip ask QUESTION --PARAMETER VALUE. `gbaip ask` lists them."
        raise UsageError(f"{question} is no option of ask, and no question stands before it", mend=mend)
    return question, list(_parameters(rest))


def _parameters(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Read ``--name value`` and ``--name=value``; raises ``UsageError`` for anything else."""
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name, equals, value = argument.removeprefix("--").partition("=")
        if not argument.startswith("--") or not name:
            raise UsageError(f"{argument!r} is no parameter", mend="Write --name VALUE.")
        if not equals:
            if not waiting or waiting[0].startswith("--"):
                raise UsageError(f"--{name} has no value", mend=f"Write --{name} VALUE.")
            value = waiting.pop(0)
        yield name, value


def read_text(file: str) -> str:
    """Read a file, or standard input for ``-``; raises ``UsageError`` for what is no UTF-8 text."""
    try:
        return (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode("utf-8")
    except OSError as error:
        what = f"cannot read the file: {error.strerror}"
        raise UsageError(what, where=file, mend="Check its path.") from error
    except UnicodeDecodeError as error:
        mend = "Save it as UTF-8."
        raise UsageError(f"byte {error.start} is not UTF-8", where=file, mend=mend) from error
