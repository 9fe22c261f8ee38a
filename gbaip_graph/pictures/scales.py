"""From values to places in a picture: numbers from nothing upwards, days, and the marks of their axes.

Pure arithmetic; what an axis looks like is drawn elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LinearScale:
    """Values from 0 to ``top`` on the way from ``start`` to ``end``; bars are honest from nothing only."""

    top: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        return self.start + (self.end - self.start) * value / self.top


@dataclass(frozen=True, slots=True)
class DayScale:
    """Days from ``first`` to ``last`` on the way from ``start`` to ``end``."""

    first: date
    last: date
    start: float
    end: float

    def __call__(self, day: date) -> float:
        """Return the place of the beginning of a day; one outside of the scale stands at its edge."""
        days = (min(max(day, self.first), self.last) - self.first).days
        return self.start + (self.end - self.start) * days / max((self.last - self.first).days, 1)

    def years(self) -> Sequence[int]:
        """Return the years that begin within the scale."""
        return range(self.first.year + (self.first > date(self.first.year, 1, 1)), self.last.year + 1)


def ticks(top: float, *, count: int = 5) -> tuple[float, ...]:
    """Return round values from 0 to at least ``top``, about ``count`` of them.

    >>> ticks(350)
    (0.0, 100.0, 200.0, 300.0, 400.0)
    """
    if top <= 0:
        return (0.0, 1.0)
    rough = top / max(count - 1, 1)
    magnitude = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 1.0
    factors = (1, 2, 2.5, 5, 10) if magnitude > 1 else (1, 2, 5, 10)  # no half of a case
    step = next(factor * magnitude for factor in factors if factor * magnitude >= rough * 0.95)
    marks = [0.0]
    while marks[-1] < top:
        marks.append(marks[-1] + step)
    return tuple(marks)
