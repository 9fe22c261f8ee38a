"""The ``cite`` command behind its options: a paragraph, all of a folder, or where to read it.

For ``cli.py``; the comparing is done by the modules it calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.check.cite import cite_all, cite_passage, render_citation, render_report
from gbaip_graph.check.passages_not_held import describe_passage, has_no_digest, render_description
from gbaip_graph.errors import DataError, UsageError
from gbaip_graph.layout import Root


@dataclass(frozen=True)
class Wish:
    """What is asked for: a passage with one's own copy, or every passage with a folder of copies."""

    passage: str | None
    copy: Path | None
    everything: bool
    folder: Path | None


def answer_wish(root: Root, wish: Wish) -> tuple[str, int]:
    """Return what to print and the exit code; raises ``UsageError`` for options that do not go together."""
    if wish.everything and wish.folder is not None and wish.passage is None and wish.copy is None:
        report = cite_all(root, wish.folder)
        return render_report(report).removesuffix("\n"), 0 if report.is_verified else DataError.exit_code
    if wish.passage is not None and not wish.everything and wish.folder is None:
        if has_no_digest(wish.passage):
            return _where_to_read(root, wish.passage, wish.copy), 0
        if wish.copy is not None:
            citation = cite_passage(root, wish.passage, wish.copy)
            exit_code = 0 if citation.matches else DataError.exit_code
            return render_citation(citation).removesuffix("\n"), exit_code
    mend = "Write gbaip cite PASSAGE --source FILE, or gbaip cite --all --source-dir FOLDER."
    raise UsageError("one passage with one copy, or all with a folder", mend=mend)


def _where_to_read(root: Root, passage: str, copy: Path | None) -> str:
    found = describe_passage(root, passage)
    if copy is not None:
        mend = f"Leave --source out: gbaip cite {found.passage} says where to read the document."
        raise UsageError(f"no digest was recorded of {found.passage}, so no copy can be compared", mend=mend)
    return render_description(found)
