"""Answers as the versions of the protocol write them, and the manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gbaip_graph import __version__
from gbaip_graph.link.reconciliation.model import Candidate, Cell, Extended, Named, Type
from gbaip_graph.namespaces import BASE, ONTOLOGY

NAME = "Guangdong, Hong Kong and Macao co-operation on intellectual property"
PREVIEW_WIDTH_PX, PREVIEW_HEIGHT_PX = 420, 260
_LIMIT_HELP = "At most so many values of this property; empty for all."

Json = dict[str, Any]


def manifest_0(base: str, default_types: Iterable[Named]) -> Json:
    """Return the manifest of 0.1 and 0.2; ``base`` is the address of the service, with no ``/`` behind."""
    suggest = {
        kind: {
            "service_url": base, "service_path": f"/suggest/{kind}",
            "flyout_service_url": base, "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
        }
        for kind in ("entity", "property", "type")
    }  # fmt: skip
    setting = {"type": "number", "name": "limit", "label": "Limit", "default": 0, "help_text": _LIMIT_HELP}
    return {
        "versions": ["0.1", "0.2"],
        "name": NAME,
        "identifierSpace": BASE,
        "schemaSpace": ONTOLOGY,
        "documentation": BASE,
        "serviceVersion": __version__,
        "view": {"url": f"{base}/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{base}/features#{{{{id}}}}"},
        "defaultTypes": [{"id": one.id, "name": one.name} for one in default_types],
        "suggest": suggest,
        "preview": {
            "url": f"{base}/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH_PX,
            "height": PREVIEW_HEIGHT_PX,
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/extend/propose"},
            "property_settings": [setting],
        },
    }  # fmt: skip


def manifest_1(base: str, default_types: Iterable[Named]) -> Json:
    """Return the manifest of 1.0-draft."""
    setting = {
        "type": "number",
        "id": "limit",
        "name": "Limit",
        "default": 0,
        "helpText": _LIMIT_HELP,
        "lang": "en",
    }
    return {
        "versions": ["1.0-draft"],
        "name": NAME,
        "lang": "en",
        "documentation": BASE,
        "serviceVersion": __version__,
        "view": {"url": f"{base}/view?id={{id}}"},
        "featureView": {"url": f"{base}/features#{{id}}"},
        "defaultTypes": [named_1(one) for one in default_types],
        "suggest": {"entity": True, "property": True, "type": True},
        "preview": {"width": PREVIEW_WIDTH_PX, "height": PREVIEW_HEIGHT_PX},
        "extend": {"proposeProperties": True, "propertySettings": [setting]},
        "standardizedScore": True,
    }


def named_0(named: Named) -> Json:
    """Write an id and a name without their language, of which 0.1 and 0.2 know nothing."""
    return {"id": named.id, "name": named.name}


def named_1(named: Named) -> Json:
    """Write an id and a name with its language."""
    return {"id": named.id, "name": named.name, **({"lang": named.language} if named.language else {})}


def candidates_0(candidates: Iterable[Candidate]) -> Json:
    """Write the candidates of one query of 0.1 or 0.2."""
    return {
        "result": [
            {
                **named_0(one.named),
                "type": [named_0(type_.named) for type_ in one.types],
                "score": one.score,
                "match": one.match,
                "features": [{"id": feature.id, "value": feature.value} for feature in one.features],
            }
            for one in candidates
        ]
    }


def candidates_1(candidates: Iterable[Candidate]) -> Json:
    """Write the candidates of one query of 1.0-draft."""
    return {
        "candidates": [
            {
                **named_1(one.named),
                "type": [type_1(type_) for type_ in one.types],
                "score": one.score,
                "match": one.match,
                "features": [
                    {"id": feature.id, "name": feature.name, "value": feature.value}
                    for feature in one.features
                ],
            }
            for one in candidates
        ]
    }


def type_0(type_: Type) -> Json:
    """Write a class with those above it."""
    return {**named_0(type_.named), **_broader([type_0(one) for one in type_.broader])}


def type_1(type_: Type) -> Json:
    """Write a class with those above it, each with its language."""
    return {**named_1(type_.named), **_broader([type_1(one) for one in type_.broader])}


def _broader(above: list[Json]) -> Json:
    return {"broader": above} if above else {}


def extended_0(extended: Extended) -> Json:
    """Write values of properties as 0.1 and 0.2 do: rows by id, cells by property."""
    names = [one.id for one in extended.properties]
    rows = {
        thing: {
            name: [_cell(cell, False) for cell in cells] for name, cells in zip(names, columns, strict=True)
        }
        for thing, columns in extended.rows
    }
    return {"meta": [named_0(one) for one in extended.properties], "rows": rows}


def extended_1(extended: Extended) -> Json:
    """Write values of properties as 1.0-draft does: lists."""
    names = [one.id for one in extended.properties]
    rows = [
        {
            "id": thing,
            "properties": [
                {"id": name, "values": [_cell(cell, True) for cell in cells]}
                for name, cells in zip(names, columns, strict=True)
            ],
        }
        for thing, columns in extended.rows
    ]
    return {"meta": [named_1(one) for one in extended.properties], "rows": rows}


def _cell(cell: Cell, with_language: bool) -> Json:
    language = {"lang": cell.language} if with_language and cell.language else {}
    if cell.kind == "thing":
        return {"id": cell.value, "name": cell.name, **language}
    return {cell.kind: cell.value, **(language if cell.kind == "str" else {})}


def suggested(found: Sequence[Mapping[str, Any]]) -> Json:
    """Write what completes a beginning."""
    return {"result": list(found)}
