"""The command line: one command for each verb, every error with its exit code.

It reads arguments and prints; the work is done by the packages, which are imported by the command that needs
them.
"""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gbaip_graph import __version__
from gbaip_graph.errors import DataError, GbaipError, UsageError
from gbaip_graph.findings import render_findings
from gbaip_graph.layout import ROOT_VARIABLE, Root, find_root

if TYPE_CHECKING:
    from gbaip_graph.ask.saved_query import SavedQuery

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
            sys.stderr.close()
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
    ctx.obj = root


def _root_of(ctx: click.Context) -> Root:
    return find_root(ctx.obj)


_PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@main.command(context_settings=_PASS_ON)
@click.argument("question", required=False)
@click.option(
    "--format", "format_name", default="", help="table, csv, tsv, json, md, html; for triples turtle, nt."
)
@click.option("--lang", "language", default="en", type=click.Choice(LANGUAGES), help="Language of labels.")
@click.option("--sparql", "sparql_file", metavar="FILE|-", help="Run an own read-only query.")
@click.option("--lint", "lint_file", metavar="FILE", help="Check a query file.")
@click.option(
    "--time-limit",
    "time_limit_s",
    default=30.0,
    type=click.FloatRange(min=0.1),
    help="Seconds a query may take.",
)
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this, or a question's parameters.")
@click.pass_context
def ask(
    ctx: click.Context,
    *,
    question: str | None,
    format_name: str,
    language: str,
    sparql_file: str | None,
    lint_file: str | None,
    time_limit_s: float,
    wants_help: bool,
) -> None:
    """Answer a saved question, or list them all.

    Parameters of a question are given as options: gbaip ask roles-in-event --event event:sme-seminar-2024
    """
    if wants_help and question is None:
        click.echo(ctx.get_help())
        return
    root = _root_of(ctx)
    _only_one(ctx, question, sparql_file, lint_file)
    if lint_file is not None:
        _lint(root, Path(lint_file))
    elif sparql_file is not None:
        _answer_sparql(
            root, sparql_file, format_name=format_name, language=language, time_limit_s=time_limit_s
        )
    elif question is None:
        click.echo(_list_questions(root, language))
    elif wants_help:
        click.echo(_question_help(root, question, language))
    else:
        _answer_question(
            root, question, ctx.args, format_name=format_name, language=language, time_limit_s=time_limit_s
        )


def _only_one(
    ctx: click.Context, question: str | None, sparql_file: str | None, lint_file: str | None
) -> None:
    choices = (("a question", question), ("--sparql", sparql_file), ("--lint", lint_file))
    given = [name for name, value in choices if value]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} were given together", mend="Give one of them.")
    if question is None and ctx.args:
        mend = (
            "Name the question first: gbaip ask QUESTION --parameter VALUE. `gbaip ask` lists the questions."
        )
        raise UsageError(f"no question for {' '.join(ctx.args)}", mend=mend)


def _answer_question(
    root: Root,
    question: str,
    arguments: Sequence[str],
    *,
    format_name: str,
    language: str,
    time_limit_s: float,
) -> None:
    from gbaip_graph.ask.saved import ask_question

    parameters = list(_parameters(arguments))
    answer = ask_question(root, question, parameters, language=language, time_limit_s=time_limit_s)
    _print_answer(answer.to_format, format_name)


def _answer_sparql(root: Root, file: str, *, format_name: str, language: str, time_limit_s: float) -> None:
    from gbaip_graph.ask.own_query import ask_sparql

    text = click.get_text_stream("stdin").read() if file == "-" else _read(Path(file))
    answer = ask_sparql(root, text, language=language, time_limit_s=time_limit_s)
    _print_answer(answer.to_format, format_name)


def _print_answer(to_format: Callable[..., str], format_name: str) -> None:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(to_format(format_name, width=width).removesuffix("\n"))


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


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        what = f"cannot read the file: {error.strerror}"
        raise UsageError(what, where=str(path), mend="Check its path.") from error
    except UnicodeDecodeError as error:
        mend = "Save it as UTF-8."
        raise UsageError(f"byte {error.start} is not UTF-8", where=str(path), mend=mend) from error


