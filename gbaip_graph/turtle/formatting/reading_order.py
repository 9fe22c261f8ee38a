"""The order of predicates in a block: what a reader asks first stands first, whatever the author's order was.

For the reader of the formatter. Predicates that are not listed stand in alphabetical order in the middle.
"""

from __future__ import annotations

from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.formatting.tree import Bracket, Collection, Leaf, Pair, Value
from gbaip_graph.turtle.spelling import natural, natural_of_name

#: What the subject is, what it hangs under or judges, and what it is called.
_FIRST = """
    rdf:type
    owl:versionIRI owl:versionInfo owl:imports
    rdfs:subClassOf rdfs:subPropertyOf owl:equivalentClass owl:equivalentProperty
    owl:inverseOf owl:propertyChainAxiom rdfs:domain rdfs:range
    dcterms:title rdfs:label skos:prefLabel skos:altLabel skos:definition dcterms:description rdfs:comment
    sh:targetClass sh:targetNode sh:targetSubjectsOf sh:targetObjectsOf sh:target
    sh:path sh:name sh:description sh:order sh:group sh:prefix sh:namespace
    sh:qualifiedValueShape sh:qualifiedMinCount sh:qualifiedMaxCount
    sh:minCount sh:maxCount sh:nodeKind sh:class sh:datatype sh:node
    sh:closed sh:ignoredProperties
""".split()  # noqa: SIM905 - a list in lines is easier to compare than one with marks
#: What a reader needs last: parts, code, messages, notes and bookkeeping.
_LAST = """
    sh:property sh:sparql sh:prefixes sh:severity sh:deactivated sh:message
    sh:select sh:ask sh:construct
    skos:scopeNote gbaip:statedIn skos:editorialNote rdfs:seeAlso rdfs:isDefinedBy
""".split()  # noqa: SIM905
_MIDDLE = len(_FIRST)
_RANK = {
    PREFIXES[prefix] + local: rank
    for names, start in ((_FIRST, 0), (_LAST, _MIDDLE + 1))
    for rank, (prefix, _, local) in enumerate((name.partition(":") for name in names), start=start)
}
_LANGUAGE_RANK = {"": 0, "en": 1, "zh-Hant": 2, "zh-Hans": 3}
_OTHER_LANGUAGE = 4
_KIND_RANK: dict[type[Value], int] = {Leaf: 0, Bracket: 1, Collection: 2}


def predicate_rank(iri: str) -> int:
    """Return the place of a predicate among those of a record; unlisted ones share one in the middle."""
    return _RANK.get(iri, _MIDDLE)


def in_reading_order(pairs: list[Pair]) -> tuple[Pair, ...]:
    """Sort pairs by what they say, whatever their order was, and leave out what is said twice."""
    kept: list[Pair] = []
    for pair in sorted(pairs, key=_key):
        # The one without comments comes first, so a repetition never takes a comment away.
        if kept and _is_bare_repetition(kept[-1], pair):
            kept.pop()
        kept.append(pair)
    return tuple(kept)


def _key(pair: Pair) -> tuple[object, ...]:
    language = pair.value.language if isinstance(pair.value, Leaf) else ""
    return (
        pair.rank,
        natural_of_name(pair.predicate),
        _LANGUAGE_RANK.get(language, _OTHER_LANGUAGE),
        language,
        _KIND_RANK[type(pair.value)],
        natural(pair.value.content),
        bool(pair.above or pair.beside),
        repr(pair),  # equal in content, so only comments can differ
    )


def _is_bare_repetition(pair: Pair, following: Pair) -> bool:
    return (
        isinstance(pair.value, Leaf)
        and not pair.above
        and not pair.beside
        and (pair.predicate, pair.value) == (following.predicate, following.value)
    )
