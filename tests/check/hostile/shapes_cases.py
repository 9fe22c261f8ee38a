# ruff: noqa: S608 - queries are what is tried here
"""Hostile shapes: ill-formed, in circles, reaching out of the graph, asking for more than a machine has."""

from __future__ import annotations

import dataclasses

from tests.check.hostile.case import (
    CANARY_FILE,
    GOOD_DATA,
    GOOD_SHAPES,
    PREFIXES,
    SERVER,
    TWO_NAMES,
    Case,
    of_shapes,
)

#: A bomb is stopped after this time; the default, which grows with the files, is longer.
_LIMIT_S = "3"
_DEPTH = 10_000
_LINKS = "".join(f"e:n{a} e:knows {', '.join(f'e:n{b}' for b in range(40))} .\n" for a in range(40))
_CLIQUE = GOOD_DATA + "e:ann e:knows e:n0 .\n" + _LINKS
_BAD_FOR_PATTERNS = PREFIXES + f'e:ann a e:Person ; e:name "{"a" * 60}!" .\n'


def _shape(constraint: str) -> str:
    return PREFIXES + f"e:S a sh:NodeShape ; sh:targetClass e:Person ;\n    {constraint} .\n"


def _property(constraint: str) -> str:
    return _shape(f"sh:property [ sh:path e:name ; {constraint} ]")


def _query(where: str, head: str = "SELECT $this") -> str:
    text = f"PREFIX e: <http://example.org/> {head} WHERE {{ $this a e:Person . {where} }}"
    # Nobody has nine names, so that "no findings" is wrong where the query is allowed and finds nothing.
    return _shape(f"sh:sparql [ sh:select '''{text}''' ] ; sh:property [ sh:path e:name ; sh:minCount 9 ]")


def _bomb(name: str, text: str, *, data: str = GOOD_DATA) -> Case:
    """Return a case that ends at its limit, or earlier with a reason."""
    case = of_shapes(name, text, data=data, at="")
    return dataclasses.replace(case, options=("--time-limit", _LIMIT_S))


def _ontology(name: str, text: str, *, at: str) -> Case:
    files = {"data.ttl": GOOD_DATA, "shapes.ttl": GOOD_SHAPES, "onto.ttl": PREFIXES + _DECLARED + text}
    return Case(name, at, "", files, ontology=("onto.ttl",))


_DECLARED = "e:Person a owl:Class . e:name a owl:DatatypeProperty .\n"
_CHAIN = "".join(f"e:S{n} sh:node e:S{n + 1} .\n" for n in range(_DEPTH))
_PATH_CHAIN = "".join(f"_:p{n} sh:inversePath _:p{n + 1} .\n" for n in range(_DEPTH))
_FOLD = (
    "".join(f"e:F{n} sh:or ( e:F{n + 1} e:F{n + 1} ) .\n" for n in range(40))
    + "e:F40 sh:nodeKind sh:Literal .\n"
)
_CLASSES = "".join(f"e:C{n} rdfs:subClassOf e:C{n + 1} .\n" for n in range(_DEPTH))

