"""``gbaip export``: the graph in the terms of another vocabulary, or a copy of the site for any static host.

For ``cli.py``. It imports nothing that costs time before it is known what is wanted.
"""

from __future__ import annotations

from pathlib import Path

import click

from gbaip_graph.errors import UsageError
from gbaip_graph.layout import Root, find_root
from gbaip_graph.pages.static_target import is_folder


@click.command()
@click.argument("name", required=False, metavar="[NAME|FOLDER/]")
@click.option("--format", "format_name", type=click.Choice(["turtle", "nt"]), help="Syntax. Default: turtle.")
@click.option("--base", metavar="URL", help="Where the copy will lie, for addresses that have to be whole.")
@click.pass_context
def export(ctx: click.Context, *, name: str | None, format_name: str | None, base: str | None) -> None:
    """Write the graph in the terms of another vocabulary, list the exports, or copy the site to a folder.

    A word with a slash, or the name of a folder that there is, is a folder: gbaip export site/ writes every
    page in every language for any static host, in the place of an earlier copy and of nothing else.
    """
    if name is not None and is_folder(name):
        if format_name is not None:
            raise UsageError("--format is for an export by its name", mend="Leave it out for a folder.")
        _copy(find_root(ctx.obj), name, base or "")
    elif base is not None:
        raise UsageError("--base is for a copy of the site", mend="Name a folder, such as site/.")
    else:
        _write(find_root(ctx.obj), name, format_name or "turtle")


def _copy(root: Root, folder: str, base: str) -> None:
    from gbaip_graph.pages.static_command import OfServer, copy_and_tell  # noqa: PLC0415 - cost a second
    from gbaip_graph.serve.describing import describe  # noqa: PLC0415
    from gbaip_graph.serve.openapi import openapi_document  # noqa: PLC0415

    copy_and_tell(root, Path(folder), base=base, of_server=OfServer(describe, openapi_document))


def _write(root: Root, name: str | None, format_name: str) -> None:
    from gbaip_graph.ask import exports  # noqa: PLC0415 - costs half a second

    if name is not None:
        click.echo(exports.export(root, name).to_format(format_name).removesuffix("\n"))
        return
    for query in exports.list_exports(root):
        click.echo(f"{query.name}  {query.title_in('en')}")
