"""Whether a reconciliation service keeps to the protocol: every route asked well and badly, answers judged.

For ``gbaip link conformance``, on any service. The official schemas state no licence, so they are read from a
folder with one for each version. https://github.com/reconciliation-api/specs
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

import httpx

from gbaip_graph.errors import StoreFailed
from gbaip_graph.link.conformance_client import (
    Service,
    batch_of,
    cors_fault,
    extend,
    id_of,
    judged_or_refused,
    list_in,
    match,
    member_of,
    propose_address,
    query_of,
    refusal_fault,
    results_of,
    send,
    status_fault,
    suggest_address,
)
from gbaip_graph.link.conformance_schemas import read_schemas

VERSIONS = ("0.1", "0.2", "1.0-draft")
REQUEST_LIMIT_S = 15.0
#: Asked for where nothing of the service is known; any data set has some name with it.
PROBE = "a"
_LONG_NAME_CHARACTERS = 10_000
_LONG_BATCH_QUERIES = 1000
_LIMIT = 2

Verdict = Literal["good", "bad", "not offered"]


@dataclass(frozen=True)
class Checked:
    """One thing that the protocol asks for; ``told`` says what was found where it is bad."""

    version: str
    name: str
    verdict: Verdict
    told: str = ""


def check_service(address: str, schemas: Path, *, probe: str = PROBE) -> tuple[Checked, ...]:
    """Ask a service in every version that its manifest names; ``probe`` is a name that it should know.

    Raises ``StoreFailed`` where there is no service, ``UsageError`` where there are no schemas.
    """
    with httpx.Client(timeout=REQUEST_LIMIT_S, follow_redirects=True, trust_env=False) as client:
        manifest = _manifest(client, address)
        versions = [one for one in VERSIONS if one in manifest.get("versions", ["0.1"])]
        if not versions:
            raise StoreFailed(
                "the manifest names no known version", where=address, mend=f"Known: {', '.join(VERSIONS)}."
            )
        found: list[Checked] = []
        for version in versions:
            service = Service(client, address.rstrip("/"), version, read_schemas(schemas, version), manifest)
            found += _checked(service, probe)
    return tuple(found)


def _manifest(client: httpx.Client, address: str) -> dict[str, Any]:
    try:
        answer = client.get(address)
        document = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise StoreFailed(
            f"the service has no manifest: {error}", where=address, mend="Check the address."
        ) from error
    if answer.status_code != httpx.codes.OK or not isinstance(document, dict):
        raise StoreFailed(f"the service has no manifest (status {answer.status_code})", where=address)
    return document


def _checked(service: Service, probe: str) -> Iterator[Checked]:
    for check in (_of_manifest, _of_match, _of_bad_requests, _of_suggest, _of_preview, _of_extend):
        for name, told in check(service, probe):
            verdict: Verdict = "good" if told == "" else "not offered" if told is None else "bad"
            yield Checked(service.version, name, verdict, told or "")


Found = Iterator[tuple[str, str | None]]


def _of_manifest(service: Service, _: str) -> Found:
    answer = service.client.get(service.address)
    yield "the manifest is as its schema says", service.schemas.judge("manifest", answer)
    yield "the manifest may be read by a page of any site", cors_fault(answer)


def _of_match(service: Service, probe: str) -> Found:
    answer = match(service, [query_of(service, probe), query_of(service, "天津 Açúcar \u202e 'x\"")])
    yield (
        "a batch is answered as its schema says",
        service.schemas.judge("reconciliation-result-batch", answer),
    )
    yield "answers to a batch may be read by a page of any site", cors_fault(answer)
    results = results_of(service, answer)
    yield "each query of a batch is answered", "" if len(results) == 2 else f"{len(results)} of 2 are"
    candidates = results[0] if results else []
    for one in candidates:
        service.ids.append(str(one.get("id", "")))
        service.types += [id_of(type_) for type_ in one.get("type", [])]
    yield (
        "there is a candidate for the probe",
        "" if candidates else f"none for {probe!r}; name another with --probe",
    )
    scores = [one.get("score", 0) for one in candidates]
    yield (
        "candidates come with the best first",
        "" if scores == sorted(scores, reverse=True) else f"scores are {scores}",
    )
    limited = results_of(service, match(service, [query_of(service, probe, limit=_LIMIT)]))
    count = len(limited[0]) if limited else 0
    yield "limit is kept", "" if count <= _LIMIT else f"{count} candidates where {_LIMIT} were asked for"
    yield from _of_types(service, probe)
    long = match(service, [query_of(service, "x" * _LONG_NAME_CHARACTERS)])
    yield "a name of 10,000 characters does not break the service", status_fault(long, 500)
    many = match(service, [query_of(service, f"{probe} {number}") for number in range(_LONG_BATCH_QUERIES)])
    told = "" if many.status_code in (200, 413) else f"status {many.status_code}"
    yield "a batch of 1,000 queries is answered, or refused with 413", told


def _of_types(service: Service, probe: str) -> Found:
    if not service.types:
        yield "a type leaves out things of other types", None
        return
    wanted = service.types[0]
    answer = match(service, [query_of(service, probe, type=wanted)])
    results = results_of(service, answer)
    others = [one for one in (results[0] if results else []) if wanted not in map(id_of, one.get("type", []))]
    yield (
        "a type leaves out things of other types",
        "" if not others else f"{others[0].get('id')} is no {wanted}",
    )
    unknown = match(service, [query_of(service, probe, type="urn:no-such-type")])
    yield "an unknown type is answered by the schema, or refused", judged_or_refused(service, unknown)


def _of_bad_requests(service: Service, probe: str) -> Found:
    broken = {
        "queries that are no JSON": '{"q0": {"query',
        "a batch that is no object of queries": '["x"]' if not service.is_1 else '{"queries": "x"}',
        "a query without a name or a condition": json.dumps(batch_of(service, [{}])),
        "a limit that is no number": json.dumps(batch_of(service, [query_of(service, probe, limit="many")])),
    }
    for what, text in broken.items():
        answer = send(service, text)
        yield f"{what} is refused with 4xx", refusal_fault(answer)
        yield f"the refusal of {what} may be read by a page of any site", cors_fault(answer)


def _of_suggest(service: Service, probe: str) -> Found:
    schemas = {"entity": "entities", "property": "properties", "type": "types"}
    for kind, plural in schemas.items():
        address = suggest_address(service, kind)
        name = f"suggestions of kind {kind} are as their schema says"
        if address is None:
            yield name, None
            continue
        answer = service.client.get(address, params={"prefix": probe if kind == "entity" else ""})
        yield name, service.schemas.judge(f"suggest-{plural}-response", answer)
        yield f"suggestions of kind {kind} may be read by a page of any site", cors_fault(answer)
        if kind == "property":
            service.properties += [id_of(one) for one in list_in(answer, "result")]
        if kind == "entity" and service.ids:
            itself = service.client.get(address, params={"prefix": service.ids[0]})
            found = [id_of(one) for one in list_in(itself, "result")]
            told = "" if service.ids[0] in found else f"{service.ids[0]} is not among {found[:3]}"
            yield "the id of an entity as prefix suggests it", told
        bad = service.client.get(address)
        yield f"suggestions of kind {kind} without a prefix do not break the service", status_fault(bad, 500)


def _of_preview(service: Service, _: str) -> Found:
    preview = service.manifest.get("preview")
    name = "the preview of a thing is a page"
    if not preview or not service.ids:
        yield name, None
        return
    if service.is_1:
        answer = service.client.get(f"{service.address}/preview", params={"id": service.ids[0]})
    else:
        address = str(preview.get("url", "")).replace("{{id}}", service.ids[0])
        answer = service.client.get(urljoin(service.address, address))
    is_page = answer.status_code == httpx.codes.OK and "html" in answer.headers.get("content-type", "")
    yield (
        name,
        "" if is_page else f"status {answer.status_code}, {answer.headers.get('content-type', 'no type')}",
    )


def _of_extend(service: Service, _: str) -> Found:
    if "extend" not in service.manifest or not service.ids:
        yield "values of properties are as their schema says", None
        return
    yield from _of_proposals(service)
    wanted = [{"id": one} for one in service.properties[:2]]
    asked = {"ids": service.ids[:2], "properties": wanted}
    answer = extend(service, json.dumps(asked))
    yield (
        "values of properties are as their schema says",
        service.schemas.judge("data-extension-response", answer),
    )
    yield "values of properties may be read by a page of any site", cors_fault(answer)
    rows = member_of(answer, "rows")
    ids = [row.get("id") for row in rows] if isinstance(rows, list) else list(rows or {})
    missing = [one for one in service.ids[:2] if one not in ids]
    yield "there is a row for each id", "" if not missing else f"none for {missing[0]}"
    yield "an extension that is no JSON is refused with 4xx", refusal_fault(extend(service, '{"ids": ['))


def _of_proposals(service: Service) -> Found:
    name = "proposed properties are as their schema says"
    address = propose_address(service)
    if address is None:
        yield name, None
        return
    answer = service.client.get(address, params={"type": service.types[0] if service.types else ""})
    schema = "data-extension-property-proposal"
    yield (
        name,
        service.schemas.judge(schema, answer) if service.schemas.has(schema) else status_fault(answer, 400),
    )
    proposed = [id_of(one) for one in list_in(answer, "properties")]
    service.properties[:0] = proposed


def report(found: tuple[Checked, ...]) -> str:
    """Return the checks as lines for people, and their number at the end."""
    signs = {"good": "ok ", "bad": "BAD", "not offered": "-  "}
    lines = [
        f"{signs[one.verdict]}  {one.version:9}  {one.name}{f': {one.told}' if one.told else ''}"
        for one in found
    ]
    bad = sum(one.verdict == "bad" for one in found)
    return "\n".join([*lines, f"{len(found)} checks, {bad} bad"])
