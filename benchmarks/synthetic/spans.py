"""Time spans that the invented records use, and the registers that describe them.

For the generator. The records follow from the slugs by the project's own rules.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from benchmarks.synthetic.sheet import Sheet
from gbaip_graph.check.spans import span_record
from gbaip_graph.timespan import slug

#: Months that plans and sets of operations do not have together.
SPAN_OF_EXCHANGE = re.compile("span:[0-9]{4}-02_[0-9]{4}-11")
_slug = lru_cache(maxsize=1 << 15)(slug)


class Spans:
    """Remembers every span that was used; ``sheets`` are their records, a file for each first year."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def use(self, edtf: str, basis: str = "stated") -> str:
        """Return the compact name of a span."""
        name = _slug(edtf, basis)
        self.used.add(name)
        return f"span:{name}"

    def month(self, rng: Random, year: int) -> str:
        """Use a month of a year."""
        return self.use(f"{year}-{rng.randint(1, 12):02}")

    def most_of(self, year: int) -> str:
        """Use the months of a year that exchanges last."""
        return self.use(f"{year}-02/{year}-11")

    def day(self, rng: Random, year: int) -> str:
        """Use a day of a year."""
        month = rng.randint(1, 12)
        return self.use(f"{year}-{month:02}-{rng.randint(1, monthrange(year, month)[1]):02}")

    def sheets(self) -> Iterator[Sheet]:
        """Return the registers of all spans."""
        by_year: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.used):
            by_year[name[:4]].append(name)
        for year, names in by_year.items():
            sheet = Sheet(f"data/register/span-{year}.ttl")
            sheet.replace(add=(triple for name in names for triple in span_record(name)))
            yield sheet
