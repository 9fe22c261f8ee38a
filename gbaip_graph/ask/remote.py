"""A graph behind a SPARQL 1.1 endpoint, for graphs that have outgrown one machine.

For ``gbaip ask --store URL``. An answer that is late, cut, no SPARQL result or from elsewhere is an error,
never a part of an answer. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from gbaip_graph.engines.answers import Answered, Solutions, as_rows, as_triples
from gbaip_graph.engines.sparql_text import significant, tokenize
from gbaip_graph.engines.tag_case import cased_tag
from gbaip_graph.errors import InvalidData, InvalidValue, QueryRefused, StoreFailed
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Iri, Literal, Term, Triple

ANSWER_LIMIT_BYTES = 64 * 1024 * 1024  # as much as a person or a program wants to be sent at once
CONNECT_LIMIT_S = 5.0  # a store that does not take a connection by then is down
_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_SHOWN_CHARACTERS = 200


class RemoteGraph:
    """An endpoint, asked with a deadline for each query."""

    is_remote = True
    endpoints: frozenset[str] = frozenset()

    def __init__(
        self, address: str, *, time_limit_s: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidValue(
                f"{address!r} is no address of an endpoint",
                mend="Write one such as http://localhost:7878/query.",
            )
        self._address = address
        self._time_limit_s = time_limit_s
        self._timeout = httpx.Timeout(time_limit_s, connect=CONNECT_LIMIT_S)

    def query(self, text: str) -> Answered:
        """Answer a query of any form; one from outside must have passed the guard.

        Raises ``QueryRefused`` where the store does not take the query, ``StoreFailed`` for everything else.
        """
        form = _form(text)
        accept = _ROWS if form in ("SELECT", "ASK") else _TRIPLES
        body = self._post(text, accept)
        return _triples(body, self._address) if accept == _TRIPLES else _rows(body, self._address)

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""
        return as_rows(self.query(text))

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        return as_triples(self.query(text))

    def _post(self, text: str, accept: str) -> bytes:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        deadline = time.monotonic() + self._time_limit_s
        try:
            with (
                httpx.Client(follow_redirects=False, timeout=self._timeout, trust_env=False) as client,
                client.stream("POST", self._address, data={"query": text}, headers=headers) as answer,
            ):
                body = self._read(answer, deadline)
        except httpx.TimeoutException as error:
            raise self._failed(f"did not answer within {self._time_limit_s:g} s", "timeout") from error
        except httpx.HTTPError as error:
            raise self._failed(f"cannot be asked: {error}", "unreachable") from error
        self._judge(answer, accept, body)
        return body

    def _read(self, answer: httpx.Response, deadline: float) -> bytes:
        """Read an answer whole; one that drips is late, however lively it seems."""
        body = bytearray()
        for part in answer.iter_bytes():
            body += part
            if time.monotonic() > deadline:
                raise self._failed(f"did not answer within {self._time_limit_s:g} s", "timeout")
            if len(body) > ANSWER_LIMIT_BYTES:
                raise self._failed(f"sent more than {ANSWER_LIMIT_BYTES // 1024**2} MiB", "too-long")
        return bytes(body)

    def _judge(self, answer: httpx.Response, accept: str, body: bytes) -> None:
        status, media_type = (
            answer.status_code,
            answer.headers.get("content-type", "").partition(";")[0].strip(),
        )
        shown = " ".join(body[:_SHOWN_CHARACTERS].decode(errors="replace").split())
        if status == httpx.codes.BAD_REQUEST:
            raise QueryRefused(f"the store does not take the query: {shown}", where=self._address)
        if 300 <= status < 400:
            raise self._failed(f"leads elsewhere with {status}; redirects are not followed", "redirect")
        if status != httpx.codes.OK:
            raise self._failed(f"answered {status}: {shown}", "status")
        if media_type != accept and not (accept == _ROWS and media_type == "application/json"):
            raise self._failed(f"sent {media_type or 'no media type'}, not {accept}", "media-type")

    def _failed(self, what: str, kind: str) -> StoreFailed:
        return _store_failed(self._address, what, kind)


def _store_failed(address: str, what: str, kind: str) -> StoreFailed:
    mend = "Check the address and the store; its own log may say more."
    return StoreFailed(f"the store {what}", where=address, mend=mend, kind=kind)


def _form(text: str) -> str:
    words = (token.text.upper() for token in significant(tokenize(text)) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "SELECT")


def _triples(body: bytes, address: str) -> tuple[Triple, ...]:
    try:
        document = parse_n_triples(body.decode())
    except (UnicodeDecodeError, InvalidData) as error:
        raise _store_failed(address, f"sent broken N-Triples: {error}", "broken") from error
    found = {Triple(t.subject, t.predicate, _cased(t.object)) for t in document.triples}
    return tuple(sorted(found, key=str))


def _cased(term: Term) -> Term:
    if isinstance(term, Literal) and term.language:
        return Literal(term.lexical, term.datatype, cased_tag(term.language))
    return term


def _rows(body: bytes, address: str) -> Solutions | bool:
    try:
        document: Mapping[str, Any] = json.loads(body)
        if "boolean" in document:
            return bool(document["boolean"])
        variables = tuple(map(str, document["head"]["vars"]))
        bindings = document["results"]["bindings"]
        rows = tuple(tuple(_cell(row.get(name)) for name in variables) for row in bindings)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _store_failed(address, f"sent broken SPARQL JSON: {error}", "broken") from error
    return Solutions(variables, rows)


def _cell(found: Mapping[str, str] | None) -> Term | None:
    if found is None:
        return None
    kind, value = found["type"], str(found["value"])
    if kind == "uri":
        return Iri(value)
    if kind == "bnode":
        return BlankNode(value)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"{kind} is no kind of term")
    if language := found.get("xml:lang"):
        return Literal(value, RDF_LANG_STRING, cased_tag(language))
    return Literal(value, found.get("datatype") or XSD_STRING)
