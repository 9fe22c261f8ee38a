"""The paths of the reconciliation service in the OpenAPI document.

The official schemas of the protocol state no licence, so answers are told in words and by reference.
"""

from __future__ import annotations

from gbaip_graph.serve.openapi_parts import TEXT, Part, answered, parameter, refusals

BASE_0, BASE_1 = "/reconcile", "/reconcile/1.0-draft"
_SPECIFICATION = "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"
_DRAFT = "https://reconciliation-api.github.io/specs/draft/"
_JSON: Part = {"application/json": {"schema": {"type": "object"}}}
_PAGE: Part = {"text/html": {"schema": TEXT}}
_LIMITED = (429, 503)
_ID = parameter("id", TEXT, "Id of a thing.", example="agency:ced")
_PREFIX = parameter("prefix", TEXT, "How a name begins, or an id.", example="Hong")
_CURSOR = parameter("cursor", {"type": "string", "pattern": "^[0-9]{0,9}$"}, "How many to leave out.")


def reconcile_paths() -> dict[str, Part]:
    """Return the paths of all versions."""
    form = {"type": "object", "properties": {"queries": TEXT, "extend": TEXT}}
    body = {"content": {"application/x-www-form-urlencoded": {"schema": form, "example": {"queries": "{}"}}}}
    asked = [
        parameter("queries", TEXT, "Queries as a JSON object."),
        parameter("extend", TEXT, "Things and properties as a JSON object."),
    ]
    return {
        BASE_0: {
            "get": _operation("reconcile", "The manifest of 0.1 and 0.2, or an answer", asked, _JSON),
            "post": {
                **_operation("reconcile-by-post", "An answer of 0.1 or 0.2", [], _JSON),
                "requestBody": body,
            },
        },
        BASE_1: {"get": _operation("reconcile-1", "The manifest of 1.0-draft", [], _JSON)},
        f"{BASE_1}/match": {"post": _by_body("match", "Candidates for queries", {"queries": []})},
        f"{BASE_1}/extend": {
            "post": _by_body("extend", "Values of properties of things", {"ids": [], "properties": []})
        },
        **_both(BASE_0, ""),
        **_both(BASE_1, "-1"),
    }  # fmt: skip


def _both(base: str, mark: str) -> dict[str, Part]:
    """Return the paths that all versions have."""
    of_type = [
        parameter("type", TEXT, "Id of a class.", example="gbaip:Place"),
        parameter("limit", {"type": "string", "pattern": "^[0-9]{0,9}$"}, "How many at most."),
    ]
    found: dict[str, Part] = {
        "/extend/propose": _operation(
            f"propose{mark}", "Properties that things of a class have", of_type, _JSON
        ),
        "/preview": _operation(f"preview{mark}", "A small page about a thing", [_ID], _PAGE, 404),
        "/features": {
            "operationId": f"features{mark}",
            "summary": "What a score is made of",
            "responses": {"200": {"description": "A page.", "content": _PAGE}, **refusals()},
        },
        "/view": {
            "operationId": f"view{mark}",
            "summary": "Leads to a thing",
            "parameters": [_ID],
            "responses": {
                "303": {"description": "The thing.", "headers": {"Location": {"schema": TEXT}}},
                **refusals(404),
            },
        },
    }
    for kind in ("entity", "type", "property"):
        found[f"/suggest/{kind}"] = _operation(
            f"suggest-{kind}{mark}", f"Completes the name of a {kind}", [_PREFIX, _CURSOR], _JSON
        )
        found[f"/flyout/{kind}"] = _operation(
            f"flyout-{kind}{mark}", "A few lines about a thing, a class or a property", [_ID], _JSON, 404
        )
    return {base + path: {"get": operation} for path, operation in found.items()}


def _operation(name: str, summary: str, parameters: list[Part], content: Part, *refused: int) -> Part:
    return {
        "operationId": name,
        "summary": summary,
        "externalDocs": {"url": _SPECIFICATION},
        "parameters": parameters,
        "responses": {**answered("The whole answer.", content), **refusals(*refused, *_LIMITED)},
    }


def _by_body(name: str, summary: str, example: Part) -> Part:
    content = {"application/json": {"schema": {"type": "object"}, "example": example}}
    return {
        **_operation(name, summary, [], _JSON),
        "externalDocs": {"url": _DRAFT},
        "requestBody": {"required": True, "content": content},
    }