def _list_questions(root: Root, language: str) -> str:
    from gbaip_graph.ask.catalogue import load_catalogue

    questions = load_catalogue(root)
    width = max((len(query.name) for query in questions), default=0)
    lines = [f"{query.name:<{width}}  {query.title_in(language)}" for query in questions]
    return "\n".join([*lines, "", "gbaip ask QUESTION --help shows the parameters of a question."])


def _question_help(root: Root, question: str, language: str) -> str:
    from gbaip_graph.ask.catalogue import find_query

    query = find_query(root, question)
    lines = [f"Usage: gbaip ask {query.name} [PARAMETERS] [OPTIONS]", "", f"  {query.title_in(language)}", ""]
    lines += [f"  {query.description}", ""]
    lines += ["Parameters:", *_parameter_lines(query), ""] if query.parameters else []
    lines += ["Columns:", *(f"  {column.name}: {column.description}" for column in query.columns)]
    return "\n".join(lines)


def _parameter_lines(query: SavedQuery) -> Iterator[str]:
    for parameter in query.parameters:
        default = f"default {parameter.default}" if parameter.default else "optional"
        state = "required" if parameter.required else default
        told = f"{parameter.kind}, {state}; such as {parameter.example}"
        yield f"  --{parameter.name}: {parameter.description} ({told})"


def _lint(root: Root, path: Path) -> None:
    from gbaip_graph.ask.lint import lint_file

    _read(path)
    findings = lint_file(path, root)
    if findings:
        click.echo(render_findings(findings))
        sys.exit(DataError.exit_code)
    click.echo(f"{path}: no findings")


@main.command()
@click.argument("name", required=False)
@click.option(
    "--format", "format_name", default="turtle", type=click.Choice(["turtle", "nt"]), help="Syntax."
)
@click.pass_context
def export(ctx: click.Context, *, name: str | None, format_name: str) -> None:
    """Write the graph in the terms of another vocabulary, or list the exports."""
    from gbaip_graph.ask.exports import export as run_export
    from gbaip_graph.ask.exports import list_exports

    root = _root_of(ctx)
    if name is None:
        for query in list_exports(root):
            click.echo(f"{query.name}  {query.title_in('en')}")
        return
    click.echo(run_export(root, name).to_format(format_name).removesuffix("\n"))


@main.command()
@click.option("--fix", is_flag=True, help="First write the canonical form and the time spans in use.")
@click.pass_context
def check(ctx: click.Context, *, fix: bool) -> None:
    """Judge ontology, shapes and data; every finding has a file, a line and a column."""
    from gbaip_graph.check.canonical_form import fix_root
    from gbaip_graph.check.run import check_root

    root = _root_of(ctx)
    if fix:
        for path in fix_root(root):
            click.echo(f"wrote {root.relative(path)}")
    findings = check_root(root)
    if findings:
        click.echo(render_findings(findings))
        count = len(findings)
        click.echo(f"\n{count} finding{'s' if count > 1 else ''}", err=True)
        sys.exit(DataError.exit_code)
    click.echo("no findings")


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write. Default: build/ in the root.")
@click.pass_context
def build(ctx: click.Context, *, out: Path | None) -> None:
    """Load the Turtle files, reason, and write N-Quads, statistics, VoID and a manifest."""
    from gbaip_graph.build.store import build_root

    report = build_root(_root_of(ctx), out=out)
    click.echo(
        f"built {report.directory}: {report.total} triples"
        f" ({report.written} written, {report.inferred} inferred, {report.ontology} of the ontology)"
    )


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
    """Print a cited paragraph from your own copy and say whether it is the one that was cited."""
    from gbaip_graph.check.cite import cite_all, cite_passage, render_citation, render_report

    root = _root_of(ctx)
    if everything and source_dir is not None and passage is None and source_file is None:
        report = cite_all(root, source_dir)
        click.echo(render_report(report).removesuffix("\n"))
        sys.exit(0 if report.is_verified else DataError.exit_code)
    if not everything and source_dir is None and passage is not None and source_file is not None:
        citation = cite_passage(root, passage, source_file)
        click.echo(render_citation(citation).removesuffix("\n"))
        sys.exit(0 if citation.matches else DataError.exit_code)
    mend = "Write gbaip cite PASSAGE --source FILE, or gbaip cite --all --source-dir FOLDER."
    raise UsageError("one passage with one copy, or all with a folder", mend=mend)


if __name__ == "__main__":
    main()
