"""The interface for programs as a page: every path of the OpenAPI document, as HTML without a script.

For people who write such programs; the document itself, from which this page is made, is ``/openapi.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from gbaip_graph.pages.page import Page, PageMissing, PageRequest

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

PATH = "api"
_Part = Mapping[str, Any]
_UNSAFE = re.compile(r"[^a-z0-9]+")
#: Facets of a schema that are shown, with the words for them; https://json-schema.org/draft/2020-12/schema
_FACETS = ("format", "pattern", "minimum", "maximum", "minLength", "minItems", "maxItems", "default")
# Longer lists, such as all values of a parameter, are told by their beginning.
_SHOWN_VALUES = 12


@dataclass(frozen=True)
class Parameter:
    """A parameter: where it stands (path, query or header), its type in words, and whether it is needed."""

    name: str
    where: str
    type: str
    description: str
    examples: tuple[str, ...]
    is_required: bool

    @property
    def example(self) -> str:
        """The example as it is read, of a list all of its values."""
        return ", ".join(self.examples)


@dataclass(frozen=True)
class Column:
    """A column of the rows that a saved question answers with."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True)
class Body:
    """A form in which the body of a request may be sent, with an example or ``""``."""

    media_type: str
    example: str


@dataclass(frozen=True)
class Success:
    """An answer that is no problem: its status, what it is, and its media types."""

    status: str
    description: str
    media_types: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """One method of one path; ``problems`` are the statuses that it may refuse with."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[Body, ...]
    successes: tuple[Success, ...]
    columns: tuple[Column, ...]
    problems: tuple[str, ...]
    example: str
    more: str


@dataclass(frozen=True)
class Group:
    """Operations that belong together, by the first part of their paths."""

    key: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Schema:
    """A schema that answers refer to, with its properties."""

    name: str
    description: str
    properties: tuple[Parameter, ...]


def paths(site: Site) -> Iterable[str]:
    """Return the one page, where there is a server to tell of."""
    return (PATH,) if site.api_document else ()


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Return the page; raises ``PageMissing`` below it, and where there is no server to tell of."""
    document = site.api_document
    if rest or not document:
        raise PageMissing(request.path)
    return site.page(
        request,
        "api.html",
        groups=groups_of(document),
        problems=problems_of(document),
        schemas=schemas_of(document),
        version=document["info"]["version"],
    )


#: Beginnings of paths, and the group that they are told in; the first that fits.
_GROUPS = (
    ("/sparql", "sparql"), ("/queries", "queries"), ("/reconcile", "reconcile"), ("/data", "data"),
    ("/id", "data"), ("/concept", "data"), ("/ns", "data"), ("/graph", "data"), ("/dataset", "data"),
    ("/.well-known", "data"), ("", "operations"),
)  # fmt: skip


def groups_of(document: _Part) -> tuple[Group, ...]:
    """Return all operations of a document in their groups, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        key = next(key for begin, key in _GROUPS if path.startswith(begin))
        found.setdefault(key, []).extend(_operation(path, method, told) for method, told in methods.items())
    return tuple(Group(key, tuple(operations)) for key, operations in found.items())


def problems_of(document: _Part) -> tuple[tuple[str, str], ...]:
    """Return each status that operations refuse with, and its meaning, which is the same everywhere."""
    told = {
        status: answer["description"]
        for methods in document["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if _is_problem(status)
    }
    return tuple(sorted(told.items()))


def schemas_of(document: _Part) -> tuple[Schema, ...]:
    """Return the shared schemas."""
    return tuple(
        Schema(name, schema.get("description", ""), tuple(_properties(schema)))
        for name, schema in document["components"]["schemas"].items()
    )


def _properties(schema: _Part) -> Iterator[Parameter]:
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        yield Parameter(name, "", type_in_words(inner), inner.get("description", ""), (), name in required)


def _is_problem(status: str) -> bool:
    return status >= "400"


def _operation(path: str, method: str, told: _Part) -> Operation:
    answers = told["responses"]
    parameters = tuple(map(_parameter, told.get("parameters", ())))
    return Operation(
        anchor=_UNSAFE.sub("-", told["operationId"].lower()).strip("-"),
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told.get("description", ""),
        parameters=parameters,
        bodies=tuple(_bodies(told.get("requestBody", {}).get("content", {}))),
        successes=tuple(_success(status, answers[status]) for status in answers if not _is_problem(status)),
        columns=tuple(_columns(answers.get("200", {}))),
        problems=tuple(sorted(filter(_is_problem, answers))),
        example=_example(path, method, parameters),
        more=told.get("externalDocs", {}).get("url", ""),
    )


def _parameter(told: _Part) -> Parameter:
    return Parameter(
        told["name"],
        told["in"],
        type_in_words(told["schema"]),
        told["description"],
        _examples(told["example"]) if "example" in told else (),
        told.get("required", False),
    )


def _examples(example: object) -> tuple[str, ...]:
    values: Sequence[object] = example if isinstance(example, list) else [example]
    return tuple(value if isinstance(value, str) else json.dumps(value) for value in values)


def _bodies(content: _Part) -> Iterator[Body]:
    for media_type, told in content.items():
        example = told.get("example", "")
        yield Body(media_type, example if isinstance(example, str) else _sent(media_type, example))


def _sent(media_type: str, example: _Part) -> str:
    """Return the example of a body as it goes over the wire."""
    return urlencode(example) if media_type.endswith("-urlencoded") else json.dumps(example)


def _success(status: str, told: _Part) -> Success:
    return Success(status, told["description"], tuple(told.get("content", ())))


def _columns(answer: _Part) -> Iterator[Column]:
    """Return the columns that the first schema of an answer tells of its rows."""
    content: _Part = next(iter(answer.get("content", {}).values()), {})
    for part in content.get("schema", {}).get("allOf", ()):
        bindings = part.get("properties", {}).get("results", {}).get("properties", {}).get("bindings", {})
        for name, told in bindings.get("items", {}).get("properties", {}).items():
            yield Column(name, told["x-kind"], told["description"])


def _example(path: str, method: str, parameters: Sequence[Parameter]) -> str:
    """Return an address with the examples of what it needs, ``""`` where one of these has none."""
    if method != "get" or any(one.is_required and not one.example for one in parameters):
        return ""
    for one in parameters:
        if one.where == "path":
            path = path.replace(f"{{{one.name}}}", one.example)
    # The examples of a question's optional parameters are each an example by itself.
    is_question = path.startswith("/queries/")
    asked = [
        (one.name, value)
        for one in parameters
        if one.where == "query" and (one.is_required or not is_question)
        for value in one.examples
    ]
    return path + (f"?{urlencode(asked)}" if asked else "")


def type_in_words(schema: _Part) -> str:
    """Return a JSON schema as one short line.

    >>> type_in_words({"type": "array", "items": {"type": "integer", "minimum": 1}})
    'array of integer, minimum 1'
    """
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        values = [json.dumps(value, ensure_ascii=False) for value in schema["enum"]]
        cut = [*values[:_SHOWN_VALUES], "…"] if len(values) > _SHOWN_VALUES else values
        return " | ".join(cut)
    kind = schema.get("type", "any")
    name = " or ".join(kind) if isinstance(kind, list) else kind
    if name == "array":
        name = f"array of {type_in_words(schema.get('items', {}))}"
    facets = [f"{facet} {schema[facet]}" for facet in _FACETS if facet in schema]
    return ", ".join([name, *facets])
