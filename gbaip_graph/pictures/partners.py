"""Which bodies worked with which, and in what: pairs with what they have in common, cited.

For the picture; each pair is what the saved question tells of its first body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gbaip_graph.namespaces import ONTOLOGY, PREFIXES
from gbaip_graph.pictures.desk import Desk, Told
from gbaip_graph.turtle.terms import Iri

# More rows than these make a matrix that no screen shows at a size that can be read.
_BODIES = 16
#: Sides in the order of the matrix; a place counts for the first that it is in, the whole country last.
SIDES = tuple(
    f"{PREFIXES['place']}{name}" for name in ("hong-kong", "guangdong", "macao", "mainland", "china")
)
#: Bodies of the whole country, and those of no place in it.
COUNTRY, ELSEWHERE = SIDES[-1], ""
_MOST_ACTIVE = f"""PREFIX gbaip: <{ONTOLOGY}>
PREFIX org: <{PREFIXES["org"]}>
SELECT ?body (COUNT(DISTINCT ?activity) AS ?count) WHERE {{
  ?body a org:Organization . ?involvement gbaip:hasParty ?body ; gbaip:inActivity ?activity .
  FILTER NOT EXISTS {{ ?body a org:OrganizationalCollaboration }}
}}
GROUP BY ?body ORDER BY DESC(?count) ?body LIMIT {_BODIES}"""
_SIDES_OF_BODIES = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT DISTINCT ?body ?side WHERE {{
  VALUES ?side {{ {" ".join(f"<{side}>" for side in SIDES)} }}
  ?body gbaip:hasJurisdiction/gbaip:containedIn* ?side .
}}
ORDER BY ?body ?side"""


@dataclass(frozen=True)
class Body:
    """A body with the side that it is on."""

    iri: str
    side: str


@dataclass(frozen=True)
class Pair:
    """Two bodies and what the documents tell of both: rows of the question, one for each citation."""

    first: Body
    second: Body
    told: tuple[Told, ...]

    @property
    def count(self) -> int:
        """In how many activities, items, plans, series and outputs both took part."""
        return len({row["activity"] for row in self.told})

    @property
    def is_across(self) -> bool:
        """Whether the two are on different sides."""
        return self.first.side != self.second.side


def most_active(desk: Desk) -> tuple[Body, ...]:
    """Return the bodies that took part in most, in the order of their sides."""
    sides: dict[str, list[str]] = {}
    for row in desk.select(_SIDES_OF_BODIES):
        sides.setdefault(row["body"], []).append(row["side"])
    ranked = [row["body"] for row in desk.select(_MOST_ACTIVE)]
    bodies = [Body(iri, min(sides.get(iri, [ELSEWHERE]), key=_rank)) for iri in ranked]
    return tuple(sorted(bodies, key=lambda body: _rank(body.side)))


def _rank(side: str) -> int:
    return SIDES.index(side) if side in SIDES else len(SIDES)


def pairs_of(desk: Desk, bodies: Sequence[Body]) -> Mapping[tuple[str, str], Pair]:
    """Return every pair that has something in common, by the bodies in their order."""
    found = {}
    for index, first in enumerate(bodies):
        rows = desk.ask("who-works-with-whom", agency=Iri(first.iri))
        for second in bodies[index + 1 :]:
            if told := _each_once(row for row in rows if row["partner"] == second.iri):
                found[first.iri, second.iri] = Pair(first, second, told)
    return found


def _each_once(rows: Iterable[Told]) -> tuple[Told, ...]:
    """Keep one row of each activity and citation, whichever the roles."""
    cited = {(row["activity"], row["source"], row["item"], row["paragraph"]): row for row in rows}
    return tuple(cited[place] for place in sorted(cited))
