"""A text file written in one step, so that a reader, or who comes after a kill, finds the old or the new one.

For all that write single files. Folders are replaced by ``build.switch`` and ``pages.static_folder``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from gbaip_graph.errors import InvalidValue


def replace_file(file: Path, text: str, *, name: str = "") -> None:
    """Write a text in UTF-8 in the place of a file, which keeps its mode; a link stays a link.

    Folders that lack are made. Raises ``InvalidValue`` where it cannot be written, by ``name`` or else by its
    path; then the file is as it was.
    """
    target = file.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode("utf-8"))
        if target.exists():
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        what = f"cannot be written: {error.strerror}"
        mend = "Make the file and its folder writable."
        raise InvalidValue(what, where=name or str(file), mend=mend) from error