CASES: tuple[Case, ...] = (
    # In circles, and too deep
    of_shapes("recursive-by-node", _shape("sh:property [ sh:path e:knows ; sh:node e:S ]")),
    of_shapes("recursive-by-itself", _shape("sh:node e:S")),
    of_shapes("recursive-by-not", _shape("sh:not [ sh:property [ sh:path e:knows ; sh:node e:S ] ]")),
    of_shapes("recursive-by-two", _shape("sh:node e:T") + "e:T sh:or ( e:S e:U ) . e:U sh:minCount 1 .\n"),
    of_shapes(
        "recursive-by-qualified",
        _shape("sh:property e:P")
        + "e:P sh:path e:name ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape e:S .\n",
    ),
    of_shapes(
        "property-in-itself", PREFIXES + "e:S sh:targetClass e:Person ; sh:path e:name ; sh:property e:S .\n"
    ),
    of_shapes("chain-of-shapes", _shape("sh:node e:S0") + _CHAIN),
    of_shapes("chain-of-paths", _shape("sh:property [ sh:path _:p0 ; sh:minCount 1 ]") + _PATH_CHAIN),
    of_shapes(
        "path-in-itself", _shape("sh:property [ sh:path _:p ; sh:minCount 1 ]") + "_:p sh:inversePath _:p .\n"
    ),
    of_shapes(
        "list-in-itself",
        _property("sh:in _:l") + "_:l rdf:first 1 ; rdf:rest _:l .\n",
    ),
    of_shapes(
        "list-cut-off",
        _property("sh:in _:l") + "_:l rdf:first 1 .\n",
    ),
    of_shapes(
        "list-that-branches",
        _property("sh:in _:l") + "_:l rdf:first 1, 2 ; rdf:rest () .\n",
    ),
    of_shapes("long-list", _property("sh:in ( " + "1 " * 5_000 + ")"), at="data.ttl:"),
    of_shapes(
        "many-shapes",
        PREFIXES
        + "".join(
            f"e:S{n} a sh:NodeShape ; sh:targetClass e:Person ; sh:nodeKind sh:IRI .\n" for n in range(1_000)
        )
        + "e:X sh:targetClass e:Person ; sh:nodeKind sh:Literal .\n",
        at="data.ttl:",
    ),
    of_shapes(
        "chain-of-classes",
        _property("sh:class e:C10000"),
        data=GOOD_DATA + "e:ann e:name e:v . e:v a e:C0 .\n" + _CLASSES,
        at="data.ttl:",
    ),
    of_shapes(
        "circle-of-classes",
        _property("sh:class e:D"),
        data=GOOD_DATA + "e:D rdfs:subClassOf e:E . e:E rdfs:subClassOf e:D .\n",
        at="data.ttl:",
    ),
    # Ill-formed
    of_shapes("count-of-letters", _property('sh:minCount "x"')),
    of_shapes("count-of-many-digits", _property(f"sh:minCount {'9' * 60}"), at=""),
    of_shapes("length-of-many-digits", _property(f"sh:minLength {'9' * 60}"), at=""),
    of_shapes("two-paths", _shape("sh:property [ sh:path e:name, e:p ; sh:minCount 1 ]")),
    of_shapes("no-path", _shape("sh:property [ sh:minCount 1 ]")),
    of_shapes("literal-path", _shape('sh:property [ sh:path "name" ; sh:minCount 1 ]')),
    of_shapes("misspelt-constraint", _property("sh:minCont 1")),
    of_shapes(
        "misspelt-target", PREFIXES + "e:S a sh:NodeShape ; sh:targetClas e:Person ; sh:nodeKind sh:IRI .\n"
    ),
    of_shapes("no-target", PREFIXES + "e:S a sh:NodeShape ; sh:nodeKind sh:IRI .\n"),
    of_shapes("target-of-nobody", _shape("sh:nodeKind sh:IRI").replace("e:Person", "e:Persn")),
    of_shapes("deactivated", _shape("sh:deactivated true ; sh:nodeKind sh:IRI")),
    of_shapes("unknown-node-kind", _property("sh:nodeKind sh:Iri")),
    of_shapes("unknown-flags", _property('sh:pattern "a" ; sh:flags "z"')),
    of_shapes("no-regular-expression", _property('sh:pattern "(a"')),
    of_shapes("backslashes-at-the-end", _property('sh:pattern "a\\\\"')),
    # Shapes in the data, data in the shapes
    Case(
        "shapes-in-the-data-alone",
        "shapes",
        "",
        {"data.ttl": GOOD_DATA + GOOD_SHAPES, "shapes/a.txt": ""},
        shapes=("shapes",),
    ),
    Case(
        "shapes-in-the-data", "data.ttl", "", {"data.ttl": GOOD_DATA + GOOD_SHAPES, "shapes.ttl": GOOD_SHAPES}
    ),
    # Reaching out
    of_shapes("service", _query(f"SERVICE <{SERVER}> {{ ?s ?p ?o }}"), rule="query"),
    of_shapes("service-silent", _query(f"SERVICE SILENT <{SERVER}> {{ ?s ?p ?o }}"), rule="query"),
    of_shapes("service-of-a-file", _query(f"SERVICE <{CANARY_FILE}> {{ ?s ?p ?o }}"), rule="query"),
    of_shapes("service-by-escapes", _query(f"\\\\u0053ERVICE <{SERVER}> {{ ?s ?p ?o }}"), rule="query"),
    of_shapes("from-the-network", _query("?s ?p ?o", f"SELECT $this FROM <{SERVER}>"), rule="query"),
    of_shapes("from-a-file", _query("?s ?p ?o", f"SELECT $this ?o FROM <{CANARY_FILE}>"), rule="query"),
    of_shapes(
        "from-named-a-file",
        _query("GRAPH ?g { ?s ?p ?o }", f"SELECT $this ?o FROM NAMED <{CANARY_FILE}>"),
        rule="query",
    ),
    of_shapes(
        "graph-of-a-file", _query(f"FILTER NOT EXISTS {{ GRAPH <{CANARY_FILE}> {{ ?s ?p ?o }} }}"), at=""
    ),
    of_shapes(
        "graph-of-the-network", _query(f"FILTER NOT EXISTS {{ GRAPH <{SERVER}> {{ ?s ?p ?o }} }}"), at=""
    ),
    of_shapes("load", _shape(f"sh:sparql [ sh:select 'LOAD <{SERVER}>' ]"), rule="query"),
    of_shapes(
        "insert", _shape("sh:sparql [ sh:select 'INSERT DATA { <urn:a> <urn:b> <urn:c> }' ]"), rule="query"
    ),
    of_shapes(
        "query-in-a-prefix",
        _shape("sh:sparql [ sh:prefixes e:O ; sh:select 'SELECT $this WHERE { $this x:p ?o }' ]")
        + f'e:O sh:declare [ sh:prefix "x: <urn:x> SELECT * FROM <{SERVER}> #" ;\n'
        + '    sh:namespace "urn:x"^^xsd:anyURI ] .\n',
    ),
    of_shapes(
        "query-in-a-namespace",
        _shape("sh:sparql [ sh:prefixes e:O ; sh:select 'SELECT $this WHERE { $this x:p ?o }' ]")
        + 'e:O sh:declare [ sh:prefix "x" ;\n'
        + f'    sh:namespace "urn:x> SELECT * FROM <{SERVER}> #"^^xsd:anyURI ] .\n',
    ),
    of_shapes(
        "imports-of-shapes",
        GOOD_SHAPES
        + f"<http://example.org/shapes> a owl:Ontology ; owl:imports <{SERVER}> , <{CANARY_FILE}> .\n",
    ),
    of_shapes(
        "imports-of-data",
        GOOD_SHAPES,
        data=GOOD_DATA + f"e:g a owl:Ontology ; owl:imports <{SERVER}> , <{CANARY_FILE}> .\n",
        at="data.ttl",
    ),
    of_shapes(
        "shapes-graph-of-data",
        GOOD_SHAPES,
        data=GOOD_DATA + f"e:g sh:shapesGraph <{SERVER}> , <{CANARY_FILE}> .\n" + TWO_NAMES,
        at="data.ttl",
    ),
    _ontology(
        "imports-of-the-ontology",
        f"e:o a owl:Ontology ; owl:imports <{SERVER}> , <{CANARY_FILE}> .\n",
        at="onto.ttl",
    ),
    of_shapes(
        "script-of-the-network",
        _shape(f'sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{SERVER}"^^xsd:anyURI ] ]'),
    ),
    of_shapes(
        "script-of-a-file",
        _shape(
            f'sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{CANARY_FILE}"^^xsd:anyURI ] ]'
        ),
    ),
    of_shapes(
        "rule-that-writes",
        _shape("sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object 1 ]"),
    ),
    of_shapes(
        "target-by-query",
        PREFIXES
        + "e:S a sh:NodeShape ; sh:nodeKind sh:Literal ; sh:target [ a sh:SPARQLTarget ;\n"
        + "    sh:select 'SELECT ?this WHERE { ?this ?p ?o }' ] .\n",
    ),
    of_shapes("expression", _shape("sh:expression [ sh:path e:name ]")),
    of_shapes(
        "base-of-a-file",
        f"@base <{CANARY_FILE}> .\n" + _shape("sh:property [ sh:path <#p> ; sh:minCount 1 ]"),
        at="data.ttl",
    ),
    # The ontology
    _ontology(
        "unsatisfiable",
        "e:Person rdfs:subClassOf e:A , e:B . e:A a owl:Class ; owl:disjointWith e:B . e:B a owl:Class .\n",
        at="onto.ttl",
    ),
    _ontology(
        "inconsistent",
        "e:A a owl:Class ; owl:disjointWith e:B . e:B a owl:Class . e:i a e:A , e:B .\n",
        at="onto.ttl",
    ),
    _ontology("key", "e:Person owl:hasKey ( e:name e:q ) . e:q a owl:DatatypeProperty .\n", at="onto.ttl"),
    _ontology(
        "circle-of-everything",
        "e:A a owl:Class ; owl:equivalentClass e:A ; rdfs:subClassOf e:A ; owl:disjointWith e:A .\n",
        at="onto.ttl",
    ),
    # Bombs
    _bomb("pattern-without-end", _property('sh:pattern "^(a+)+$"'), data=_BAD_FOR_PATTERNS),
    _bomb(
        "pattern-with-choices-without-end",
        _property('sh:pattern "^(a|aa)+$"'),
        data=_BAD_FOR_PATTERNS,
    ),
    _bomb(
        "regex-without-end", _query('$this e:name ?v FILTER (REGEX(?v, "^(a+)+$"))'), data=_BAD_FOR_PATTERNS
    ),
    _bomb(
        "replace-without-end",
        _query('$this e:name ?v FILTER (REPLACE(?v, "^(a+)+$", "b") = "b")'),
        data=_BAD_FOR_PATTERNS,
    ),
    of_shapes(
        "pattern-of-a-megabyte",
        _property(f'sh:pattern "{"(a?b|" * 10_000}{"c" * 900_000}{")" * 10_000}"'),
        at="",
    ),
    _bomb(
        "pattern-of-many-copies",
        _property('sh:pattern "^((((a{1,99}){1,99}){1,99}){1,99}){1,99}$"'),
        data=_BAD_FOR_PATTERNS,
    ),
    _bomb(
        "cross-product",
        _query("?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?a = ?j && ?c = ?g && ?x = 1)"),
        data=_CLIQUE,
    ),
    _bomb(
        "paths-in-a-clique",
        _query(
            "$this (e:knows|^e:knows)* ?a . ?a (e:knows/e:knows)* ?b . ?b (e:knows*)* ?c ."
            " ?c e:knows* ?d FILTER (?d = 1)"
        ),
        data=_CLIQUE,
    ),
    _bomb(
        "text-that-doubles",
        _query(
            "".join(f"BIND (CONCAT(?t{n}, ?t{n}) AS ?t{n + 1}) " for n in range(1, 60)).replace(
                "BIND", 'BIND ("xxxxxxxx" AS ?t1) BIND', 1
            )
            + "FILTER (STRLEN(?t60) > 1)"
        ),
    ),
    _bomb("shapes-that-double", _shape("sh:node e:F0") + _FOLD),
    of_shapes("query-of-many-brackets", _query(f"FILTER ({'(' * 5000}1{')' * 5000} = 2)"), rule="query"),
    of_shapes("query-of-many-signs", _query(f"FILTER ({'!' * 5000}true)"), rule="query"),
    of_shapes("query-of-a-megabyte", _query("FILTER (1 = 1) " * 70_000), rule="query"),
    of_shapes("query-of-nothing", _shape('sh:sparql [ sh:select "" ]')),
    of_shapes("query-of-something-else", _shape("sh:sparql [ sh:select 'DROP TABLE students; --' ]")),
    of_shapes(
        "message-with-places",
        _property(f'sh:minCount 5 ; sh:message "{{$this}} {{?value}} {{0.__class__}} %s {SERVER}"'),
        at="data.ttl",
    ),
)
