"""Restrictions of OWL 2 DL on object properties: where only simple ones may stand, and no chains in circles.

For the profile checker; it reads property axioms alone.
Rules: https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.check.owl_entities import list_members, named_object_property
from gbaip_graph.check.owl_graph import MalformedList, OwlGraph, Placed, spell
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import Iri, LocatedTriple, Term

ROLE_RULE = "owl2-dl/11.2"

#: Types and restrictions that a transitive property or the head of a chain may not have.
_SIMPLE_TYPES = tuple(
    owl.OWL + name
    for name in (
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "IrreflexiveProperty",
        "AsymmetricProperty",
    )
)
_SIMPLE_RESTRICTIONS = tuple(
    owl.OWL + name
    for name in (
        "hasSelf",
        "minCardinality",
        "minQualifiedCardinality",
        "maxCardinality",
        "maxQualifiedCardinality",
        "cardinality",
        "qualifiedCardinality",
    )
)

#: Property -> properties; an inverse counts as the property it inverts, which these rules allow.
_Relation = Mapping[Term, frozenset[Term]]


def role_findings(graph: OwlGraph) -> Iterator[Finding]:
    """Find composite properties where a simple one is wanted, and chains that go round in a circle."""
    above = _closure(_super_properties(graph))
    composite = _composite(graph, above)
    for placed, context in _simple_positions(graph):
        role = _role(graph, placed.term)
        if role in composite:
            message = f"{spell(role)} is transitive or follows from a chain, so it may not stand in {context}"
            mend = "Take away the one or the other: reasoning with both is undecidable."
            yield graph.finding(placed.at, ROLE_RULE, message, mend=mend, focus=role)
    yield from _circles(graph, above)


def _role(graph: OwlGraph, term: Term) -> Term:
    inner = named_object_property(graph, term)
    return inner.term if inner else term


def _chain(graph: OwlGraph, axiom: LocatedTriple) -> list[Term]:
    try:
        return [_role(graph, member.term) for member in graph.members(axiom.object)]
    except MalformedList:
        return []  # reported where the axiom is read


def _super_properties(graph: OwlGraph) -> _Relation:
    pairs = [
        (_role(graph, t.subject), _role(graph, t.object))
        for t in graph.with_predicate(owl.RDFS + "subPropertyOf")
    ]
    for predicate in ("equivalentProperty", "inverseOf"):
        for t in graph.with_predicate(owl.OWL + predicate):
            first, second = _role(graph, t.subject), _role(graph, t.object)
            pairs += [(first, second), (second, first)]
    return _as_relation(pairs)


def _as_relation(pairs: Sequence[tuple[Term, Term]]) -> _Relation:
    return {below: frozenset(b for a, b in pairs if a == below) for below, _ in pairs}


def _closure(relation: _Relation) -> _Relation:
    """Return the transitive closure; a term is above itself only where a circle leads back."""
    closed: dict[Term, frozenset[Term]] = {}
    for start in relation:
        reached: set[Term] = set()
        waiting = list(relation[start])
        while waiting:
            term = waiting.pop()
            if term not in reached:
                reached.add(term)
                waiting += relation.get(term, frozenset())
        closed[start] = frozenset(reached)
    return closed


def _composite(graph: OwlGraph, above: _Relation) -> frozenset[Term]:
    roots: set[Term] = {t.subject for t in graph.of_type(owl.OWL + "TransitiveProperty")}
    roots |= {t.subject for t in graph.with_predicate(owl.OWL + "propertyChainAxiom")}
    return frozenset(roots.union(*(above.get(root, frozenset()) for root in roots)))


def _simple_positions(graph: OwlGraph) -> Iterator[tuple[Placed, str]]:
    for kind in _SIMPLE_TYPES:
        for t in graph.of_type(kind):
            yield Placed(t.subject, t.object_at), spell(Iri(kind))
    for predicate in _SIMPLE_RESTRICTIONS:
        for t in graph.with_predicate(predicate):
            for restricted in graph.values(t.subject, owl.OWL + "onProperty"):
                yield restricted, spell(t.predicate)
    yield from _disjoint_properties(graph)


def _disjoint_properties(graph: OwlGraph) -> Iterator[tuple[Placed, str]]:
    for t in graph.with_predicate(owl.OWL + "propertyDisjointWith"):
        yield Placed(t.subject, t.subject_at), spell(t.predicate)
        yield Placed(t.object, t.object_at), spell(t.predicate)
    for t in graph.of_type(owl.OWL + "AllDisjointProperties"):
        for head in graph.values(t.subject, owl.OWL + "members"):
            for member in list_members(graph, head, least=2, focus=t.subject)[0]:
                yield member, spell(t.object)


def _circles(graph: OwlGraph, above: _Relation) -> Iterator[Finding]:
    chains = [(t, _chain(graph, t)) for t in graph.with_predicate(owl.OWL + "propertyChainAxiom")]
    pairs = [(link, t.subject) for t, chain in chains for link in _links_below(chain, t.subject)]
    before = _closure(_as_relation(pairs))
    for t, chain in chains:
        for link in _links_below(chain, t.subject):
            returns = link == t.subject or link in before.get(t.subject, frozenset())
            if returns or link in above.get(t.subject, frozenset()):
                message = f"the chain for {spell(t.subject)} goes round in a circle through {spell(link)}"
                mend = "A chain may name its own property once, first or last, and none that rests on it."
                yield graph.finding(
                    t.object_at, ROLE_RULE, message, mend=mend, focus=t.subject, path=t.predicate.value
                )


def _links_below(chain: list[Term], head: Term) -> list[Term]:
    """Return the links that must come before the head: all but the head itself at one end, none in P o P."""
    if chain == [head, head]:
        return []
    if chain and chain[0] == head:
        return chain[1:]
    return chain[:-1] if chain and chain[-1] == head else chain
