"""Cut the coast of the Pearl River estuary out of Natural Earth and write it, for the map of the pictures.

For whoever wants to see where the coastline comes from. ``python vendor/natural-earth/rebuild.py FOLDER``
reads ``land-10m.json`` of the npm package that README.md names; it downloads and simplifies nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: What the package has, and what the wheel ships.
LAND = "land-10m.json"
LAND_SHA256 = "9b9f584709c119d63fbadf484ce425260497697b7166be7a2fe360e8c0b171a8"
CLIPPED = HERE / "pearl-river-estuary.geojson"
DIGEST = HERE / "digest"
SHIPPED = HERE.parents[1] / "gbaip_graph" / "pictures" / "coastline.json"

#: Degrees, larger than what the map shows, so that the cut edges of the land lie outside it.
WEST, SOUTH, EAST, NORTH = 112.0, 21.6, 114.9, 23.6
#: Some 10 m; the package itself is rounded to 370 m from west to east and 190 m from south to north.
UNITS_IN_A_DEGREE = 10_000

Point = tuple[float, float]
Ring = list[Point]


def rings_of(topology: dict[str, Any]) -> list[Ring]:
    """Return the rings of all land in degrees (https://github.com/topojson/topojson-specification)."""
    (east_step, north_step), (west, south) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )

    def arc(index: int) -> Ring:
        points, x, y = [], 0, 0
        for step_x, step_y in topology["arcs"][~index if index < 0 else index]:
            x, y = x + step_x, y + step_y
            points.append((x * east_step + west, y * north_step + south))
        return points[::-1] if index < 0 else points

    def joined(indices: list[int]) -> Ring:
        points = arc(indices[0])
        for index in indices[1:]:
            points += arc(index)[1:]  # an arc begins where the one before it ends
        return points

    (land,) = topology["objects"]["land"]["geometries"]
    return [joined(outer) for outer, *_ in land["arcs"]]


def clip(ring: Ring) -> Ring:
    """Return the part of a ring that lies in the box (Sutherland and Hodgman 1974), not closed."""
    points = ring[:-1]
    points = _half(points, lambda p: p[0] >= WEST, lambda a, b: _at_longitude(a, b, WEST))
    points = _half(points, lambda p: p[0] <= EAST, lambda a, b: _at_longitude(a, b, EAST))
    points = _half(points, lambda p: p[1] >= SOUTH, lambda a, b: _at_latitude(a, b, SOUTH))
    return _half(points, lambda p: p[1] <= NORTH, lambda a, b: _at_latitude(a, b, NORTH))


def _half(points: Ring, is_in: Callable[[Point], bool], cut: Callable[[Point, Point], Point]) -> Ring:
    kept: Ring = []
    for before, point in zip(points[-1:] + points[:-1], points, strict=True):
        if is_in(before) != is_in(point):
            kept.append(cut(before, point))
        if is_in(point):
            kept.append(point)
    return kept


def _at_longitude(a: Point, b: Point, longitude: float) -> Point:
    return longitude, a[1] + (b[1] - a[1]) * (longitude - a[0]) / (b[0] - a[0])


def _at_latitude(a: Point, b: Point, latitude: float) -> Point:
    return a[0] + (b[0] - a[0]) * (latitude - a[1]) / (b[1] - a[1]), latitude


def in_units(ring: Ring) -> list[tuple[int, int]]:
    """Return a ring in whole units, without points that fall on the one before."""
    units = [(round(x * UNITS_IN_A_DEGREE), round(y * UNITS_IN_A_DEGREE)) for x, y in ring]
    return [point for before, point in zip(units[-1:] + units[:-1], units, strict=True) if point != before]


def geojson(rings: list[list[tuple[int, int]]]) -> str:
    """Write the rings as one feature of islands and the mainland (RFC 7946, a polygon a line)."""
    polygons = []
    for ring in rings:
        points = [[x / UNITS_IN_A_DEGREE, y / UNITS_IN_A_DEGREE] for x, y in [*ring, ring[0]]]
        polygons.append(json.dumps([points], separators=(",", ":")))
    coordinates = ",\n".join(polygons)
    return f'{{"type":"MultiPolygon","coordinates":[\n{coordinates}\n]}}\n'


def shipped(rings: list[list[tuple[int, int]]]) -> str:
    """Write each ring as its first point and the steps from point to point, in whole units."""
    lines = []
    for ring in rings:
        steps = [*ring[0]]
        for (before_x, before_y), (x, y) in pairwise(ring):
            steps += [x - before_x, y - before_y]
        lines.append(json.dumps(steps, separators=(",", ":")))
    body = ",\n".join(lines)
    return f'{{"units_in_a_degree":{UNITS_IN_A_DEGREE},"rings":[\n{body}\n]}}\n'


def main(folder: str) -> None:
    """Write both files from the package's."""
    content = (Path(folder) / LAND).read_bytes()
    if hashlib.sha256(content).hexdigest() != LAND_SHA256:
        sys.exit(f"{LAND} is not the file of the package that README.md names")
    rings = [in_units(clip(ring)) for ring in rings_of(json.loads(content))]
    kept = sorted(ring for ring in rings if len(ring) >= 3)
    CLIPPED.write_text(geojson(kept), encoding="utf-8")
    digest = hashlib.sha256(CLIPPED.read_bytes()).hexdigest()
    DIGEST.write_text(f"{digest}  {CLIPPED.name}\n", encoding="utf-8")
    SHIPPED.write_text(shipped(kept), encoding="utf-8")
    print(f"{len(kept)} rings, {sum(map(len, kept))} points")


if __name__ == "__main__":
    main(*sys.argv[1:])
