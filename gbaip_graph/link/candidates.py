"""Candidate links between our things and others', each with its score, its reasons and a verdict.

For ``gbaip link candidates``. It proposes; only a person accepts or rejects, and what was rejected is not
proposed again.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from gbaip_graph.link.blocking import Named, NameIndex, NameMatch, named
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.features import (
    CONTEXT,
    Feature,
    best_match,
    score_of,
    shown,
    told_kind,
    weigh,
)
from gbaip_graph.link.kinds import compare_kinds, family
from gbaip_graph.link.sides import comparable
from gbaip_graph.link.surroundings import Surroundings, distance_km, reach_km

Verdict = Literal["clear", "ambiguous", "weak"]
EXACT, CLOSE, NARROW = "skos:exactMatch", "skos:closeMatch", "skos:narrowMatch"

#: Below this score a pair is not shown: less than a name of our choice and nothing that speaks for it.
SHOWN_FROM = 0.50
#: A clear candidate has a name that is the same and two agreements of what surrounds it, or their weight.
CLEAR_FROM = 0.75
#: Two candidates that are nearer to each other than this are told apart by nothing that counts.
MARGIN = 0.10
#: A pair is compared with this many others of each of its sides; "others fit as well" counts up to these.
_COMPARED = 30


@dataclass(frozen=True)
class Candidate:
    """A pair with its features, the relation it would have, and what to make of it.

    ``verdict`` is ``clear`` (nothing else fits and more than the name agrees), ``ambiguous`` (others fit as
    well, or the name stands alone) or ``weak``; ``reason`` says why, ``rivals`` which others fit as well.
    """

    ours: Entity
    theirs: Entity
    features: tuple[Feature, ...]
    matched: NameMatch
    relation: str
    verdict: Verdict = "weak"
    reason: str = ""
    rivals: tuple[str, ...] = ()

    @cached_property
    def score(self) -> float:
        """The sum of the points of the features, from 0 to 1."""
        return score_of(self.features)

    @cached_property
    def has_context(self) -> bool:
        """Whether more than one name speaks for the pair."""
        return any(one.points > 0 and one.name in CONTEXT for one in self.features)

    @cached_property
    def against(self) -> tuple[Feature, ...]:
        """What speaks against the pair."""
        return tuple(one for one in self.features if one.points < 0)


@dataclass(frozen=True)
class CandidateReport:
    """The candidates in the order of ours and of their scores, and how many decided pairs were left out."""

    candidates: tuple[Candidate, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def find_candidates(
    ours: Iterable[Entity], theirs: Iterable[Entity], *, decided: Mapping[tuple[str, str], str] | None = None
) -> CandidateReport:
    """Compare our things with theirs; ``decided`` are pairs of identifiers with the state they are in.

    Pairs that were accepted or rejected are not proposed again. 16,000 places with 130,000 names take a few
    seconds.
    """
    own = tuple(ours)
    index = NameIndex.of(own)
    around = Surroundings(own)
    asked = [named(one) for one in theirs]
    found: list[Candidate] = []
    for one, matches_of in zip(asked, index.pairs(asked), strict=True):
        for position, matches in matches_of.items():
            candidate = compare(index.entities[position], one, matches, around)
            if candidate.score >= SHOWN_FROM:
                found.append(candidate)
    return _without_decided(_judged(found), decided or {})


def _without_decided(
    candidates: Iterable[Candidate], decided: Mapping[tuple[str, str], str]
) -> CandidateReport:
    """Leave out what was decided, which has still been the rival of what was not."""
    states = {(ours, comparable(theirs)): state for (ours, theirs), state in decided.items()}
    kept: list[Candidate] = []
    left_out: dict[str, int] = defaultdict(int)
    for one in candidates:
        state = states.get((one.ours.id, comparable(one.theirs.id)), "")
        if state in ("accepted", "rejected"):
            left_out[state] += 1
        else:
            kept.append(one)
    return CandidateReport(tuple(kept), dict(left_out))


def compare(ours: Named, theirs: Named, matches: Sequence[NameMatch], around: Surroundings) -> Candidate:
    """Return a pair whose names match with its features and relation, not yet judged among others."""
    features = weigh(ours, theirs, matches, around)
    matched = best_match(matches)
    relation = _relation(ours.entity, told_kind(theirs, matched), matched)
    return Candidate(ours.entity, theirs.entity, features, matched, relation)


def _relation(ours: Entity, kind: str, matched: NameMatch) -> str:
    agreement = compare_kinds(ours.kind, kind)
    if matched.how == "near" or family(ours.kind) == "concept":
        return CLOSE  # the same word is not yet the same concept
    if (ours.kind, kind) == ("territory", "town"):
        return NARROW  # the town lies in the territory
    if family(ours.kind) == "place":
        return EXACT if agreement == "same" else CLOSE
    return EXACT if agreement in ("same", "unknown") else CLOSE


def _judged(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    by_side: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for one in found:
        by_side["ours", one.ours.id].append(one)
        by_side["theirs", one.theirs.id].append(one)
    # The strongest of a side decide, however many bear its name.
    strongest = {
        side: heapq.nlargest(_COMPARED, group, key=lambda one: (one.score, one.theirs.id))
        for side, group in by_side.items()
    }
    judged = [
        _judge(one, strongest["ours", one.ours.id], strongest["theirs", one.theirs.id]) for one in found
    ]
    return tuple(sorted(judged, key=lambda one: (one.ours.id, -one.score, one.theirs.id)))


def _judge(one: Candidate, of_ours: Sequence[Candidate], of_theirs: Sequence[Candidate]) -> Candidate:
    others = [
        *(other for other in of_ours if other.theirs.id != one.theirs.id and not is_sibling(one, other)),
        *(other for other in of_theirs if other.ours.id != one.ours.id),
    ]
    better = [other for other in others if round(other.score - one.score, 2) >= MARGIN]
    rivals = [other for other in others if round(abs(other.score - one.score), 2) < MARGIN]
    names = tuple(sorted({_other_side(one, other) for other in rivals}))
    weakness = _weakness(one, better)
    doubt = _doubt(one, rivals)
    verdict: Verdict = "weak" if weakness else "ambiguous" if doubt else "clear"
    reason = weakness or doubt or "the name is the same, more agrees, and nothing else fits"
    return replace(one, verdict=verdict, reason=reason, rivals=names)


def _weakness(one: Candidate, better: Sequence[Candidate]) -> str:
    if one.matched.how == "near":
        return "the spelling is only near; a person must look"
    if one.against:
        return f"something speaks against it: {one.against[0].told}"
    best = max(better, key=lambda other: other.score, default=None)
    return f"{_other_side(one, best)} fits better ({best.score:.2f})" if best else ""


def _doubt(one: Candidate, rivals: Sequence[Candidate]) -> str:
    if rivals:
        return "another fits as well" if len(rivals) == 1 else f"{len(rivals)} others fit as well"
    if not one.has_context:
        return f"nothing but the name {shown(one.matched.theirs)} speaks for it, which others may bear"
    if one.score < CLEAR_FROM:
        return "too little is told to tell it from others of that name"
    return ""


def _other_side(one: Candidate, other: Candidate) -> str:
    return other.theirs.id if other.ours.id == one.ours.id else other.ours.id


def is_sibling(one: Candidate, other: Candidate) -> bool:
    """Say whether two of theirs are one place at two granularities, such as a city and its municipality."""
    kinds = (one.theirs.kind, other.theirs.kind)
    if compare_kinds(*kinds) != "granularity" or one.against or other.against:
        return False
    if one.theirs.position is None or other.theirs.position is None:
        return one.has_context and other.has_context
    return distance_km(one.theirs.position, other.theirs.position) <= reach_km(one.ours.kind)
