"""The paths of the OpenAPI document that every server has, whatever its questions are.

A test holds them against the routes of the application.
"""

from __future__ import annotations

from gbaip_graph.serve.media import GRAPHS, ROWS
from gbaip_graph.serve.openapi_parts import (
    ROWS_OF_TERMS,
    TEXT,
    Part,
    answered,
    content_of,
    format_parameter,
    led_on,
    listed,
    parameter,
    refusals,
)
from gbaip_graph.serve.openapi_reconcile import reconcile_paths
from gbaip_graph.serve.whole_files import FILES

#: JSON-LD is an object, or a list where it holds several graphs.
_JSON_LD: Part = {"type": ["object", "array"]}
_SEGMENT = "^[a-z0-9-]+$"
_SLUG = "^[A-Za-z0-9][A-Za-z0-9._~-]*$"
_LIMITED = (429, 503)
_GRAPH_CONTENT = content_of(GRAPHS, _JSON_LD)
_ANSWER_CONTENT = {**_GRAPH_CONTENT, **content_of(ROWS, ROWS_OF_TERMS)}


def fixed_paths() -> dict[str, Part]:
    """Return the paths with their operations."""
    return {
        "/sparql": {"get": _query_in_address(), "post": _query_in_body()},
        "/sparql.{extension}": {
            "get": _in_format(_query_in_address(), "sparql-by-extension"),
            "post": _in_format(_query_in_body(), "sparql-by-post-and-extension"),
        },
        "/sparql/graphs": {"get": _one_graph()},
        **_things(),
        "/data/gbaip.{extension}": {"get": _file()},
        "/ns": {"get": _graph("ontology", "The ontology", refused=(406, 429, 503))},
        "/ns/{version}": {"get": _ontology_version()},
        "/graph/{name}": {"get": _graph_iri("graph", name="inferred")},
        "/graph/{folder}/{name}": {
            "get": _graph_iri("graph-in-folder", folder="sources", name="ipd-2018-19")
        },
        "/.well-known/void": {
            "get": _graph("void", "The graph described in VoID and DCAT", refused=(406, 429, 503))
        },
        "/dataset": {"get": _dataset("dataset", ())},
        "/dataset/{part}": {"get": _dataset("part-of-dataset", (_segment("part", "gbaip", ".+"),))},
        **reconcile_paths(),
        **_operations(),
    }


def _segment(name: str, example: str, pattern: str = _SEGMENT) -> Part:
    schema = {"type": "string", "pattern": pattern}
    return parameter(name, schema, "A part of the IRI.", example=example, where="path")


def _graphs_of_query() -> list[Part]:
    return [
        listed("default-graph-uri", "Graphs of the store that are the default graph; none is ever fetched."),
        listed("named-graph-uri", "Graphs of the store that have a name; none is ever fetched."),
        format_parameter((*ROWS, *GRAPHS)),
    ]


def _query_in_address() -> Part:
    query = parameter("query", TEXT, "A SELECT, ASK, CONSTRUCT or DESCRIBE.", example="ASK { ?s ?p ?o }")
    return {
        "operationId": "sparql",
        "summary": "A read-only SPARQL 1.1 query; without one, the service description",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/"},
        "parameters": [query, *_graphs_of_query()],
        "responses": {
            **answered("The whole answer.", _ANSWER_CONTENT),
            **refusals(405, 406, *_LIMITED),
        },
    }


def _in_format(told: Part, name: str) -> Part:
    """Return an operation whose format is told by the extension of its address."""
    names = {"type": "string", "enum": [media.name for media in (*ROWS, *GRAPHS)]}
    extension = parameter("extension", names, "Format.", example="json", where="path")
    return {
        **told,
        "operationId": name,
        "summary": "A read-only SPARQL 1.1 query, the format of its answer by the extension",
        "parameters": [extension, *told["parameters"][:-1]],
        "responses": {**told["responses"], **refusals(404)},
    }


def _query_in_body() -> Part:
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": TEXT,
            "default-graph-uri": {"type": "array", "items": TEXT},
            "named-graph-uri": {"type": "array", "items": TEXT},
        },
    }
    content = {
        "application/x-www-form-urlencoded": {"schema": form, "example": {"query": "ASK { ?s ?p ?o }"}},
        "application/sparql-query": {"schema": TEXT, "example": "ASK { ?s ?p ?o }"},
    }
    return {
        "operationId": "sparql-by-post",
        "summary": "A read-only SPARQL 1.1 query that is longer than an address",
        "requestBody": {"required": True, "content": content},
        "parameters": _graphs_of_query(),
        "responses": {**answered("The whole answer.", _ANSWER_CONTENT), **refusals(405, 406, *_LIMITED)},
    }


