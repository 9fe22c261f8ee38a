from __future__ import annotations

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SKOS, XSD

from gbaip_graph.build.dataset import load
from gbaip_graph.build.store import open_graph
from gbaip_graph.errors import UnknownName
from gbaip_graph.namespaces import DATA, GRAPH, ONTOLOGY

# rdflib 7.6 warns of itself when the default graph of its dataset is the union.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")


@pytest.fixture
def root(make_root):
    return make_root()


def test_the_dataset_holds_every_quad_of_the_graph(root):
    assert len(list(load(root.path).quads())) == len(open_graph(root))


def test_the_default_graph_is_the_union(root):
    dataset = load(root.path)
    fair = URIRef(DATA + "event/fair")
    types = set(dataset.objects(fair, RDF.type))
    assert types == {URIRef(ONTOLOGY + "Event"), URIRef(ONTOLOGY + "Activity")}


def test_a_named_graph_holds_what_its_file_says(root):
    inferred = load(root.path).graph(URIRef(GRAPH + "inferred"))
    assert set(inferred.objects(URIRef(DATA + "event/fair"), RDF.type)) == {URIRef(ONTOLOGY + "Activity")}


def test_literals_keep_their_language_and_their_digits(make_root):
    body = 'place:yard a gbaip:Place ; skos:prefLabel "院子"@zh-Hant ; gbaip:value 1.50 .'
    dataset = load(make_root({"data/register/all.ttl": body}).path)
    yard = URIRef(DATA + "place/yard")
    (name,) = dataset.objects(yard, SKOS.prefLabel)
    (value,) = dataset.objects(yard, URIRef(ONTOLOGY + "value"))
    assert isinstance(name, Literal)
    assert (str(name), str(value), value.datatype) == ("院子", "1.50", XSD.decimal)


def test_prefixes_are_bound(root):
    assert ("gbaip", URIRef(ONTOLOGY)) in set(load(root.path).namespaces())


def test_a_folder_without_a_graph_is_refused(tmp_path):
    with pytest.raises(UnknownName):
        load(tmp_path)
