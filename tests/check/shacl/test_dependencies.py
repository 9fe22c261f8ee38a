"""What a validation or a query may read: nothing is missed, and what has bounds is told with them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest
from rdflib import Graph

from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.check.shacl.classes import focus_nodes
from gbaip_graph.check.shacl.dependencies import reach_of
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import SUB_CLASS_OF, read_shapes
from gbaip_graph.check.shacl.paths import Inverse, Predicate, Repeated
from gbaip_graph.check.shacl.query_dependencies import readings_of_query
from gbaip_graph.check.shacl.reach import (
    AnyStep,
    Anywhere,
    Dependency,
    Reach,
    Reading,
    Unbounded,
    Walks,
    WholeGraph,
)
from gbaip_graph.check.shacl.slices import affected_focus_nodes, slice_of
from gbaip_graph.check.shacl.validate import aimed
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.rdf_terms import to_rdflib
from gbaip_graph.engines.shacl import validate
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Triple
from tests.check.shacl.random_graphs import NAMESPACE, random_graph, random_shapes, random_triple, triples_of
from tests.check.shacl.random_queries import GRAPHS, NODES, random_query, random_triples

SEED = int(os.environ.get("GBAIP_SEED", "20261121"))
QUERIES = 150
GRAPHS_OF_EACH = 3
SHAPES_GRAPHS = 60

P, Q, R, A = (Iri(NAMESPACE + name) for name in ("p", "q", "r", "A"))
STEP_P, STEP_Q = Predicate(P), Predicate(Q)
SUPERCLASSES = (Predicate(IRI_TYPE), Repeated(Predicate(SUB_CLASS_OF), 0))
_QUERY_PREFIX = f"PREFIX e: <{NAMESPACE}> "


def read_by(constraints: str) -> frozenset[Reading]:
    """Return what a shape with these constraints reads; it has no target that reads anything."""
    shapes = read_shapes(triples_of(f"e:S a sh:NodeShape ; sh:targetNode e:n0 ; {constraints} ."))
    return reach_of(shapes.shapes[Iri(NAMESPACE + "S")], shapes).readings


def asked_of_this(query: str) -> frozenset[Reading]:
    return readings_of_query(_QUERY_PREFIX + query, focus="this", is_prebound=True)


def unbounded_reasons(readings: Iterable[Reading]) -> list[str]:
    return [one.reason for one in readings if isinstance(one, Unbounded)]


@pytest.mark.parametrize(
    ("constraints", "readings"),
    [
        ("sh:property [ sh:path e:p ; sh:minCount 1 ]", {Dependency((), P)}),
        ("sh:property [ sh:path [ sh:inversePath e:p ] ]", {Dependency((), P, is_inverse=True)}),
        ("sh:property [ sh:path ( e:p e:q ) ]", {Dependency((), P), Dependency((STEP_P,), Q)}),
        (
            "sh:property [ sh:path [ sh:alternativePath ( e:p e:q ) ] ]",
            {Dependency((), P), Dependency((), Q)},
        ),
        ("sh:property [ sh:path [ sh:zeroOrMorePath e:p ] ]", {Dependency((Repeated(STEP_P, 0),), P)}),
        ("sh:property [ sh:path [ sh:zeroOrOnePath e:p ] ]", {Dependency((), P)}),
        ("sh:closed true", {Dependency((), None)}),
        ("sh:equals e:q", {Dependency((), Q)}),
        ("sh:disjoint e:q", {Dependency((), Q)}),
        ("sh:property [ sh:path e:p ; sh:lessThan e:q ]", {Dependency((), P), Dependency((), Q)}),
        ("sh:property [ sh:path e:p ; sh:lessThanOrEquals e:q ]", {Dependency((), P), Dependency((), Q)}),
        ("sh:class e:A", {Dependency((), IRI_TYPE), Dependency(SUPERCLASSES, SUB_CLASS_OF)}),
        ("sh:node [ sh:equals e:q ]", {Dependency((), Q)}),
        ("sh:not [ sh:equals e:q ]", {Dependency((), Q)}),
        ("sh:or ( [ sh:equals e:q ] [ sh:equals e:r ] )", {Dependency((), Q), Dependency((), R)}),
        ("sh:and ( [ sh:equals e:q ] [ sh:equals e:r ] )", {Dependency((), Q), Dependency((), R)}),
        ("sh:xone ( [ sh:equals e:q ] [ sh:equals e:r ] )", {Dependency((), Q), Dependency((), R)}),
        (
            "sh:property [ sh:path e:p ; sh:qualifiedValueShape [ sh:equals e:q ] ; sh:qualifiedMinCount 1 ]",
            {Dependency((), P), Dependency((STEP_P,), Q)},
        ),
        (
            "sh:property [ sh:path e:p ; sh:property [ sh:path e:q ; sh:equals e:r ] ]",
            {Dependency((), P), Dependency((STEP_P,), Q), Dependency((STEP_P,), R)},
        ),
        ("sh:property [ sh:path e:p ; sh:deactivated true ]", set()),
        ("sh:nodeKind sh:IRI", set()),
    ],
)
def test_a_constraint_reads_what_its_words_say(constraints, readings):
    assert read_by(constraints) == readings


def test_disjoint_qualified_shapes_read_those_of_the_properties_beside_them():
    readings = read_by(
        "sh:property [ sh:path e:p ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ;"
        " sh:qualifiedValueShape [ sh:minLength 1 ] ] ,"
        " [ sh:path e:q ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:equals e:r ] ]"
    )
    assert Dependency((STEP_P,), R) in readings


@pytest.mark.parametrize(
    ("target", "reading"),
    [
        ("sh:targetClass e:A", Dependency((), IRI_TYPE)),
        ("sh:targetSubjectsOf e:q", Dependency((), Q)),
        ("sh:targetObjectsOf e:q", Dependency((), Q, is_inverse=True)),
    ],
)
def test_a_target_is_read_too(target, reading):
    shapes = read_shapes(triples_of(f"e:S a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI ."))
    assert reading in reach_of(shapes.targeted[0], shapes).readings


@pytest.mark.parametrize(
    ("constraints", "reason"),
    [
        (
            "sh:property [ sh:path e:p ; sh:node e:S ]",
            "http://example.org/S contains itself",
        ),
        (
            "sh:target [ sh:select 'SELECT ?this WHERE { ?this ?p ?o }' ]",
            "http://example.org/S: http://www.w3.org/ns/shacl#target is no core constraint",
        ),
        ("sh:or e:noList", "http://example.org/S: sh:or has no well-formed list"),
    ],
)
def test_what_cannot_be_bounded_is_named(constraints, reason):
    assert unbounded_reasons(read_by(constraints)) == [reason]


@pytest.mark.parametrize(
    ("query", "readings"),
    [
        (
            "SELECT $this WHERE { $this e:p ?v . ?v e:q ?w }",
            {Dependency((), P), Dependency((STEP_P,), Q)},
        ),
        (
            "SELECT $this WHERE { $this e:p ?v FILTER NOT EXISTS { ?v e:q ?w } }",
            {Dependency((), P), Dependency((STEP_P,), Q)},
        ),
        (
            "SELECT $this WHERE { $this e:p ?v BIND (EXISTS { ?v e:q ?w } AS ?is) }",
            {Dependency((), P), Dependency((STEP_P,), Q)},
        ),
        (
            "SELECT $this WHERE { ?other e:p $this . ?other e:q ?w }",
            {Dependency((), P, is_inverse=True), Dependency((Inverse(STEP_P),), Q)},
        ),
        (
            "SELECT $this WHERE { $this ?any ?v . ?v e:q ?w }",
            {Dependency((), None), Dependency((AnyStep(),), Q)},
        ),
        ("SELECT $this WHERE { $this a e:A }", {Dependency((), IRI_TYPE, others=frozenset({A}))}),
        (
            "SELECT $this WHERE { $this e:p ?v . ?other a e:A }",
            {Dependency((), P), Anywhere(None, IRI_TYPE, A)},
        ),
        (
            # Where the OPTIONAL binds nothing, ?v is any node.
            "SELECT $this WHERE { OPTIONAL { $this e:p ?v } ?v e:q ?w }",
            {Dependency((), P), Anywhere(None, Q, None)},
        ),
        (
            # In rows of the second branch ?v is any node.
            "SELECT $this WHERE { { $this e:p ?v } UNION { $this e:r ?u } ?v e:q ?w }",
            {Dependency((), P), Dependency((), R), Anywhere(None, Q, None)},
        ),
    ],
)
def test_a_pattern_is_read_where_its_variables_lead_from_the_focus_node(query, readings):
    assert asked_of_this(query) == readings


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT $this WHERE { GRAPH ?g { $this e:p ?v } }", "a query speaks of graphs"),
        ("SELECT $this WHERE { $this e:p ?v } LIMIT 1", "a query has a part Slice"),
        (
            "SELECT $this WHERE { $this e:p ?v . ?s ?any ?o }",
            "a query has a pattern with any property that is not reached from the focus node",
        ),
        ("SELECT $this WHERE {", "a query cannot be read: rdflib cannot read the query from here"),
    ],
)
def test_a_query_without_bounds_says_why(query, reason):
    assert unbounded_reasons(asked_of_this(query)) == [reason]


def test_a_graph_that_the_focus_node_names_is_read_as_a_whole():
    query = "SELECT ?focus WHERE { ?focus a e:A FILTER NOT EXISTS { GRAPH ?focus { ?s ?p ?p } } }"
    readings = readings_of_query(_QUERY_PREFIX + query, focus="focus")
    assert readings == {Dependency((), IRI_TYPE, others=frozenset({A})), WholeGraph(())}


@pytest.mark.parametrize(
    ("query", "is_any"),
    [
        ("SELECT ?focus WHERE { ?focus a e:A FILTER EXISTS { GRAPH ?focus { ?s ?p ?o } } }", True),
        ("SELECT DISTINCT ?focus WHERE { GRAPH ?focus { ?s ?p ?o } }", True),
        ("SELECT ?focus WHERE { GRAPH ?focus { ?s ?p ?o } }", False),
        ("SELECT DISTINCT * WHERE { GRAPH ?focus { ?s ?p ?o } }", False),
        ("SELECT DISTINCT ?focus ?o WHERE { GRAPH ?focus { ?s ?p ?o } }", False),
        ("SELECT DISTINCT ?focus WHERE { GRAPH ?focus { ?s ?p e:A } }", False),
        (
            "SELECT DISTINCT ?focus (MAX(?o) AS ?n) { GRAPH ?focus { ?s ?p ?o } } GROUP BY ?focus",
            False,
        ),
    ],
)
def test_a_graph_of_which_any_triple_is_asked_is_read_for_being_there(query, is_any):
    readings = readings_of_query(_QUERY_PREFIX + query, focus="focus")
    assert WholeGraph((), is_any) in readings


@pytest.mark.slow
def test_a_query_answers_from_its_slice_as_from_the_graph_with_the_focus_node_put_in():
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    seen: Counter[str] = Counter()
    for number in range(QUERIES):
        query = random_query(random, "?this", with_graphs=False)
        reach = Reach(readings_of_query(query, focus="this", is_prebound=True))
        if reach.unbounded:
            continue
        for _ in range(GRAPHS_OF_EACH):
            graph, node = random_triples(random), random.choice(NODES)
            part = slice_of(reach, [node], MemoryIndex(graph))
            rows = _rows(query, graph, node)
            assert _rows(query, part, node) == rows, f"query {number} of seed {SEED}: {query}"
            seen.update(cut=part != graph, with_rows=bool(rows))
    print(f"seed {SEED}: {dict(seen)}")
    assert seen["cut"] > QUERIES // 2
    assert seen["with_rows"] > QUERIES // 4


def _rows(query: str, triples: Iterable[Triple], node: Iri) -> Counter[str]:
    graph = Graph()
    for triple in triples:
        graph.add(tuple(map(to_rdflib, triple)))
    found = graph.query(query, initBindings={"this": to_rdflib(node)})
    return Counter(
        str(sorted((str(name), str(term)) for name, term in row.items())) for row in found.bindings
    )


def test_a_query_of_named_graphs_answers_of_a_record_from_its_slice_as_from_everything():
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    seen: Counter[str] = Counter()
    for number in range(QUERIES):
        query = random_query(random, "?focus", with_graphs=True)
        reach = Reach(readings_of_query(query, focus="focus"))
        if reach.unbounded:
            continue
        for _ in range(GRAPHS_OF_EACH):
            quads = {(triple, random.choice(GRAPHS)) for triple in random_triples(random) for _ in range(2)}
            node, index = random.choice(NODES), MemoryIndex({triple for triple, _ in quads})
            part, walks = slice_of(reach, [node], index), Walks([node], index)
            cut = {(triple, graph) for triple, graph in quads if triple in part}
            for whole in reach.graphs:
                read = sorted((quad for quad in quads if quad[1] in walks.end_of(whole.prefix)), key=str)
                cut.update(read[:1] if whole.is_any else read)
            rows = _rows_about(node, query, quads)
            assert _rows_about(node, query, cut) == rows, f"query {number} of seed {SEED}: {query}"
            seen.update(cut=cut != quads, with_rows=bool(rows))
    print(f"seed {SEED}: {dict(seen)}")
    assert seen["cut"] > QUERIES // 2
    assert seen["with_rows"] > QUERIES // 8


def _rows_about(node: Iri, query: str, quads: Iterable[tuple[Triple, Iri]]) -> Counter[str]:
    named = write_nquads(Quad(*triple, graph.value) for triple, graph in quads)
    solutions = QueryableGraph.from_nquads(named).select(query)
    if "focus" not in solutions.variables:
        return Counter()
    place = solutions.variables.index("focus")
    return Counter(str(row) for row in solutions.rows if row[place] == node)


def test_a_shape_judges_a_slice_as_the_graph_and_an_unaffected_node_as_before():
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    seen: Counter[str] = Counter()
    for number in range(SHAPES_GRAPHS):
        shapes, graph = random_shapes(random), random_graph(random, size=25)
        changed = {random_triple(random) for _ in range(2)} - graph
        before, after = MemoryIndex(graph), MemoryIndex(graph | changed)
        for shape in shapes.targeted:
            reach = reach_of(shape, shapes)
            nodes = focus_nodes(shape.targets, before)
            if reach.unbounded or not nodes:
                continue
            where = f"shapes graph {number} of seed {SEED}"
            asked = aimed(shapes, {shape.node: nodes})
            whole = validate(graph, shapes=asked)
            assert validate(slice_of(reach, nodes, before), shapes=asked) == whole, where
            affected = affected_focus_nodes(reach, changed, before, after)
            untouched = set() if affected.all_because else nodes - affected.nodes
            kept = [result for result in whole if result.focus_node in untouched]
            now = [one for one in validate(after, shapes=asked) if one.focus_node in untouched]
            assert now == kept, where
            seen.update(shapes=1, with_results=bool(whole), with_untouched=bool(untouched))
    print(f"seed {SEED}: {dict(seen)}")
    assert seen["with_results"] > SHAPES_GRAPHS // 4
    assert seen["with_untouched"] > SHAPES_GRAPHS // 4
