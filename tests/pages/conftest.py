"""The site on the shipped graph, once for all files of tests that a worker runs."""

from __future__ import annotations

import pytest

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.build.store import open_graph
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from tests.repository.released_iris import CHECKOUT


@pytest.fixture(scope="session")
def shipped_site() -> Site:
    """Return the site on the shipped graph; nobody may change it."""
    graph = open_graph(CHECKOUT)
    graph.keep_union_apart()
    questions = {query.name: query for query in load_catalogue(CHECKOUT)}
    return Site(load_skin(), graph, CHECKOUT, questions, "0" * 64)
