"""A copy of the site for any static host: every page in every language, and every file that they lead to.

The same graph, texts and address give the same bytes, however many processes render. What a copy leads to
within itself is there, or is told as a dead link.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gbaip_graph import __version__
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import GbaipError, InvalidValue, StoreDamaged
from gbaip_graph.pages.addresses import Addresses, thing_of
from gbaip_graph.pages.page import LANGUAGES, Choice, PageMissing, PageRequest
from gbaip_graph.pages.site import KINDS, Site
from gbaip_graph.pages.static_files import ALWAYS, Describe, FileMaker
from gbaip_graph.pages.static_folder import replaced, write_file, write_marker
from gbaip_graph.pages.static_links import INDEX, links_of
from gbaip_graph.pages.static_names import choice_folders
from gbaip_graph.pages.static_pages import copied_page
from gbaip_graph.pages.static_workers import Tick, share

#: Told what is being written, how many of it are done and how many there are.
Tell = Callable[[str, int, int], None]
PAGES, FILES = "pages", "files"
_PICTURES = "pictures/"
_PICTURE_ENDING = re.compile(rf"\.(?:{'|'.join(LANGUAGES)})\.[a-z.]+\Z")


@dataclass(frozen=True)
class DeadLink:
    """A file that is not there, and the first of those that lead to it."""

    target: str
    found_in: str


@dataclass(frozen=True)
class CopyReport:
    """What a copy consists of; ``dead`` are links that lead nowhere within it."""

    pages: int
    files: int
    size_bytes: int
    dead: tuple[DeadLink, ...]


@dataclass(frozen=True)
class Copied:
    """What is copied: the site, its graph as it was built, what is said of a thing, the address it is for.

    ``base`` has no slash at its end and is ``""`` where it is not known.
    """

    site: Site
    graph: QueryableGraph
    nquads: bytes
    describe: Describe
    base: str = ""


@dataclass
class _Written:
    """What a share of the work has written: names, bytes, where its links lead and who has them first."""

    names: list[str] = field(default_factory=list)
    size_bytes: int = 0
    links: dict[str, str] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)

    def add(self, other: _Written) -> None:
        """Take up what another share has written."""
        self.names += other.names
        self.size_bytes += other.size_bytes
        self.retired |= other.retired
        for target, found_in in other.links.items():
            self.links[target] = min(found_in, self.links.get(target, found_in))


@dataclass(frozen=True)
class _PageJob:
    name: str
    request: PageRequest


def write_copy(copied: Copied, folder: Path, *, processes: int = 0, tell: Tell) -> CopyReport:
    """Write a copy in the place of ``folder``, all of it or nothing; ``processes`` 0 takes one a processor.

    Raises ``InvalidValue`` for a wrong address, and for a folder that is no earlier copy or cannot be
    written; what a page raises that cannot be made, with its path.
    """
    _refuse_wrong_address(copied.base)
    processes = processes or len(os.sched_getaffinity(0))
    choices = choice_folders(choice for kind in KINDS.values() for choice in kind.choices(copied.site))
    jobs = _page_jobs(copied, choices)
    # Fetched once for all processes, and not by each of them for the pages of its share.
    copied.site.labels(thing for group in jobs if (thing := thing_of(group[0].request.path)))
    with replaced(folder) as new:
        written = _Written()
        tick = _counter(tell, PAGES, sum(map(len, jobs)))
        for part in share(jobs, _page_writer(copied, new), processes=processes, tick=tick):
            written.add(part)
        pages = len(written.names)
        paths = tuple(path for path in copied.site.paths() if path not in written.retired)
        paths += tuple(f"{path}/{folder}" for (path, _), folder in choices.items())
        maker = FileMaker(
            copied.site, copied.graph, copied.nquads, copied.base, choices, paths, copied.describe
        )
        _write_files(maker, new, written, processes=processes, tell=tell)
        write_marker(new, {"program": f"gbaip-graph {__version__}", "graph": copied.site.version})
    there = set(written.names)
    dead = sorted((target, found) for target, found in written.links.items() if target not in there)
    return CopyReport(pages, len(there) - pages, written.size_bytes, tuple(DeadLink(*link) for link in dead))


def _refuse_wrong_address(base: str) -> None:
    parts = urlsplit(base)
    is_whole = parts.scheme in ("http", "https") and parts.netloc and not (parts.query or parts.fragment)
    if base and (not is_whole or base.endswith("/") or set(base) & set("<>\"' \t\n\\")):
        raise InvalidValue(
            f"{base!r} is not the address of a site", mend="Write it like https://example.org/path."
        )


def _page_jobs(copied: Copied, choices: Mapping[Choice, str]) -> list[tuple[_PageJob, ...]]:
    """Return every page there is, and those of the choices, each in every language.

    Who makes a page in one language has asked the graph what the others need.
    """
    wanted: list[Choice] = [(path, ()) for path in copied.site.paths()]
    return [
        tuple(
            _page_job(PageRequest(path, language, parameters, copied.base, is_static=True, choices=choices))
            for language in LANGUAGES
        )
        for path, parameters in dict.fromkeys((*wanted, *choices))
    ]


def _page_job(request: PageRequest) -> _PageJob:
    return _PageJob(f"{_folder_of(request)}{INDEX}", request)


def _folder_of(request: PageRequest) -> str:
    return Addresses(request, {}).folder(request.path, parameters=request.parameters)


def _counter(tell: Tell, what: str, total: int) -> Tick:
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        tell(what, done, total)

    return tick


def _page_writer(copied: Copied, folder: Path) -> Callable[[Sequence[Sequence[_PageJob]], Tick], _Written]:
    def write(jobs: Sequence[Sequence[_PageJob]], tick: Tick) -> _Written:
        written = _Written()
        for job in itertools.chain.from_iterable(jobs):
            content, is_retired = _rendered(copied.site, job.request)
            if is_retired:
                written.retired.add(job.request.path)
            _put(folder, job.name, content, copied.base, written)
            tick(1)
        return written

    return write


def _rendered(site: Site, request: PageRequest) -> tuple[bytes, bool]:
    where = f"{request.language}/{request.path}"
    try:
        return copied_page(site, request)
    except PageMissing as missing:
        raise StoreDamaged("a page that is listed cannot be made", where=where, mend="") from missing
    except GbaipError as error:
        error.where = f"{where}: {error.where}" if error.where else where
        raise


def _write_files(maker: FileMaker, folder: Path, written: _Written, *, processes: int, tell: Tell) -> None:
    """Write the files that pages lead to, those that these lead to, and those that are always there."""

    def write(groups: Sequence[Sequence[str]], tick: Tick) -> _Written:
        part = _Written()
        for names in groups:
            for name in names:
                if (content := maker.make(name)) is not None:
                    _put(folder, name, content, maker.base, part)
            tick(len(names))
        return part

    tried = set(written.names)
    names = _further((*ALWAYS, *maker.site.file_names(), *written.links), tried)
    while names:
        tick = _counter(tell, FILES, len(names))
        for part in share(_in_formats(names), write, processes=processes, tick=tick):
            written.add(part)
        tried.update(names)
        names = _further(written.links, tried)


def _further(names: Iterable[str], tried: set[str]) -> list[str]:
    return sorted(set(names) - tried)


def _in_formats(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Put the formats of the same thing together: who makes one has most of the others.

    A picture has its language and its ending behind its name, ``timeline.en.excel.csv``.
    """
    return [tuple(alike) for _, alike in itertools.groupby(names, _without_ending)]


def _without_ending(name: str) -> str:
    return _PICTURE_ENDING.sub("", name) if name.startswith(_PICTURES) else name.rpartition(".")[0]


def _put(folder: Path, name: str, content: bytes, base: str, written: _Written) -> None:
    write_file(folder, name, content)
    written.names.append(name)
    written.size_bytes += len(content)
    for target in links_of(name, content, base):
        written.links.setdefault(target, name)
