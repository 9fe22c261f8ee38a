"""The command line: one command for each verb, every error with its exit code.

It reads arguments and prints; the work is done by the packages, which are imported by the command that needs
them.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gbaip_graph import __version__
from gbaip_graph.check.new_command import new
from gbaip_graph.check.options import with_check_options
from gbaip_graph.errors import DataError, GbaipError, UsageError
from gbaip_graph.findings import render_findings
from gbaip_graph.layout import ROOT_VARIABLE, Root, find_root
from gbaip_graph.link.command_line import link
from gbaip_graph.serve.export_command import export
from gbaip_graph.serve.options import with_setting_options

if TYPE_CHECKING:
    from gbaip_graph.ask.remote import RemoteGraph

ASK_TIME_LIMIT_S = 30.0  # longer than any saved question takes on a graph of a million triples
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
#: Programs that end their output early, such as ``head``, are no error of ours.
_BROKEN_PIPE_EXIT_CODE = 141


class _Commands(click.Group):
    """A group whose commands end with the exit code of the error they raise."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GbaipError as error:
            _fail(error)
        except BrokenPipeError:
            # What is still buffered is flushed when Python ends, which must not fail a second time.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(_BROKEN_PIPE_EXIT_CODE)


def _fail(error: GbaipError) -> NoReturn:
    click.echo(f"Error: {error}", err=True)
    sys.exit(error.exit_code)


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"Warning: {message}", err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help=f"Folder with ontology/, shapes/, data/, queries/. Default: {ROOT_VARIABLE}, or the shipped one.",
)
@click.version_option(__version__, prog_name="gbaip")
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Ask and look after a cited knowledge graph of the co-operation on intellectual property."""
    warnings.showwarning = _show_warning
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # labels are Chinese also where the terminal says ASCII
    ctx.obj = root


main.add_command(link)
main.add_command(export)


def _root_of(ctx: click.Context) -> Root:
    return find_root(ctx.obj)


_time_limit = click.option(
    "--time-limit",
    "time_limit_s",
    default=ASK_TIME_LIMIT_S,
    type=click.FloatRange(min=0.1),
    help="Seconds a query may take.",
)
_PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@main.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, metavar="[QUESTION] [--PARAMETER VALUE]...", type=click.UNPROCESSED)
@click.option(
    "--format", "format_name", default="", help="table, csv, tsv, json, md, html; for triples turtle, nt."
)
@click.option("--lang", "language", default="en", type=click.Choice(LANGUAGES), help="Language of labels.")
@click.option("--sparql", "sparql_file", metavar="FILE|-", help="Run an own read-only query.")
@click.option(
    "--lint",
    "lint_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check a query file.",
)
@_time_limit
@click.option("--store", metavar="URL", help="Ask a SPARQL 1.1 endpoint that holds the graph.")
@click.option(
    "--with",
    "endpoints",
    metavar="URL|IRI=URL",
    multiple=True,
    help="An endpoint that SERVICE may name; may be given several times.",
)
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this, or a question's parameters.")
@click.pass_context
def ask(
    ctx: click.Context,
    *,
    arguments: tuple[str, ...],
    format_name: str,
    language: str,
    sparql_file: str | None,
    lint_file: Path | None,
    time_limit_s: float,
    store: str | None,
    endpoints: tuple[str, ...],
    wants_help: bool,
) -> None:
    """Answer a saved question, or list them all.

    Parameters of a question are given as options: gbaip ask roles-in-event --event event:sme-seminar-2024
    """
    from gbaip_graph.ask.catalogue_text import describe_question, list_questions
    from gbaip_graph.ask.command_line import (
        Manner,
        answer_own_query,
        answer_question,
        question_and_parameters,
    )

    question, parameters = question_and_parameters(arguments)
    if wants_help and question is None:
        click.echo(ctx.get_help())
        return
    root = _root_of(ctx)
    _refuse_together({"a question": question, "--sparql": sparql_file, "--lint": lint_file})
    if lint_file is not None:
        _lint(root, lint_file)
    elif question is None and sparql_file is None:
        click.echo(list_questions(root, language))
    elif question is not None and wants_help:
        click.echo(describe_question(root, question, language))
    else:
        manner = Manner(format_name, language, time_limit_s, store, endpoints)
        if question is not None:
            click.echo(answer_question(root, question, parameters, manner))
        else:
            click.echo(answer_own_query(root, sparql_file or "", manner))


def _refuse_together(choices: Mapping[str, object]) -> None:
    given = [name for name, value in choices.items() if value is not None]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} were given together", mend="Give one of them.")


def _lint(root: Root, file: Path) -> None:
    from gbaip_graph.ask.lint import lint_file

    findings = lint_file(file, root)
    if findings:
        click.echo(render_findings(findings))
        sys.exit(DataError.exit_code)
    click.echo(f"{file}: no findings")


@main.command()
@with_check_options
@click.pass_context
def check(ctx: click.Context, /, *, store: str | None, **said: Any) -> None:
    """Judge ontology, shapes and data; every finding has a file, a line and a column.

    With --shapes and --data anyone's graph is judged instead, by the rules that hold for all. With --base,
    --added or --removed only what the change can affect is judged, and only what it brings makes it fail.
    With --store the queries of the checks are asked of a store; a finding there has the IRI of its record.
    """
    from gbaip_graph.check.command_line import CheckOptions, run_check

    options = CheckOptions(**said)
    asked = None if store is None else _stored(store, options.time_limit_s or ASK_TIME_LIMIT_S)
    sys.exit(run_check(options, root=ctx.obj, echo=_echo, echo_err=_echo_err, store=asked))


def _stored(address: str, time_limit_s: float) -> RemoteGraph:
    from gbaip_graph.ask.remote import RemoteGraph

    return RemoteGraph(address, time_limit_s=time_limit_s)


def _echo(text: str) -> None:
    click.echo(text, nl=False)


def _echo_err(text: str) -> None:
    click.echo(text, nl=False, err=True)


@main.command("format")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; exit with 1 where a file would change."
)
@click.option("--diff", "is_diff", is_flag=True, help="Write nothing; print what would change.")
@click.pass_context
def format_command(ctx: click.Context, *, paths: tuple[Path, ...], is_check: bool, is_diff: bool) -> None:
    """Lay out Turtle files in one way, every comment kept.

    PATH is a file, or a folder of .ttl files. Default: ontology/, shapes/ and data/ of the root.
    """
    from gbaip_graph.check.format_files import format_and_tell, turtle_folders

    chosen = paths or turtle_folders(_root_of(ctx))
    is_good = format_and_tell(chosen, is_check=is_check, is_diff=is_diff, tell=click.echo)
    sys.exit(0 if is_good else DataError.exit_code)


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write. Default: build/ in the root.")
@click.pass_context
def build(ctx: click.Context, *, out: Path | None) -> None:
    """Load the Turtle files, reason, and write N-Quads, statistics, VoID and a manifest."""
    from gbaip_graph.ask.examples import example_triples
    from gbaip_graph.build.store import build_root

    report = build_root(_root_of(ctx), out=out, examples=example_triples)
    click.echo(
        f"built {report.directory}: {report.total} triples"
        f" ({report.written} written, {report.inferred} inferred, {report.ontology} of the ontology)"
    )


@main.command()
@click.argument("version")
@click.pass_context
def release(ctx: click.Context, *, version: str) -> None:
    """Note what each record says at a release, in data/releases/, for the page of changes.

    VERSION has its heading in CHANGELOG.md: ## 0.2.0 - 2027-01-31
    """
    from gbaip_graph.ask.examples import example_triples
    from gbaip_graph.build.note_release import note_release

    root = _root_of(ctx)
    noted = note_release(root, version, examples=example_triples)
    said = "says the same already" if noted.was_there else f"{len(noted.record.digests)} records"
    click.echo(f"{root.relative(noted.file)}: {said}")


@main.command()
@with_setting_options
@click.pass_context
def serve(ctx: click.Context, /, **given: str | None) -> None:
    """Answer over HTTP: saved questions, SPARQL, linked data."""
    from gbaip_graph.serve.server import serve as run_server
    from gbaip_graph.serve.settings import read_settings

    run_server(_root_of(ctx), read_settings(given, os.environ))


@main.command()
@_time_limit
@click.pass_context
def mcp(ctx: click.Context, *, time_limit_s: float) -> None:
    """Offer the saved questions as tools to a model, over standard input and output (MCP)."""
    from gbaip_graph.ask.command_line import offer_tools

    offer_tools(_root_of(ctx), time_limit_s=time_limit_s)


@main.command()
@click.argument("passage", required=False)
@click.option("--source", "source_file", type=click.Path(path_type=Path), help="Your copy, as text.")
@click.option("--all", "everything", is_flag=True, help="Verify every passage of every document in a folder.")
@click.option("--source-dir", type=click.Path(path_type=Path), help="Folder with copies <source id>.txt.")
@click.pass_context
def cite(
    ctx: click.Context,
    *,
    passage: str | None,
    source_file: Path | None,
    everything: bool,
    source_dir: Path | None,
) -> None:
    """Print a cited paragraph from your own copy and say whether it is the one that was cited.

    Of a document that was not held in full, such as passage:doc-014.beginning, it says where to read it.
    """
    from gbaip_graph.check.cite_command import Wish, answer_wish

    wish = Wish(passage=passage, copy=source_file, everything=everything, folder=source_dir)
    text, exit_code = answer_wish(_root_of(ctx), wish)
    click.echo(text)
    sys.exit(exit_code)


main.add_command(new)


if __name__ == "__main__":
    main()
