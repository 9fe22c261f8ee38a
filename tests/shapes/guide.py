"""The table of records in ``data/README.md``: which class has which properties, and how many of each.

For the test that holds the guide and the shapes together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gbaip_graph.namespaces import expand
from tests.shapes.fixture_files import ROOT

#: Properties that every record may have, and those that the guide names without a colon.
OF_EVERY_RECORD = {"skos:editorialNote": "*", "owl:deprecated": "?", "dcterms:isReplacedBy": "?"}
_CLASS = re.compile(r"`([a-z]+:[A-Z]\w+)`")
_PROPERTY = re.compile(r"`((?:[a-z]+:)?[a-z]\w+)` ([1?+*])(?=[ ;,]|$)")
_LABELS_OF_CONCEPTS = "prefLabel in en, zh-Hant and zh-Hans, one each"


@cache
def properties_by_class() -> dict[str, dict[str, str]]:
    """Return, for the IRI of each class, the IRI of each property with ``1``, ``?``, ``+`` or ``*``."""
    table: dict[str, dict[str, str]] = {}
    for classes, properties in _rows():
        for name in _CLASS.findall(classes):
            named = dict(_properties(_part_for(name, properties)))
            table[expand(name)] = {expand(key): count for key, count in {**OF_EVERY_RECORD, **named}.items()}
    return table


def _rows() -> Iterator[tuple[str, str]]:
    lines = (ROOT.data_dir / "README.md").read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| class (prefix) |"))
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        classes, properties = line.strip("| ").split(" | ")
        yield classes, properties


def _part_for(name: str, properties: str) -> str:
    """Leave out what a row that two classes share says of concepts alone."""
    return properties.partition("concepts:")[0] if name == "skos:ConceptScheme" else properties


def _properties(cell: str) -> Iterator[tuple[str, str]]:
    if "prefLabel" in cell:
        yield "skos:prefLabel", "3" if _LABELS_OF_CONCEPTS in cell else "+"
    if "statedIn" in cell and "no statedIn" not in cell:
        yield "gbaip:statedIn", "*" if "statedIn only in a source file" in cell else "+"
    for name, count in _PROPERTY.findall(cell):
        yield (name if ":" in name else f"gbaip:{name}"), count
