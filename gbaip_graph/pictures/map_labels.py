"""Labels beside the points of the map, so that none lies on another; those far off get a line to their point.

Plain geometry in the units of the picture; it draws nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# How far a label may stand off its point, the nearest first; over a gap of _LEADER a line leads to it.
_DISTANCES = (1, 5, 14, 24, 36, 50, 66, 84)
_LEADER = 9.0
# Right, left, below, above, then the diagonals: a label is read most easily at the right of its point.
_DIRECTIONS = (0, 180, 90, -90, 15, -15, 165, -165, 30, -30, 150, -150, 60, -60, 120, -120)
_MARGIN = 1.5
# Circles nearer than this push a label away; turning it towards them costs as much as standing farther off.
_NEIGHBOUR = 60.0
_TOWARDS_NEIGHBOURS = 9.0

#: Both ends of a line.
Line = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """A point as it is drawn."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands; ``leader`` is the line from its point, where it has one."""

    box: Box
    leader: Line | None = None


def place_labels(
    circles: Sequence[Circle], sizes: Sequence[tuple[float, float]], *, frame: Box, taken: Iterable[Box] = ()
) -> tuple[Place, ...]:
    """Find a place for the label of each circle, within the frame and off what is taken.

    The most crowded circles choose first; a label that finds no room stands at the right of its circle.
    """
    order = sorted(range(len(circles)), key=lambda index: _room(circles[index], circles))
    placed: dict[int, Place] = {}
    for index in order:
        others = [circle for circle in circles if circle is not circles[index]]
        boxes = [*taken, *(place.box for place in placed.values())]
        lines = [place.leader for place in placed.values() if place.leader]
        found = (
            place
            for place in _candidates(circles[index], *sizes[index], others)
            if _is_inside(place.box, frame) and _is_free(place, circles[index], others, boxes, lines)
        )
        placed[index] = next(found, _at(circles[index], *sizes[index], 0, _DISTANCES[0]))
    return tuple(placed[index] for index in range(len(circles)))


def _room(circle: Circle, circles: Sequence[Circle]) -> float:
    gaps = (
        math.hypot(other.x - circle.x, other.y - circle.y) - other.radius
        for other in circles
        if other is not circle
    )
    return min(gaps, default=math.inf)


def _candidates(circle: Circle, width: float, height: float, others: Sequence[Circle]) -> list[Place]:
    """Return every place that a label may have, the best first: near, and away from other circles."""
    away = math.atan2(
        sum((circle.y - other.y) * _push(circle, other) for other in others),
        sum((circle.x - other.x) * _push(circle, other) for other in others),
    )
    is_crowded = any(_push(circle, other) for other in others)

    def cost(distance: float, degrees: int) -> tuple[float, int]:
        turned = 1 - math.cos(math.radians(degrees) - away) if is_crowded else 0
        return distance + _TOWARDS_NEIGHBOURS * turned, _DIRECTIONS.index(degrees)

    tried = [(distance, degrees) for distance in _DISTANCES for degrees in _DIRECTIONS]
    tried.sort(key=lambda one: cost(*one))
    return [_at(circle, width, height, degrees, distance) for distance, degrees in tried]


def _push(circle: Circle, other: Circle) -> float:
    distance = math.hypot(circle.x - other.x, circle.y - other.y)
    return 0.0 if distance > _NEIGHBOUR else (1 + other.radius) / max(distance, 1) ** 2


def _at(circle: Circle, width: float, height: float, degrees: int, distance: float) -> Place:
    across, down = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x = circle.x + across * (circle.radius + distance + width / 2)
    y = circle.y + down * (circle.radius + distance + height / 2)
    box = Box(x - width / 2, y - height / 2, width, height)
    return Place(box, _leader(circle, box))


def _leader(circle: Circle, box: Box) -> Line | None:
    x = min(max(circle.x, box.x), box.x + box.width)
    y = min(max(circle.y, box.y + box.height / 4), box.y + box.height * 3 / 4)
    length = math.hypot(x - circle.x, y - circle.y)
    if length - circle.radius < _LEADER:
        return None
    part = circle.radius / length
    return circle.x + (x - circle.x) * part, circle.y + (y - circle.y) * part, x, y


def _is_inside(box: Box, frame: Box) -> bool:
    fits_across = frame.x <= box.x and box.x + box.width <= frame.x + frame.width
    return fits_across and frame.y <= box.y and box.y + box.height <= frame.y + frame.height


def _is_free(
    place: Place, own: Circle, others: Sequence[Circle], boxes: Sequence[Box], lines: Sequence[Line]
) -> bool:
    box, leader = place.box, place.leader
    if (
        any(_overlap(box, other) for other in boxes)
        or any(_touches(box, circle) for circle in (own, *others))
        or any(_crosses(line, box) for line in lines)
    ):
        return False
    return leader is None or not (
        any(_crosses(leader, other) for other in boxes)
        or any(_near(leader, circle) for circle in others)
        or any(_cross(leader, line) for line in lines)
    )


def _overlap(one: Box, other: Box) -> bool:
    apart_across = one.x + one.width + _MARGIN <= other.x or other.x + other.width + _MARGIN <= one.x
    apart_down = one.y + one.height + _MARGIN <= other.y or other.y + other.height + _MARGIN <= one.y
    return not (apart_across or apart_down)


def _touches(box: Box, circle: Circle) -> bool:
    x = min(max(circle.x, box.x), box.x + box.width)
    y = min(max(circle.y, box.y), box.y + box.height)
    return math.hypot(x - circle.x, y - circle.y) < circle.radius


def _points_on(line: Line) -> list[tuple[float, float]]:
    """Return points of a line two units apart, which is finer than anything drawn."""
    x, y, to_x, to_y = line
    steps = max(int(math.hypot(to_x - x, to_y - y) / 2), 1)
    return [(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps) for step in range(steps + 1)]


def _crosses(line: Line, box: Box) -> bool:
    return any(
        box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height for x, y in _points_on(line)
    )


def _near(line: Line, circle: Circle) -> bool:
    return any(math.hypot(x - circle.x, y - circle.y) < circle.radius + _MARGIN for x, y in _points_on(line))


def _cross(one: Line, other: Line) -> bool:
    near = ((x - a, y - b) for x, y in _points_on(one) for a, b in _points_on(other))
    return any(math.hypot(*apart) < 2 * _MARGIN for apart in near)
