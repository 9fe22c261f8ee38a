"""Read what stands on the command line after ``ask``: a question, its parameters, and a file with a query.

For ``gbaip ask``. It knows neither the questions nor their parameters.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from gbaip_graph.errors import UsageError


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
