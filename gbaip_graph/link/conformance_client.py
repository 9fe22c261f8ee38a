"""A reconciliation service as it is asked in each version of the protocol, and how its answers are read.

For ``conformance``, which judges them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpx

from gbaip_graph.link.conformance_schemas import Schemas


@dataclass
class Service:
    """A service of one version: its address, its manifest and what is known of its data."""

    client: httpx.Client
    address: str
    version: str
    schemas: Schemas
    manifest: dict[str, Any] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)

    @property
    def is_1(self) -> bool:
        """Whether it is asked in JSON bodies, not in forms."""
        return self.version.startswith("1")


# ---------------------------------------------------------------------- how each version is asked


def query_of(service: Service, name: str, **more: object) -> dict[str, Any]:
    """Return a query for a name."""
    if service.is_1:
        return {"conditions": [{"matchType": "name", "propertyValue": name}], **more}
    return {"query": name, **more}


def batch_of(service: Service, queries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return queries as one batch."""
    if service.is_1:
        return {"queries": queries}
    return {f"q{number}": query for number, query in enumerate(queries)}


def match(service: Service, queries: list[dict[str, Any]]) -> httpx.Response:
    """Send queries."""
    return send(service, json.dumps(batch_of(service, queries)))


def send(service: Service, text: str) -> httpx.Response:
    """Send the text of a batch, which may be broken."""
    if service.is_1:
        headers = {"Content-Type": "application/json"}
        return service.client.post(f"{service.address}/match", content=text.encode(), headers=headers)
    return service.client.post(service.address, data={"queries": text})


def extend(service: Service, text: str) -> httpx.Response:
    """Send the text of an extension, which may be broken."""
    if service.is_1:
        headers = {"Content-Type": "application/json"}
        return service.client.post(f"{service.address}/extend", content=text.encode(), headers=headers)
    return service.client.post(service.address, data={"extend": text})


def suggest_address(service: Service, kind: str) -> str | None:
    """Return where suggestions of a kind are asked for; None where they are not offered."""
    offered = service.manifest.get("suggest", {}).get(kind)
    if not offered:
        return None
    if service.is_1:
        return f"{service.address}/suggest/{kind}"
    return _declared(service, offered)


def propose_address(service: Service) -> str | None:
    """Return where properties are proposed; None where they are not."""
    if service.is_1:
        offered = service.manifest["extend"].get("proposeProperties")
        return f"{service.address}/extend/propose" if offered else None
    offered = service.manifest["extend"].get("propose_properties")
    return _declared(service, offered) if offered else None


def _declared(service: Service, offered: Mapping[str, Any]) -> str:
    address = str(offered.get("service_url", "")) + str(offered.get("service_path", ""))
    return urljoin(service.address, address)


# ---------------------------------------------------------------------- how answers are read


def results_of(service: Service, answer: httpx.Response) -> list[list[dict[str, Any]]]:
    """Return the candidates of each query of a batch."""
    document = _json(answer)
    if service.is_1:
        results = document.get("results", []) if isinstance(document, dict) else []
        return [one.get("candidates", []) for one in results]
    if not isinstance(document, dict):
        return []
    return [one.get("result", []) for one in document.values() if isinstance(one, dict)]


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def member_of(answer: httpx.Response, name: str) -> Any:
    """Return a member of a JSON object, None where there is none."""
    document = _json(answer)
    return document.get(name) if isinstance(document, dict) else None


def list_in(answer: httpx.Response, name: str) -> list[dict[str, Any]]:
    """Return a list that is a member of a JSON object, empty where there is none."""
    found = member_of(answer, name)
    return found if isinstance(found, list) else []


def id_of(one: object) -> str:
    """Return the id of what has one, and what is one."""
    return str(one.get("id", "")) if isinstance(one, dict) else str(one)


def cors_fault(answer: httpx.Response) -> str:
    """Say what keeps pages of other sites from reading an answer."""
    allowed = answer.headers.get("access-control-allow-origin")
    return "" if allowed else "Access-Control-Allow-Origin is not sent"


def refusal_fault(answer: httpx.Response) -> str:
    """Say how an answer is no refusal."""
    return "" if 400 <= answer.status_code < 500 else f"status {answer.status_code}"


def status_fault(answer: httpx.Response, limit: int) -> str:
    """Say how a status is not below a limit."""
    return "" if answer.status_code < limit else f"status {answer.status_code}"


def judged_or_refused(service: Service, answer: httpx.Response) -> str:
    """Judge an answer that may as well be a refusal."""
    if 400 <= answer.status_code < 500:
        return ""
    return service.schemas.judge("reconciliation-result-batch", answer)
