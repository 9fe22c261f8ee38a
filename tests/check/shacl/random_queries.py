"""Random queries and small graphs, in which patterns meet often and parts of a query may bind nothing.

For the tests of what a query may read. Everything comes from the given ``random.Random``.
"""

from __future__ import annotations

from random import Random

from gbaip_graph.turtle.terms import Iri, Triple

NODES = tuple(Iri(f"http://example.org/n{number}") for number in range(6))
PROPERTIES = tuple(Iri(f"http://example.org/{letter}") for letter in "pqr")
#: Some nodes name graphs too, so that a query can follow a node into its graph.
GRAPHS = NODES[:3]
_VARIABLES = ("?a", "?b", "?c", "?d")
_DEEPEST = 2


def random_triples(random: Random) -> set[Triple]:
    """Return a graph of a few triples."""
    size = random.randint(4, 14)
    return {
        Triple(random.choice(NODES), random.choice(PROPERTIES), random.choice(NODES)) for _ in range(size)
    }


def random_query(random: Random, focus: str, *, with_graphs: bool) -> str:
    """Return a SELECT query about ``focus``, most of them connected with it."""
    beginnings = ["", f"{focus} <{PROPERTIES[0].value}> ?a ."]
    if with_graphs:
        beginnings.append(f"GRAPH ?g {{ {focus} ?a ?b }}")
    group = _group(random, focus, with_graphs=with_graphs, depth=0)
    return f"SELECT * WHERE {{ {random.choice(beginnings)} {group} }}"


def _group(random: Random, focus: str, *, with_graphs: bool, depth: int) -> str:
    parts = [_part(random, focus, with_graphs=with_graphs, depth=depth) for _ in range(random.randint(1, 3))]
    return " ".join(parts)


def _part(random: Random, focus: str, *, with_graphs: bool, depth: int) -> str:
    if depth == _DEEPEST or random.random() < 0.6:
        return _pattern(random, focus)

    def inner() -> str:
        return _group(random, focus, with_graphs=with_graphs, depth=depth + 1)

    number = random.randint(0, 10**9)
    kinds = [
        f"OPTIONAL {{ {inner()} }}",
        f"{{ {inner()} }} UNION {{ {inner()} }}",
        f"FILTER EXISTS {{ {inner()} }}",
        f"FILTER NOT EXISTS {{ {inner()} }}",
        f"{{ {inner()} }}",
        f"MINUS {{ {inner()} }}",
        f"BIND (EXISTS {{ {inner()} }} AS ?z{number})",
        f"{{ SELECT {focus} (COUNT(?b) AS ?n{number}) WHERE {{ {inner()} }} GROUP BY {focus} }}",
        f"VALUES ?a {{ <{NODES[0].value}> <{NODES[1].value}> }}",
    ]
    if with_graphs:
        kinds.append(f"GRAPH {random.choice(('?g', focus))} {{ {inner()} }}")
    return random.choice(kinds)


def _pattern(random: Random, focus: str) -> str:
    predicate = random.choice(_VARIABLES) if random.random() < 0.07 else _path(random, depth=0)
    return f"{_term(random, focus)} {predicate} {_term(random, focus)} ."


def _term(random: Random, focus: str) -> str:
    kind = random.random()
    if kind < 0.33:
        return focus
    return random.choice(_VARIABLES) if kind < 0.9 else f"<{random.choice(NODES).value}>"


def _path(random: Random, *, depth: int) -> str:
    step = f"<{random.choice(PROPERTIES).value}>"
    if depth == _DEEPEST or random.random() < 0.6:
        return step
    one, two = _path(random, depth=depth + 1), _path(random, depth=depth + 1)
    return random.choice(
        [f"^({one})", f"({one}/{two})", f"({one}|{two})", f"({one})*", f"({one})+", f"({one})?", f"!{step}"]
    )
