"""Records of the Research Organization Registry as RDF, from JSON files in its schema 1 or 2.

For the import of graphs of others. A file is a stranger's: its size, its form and its characters are judged
before anything is believed (https://ror.readme.io/docs/data-structure).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gbaip_graph.build.input_files import read_regular_file
from gbaip_graph.errors import InvalidData, UsageError
from gbaip_graph.findings import Finding
from gbaip_graph.link.external_places import GEONAMES
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, RDF_LANG_STRING, XSD, Iri, Literal, Term, Triple

_ORG, _SKOS, _SCHEMA = PREFIXES["org"], PREFIXES["skos"], PREFIXES["schema"]
_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_GN = "http://www.geonames.org/ontology#"
_SEE_ALSO = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
_ROR = re.compile(r"https://ror\.org/0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}\Z")
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,12}\Z", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
#: The whole registry has some 300 MB; slices of it are what is linked here.
_MAX_FILE_BYTES = 512 * 1024 * 1024
#: The longest names of the registry have some 200 characters.
_MAX_NAME_CHARACTERS = 1000
_MEND = "Give records of the registry as it publishes them: one object, or a list of them."


def read_ror(files: Sequence[Path], countries: Sequence[str]) -> tuple[str, tuple[Triple, ...]]:
    """Return bodies with their names, places and other identifiers; ``countries`` keeps those of some.

    Raises ``InvalidData`` for a file that holds no such records.
    """
    if not files:
        raise UsageError("no file of records was named", mend="Name the JSON files of the registry.")
    triples = [
        triple
        for file in files
        for number, record in enumerate(_records(file), start=1)
        for triple in _body(record, countries, file=file.as_posix(), number=number)
    ]
    return f"{len(files)} file{'s' if len(files) > 1 else ''} of records", tuple(triples)


def _records(path: Path) -> list[Any]:
    name = path.as_posix()
    text = decode_turtle(read_regular_file(path, max_file_bytes=_MAX_FILE_BYTES), file=name)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        finding = Finding(name, error.lineno, error.colno, "syntax", f"no JSON: {error.msg}", _MEND)
        raise InvalidData([finding]) from error
    except RecursionError as error:
        finding = Finding(name, 0, 0, "syntax", "the JSON is nested too deeply", _MEND)
        raise InvalidData([finding]) from error
    return content if isinstance(content, list) else [content]


def _body(record: Any, countries: Sequence[str], *, file: str, number: int) -> Iterator[Triple]:
    try:
        found = tuple(_said(record, countries))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        what = f"record {number} is no record of the registry: {error}"
        raise InvalidData([Finding(file, 0, 0, "ror-record", what, _MEND)]) from error
    yield from found


def _said(record: Mapping[str, Any], countries: Sequence[str]) -> Iterator[Triple]:
    node = record["id"]
    if not _ROR.match(node):
        raise ValueError(f"{node!r} is no identifier of the registry")
    places = tuple(_places(record))
    if countries and not {code for code, *_ in places} & set(countries):
        return
    yield _say(node, IRI_TYPE.value, Iri(_ORG + "FormalOrganization"))
    for kind in record.get("types") or ():
        yield _say(node, _SCHEMA + "additionalType", Literal(_clean(kind)))
    for predicate, text, language in _names(record):
        literal = Literal(text, RDF_LANG_STRING, language) if _LANGUAGE.match(language) else Literal(text)
        yield _say(node, _SKOS + predicate, literal)
    if record.get("established"):
        yield _say(
            node, _SCHEMA + "foundingDate", Literal(f"{int(record['established']):04d}", XSD + "gYear")
        )
    for code, latitude, longitude, geonames in places:
        yield _say(node, _GN + "countryCode", Literal(_clean(code)))
        if geonames:
            yield _say(node, _SCHEMA + "location", Iri(f"{GEONAMES}{int(geonames)}/"))
        if latitude is not None and longitude is not None:
            yield _say(node, _WGS84 + "lat", Literal(f"{float(latitude):.6f}", XSD + "decimal"))
            yield _say(node, _WGS84 + "long", Literal(f"{float(longitude):.6f}", XSD + "decimal"))
    for item in _wikidata(record):
        yield _say(node, _SEE_ALSO, Iri("http://www.wikidata.org/entity/" + item))


def _names(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Return label property, text and language of each name."""
    if "names" in record:  # schema 2
        for name in record["names"]:
            shown = "ror_display" in name["types"]
            yield "prefLabel" if shown else "altLabel", _clean(name["value"]), name.get("lang") or ""
        return
    yield "prefLabel", _clean(record["name"]), ""
    for text in (*(record.get("aliases") or ()), *(record.get("acronyms") or ())):
        yield "altLabel", _clean(text), ""
    for label in record.get("labels") or ():
        yield "altLabel", _clean(label["label"]), label.get("iso639") or ""


def _places(record: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any, Any]]:
    """Return country code, latitude, longitude and GeoNames identifier of each place."""
    if "locations" in record:  # schema 2
        for place in record["locations"]:
            details = place["geonames_details"]
            yield details["country_code"], details.get("lat"), details.get("lng"), place.get("geonames_id")
        return
    code = (record.get("country") or {}).get("country_code", "")
    for address in record.get("addresses") or ():
        city = address.get("geonames_city") or {}
        yield code, address.get("lat"), address.get("lng"), city.get("id")


def _wikidata(record: Mapping[str, Any]) -> Iterator[str]:
    given = record.get("external_ids") or ()
    if isinstance(given, Mapping):  # schema 1
        given = [{"type": kind, **value} for kind, value in given.items()]
    for one in given:
        if str(one["type"]).lower() == "wikidata":
            items = [one["all"]] if isinstance(one["all"], str) else one["all"]
            yield from (item for item in items if _WIKIDATA.match(item))


def _clean(text: str) -> str:
    """Return a text that can be shown; raises ``ValueError`` for one that misleads or floods."""
    if not isinstance(text, str) or len(text) > _MAX_NAME_CHARACTERS:
        raise ValueError("a text is too long or no text")
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs") for one in text):
        raise ValueError(f"a text has a character that cannot be seen: {text[:40]!a}")
    return text


def _say(subject: str, predicate: str, value: Term) -> Triple:
    return Triple(Iri(subject), Iri(predicate), value)
