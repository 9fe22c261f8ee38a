"""Why two things may be the same: features with points that add up to the score, each told in a sentence.

For the matcher, and for the conflict check, which asks for the same evidence of links that others made. The
points are weighed by hand, for few and clear rules: a name alone can reach 0.55, what surrounds it must bring
the rest, and what contradicts costs more than any agreement brings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from gbaip_graph.link.blocking import Named, NameMatch, Spelling
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.kinds import compare_kinds, family
from gbaip_graph.link.names import visible
from gbaip_graph.link.surroundings import Surroundings, distance_km, is_far, reach_km

NAME_POINTS = {"same": 0.55, "core": 0.50, "near": 0.40}
#: A name that is only one of many of theirs says a little less than the one they chose.
_OTHER_NAME_POINTS = -0.03
#: Of an abbreviation, and of a name that is no longer used.
_WEAK_NAME_PART, _FORMER_NAME_PART = 0.5, 0.8
_WORD_POINTS = -0.10
SECOND_SCRIPT_POINTS, SCRIPT_DIFFERS_POINTS = 0.10, -0.30
KIND_POINTS = {"same": 0.10, "unknown": 0.0, "granularity": 0.0, "level": -0.15, "clash": -0.60}
SUBDISTRICT_POINTS = -0.25
COUNTRY_POINTS, OTHER_COUNTRY_POINTS = 0.05, -0.50
WITHIN_POINTS, ELSEWHERE_POINTS, UNKNOWN_CONTAINER_POINTS = 0.10, -0.40, -0.20
NEAR_POINTS, FAR_POINTS = 0.10, -0.50
OTHER_TIME_POINTS = -0.50
OTHER_PLACE_NAMED_POINTS = -0.50
# Two words are one, spelt differently, from this ratio on.
_SAME_WORD_RATIO = 80
_FILLING_WORDS = frozenset({"the", "of", "and", "for", "in", "on", "de", "da", "do", "e", "s"})
_WITH_SUBDISTRICTS = frozenset({"country", "territory", "province", "municipality", "district", "region"})
#: Features that say more than a name does: without one of them no match is clear.
CONTEXT = ("second-script", "country", "within", "position")


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for or against: its name, its points (they add up to the score), and what was seen."""

    name: str
    points: float
    told: str


def score_of(features: Iterable[Feature]) -> float:
    """Add up the points of features, from 0 to 1; where they are below 0, a feature of its own says so."""
    return round(sum(feature.points for feature in features), 2)


def weigh(
    ours: Named, theirs: Named, matches: Sequence[NameMatch], around: Surroundings
) -> tuple[Feature, ...]:
    """Return the features of a pair whose names match; features without points tell what was not decided."""
    best = best_match(matches)
    found = [
        *_name(best),
        *_second_script(best, matches, ours, theirs),
        *_kind(best, ours.entity, theirs),
        *surrounding_features(ours.entity, theirs.entity, around),
        *places_named_features(ours.entity, theirs.entity, around),
    ]
    below = score_of(found)
    return (*found, Feature("floor", -below, "a score is never below 0")) if below < 0 else tuple(found)


def surrounding_features(ours: Entity, theirs: Entity, around: Surroundings) -> list[Feature]:
    """Return what country, containers, positions and years say for or against two things being one."""
    return [
        *_country(ours, theirs),
        *_within(ours, theirs, around),
        *_position(ours, theirs),
        *_time(ours, theirs),
    ]


def best_match(matches: Sequence[NameMatch]) -> NameMatch:
    """Return the match of names that says most."""
    return max(matches, key=lambda match: (_name_points(match), match.ours.script == "latin"))


def _name_points(match: NameMatch) -> float:
    points = NAME_POINTS[match.how] * match.ratio
    if match.theirs.name.kind == "other":
        points += _OTHER_NAME_POINTS
    if match.ours.is_weak or match.theirs.is_weak:
        points *= _WEAK_NAME_PART
    if "former" in (match.ours.name.kind, match.theirs.name.kind):
        points *= _FORMER_NAME_PART
    return round(points, 2)


