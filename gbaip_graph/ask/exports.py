"""Exports: saved CONSTRUCT queries in ``queries/exports/`` that say the graph in another vocabulary.

What ``gbaip export`` does; the saved questions themselves are exported too, as examples for query editors.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.catalogue import load_catalogue, query_names
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.saved import ask_question
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.build.nquads import write_triple
from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.worker import QUERY_TIME_LIMIT_S
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root

#: The export that no file holds, because it is made of all questions.
EXAMPLES = SavedQuery(
    "examples",
    "",
    "",
    title=MappingProxyType({"en": "The saved questions as examples for SPARQL editors"}),
)


def list_exports(root: Root) -> tuple[SavedQuery, ...]:
    """Return the exports of a root in the order of their names; raises ``InvalidData`` for bad headers."""
    made = (EXAMPLES,) if _has_examples(root) else ()
    return tuple(sorted((*made, *load_catalogue(root, shelf="exports")), key=lambda query: query.name))


def _has_examples(root: Root) -> bool:
    return bool(query_names(root)) and EXAMPLES.name not in query_names(root, shelf="exports")


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
    if name == EXAMPLES.name and _has_examples(root):
        triples = tuple(sorted(example_triples(root, open_graph(root)), key=write_triple))
        return Answer(EXAMPLES, MappingProxyType({}), triples=triples)
    answer = ask_question(root, name, parameters, shelf="exports", time_limit_s=time_limit_s)
    if answer.form != "graph":
        file = answer.query.file if answer.query else ""
        raise InvalidData([Finding(file, 0, 0, "export", "an export makes no triples", "Write a CONSTRUCT.")])
    return answer
