"""Names that do not exist: the error that lists what there is, the closest first.

For every lookup by name on the query floor.
"""

from __future__ import annotations

from collections.abc import Iterable

from gbaip_graph.errors import UnknownName

_LIKENESS = 0.6  # the share of common letters above which a name is offered as what was meant


def import_early() -> None:
    """Import what refusals import when they are made, for a process that will open no more files."""
    import difflib  # noqa: F401, PLC0415


def closest(given: str, names: Iterable[str]) -> str:
    """Return the name that was probably meant, or ``""``."""
    import difflib  # noqa: PLC0415 - only errors need it

    return next(iter(difflib.get_close_matches(given, list(names), n=1, cutoff=_LIKENESS)), "")


def did_you_mean(given: str, names: Iterable[str]) -> str:
    """Return ``Did you mean x? `` or ``""``, to stand before a list."""
    meant = closest(given, names)
    return f"Did you mean {meant}? " if meant else ""


def unknown_name(
    what: str, given: str, names: Iterable[str], *, where: str = "", nothing: str = ""
) -> UnknownName:
    """Make the error for a name that does not exist; ``nothing`` is the mend where there are no names at all.

    >>> print(unknown_name("format", "jsn", ["csv", "json"]))
    there is no format "jsn"
      Did you mean json? There are: csv, json.
    """
    known = sorted(names)
    mend = f"{did_you_mean(given, known)}There are: {', '.join(known)}." if known else nothing
    return UnknownName(f'there is no {what} "{given}"', where=where, mend=mend)
