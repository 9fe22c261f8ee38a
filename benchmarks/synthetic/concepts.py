"""The concepts of the project's own schemes, to choose from by chance.

For the generator, which copies ``data/concepts/`` as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Iri

#: Measures of money need a currency; items and their states are counted of plans alone.
MONEY = ("measure:goods-value", "measure:transaction-value", "measure:prize-money")


@dataclass(frozen=True)
class Concepts:
    """The concepts of each scheme, as compact names in alphabetical order."""

    schemes: dict[str, tuple[str, ...]]

    def pick(self, rng: Random, scheme: str) -> str:
        """Return one concept of a scheme."""
        return rng.choice(self.schemes[scheme])

    def some(self, rng: Random, scheme: str, at_most: int) -> list[str]:
        """Return one or more different concepts of a scheme."""
        return rng.sample(self.schemes[scheme], rng.randint(1, at_most))


def read_concepts(folder: Path) -> Concepts:
    """Read the schemes of ``data/concepts/``."""
    schemes = {}
    for file in sorted(folder.glob("*.ttl")):
        subjects = {triple.subject for triple in read_turtle(file).triples}
        names = {compact(subject.value) for subject in subjects if isinstance(subject, Iri)}
        schemes[file.stem] = tuple(sorted(name for name in names if name.startswith(f"{file.stem}:")))
    schemes["measure"] = tuple(name for name in schemes["measure"] if name not in MONEY)
    return Concepts(schemes)