def shown(spelling: Spelling) -> str:
    """Return a name as it was written, with its language, for a sentence about it."""
    language = f"@{spelling.name.language}" if spelling.name.language else ""
    return f"“{visible(spelling.name.text)}”{language}"


def _name(best: NameMatch) -> list[Feature]:
    ours, theirs = shown(best.ours), shown(best.theirs)
    how = {
        "same": f"our name {ours} is their name {theirs}",
        "core": f"our name {ours} is their name {theirs} but for its ending",
        "near": f"our name {ours} is spelt nearly like their name {theirs} ({best.ratio:.2f})",
    }[best.how]
    features = [Feature("name", _name_points(best), how + _weakness(best))]
    if best.how == "near" and (words := _other_words(best)):
        told = f"words of one name alone: {', '.join(words)}"
        features.append(Feature("words", round(_WORD_POINTS * len(words), 2), told))
    return features


def _weakness(best: NameMatch) -> str:
    if best.ours.is_weak or best.theirs.is_weak:
        return "; it is short and points to many things"
    return "; it is a former name" if best.ours.name.kind == "former" else ""


def _other_words(best: NameMatch) -> list[str]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - an extra; blocking has told where it is not installed

    ours, theirs = (set(one.folded.split()) - _FILLING_WORDS for one in (best.ours, best.theirs))
    alike = {(a, b) for a, b in product(ours, theirs) if fuzz.ratio(a, b) >= _SAME_WORD_RATIO}
    return sorted((ours - {a for a, _ in alike}) | (theirs - {b for _, b in alike}))


def _second_script(
    best: NameMatch, matches: Sequence[NameMatch], ours: Named, theirs: Named
) -> list[Feature]:
    other = next(
        (m for m in matches if m.ours.script != best.ours.script and m.how != "near" and not m.ours.is_weak),
        None,
    )
    if other is not None:
        told = f"{shown(other.ours)} is {shown(other.theirs)}, too"
        return [Feature("second-script", SECOND_SCRIPT_POINTS, told)]
    our_han, their_han = (_full_han_names(one) for one in (ours, theirs))
    if best.ours.script == "han" or not our_han or not their_han:
        return []
    if any(a.core in b.folded or b.core in a.folded for a, b in product(our_han, their_han)):
        return []
    told = f"the Chinese names differ: {shown(our_han[0])} and {shown(their_han[0])}"
    return [Feature("second-script", SCRIPT_DIFFERS_POINTS, told)]


def _full_han_names(one: Named) -> list[Spelling]:
    return [spelling for spelling in one.spellings if spelling.script == "han" and not spelling.is_weak]


def told_kind(theirs: Named, best: NameMatch | None = None) -> str:
    """Return their kind, or the one that the endings of their names tell, such as 街道."""
    endings = {
        spelling.told_kind
        for spelling in theirs.spellings
        if spelling.told_kind and (best is None or spelling.core in (best.theirs.core, best.ours.core))
    }
    if "subdistrict" in endings and theirs.entity.kind in ("", "place", "town"):
        return "subdistrict"
    return theirs.entity.kind or next(iter(sorted(endings)), "")


def _kind(best: NameMatch, ours: Entity, theirs: Named) -> list[Feature]:
    kind = told_kind(theirs, best)
    agreement = compare_kinds(ours.kind, kind)
    if kind == "subdistrict" and ours.kind in _WITH_SUBDISTRICTS:
        told = f"their name is that of a subdistrict or a township, ours of a {ours.kind}"
        return [Feature("kind", SUBDISTRICT_POINTS, told)]
    told = {
        "same": f"both are of the kind {kind}",
        "unknown": f"ours is of the kind {ours.kind or 'that is not told'}, theirs {kind or 'is not told'}",
        "granularity": f"ours is a {ours.kind}, theirs a {kind}: another granularity of the same place",
        "level": f"ours is a {ours.kind}, theirs a {kind} that may bear its name or give it",
        "clash": f"ours is a {ours.kind} and theirs a {kind}",
    }[agreement]
    return [Feature("kind", KIND_POINTS[agreement], told)]


