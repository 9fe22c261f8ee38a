"""Which graphs a query names by FROM, for an engine that cannot take their union itself."""

from __future__ import annotations

import re

from gbaip_graph.engines.answers import OWN_DATASET, Dataset
from gbaip_graph.engines.sparql_text import expand_escapes, significant, tokenize

# What stands between FROM and an IRI. Names such as basis:from-publication are in many queries, and tokens
# cost a fresh process 20 ms.
_MAY_STAND = re.compile(r"\bfrom[\s<#]", re.IGNORECASE)


def dataset_of(text: str) -> Dataset:
    """Return the graphs behind FROM and FROM NAMED (https://www.w3.org/TR/sparql11-query/#specifyingDataset).

    Without such a clause, or with one that has no whole IRI, it is the store's own dataset.

    >>> dataset_of("SELECT * FROM <http://a.example/> FROM NAMED <http://b.example/> { ?s ?p ?o }")
    Dataset(default=('http://a.example/',), named=('http://b.example/',))
    """
    if not _MAY_STAND.search(text):
        return OWN_DATASET
    marks = significant(tokenize(text))
    default: list[str] = []
    named: list[str] = []
    for index, token in enumerate(marks):
        if token.upper != "FROM":
            continue
        is_named = index + 1 < len(marks) and marks[index + 1].upper == "NAMED"
        behind = marks[index + 1 + is_named : index + 2 + is_named]
        if not behind or behind[0].kind != "iri" or ":" not in behind[0].text:
            return OWN_DATASET
        (named if is_named else default).append(expand_escapes(behind[0].text[1:-1]))
    return Dataset(tuple(default), tuple(named))
