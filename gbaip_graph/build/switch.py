"""Put a directory in the place of an older one, so that a kill at any moment leaves one of them whole.

For the store. The new directory is written beside the old one and is only renamed once it is complete.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

# A build takes seconds; what is older was left by one that was killed.
_ABANDONED_AFTER_S = 3600


def switch_in(target: Path, files: Mapping[str, bytes], *, verify: Callable[[Path], None]) -> None:
    """Write files to a new directory, verify it, and put it in the place of ``target``.

    Between the two renames at the end the old directory has the name ``set_aside(target)``, where ``restore``
    finds it. Raises ``OSError`` where nothing can be written, and what ``verify`` raises; the old directory
    stays then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    restore(target)
    _remove_abandoned(target)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}-new-", dir=target.parent))
    try:
        for name, content in files.items():
            _write_through(new / name, content)
        new.chmod(0o755)  # mkdtemp makes it private, but a build may be read by others
        verify(new)
        _exchange(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def set_aside(target: Path) -> Path:
    """Return the name that the old directory has while it is replaced."""
    return target.with_name(f".{target.name}-old")


def restore(target: Path) -> None:
    """Bring back the old directory where a kill came between the two renames."""
    if not target.exists():
        with contextlib.suppress(FileNotFoundError):
            set_aside(target).rename(target)


def places(target: Path) -> Iterator[Path]:
    """Return where a whole directory may be: its place, and where an unfinished switch left it."""
    yield target
    yield set_aside(target)


def _exchange(new: Path, target: Path) -> None:
    old = set_aside(target)
    shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _remove_abandoned(target: Path) -> None:
    for left in target.parent.glob(f".{target.name}-new-*"):
        with contextlib.suppress(FileNotFoundError):  # another build that ended meanwhile
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # a rename may reach the disk before the content does
