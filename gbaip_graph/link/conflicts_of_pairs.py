"""What a single mapping may disagree with: country, distance, kind, granularity, time, names.

For ``conflicts``. A rule yields nothing where it knows too little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from gbaip_graph.link.blocking import NameIndex, named
from gbaip_graph.link.conflicts import BROAD, CLOSE, NARROW, ONE_THING, RELATED, SAME_AS, Conflict, Known
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.features import places_named_features, surrounding_features, told_kind
from gbaip_graph.link.kinds import compare_kinds, family
from gbaip_graph.link.names import key, place_core, plain, script_of, visible
from gbaip_graph.link.sides import Side
from gbaip_graph.namespaces import BASE, compact
from gbaip_graph.sssom.mapping import Mapping

#: How bad each disagreement is. What cannot be true weighs 1, what is only untidy a third.
WEIGHTS = {
    "country": 0.9,
    "distance": 0.8,
    "far-distance": 1.0,
    "kind": 1.0,
    "granularity": 0.7,
    "direction": 0.6,
    "time": 0.7,
    "place-in-name": 0.9,
    "container": 0.6,
    "same-as": 0.5,
    "no-common-name": 0.5,
    "label": 0.4,
    "unknown-thing": 1.0,
    "name-of-another": 0.8,
    "other-label": 0.25,
}
_VERY_FAR_KM = 1000
#: From the wide to the narrow; places of one step are neither.
_STEPS = {
    "continent": 0, "region": 0, "country": 1, "territory": 2, "province": 2, "municipality": 3,
    "district": 4, "zone": 5, "town": 5, "island": 5, "subdistrict": 5, "site": 6,
}  # fmt: skip
_FEATURE_RULES = {"country": "country", "time": "time", "within": "container"}

PairRule = Callable[[Mapping, Known], Iterator[Conflict]]


def _conflict(mapping: Mapping, rule: str, told: str) -> Conflict:
    return Conflict(mapping, rule, WEIGHTS[rule], told)


def our_side_first(mapping: Mapping, known: Known) -> tuple[Side, Side]:
    """Return the two sides, ours on the left where one is ours."""
    subject, target = known.sides.subject(mapping), known.sides.object(mapping)
    return (target, subject) if target.known_by == "graph" != subject.known_by else (subject, target)


def _relates_loosely(mapping: Mapping) -> bool:
    return mapping.predicate_iri == RELATED


def surroundings_disagree(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find other countries, containers, positions and times."""
    one, other = (side.entity for side in our_side_first(mapping, known))
    if family(one.kind) == "concept" or _relates_loosely(mapping):
        return
    for feature in surrounding_features(one, other, known.around):
        if feature.points >= 0 or (feature.name != "country" and _is_wider(mapping, one, other)):
            continue
        if feature.name == "position":
            very_far = _kilometres(feature.told) > _VERY_FAR_KM
            yield _conflict(mapping, "far-distance" if very_far else "distance", feature.told)
        elif feature.name in _FEATURE_RULES:
            yield _conflict(mapping, _FEATURE_RULES[feature.name], feature.told)


def _kilometres(told: str) -> int:
    return next(int(word) for word in told.split() if word.isdigit())


def _is_wider(mapping: Mapping, one: Entity, other: Entity) -> bool:
    """Say whether the relation itself admits that one side is much larger, so that middles may be far."""
    return mapping.predicate_iri in (BROAD, NARROW) and one.kind != other.kind


