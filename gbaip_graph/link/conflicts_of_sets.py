"""What mappings disagree with one another about: one to one, denials, chains of exact matches, homonyms.

For ``conflicts``, over all sets that are judged together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from gbaip_graph.link.blocking import NameIndex, named
from gbaip_graph.link.candidates import MARGIN, SHOWN_FROM, Candidate, compare, is_sibling
from gbaip_graph.link.conflicts import BROAD, CLOSE, EXACT, NARROW, ONE_THING, SAME_AS, Conflict, Known
from gbaip_graph.link.names import visible
from gbaip_graph.link.sides import comparable
from gbaip_graph.link.surroundings import distance_km, is_far
from gbaip_graph.namespaces import BASE, compact
from gbaip_graph.sssom.mapping import Mapping

WEIGHTS = {
    "two-exact": 0.8,
    "one-object": 0.8,
    "denied": 0.9,
    "two-relations": 0.5,
    "chain": 0.6,
    "homonym": 0.6,
    "objects-disagree": 0.7,
}
_SHOWN = 5  # identifiers in one sentence
#: Records of one thing that each further one is compared with; more of them disagree with these already.
_COMPARED = 20
SetRule = Callable[[Sequence[Mapping], Sequence[Mapping], Known], Iterator[Conflict]]


def more_than_one(stated: Sequence[Mapping], _: Sequence[Mapping], known: Known) -> Iterator[Conflict]:
    """Find things with two exact matches in one scheme, and records that two of ours are said to be."""
    exact = [one for one in stated if one.predicate_iri in ONE_THING]
    of_subject: dict[tuple[str, str], list[Mapping]] = defaultdict(list)
    of_object: dict[str, list[Mapping]] = defaultdict(list)
    for one in exact:
        of_subject[comparable(one.subject_iri), _namespace(one.object_iri)].append(one)
        if one.subject_iri.startswith(BASE):
            of_object[comparable(one.object_iri)].append(one)
    for rows in of_subject.values():
        for of_scheme in _by_source(rows):
            yield from _several("two-exact", of_scheme, subject_said=False)
    for rows in of_object.values():
        yield from _several("one-object", rows, subject_said=True)


def _namespace(iri: str) -> str:
    return comparable(iri[: max(iri.rstrip("/").rfind(mark) for mark in "/#:")])


def _by_source(rows: Sequence[Mapping]) -> list[list[Mapping]]:
    """Part rows of one namespace by the schemes they name; two parts of ISO 3166 share a namespace."""
    sources = sorted({one.object_source for one in rows if one.object_source}) or [""]
    return [[one for one in rows if one.object_source in (source, "")] for source in sources]


def _several(rule: str, rows: Sequence[Mapping], *, subject_said: bool) -> Iterator[Conflict]:
    if len({comparable(one.subject_iri if subject_said else one.object_iri) for one in rows}) < 2:
        return
    # The least sure of them is told; between two that are as sure, the later.
    worst = min(reversed(rows), key=lambda one: 1.0 if one.confidence is None else one.confidence)
    thing = worst.object_id if subject_said else worst.subject_id
    said = sorted({one.subject_id if subject_said else one.object_id for one in rows})
    shown = ", ".join(said[:_SHOWN]) + (f" and {len(said) - _SHOWN} more" if len(said) > _SHOWN else "")
    told = f"{thing} is exactly {shown}: one of them at most"
    yield Conflict(worst, rule, WEIGHTS[rule], told, tuple(one for one in rows if one is not worst))


def denied(stated: Sequence[Mapping], rows: Sequence[Mapping], _: Known) -> Iterator[Conflict]:
    """Find links that another row denies or somebody rejected."""
    refused: dict[tuple[str, str], Mapping] = {}
    for one in rows:
        if one.is_negative or one.review_state == "rejected":
            refused.setdefault(_pair(one), one)
    for one in stated:
        other = refused.get(_pair(one))
        if other is not None and (one.predicate_iri in ONE_THING or one.predicate_iri == other.predicate_iri):
            where = f"{other.file}:{other.line}"
            how = "denied" if other.is_negative else "rejected"
            yield Conflict(one, "denied", WEIGHTS["denied"], f"the link is {how} in {where}", (other,))


def _pair(mapping: Mapping) -> tuple[str, str]:
    one, other = sorted((comparable(mapping.subject_iri), comparable(mapping.object_iri)))
    return one, other


def two_relations(stated: Sequence[Mapping], _: Sequence[Mapping], known: Known) -> Iterator[Conflict]:
    """Find pairs that are linked by relations which exclude each other, such as broader and exact."""
    groups: dict[tuple[str, str], list[Mapping]] = defaultdict(list)
    for one in stated:
        if one.predicate_iri in (EXACT, SAME_AS, BROAD, NARROW):
            groups[_pair(one)].append(one)
    for rows in groups.values():
        relations = {_seen_from_first(one, rows[0]) for one in rows}
        if len(relations) > 1:
            told = f"the pair is linked by {', '.join(sorted(_short(one) for one in relations))} at once"
            yield Conflict(rows[-1], "two-relations", WEIGHTS["two-relations"], told, tuple(rows[:-1]))


def _seen_from_first(one: Mapping, first: Mapping) -> str:
    relation = EXACT if one.predicate_iri == SAME_AS else one.predicate_iri
    if comparable(one.subject_iri) == comparable(first.subject_iri):
        return relation
    return {BROAD: NARROW, NARROW: BROAD}.get(relation, relation)


def _short(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def chains(stated: Sequence[Mapping], _: Sequence[Mapping], known: Known) -> Iterator[Conflict]:
    """Find exact matches that, followed from one to the next, make one thing of two of ours."""
    group_of: dict[str, str] = {}

    def root(node: str) -> str:
        while (parent := group_of.setdefault(node, node)) != node:
            group_of[node] = group_of[parent]
            node = parent
        return node

    own: dict[str, str] = {}
    for one in stated:
        if one.predicate_iri not in ONE_THING:
            continue
        sides = [root(comparable(iri)) for iri in (one.subject_iri, one.object_iri)]
        for iri, side in zip((one.subject_iri, one.object_iri), sides, strict=True):
            if iri.startswith(BASE):
                own.setdefault(side, compact(iri))
        if sides[0] == sides[1]:
            continue
        named_sides = {own[side] for side in sides if side in own}
        if len(named_sides) > 1:
            told = f"a chain of exact matches makes one thing of {' and '.join(sorted(named_sides))}"
            yield Conflict(one, "chain", WEIGHTS["chain"], told)
        group_of[sides[1]] = sides[0]
        if sides[1] in own:
            own.setdefault(sides[0], own[sides[1]])


def objects_disagree(stated: Sequence[Mapping], _: Sequence[Mapping], known: Known) -> Iterator[Conflict]:
    """Find exact matches of one subject whose records are far apart, whatever is known of the subject."""
    groups: dict[str, list[Mapping]] = defaultdict(list)
    for one in stated:
        if one.predicate_iri in ONE_THING:
            groups[comparable(one.subject_iri)].append(one)
    for rows in groups.values():
        placed = [(one, side) for one in rows if (side := known.sides.object(one).entity).position]
        for number, (one, side) in enumerate(placed):
            for other, other_side in placed[: min(number, _COMPARED)]:
                if side.position is None or other_side.position is None or side.id == other_side.id:
                    continue
                km = distance_km(side.position, other_side.position)
                if is_far(km, side.kind, other_side.kind):
                    both = f"{one.object_id} and {other.object_id}, both said to be {one.subject_id},"
                    told = f"{both} are {km:.0f} km apart"
                    yield Conflict(one, "objects-disagree", WEIGHTS["objects-disagree"], told, (other,))


def homonyms(stated: Sequence[Mapping], _: Sequence[Mapping], known: Known) -> Iterator[Conflict]:
    """Find links to a record beside which another of that name fits clearly better."""
    asked = [one for one in stated if one.predicate_iri in (*ONE_THING, CLOSE) and _is_comparable(one, known)]
    index = NameIndex.of({one.subject_iri: known.sides.subject(one).entity for one in asked}.values())
    bearers: dict[str, list[Candidate]] = defaultdict(list)
    records = [named(one) for one in known.sides.records] if asked else []
    for record, matches_of in zip(records, index.pairs(records, near=False), strict=True):
        for position, matches in matches_of.items():
            found = compare(index.entities[position], record, matches, known.around)
            bearers[found.ours.id].append(found)
    for one in asked:
        yield from _better(one, bearers[known.sides.subject(one).entity.id], known)


def _is_comparable(one: Mapping, known: Known) -> bool:
    return known.sides.subject(one).known_by == "graph" and known.sides.object(one).known_by == "record"


def _better(one: Mapping, bearers: Iterable[Candidate], known: Known) -> Iterator[Conflict]:
    linked = _linked(one, known)
    score = linked.score if linked else 0.0
    others = [
        c
        for c in bearers
        if _namespace(c.theirs.id) == _namespace(one.object_iri)
        and comparable(c.theirs.id) != comparable(one.object_iri)
        and not (linked and is_sibling(linked, c))
    ]
    best = max(others, key=lambda c: c.score, default=None)
    if best is not None and best.score >= SHOWN_FROM and round(best.score - score, 2) >= MARGIN:
        other = f"{best.theirs.id} “{visible(best.theirs.label)}” fits better"
        told = f"{other}: {best.score:.2f}, the linked record {score:.2f}"
        yield Conflict(one, "homonym", WEIGHTS["homonym"], told)


def _linked(one: Mapping, known: Known) -> Candidate | None:
    """Return the two sides of a mapping as the matcher sees them, or None where no names match."""
    ours, theirs = (named(side.entity) for side in (known.sides.subject(one), known.sides.object(one)))
    matches = NameIndex((ours,)).find(theirs).get(0)
    return compare(ours, theirs, matches, known.around) if matches else None


SET_RULES: tuple[SetRule, ...] = (more_than_one, denied, two_relations, chains, objects_disagree, homonyms)
