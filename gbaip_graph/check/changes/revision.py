"""The files of a root as a git revision has them, read without touching the working tree.

For change sets. Only the object database is asked (``ls-tree``, ``cat-file``): what is written below the root
is compared by its bytes, so neither the index nor filters, hooks or ignored files play a part.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.errors import UsageError

GIT_TIME_LIMIT_S = 60.0  # reading a tree takes milliseconds; a hanging filesystem should not hang the check
_SHA1_LENGTH = 40
_REGULAR = ("100644", "100755")
#: Set by git for its hooks; they would lead away from the folder that is asked about.
_LEADING_AWAY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")
_MEND = "Name a commit, a branch or a tag of the repository that holds the root, such as origin/main."


@dataclass(frozen=True)
class Revision:
    """A commit: its full name, and the files below a folder with the names of their contents."""

    folder: Path
    commit: str
    blobs: Mapping[str, str]

    def has_same(self, path: str, content: bytes) -> bool:
        """Say whether the revision has this file with this content."""
        blob = self.blobs.get(path, "")
        algorithm = hashlib.sha1 if len(blob) == _SHA1_LENGTH else hashlib.sha256  # git's own choice
        return blob == algorithm(b"blob %d\0%s" % (len(content), content)).hexdigest()

    def contents(self, paths: Collection[str]) -> dict[str, bytes]:
        """Return the contents of these files, which the revision must have."""
        wanted = [self.blobs[path] for path in paths]
        answer = _git(
            self.folder, "cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode()
        )
        found, at = {}, 0
        for path in paths:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].rsplit(b" ", 1)[1])
            found[path] = answer[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found


def read_revision(folder: Path, revision: str, *, below: Sequence[str]) -> Revision:
    """Return what a revision has in these folders below ``folder``, which may be any folder of a repository.

    Raises ``UsageError`` where git is missing, the folder is in no repository, or there is no such commit.
    """
    asked = (f"{revision}^{{commit}}",)
    if not revision or "\0" in revision:
        raise UsageError("the revision has no name", mend=_MEND)
    try:
        name = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", *asked)
    except _Failed as error:
        what = error.reason or f"the repository has no commit {revision!r}"
        raise UsageError(what, where=str(folder), mend=_MEND) from error
    commit = name.decode().strip().splitlines()[-1]
    listed = _git(folder, "ls-tree", "-r", "-z", commit, "--", *(f"{each}/" for each in below))
    blobs = {}
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, kind, blob = about.decode().split()
        if kind == "blob" and mode in _REGULAR:
            blobs[os.fsdecode(path)] = blob
    return Revision(folder, commit, blobs)


class _Failed(UsageError):
    """git said no; ``reason`` is the first line of what it printed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason or "git failed", mend=_MEND)


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in a folder and return what it printed; nothing is passed through a shell."""
    environment = {name: value for name, value in os.environ.items() if name not in _LEADING_AWAY}
    environment |= {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, env=environment, timeout=GIT_TIME_LIMIT_S, check=False
        )
    except FileNotFoundError as error:
        mend = "Install git, or give the change itself by --added and --removed."
        raise UsageError(
            "git is not installed, so there is no revision to compare with", mend=mend
        ) from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git did not answer within {GIT_TIME_LIMIT_S:g} s", mend="Try again.") from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise _Failed(lines[0].removeprefix("fatal: ") if lines else "")
    return done.stdout
