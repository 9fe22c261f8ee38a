"""The hostile corpus: queries that run on, blow up, nest or reach out. No look-up looks like any of them."""

from __future__ import annotations

PREFIXES = "PREFIX ex: <http://example.org/>\n"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"


def doubled(times: int) -> str:
    """Return bindings that each double a text."""
    return " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))


def replaced(times: int) -> str:
    """Return an expression that makes each letter of a text ten, so many times over."""
    expression = '"aaaaaaaaaa"'
    for _ in range(times):
        expression = f'REPLACE({expression}, "a", "aaaaaaaaaa")'
    return expression


def values(name: str, count: int) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, range(count)))} }}"


#: Each would run for hours or fill any memory: the deadline, the memory limit or the answer limit ends it.
RUNAWAYS = {
    "cross product": f"SELECT * WHERE {{ {CROSS} }}",
    "cross product in order": f"SELECT * WHERE {{ {CROSS} }} ORDER BY ?a ?f ?l",
    "cross product in order with a limit": f"SELECT * WHERE {{ {CROSS} }} ORDER BY DESC(?c) ?f ?l LIMIT 1",
    "cross product counted": f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS} }}",
    "cross product made distinct": f"SELECT DISTINCT ?a ?d ?g ?j WHERE {{ {CROSS} }}",
    "cross product counted distinct": f"SELECT (COUNT(DISTINCT *) AS ?n) WHERE {{ {CROSS} }}",
    "cross product in groups": f"SELECT ?a (COUNT(*) AS ?n) WHERE {{ {CROSS} }} GROUP BY ?a ?d ?g ?j",
    "cross product with HAVING": f"SELECT ?a WHERE {{ {CROSS} }} GROUP BY ?a HAVING (COUNT(*) < 0)",
    "cross product far behind": f"SELECT * WHERE {{ {CROSS} }} OFFSET 9000000000 LIMIT 1",
    "cross product asked for nothing": "ASK {"
    f" {CROSS} FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?l)) = '?') }}",
    "cross product described": f"DESCRIBE * WHERE {{ {CROSS} }}",
    "cross product constructed": f"CONSTRUCT {{ ?a ?e ?l }} WHERE {{ {CROSS} }}",
    "cross product of new nodes": f"SELECT (BNODE() AS ?n) (UUID() AS ?m) WHERE {{ {CROSS} }}",
    "cross product in a subquery": "SELECT * WHERE { { SELECT * WHERE"
    f" {{ {CROSS} }} ORDER BY ?l LIMIT 1 }} }}",
    "cross product by chance": f"SELECT * WHERE {{ {CROSS} }} ORDER BY RAND()",
    "cross product by OPTIONAL": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c OPTIONAL { ?d ?e ?f }"
    " OPTIONAL { ?g ?h ?i } OPTIONAL { ?j ?k ?l } }",
    "cross product by UNION": "SELECT (COUNT(*) AS ?n) WHERE {"
    + " ".join(f"{{ ?a{n} ?b{n} ?c{n} }} UNION {{ ?c{n} ?b{n} ?a{n} }}" for n in range(6))
    + "}",
    "cross product by MINUS": f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS} MINUS {{ ?a ?b ?l . ?m ?n2 ?o }} }}",
    "cross product of VALUES": "SELECT (COUNT(*) AS ?n) WHERE {"
    + " ".join(values(name, 2000) for name in "abcd")
    + "}",
    "cross product of graphs": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f }"
    " GRAPH ?i { ?j ?k ?l } }",
    "NOT EXISTS in NOT EXISTS": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f"
    " FILTER NOT EXISTS { ?g ?h ?i ."
    " ?j ?k ?l FILTER(CONCAT(STR(?a), STR(?d)) = CONCAT(STR(?g), STR(?k))) } }",
    "stars of paths": "SELECT (COUNT(*) AS ?n) WHERE { ?a (ex:next*)* ?b . ?c (ex:next+)+ ?d }",
    "stars in stars": "SELECT * WHERE { ?a (((ex:next|^ex:next)*)*)* ?b . ?c ((ex:next/ex:next?)*)* ?d }",
    "negated sets in stars": "SELECT (COUNT(*) AS ?n) WHERE {"
    " ?a (!ex:none)* ?b . ?c (!(ex:none|^ex:none))* ?d }",
    "regular expressions": f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS}"
    ' FILTER(REGEX(CONCAT(STR(?a), STR(?f), STR(?l)), "((.*)*)*[!]$")) }',
    "regular expressions from data": f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS}"
    ' FILTER(REGEX(STR(?a), CONCAT("(", STR(?l), "){1,50}"))) }',
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f), STR(?l))) AS ?x) WHERE {{ {CROSS} }}",
    "GROUP_CONCAT with a long mark": "SELECT (GROUP_CONCAT(STR(?a); SEPARATOR='"
    + "x" * 30_000
    + "') AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f }",
    "REPLACE": f"SELECT ?x WHERE {{ BIND({replaced(10)} AS ?x) }}",
    "REPLACE, only measured": f"SELECT (STRLEN({replaced(10)}) AS ?x) WHERE {{ }}",
    "texts that double": f'SELECT ?x40 WHERE {{ BIND("aaaaaaaaaa" AS ?x0) {doubled(40)} }}',
    "texts that double, only compared": "ASK {"
    f' BIND("aaaaaaaaaa" AS ?x0) {doubled(40)} FILTER(?x40 = ?x39) }}',
    "hashes of a cross product": f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS}"
    " FILTER(SHA512(CONCAT(STR(?a), STR(?l))) = 'x') }",
    "5,000 UNIONs": f"SELECT (COUNT(*) AS ?n) WHERE {{ {CROSS} {'UNION'.join(['{}'] * 5000)} }}",
    "many OPTIONALs": "SELECT * WHERE { ?a ?b ?c "
    + "".join(f"OPTIONAL{{?x{n} ?y ?z}}" for n in range(2000))
    + "}",
    "many patterns": "SELECT * WHERE {" + "".join(f"?s{n} ?p{n} ?o{n}." for n in range(2000)) + "}",
}

