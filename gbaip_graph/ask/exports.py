"""Exports: saved CONSTRUCT queries in ``queries/exports/`` that say the graph in another vocabulary.

What ``gbaip export`` does.
"""

from __future__ import annotations

from collections.abc import Iterable

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.saved import ask_question
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.worker import QUERY_TIME_LIMIT_S
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root


def list_exports(root: Root) -> tuple[SavedQuery, ...]:
    """Return the exports of a root in the order of their names; raises ``InvalidData`` for bad headers."""
    return load_catalogue(root, shelf="exports")


def export(
    root: Root,
    name: str,
    parameters: Iterable[tuple[str, object]] = (),
    *,
    time_limit_s: float = QUERY_TIME_LIMIT_S,
) -> Answer:
    """Run an export; its answer is written by ``to_format("turtle")`` or ``to_format("nt")``.

    Raises ``UnknownName`` with the exports there are, and ``InvalidData`` where the file is no CONSTRUCT.
    """
    answer = ask_question(root, name, parameters, shelf="exports", time_limit_s=time_limit_s)
    if answer.form != "graph":
        file = answer.query.file if answer.query else ""
        raise InvalidData([Finding(file, 0, 0, "export", "an export makes no triples", "Write a CONSTRUCT.")])
    return answer
