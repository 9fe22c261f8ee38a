"""A picture of the graph of a root, drawn in a limited worker: what ``gbaip_graph.picture`` does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.layout import find_root
from gbaip_graph.pictures import Picture, draw


def picture(name: str, *, root: str | Path | None = None, language: str = "en", **parameters: Any) -> Picture:
    """Draw a picture of the graph of a root; raises as ``draw`` and ``ask`` do."""
    found = find_root(root)
    questions = {question.name: question for question in load_catalogue(found)}
    graph = open_graph(found)
    return run_limited(lambda: draw(name, graph, language=language, questions=questions, **parameters))
