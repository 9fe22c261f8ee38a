"""Every error the project raises, drawn in one place.

::

    GbaipError                     says what, where and how to mend it
    ├── DataError                  the data, the shapes or the built graph are wrong (exit code 1)
    │   ├── InvalidData            carries one finding or many, each with file:line:column
    │   ├── ReasoningClash         the data contradict the ontology
    │   ├── ShapesUnreadable       the shapes graph is ill-formed, so nothing can be judged by it
    │   ├── StoreDamaged           a built graph does not match its manifest
    │   ├── StoreFailed            a remote store did not answer, or not with a whole SPARQL result
    │   └── QueryStopped           a query passed its deadline or its memory limit, or ended its worker
    └── UsageError                 the command, the call or the query was used wrongly (exit code 2)
        ├── UnknownName            no such query, parameter, root, format; lists what there is
        ├── InvalidValue           a value of the wrong kind; says what would be right
        └── QueryRefused           a query text that is not read-only, too long or cannot be parsed
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from gbaip_graph.findings import Finding, render_findings


class GbaipError(Exception):
    """An error that says what is wrong, where, and how to mend it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  {self.mend}" if self.mend else head


class DataError(GbaipError):
    """The data, the shapes or the built graph are wrong."""


class InvalidData(DataError):
    """One finding or many, each with its address."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        first = self.findings[0]
        super().__init__(first.message, where=first.address, mend=first.mend)

    def __str__(self) -> str:
        return render_findings(self.findings)


class ReasoningClash(DataError):
    """The data contradict the ontology."""


class ShapesUnreadable(DataError):
    """The shapes graph is ill-formed, so nothing can be judged by it."""


class StoreDamaged(DataError):
    """A built graph does not match its manifest."""


class StoreFailed(DataError):
    """A remote store did not answer, or not with a whole SPARQL result; ``kind`` tells timeouts apart."""

    def __init__(self, what: str, *, where: str = "", mend: str = "", kind: str = "") -> None:
        super().__init__(what, where=where, mend=mend)
        self.kind = kind


class QueryStopped(DataError):
    """A query passed its deadline or its memory limit, or ended its worker."""


class UsageError(GbaipError):
    """The command, the call or the query was used wrongly."""

    exit_code: ClassVar[int] = 2


class UnknownName(UsageError):
    """There is nothing of that name; the message lists what there is."""


class InvalidValue(UsageError):
    """A value of the wrong kind; the message says what would be right."""


class QueryRefused(UsageError):
    """A query text that is not read-only, too long, too deep or cannot be parsed."""