def _one_graph() -> Part:
    return {
        "operationId": "graph-store",
        "summary": "One whole graph: ?default, or ?graph=IRI",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-http-rdf-update/"},
        "parameters": [
            parameter("default", {}, "The union of all graphs; its value is not looked at."),
            parameter(
                "graph", TEXT, "IRI of a named graph.", example="https://w3id.org/gbaip/graph/inferred"
            ),
            format_parameter(GRAPHS),
        ],
        "responses": {**answered("The graph.", _GRAPH_CONTENT), **refusals(404, 406, *_LIMITED)},
    }


def _things() -> dict[str, Part]:
    """Return the addresses of things, and of what is told of them."""
    iris = {
        "/id/{kind}/{slug}": (_segment("kind", "event"), _segment("slug", "sme-seminar-2024", _SLUG)),
        "/concept/{scheme}": (_segment("scheme", "role"),),
        "/concept/{scheme}/{term}": (_segment("scheme", "role"), _segment("term", "organiser", _SLUG)),
    }
    leading = {path: {"get": _thing(path, parts)} for path, parts in iris.items()}
    telling = {f"/data{path}": {"get": _told_of(path, parts)} for path, parts in iris.items()}
    return {**leading, **telling}


def _name_of(path: str) -> str:
    return path.strip("/").replace("/", "-").replace("{", "").replace("}", "")


def _thing(path: str, parts: tuple[Part, ...]) -> Part:
    return {
        "operationId": _name_of(path),
        "summary": "A thing, which cannot be sent: its address leads to what the graph tells of it",
        "parameters": [*parts],
        "responses": {**led_on("What the graph tells of the thing."), **refusals(404)},
    }


def _told_of(path: str, parts: tuple[Part, ...]) -> Part:
    name = f"data-{_name_of(path)}"
    told = _graph(
        name, "What the graph tells of a thing, with its citations", refused=(404, 406, 410, 429, 503)
    )
    return {**told, "parameters": [*parts, *told["parameters"]]}


def _graph(name: str, summary: str, *, refused: tuple[int, ...]) -> dict[str, Part]:
    return {
        "operationId": name,  # type: ignore[dict-item]
        "summary": summary,  # type: ignore[dict-item]
        "parameters": [format_parameter(GRAPHS)],  # type: ignore[dict-item]
        "responses": {**answered("The triples.", _GRAPH_CONTENT), **refusals(*refused)},
    }


def _ontology_version() -> Part:
    version = _segment("version", "0.1.0", r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$")
    return {
        "operationId": "ontology-version",
        "summary": "A version of the ontology: the one that is served leads to it",
        "parameters": [version],
        "responses": {**led_on("The ontology."), **refusals(404, *_LIMITED)},
    }


def _graph_iri(operation: str, **segments: str) -> Part:
    return {
        "operationId": operation,
        "summary": "The IRI of a named graph, which leads to its triples",
        "parameters": [_segment(name, example, _SLUG) for name, example in segments.items()],
        "responses": {**led_on("The graph, at /sparql/graphs."), **refusals(404)},
    }


def _dataset(name: str, parts: tuple[Part, ...]) -> Part:
    return {
        "operationId": name,
        "summary": "The dataset and its parts, which lead to their description",
        "parameters": [*parts],
        "responses": {**led_on("The description."), **refusals(404)},
    }


def _file() -> Part:
    schema = {"type": "string", "enum": list(FILES)}
    media = [media for media in GRAPHS if media.name in FILES.values()]
    content = content_of(media, _JSON_LD)
    part = parameter("Range", TEXT, "The bytes that are wanted.", example="bytes=0-99", where="header")
    return {
        "operationId": "whole-graph",
        "summary": "The whole graph as a file, also in parts",
        "parameters": [
            parameter("extension", schema, "Named graphs are lost in Turtle.", example="nq", where="path"),
            part,
        ],
        "responses": {
            **answered("The file.", content),
            "206": {"description": "A part of the file.", "content": content},
            **refusals(404, 416, *_LIMITED),
        },
    }


def _operations() -> dict[str, Part]:
    ready = {
        "type": "object",
        "required": ["status", "graph", "triples"],
        "properties": {
            "status": {"const": "ready"},
            "graph": {"type": "string", "description": "Digest of the graph."},
            "triples": {"type": "integer", "minimum": 0},
        },
    }
    alive = {"type": "object", "required": ["status"], "properties": {"status": {"const": "alive"}}}
    return {
        "/health": {"get": _plain("health", "Whether the server lives", "application/json", alive)},
        "/ready": {"get": _plain("ready", "Whether it can answer", "application/json", ready, 503)},
        "/metrics": {"get": _plain("metrics", "Metrics for Prometheus", "text/plain", TEXT)},
        "/openapi.json": {"get": _plain("openapi", "This document", "application/json", {"type": "object"})},
    }


def _plain(name: str, summary: str, media_type: str, schema: Part, *refused: int) -> Part:
    answer = {"description": summary, "content": {media_type: {"schema": schema}}}
    return {"operationId": name, "summary": summary, "responses": {"200": answer, **refusals(*refused)}}
