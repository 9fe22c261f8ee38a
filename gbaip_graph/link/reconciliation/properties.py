"""Values of properties of things, for conditions, for extending a table, and to propose what there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.errors import InvalidValue
from gbaip_graph.link.names import plain
from gbaip_graph.link.own_entities import AskableGraph
from gbaip_graph.link.reconciliation.data_set import DataSet, Thing, short, whole
from gbaip_graph.link.reconciliation.model import Asked, Cell, Condition, Extended, Named, PropertyWanted
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.terms import XSD, XSD_DECIMAL, XSD_INTEGER, Iri, Literal, Term

_GBAIP = PREFIXES["gbaip"]
#: Properties that lie two steps away, where nobody would look for them.
_WAYS = {
    "gbaip:nameText": f"^<{_GBAIP}nameOf>/<{_GBAIP}nameText>",
    "gbaip:edtf": f"<{_GBAIP}takesPlaceDuring>/<{_GBAIP}edtf>",
}
_FLOATS = frozenset({XSD_DECIMAL, XSD + "double", XSD + "float"})
_FOUND_BY_VALUE_LIMIT = 200


@dataclass(frozen=True)
class Properties:
    """Asks the graph for values."""

    graph: AskableGraph
    data_set: DataSet

    def held(
        self, things: Sequence[Thing], conditions: Iterable[Condition]
    ) -> Mapping[str, Mapping[object, bool]]:
        """Say of each thing which conditions hold."""
        held: dict[str, dict[object, bool]] = {thing.id: {} for thing in things}
        for condition in conditions:
            values = self._values([thing.id for thing in things], condition.property_id)
            for thing in things:
                held[thing.id][condition] = self._holds(condition, values.get(thing.id, []))
        return held

    def things_with(self, conditions: Iterable[Condition]) -> list[str]:
        """Return things of which one condition at least holds, where no name is asked for."""
        found: dict[str, None] = {}
        for condition in conditions:
            way = _way(condition.property_id)
            for asked in condition.values if way and condition.quantifier != "none" else ():
                for (thing,) in self.graph.select(_with_value(way or "", asked)).rows:
                    if isinstance(thing, Iri):
                        found.setdefault(short(thing.value))
        return list(found)

    def _holds(self, condition: Condition, values: Sequence[Term]) -> bool:
        agree = [any(self._agrees(asked, value) for value in values) for asked in condition.values]
        if condition.quantifier == "none":
            return not any(agree)
        return all(agree) if condition.quantifier == "all" else any(agree)

    def _agrees(self, asked: Asked, value: Term) -> bool:
        if isinstance(value, Iri):
            if isinstance(asked.value, str) and short(asked.value) == short(value.value):
                return True
            thing = self.data_set.find(value.value)
            names = thing.names if thing else ()
            return not asked.is_id and plain(str(asked.value)) in {plain(name.text) for name in names}
        return isinstance(value, Literal) and not asked.is_id and _equal(asked.value, value)

    def _values(self, ids: Sequence[str], property_id: str) -> Mapping[str, list[Term]]:
        iris = [Iri(iri) for one in ids if (iri := whole(one)) is not None]
        way, named = _way(property_id), " ".join(filter(None, map(_written, iris)))
        found: dict[str, list[Term]] = defaultdict(list)
        if way is None or not named:
            return found
        text = f"SELECT DISTINCT ?s ?v WHERE {{ VALUES ?s {{ {named} }} ?s {way} ?v }} ORDER BY ?s ?v"
        for thing, value in self.graph.select(text).rows:
            if isinstance(thing, Iri) and value is not None:
                found[short(thing.value)].append(value)
        return found

    def extend(self, ids: Sequence[str], wanted: Sequence[PropertyWanted], language: str) -> Extended:
        """Return the values of properties of things; none for what is unknown."""
        known = [thing.id if (thing := self.data_set.find(one)) else short(one) for one in ids]
        columns = [self._values(known, one.id) for one in wanted]
        rows = tuple(
            (
                asked,
                tuple(
                    tuple(self._cell(value, language) for value in column.get(one, [])[: want.limit])
                    for column, want in zip(columns, wanted, strict=True)
                ),
            )
            for asked, one in zip(ids, known, strict=True)
        )
        return Extended(tuple(self.data_set.term(one.id, language) for one in wanted), rows)

    def _cell(self, value: Term, language: str) -> Cell:
        if isinstance(value, Iri):
            thing = self.data_set.find(value.value)
            named = (
                self.data_set.named(thing, language)
                if thing
                else Named(short(value.value), short(value.value))
            )
            return Cell("thing", named.id, named.name, named.language)
        if not isinstance(value, Literal):
            return Cell("str", "")
        if value.datatype == XSD_INTEGER:
            return Cell("int", int(value.lexical))
        if value.datatype in _FLOATS:
            return Cell("float", float(value.lexical))
        if value.datatype == XSD + "date":
            return Cell("date", f"{value.lexical}T00:00:00Z")
        return Cell("str", value.lexical, language=value.language)

    def of_type(self, type_id: str, language: str, limit: int | None) -> tuple[Named, ...]:
        """Return the properties that things of a class have, those of the most things first."""
        iri = whole(type_id) if type_id else None
        of_class = f"?s a {_written(Iri(iri))} . " if iri and _written(Iri(iri)) else ""
        if type_id and not of_class:
            return ()
        text = f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {of_class}?s ?p ?o }} GROUP BY ?p"
        counted = [
            (int(number.lexical), short(one.value))
            for one, number in self.graph.select(text).rows
            if isinstance(one, Iri) and isinstance(number, Literal) and one.value != PREFIXES["rdf"] + "type"
        ]
        used = [name for _, name in sorted(counted, key=lambda pair: (-pair[0], pair[1]))]
        more = list(_WAYS) if counted else []
        found = [*dict.fromkeys([*more, *used])]
        return tuple(self.data_set.term(one, language) for one in found[:limit])


def _way(property_id: str) -> str | None:
    if property_id in _WAYS:
        return _WAYS[property_id]
    iri = whole(property_id)
    return _written(Iri(iri)) if iri else None


def _written(iri: Iri) -> str | None:
    try:
        return encode(iri)
    except InvalidValue:
        return None


def _with_value(way: str, asked: Asked) -> str:
    iri = whole(str(asked.value)) if asked.is_id or isinstance(asked.value, str) else None
    written = _written(Iri(iri)) if iri else None
    if written:
        return f"SELECT DISTINCT ?s WHERE {{ ?s {way} {written} }} ORDER BY ?s LIMIT {_FOUND_BY_VALUE_LIMIT}"
    text = encode(Literal(str(asked.value)))
    return (
        f"SELECT DISTINCT ?s WHERE {{ ?s {way} ?v FILTER(STR(?v) = {text}) }} "
        f"ORDER BY ?s LIMIT {_FOUND_BY_VALUE_LIMIT}"
    )


def _equal(asked: str | float | bool, value: Literal) -> bool:
    if isinstance(asked, bool):
        return value.lexical == str(asked).lower()
    if isinstance(asked, int | float):
        try:
            return float(value.lexical) == float(asked)
        except ValueError:
            return False
    return value.lexical == asked or plain(value.lexical) == plain(asked)
