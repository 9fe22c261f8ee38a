"""Errors as problem documents: one shape for every refusal, with its place and how to mend it.

https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.responses import Response

PROBLEM_TYPE = "application/problem+json"
_TYPES = "https://w3id.org/gbaip/problem/"
_PLACE = re.compile(r"line (\d+), column (\d+)")
_PARAMETER = re.compile(r"parameter (\S+)")
_SNIPPET_CHARACTERS = 60
_DETAIL_CHARACTERS = 2000


class ProblemRaised(Exception):
    """A request that is answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.title)


@dataclass(frozen=True)
class Problem:
    """A problem: its kind (the last part of its type), status, what is wrong and how to mend it."""

    kind: str
    status: int
    title: str
    detail: str = ""
    more: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def raised(self) -> ProblemRaised:
        """Return the exception that leads to this problem."""
        return ProblemRaised(self)

    def response(self) -> Response:
        """Return the response; it is never cached."""
        document = {
            "type": _TYPES + self.kind,
            "title": self.title,
            "status": self.status,
            **({"detail": self.detail[:_DETAIL_CHARACTERS]} if self.detail else {}),
            **self.more,
        }
        body = json.dumps(document, ensure_ascii=True).encode()
        # A page of another site, which may read every answer, may also read why there is none.
        headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", **self.headers}
        return Response(body, self.status, headers=headers, media_type=PROBLEM_TYPE)


#: Error of the project -> kind, status and title of the problem.
_OF_ERRORS: Mapping[str, tuple[str, int, str]] = MappingProxyType(
    {
        "QueryRefused": ("query-refused", 400, "The query was not run"),
        "InvalidValue": ("invalid-value", 422, "A value is not what the parameter takes"),
        "UnknownName": ("not-found", 404, "There is nothing of that name"),
        "PageMissing": ("not-found", 404, "There is nothing at this address"),
        "PageRetired": ("gone", 410, "This thing was a mistake and is no longer used"),
        "AnswerTooLong": ("answer-too-long", 413, "The answer is too long to be sent at once"),
        "StoreFailed": ("store-failed", 502, "The store that holds the graph gave no right answer"),
        "StoreTimeout": ("store-timeout", 504, "The store that holds the graph gave no answer in time"),
        "QueryStopped": ("query-stopped", 503, "The query was stopped"),
    }
)
_BROKEN = ("server-error", 500, "The server failed")


def of_error(kind: str, what: str, *, where: str = "", mend: str = "", text: str = "") -> Problem:
    """Return the problem of one of the project's errors; ``text`` is the query that ``where`` points into."""
    name, status, title = _OF_ERRORS.get(kind, _BROKEN)
    more: dict[str, object] = {"mend": mend} if mend else {}
    if place := _PLACE.search(where):
        line, column = int(place[1]), int(place[2])
        more |= {"line": line, "column": column, "snippet": _snippet(text, line, column)}
    if parameter := _PARAMETER.search(where):
        more["parameter"] = parameter[1]
    return Problem(name, status, title, what, more)


def _snippet(text: str, line: int, column: int) -> str:
    """Return what stands around a place of the query."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return ""
    start = max(0, column - 1 - _SNIPPET_CHARACTERS // 2)
    return lines[line - 1][start : start + _SNIPPET_CHARACTERS]