def kinds_disagree(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find a place linked to a government, and one granularity said to be exactly another."""
    one, other = our_side_first(mapping, known)
    ours, theirs = one.entity.kind, told_kind(named(other.entity))
    if other.kind_is_guessed and family(ours) != "place":
        return  # "customs agency" may be a body or the kind of it
    agreement = compare_kinds(ours, theirs)
    if agreement == "clash" and not _relates_loosely(mapping):
        told = f"{visible(one.entity.label)} is a {ours}, {visible(other.entity.label)} a {theirs}"
        yield _conflict(mapping, "kind", told)
    elif agreement in ("granularity", "level") and mapping.predicate_iri in ONE_THING:
        labels = visible(one.entity.label), visible(other.entity.label)
        told = f"{labels[0]} is a {ours}, {labels[1]} a {theirs}: not one thing"
        yield _conflict(mapping, "granularity", told)


def direction_disagrees(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find a broader match to something narrower, and the reverse."""
    subject, target = (known.sides.subject(mapping).entity, known.sides.object(mapping).entity)
    steps = _STEPS.get(subject.kind), _STEPS.get(told_kind(named(target)))
    if mapping.predicate_iri not in (BROAD, NARROW) or steps[0] is None or steps[1] is None:
        return
    wider = steps[1] < steps[0]
    if steps[0] != steps[1] and wider is (mapping.predicate_iri == NARROW):
        relation, is_so = ("narrower", "wider") if wider else ("broader", "narrower")
        said = f"{visible(target.label)} is said to be {relation}"
        told = f"{said}, but a {target.kind} is {is_so} than a {subject.kind}"
        yield _conflict(mapping, "direction", told)


def names_disagree(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find names that speak of other places, and things that share no name."""
    one, other = our_side_first(mapping, known)
    if not one.is_known or mapping.predicate_iri not in (*ONE_THING, CLOSE):
        return
    for feature in places_named_features(one.entity, other.entity, known.around):
        yield _conflict(mapping, "place-in-name", feature.told)
    if family(one.entity.kind) == "concept" or not other.entity.names:
        return
    if _share_name(one.entity, other.entity):
        return
    if one.known_by == "graph" and (another := _another_of_ours(one.entity, other.entity, known)):
        yield _conflict(mapping, "name-of-another", f"“{visible(other.entity.label)}” is a name of {another}")
        return
    ours, theirs = (f"“{visible(side.entity.label)}”" for side in (one, other))
    is_part = _is_part(one.entity, other.entity)
    rule = "no-common-name" if other.is_known and not is_part else "other-label"
    yield _conflict(mapping, rule, f"no name of {ours} is one of {theirs}")


def _is_part(one: Entity, other: Entity) -> bool:
    """Say whether a name of one begins one of the other, such as Qianhai and Qianhai Bay Area."""
    pairs = product(named(one).spellings, named(other).spellings)
    return any(f"{b.folded} ".startswith(f"{a.folded} ") for a, b in pairs)


def _another_of_ours(one: Entity, other: Entity, known: Known) -> str:
    """Return what else of ours bears a name of theirs."""
    for position, matches in known.own_index.find(named(other)).items():
        bearer = known.own_index.entities[position].entity
        is_same = any(match.how == "same" and not match.ours.is_weak for match in matches)
        if is_same and bearer.id != one.id and family(bearer.kind) == family(one.kind):
            return bearer.id
    return ""


def _share_name(one: Entity, other: Entity) -> bool:
    ours, theirs = named(one), named(other)
    if NameIndex((ours,)).find(theirs):
        return True
    scripts = ({spelling.script for spelling in side.spellings} for side in (ours, theirs))
    return not set.intersection(*scripts)  # names in two scripts cannot be compared


def labels_disagree(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find a label in the mapping that is no name of the thing, as when a wrong identifier was copied."""
    sides = (
        (known.sides.subject(mapping), mapping.subject_label),
        (known.sides.object(mapping), mapping.object_label),
    )
    for side, label in sides:
        if not side.is_known or not label:
            continue
        folded = [plain(part) for part in (label, *label.split(" | "), *label.split(" / "))]
        labels = {key(one) for part in folded for one in (part, place_core(part)[0])}
        names = {key(plain(name.text)) for name in side.entity.names}
        scripts = {script_of(plain(name.text)) for name in side.entity.names}
        if not labels & names and script_of(plain(label)) in scripts:
            told = f"the mapping calls it “{visible(label)}”, its own names are {_some_names(side.entity)}"
            yield _conflict(mapping, "label", f"{visible(side.entity.id)}: {told}")


def _some_names(entity: Entity) -> str:
    shown = [f"“{visible(name.text)}”" for name in entity.names[:3]]
    return ", ".join(shown) + (" and others" if len(entity.names) > len(shown) else "")


def things_are_unknown(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find identifiers of ours that the graph does not have."""
    for iri in (mapping.subject_iri, mapping.object_iri):
        if iri.startswith(BASE) and compact(iri) not in known.own_names:
            yield _conflict(mapping, "unknown-thing", f"the graph has no {compact(iri)}")


def same_as_is_said(mapping: Mapping, known: Known) -> Iterator[Conflict]:
    """Find owl:sameAs, which makes whatever is said of one side true of the other."""
    if (
        mapping.predicate_iri == SAME_AS
        and family(our_side_first(mapping, known)[0].entity.kind) != "concept"
    ):
        told = "owl:sameAs makes all that is said of one true of the other; skos:exactMatch claims enough"
        yield _conflict(mapping, "same-as", told)


PAIR_RULES: tuple[PairRule, ...] = (
    surroundings_disagree,
    kinds_disagree,
    direction_disagrees,
    names_disagree,
    labels_disagree,
    things_are_unknown,
    same_as_is_said,
)
