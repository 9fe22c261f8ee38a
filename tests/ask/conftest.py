"""A small invented graph of village fairs, and a root folder for query files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gbaip_graph.ask.header import read_saved_query
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root

NS = "https://w3id.org/gbaip/ns#"
ID = "https://w3id.org/gbaip/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

GRAPH = f"""\
<{ID}event/fair-1> {TYPE} <{NS}Event> <urn:g:1> .
<{ID}event/fair-1> <{SKOS}prefLabel> "Spring Fair"@en <urn:g:1> .
<{ID}event/fair-1> <{SKOS}prefLabel> "春天市集"@zh-Hant <urn:g:1> .
<{ID}event/fair-1> <{NS}value> "12" <urn:g:1> .
<{ID}event/fair-2> {TYPE} <{NS}Event> <urn:g:1> .
<{ID}event/fair-2> <{SKOS}prefLabel> "Autumn Fair"@en <urn:g:1> .
<{ID}op/fair-2> {TYPE} <{NS}Operation> <urn:g:1> .
<{ID}op/raid> {TYPE} <{NS}Operation> <urn:g:1> .
<{ID}event/fair-1> {TYPE} <{NS}Activity> <urn:g:inferred> .
<{ID}event/fair-2> {TYPE} <{NS}Activity> <urn:g:inferred> .
<{ID}op/fair-2> {TYPE} <{NS}Activity> <urn:g:inferred> .
<{ID}op/raid> {TYPE} <{NS}Activity> <urn:g:inferred> .
<{ID}agency/mill> {TYPE} <{NS}Agency> <urn:g:2> .
<{ID}agency/mill> <{SKOS}prefLabel> "Mill Office"@en <urn:g:2> .
<{ID}agency/mill> <{SKOS}prefLabel> "磨坊处"@zh-Hans <urn:g:2> .
<{ID}source/letter> <http://purl.org/dc/terms/title> "A letter & more"@en <urn:g:2> .
<https://w3id.org/gbaip/concept/role/host> {TYPE} <{SKOS}Concept> <urn:g:2> .
<https://w3id.org/gbaip/concept/role/host> <{SKOS}prefLabel> "host"@en <urn:g:2> .
<https://w3id.org/gbaip/concept/role/guest> {TYPE} <{SKOS}Concept> <urn:g:2> .
<https://w3id.org/gbaip/concept/mode/online> {TYPE} <{SKOS}Concept> <urn:g:2> .
"""

ONTOLOGY = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

<https://w3id.org/gbaip/ns> a owl:Ontology .
gbaip:Event a owl:Class .
gbaip:SourceDocument a owl:Class .
gbaip:statedIn a owl:ObjectProperty .
gbaip:value a owl:DatatypeProperty .
"""

SaveQuery = Callable[..., SavedQuery]


@pytest.fixture(scope="session")
def graph() -> QueryableGraph:
    """Return the graph of the fairs."""
    return QueryableGraph.from_nquads(GRAPH.encode())


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """Return a root with an ontology and empty folders for queries."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "gbaip.ttl").write_text(ONTOLOGY, encoding="utf-8")
    (tmp_path / "queries" / "exports").mkdir(parents=True)
    return Root(tmp_path)


@pytest.fixture
def save(root: Root) -> SaveQuery:
    """Return a function that writes a query file and reads it, which must have no faults."""

    def save(text: str, *, name: str = "fairs") -> SavedQuery:
        path = root.queries_dir / f"{name}.rq"
        path.write_text(text, encoding="utf-8")
        query, faults = read_saved_query(path, file=root.relative(path))
        assert faults == ()
        return query

    return save
