from __future__ import annotations

from gbaip_graph.engines.owl_rl import close
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Literal, Triple

HEAD = "@prefix : <https://example.org/> .\n" + "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("owl", "rdf", "rdfs", "xsd")
)


def triples(body: str) -> list[Triple]:
    return [Triple(t.subject, t.predicate, t.object) for t in parse_turtle(HEAD + body).triples]


def follows(premises: str, conclusion: str) -> bool:
    return set(triples(conclusion)) <= close(triples(premises)).triples


def test_a_subclass_passes_its_members_on():
    assert follows(":Cat rdfs:subClassOf :Animal . :tom a :Cat .", ":tom a :Animal .")


def test_a_transitive_property_is_followed():
    assert follows(":in a owl:TransitiveProperty . :a :in :b . :b :in :c .", ":a :in :c .")


def test_a_chain_of_anonymous_inverses_is_followed():
    axiom = ":sits owl:propertyChainAxiom ( [ owl:inverseOf :by ] [ owl:inverseOf :of ] :at ) ."
    assert follows(
        axiom + " :post :by :body . :holding :of :post . :holding :at :table .", ":body :sits :table ."
    )


def test_a_chain_over_itself_is_followed_to_its_end():
    axiom = ":under owl:propertyChainAxiom ( :falls :listed ) , ( :within :under ) ."
    facts = " :a :within :b . :b :within :c . :c :falls :i . :i :listed :p ."
    assert follows(axiom + facts, ":a :under :p .")


def test_a_contradiction_is_told_and_not_hidden():
    told = close(triples(":Cat owl:disjointWith :Dog . :tom a :Cat , :Dog .")).contradictions
    assert len(told) == 1
    assert "https://example.org/tom" in told[0]


def test_consistent_triples_have_no_contradiction():
    assert close(triples(":tom a :Cat .")).contradictions == ()


def test_no_literal_becomes_a_subject():
    closed = close(triples(':x :size 7 ; :name "x"@en . :size rdfs:range xsd:integer .')).triples
    assert not [triple for triple in closed if isinstance(triple.subject, Literal)]


def test_literals_keep_their_lexical_form():
    assert set(triples(':x :size "007"^^xsd:int .')) <= close(triples(':x :size "007"^^xsd:int .')).triples


def test_no_blank_node_stays_a_predicate():
    closed = close(triples(":p owl:propertyChainAxiom ( [ owl:inverseOf :by ] :at ) . :x :by :y ; :at :z ."))
    assert all(isinstance(triple.predicate, Iri) for triple in closed.triples)
