"""What is one step away from a thing: parties and what they took part in, and everything that is linked.

For the picture of a neighbourhood. Involvements and memberships are steps, not neighbours; figures, names,
spans and passages are told of a thing and stand on its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import CONCEPT, DATA, INFERRED_GRAPH, ONTOLOGY, PREFIXES, compact, expand
from gbaip_graph.pictures.desk import Desk, Told
from gbaip_graph.pictures.words import texts
from gbaip_graph.turtle.terms import Iri

_STEPS = "|".join(f"{DATA}{kind}/" for kind in ("inv", "membership", "figure", "name", "span", "passage"))
_TOLD = "|".join(f"{DATA}{kind}/" for kind in ("span", "passage"))
_KNOWN = f"^({DATA}|{CONCEPT})"
_NEIGHBOURS = f"""PREFIX gbaip: <{ONTOLOGY}>
PREFIX org: <{PREFIXES["org"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>
SELECT DISTINCT ?relation ?isRole ?isFrom ?other ?passage WHERE {{
  {{
    ?step gbaip:hasParty $thing ; gbaip:inActivity ?other ; gbaip:hasRole ?relation ; gbaip:statedIn ?passage
    BIND (true AS ?isRole) BIND (true AS ?isFrom)
  }} UNION {{
    ?step gbaip:inActivity $thing ; gbaip:hasParty ?other ; gbaip:hasRole ?relation ; gbaip:statedIn ?passage
    BIND (true AS ?isRole) BIND (false AS ?isFrom)
  }} UNION {{
    ?step org:member $thing ; org:organization ?other ; org:role ?relation ; gbaip:statedIn ?passage
    BIND (true AS ?isRole) BIND (true AS ?isFrom)
  }} UNION {{
    ?step org:organization $thing ; org:member ?other ; org:role ?relation ; gbaip:statedIn ?passage
    BIND (true AS ?isRole) BIND (false AS ?isFrom)
  }} UNION {{
    GRAPH ?graph {{ $thing ?relation ?other OPTIONAL {{ $thing gbaip:statedIn ?passage }} }}
    FILTER (?graph != <{INFERRED_GRAPH}> && ?relation != rdf:type && isIRI(?other))
    FILTER (REGEX(STR(?other), "{_KNOWN}") && !REGEX(STR(?other), "^({_TOLD})"))
    BIND (false AS ?isRole) BIND (true AS ?isFrom)
  }} UNION {{
    GRAPH ?graph {{ ?other ?relation $thing OPTIONAL {{ ?other gbaip:statedIn ?passage }} }}
    FILTER (?graph != <{INFERRED_GRAPH}> && ?relation != rdf:type)
    FILTER (REGEX(STR(?other), "{_KNOWN}") && !REGEX(STR(?other), "^({_STEPS})"))
    BIND (false AS ?isRole) BIND (false AS ?isFrom)
  }} UNION {{
    ?passage gbaip:partOfSource $thing . ?other gbaip:statedIn ?passage
    FILTER (!REGEX(STR(?other), "^({_STEPS})"))
    BIND (gbaip:statedIn AS ?relation) BIND (false AS ?isRole) BIND (false AS ?isFrom)
  }}
}}
ORDER BY ?relation ?isRole ?isFrom ?other ?passage"""
_FIRST_DAYS = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT ?thing (MIN(?first) AS ?day) WHERE {{
  ?thing gbaip:takesPlaceDuring ?span . ?span gbaip:notBefore ?first
}}
GROUP BY ?thing ORDER BY ?thing"""
_IS_KNOWN = "SELECT ?relation WHERE { $thing ?relation ?value } LIMIT 1"


@dataclass(frozen=True)
class Neighbour:
    """A thing one step away, with the year in which it began where that is known, and its citations."""

    iri: str
    year: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Neighbours by one relation; ``is_from`` where it leads from the thing to them."""

    relation: str
    is_role: bool
    is_from: bool
    neighbours: tuple[Neighbour, ...]

    def words(self, desk: Desk) -> str:
        """Say the relation, which is a role or a property."""
        own = f"relation.{compact(self.relation)}"  # properties of others have no labels in our ontology
        name = desk.say(own) if own in texts() else desk.name(self.relation)
        return desk.say("neighbourhood.as", role=name) if self.is_role and self.is_from else name


def find_thing(desk: Desk, value: str) -> str:
    """Return the IRI of a thing of the graph; raises ``InvalidValue`` for anything else."""
    try:
        iri = expand(value)
    except ValueError:
        raise InvalidValue(f'thing: "{value}" is no IRI', mend=desk.say("neighbourhood.mend")) from None
    if not desk.select(_IS_KNOWN, thing=Iri(iri)):
        raise InvalidValue(f'thing: "{value}" is not in the graph', mend=desk.say("neighbourhood.mend"))
    return iri


def groups_of(desk: Desk, thing: str) -> tuple[Group, ...]:
    """Return the neighbours of a thing by relation; in each group the latest first."""
    rows = desk.select(_NEIGHBOURS, thing=Iri(thing))
    days = {row["thing"]: row["day"] for row in desk.select(_FIRST_DAYS)}
    desk.learn(row[column] for row in rows for column in ("relation", "other"))
    found: dict[tuple[str, str, str], list[Told]] = {}
    for row in rows:
        if row["other"] != thing:
            found.setdefault((row["relation"], row["isRole"], row["isFrom"]), []).append(row)
    groups = [
        Group(relation, is_role == "true", is_from == "true", _neighbours(desk, told, days))
        for (relation, is_role, is_from), told in found.items()
    ]
    return tuple(sorted(groups, key=_order))


def _order(group: Group) -> tuple[bool, bool, int, str]:
    """Put roles first and what is only classed last; among these the largest group first."""
    is_class = all(neighbour.iri.startswith(CONCEPT) for neighbour in group.neighbours)
    return is_class, not group.is_role, -len(group.neighbours), group.relation


def _neighbours(desk: Desk, told: Sequence[Told], days: Mapping[str, str]) -> tuple[Neighbour, ...]:
    passages: dict[str, list[str]] = {}
    for row in told:
        passages.setdefault(row["other"], []).append(row["passage"])
    named = sorted(passages, key=lambda iri: (desk.label(iri).text, iri))
    latest_first = sorted(named, key=lambda iri: days.get(iri, ""), reverse=True)
    return tuple(
        Neighbour(iri, days.get(iri, "")[:4], tuple(_first_of_each_source(passages[iri])))
        for iri in latest_first
    )


def _first_of_each_source(passages: Iterable[str]) -> Iterable[str]:
    """Keep one passage of each document: a record may cite every paragraph that tells something of it."""
    firsts: dict[str, str] = {}
    for passage in sorted(set(passages)):
        firsts.setdefault(passage.partition(".")[0] if passage.startswith(DATA) else passage, passage)
    return firsts.values()
