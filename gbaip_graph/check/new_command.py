"""``gbaip new`` as the command line reads it: the skeletons of what is to be entered.

For ``cli.py``. It imports nothing that costs time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gbaip_graph.layout import find_root


@click.group()
def new() -> None:
    """Make the skeleton of something that is to be entered."""


@new.command("source")
@click.argument("source_id")
@click.option("--text", type=click.Path(path_type=Path), help="A copy of the whole document, as text.")
@click.option("--address", default="", help="Where it stands; enough alone where it was not held.")
@click.option("--title", default="", help="As printed. Default: the first line of the text.")
@click.option("--issued", default="", metavar="DATE", help="Day of publication, such as 2024-09-05.")
@click.option("--publisher", default="", help="agency:... or body:... Default: that of its neighbours.")
@click.option("--language", default="", help="en, zh-Hant, zh-Hans, pt or ja. Default: en.")
@click.option("--hosted-by", default="", metavar="body:...", help="The site, where it is a copy.")
@click.pass_context
def new_source(ctx: click.Context, /, **said: Any) -> None:
    """Start a document: its record, its passages and its entry in the catalogue."""
    from datetime import date  # noqa: PLC0415

    from gbaip_graph.check.new_source import (  # noqa: PLC0415 - the command imports what it runs
        NewSource,
        create_source,
        render_skeleton,
    )

    root = find_root(ctx.find_root().obj)
    made = create_source(root, NewSource(**said), today=date.today())
    click.echo(render_skeleton(root, made))
