"""The shipped mapping files, the graph they stand in, and small mapping files for the tests of links."""

from __future__ import annotations

import pytest

from gbaip_graph.build.load import LoadedData, load_root
from gbaip_graph.build.store import open_graph
from gbaip_graph.layout import Root, find_root
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.own_entities import own_entities
from gbaip_graph.link.report import shipped_sets
from gbaip_graph.sssom.mapping import MappingSet


@pytest.fixture(scope="session")
def project() -> Root:
    """Return the root of the project itself."""
    return find_root()


@pytest.fixture(scope="session")
def shipped(project: Root) -> tuple[MappingSet, ...]:
    """Return the shipped mapping sets."""
    return shipped_sets(project)


@pytest.fixture(scope="session")
def loaded(project: Root) -> LoadedData:
    """Return everything that is written below the root."""
    return load_root(project)


@pytest.fixture(scope="session")
def own(project: Root) -> tuple[Entity, ...]:
    """Return our side of links: everything that can be linked, with its names."""
    return own_entities(open_graph(project))
