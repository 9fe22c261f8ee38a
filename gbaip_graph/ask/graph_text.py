"""Graphs that were constructed, as Turtle in the canonical form or as N-Triples."""

from __future__ import annotations

from gbaip_graph.ask.answer import Answer
from gbaip_graph.build.nquads import write_triple
from gbaip_graph.errors import InvalidValue
from gbaip_graph.turtle.terms import BlankNode


def write_turtle(answer: Answer, language: str) -> str:
    """Write Turtle with the prefixes that are used; raises ``InvalidValue`` for blank nodes."""
    from gbaip_graph.turtle.canonical import write_canonical  # noqa: PLC0415 - 40 ms that rows do without

    triples = answer.triples or ()
    if any(isinstance(term, BlankNode) for triple in triples for term in triple):
        raise InvalidValue(
            "the answer holds blank nodes, which the canonical Turtle does not have",
            mend="Construct IRIs, or ask for the format nt.",
        )
    return write_canonical(triples)


def write_n_triples(answer: Answer, language: str) -> str:
    """Write sorted, distinct lines: https://www.w3.org/TR/n-triples/."""
    return "".join(sorted({f"{write_triple(triple)} .\n" for triple in answer.triples or ()}))
