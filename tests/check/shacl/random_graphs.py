"""Random small graphs and shapes in a small vocabulary, so that most constraints are met and broken often.

For the tests in which two ways of validating must agree. Everything comes from the given ``random.Random``.
"""

from __future__ import annotations

from random import Random

from gbaip_graph.check.shacl.model import ShapesGraph, read_shapes
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Triple

NAMESPACE = "http://example.org/"
PREFIXES = """@prefix e: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = tuple(f"e:n{number}" for number in range(9))
CLASSES = ("e:A", "e:B", "e:C")
PROPERTIES = ("e:p", "e:q", "e:r")
VALUES = (
    '"x"', '"y"@en', '"y"@zh-Hant', '"z"@en', "1", "2", "12", "1.5", '"007"^^xsd:integer', "true",
    '"2024-01-01"^^xsd:date', '"2024-06-01"^^xsd:date', '"2024-02"^^xsd:gYearMonth', '" "',
)  # fmt: skip
PATHS = (
    "e:p", "e:q", "e:r", "[ sh:inversePath e:p ]", "( e:p e:q )", "( e:p [ sh:inversePath e:q ] )",
    "[ sh:zeroOrMorePath e:p ]", "[ sh:oneOrMorePath e:q ]", "[ sh:zeroOrOnePath e:r ]",
    "[ sh:alternativePath ( e:p e:r ) ]", "( rdf:type [ sh:zeroOrMorePath rdfs:subClassOf ] )",
    "[ sh:inversePath ( e:p e:q ) ]", "[ sh:zeroOrMorePath [ sh:alternativePath ( e:p e:q ) ] ]",
)  # fmt: skip
QUERIES = (
    "SELECT $this WHERE { $this e:p ?v . ?v e:q ?w }",
    "SELECT $this ?value WHERE { $this e:p ?value FILTER NOT EXISTS { ?value e:r ?any } }",
    "SELECT $this WHERE { $this a e:A FILTER NOT EXISTS { $this e:q ?any } }",
    "SELECT $this ?value WHERE { $this e:p ?value ; e:q ?other"
    " FILTER (ISNUMERIC(?value) && ISNUMERIC(?other) && ?value > ?other) }",
    "SELECT $this WHERE { ?other e:p $this . OPTIONAL { $this e:q ?w } FILTER (!BOUND(?w)) }",
    "SELECT $this WHERE { { $this e:p ?v } UNION { $this e:q ?v } FILTER (?v = 1) }",
    "SELECT $this WHERE { $this e:p/e:q* ?v . ?v a e:B }",
    "SELECT $this (COUNT(?v) AS ?n) WHERE { $this e:p ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
    "SELECT $this WHERE { $this e:p ?v FILTER (STRLEN(STR(?v)) > 2) }",
    "SELECT $this WHERE { FILTER EXISTS { $this e:r ?v } }",
    "SELECT $this ?path ?value WHERE { $this ?path ?value FILTER (ISLITERAL(?value)) }",
)  # fmt: skip


def random_triple(random: Random) -> Triple:
    """Return a triple of the vocabulary: often a type or a link, sometimes a value or a class hierarchy."""
    kind = random.random()
    if kind < 0.25:
        written = f"{random.choice(NODES)} a {random.choice(CLASSES)} ."
    elif kind < 0.65:
        written = f"{random.choice(NODES)} {random.choice(PROPERTIES)} {random.choice(NODES)} ."
    elif kind < 0.97:
        written = f"{random.choice(NODES)} {random.choice(PROPERTIES)} {random.choice(VALUES)} ."
    else:
        written = f"{random.choice(CLASSES)} rdfs:subClassOf {random.choice(CLASSES)} ."
    return triples_of(written)[0]


def random_graph(random: Random, *, size: int) -> set[Triple]:
    """Return a graph of about that many triples."""
    return {random_triple(random) for _ in range(size)}


def random_shapes(random: Random) -> ShapesGraph:
    """Return a shapes graph of one to three shapes with targets, a few constraints each."""
    text = "".join(_node_shape(random, number) for number in range(random.randint(1, 3)))
    return read_shapes(triples_of(text))


def triples_of(text: str) -> list[Triple]:
    """Parse Turtle behind ``PREFIXES``."""
    return [Triple(t.subject, t.predicate, t.object) for t in parse_turtle(PREFIXES + text).triples]


def _node_shape(random: Random, number: int) -> str:
    target = random.choice(
        [
            f"sh:targetClass {random.choice(CLASSES)}",
            f"sh:targetNode {random.choice(NODES)}, {random.choice(NODES)}",
            f"sh:targetSubjectsOf {random.choice(PROPERTIES)}",
            f"sh:targetObjectsOf {random.choice(PROPERTIES)}",
        ]
    )
    parts = [_part(random) for _ in range(random.randint(1, 3))]
    return f"e:S{number} a sh:NodeShape ; {target} ; {_each_parameter_once(parts)} .\n"


def _part(random: Random) -> str:
    kind = random.random()
    if kind < 0.6:
        return f"sh:property {_property_shape(random, depth=0)}"
    if kind < 0.75:
        query = random.choice(QUERIES)
        return f'sh:sparql [ sh:select "PREFIX e: <{NAMESPACE}> {query}" ]'
    if kind < 0.85:
        return f"sh:closed true ; sh:ignoredProperties ( rdf:type {random.choice(PROPERTIES)} )"
    return _value_constraint(random, depth=0)


def _property_shape(random: Random, *, depth: int) -> str:
    path = random.choice(PATHS)
    constraints = [_property_constraint(random, depth=depth) for _ in range(random.randint(1, 2))]
    return f"[ sh:path {path} ; {_each_parameter_once(constraints)} ]"


def _each_parameter_once(constraints: list[str]) -> str:
    """Join constraints; most parameters may stand once in a shape."""
    return " ; ".join({constraint.split(" ", 1)[0]: constraint for constraint in constraints}.values())


def _property_constraint(random: Random, *, depth: int) -> str:
    other, inner = random.choice(PROPERTIES), _value_constraint(random, depth=depth + 1)
    return random.choice(
        [
            "sh:minCount 1",
            "sh:maxCount 1",
            "sh:uniqueLang true",
            f"sh:hasValue {random.choice((*VALUES, *NODES))}",
            f"sh:equals {other}",
            f"sh:disjoint {other}",
            f"sh:lessThan {other}",
            f"sh:lessThanOrEquals {other}",
            f"sh:qualifiedValueShape [ {inner} ] ; sh:qualifiedMinCount 1",
            f"sh:qualifiedValueShape [ {inner} ] ; sh:qualifiedMaxCount 1",
            _value_constraint(random, depth=depth),
            _value_constraint(random, depth=depth),
            _value_constraint(random, depth=depth),
        ]
    )


def _value_constraint(random: Random, *, depth: int) -> str:
    simple = [
        f"sh:class {random.choice(CLASSES)}",
        f"sh:datatype {random.choice(('xsd:string', 'xsd:integer', 'xsd:date', 'rdf:langString'))}",
        f"sh:nodeKind sh:{random.choice(('IRI', 'Literal', 'IRIOrLiteral', 'BlankNodeOrIRI'))}",
        f"sh:in ( {' '.join(random.sample((*VALUES, *NODES), 4))} )",
        'sh:pattern "n[0-4]$"',
        "sh:minLength 2",
        "sh:maxLength 20",
        "sh:minInclusive 2",
        'sh:maxExclusive "2024-03-01"^^xsd:date',
        'sh:languageIn ( "en" "zh-Hant" )',
    ]
    if depth < 2 and random.random() < 0.35:
        one, two = (_value_constraint(random, depth=depth + 1) for _ in range(2))
        return random.choice(
            [
                f"sh:node [ {one} ]",
                f"sh:not [ {one} ]",
                f"sh:or ( [ {one} ] [ {two} ] )",
                f"sh:and ( [ {one} ] [ {two} ] )",
                f"sh:xone ( [ {one} ] [ {two} ] )",
                f"sh:property {_property_shape(random, depth=depth + 1)}",
            ]
        )
    return random.choice(simple)
