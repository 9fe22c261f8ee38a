"""The page of the interface tells every operation of the OpenAPI document, with what it takes and gives."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

import pytest

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.pages import api
from gbaip_graph.pages.page import PageMissing, PageRequest
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from gbaip_graph.serve.openapi import openapi_document
from tests.pages.machine_site import graph_of
from tests.repository.released_iris import CHECKOUT

DOCUMENT = openapi_document(load_catalogue(CHECKOUT))
OPERATIONS = [operation for group in api.groups_of(DOCUMENT) for operation in group.operations]


def site_of(document: Any) -> Site:
    graph = graph_of({"register": 'event:fair skos:prefLabel "The fair"@en .'})
    return Site(load_skin(), graph, CHECKOUT, MappingProxyType({}), api_document=document)


@pytest.fixture(scope="module")
def html() -> str:
    return api.render(site_of(DOCUMENT), PageRequest("api", "en"), "").content.decode()


def test_every_operation_of_the_document_is_told(html):
    there = {(method.upper(), path) for path, told in DOCUMENT["paths"].items() for method in told}
    assert {
        tuple(found.split(" ")) for found in re.findall(r"<h3 [^>]*><code>(.+?)</code></h3>", html)
    } == there


def test_no_two_parts_of_the_page_have_the_same_anchor(html):
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))


def test_every_link_inside_the_page_leads_somewhere(html):
    anchors = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) - anchors == set()


def test_an_example_is_an_address_with_the_values_of_its_parameters():
    [found] = [one for one in OPERATIONS if one.path == "/id/{kind}/{slug}"]
    assert found.example == "/id/event/sme-seminar-2024"


def test_an_operation_whose_parameters_have_no_examples_has_none():
    told = {
        "operationId": "x",
        "summary": "X",
        "parameters": [{"name": "a", "in": "path", "required": True, "schema": {}, "description": ""}],
        "responses": {"200": {"description": "Y"}},
    }
    [group] = api.groups_of({"paths": {"/x/{a}": {"get": told}}})
    assert [one.example for one in group.operations] == [""]


def test_a_question_is_told_with_its_columns_and_the_statuses_that_it_may_refuse_with():
    [found] = [one for one in OPERATIONS if one.path == "/queries/sme-seminar-attendance"]
    assert "source" in {column.name for column in found.columns}
    assert {"422", "503"} <= set(found.problems)


def test_a_body_is_told_with_its_forms_and_examples():
    [found] = [one for one in OPERATIONS if (one.method, one.path) == ("POST", "/sparql")]
    assert {body.media_type: body.example for body in found.bodies} == {
        "application/x-www-form-urlencoded": "query=ASK+%7B+%3Fs+%3Fp+%3Fo+%7D",
        "application/sparql-query": "ASK { ?s ?p ?o }",
    }


def test_every_status_that_refuses_has_its_meaning():
    assert {status for one in OPERATIONS for status in one.problems} == set(dict(api.problems_of(DOCUMENT)))


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "uri"}, "string, format uri"),
        ({"$ref": "#/components/schemas/Term"}, "Term"),
        ({"enum": ["a", 1]}, '"a" | 1'),
        ({"const": "ready"}, '"ready"'),
        ({"type": ["object", "array"]}, "object or array"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 20}, "array of string, maxItems 20"),
        ({}, "any"),
    ],
)
def test_a_schema_is_told_in_one_line(schema, words):
    assert api.type_in_words(schema) == words


def test_a_long_list_of_values_is_told_by_its_beginning():
    assert api.type_in_words({"enum": list(range(99))}).endswith("11 | …")


def test_markup_in_the_document_is_shown_as_text():
    info = {"info": {"version": "1"}, "components": {"schemas": {}}}
    operation = {"operationId": "x", "summary": "<b>x</b>", "responses": {}}
    page = api.render(site_of({**info, "paths": {"/x": {"get": operation}}}), PageRequest("api", "en"), "")
    assert b"&lt;b&gt;x&lt;/b&gt;" in page.content


def test_below_the_page_there_is_nothing():
    with pytest.raises(PageMissing):
        api.render(site_of(DOCUMENT), PageRequest("api/x", "en"), "x")


def test_without_a_server_there_is_no_page():
    with pytest.raises(PageMissing):
        api.render(site_of({}), PageRequest("api", "en"), "")
