"""``gbaip export FOLDER/``: writes the static copy of a root and tells how far it is.

For ``cli.py``; the copying is done by ``static_copy``.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.build.store import read_published
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from gbaip_graph.pages.static_copy import Copied, CopyReport, Tell, write_copy
from gbaip_graph.pages.static_files import Describe
from gbaip_graph.pages.static_folder import refuse_other
from gbaip_graph.pages.static_graph import RememberingGraph


@dataclass(frozen=True)
class OfServer:
    """What a copy has of the server: what is said of a thing, and what OpenAPI tells of the questions."""

    describe: Describe
    document: Callable[[Sequence[SavedQuery]], Mapping[str, Any]]


_MEGABYTE = 1_000_000
# What people see move; each drawing costs the time of some pages.
_DRAWN_EVERY_S = 0.2
_MOST_DEAD_TOLD = 10


def copy_and_tell(root: Root, folder: Path, *, base: str, of_server: OfServer) -> None:
    """Copy the site of a root, with a progress bar on a terminal; warns of dead links.

    Raises what ``write_copy`` raises.
    """
    refuse_other(folder)  # before the graph is built, which may take a minute
    copied = open_copied(root, base=base, of_server=of_server)
    with _progress() as tell:
        report = write_copy(copied, folder, tell=tell)
    size = f"{report.size_bytes / _MEGABYTE:.1f} MB"
    click.echo(f"wrote {folder}: {report.pages} pages and {report.files} other files, {size}")
    if report.dead:
        click.echo(f"Warning: {_dead_links(report)}", err=True)


def open_copied(root: Root, *, base: str, of_server: OfServer) -> Copied:
    """Load the built graph of a root as a site; raises what ``build_root`` raises for wrong data."""
    nquads = read_published(root, examples=example_triples).nquads
    graph = QueryableGraph.from_nquads(nquads, keeps_labels=True)
    graph.keep_union_apart()
    questions = load_catalogue(root)
    by_name = MappingProxyType({query.name: query for query in questions})
    site = Site(
        load_skin(), RememberingGraph(graph), root, by_name,
        hashlib.sha256(nquads).hexdigest(), of_server.document(questions),
    )  # fmt: skip
    return Copied(site, graph, nquads, of_server.describe, base.rstrip("/"))


def _dead_links(report: CopyReport) -> str:
    links = "\n".join(f"  {link.found_in} leads to {link.target}" for link in report.dead[:_MOST_DEAD_TOLD])
    return f"{len(report.dead)} addresses in the copy lead nowhere\n{links}"


@contextmanager
def _progress() -> Iterator[Tell]:
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Drawn by hand: a thread that draws would be lost in the processes that are forked.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        yield _drawer(progress)


def _drawer(progress: Progress) -> Callable[[str, int, int], None]:
    bars: dict[str, TaskID] = {}
    drawn = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal drawn
        if what not in bars:
            bars[what] = progress.add_task(what, total=total)
        now = time.monotonic()
        if now - drawn >= _DRAWN_EVERY_S or done == total:
            drawn = now
            progress.update(bars[what], completed=done, total=total)
            progress.refresh()

    return tell
