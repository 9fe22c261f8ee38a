"""The ``link`` commands as the command line reads them; the work is done by the modules they import.

For ``cli.py``. It imports nothing that costs time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import click

from gbaip_graph.errors import InvalidValue, UsageError
from gbaip_graph.layout import Root, find_root
from gbaip_graph.link.graph_commands import conformance, import_, report

_Command: TypeAlias = Callable[..., Any]
_PATH = click.Path(path_type=Path)
_VERDICTS = ("clear", "ambiguous", "weak")


@click.group()
def link() -> None:
    """Link our things with those of other data, and judge such links."""


def _source_options(command: _Command) -> _Command:
    options = (
        click.option("--select", "select_file", metavar="FILE", type=_PATH, help="Query for an endpoint."),
        click.option(
            "--iri", "template", default="", metavar="TEMPLATE", help="IRI of an identifier, {} for it."
        ),
        click.option("--kind", default="", help="Kind of the records that tell none, such as town."),
        click.option(
            "--time-limit",
            "time_limit_s",
            default=30.0,
            type=click.FloatRange(min=0.1),
            help="Seconds an endpoint may take.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@link.command()
@click.argument("source")
@_source_options
@click.option(
    "--mappings",
    metavar="FILE",
    multiple=True,
    type=_PATH,
    help="Further mapping files whose accepted and rejected pairs are left out, beside data/links/.",
)
@click.option(
    "--format",
    "format_name",
    default="sssom",
    type=click.Choice(["sssom", "json", "text"]),
    help="Form of the candidates.",
)
@click.option("--explain", is_flag=True, help="Tell every reason in sentences (--format text).")
@click.option(
    "--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="Show these candidates only."
)
@click.option("--again", is_flag=True, help="Propose pairs that were accepted or rejected, too.")
@click.option("--reverse", is_flag=True, help="Put theirs on the left of each mapping.")
@click.option("--output", type=_PATH, help="File to write. Default: print.")
@click.pass_context
def candidates(ctx: click.Context, /, source: str, **said: Any) -> None:
    """Propose links between our things and those of a table, an RDF file or a SPARQL endpoint.

    SOURCE is a .csv, .tsv, .ttl or .nt file, or the address of an endpoint. Every candidate has a score with
    its reasons, and is clear, ambiguous or weak; none is accepted. Pairs that were rejected are not proposed.
    """
    from gbaip_graph.link.run import CandidateWish, propose  # noqa: PLC0415 - the command imports what it runs

    root = _root_of(ctx)
    text, warnings = propose(root, CandidateWish(source=source, **said), today=date.today().isoformat())
    if warnings:
        click.echo(warnings, err=True)
    if said["output"] is None:
        click.echo(text, nl=False)
    else:
        _write(said["output"], text)


@link.command()
@click.argument("file", type=_PATH)
@click.argument("subject_id", metavar="SUBJECT")
@click.argument("object_id", metavar="OBJECT")
@click.option("--accept", "state", flag_value="accepted", help="The link is right.")
@click.option("--reject", "state", flag_value="rejected", help="The link is wrong; it is not proposed again.")
@click.option(
    "--reviewer", "reviewer_id", required=True, help="Who decides, such as orcid:0000-0000-0000-0000."
)
@click.option("--agreement", type=click.FloatRange(-1, 1), help="How surely, from -1 to 1.")
@click.option("--again", is_flag=True, help="Change what was decided before.")
def review(file: Path, subject_id: str, object_id: str, state: str | None, **said: Any) -> None:
    """Accept or reject a candidate in a mapping file, beside the confidence of the matcher.

    SUBJECT and OBJECT are written as the file has them; the reviewer's prefix must stand in its curie_map.
    """
    from gbaip_graph.link.review import Decision, review_file  # noqa: PLC0415 - the command imports what it runs

    if state is None:
        raise UsageError("nothing was decided", mend="Add --accept or --reject.")
    today = date.today().isoformat()
    decision = Decision(subject_id=subject_id, object_id=object_id, state=state, date=today, **said)
    row = review_file(file, decision)
    told = "none" if row.confidence is None else f"{row.confidence:g}"
    click.echo(
        f"{row.subject_id} {row.predicate_id} {row.object_id}: {row.review_state} (proposed with {told})"
    )


@link.command()
@click.argument("mapping_files", metavar="[FILE]...", nargs=-1, type=_PATH)
@click.option(
    "--records",
    "sources",
    metavar="SOURCE",
    multiple=True,
    help="Records that the mappings speak of: table, RDF file or endpoint.",
)
@_source_options
@click.option(
    "--format",
    "format_name",
    default="text",
    type=click.Choice(["text", "json"]),
    help="Form of the conflicts.",
)
@click.pass_context
def check(ctx: click.Context, /, mapping_files: tuple[Path, ...], **said: Any) -> None:
    """Find the links of mapping files that disagree with what is known of both sides, the worst first.

    FILE is an SSSOM mapping file, of ours or of anyone. Default: data/links/. What is known of our side is in
    the graph; what of theirs, in --records and in the labels of the mappings.
    """
    from gbaip_graph.link.run import CheckWish, judge  # noqa: PLC0415 - the command imports what it runs

    text, warnings, is_good = judge(_root_of(ctx), CheckWish(mapping_files=mapping_files, **said))
    if warnings:
        click.echo(warnings, err=True)
    click.echo(text, nl=False)
    sys.exit(0 if is_good else 1)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise InvalidValue(what, where=str(file), mend="Name a file that can be written.") from error


def _root_of(ctx: click.Context) -> Root:
    return find_root(ctx.find_root().obj)


link.add_command(report)
link.add_command(import_)
link.add_command(conformance)
