"""Which regular expression of the shapes is to blame when a check did not end.

Asked only after a check was stopped: each ``sh:pattern`` alone, on the texts of the data, for a moment.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterable, Iterator
from types import FrameType

from gbaip_graph.build.load import LoadedData
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import Iri, Literal

_PATTERN = Iri(PREFIXES["sh"] + "pattern")
#: Of CPU; an honest pattern reads all texts of a large graph in less.
_MOMENT_S = 0.5
_MEND = "Write it so that no repetition stands inside another: ^a+$ in place of ^(a+)+$."


class _TooSlow(Exception):
    """A pattern that is still busy after a moment."""


def slow_pattern_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Return a finding for each pattern that takes longer than a moment, at its place.

    For a process of its own: it sets an alarm, which ends the search in the midst of one text.
    """
    texts = sorted({text for file in loaded.data for text in _texts(file.triples())}, key=len)
    signal.signal(signal.SIGVTALRM, _ring)
    try:
        return tuple(_slow(loaded, texts))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _ring(_: int, __: FrameType | None) -> None:
    raise _TooSlow


def _texts(triples: Iterable[tuple[object, object, object]]) -> Iterator[str]:
    for _, _, value in triples:
        if isinstance(value, Literal):
            yield value.lexical
        elif isinstance(value, Iri):
            yield value.value


def _slow(loaded: LoadedData, texts: list[str]) -> Iterator[Finding]:
    for file in loaded.shapes:
        for triple in file.document.triples:
            if triple.predicate != _PATTERN or not isinstance(triple.object, Literal):
                continue
            if _is_slow(triple.object.lexical, texts):
                what = "this pattern does not come to an end on a text of the data"
                yield Finding(
                    file.path, triple.object_at.line, triple.object_at.column, "slow-pattern", what, _MEND
                )


def _is_slow(pattern: str, texts: list[str]) -> bool:
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOMENT_S)
    try:
        compiled = re.compile(pattern)
        for text in texts:
            compiled.search(text)
    except _TooSlow:
        return True
    except (re.error, OverflowError, RecursionError):
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return False