def _country(ours: Entity, theirs: Entity) -> list[Feature]:
    if not ours.countries or not theirs.countries:
        return []
    their_codes, our_codes = "/".join(theirs.countries), "/".join(ours.countries)
    if set(ours.countries) & set(theirs.countries):
        return [Feature("country", COUNTRY_POINTS, f"both are of the country code {their_codes}")]
    if set(ours.countries) <= {"HK", "MO"} and "CN" in theirs.countries:
        return [Feature("country", 0.0, f"ours is of the code {our_codes}, theirs of China as a whole")]
    told = f"ours is of the country code {our_codes}, theirs of {their_codes}"
    return [Feature("country", OTHER_COUNTRY_POINTS, told)]


def _within(ours: Entity, theirs: Entity, around: Surroundings) -> list[Feature]:
    nearer = around.around(ours)
    territories = [place for code in theirs.countries for place in around.of_country(code)]
    for place in territories:
        if place == ours.id or place in nearer:
            told = f"their country code is that of {around.label(place)}"
            return [Feature("within", WITHIN_POINTS, told)]
    called = [(text, around.called(text)) for text in theirs.within]
    told_places = [(text, places) for text, places in called if places or "://" not in text]
    for text, places in told_places:
        if shared := sorted(set(nearer) & places):
            told = f"both belong to {around.label(shared[0])} (theirs: {visible(text)})"
            return [Feature("within", WITHIN_POINTS, told)]
    if not nearer or not told_places:
        return []
    elsewhere = [text for text, places in told_places if places and not _leads_to(places, ours, around)]
    if elsewhere:
        told = f"theirs is in {visible(elsewhere[0])}, ours in {around.label(nearer[0])}"
        return [Feature("within", ELSEWHERE_POINTS, told)]
    if any(not places for _, places in told_places):
        names = ", ".join(visible(text) for text, places in told_places if not places)
        told = f"theirs is in {names}, which is no place that ours is known to be in"
        return [Feature("within", UNKNOWN_CONTAINER_POINTS, told)]
    return []


def _leads_to(places: set[str], ours: Entity, around: Surroundings) -> bool:
    return any(place in (ours.id, *ours.within) or around.nests(place, ours.id) for place in places)


def _position(ours: Entity, theirs: Entity) -> list[Feature]:
    if ours.position is None or theirs.position is None:
        return []
    kinds = (ours.kind, theirs.kind) if family(theirs.kind) == "place" else (ours.kind,)
    km = distance_km(ours.position, theirs.position)
    if km <= reach_km(ours.kind):
        return [Feature("position", NEAR_POINTS, f"they are {km:.0f} km apart, within a {ours.kind}")]
    if is_far(km, *kinds):
        return [Feature("position", FAR_POINTS, f"they are {km:.0f} km apart, too far for a {ours.kind}")]
    return [Feature("position", 0.0, f"they are {km:.0f} km apart, which decides nothing")]


def _time(ours: Entity, theirs: Entity) -> list[Feature]:
    for first, second, whose in ((ours, theirs, "ours"), (theirs, ours, "theirs")):
        if first.ends and second.begins and _before(first.ends, second.begins):
            other = "theirs" if whose == "ours" else "ours"
            told = f"{whose} ended in {first.ends}, before {other} began in {second.begins}"
            return [Feature("time", OTHER_TIME_POINTS, told)]
    return []


def _before(end: str, begin: str) -> bool:
    """Compare two dates by what both of them tell: a year by years, a day by days."""
    length = min(len(end), len(begin))
    return end[:length] < begin[:length]


def places_named_features(ours: Entity, theirs: Entity, around: Surroundings) -> list[Feature]:
    """Return what speaks against a body or a series whose name speaks of a place that ours is not in."""
    if family(ours.kind) == "place":
        return []
    named = around.named_in(name.text for name in theirs.names)
    known = around.named_in(name.text for name in ours.names if name.kind == "main")
    known.update(around.around(ours))
    strange = sorted(one for one in named if not any(around.nests(one, other) for other in known))
    if not known or not strange:
        return []
    told = f"their name speaks of {around.label(strange[0])}, which has nothing to do with ours"
    return [Feature("places-named", OTHER_PLACE_NAMED_POINTS, told)]
