"""For each core constraint a test that is only passed by what surely conforms.

One reader a parameter: it turns what a shape says into a function of focus node and value nodes. A reader
that meets something rare or ill-formed raises ``NotRead``, and the shape goes to the judge as it is.
https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from gbaip_graph.check.shacl.model import SH, Shape
from gbaip_graph.check.shacl.paths import single_property
from gbaip_graph.check.shacl.plain_values import Comparable, comparable, is_plain
from gbaip_graph.turtle.literals import lexical_fault
from gbaip_graph.turtle.terms import (
    IRI_TYPE,
    RDF_LANG_STRING,
    XSD_INTEGER,
    XSD_STRING,
    BlankNode,
    Iri,
    Literal,
    Subject,
    Term,
)

#: Focus node and its value nodes, each once -> whether they surely conform.
Conforms: TypeAlias = Callable[[Term, Collection[Term]], bool]


class NotRead(ValueError):
    """A shape says something that this pre-check does not read."""


class Reader(Protocol):
    """What a reader may ask while it reads a shape."""

    def members(self, node: Term) -> tuple[Term, ...]:
        """Return the members of a list; raises ``NotRead`` for what is none."""

    def shape(self, node: Term) -> Callable[[Term], bool]:
        """Return the test of another shape; raises ``NotRead`` where it leads back to this one."""

    def described(self, node: Term) -> Shape:
        """Return another shape itself; raises ``NotRead`` where there is none."""

    def below(self, top: Term) -> frozenset[Term]:
        """Return a class and all its subclasses."""

    def objects(self, subject: Subject, predicate: Iri) -> Collection[Term]:
        """Return the objects of the triples with this subject and predicate."""

    def predicates(self, subject: Subject) -> Collection[Iri]:
        """Return the properties that a subject has."""


def _one(shape: Shape, parameter: str) -> Term:
    values = shape.of(parameter)
    if len(values) != 1:
        raise NotRead(f"sh:{parameter} is given {len(values)} times")
    return values[0]


def _number(shape: Shape, parameter: str) -> int:
    value = _one(shape, parameter)
    if not isinstance(value, Literal) or value.datatype != XSD_INTEGER or not is_plain(value):
        raise NotRead(f"sh:{parameter} is no plain whole number")
    return int(value.lexical)


def _is_yes(shape: Shape, parameter: str) -> bool:
    value = _one(shape, parameter)
    if not isinstance(value, Literal) or not is_plain(value) or value.lexical not in ("true", "false"):
        raise NotRead(f"sh:{parameter} is neither true nor false")
    return value.lexical == "true"


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
    wanted = _one(shape, "datatype")
    if not isinstance(wanted, Iri):
        raise NotRead("sh:datatype is no IRI")
    datatype = wanted.value
    return lambda _, values: all(
        isinstance(value, Literal) and value.datatype == datatype and lexical_fault(value) is None
        for value in values
    )


def _node_kind(shape: Shape, _: Reader) -> Conforms:
    kind = _one(shape, "nodeKind")
    if kind not in _NODE_KINDS:
        raise NotRead("sh:nodeKind is none of the six kinds")
    allowed = _NODE_KINDS[kind]
    return lambda _, values: all(isinstance(value, allowed) for value in values)


def _min_count(shape: Shape, _: Reader) -> Conforms:
    least = _number(shape, "minCount")
    return lambda _, values: len(set(map(_caseless, values))) >= least if least > 1 else len(values) >= least


def _max_count(shape: Shape, _: Reader) -> Conforms:
    most = _number(shape, "maxCount")
    return lambda _, values: len(values) <= most


def _bound(parameter: str, holds: Callable[[Any, Any], bool]) -> Callable[[Shape, Reader], Conforms]:
    """Make the reader of a bound; ``holds`` compares a value with it."""

    def read(shape: Shape, _: Reader) -> Conforms:
        bound = comparable(_one(shape, parameter))
        if bound is None:
            raise NotRead(f"sh:{parameter} is no plain number or date")
        return lambda _, values: all(_compare(comparable(value), bound, holds) for value in values)

    return read


def _compare(one: Comparable | None, two: Comparable | None, holds: Callable[[Any, Any], bool]) -> bool:
    return one is not None and two is not None and one[0] == two[0] and holds(one[1], two[1])


def _min_length(shape: Shape, _: Reader) -> Conforms:
    least = _number(shape, "minLength")
    return lambda _, values: all(
        (text := _text(value)) is not None and len(text) >= least for value in values
    )


def _max_length(shape: Shape, _: Reader) -> Conforms:
    most = _number(shape, "maxLength")
    return lambda _, values: all((text := _text(value)) is not None and len(text) <= most for value in values)


def _text(term: Term) -> str | None:
    """Return what ``STR`` gives where engines agree on it."""
    if isinstance(term, Iri):
        return term.value
    if isinstance(term, Literal) and term.datatype in (XSD_STRING, RDF_LANG_STRING):
        return term.lexical
    return None


def _pattern(shape: Shape, _: Reader) -> Conforms:
    flags = _flags(shape)
    patterns = []
    for pattern in shape.of("pattern"):
        if not isinstance(pattern, Literal):
            raise NotRead("sh:pattern is no text")
        try:
            patterns.append(re.compile(pattern.lexical, flags))
        except re.error as error:
            raise NotRead("sh:pattern is no regular expression") from error

    def matches(value: Term) -> bool:
        text = _text(value)
        return text is not None and all(pattern.search(text) for pattern in patterns)

    return lambda _, values: all(map(matches, values))


def _flags(shape: Shape) -> int:
    """Return the flags of https://www.w3.org/TR/xpath-functions/#flags that Python has too."""
    flags = 0
    for value in shape.of("flags"):
        if not isinstance(value, Literal) or not _FLAGS.keys() >= set(value.lexical):
            raise NotRead("sh:flags with another letter than i, m and s")
        for letter in value.lexical:
            flags |= _FLAGS[letter]
    return flags


