"""Class expressions against the grammar of the OWL 2 RL profile.

For the profile checker: which constructor may stand in which position, all the way down. It reads no axiom.
Grammar: https://www.w3.org/TR/owl2-profiles/#Class_Expressions_3.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.check.owl_entities import (
    EXPRESSION_RULE,
    broken,
    data_range_findings,
    entity_findings,
    is_data_property,
    list_members,
    object_property_findings,
)
from gbaip_graph.check.owl_graph import OwlGraph, Placed, spell
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import Iri, Literal, Term

Side = typing.Literal["a subclass", "a superclass", "an equivalent class"]

#: Predicate -> name of the constructor without its Object or Data.
CONSTRUCTORS: Mapping[str, str] = {
    owl.OWL + predicate: name
    for predicate, name in {
        "intersectionOf": "IntersectionOf",
        "unionOf": "UnionOf",
        "complementOf": "ComplementOf",
        "oneOf": "OneOf",
        "someValuesFrom": "SomeValuesFrom",
        "allValuesFrom": "AllValuesFrom",
        "hasValue": "HasValue",
        "hasSelf": "HasSelf",
        "minCardinality": "MinCardinality",
        "minQualifiedCardinality": "MinCardinality",
        "maxCardinality": "MaxCardinality",
        "maxQualifiedCardinality": "MaxCardinality",
        "cardinality": "ExactCardinality",
        "qualifiedCardinality": "ExactCardinality",
    }.items()
}
_BOOLEAN = frozenset({"IntersectionOf", "UnionOf", "ComplementOf", "OneOf"})

#: Constructor -> position it may stand in -> position its operands or its filler then stand in.
_ADMITTED: Mapping[str, Mapping[Side, Side]] = {
    "IntersectionOf": {
        "a subclass": "a subclass",
        "a superclass": "a superclass",
        "an equivalent class": "an equivalent class",
    },
    "UnionOf": {"a subclass": "a subclass"},
    "ComplementOf": {"a superclass": "a subclass"},
    "OneOf": {"a subclass": "a subclass"},
    "SomeValuesFrom": {"a subclass": "a subclass"},
    "AllValuesFrom": {"a superclass": "a superclass"},
    "HasValue": {
        "a subclass": "a subclass",
        "a superclass": "a superclass",
        "an equivalent class": "an equivalent class",
    },
    "MaxCardinality": {"a superclass": "a subclass"},
}
#: Constructors whose filler may be ``owl:Thing``.
_THING_MAY_FILL = frozenset({"SomeValuesFrom", "MaxCardinality"})
_MAXIMA = ("0", "1")


def class_findings(
    graph: OwlGraph, placed: Placed, side: Side, *, focus: Term, inside: frozenset[Term] = frozenset()
) -> Iterator[Finding]:
    """Find what the profile does not admit in a class expression that stands on this side of an axiom."""
    term = placed.term
    if isinstance(term, Literal):
        yield broken(graph, placed, f"{spell(term)} stands where a class is wanted", focus=focus)
    elif isinstance(term, Iri):
        yield from _named_class(graph, placed, side, focus=focus)
    elif term in inside:
        yield broken(graph, placed, "the class expression contains itself", focus=focus)
    else:
        yield from _anonymous_class(graph, placed, side, focus=focus, inside=inside | {term})


def _named_class(graph: OwlGraph, placed: Placed, side: Side, *, focus: Term) -> Iterator[Finding]:
    if placed.term == Iri(owl.THING):
        message = f"owl:Thing is not admitted as {side}"
        yield graph.finding(
            placed.at, EXPRESSION_RULE, message, mend="Leave it out: everything is an owl:Thing.", focus=focus
        )
    else:
        yield from entity_findings(graph, placed, (owl.CLASS,), focus=focus)


def _anonymous_class(
    graph: OwlGraph, placed: Placed, side: Side, *, focus: Term, inside: frozenset[Term]
) -> Iterator[Finding]:
    stated = [t for t in graph.about(placed.term) if t.predicate.value in CONSTRUCTORS]
    if len(stated) != 1:
        message = f"a class expression has exactly one constructor; this has {len(stated)}"
        yield broken(graph, placed, message, focus=focus)
        return
    name = CONSTRUCTORS[stated[0].predicate.value]
    value = Placed(stated[0].object, stated[0].object_at)
    about_property = None if name in _BOOLEAN else _restricted_property(graph, placed)
    if name not in _BOOLEAN and about_property is None:
        yield broken(graph, placed, "a restriction has exactly one owl:onProperty", focus=focus)
        return
    of_data = about_property is not None and is_data_property(graph, about_property.term)
    if about_property is not None and not of_data:
        yield from object_property_findings(graph, about_property, focus=focus)
    filler_side = _ADMITTED.get(name, {}).get(side)
    if filler_side is None:
        full_name = ("Data" if of_data else "Object") + name
        message = f"{full_name} is not admitted as {side}"
        yield graph.finding(placed.at, EXPRESSION_RULE, message, mend=_instead(name), focus=focus)
    elif name in _BOOLEAN:
        yield from _operands(graph, name, value, filler_side, focus=focus, inside=inside)
    elif name == "MaxCardinality":
        yield from _maximum(graph, value, focus=focus)
        for filler in _qualifications(graph, placed):
            yield from _filler(graph, name, filler, filler_side, of_data, focus=focus, inside=inside)
    else:
        yield from _filler(graph, name, value, filler_side, of_data, focus=focus, inside=inside)


def _instead(name: str) -> str:
    admitted = ", ".join(_ADMITTED.get(name, {}))
    return (
        f"It may stand as: {admitted}." if admitted else "The profile has no such constructor: leave it out."
    )


def _restricted_property(graph: OwlGraph, placed: Placed) -> Placed | None:
    named = graph.values(placed.term, owl.OWL + "onProperty")
    return named[0] if len(named) == 1 else None


def _qualifications(graph: OwlGraph, placed: Placed) -> list[Placed]:
    return graph.values(placed.term, owl.OWL + "onClass") + graph.values(placed.term, owl.OWL + "onDataRange")


def _operands(
    graph: OwlGraph, name: str, value: Placed, side: Side, *, focus: Term, inside: frozenset[Term]
) -> Iterator[Finding]:
    if name == "ComplementOf":
        yield from class_findings(graph, value, side, focus=focus, inside=inside)
        return
    members, faults = list_members(graph, value, least=1 if name == "OneOf" else 2, focus=focus)
    yield from faults
    for member in members:
        if name != "OneOf":
            yield from class_findings(graph, member, side, focus=focus, inside=inside)
        elif isinstance(member.term, Literal):
            yield broken(graph, member, f"{spell(member.term)} is no individual", focus=focus)


def _maximum(graph: OwlGraph, value: Placed, *, focus: Term) -> Iterator[Finding]:
    number = value.term
    if not isinstance(number, Literal) or number.datatype != owl.XSD + "nonNegativeInteger":
        yield broken(graph, value, "a cardinality is an xsd:nonNegativeInteger", focus=focus)
    elif number.lexical not in _MAXIMA:
        message = f"a maximum of {number.lexical} is not admitted"
        yield graph.finding(value.at, EXPRESSION_RULE, message, mend="Use 0 or 1.", focus=focus)


def _filler(
    graph: OwlGraph,
    name: str,
    value: Placed,
    side: Side,
    of_data: bool,
    *,
    focus: Term,
    inside: frozenset[Term],
) -> Iterator[Finding]:
    if name == "HasValue":
        if isinstance(value.term, Literal) is not of_data:
            wanted = "a literal" if of_data else "an individual"
            yield broken(graph, value, f"the property of this owl:hasValue wants {wanted}", focus=focus)
    elif of_data:
        yield from data_range_findings(graph, value, focus=focus)
    elif value.term != Iri(owl.THING) or name not in _THING_MAY_FILL:
        yield from class_findings(graph, value, side, focus=focus, inside=inside)
