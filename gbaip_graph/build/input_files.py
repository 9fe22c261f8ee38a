"""Find and read the files that a command names: files or folders of Turtle and N-Triples, and nothing else.

For the loader of anyone's graph. A file is looked at before it is read: what is too large, no regular file or
leads out of its folder is refused unread. Nothing is fetched.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding

BYTES_PER_MB = 1024 * 1024
#: A graph of a million triples in one file; larger ones are better cut in files that people can open.
MAX_FILE_BYTES = 64 * BYTES_PER_MB
READ_SUFFIXES = frozenset({".ttl", ".nt"})
#: RDF that stands in a folder and is not read must be said, or it would pass unjudged.
_OTHER_RDF_SUFFIXES = frozenset({".n3", ".nq", ".trig", ".trix", ".rdf", ".owl", ".rdfs", ".jsonld", ".hdt"})
_CONVERT = "Convert it to Turtle (.ttl) or N-Triples (.nt)."


@dataclass(frozen=True)
class InputFile:
    """A file that was read: its name as given, its absolute IRI, its suffix and its bytes."""

    name: str
    iri: str
    suffix: str
    content: bytes


@dataclass(frozen=True)
class InputFiles:
    """The files of one graph, in the order given and of their names, and what could not be read of it."""

    files: tuple[InputFile, ...]
    findings: tuple[Finding, ...]


def read_inputs(paths: Iterable[Path], *, max_file_bytes: int = MAX_FILE_BYTES) -> InputFiles:
    """Read every file that is named or stands below a named folder, each once."""
    files: list[InputFile] = []
    findings: list[Finding] = []
    seen: set[Path] = set()
    for path in (found for given in paths for found in _below(given, findings)):
        if (resolved := path.resolve()) in seen:
            continue
        seen.add(resolved)
        try:
            content = read_regular_file(path, max_file_bytes=max_file_bytes)
        except InvalidData as error:
            findings.extend(error.findings)
        else:
            files.append(InputFile(path.as_posix(), path.absolute().as_uri(), path.suffix.lower(), content))
    return InputFiles(tuple(files), tuple(findings))


def read_regular_file(path: Path, *, max_file_bytes: int = MAX_FILE_BYTES, name: str = "") -> bytes:
    """Return the bytes of a regular file of at most this size; a pipe is not waited for.

    Raises ``InvalidData`` for everything else. ``name`` is the file's name in findings (default: the path).
    """
    told = name or path.as_posix()
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _refused(told, "unreadable", f"cannot be read: {reason}", _READABLE) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _refused(told, "unreadable", "this is no regular file, so it is not read", _NAME_FILES)
        if status.st_size > max_file_bytes:
            raise _too_large(told, status.st_size, max_file_bytes)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(max_file_bytes + 1)
    except OSError as error:
        raise _refused(told, "unreadable", f"cannot be read: {error.strerror}", _READABLE) from error
    finally:
        os.close(descriptor)
    if len(content) > max_file_bytes:
        raise _too_large(told, len(content), max_file_bytes)
    return content


def _below(given: Path, findings: list[Finding]) -> Iterator[Path]:
    """Return the file itself, or the files to read below a folder."""
    if not given.is_dir():
        if given.suffix.lower() in READ_SUFFIXES or not given.exists():
            yield given
        else:
            what = f"{given.suffix or 'a name without suffix'} is no syntax that is read here"
            findings.append(Finding(given.as_posix(), 0, 0, "unknown-syntax", what, _CONVERT))
        return
    found = list(_walk(given, given.resolve(), findings))
    if not found:
        mend = "Name a folder with .ttl or .nt files, or the files themselves."
        findings.append(Finding(given.as_posix(), 0, 0, "no-files", "no file of this folder was read", mend))
    yield from found


def _walk(folder: Path, top: Path, findings: list[Finding]) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        findings.append(Finding(folder.as_posix(), 0, 0, "unreadable", what, _READABLE))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.is_symlink() and not _stays_below(path, top):
            if path.suffix.lower() in READ_SUFFIXES or path.is_dir():
                what = "this link leads out of the folder, so it is not followed"
                findings.append(Finding(path.as_posix(), 0, 0, "link-out", what, _NAME_FILES))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, top, findings)
        elif path.suffix.lower() in READ_SUFFIXES and not path.is_dir():
            yield path
        elif path.suffix.lower() in _OTHER_RDF_SUFFIXES:
            what = f"{path.suffix} files are not read, so nothing of this one is judged"
            findings.append(Finding(path.as_posix(), 0, 0, "unknown-syntax", what, _CONVERT, "warning"))


def _stays_below(path: Path, top: Path) -> bool:
    try:
        return path.resolve().is_relative_to(top)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def _too_large(name: str, size_bytes: int, max_file_bytes: int) -> InvalidData:
    what = (
        f"the file has {size_bytes / BYTES_PER_MB:.1f} MB; the limit is {max_file_bytes / BYTES_PER_MB:g} MB"
    )
    return _refused(name, "too-large", what, "Cut it in several files, or raise --max-file-mb.")


def _refused(name: str, rule: str, what: str, mend: str) -> InvalidData:
    return InvalidData([Finding(name, 0, 0, rule, what, mend)])


_READABLE = "Put the file there, or make it readable."
_NAME_FILES = "Name a file or folder that holds the triples themselves."