#: What these would reach is asked for by the tests, which put in the address of a canary.
REACHING_OUT = {
    "SERVICE": "SELECT * WHERE {{ SERVICE <{canary}> {{ ?s ?p ?o }} }}",
    "SERVICE SILENT": "SELECT * WHERE {{ SERVICE SILENT <{canary}> {{ ?s ?p ?o }} }}",
    "service in small letters": "select * where {{ sErViCe <{canary}> {{ ?s ?p ?o }} }}",
    "SERVICE by a variable": "SELECT * WHERE {{ VALUES ?x {{ <{canary}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SERVICE by a prefix": "PREFIX c: <{canary}> SELECT * WHERE {{ SERVICE c: {{ ?s ?p ?o }} }}",
    "SERVICE without a blank": "SELECT*{{SERVICE<{canary}>{{?s?p?o}}}}",
    "SERVICE behind a comment": "SELECT * WHERE {{ # x\nSERVICE # y\n<{canary}> {{ ?s ?p ?o }} }}",
    "SERVICE in EXISTS": "ASK {{ FILTER EXISTS {{ SERVICE <{canary}> {{ ?s ?p ?o }} }} }}",
    "SERVICE in a subquery": "SELECT * WHERE {{ {{ SELECT * {{ SERVICE <{canary}> {{ ?s ?p ?o }} }} }} }}",
    "SERVICE by escapes": "SELECT * WHERE {{ \\u0053ERVICE <{canary}> {{ ?s ?p ?o }} }}",
    "SERVICE on a file": "SELECT * WHERE {{ SERVICE <{file}> {{ ?s ?p ?o }} }}",
    "FROM": "SELECT * FROM <{canary}> WHERE {{ ?s ?p ?o }}",
    "FROM NAMED": "SELECT * FROM NAMED <{canary}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "FROM a file": "SELECT * FROM <{file}> WHERE {{ ?s ?p ?o }}",
    "FROM NAMED a file": "SELECT * FROM NAMED <{file}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "FROM a relative address": "BASE <{file}> SELECT * FROM <canary.ttl> WHERE {{ ?s ?p ?o }}",
    "FROM by a prefix": "PREFIX c: <{canary}> SELECT * FROM c: WHERE {{ ?s ?p ?o }}",
    "LOAD": "LOAD <{canary}>",
    "LOAD a file": "LOAD <{file}> INTO GRAPH <http://example.org/graph/a>",
    "LOAD behind a query": "ASK {{}} ; LOAD <{file}>",
    "INSERT DATA": "INSERT DATA {{ <{canary}> <{canary}> <{canary}> }}",
    "DELETE WHERE": "DELETE WHERE {{ ?s ?p ?o }}",
    "DROP ALL": "DROP ALL",
    "CLEAR SILENT ALL": "CLEAR SILENT ALL",
}

DEPTH = 20_000
#: The guard refuses each before any engine reads it.
BROKEN = {
    "braces 20,000 deep": "SELECT * WHERE " + "{" * DEPTH + "}" * DEPTH,
    "parentheses 20,000 deep": "SELECT * WHERE { FILTER" + "(" * DEPTH + "1" + ")" * DEPTH + "}",
    "brackets 20,000 deep": "SELECT * WHERE { ?s ?p " + "[?p " * 15_000 + "]" * 15_000 + "}",
    "lists 20,000 deep": "SELECT * WHERE { ?s ?p " + "(" * DEPTH + ")" * DEPTH + "}",
    "paths 20,000 deep": "SELECT * WHERE { ?s " + "(" * DEPTH + "ex:p" + ")*" * DEPTH + " ?o }",
    "20,000 denials": "SELECT * WHERE { FILTER(" + "!" * DEPTH + "true) }",
    "20,000 signs": "SELECT * WHERE { FILTER(" + "-" * DEPTH + "1 = 1) }",
    "20,000 inverses": "SELECT * WHERE { ?s " + "^" * DEPTH + "ex:p ?o }",
    "braces that are never closed": "SELECT * WHERE " + "{" * DEPTH,
    "calls 1,000 deep": "ASK { FILTER(" + "STR(" * 1000 + "1" + ")" * 1000 + ") }",
    "subqueries 300 deep": "SELECT * WHERE " + "{ SELECT * WHERE " * 300 + "{}" + "}" * 300,
    "a NUL": "SELECT * WHERE { ?s ?p '\0' }",
    "half a surrogate pair": "SELECT * WHERE { ?s ?p '\\uD800' }",
    "an escape beyond Unicode": "SELECT * WHERE { ?s ?p '\\UFFFFFFFF' }",
    "a quotation mark by an escape": "SELECT * WHERE { ?s ?p '\\u0027 . } #' }",
    "a string without end": "SELECT * WHERE { ?s ?p 'open }",
    "a long string without end": 'SELECT * WHERE { ?s ?p """' + "x" * 60_000,
    "more characters than are read": "SELECT * WHERE { } #" + "x" * 65_536,
    "a function that is not there": "SELECT (<http://example.org/run>('x') AS ?x) WHERE { }",
    "no query": "",
    "no SPARQL": "DROP TABLE students; --",
    "two queries": "SELECT * WHERE { } SELECT * WHERE { }",
}
