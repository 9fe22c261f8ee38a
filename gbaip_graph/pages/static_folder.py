"""The folder of a static copy: written beside its place and switched in whole, over an earlier copy only.

What is no copy of ours is never touched. The switch is that of ``build.switch``, for many files that are
written one by one.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from gbaip_graph.build.switch import restore, set_aside
from gbaip_graph.errors import InvalidValue

#: Says that a folder is a copy, what of, and which entries it has.
MARKER = "gbaip-copy.json"
# A copy takes minutes; what is older was left by one that was killed.
_ABANDONED_AFTER_S = 3600
_ANOTHER = "Name a new folder, an empty one, or an earlier copy."


@contextlib.contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a new folder to write to, which takes the place of ``folder`` in the end.

    Where an error or Ctrl-C comes first, the new one is removed and the old one stays as it was; after a kill
    the next call brings it back where it had already been set aside. Raises ``InvalidValue`` for what is no
    earlier copy, or has more in it than the copy had, and where nothing can be written.
    """
    place = Path(os.path.abspath(folder))  # a name such as "." has no parent
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        restore(place)
        refuse_other(place)
        _remove_abandoned(place)
        new = Path(tempfile.mkdtemp(prefix=f".{place.name}-new-", dir=place.parent))
        try:
            yield new
            new.chmod(0o755)  # mkdtemp makes it private, but a site is for all
            os.sync()  # a rename may reach the disk before the content does
            _exchange(new, place)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        mend = "Name a folder that can be written."
        raise InvalidValue(f"the copy cannot be written: {error}", where=str(folder), mend=mend) from error


def refuse_other(folder: Path) -> None:
    """Raise ``InvalidValue`` for what is neither new, nor empty, nor an earlier copy as it was written."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InvalidValue("this is no folder", where=str(folder), mend=_ANOTHER)
    found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if not found:
        return
    known = _entries_of(folder)
    if not known:
        raise InvalidValue("this folder is no earlier copy", where=str(folder), mend=_ANOTHER)
    if more := sorted(found - known):
        mend = "Move them elsewhere: a new copy takes the place of the whole folder."
        raise InvalidValue(f"this copy has more in it: {', '.join(more)}", where=str(folder), mend=mend)


def _entries_of(folder: Path) -> set[str]:
    """Return the entries of the folder of a copy, none where it is no copy."""
    try:
        told = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        return {MARKER, *map(str, told["entries"])}
    except (OSError, ValueError, TypeError, KeyError):
        return set()


def write_marker(folder: Path, told: Mapping[str, object]) -> None:
    """Write what a copy is of, and which entries its folder has."""
    entries = sorted(entry.name for entry in folder.iterdir())
    text = json.dumps({**told, "entries": entries}, ensure_ascii=False, indent=1)
    (folder / MARKER).write_text(f"{text}\n", encoding="utf-8")


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a file below the folder; raises ``InvalidValue`` for a name that leads out of it."""
    parts = name.split("/")
    if not all(parts) or {".", ".."} & set(parts):
        raise InvalidValue(f"{name!r} is no name of a file of the copy", mend="Mend what has that address.")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def _remove_abandoned(place: Path) -> None:
    """Remove what a copying that was killed has left beside its place."""
    for left in place.parent.glob(f".{place.name}-new-*"):
        with contextlib.suppress(FileNotFoundError):  # another one that ended meanwhile
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)


def _exchange(new: Path, place: Path) -> None:
    old = set_aside(place)
    shutil.rmtree(old, ignore_errors=True)
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()
    try:
        with contextlib.suppress(FileNotFoundError):
            place.rename(old)
        new.rename(place)
    finally:
        restore(place)  # where an error or Ctrl-C came between the two
    shutil.rmtree(old, ignore_errors=True)
