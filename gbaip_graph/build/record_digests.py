"""One digest for what is written of each record, concept and term of a graph, to tell what changed.

For the records of releases and for whoever compares the graph with one; what is inferred does not count.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Protocol, TypeAlias

from gbaip_graph.build.nquads import write_term
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.namespaces import (
    BASE,
    CONCEPT,
    DATA,
    EXAMPLES_GRAPH,
    INFERRED_GRAPH,
    ONTOLOGY,
    RECORD_KINDS,
    expand,
)
from gbaip_graph.turtle.terms import IRI_TYPE, XSD_BOOLEAN, Iri, Literal

#: As many of the 64 as no two states of a record share by chance.
DIGEST_CHARACTERS = 16
#: How paths of concepts and of the terms of the ontology begin; those of records begin with their kind.
CONCEPTS, TERMS = "concept", "ns"
# The chains and lists of the ontology are four deep; a change further down in one is not told.
_BLANK_NODE_DEPTH = 8
_NODE = "_:"
_TYPE, _DEPRECATED = write_term(IRI_TYPE), write_term(Iri(expand("owl:deprecated")))
_RETIRED = frozenset((_DEPRECATED, write_term(Literal(word, XSD_BOOLEAN))) for word in ("true", "1"))
# Of the inferred graph and of the examples nothing is written by hand.
_WRITTEN = f"FILTER(?graph != <{INFERRED_GRAPH}> && ?graph != <{EXAMPLES_GRAPH}>)"
_STATEMENTS = f"SELECT ?s ?p ?o WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} {_WRITTEN} }}"
_NAMES = f"""SELECT DISTINCT ?thing WHERE {{
  GRAPH ?graph {{ ?thing {_TYPE} ?type }} {_WRITTEN}
  FILTER(STRSTARTS(STR(?thing), "{BASE}"))
  FILTER NOT EXISTS {{ ?thing {_DEPRECATED} true }}
}}"""
_KIND = re.compile(r"([a-z-]+)/.")

#: Predicate and object as in N-Triples.
_Statement: TypeAlias = tuple[str, str]


class Selecting(Protocol):
    """A graph that answers SELECT queries."""

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""


def path_of(iri: str) -> str:
    """Return the short path of a record, a concept or a term, ``""`` for what is none of these.

    >>> path_of("https://w3id.org/gbaip/id/agency/ipd"), path_of("https://w3id.org/gbaip/ns#Event")
    ('agency/ipd', 'ns/Event')
    """
    if iri.startswith(DATA):
        path = iri.removeprefix(DATA)
        return path if (kind := _KIND.match(path)) and kind[1] in RECORD_KINDS else ""
    if iri.startswith(ONTOLOGY) and iri != ONTOLOGY:
        return f"{TERMS}/{iri.removeprefix(ONTOLOGY)}"
    return iri.removeprefix(BASE) if iri.startswith(CONCEPT) and iri != CONCEPT else ""


def iri_of(path: str) -> str:
    """Return the IRI that a short path stands for.

    >>> iri_of("concept/role/host")
    'https://w3id.org/gbaip/concept/role/host'
    """
    kind, _, rest = path.partition("/")
    if kind == TERMS:
        return ONTOLOGY + rest
    return f"{BASE if kind == CONCEPTS else DATA}{path}"


def kind_of_path(path: str) -> str:
    """Return the kind of record of a short path: ``event``, ``figure`` ..., ``concept`` or ``ns``."""
    return path.partition("/")[0]


def digests_of(graph: Selecting) -> dict[str, str]:
    """Return the digest of everything that has a type and is not retired, by its short path, in order.

    A digest is the beginning of the SHA-256 of the statements that have the thing as their subject, in all
    graphs but the inferred one and the examples: as N-Triples, one a line, in order, each once however many
    graphs hold it. Terms are as the engine gives them; a blank node stands as the digest of what it says.
    """
    about: dict[str, set[_Statement]] = {}
    for subject, predicate, value in graph.select(_STATEMENTS).rows:
        if subject is not None and predicate is not None and value is not None:
            about.setdefault(write_term(subject), set()).add((write_term(predicate), write_term(value)))
    nodes = _blank_nodes(about)
    in_use = sorted(
        (path, thing)
        for thing, statements in about.items()
        if (path := path_of(thing[1:-1])) and _is_in_use(statements)
    )
    return {path: _digest(_lines(thing, about[thing], nodes)) for path, thing in in_use}


def paths_in(graph: Selecting) -> frozenset[str]:
    """Return the short paths of everything that has a type and is not retired, by one small query."""
    things = (thing for (thing,) in graph.select(_NAMES).rows if isinstance(thing, Iri))
    return frozenset(path for thing in things if (path := path_of(thing.value)))


def _is_in_use(statements: Set[_Statement]) -> bool:
    """Say whether these are of a thing that has a type and was not found to be a mistake."""
    return statements.isdisjoint(_RETIRED) and any(predicate == _TYPE for predicate, _ in statements)


def _blank_nodes(about: Mapping[str, Iterable[_Statement]]) -> Mapping[str, str]:
    """Return blank nodes by their labels, each renamed after what it says: labels differ each time."""
    nodes = {thing: _NODE for thing in about if thing.startswith(_NODE)}
    for _ in range(_BLANK_NODE_DEPTH if nodes else 0):
        nodes = {node: _NODE + _digest(_lines(_NODE, about[node], nodes)) for node in nodes}
    return nodes


def _lines(thing: str, statements: Iterable[_Statement], nodes: Mapping[str, str]) -> Iterator[str]:
    for predicate, value in statements:
        yield f"{thing} {predicate} {nodes.get(value, value)} .\n"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()[:DIGEST_CHARACTERS]