def _language_in(shape: Shape, reader: Reader) -> Conforms:
    allowed = {
        tag.lexical.lower() for tag in reader.members(_one(shape, "languageIn")) if isinstance(tag, Literal)
    }
    return lambda _, values: all(
        isinstance(value, Literal) and value.language.lower() in allowed for value in values
    )


def _unique_lang(shape: Shape, _: Reader) -> Conforms:
    if not _is_yes(shape, "uniqueLang"):
        return _always

    def conforms(_: Term, values: Collection[Term]) -> bool:
        tags = [value.language.lower() for value in values if isinstance(value, Literal) and value.language]
        return len(tags) == len(set(tags))

    return conforms


def _in(shape: Shape, reader: Reader) -> Conforms:
    allowed = frozenset(reader.members(_one(shape, "in")))
    return lambda _, values: all(value in allowed for value in values)


def _has_value(shape: Shape, _: Reader) -> Conforms:
    wanted = shape.of("hasValue")
    return lambda _, values: all(one in values for one in wanted)


def _closed(shape: Shape, reader: Reader) -> Conforms:
    if not _is_yes(shape, "closed"):
        return _always
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
    test = reader.shape(_one(shape, "qualifiedValueShape"))
    least = _number(shape, "qualifiedMinCount") if shape.of("qualifiedMinCount") else 0
    most = _number(shape, "qualifiedMaxCount") if shape.of("qualifiedMaxCount") else None

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


def _always(_: Term, __: Collection[Term]) -> bool:
    return True


def _read_elsewhere(_: Shape, __: Reader) -> Conforms:
    return _always


_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
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
        "languageIn": _language_in,
        "lessThan": _pair("lessThan", operator.lt),
        "lessThanOrEquals": _pair("lessThanOrEquals", operator.le),
        "maxCount": _max_count,
        "maxExclusive": _bound("maxExclusive", operator.lt),
        "maxInclusive": _bound("maxInclusive", operator.le),
        "maxLength": _max_length,
        "minCount": _min_count,
        "minExclusive": _bound("minExclusive", operator.gt),
        "minInclusive": _bound("minInclusive", operator.ge),
        "minLength": _min_length,
        "node": _node,
        "nodeKind": _node_kind,
        "or": _or,
        "pattern": _pattern,
        "property": _property,
        "qualifiedMaxCount": _read_elsewhere,
        "qualifiedMinCount": _read_elsewhere,
        "qualifiedValueShape": _qualified,
        "qualifiedValueShapesDisjoint": _read_elsewhere,
        "uniqueLang": _unique_lang,
    }
)
