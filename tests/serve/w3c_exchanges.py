"""The requests that the W3C's protocol suites describe in RDF, and what they expect of each answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.w3c_manifests import MF

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True)
class Exchange:
    """One request of a test and what is expected of its answer; a text that is not expected is empty."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format_name: str
    answer_type: str
    answer_text: str

    def expects(self, status: int) -> bool:
        return f"{status // 100}xx" in self.statuses or str(status) in self.statuses


#: The suites name statuses by class, by number or by what they are called.
_NUMBERS = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}


def exchanges(manifest: Graph, test: Node) -> Iterator[Exchange]:
    """Return the requests of a test, in their order."""
    requests = manifest.value(manifest.value(test, MF.action), HT.requests)
    assert requests is not None
    for request in Collection(manifest, requests):
        yield _exchange(manifest, request)


def _exchange(manifest: Graph, request: Node) -> Exchange:
    encoding, text = _content(manifest, request)
    answer = manifest.value(request, HT.resp)
    assert answer is not None
    boolean = manifest.value(answer, MF.expectedBoolean)
    statuses = (str(one).rpartition("#")[2] for one in manifest.objects(answer, MF.expectedStatus))
    return Exchange(
        method=str(manifest.value(request, HT.methodName)),
        path=str(manifest.value(request, HT.absolutePath)),
        headers=_headers(manifest, request),
        body=text.encode(encoding),
        statuses=frozenset(_NUMBERS.get(one, one.removeprefix("StatusCode")) for one in statuses),
        boolean=None if boolean is None else str(boolean) == "true",
        format_name=str(manifest.value(answer, MF.expectedFormat) or ""),
        answer_type=_headers(manifest, answer).get("content-type", ""),
        answer_text=_content(manifest, answer)[1],
    )


def _headers(manifest: Graph, message: Node) -> dict[str, str]:
    listed = manifest.value(message, HT.headers)
    return {
        str(manifest.value(header, HT.fieldName)): str(manifest.value(header, HT.fieldValue))
        for header in (Collection(manifest, listed) if listed else ())
        if manifest.value(header, HT.fieldName)
    }


def _content(manifest: Graph, message: Node) -> tuple[str, str]:
    body = manifest.value(message, HT.body)
    encoding = manifest.value(body, CNT.characterEncoding) if body else None
    return str(encoding or "UTF-8"), str(manifest.value(body, CNT.chars) or "") if body else ""
