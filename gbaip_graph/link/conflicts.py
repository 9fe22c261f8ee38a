"""Links that disagree with what is known of their two sides, or with one another, the worst first.

For ``gbaip link check``, over mapping sets of ours and of anyone. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as ReadOnlySet
from dataclasses import dataclass

from gbaip_graph.link.blocking import NameIndex
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.sides import Sides
from gbaip_graph.link.surroundings import Surroundings
from gbaip_graph.sssom.mapping import Mapping, MappingSet

_SKOS = "http://www.w3.org/2004/02/skos/core#"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
EXACT, CLOSE = _SKOS + "exactMatch", _SKOS + "closeMatch"
BROAD, NARROW, RELATED = _SKOS + "broadMatch", _SKOS + "narrowMatch", _SKOS + "relatedMatch"
#: How much a relation claims: what is wrong with a link that claims more is worse.
CLAIMS = {SAME_AS: 1.0, EXACT: 1.0, CLOSE: 0.7, BROAD: 0.5, NARROW: 0.5, RELATED: 0.3}
_OTHER_CLAIM = 0.5
#: Relations that say of two things that they are one.
ONE_THING = frozenset({SAME_AS, EXACT})
#: What weighs less is told for information, and makes no check fail.
NOTICE_BELOW = 0.3


@dataclass(frozen=True)
class Conflict:
    """A mapping and what disagrees: a stable rule name, how bad that is (0 to 1), and a sentence.

    ``others`` are further mappings that it takes to disagree, such as a second exact match.
    """

    mapping: Mapping
    rule: str
    weight: float
    told: str
    others: tuple[Mapping, ...] = ()

    @property
    def gravity(self) -> float:
        """The weight, by how much the relation claims and how sure its author was; for the order."""
        claim = CLAIMS.get(self.mapping.predicate_iri, _OTHER_CLAIM)
        sure = 1.0 if self.mapping.confidence is None else 0.5 + self.mapping.confidence / 2
        return round(self.weight * claim * sure, 2)

    @property
    def is_notice(self) -> bool:
        """Whether it is told for information alone."""
        return self.weight < NOTICE_BELOW


@dataclass(frozen=True)
class Known:
    """What the rules may use: both sides of mappings, our places, our things by name, our identifiers."""

    sides: Sides
    around: Surroundings
    own_index: NameIndex
    own_names: ReadOnlySet[str]


def find_conflicts(
    mapping_sets: Sequence[MappingSet],
    ours: Iterable[Entity],
    records: Iterable[Entity] = (),
    *,
    names: ReadOnlySet[str] = frozenset(),
) -> tuple[Conflict, ...]:
    """Return what disagrees, the worst first; rows that deny a link or were rejected state none.

    ``ours`` is our side, ``records`` what is known of theirs, ``names`` every name of ours that there is
    (none given: those of ``ours``).
    """
    from gbaip_graph.link.conflicts_of_pairs import PAIR_RULES  # noqa: PLC0415 - they import this module
    from gbaip_graph.link.conflicts_of_sets import SET_RULES  # noqa: PLC0415

    own = tuple(ours)
    known = Known(Sides(own, records), Surroundings(own), NameIndex.of(own), names or {one.id for one in own})
    rows = [one for mapping_set in mapping_sets for one in mapping_set]
    stated = [one for one in rows if is_stated(one)]
    found = [conflict for one in stated for rule in PAIR_RULES for conflict in rule(one, known)]
    for set_rule in SET_RULES:
        found.extend(set_rule(stated, rows, known))
    return tuple(sorted(found, key=_order))


def is_stated(mapping: Mapping) -> bool:
    """Say whether a row claims a link: neither denied nor rejected; a prediction is judged, too."""
    return not mapping.is_negative and mapping.review_state != "rejected"


def _order(one: Conflict) -> tuple[float, str, int, str, str]:
    return (-one.gravity, one.mapping.file, one.mapping.line, one.rule, one.told)
