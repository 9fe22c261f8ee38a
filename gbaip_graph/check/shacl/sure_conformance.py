"""For each core constraint a test that is only passed by what surely conforms.

One reader a parameter: it turns what a shape says into a function of focus node and value nodes. A reader
that meets something rare or ill-formed raises ``NotRead``, and the shape goes to the judge as it is.
https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from gbaip_graph.check.shacl.constraint_reading import (
    Conforms,
    NotRead,
    Reader,
    always_conforms,
    is_yes,
    one_value,
    plain_number,
)
from gbaip_graph.check.shacl.model import SH, Shape
from gbaip_graph.check.shacl.paths import single_property
from gbaip_graph.check.shacl.plain_values import Comparable, comparable
from gbaip_graph.check.shacl.sure_texts import (
    read_language_in,
    read_max_length,
    read_min_length,
    read_pattern,
    read_unique_lang,
)
from gbaip_graph.turtle.literals import lexical_fault
from gbaip_graph.turtle.terms import (
    IRI_TYPE,
    BlankNode,
    Iri,
    Literal,
    Term,
)


def _caseless(term: Term) -> Term:
    """Engines differ in whether tags of other letter case make another literal."""
    if isinstance(term, Literal) and term.language:
        return Literal(term.lexical, term.datatype, term.language.lower())
    return term


def _class(shape: Shape, reader: Reader) -> Conforms:
    wanted = [reader.below(top) for top in shape.of("class")]

    def conforms(_: Term, values: Collection[Term]) -> bool:
        for value in values:
            if isinstance(value, Literal):
                return False
            types = reader.objects(value, IRI_TYPE)
            if not all(any(one in allowed for one in types) for allowed in wanted):
                return False
        return True

    return conforms


def _datatype(shape: Shape, _: Reader) -> Conforms:
    wanted = one_value(shape, "datatype")
    if not isinstance(wanted, Iri):
        raise NotRead("sh:datatype is no IRI")
    datatype = wanted.value
    return lambda _, values: all(
        isinstance(value, Literal) and value.datatype == datatype and lexical_fault(value) is None
        for value in values
    )


def _node_kind(shape: Shape, _: Reader) -> Conforms:
    kind = one_value(shape, "nodeKind")
    if kind not in _NODE_KINDS:
        raise NotRead("sh:nodeKind is none of the six kinds")
    allowed = _NODE_KINDS[kind]
    return lambda _, values: all(isinstance(value, allowed) for value in values)


def _min_count(shape: Shape, _: Reader) -> Conforms:
    least = plain_number(shape, "minCount")
    return lambda _, values: len(set(map(_caseless, values))) >= least if least > 1 else len(values) >= least


def _max_count(shape: Shape, _: Reader) -> Conforms:
    most = plain_number(shape, "maxCount")
    return lambda _, values: len(values) <= most


def _bound(parameter: str, holds: Callable[[Any, Any], bool]) -> Callable[[Shape, Reader], Conforms]:
    """Make the reader of a bound; ``holds`` compares a value with it."""

    def read(shape: Shape, _: Reader) -> Conforms:
        bound = comparable(one_value(shape, parameter))
        if bound is None:
            raise NotRead(f"sh:{parameter} is no plain number or date")
        return lambda _, values: all(_compare(comparable(value), bound, holds) for value in values)

    return read


def _compare(one: Comparable | None, two: Comparable | None, holds: Callable[[Any, Any], bool]) -> bool:
    return one is not None and two is not None and one[0] == two[0] and holds(one[1], two[1])


def _in(shape: Shape, reader: Reader) -> Conforms:
    allowed = frozenset(reader.members(one_value(shape, "in")))
    return lambda _, values: all(value in allowed for value in values)


def _has_value(shape: Shape, _: Reader) -> Conforms:
    wanted = shape.of("hasValue")
    return lambda _, values: all(one in values for one in wanted)


def _closed(shape: Shape, reader: Reader) -> Conforms:
    if not is_yes(shape, "closed"):
        return always_conforms
    ignored = [one for lists in shape.of("ignoredProperties") for one in reader.members(lists)]
    paths = (single_property(reader.described(one).path) for one in shape.of("property"))
    allowed = frozenset([*ignored, *(path for path in paths if path)])
    return lambda _, values: all(
        not isinstance(value, Literal) and all(one in allowed for one in reader.predicates(value))
        for value in values
    )


def _property(shape: Shape, reader: Reader) -> Conforms:
    if any(reader.described(one).path is None for one in shape.of("property")):
        raise NotRead("sh:property leads to a shape without a path")
    return _each(shape.of("property"), reader)


def _node(shape: Shape, reader: Reader) -> Conforms:
    return _each(shape.of("node"), reader)


def _and(shape: Shape, reader: Reader) -> Conforms:
    return _each([one for lists in shape.of("and") for one in reader.members(lists)], reader)


def _each(shapes: Collection[Term], reader: Reader) -> Conforms:
    tests = tuple(map(reader.shape, shapes))
    return lambda _, values: all(test(value) for value in values for test in tests)


def _or(shape: Shape, reader: Reader) -> Conforms:
    choices = [tuple(map(reader.shape, reader.members(lists))) for lists in shape.of("or")]
    return lambda _, values: all(any(test(value) for test in tests) for value in values for tests in choices)


def _qualified(shape: Shape, reader: Reader) -> Conforms:
    """Read the counts of the values that conform to a shape; where few have values, few conform."""
    if shape.of("qualifiedValueShapesDisjoint"):
        raise NotRead("siblings that are disjoint")
    test = reader.shape(one_value(shape, "qualifiedValueShape"))
    least = plain_number(shape, "qualifiedMinCount") if shape.of("qualifiedMinCount") else 0
    most = plain_number(shape, "qualifiedMaxCount") if shape.of("qualifiedMaxCount") else None

    def conforms(_: Term, values: Collection[Term]) -> bool:
        return (most is None or len(values) <= most) and sum(map(test, values)) >= least

    return conforms


def _pair(parameter: str, holds: Callable[[Any, Any], bool]) -> Callable[[Shape, Reader], Conforms]:
    """Make the reader of a comparison with the values of another property."""

    def read(shape: Shape, reader: Reader) -> Conforms:
        others = _properties(shape, parameter)
        return lambda focus, values: (
            not isinstance(focus, Literal)
            and all(
                _compare(comparable(value), comparable(other), holds)
                for one in others
                for other in reader.objects(focus, one)
                for value in values
            )
        )

    return read


def _properties(shape: Shape, parameter: str) -> list[Iri]:
    found = [one for one in shape.of(parameter) if isinstance(one, Iri)]
    if len(found) != len(shape.of(parameter)):
        raise NotRead(f"sh:{parameter} is no property")
    return found


def _disjoint(shape: Shape, reader: Reader) -> Conforms:
    others = _properties(shape, "disjoint")

    def conforms(focus: Term, values: Collection[Term]) -> bool:
        if isinstance(focus, Literal):
            return False
        # Numbers of one value in different writing are equal to some engines.
        texts = {_spelled(value) for value in values}
        return not any(_spelled(other) in texts for one in others for other in reader.objects(focus, one))

    return conforms


def _spelled(term: Term) -> object:
    return comparable(term) or _caseless(term)


def _read_elsewhere(_: Shape, __: Reader) -> Conforms:
    return always_conforms


_NODE_KINDS: Mapping[Term, tuple[type, ...]] = MappingProxyType(
    {
        Iri(SH + "IRI"): (Iri,),
        Iri(SH + "Literal"): (Literal,),
        Iri(SH + "BlankNode"): (BlankNode,),
        Iri(SH + "BlankNodeOrIRI"): (BlankNode, Iri),
        Iri(SH + "BlankNodeOrLiteral"): (BlankNode, Literal),
        Iri(SH + "IRIOrLiteral"): (Iri, Literal),
    }
)

#: Parameter -> its reader. What is missing here (not, xone, equals, sparql) is the judge's alone.
READERS: Mapping[str, Callable[[Shape, Reader], Conforms]] = MappingProxyType(
    {
        "and": _and,
        "class": _class,
        "closed": _closed,
        "datatype": _datatype,
        "disjoint": _disjoint,
        "flags": _read_elsewhere,
        "hasValue": _has_value,
        "ignoredProperties": _read_elsewhere,
        "in": _in,
        "languageIn": read_language_in,
        "lessThan": _pair("lessThan", operator.lt),
        "lessThanOrEquals": _pair("lessThanOrEquals", operator.le),
        "maxCount": _max_count,
        "maxExclusive": _bound("maxExclusive", operator.lt),
        "maxInclusive": _bound("maxInclusive", operator.le),
        "maxLength": read_max_length,
        "minCount": _min_count,
        "minExclusive": _bound("minExclusive", operator.gt),
        "minInclusive": _bound("minInclusive", operator.ge),
        "minLength": read_min_length,
        "node": _node,
        "nodeKind": _node_kind,
        "or": _or,
        "pattern": read_pattern,
        "property": _property,
        "qualifiedMaxCount": _read_elsewhere,
        "qualifiedMinCount": _read_elsewhere,
        "qualifiedValueShape": _qualified,
        "qualifiedValueShapesDisjoint": _read_elsewhere,
        "uniqueLang": read_unique_lang,
    }
)
