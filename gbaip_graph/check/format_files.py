"""Format Turtle files: data files of a root in their canonical form, all others as hand-written ones.

For ``gbaip format``. Each file is judged for itself and replaced in one step; one that cannot be parsed is
left alone and reported.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from gbaip_graph.build.input_files import read_regular_file
from gbaip_graph.check.canonical_form import canonical_text
from gbaip_graph.errors import InvalidData, UnknownName
from gbaip_graph.file_writing import replace_file
from gbaip_graph.findings import Finding, render_findings
from gbaip_graph.layout import Root
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.formatting.formatter import format_turtle

NOT_FORMATTED = "not-formatted"
_SUFFIX = ".ttl"
_CUT = "Cut it in several files; what is so large is not read by people."


@dataclass(frozen=True)
class FormattedFile:
    """A file, its text as it is and as it should be."""

    path: Path
    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether formatting makes a difference."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the difference as a unified diff."""
        lines = difflib.unified_diff(
            _lines(self.before),
            _lines(self.after),
            f"a/{self.name}",
            f"b/{self.name}",
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )

    def finding(self) -> Finding:
        """Return what is to be said of a file that is not in its form, at the first line that differs."""
        pairs = zip(_lines(self.before), _lines(self.after), strict=False)
        line = 1 + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        what = "not laid out as `gbaip format` does it, from here on"
        return Finding(self.name, line, 1, NOT_FORMATTED, what, f"Run `gbaip format {self.name}`.")


@dataclass(frozen=True)
class Formatting:
    """What formatting some files comes to: the files that could be formatted, and findings on the others."""

    files: tuple[FormattedFile, ...]
    findings: tuple[Finding, ...]

    @property
    def changed(self) -> tuple[FormattedFile, ...]:
        """The files on which formatting makes a difference."""
        return tuple(file for file in self.files if file.is_changed)


def turtle_folders(root: Root) -> tuple[Path, ...]:
    """Return the folders of a root that hold Turtle."""
    folders = (root.ontology_file.parent, root.path / "shapes", root.data_dir)
    return tuple(folder for folder in folders if folder.is_dir())


def format_and_tell(
    paths: Iterable[Path], *, is_check: bool, is_diff: bool, tell: Callable[[str], object]
) -> bool:
    """Format files and tell about each that changes; return whether all is as asked for.

    With ``is_check`` or ``is_diff`` nothing is written; a file that would change is a fault for ``is_check``
    only. Raises like ``format_files`` and ``write_formatted``.
    """
    formatting = format_files(paths)
    findings = list(formatting.findings)
    for file in formatting.changed:
        if is_diff:
            tell(file.diff().removesuffix("\n"))
        if is_check:
            findings.append(file.finding())
        elif not is_diff:
            write_formatted(file)
            tell(f"formatted {file.name}")
    if findings:
        tell(render_findings(findings))
    elif not formatting.changed:
        tell(f"nothing to change in {_counted(len(formatting.files))}")
    return not findings


def _counted(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def format_files(paths: Iterable[Path]) -> Formatting:
    """Format files, and all ``.ttl`` files in folders, without writing anything.

    Raises ``UnknownName`` where there is no such file or folder.
    """
    files: list[FormattedFile] = []
    findings: list[Finding] = []
    for path in _turtle_files(paths):
        try:
            files.append(_format(path))
        except InvalidData as error:
            findings.extend(error.findings)
    return Formatting(tuple(files), tuple(sorted(findings)))


def write_formatted(file: FormattedFile) -> None:
    """Replace a file by its formatted text in one step; raises ``InvalidValue`` where it cannot be."""
    replace_file(file.path, file.after, name=file.name)


def _turtle_files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise UnknownName(
                f"there is no file or folder {path}", mend="Name Turtle files, or folders with some."
            )
        for file in _in_folder(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _in_folder(folder: Path) -> Iterator[Path]:
    """Find the Turtle files below a folder, hidden folders left out, in the order of their names."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(names) if name.endswith(_SUFFIX))


def _format(path: Path) -> FormattedFile:
    name = _shown(path)
    content = _read(path, name)
    text = decode_turtle(content, file=name)
    after = canonical_text(path, name) if _is_data_file(path) else format_turtle(text, file=name)
    return FormattedFile(path, name, text, after)


def _read(path: Path, name: str) -> bytes:
    try:
        return read_regular_file(path, name=name)
    except InvalidData as error:
        told = [replace(one, mend=_CUT) if one.rule == "too-large" else one for one in error.findings]
        raise InvalidData(told) from None


def _is_data_file(path: Path) -> bool:
    """Tell whether a file lies below the ``data/`` of a root, whose files have the canonical form."""
    folders = (folder for folder in path.resolve().parents if folder.name == "data")
    return any(Root(folder.parent).ontology_file.is_file() for folder in folders)


def _lines(text: str) -> list[str]:
    """Part a text where editors and git do, and not at other separators, which may stand in strings."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _shown(path: Path) -> str:
    """Return a path as a person in this folder would write it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
