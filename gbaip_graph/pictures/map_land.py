"""The coast of the Pearl River estuary, and where degrees lie on the map.

For the map. The coastline is Natural Earth's; ``vendor/natural-earth`` tells how ``coastline.json`` was made.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gbaip_graph.pictures.svg import Markup, element

#: In the middle of the map a degree of longitude is this part of one of latitude.
_MIDDLE_LATITUDE = 22.6
_NARROWING = math.cos(math.radians(_MIDDLE_LATITUDE))
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """A box in degrees, drawn ``width`` units wide with straight meridians, true to scale in its middle."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def scale(self) -> float:
        """Units for a degree of latitude."""
        return self.width / ((self.east - self.west) * _NARROWING)

    @property
    def height(self) -> float:
        """How high the box is drawn."""
        return (self.north - self.south) * self.scale

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place lies, from the left upper corner."""
        return (longitude - self.west) * _NARROWING * self.scale, (self.north - latitude) * self.scale


@cache
def read_coastline() -> tuple[Ring, ...]:
    """Return the mainland and the islands as rings in degrees, longitude first; the file is read once."""
    read = json.loads((files("gbaip_graph.pictures") / "coastline.json").read_text(encoding="utf-8"))
    return tuple(_ring(steps, read["units_in_a_degree"]) for steps in read["rings"])


def _ring(steps: list[int], units: int) -> Ring:
    x, y, points = 0, 0, []
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((x / units, y / units))
    return tuple(points)


def draw_land(projection: Projection) -> Markup:
    """Draw sea and land, cut at the box."""
    box = f"0 0 {projection.width:.0f} {projection.height:.0f}"
    return element(
        "svg",
        element("rect", class_="map-sea", width=projection.width, height=projection.height),
        # The rings overlap at Macao; filled after all lines are drawn, the land shows no line within it.
        element("path", class_="map-coast", d=_path(projection)),
        element("path", class_="map-land", d=_path(projection)),
        viewBox=box,
        width=round(projection.width),
        height=round(projection.height),
        aria_hidden="true",
    )


def _path(projection: Projection) -> str:
    return "".join(_outline(projection(*point) for point in ring) for ring in read_coastline())


def _outline(points: Iterable[tuple[float, float]]) -> str:
    """Write a ring in steps of half a unit, which is finer than the lines are, and half as long."""
    written: list[str] = []
    before = 0, 0
    for x, y in points:
        here = round(x * 2), round(y * 2)
        if here != before or not written:
            written.append(f"{(here[0] - before[0]) / 2:g} {(here[1] - before[1]) / 2:g}")
            before = here
    first, *rest = written
    return f"M{first}l{' '.join(rest)}z" if rest else ""
