"""The options of ``gbaip check``, as the command line reads them.

For ``cli.py``; what they mean is in ``command_line``. It imports nothing that costs time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, TypeAlias

import click

_Command: TypeAlias = Callable[..., Any]
_PATH = click.Path(path_type=Path)
_OPTIONS = (
    click.option("--fix", is_flag=True, help="First write the canonical form and the time spans in use."),
    click.option(
        "--format", "format_name", default="text", help="Report as text, github, sarif, junit, json, turtle."
    ),
    click.option("--output", type=click.Path(path_type=Path), help="File for the report. Default: print it."),
    click.option(
        "--allow-warnings", is_flag=True, help="End with exit code 0 where there are warnings alone."
    ),
    click.option(
        "--base", metavar="REV", help="Judge what differs from a git revision, and tell what is new."
    ),
    click.option(
        "--added", metavar="FILE", multiple=True, type=_PATH, help="Judge the root with these triples."
    ),
    click.option(
        "--removed", metavar="FILE", multiple=True, type=_PATH, help="Judge the root without these triples."
    ),
    click.option(
        "--shapes", metavar="PATH", multiple=True, type=_PATH, help="Anyone's shapes: file or folder."
    ),
    click.option("--data", metavar="PATH", multiple=True, type=_PATH, help="The data that they judge."),
    click.option("--ontology", metavar="PATH", multiple=True, type=_PATH, help="The ontology of the data."),
    click.option("--reference", is_flag=True, help="Let pySHACL alone judge everything; takes long."),
    click.option("--cross-check", is_flag=True, help="Ask a second engine too and report differences."),
    click.option(
        "--max-file-mb",
        default=64.0,
        show_default=True,
        type=click.FloatRange(min=0, min_open=True),
        help="Refuse larger files unread.",
    ),
    click.option(
        "--time-limit",
        "time_limit_s",
        type=click.FloatRange(min=0.1),
        help="Seconds the judging may take. Default: by the size of the files.",
    ),
    click.option("--store", metavar="URL", help="Judge what a SPARQL 1.1 endpoint holds, by queries alone."),
    click.option(
        "--manifest", metavar="FILE", type=_PATH, help="Digests and counts that the files must have."
    ),
    click.option(
        "--write-manifest", metavar="FILE", type=_PATH, help="Record the files so, and judge nothing."
    ),
)


def with_check_options(command: _Command) -> _Command:
    """Give the options to a command, which takes them by their names."""
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), command)
